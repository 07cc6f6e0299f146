"""Cells as people see them: words, from any workbook or comma-separated file, each with the name people know it by."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import python_calamine as calamine

from question_banks.readers.charsets import CharsetUnknown, decode
from question_banks.readers.outcomes import ItemRefused, Note, Source
from question_banks.readers.safe_zip import ArchiveRefused, Limits, SafeZip
from question_banks.readers.sheet_marks import Marks, marks_of

MOST_ROWS = 200_000
MOST_COLUMNS = 256
MOST_BYTES = 64 * 1024 * 1024
_WORKBOOK = Limits(files=2_000, total=512 * 1024 * 1024)


class SheetRefused(Exception):
    def __init__(self, code: str, line: int | None = None, **facts: str | int) -> None:
        super().__init__(code)
        self.note, self.line = Note(code, facts), line


class CellRefused(ItemRefused):
    """Refused because of this cell."""

    def __init__(self, column: int, code: str, **facts: str | int) -> None:
        super().__init__(code, **facts)
        self.column = column


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words; `was` says when a spreadsheet made something else of what was typed (a date, an error)."""

    text: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # as the spreadsheet shows it, from 1
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        return self.cells[column] if 0 <= column < len(self.cells) else Cell()

    def empty(self) -> bool:
        return not any(cell.text for cell in self.cells)


def cell_name(row: int, column: int) -> str:
    """(14, 3) is D14."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row}"


def _words(value: object) -> Cell:
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, float):
        return Cell(
            f"{Decimal(format(value, '.15g')):f}"
        )  # as a spreadsheet shows it: fifteen digits, no power
    if isinstance(value, (dt.date, dt.datetime, dt.time, dt.timedelta)):
        text = (
            value.date().isoformat()
            if isinstance(value, dt.datetime) and value.time() == dt.time()
            else str(value)
        )
        return Cell(text, "date")
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()
    errors = {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"}
    if "\x00" in text:
        return Cell(text.replace("\x00", "?"), "error")
    return Cell(text, "error" if text in errors else "")


def is_workbook(source: Source) -> bool:
    return source.data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def sheet_names(source: Source) -> tuple[str, ...]:
    """The sheets of a workbook; a comma-separated file has one without a name."""
    return tuple(_open(source)[0].sheet_names) if is_workbook(source) else ("",)


def other_sheets(source: Source, sheet: str | None) -> tuple[str, ...]:
    """The sheets of a workbook that hold something and are not the one that is read."""
    if not is_workbook(source):
        return ()
    workbook = _open(source)[0]
    if not workbook.sheet_names or (sheet is not None and sheet not in workbook.sheet_names):
        return ()
    try:
        others = [name for name in workbook.sheet_names if name != (sheet or workbook.sheet_names[0])]
        return tuple(name for name in others if workbook.get_sheet_by_name(name).height)
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise SheetRefused("workbook_broken", reason=str(error)[:120]) from error


def _open(source: Source) -> tuple[calamine.CalamineWorkbook, SafeZip | None]:
    """The workbook, and its archive where it is one. Every size in it is counted before anything believes it."""
    if len(source.data) > MOST_BYTES:
        raise SheetRefused("file_too_large", most=MOST_BYTES)
    archive = None
    try:
        if source.data.startswith(b"PK"):
            archive = SafeZip(source.data, _WORKBOOK)
            for name in archive.names():
                if name.endswith((".xml", ".rels", ".bin")):
                    archive.read(name)
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.data)), archive
    except ArchiveRefused as error:
        raise SheetRefused(error.note.code, None, **dict(error.note.facts)) from error
    except calamine.PasswordError as error:
        raise SheetRefused("archive_encrypted", name=source.name) from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise SheetRefused("workbook_broken", reason=str(error)[:120]) from error


def rows(source: Source, sheet: str | None = None, charset: str | None = None) -> Iterator[Row]:
    """The rows of a sheet (the first one, when none is named), empty ones too."""
    if not is_workbook(source):
        yield from _comma_separated(source, charset)
        return
    workbook, archive = _open(source)
    names = workbook.sheet_names
    if not names or (sheet is not None and sheet not in names):
        raise SheetRefused("sheet_missing", sheet=sheet or "")
    try:
        held = workbook.get_sheet_by_name(sheet or names[0])
        if held.total_height > MOST_ROWS or held.total_width > 16_384:
            raise SheetRefused("sheet_too_large", most=MOST_ROWS)
        table = held.to_python(skip_empty_area=False)
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise SheetRefused("workbook_broken", reason=str(error)[:120]) from error
    marks = marks_of(SafeZip(source.data, _WORKBOOK), sheet or names[0]) if archive is not None else Marks()
    for number, line in enumerate(table, 1):
        plain = tuple(_words(value) for value in line[:MOST_COLUMNS])
        yield Row(number, _marked(number, plain, marks))


def _marked(number: int, plain: tuple[Cell, ...], marks: Marks) -> tuple[Cell, ...]:
    if not marks.markup and not marks.broken and not marks.shown:
        return plain
    return tuple(
        Cell(marks.broken[number, at], "number format" if (number, at) in marks.dressed else "error")
        if (number, at) in marks.broken
        else Cell(marks.markup.get((number, at)) or marks.shown.get((number, at), cell.text), cell.was)
        for at, cell in enumerate(plain)
    )


def _comma_separated(source: Source, charset: str | None) -> Iterator[Row]:
    try:
        text = decode(source.data, charset).text
    except CharsetUnknown as error:
        raise SheetRefused("charset_unknown") from error
    if text[:4].lower() == "sep=":
        line, _, text = text.partition("\n")
        sign = line[4:5] or ","
    else:
        head = text[:20_000]
        sign = max((";", ",", "\t"), key=lambda one: (_steady(head, one), head.count(one)))
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=sign, strict=True)
    try:
        for number, line_ in enumerate(reader, 1):
            if number > MOST_ROWS:
                raise SheetRefused("sheet_too_large", most=MOST_ROWS)
            yield Row(number, tuple(_words(value) for value in line_[:MOST_COLUMNS]))
    except csv.Error as error:
        long = "field larger" in str(error)
        reason = "a cell is too long" if long else "the quotation marks of a cell do not pair"
        raise SheetRefused("workbook_broken", reader.line_num, reason=reason) from error


def _steady(head: str, sign: str) -> int:
    """How many of the first lines have as many cells as the first."""
    try:
        lines = [
            line
            for _, line in zip(
                range(20), csv.reader(io.StringIO(head, newline=None), delimiter=sign), strict=False
            )
        ]
    except csv.Error:
        return 0
    return (
        sum(len(line) == len(lines[0]) for line in lines if len(line) > 1)
        if lines and len(lines[0]) > 1
        else 0
    )
