"""Sheets: the own three-language template, and the sheets that people have, read through a mapping of their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from question_banks.readers.outcomes import ItemRefused, Note, Outcome, Reading, Source, Spot, refused, taken
from question_banks.readers.sheet_cells import (
    CellRefused,
    Row,
    SheetRefused,
    cell_name,
    is_workbook,
    other_sheets,
    rows,
)
from question_banks.readers.sheet_keys import alphabet_of
from question_banks.readers.sheet_rows import RowReader
from question_banks.sheet_form import SheetMapping, suggest_mapping, template_mapping


class SheetReader:
    """Reads workbooks and comma-separated files: by its mapping, else as the template, else as the headings say."""

    name = "sheet"

    def __init__(self, mapping: SheetMapping | None = None) -> None:
        self.mapping = mapping

    def recognises(self, source: Source) -> bool:
        if source.data.startswith(b"PK"):
            return (
                b"xl/" in source.data[:4000]
                or b"opendocument.spreadsheet" in source.data[:200]
                or (b"[Content_Types].xml" in source.data[:200])
            )
        return is_workbook(source) or source.name.lower().endswith((".csv", ".tsv"))

    def head(self, source: Source, reading: Reading, *, sheet: str | None = None) -> tuple[Row, ...]:
        """The first rows, for the page where a person maps the columns."""
        return tuple(islice(rows(source, sheet, reading.charset), 12))

    def read(self, source: Source, reading: Reading) -> Iterator[Outcome]:
        try:
            others = other_sheets(source, self.mapping.sheet if self.mapping else None)
            if others:
                notes = tuple(Note("sheet_not_read", {"sheet": name[:80]}) for name in others)
                yield Outcome(verdict="taken_with_loss", spot=Spot(item=0), notes=notes)
            yield from self._read(source, reading)
        except SheetRefused as error:
            yield Outcome(verdict="refused", spot=Spot(item=0, line=error.line), notes=(error.note,))

    def _read(self, source: Source, reading: Reading) -> Iterator[Outcome]:
        mapping, guessed, titles = self.mapping, False, list[str]()
        lines = rows(source, mapping.sheet if mapping else None, reading.charset)
        if mapping is None:
            held = list(islice(lines, 10))
            at = next((n for n, row in enumerate(held) if _is_heading(row)), None)
            titles = [cell.text for cell in held[at].cells] if at is not None else []
            mapping = template_mapping(titles) or suggest_mapping(titles)
            lines = chain(held[(at or 0) + 1 :], lines)
            guessed = True
        else:
            lines = islice(lines, mapping.header_rows, None)
        if not any(column.role == "question" for column in mapping.columns.values()):
            yield refused(Spot(item=0), "no_question_column")
            return
        held_rows = list(lines)
        if guessed and (notes := _unread(mapping, titles, held_rows)):
            yield Outcome(verdict="taken_with_loss", spot=Spot(item=0), notes=notes)
        if mapping.key_alphabet == "auto":
            at = next((at for at, column in mapping.columns.items() if column.role == "key"), -1)
            mapping = replace(mapping, key_alphabet=alphabet_of(row.cell(at).text for row in held_rows))
        yield from self._rows(iter(held_rows), mapping, reading)

    def _rows(self, lines: Iterator[Row], mapping: SheetMapping, reading: Reading) -> Iterator[Outcome]:
        reader = RowReader(mapping, reading)
        number = 0
        for row in lines:
            if row.empty():
                continue
            number += 1
            try:
                item, losses = reader.item(row)
            except CellRefused as error:
                spot = Spot(item=number, line=row.number, cell=cell_name(row.number, error.column))
                yield Outcome(verdict="refused", spot=spot, notes=(error.note,))
                continue
            except (ItemRefused, ValueError) as error:
                text = {"text": str(error)[:80]}
                note = error.note if isinstance(error, ItemRefused) else Note("answers_unreadable", text)
                spot = Spot(item=number, line=row.number, cell=f"{row.number}:{row.number}")
                yield Outcome(verdict="refused", spot=spot, notes=(note,))
                continue
            yield taken(Spot(item=number, line=row.number, name=item.name or item.key), item, losses=losses)
        if not number:
            yield refused(Spot(item=0), "file_empty")


def _unread(mapping: SheetMapping, titles: Sequence[str], held: Sequence[Row]) -> tuple[Note, ...]:
    """The columns that hold something and whose heading says nothing; a person has named the others as not wanted."""
    filled = {at for row in held for at, cell in enumerate(row.cells) if cell.text}
    return tuple(
        Note(
            "column_not_read",
            {"column": cell_name(1, at)[:-1], "title": (titles[at] if at < len(titles) else "")[:80]},
        )
        for at in sorted(filled - mapping.columns.keys())
    )


def _is_heading(row: Row) -> bool:
    titles = [cell.text for cell in row.cells]
    roles = {column.role for column in suggest_mapping(titles).columns.values()}
    return "question" in roles and len(roles) > 1
