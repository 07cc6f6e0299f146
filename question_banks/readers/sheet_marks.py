"""What a workbook's plain reading leaves out: raised and lowered letters, emphasis inside a cell, and broken formulas.

10⁶ typed as "10" and a raised "6" must not become 106, and an option that shows #REF! must not just be missing.
Only workbooks of the newer form (xlsx) have this in reach; the quick look at the bytes keeps plain ones fast.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from question_banks.readers.safe_xml import DEEPEST
from question_banks.readers.safe_zip import ArchiveRefused, SafeZip

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TELLING = (b"vertAlign", b"<b/>", b"<i/>", b"<u/>", b"<b ", b"<i ", b"<u ")
_ELEMENTS = {"b": "strong", "i": "em", "u": "u"}
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Marked(str):
    """The words of a cell as markup."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """By (row from 1, column from 0): markup of cells with emphasis inside, and the cells that hold no value."""

    markup: Mapping[tuple[int, int], Marked] = field(default_factory=dict)
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)


def marks_of(archive: SafeZip, sheet: str) -> Marks:
    """The marks of one sheet of an xlsx workbook; none when it is no such workbook."""
    try:
        name = _file_of(archive, sheet)
        if name is None:
            return Marks()
        data = archive.read(name)
        shared = archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in archive.infos else b""
        rich = _rich_strings(shared) if any(sign in shared for sign in _TELLING) else {}
        if not rich and not re.search(rb't="e"|<f[ >]|vertAlign', data):
            return Marks()
        return _read(data, rich)
    except (ArchiveRefused, etree.XMLSyntaxError):
        return Marks()  # what is broken, the workbook's reader says in its own words


def _walk(data: bytes, tag: str) -> Iterator[etree._Element]:
    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    depth = 0
    for at in range(0, len(data), 1 << 18):
        parser.feed(data[at : at + (1 << 18)])
        for event, element in parser.read_events():
            if element is None or isinstance(element, tuple):
                continue
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                return
            if event == "end" and element.tag == _MAIN + tag:
                yield element
                element.clear()


def _file_of(archive: SafeZip, sheet: str) -> str | None:
    """The file of the sheet with this name, by the workbook's own list."""
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= archive.infos.keys():
        return None
    ids = {one.get("name"): one.get(_REL) for one in _walk(archive.read("xl/workbook.xml"), "sheet")}
    tree = etree.fromstring(
        archive.read("xl/_rels/workbook.xml.rels"), etree.XMLParser(resolve_entities=False, no_network=True)
    )
    targets = {one.get("Id"): one.get("Target", "") for one in tree}
    target = targets.get(ids.get(sheet), "")
    name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return name if name in archive.infos else None


def _rich_strings(data: bytes) -> dict[int, Marked]:
    found = {at: _markup(element) for at, element in enumerate(_walk(data, "si"))}
    return {at: markup for at, markup in found.items() if markup is not None}


def _markup(element: etree._Element) -> Marked | None:
    """The runs of a rich string as markup; None when no run is marked."""
    pieces, marked = [], False
    for run in element.iter(_MAIN + "r"):
        words = html.escape("".join(one.text or "" for one in run.findall(_MAIN + "t")), quote=False)
        properties = run.find(_MAIN + "rPr")
        for mark in _elements(properties):
            marked = True
            words = f"<{mark}>{words}</{mark}>"
        pieces.append(words)
    return Marked("".join(pieces).replace("\n", "<br>")) if marked else None


def _elements(properties: etree._Element | None) -> Iterator[str]:
    if properties is None:
        return
    raised = properties.find(_MAIN + "vertAlign")
    if raised is not None and raised.get("val") in ("superscript", "subscript"):
        yield "sup" if raised.get("val") == "superscript" else "sub"
    for tag, name in _ELEMENTS.items():
        found = properties.find(_MAIN + tag)
        if found is not None and found.get("val") not in ("0", "false", "none"):
            yield name


def _read(data: bytes, rich: Mapping[int, Marked]) -> Marks:
    markup: dict[tuple[int, int], Marked] = {}
    broken: dict[tuple[int, int], str] = {}
    for cell in _walk(data, "c"):
        place = _PLACE.fullmatch(cell.get("r", ""))
        if place is None:
            continue
        column = 0
        for letter in place[1]:
            column = column * 26 + ord(letter) - 64
        at = (int(place[2]), column - 1)
        value, kind = cell.findtext(_MAIN + "v"), cell.get("t")
        if kind == "e":
            broken[at] = value or "#"
        elif kind == "s" and (value or "").isdecimal() and int(value or 0) in rich:
            markup[at] = rich[int(value or 0)]
        elif kind == "inlineStr" and (made := _markup(cell)) is not None:
            markup[at] = made
        elif cell.find(_MAIN + "f") is not None and not value and kind != "str":
            broken[at] = "=…"
    return Marks(markup, broken)
