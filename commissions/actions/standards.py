"""Bringing in the standards of an act from a spreadsheet, all of them or none, and retiring a set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.refused_facts import RefusedFact
from accounts.spreadsheets import Column, SheetRow
from commissions.models import Standard, StandardSet
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.models import StoredFile
from core.refusals import NotFound, Refusal

COLUMNS = (
    Column("code", _l("Number of the standard"), "1.1", required=True),
    Column("chapter_kk", _l("Chapter in Kazakh"), "Басқару"),
    Column("chapter_ru", _l("Chapter in Russian"), "Руководство"),
    Column("text_kk", _l("Standard in Kazakh"), "Ұйымның стратегиялық жоспары бар.", required=True),
    Column("text_ru", _l("Standard in Russian"), "Организация имеет стратегический план.", required=True),
    Column("weight", _l("Weight, 1 to 100"), "5", required=True),
)
HEAVIEST = 100


@dataclass(frozen=True, slots=True)
class Brought:
    """A checklist as it is brought: by which act, how much a partly met standard counts, and the file it came in."""

    name_kk: str
    name_ru: str
    act: str
    partly_percent: int
    file: StoredFile
    rows: Sequence[SheetRow]


def bring(brought: Brought) -> StandardSet:
    """Enter a set of standards with every row of its list; one row that cannot be read refuses them all."""
    office_id = current_actor().office_id
    if office_id is None:
        raise NotFound
    read = _read(brought.rows)
    made = StandardSet(
        office_id=office_id,
        name_kk=brought.name_kk,
        name_ru=brought.name_ru,
        act=brought.act,
        partly_percent=brought.partly_percent,
        file_id=brought.file.id,
        brought_by=current_actor().account_id,
        brought_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    for position, standard in enumerate(read, start=1):
        standard.set_id, standard.position = made.id, position
        db.session.add(standard)
    db.session.flush()
    _note(made, "bring", {"act": made.act, "standards": len(read), "digest": brought.file.digest})
    return made


def retire(set_id: int) -> None:
    """New evaluations no longer choose this set; those that did go on by it."""
    found = held(StandardSet, set_id)
    if found.office_id != current_actor().office_id:
        raise NotFound
    if found.retired_at is not None:
        raise Refusal(_l("This set of standards is retired already."))
    found.retired_at, found.retired_by = now(), current_actor().account_id
    db.session.flush()
    _note(found, "retire", {"act": found.act})


def _read(rows: Sequence[SheetRow]) -> list[Standard]:
    seen: set[str] = set()
    found = []
    for row in rows:
        cells = row.cells
        for column in COLUMNS:
            if column.required and not cells[column.key]:
                raise _refused(row, column.key, _l("this cell is empty"))
            longest = Standard.__table__.c[column.key].type
            most = getattr(longest, "length", None)
            if most is not None and len(cells.get(column.key, "")) > most:
                raise _refused(row, column.key, _l("at most %(most)d letters fit here", most=most))
        if cells["code"] in seen:
            raise _refused(row, "code", _l("this number stands there twice"))
        seen.add(cells["code"])
        if not cells["weight"].isdecimal() or not 1 <= int(cells["weight"]) <= HEAVIEST:
            raise _refused(row, "weight", _l("a weight is a whole number from 1 to 100"))
        found.append(
            Standard(
                code=cells["code"],
                chapter_kk=cells.get("chapter_kk", ""),
                chapter_ru=cells.get("chapter_ru", ""),
                text_kk=cells["text_kk"],
                text_ru=cells["text_ru"],
                weight=int(cells["weight"]),
            )
        )
    return found


def _refused(row: SheetRow, key: str, reason: object) -> RefusedFact:
    return RefusedFact(
        "file",
        _l("Cell %(cell)s: %(reason)s.", cell=f"{row.letters[key]}{row.number}", reason=reason),
        next_step=_l("Mend the cell and bring the whole list again."),
    )


def _note(found: StandardSet, verb: str, new: dict[str, object]) -> None:
    record(
        f"commissions:standards:{verb}",
        subject=("standard_set", found.id),
        office_id=found.office_id,
        new=new,
    )
