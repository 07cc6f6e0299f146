"""Spreadsheets that people fill in: the template to take, and reading what comes back, hostile files included.

Only XLSX is read. Before the reader sees it, the archive is held against limits: a few kilobytes can pretend to be
gigabytes, and one cell far down makes a reader ask for the memory of all cells before it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from accounts.formats import tidy
from accounts.refused_facts import RefusedFact
from core.languages import LANGUAGES, Text, _, _l, speaking
from core.sorting import fold

LARGEST = 2 * 1024 * 1024
LARGEST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS = 1000
MOST_COLUMNS = 60
LONGEST_CELL = 2000
_PLACE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,8})([0-9]{1,12})""")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the template: its heading is known in all three languages."""

    key: str
    heading: Text
    example: str
    required: bool = False
    digits: int = 0  # a number that must have so many digits: spreadsheets drop the zeros before it


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One filled-in row: its number in the sheet, the text of each known column, and where each stands."""

    number: int
    cells: dict[str, str]
    letters: dict[str, str]


def template(columns: Sequence[Column], title: str) -> bytes:
    """The spreadsheet to fill in, with one example row under the headings."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title[:31]
    for index, column in enumerate(columns, start=1):
        head = sheet.cell(row=1, column=index, value=str(column.heading))
        head.font = Font(bold=True)
        head.alignment = Alignment(wrap_text=True, vertical="top")
        example = sheet.cell(row=2, column=index, value=column.example)
        example.number_format = "@"
        sheet.column_dimensions[get_column_letter(index)].width = 24
    sheet.freeze_panes = "A2"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def read_rows(content: bytes, columns: Sequence[Column]) -> list[SheetRow]:
    """The filled-in rows of the first sheet; refuses with a sentence what is no such spreadsheet."""
    _check_archive(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (
        BaseException
    ) as fault:  # the reader's own panics are no Exception; whatever it met, this is no list
        if isinstance(fault, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise _unreadable() from fault
    if len(cells) > MOST_ROWS + 1:
        raise RefusedFact("file", _l("At most %(most)d rows at once; divide the list.", most=MOST_ROWS))
    if not cells:
        raise RefusedFact("file", _l("The first sheet is empty."))
    places = _headings(cells[0], columns)
    letters = {key: get_column_letter(index + 1) for key, index in places.items()}
    rows = []
    for number, row in enumerate(cells[1:], start=2):
        by_key = {
            column.key: _text(row[places[column.key]], column) for column in columns if column.key in places
        }
        if any(by_key.values()):
            rows.append(SheetRow(number, by_key, letters))
    if not rows:
        raise RefusedFact("file", _l("There is no filled-in row under the headings."))
    return rows


def _unreadable() -> RefusedFact:
    return RefusedFact(
        "file",
        _l("This is no XLSX spreadsheet, or it is damaged or protected by a password."),
        next_step=_l("Take the template, fill it in and save it as XLSX."),
    )


def _check_archive(content: bytes) -> None:
    if not content:
        raise RefusedFact("file", _l("The file is empty."))
    if len(content) > LARGEST:
        raise RefusedFact("file", _l("The file is larger than 2 MB."))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
            raise _unreadable()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise RefusedFact("file", _l("Unpacked, this file would be far too large for a list."))
        unpacked = 0
        for part in parts:
            unpacked += _check_part(archive, part, LARGEST_UNPACKED - unpacked)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as fault:
        raise _unreadable() from fault


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> int:
    """Unpack one part within the room that is left, whatever its header says; look where its cells stand."""
    with archive.open(part) as stream:
        text = stream.read(room + 1)
    if len(text) > room:
        raise RefusedFact("file", _l("Unpacked, this file would be far too large for a list."))
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise _unreadable()
    if part.filename.startswith("xl/worksheets/"):
        if b"\0" in text:  # another encoding would hide the places from us and not from the reader
            raise _unreadable()
        for letters, digits in _PLACE.findall(text):
            if int(digits) > MOST_ROWS * 5 or _column_number(letters) > MOST_COLUMNS:
                raise RefusedFact(
                    "file",
                    _l(
                        "A cell stands far outside of the list (%(cell)s).",
                        cell=(letters + digits).decode("ascii"),
                    ),
                    next_step=_l("Clear the cells beside and below the list, or copy it into the template."),
                )
    return len(text)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _headings(cells: Sequence[Any], columns: Sequence[Column]) -> dict[str, int]:
    """Where each known column stands; the headings may be in any of the three languages, in any order."""
    meant: dict[str, str] = {column.key: column.key for column in columns}
    for language in LANGUAGES:
        with speaking(language):
            meant.update({fold(str(column.heading)): column.key for column in columns})
    places: dict[str, int] = {}
    for index, cell in enumerate(cells):
        key = meant.get(fold(str(cell)))
        if key is not None and key in places:
            raise RefusedFact("file", _l("The heading “%(heading)s” stands there twice.", heading=str(cell)))
        if key is not None:
            places[key] = index
    missing = [str(column.heading) for column in columns if column.required and column.key not in places]
    if missing:
        raise RefusedFact(
            "file",
            _l("These headings are missing in the first row: %(headings)s.", headings=", ".join(missing)),
            next_step=_l("Take the template and keep its first row as it is."),
        )
    return places


def _text(value: Any, column: Column) -> str:
    """A cell as it was meant: whole numbers come as floats, days as dates."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, float) and value.is_integer():
        return str(int(value)).zfill(column.digits)
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, (date, time)):
        return f"{value:%d.%m.%Y}" if isinstance(value, date) else f"{value:%H:%M}"
    return tidy(str(value).replace("\0", "")[:LONGEST_CELL])
