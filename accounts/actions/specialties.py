"""The verbs of the list of specialties: enter, change, close, open again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from accounts.models import Specialty
from accounts.refused_facts import RefusedFact, check_version, refuse_far_day
from accounts.specialty_branches import BRANCHES
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class SpecialtyFacts:
    """A specialty in the three languages, under the code of the list's keeper."""

    code: str
    branch: str
    name_kk: str
    name_ru: str
    name_en: str


class TakenCode(RefusedFact):
    """Two specialties cannot have one code."""

    def __init__(self, name: str) -> None:
        super().__init__("code", _l("Another specialty has this code already: %(name)s.", name=name))


def enter_specialty(facts: SpecialtyFacts) -> Specialty:
    """Enter a specialty into the list."""
    facts = _tidy(facts)
    _check(facts, None)
    specialty = Specialty(**asdict(facts))
    db.session.add(specialty)
    db.session.flush()
    record("accounts:specialty:enter", subject=("specialty", specialty.id), new=asdict(facts))
    return specialty


def change_specialty(specialty: Specialty, facts: SpecialtyFacts, seen: int | None = None) -> None:
    """Change a specialty; papers already issued keep the name they were issued with."""
    check_version(specialty.version, seen)
    facts = _tidy(facts)
    _check(facts, specialty)
    new = {name: value for name, value in asdict(facts).items() if getattr(specialty, name) != value}
    if not new:
        return
    old = {name: getattr(specialty, name) for name in new}
    for name, value in new.items():
        setattr(specialty, name, value)
    db.session.flush()
    record("accounts:specialty:change", subject=("specialty", specialty.id), old=old, new=new)


def close_specialty(specialty: Specialty, day: date, seen: int | None = None) -> None:
    """Take a specialty off the list from a day on; what was begun under it goes on."""
    check_version(specialty.version, seen)
    if specialty.closed_on is not None:
        raise Refusal(_l("This specialty is closed already."))
    refuse_far_day("day", day)
    specialty.closed_on = day
    db.session.flush()
    record(
        "accounts:specialty:close",
        subject=("specialty", specialty.id),
        old={"closed_on": None},
        new={"closed_on": day},
    )


def reopen_specialty(specialty: Specialty, seen: int | None = None) -> None:
    """Put a closed specialty back on the list."""
    check_version(specialty.version, seen)
    if specialty.closed_on is None:
        raise Refusal(_l("This specialty is open."))
    old = specialty.closed_on
    specialty.closed_on = None
    db.session.flush()
    record(
        "accounts:specialty:reopen",
        subject=("specialty", specialty.id),
        old={"closed_on": old},
        new={"closed_on": None},
    )


def _tidy(facts: SpecialtyFacts) -> SpecialtyFacts:
    return SpecialtyFacts(
        facts.code.strip(),
        facts.branch,
        facts.name_kk.strip(),
        facts.name_ru.strip(),
        facts.name_en.strip(),
    )


def _check(facts: SpecialtyFacts, specialty: Specialty | None) -> None:
    if not facts.code:
        raise RefusedFact("code", _l("Give the specialty a code."))
    if facts.branch not in BRANCHES:
        raise RefusedFact("branch", _l("Choose a branch."))
    for name in ("name_kk", "name_ru", "name_en"):
        if not getattr(facts, name):
            raise RefusedFact(name, _l("Write the name of the specialty in all three languages."))
    twin = db.session.scalar(select(Specialty).where(Specialty.code == facts.code))
    if twin is not None and twin is not specialty:
        raise TakenCode(twin.name)
