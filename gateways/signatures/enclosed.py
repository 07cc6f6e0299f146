"""What a PDF carries besides its pages: enclosed files, of which a paper was made, and the addresses it links to."""

from __future__ import annotations

from gateways.signatures.pdf_opening import open_pdf
from gateways.signatures.pdf_reading import UNREADABLE

# A tree of pages that goes deeper leads round in a ring.
_DEEPEST = 50


def opens(document: bytes) -> bool:
    """Whether a reader finds its way to the pages."""
    try:
        return "/Pages" in open_pdf(document).root
    except UNREADABLE:
        return False


def enclosed_files(document: bytes) -> dict[str, bytes]:
    """Every associated file of a document; none where it cannot be read at all."""
    try:
        root = open_pdf(document).root
        found = root.get("/AF", [])
        held = [found[at] for at in range(len(found))]  # asked one by one, so that references are followed
        return {str(one["/UF"]): bytes(one["/EF"]["/F"].data) for one in held}
    except UNREADABLE:
        return {}


def linked_addresses(document: bytes) -> list[str]:
    """Every address to which the first page leads; none where the file cannot be read at all."""
    try:
        page = open_pdf(document).root["/Pages"]
        for _level in range(_DEEPEST):
            if "/Kids" not in page:
                break
            page = page["/Kids"][0]
        found = page.get("/Annots", [])
        acts = [found[at].get("/A", {}) for at in range(len(found))]
        return [str(one["/URI"]) for one in acts if "/URI" in one]
    except (*UNREADABLE, IndexError):
        return []
