"""Read a PDF as its receiver would: as text, and as a picture on a screen. Tests of every room use it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


def _poppler(tool: str, *arguments: str, given: bytes = b"") -> bytes:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} (poppler) is not installed")
    return subprocess.run([tool, *arguments], input=given, capture_output=True, check=True).stdout


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, with blanks and line ends made single spaces."""
    text = _poppler("pdftotext", "-raw", "-", "-", given=pdf).decode()
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


def fonts_of(pdf: bytes, folder: Path) -> list[str]:
    """One line for each font in the file: name, kind, encoding, whether it is embedded."""
    file = folder / "fonts.pdf"
    file.write_bytes(pdf)
    return _poppler("pdffonts", str(file)).decode().splitlines()[2:]


@dataclass(frozen=True)
class Picture:
    """A page in greys, 0 is black; made at 72 dots an inch, so that a dot is a point."""

    width: int
    height: int
    greys: bytes

    def dark(self, below: int = 100) -> set[int]:
        """Where there is ink."""
        return {at for at, grey in enumerate(self.greys) if grey < below}


def pictures_of(pdf: bytes) -> list[Picture]:
    """The pages as a screen shows them."""
    rest = _poppler("pdftoppm", "-gray", "-r", "72", "-", given=pdf)
    pictures = []
    while rest:
        _magic, size, _depth, rest = rest.split(b"\n", 3)
        width, height = (int(part) for part in size.split())
        pictures.append(Picture(width, height, rest[: width * height]))
        rest = rest[width * height :]
    return pictures
