"""What a workbook's plain reading leaves out: raised and lowered letters, emphasis inside a cell, and broken formulas.

10⁶ typed as "10" and a raised "6" must not become 106, and an option that shows #REF! must not just be missing.
Only workbooks of the newer form (xlsx) have this in reach; the quick look at the bytes keeps plain ones fast.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from lxml import etree

from question_banks.readers.safe_xml import DEEPEST
from question_banks.readers.safe_zip import ArchiveRefused, SafeZip

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TELLING = (b"vertAlign", b"<b/>", b"<i/>", b"<u/>", b"<b ", b"<i ", b"<u ")
_ELEMENTS = {"b": "strong", "i": "em", "u": "u"}
# The formats that every workbook has without writing them down.
_BUILT_IN = {"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%"}
_DIGITS = re.compile(r"(?:#,##|# ##|#)?0(?:\.(?P<places>0{1,15}))?%?")
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_LARGEST = Decimal(10) ** 15
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Marked(str):
    """The words of a cell as markup."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """By (row from 1, column from 0): markup of cells with emphasis inside, and the cells that hold no value."""

    markup: Mapping[tuple[int, int], Marked] = field(default_factory=dict)
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)
    shown: Mapping[tuple[int, int], str] = field(default_factory=dict)  # numbers as their format shows them
    dressed: frozenset[tuple[int, int]] = frozenset()  # of the broken: numbers in a format of words or signs


def marks_of(archive: SafeZip, sheet: str) -> Marks:
    """The marks of one sheet of an xlsx workbook; none when it is no such workbook."""
    try:
        name = _file_of(archive, sheet)
        if name is None:
            return Marks()
        data = archive.read(name)
        shared = archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in archive.infos else b""
        rich = _rich_strings(shared) if any(sign in shared for sign in _TELLING) else {}
        formats = _formats(archive)
        if not rich and not formats and not re.search(rb't="e"|<f[ >]|vertAlign', data):
            return Marks()
        return _read(data, rich, formats)
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


def _formats(archive: SafeZip) -> dict[str, str]:
    """By the number of a style: the format in which it shows a number, where that is not simply its digits."""
    if "xl/styles.xml" not in archive.infos:
        return {}
    own: dict[str, str] = dict(_BUILT_IN)
    made: dict[str, str] = {}
    data = archive.read("xl/styles.xml")
    for one in _walk(data, "numFmt"):
        own[one.get("numFmtId", "")] = one.get("formatCode", "")
    for styles in _walk(data, "cellXfs"):
        for at, one in enumerate(styles.findall(_MAIN + "xf")):
            code = own.get(one.get("numFmtId", ""), "").split(";")[0]
            if code and code.lower() not in ("general", "@") and not _DATE.search(_QUOTED.sub("", code)):
                made[str(at)] = code
    return made


def _shown(value: str, code: str) -> str | None:
    """The number as people see it in this format; None when the format adds words or signs of its own."""
    found = _DIGITS.fullmatch(code)
    try:
        number = Decimal(value) * (100 if code.endswith("%") else 1)
        if found is None or not number.is_finite() or abs(number) > _LARGEST:
            return None
        places = Decimal(1).scaleb(-len(found["places"] or ""))
        return f"{number.quantize(places, ROUND_HALF_UP):f}{'%' if code.endswith('%') else ''}"
    except InvalidOperation:
        return None


def _read(data: bytes, rich: Mapping[int, Marked], formats: Mapping[str, str]) -> Marks:
    markup: dict[tuple[int, int], Marked] = {}
    broken: dict[tuple[int, int], str] = {}
    shown: dict[tuple[int, int], str] = {}
    dressed: set[tuple[int, int]] = set()
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
        elif kind in (None, "n") and value and (code := formats.get(cell.get("s", ""))) is not None:
            if (words := _shown(value, code)) is not None:
                shown[at] = words
            else:
                broken[at] = f"{value} ({code})"
                dressed.add(at)
    return Marks(markup, broken, shown, frozenset(dressed))
