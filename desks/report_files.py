"""A report as a file for other programs: CSV and XLSX. A text that looks like a formula stays a text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Table = Sequence[Sequence[str | int]]
# What spreadsheets take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60


def as_csv(table: Table) -> bytes:
    """With the mark by which spreadsheets know UTF-8, and semicolons, as Kazakh and Russian spreadsheets expect."""
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=";")
    writer.writerows([[_harmless(value) for value in row] for row in table])
    return kept.getvalue().encode("utf-8-sig")


def _harmless(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def as_xlsx(table: Table, title: str) -> bytes:
    """One sheet: heads in bold and held in place, figures as figures."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "".join(letter for letter in title if letter not in "[]:*?/\\")[:31]
    for number, row in enumerate(table, start=1):
        for at, value in enumerate(row, start=1):
            cell = sheet.cell(number, at, value)
            if isinstance(value, str):
                cell.data_type = "s"
            cell.font = Font(bold=number in (1, len(table)))
    for at in range(1, len(table[0]) + 1):
        widest = max(len(str(row[at - 1])) for row in table)
        sheet.column_dimensions[get_column_letter(at)].width = min(widest, _WIDEST) + 2
    sheet.freeze_panes = "A2"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
