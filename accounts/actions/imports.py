"""Lists that come by a spreadsheet: each row goes through the same verbs as if it were typed, and all or none stay.

A dry run is the run itself, taken back at its end: so the report cannot promise what the verbs would refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import select

from accounts.actions import grants, specialties, staff
from accounts.import_columns import SPECIALTIES, STAFF
from accounts.models import Office
from accounts.refused_facts import RefusedFact
from accounts.roles import GRANTED, ROLE_NAMES
from accounts.specialty_branches import BRANCHES
from accounts.spreadsheets import Column, SheetRow
from core.database import db
from core.languages import LANGUAGES, NAMES, Text, _l, ngettext, speaking
from core.refusals import Refusal
from core.settings import Settings
from core.sorting import fold

TAKEN, REFUSED, DUPLICATE = "taken", "refused", "duplicate"


@dataclass(frozen=True, slots=True)
class RowReport:
    """What becomes of one row: taken, refused at a cell for a reason, or there already."""

    number: int
    name: str
    outcome: str
    cell: str = ""
    heading: Text = ""
    reason: Text = ""


def import_staff(rows: Sequence[SheetRow], settings: Settings) -> list[RowReport]:
    """Enter staff, with their roles where the row names one; who has an e-mail address is sent a link."""
    return [_run(row, STAFF, _name_of_person(row), partial(_staff_row, row, settings)) for row in rows]


def import_specialties(rows: Sequence[SheetRow]) -> list[RowReport]:
    """Enter specialties."""
    return [
        _run(row, SPECIALTIES, row.cells.get("name_kk", ""), partial(_specialty_row, row)) for row in rows
    ]


def insist(report: Sequence[RowReport]) -> None:
    """All or nothing: one refused row keeps out the others too."""
    refused = sum(row.outcome == REFUSED for row in report)
    if refused:
        raise Refusal(
            ngettext(
                "%(num)s row was refused, so nothing was entered.",
                "%(num)s rows were refused, so nothing was entered.",
                refused,
            ),
            next_step=_l("Look at the report once more: something may have changed since."),
        )


def _run(row: SheetRow, columns: Sequence[Column], name: str, enter: Callable[[], None]) -> RowReport:
    try:
        with db.session.begin_nested():
            enter()
    except (staff.TakenLogin, specialties.TakenCode) as twin:
        return RowReport(row.number, name, DUPLICATE, reason=twin.sentence)
    except RefusedFact as refusal:
        key = {"office_id": "office"}.get(refusal.field, refusal.field)
        heading = next((column.heading for column in columns if column.key == key), "")
        cell = f"{row.letters[key]}{row.number}" if key in row.letters else ""
        return RowReport(row.number, name, REFUSED, cell, heading, refusal.sentence)
    except Refusal as refusal:
        return RowReport(row.number, name, REFUSED, reason=refusal.sentence)
    return RowReport(row.number, name, TAKEN)


def _name_of_person(row: SheetRow) -> str:
    parts = (row.cells.get(key, "") for key in ("surname", "given_name", "patronymic"))
    return " ".join(part for part in parts if part) or row.cells.get("login", "")


def _staff_row(row: SheetRow, settings: Settings) -> None:
    cell = row.cells.get
    _check_lengths(row, {"login": 60, "email": 200, "phone": 40, "order_number": 60}, 100)
    account = staff.enter_staff(
        staff.StaffFacts(
            login=cell("login", ""),
            surname=cell("surname", ""),
            given_name=cell("given_name", ""),
            patronymic=cell("patronymic", ""),
            iin=cell("iin", ""),
            email=cell("email", ""),
            phone=cell("phone", ""),
            language=_language(cell("language", "")),
        )
    )
    if cell("role") or cell("office"):
        grants.grant_role(
            account,
            _role(cell("role", "")),
            _office(cell("office", "")),
            grants.Term(
                _needed_day(row, "from_day", _l("Type the first day of the role.")),
                _day(row, "until_day"),
            ),
            grants.Order(
                cell("order_number", ""),
                _needed_day(row, "order_date", _l("Type the date of the order.")),
            ),
        )
    if account.email:
        staff.invite(account, settings)


def _specialty_row(row: SheetRow) -> None:
    _check_lengths(row, {"code": 20, "branch": 40}, 200)
    cell = row.cells.get
    specialties.enter_specialty(
        specialties.SpecialtyFacts(
            code=cell("code", ""),
            branch=_meant(cell("branch", ""), dict(BRANCHES)),
            name_kk=cell("name_kk", ""),
            name_ru=cell("name_ru", ""),
            name_en=cell("name_en", ""),
        )
    )


def _check_lengths(row: SheetRow, most: dict[str, int], otherwise: int) -> None:
    for key, text in row.cells.items():
        if len(text) > most.get(key, otherwise):
            raise RefusedFact(
                key, _l("This is too long: at most %(max)d characters.", max=most.get(key, otherwise))
            )


def _meant(text: str, words: dict[str, Text]) -> str:
    """The word's own name, or what it is called in one of the languages; else the text as it is."""
    if text in words:
        return text
    for language in LANGUAGES:
        with speaking(language):
            for name, word in words.items():
                if fold(str(word)) == fold(text):
                    return name
    return text


def _language(text: str) -> str:
    folded = fold(text)
    return next((code for code in LANGUAGES if folded in (code, *map(fold, NAMES[code]))), folded or "kk")


def _role(text: str) -> str:
    return _meant(text, {role.value: ROLE_NAMES[role] for role in GRANTED})


def _office(code: str) -> int:
    identity = db.session.scalar(select(Office.id).where(Office.code == code))
    if identity is None:
        raise RefusedFact("office", _l("There is no office with this code."))
    return identity


def _day(row: SheetRow, key: str) -> date | None:
    text = row.cells.get(key, "")
    if not text:
        return None
    for written in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, written).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise RefusedFact(key, _l("Type the day as day, month and year, such as 16.04.2026."))


def _needed_day(row: SheetRow, key: str, missing: Text) -> date:
    found = _day(row, key)
    if found is None:
        raise RefusedFact(key, missing)
    return found
