"""The files that are enclosed in a PDF, by name: what a paper was made of travels with it."""

from __future__ import annotations

from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader

from gateways.signatures.pdf_reading import UNREADABLE


def enclosed_files(document: bytes) -> dict[str, bytes]:
    """Every associated file of a document; none where it cannot be read at all."""
    try:
        root = PdfFileReader(BytesIO(document), strict=True).root
        found = root.get("/AF", [])
        held = [found[at] for at in range(len(found))]  # asked one by one, so that references are followed
        return {str(one["/UF"]): bytes(one["/EF"]["/F"].data) for one in held}
    except UNREADABLE:
        return {}
