"""The verbs of an office: enter it, change it, close it, open it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from accounts.hours import read_week
from accounts.models import Office, RoleGrant
from accounts.office_kinds import OFFICE_KINDS
from accounts.queries import offices_below, today
from accounts.refused_facts import RefusedFact, check_version, refuse_far_day
from core.database import db
from core.journal import record
from core.languages import _l, ngettext
from core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What is known of an office, in the three languages."""

    code: str
    kind: str
    parent_id: int | None
    name_kk: str
    name_ru: str
    name_en: str
    short_kk: str
    short_ru: str
    short_en: str
    zone: str
    hours: Mapping[str, str]
    address: str = ""


def enter_office(facts: OfficeFacts) -> Office:
    """Enter an office into the tree."""
    _check(facts, None)
    office = Office(**asdict(facts))
    db.session.add(office)
    db.session.flush()
    record("accounts:office:enter", subject=("office", office.id), office_id=office.id, new=asdict(facts))
    return office


def change_office(office: Office, facts: OfficeFacts, seen: int | None = None) -> dict[str, Any]:
    """Change what is known of an office; returns what was different before. No change leaves no entry."""
    check_version(office.version, seen)
    _check(facts, office)
    new = {name: value for name, value in asdict(facts).items() if getattr(office, name) != value}
    if not new:
        return {}
    old = {name: getattr(office, name) for name in new}
    for name, value in new.items():
        setattr(office, name, value)
    db.session.flush()
    record("accounts:office:change", subject=("office", office.id), office_id=office.id, old=old, new=new)
    return old


def close_office(office: Office, day: date, seen: int | None = None) -> None:
    """Close an office from a day on. It stays in the books; nobody may still work in it or under it."""
    check_version(office.version, seen)
    if office.closed_on is not None:
        raise Refusal(_l("This office is closed already."))
    below = offices_below(office.id) - {office.id}
    open_below = db.session.scalar(
        select(func.count()).select_from(Office).where(Office.id.in_(below), Office.closed_on.is_(None))
    )
    if open_below:
        raise Refusal(
            ngettext(
                "%(num)s open office stands under this one.",
                "%(num)s open offices stand under this one.",
                open_below,
            ),
            next_step=_l("Close those offices first, or put them under another one."),
        )
    held = db.session.scalar(
        select(func.count())
        .select_from(RoleGrant)
        .where(
            RoleGrant.office_id == office.id,
            RoleGrant.revoked_at.is_(None),
            or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day),
        )
    )
    if held:
        raise Refusal(
            ngettext(
                "%(num)s role is held at this office beyond that day.",
                "%(num)s roles are held at this office beyond that day.",
                held,
            ),
            next_step=_l("End or revoke those roles first."),
        )
    refuse_far_day("day", day)
    office.closed_on = day
    db.session.flush()
    record(
        "accounts:office:close",
        subject=("office", office.id),
        office_id=office.id,
        old={"closed_on": None},
        new={"closed_on": day},
    )


def reopen_office(office: Office, seen: int | None = None) -> None:
    """Open a closed office again; the one above it must be open."""
    check_version(office.version, seen)
    if office.closed_on is None:
        raise Refusal(_l("This office is open."))
    if office.parent is not None and office.parent.closed_on is not None:
        raise Refusal(_l("The office above this one is closed."), next_step=_l("Open that office first."))
    old = office.closed_on
    office.closed_on = None
    db.session.flush()
    record(
        "accounts:office:reopen",
        subject=("office", office.id),
        office_id=office.id,
        old={"closed_on": old},
        new={"closed_on": None},
    )


def _check(facts: OfficeFacts, office: Office | None) -> None:
    if facts.kind not in OFFICE_KINDS:
        raise RefusedFact("kind", _l("Choose what kind of office it is."))
    if not facts.code.strip():
        raise RefusedFact("code", _l("Give the office a code."))
    for name in ("name_kk", "name_ru", "name_en", "short_kk", "short_ru", "short_en"):
        if not str(getattr(facts, name)).strip():
            raise RefusedFact(name, _l("Write the name of the office in all three languages."))
    try:
        read_week(facts.hours, facts.zone)
    except ValueError:
        raise RefusedFact(
            "hours", _l("The hours of the week or the time zone cannot be read. Monday to Friday need hours.")
        ) from None
    twin = db.session.scalar(select(Office).where(Office.code == facts.code))
    if twin is not None and twin is not office:
        raise RefusedFact("code", _l("Another office has this code already: %(name)s.", name=twin.short))
    _check_parent(facts, office)


def _check_parent(facts: OfficeFacts, office: Office | None) -> None:
    if facts.parent_id is None:
        return
    parent = db.session.get(Office, facts.parent_id)
    if parent is None:
        raise RefusedFact("parent_id", _l("There is no such office."))
    if office is not None and parent.id in offices_below(office.id):
        raise RefusedFact("parent_id", _l("An office cannot stand under itself or under one of its own."))
    if parent.closed_on is not None and parent.closed_on <= today():
        raise RefusedFact("parent_id", _l("The office above is closed; choose one that is open."))
