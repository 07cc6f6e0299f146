"""Papers: facts and a template go in, the bytes of a PDF come out; for every room that hands something out.

A paper is PDF/A-2b (it opens in thirty years) and PDF/UA-1 (tagged: a screen reader can read it aloud). The
same facts give the same bytes: no clock is asked, no font of the machine is taken, nothing is fetched. Facts
reach the template as JSON in `sys.inputs` and are never built into markup, so that `#import` in somebody's
name prints as `#import`.

Each room keeps its templates in a folder of its own and puts it on the shelf once:

    add_papers("library", Path(__file__).parent / "papers_typ")
    pdf = render_pdf("library/reminder", facts, specimen=settings.specimen, language="ru")

A template begins with `#import "/core/papers/base.typ": *`: paths start at the repository's folder.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import threading
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

import typst

from core.font_letters import letters_of
from core.paper_facts import frozen_facts, moment_of, printable_facts
from core.qr_code import qr_svg

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "static" / "fonts"
LANGUAGES = ("kk", "ru", "en")

# Level b of PDF/A-2, not level a: a signature added later brings a form field that is no part of the tagged
# text, which level a forbids and level b allows. The tags themselves are promised by PDF/UA-1.
STANDARDS: list[typst.PDFStandard] = ["a-2b", "ua-1"]
# Part 3 is part 2 with files of any kind enclosed; what was printed stands in the file beside its pages.
STANDARDS_ATTACHED: list[typst.PDFStandard] = ["a-3b", "ua-1"]

_LAYOUT = re.compile(rb"layout ([0-9a-f]{16})")
_NAME = re.compile(r"([a-z_]+)/([a-z0-9][a-z0-9_-]*)")
_shelves: dict[str, Path] = {"core": Path(__file__).resolve().parent / "papers"}
# One compiler holds fonts and parsed templates; it refuses to be used twice at once, and two threads would
# not make it faster (papers are scaled by processes).
_press_in_use = threading.Lock()
# Its threads stay behind when a process forks: a child of one that has printed would wait for them for ever.
_left_behind = False


class PaperFault(RuntimeError):
    """A template and its facts do not fit: a mistake in the code, never of the reader."""


def add_papers(room: str, folder: Path) -> None:
    """Put a room's folder of templates on the shelf; to do so twice is harmless, to replace one is not."""
    folder = folder.resolve()
    if not folder.is_dir() or not folder.is_relative_to(ROOT):
        raise ValueError(f"no folder of templates below {ROOT}: {folder}")
    if _shelves.setdefault(room, folder) != folder:
        raise ValueError(f"the room {room!r} already keeps its papers in {_shelves[room]}")


def papers() -> list[str]:
    """Every paper on the shelf, by the name that `render_pdf` takes."""
    names = [f"{room}/{file.stem}" for room, folder in _shelves.items() for file in folder.glob("*.typ")]
    return sorted(name for name in names if name != "core/base")


def render_pdf(
    template: str,
    facts: Mapping[str, object],
    *,
    specimen: bool,
    language: str = "kk",
    attached: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """The paper, in Kazakh and the reader's language (Russian where that is Kazakh), or as the template has it.

    `facts["moment"]` dates the paper and is required; `facts["check_address"]`, where the paper can be
    checked, is printed in words and as a QR code. `facts["check_code"]`, where given, is what the code says
    instead: the address with a proof behind it that nobody would read in words. A specimen says so on every
    page, in three languages. What is `attached`, by name, are texts in JSON; the paper then is PDF/A-3b.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no language {language!r}")
    if _left_behind:
        raise PaperFault("this process was forked from one that had printed already, and cannot print")
    source = _template(template)
    plain = frozen_facts(facts)
    address = plain.get("check_code") or plain.get("check_address")
    frame = {
        "language": language,
        "specimen": specimen,
        "qr": qr_svg(address) if isinstance(address, str) else None,
        "layout": _layout(source.parent),
    }
    inputs = {
        "facts": json.dumps(printable_facts(plain, _letters()), ensure_ascii=False),
        "frame": json.dumps(frame, ensure_ascii=False),
        "attached": json.dumps({name: held.decode() for name, held in attached.items()}, ensure_ascii=False),
    }
    stamp = int(moment_of(plain).timestamp())
    standards = STANDARDS_ATTACHED if attached else STANDARDS
    try:
        with _press_in_use:
            paper = _press().compile(
                input=source, format="pdf", sys_inputs=inputs, pdf_standards=standards, timestamp=stamp
            )
    except typst.TypstError as error:
        raise PaperFault(f"{template}: {error.message} ({_place(error)})") from None
    if not isinstance(paper, bytes):
        raise PaperFault(f"{template}: typst gave no PDF")
    return paper


def are_pages_of(document: bytes, made: bytes) -> bool | None:
    """Whether a document, or one signed since, has the pages that were made anew of its facts.

    A paper outlives the program that printed it: another release lays the same facts out otherwise. Each paper names
    the layout that it was printed with; where that is not today's, nothing is said of its pages, for or against: None.
    """
    if document.startswith(made):
        return True
    return False if _layout_in(document) == _layout_in(made) else None


def _layout_in(document: bytes) -> bytes | None:
    found = _LAYOUT.search(document)
    return found[1] if found else None


@functools.cache
def _layout(folder: Path) -> str:
    """The mark of a room's layout: of its templates, of what all papers share, and of the press itself."""
    mark = hashlib.sha256(version("typst").encode())
    for file in sorted({*folder.glob("*.typ"), *_shelves["core"].glob("*.typ")}):
        mark.update(file.read_bytes())
    return mark.hexdigest()[:16]


def _template(name: str) -> Path:
    match = _NAME.fullmatch(name)
    folder = _shelves.get(match[1]) if match else None
    if match is None or folder is None or not (file := folder / f"{match[2]}.typ").is_file():
        raise PaperFault(f"no paper {name!r} on the shelf")
    return file


def _place(error: typst.TypstError) -> str:
    place = re.search(r"[^/\\\s]+\.typ:\d+:\d+", error.diagnostic)
    return place[0] if place else "place unknown"


def _faces() -> list[Path]:
    return [FONTS / f"NotoSans-{face}.ttf" for face in ("Regular", "Bold", "Italic", "BoldItalic")]


@functools.cache
def _letters() -> frozenset[int]:
    return letters_of(_faces())


@functools.cache
def _press() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    if len(fonts.fonts()) != len(_faces()) or fonts.families() != ["Noto Sans"]:
        raise PaperFault(f"the fonts in {FONTS} are not the four of Noto Sans")
    # No folder of packages: a template that asks for one fails instead of fetching it.
    nowhere = ROOT / "core" / "papers" / "no-packages"
    return typst.Compiler(root=ROOT, font_paths=fonts, package_path=nowhere, package_cache_path=nowhere)


def _after_fork() -> None:
    global _left_behind  # noqa: PLW0603 - it is of the process, as the threads are
    _left_behind = _left_behind or _press.cache_info().currsize > 0


os.register_at_fork(after_in_child=_after_fork)
