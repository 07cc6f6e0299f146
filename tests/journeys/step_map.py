"""The step map: which steps of the twelve services the journeys walked, held against the digest of the regulations.

Each journey leaves what its journal says of its cases (`conftest.py`); `python -m tests.journeys.step_map FOLDER` reads
all of it. A step counts as walked when somebody whom the digest names took it at the office that it names. Steps that
no journey walks yet stand in `not_walked.txt`: a step that is neither walked nor listed fails the run, and so does one
that is both. With the steps go the exits: each gate that somebody failed, each decision by which a head refused.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from applications.models import Case
from applications.standing import ROLES, level_of, provider_level
from core.database import db
from core.models import JournalEntry
from regulations.catalogue import catalogue
from regulations.kinds import Role as Actor
from tests.regulations.digest_facts import digest

NOT_WALKED = Path(__file__).with_name("not_walked.txt")
# What takes a case back along its path: after it the order begins anew.
BACK = ("reopen", "annul")
# With what a case leaves the way to its result.
LEAVES = frozenset({"refuse", "negative", "unpaid"})
# The test is finished by the clock or by the candidate, the applicant pays and the system finds that the fee is paid,
# the interview is over with the last of the signatures under its protocol: the journal names them, not an official.
BY_THEMSELVES = {
    "test": {"system", Role.APPLICANT.value},
    "payment": {"system", Role.APPLICANT.value},
    "interview": {"system"},
}


@dataclass(frozen=True)
class Taken:
    """A step that a journey took: in which case, by whom, at which office."""

    case: str
    service: str
    step: str
    role: str
    level: str
    outcome: str


def collect(app: Flask, folder: Path) -> None:
    """Write down what the journal of this application says of its cases."""
    with app.app_context():
        cases = {str(case.id): case for case in db.session.scalars(select(Case))}
        taken = [
            asdict(one)
            for entry in db.session.scalars(
                select(JournalEntry).where(JournalEntry.subject_kind == "case").order_by(JournalEntry.id)
            )
            if (one := _taken(entry, cases)) is not None
        ]
    if taken:
        (folder / f"{uuid4().hex}.json").write_text(json.dumps(taken), encoding="utf-8")


def _taken(entry: JournalEntry, cases: dict[str, Case]) -> Taken | None:
    new = json.loads(entry.new or "{}")
    case = cases.get(entry.subject_id)
    back = entry.tag.rsplit(":", 1)[-1] in BACK
    if case is None or not ("step" in new or back):
        return None
    edition = catalogue().edition(case.edition_id)
    level = level_of(entry.actor_office_id, case.office_id, case.committee_id, provider_level(edition))
    return Taken(
        case.public_id,
        case.service,
        "" if back else new["step"],
        entry.actor_role,
        level.value if level else "portal",
        new.get("outcome", ""),
    )


def _roles(step: dict[str, Any]) -> set[str] | None:
    """Who may have taken a step; None where the text names nobody."""
    actor = Actor(step["actor"])
    if actor is Actor.ACTOR_NOT_NAMED:
        return None
    others = [Actor(words.split()[0]) for words in step.get("actor_alternatives", ())]
    acts_as = [Actor(step["acts_as"])] if step.get("acts_as") else []
    named = {role.value for one in (actor, *others, *acts_as) for role in ROLES[one]}
    return named | BY_THEMSELVES.get(step["kind"], set())


def _fits(one: Taken, step: dict[str, Any]) -> bool:
    roles = _roles(step)
    themselves = one.role in BY_THEMSELVES.get(step["kind"], set())
    return (roles is None or one.role in roles) and (themselves or one.level == step["office"])


def walked(taken: list[Taken]) -> set[str]:
    """The steps that somebody took as the digest says, by service and step."""
    steps = {
        (service["slug"], step["id"]): step for service in digest()["services"] for step in service["steps"]
    }
    return {
        f"{one.service} {one.step}"
        for one in taken
        if (step := steps.get((one.service, one.step))) is not None and _fits(one, step)
    }


def exits() -> set[str]:
    """The steps at which a case can leave: gates whose failing the digest describes, and the head's decision."""
    return {
        f"{service['slug']} {step['id']} exit"
        for service in digest()["services"]
        for step in service["steps"]
        if step["kind"] == "decision" or (step.get("gate") or {}).get("on_fail")
    }


def left(taken: list[Taken]) -> set[str]:
    """The exits by which a case left."""
    return {f"{one.service} {one.step} exit" for one in taken if one.outcome in LEAVES} & exits()


def disorder(taken: list[Taken]) -> Iterator[str]:
    """Cases in which a step was taken after one that comes later in the digest."""
    places = {
        (service["slug"], step["id"]): place
        for service in digest()["services"]
        for place, step in enumerate(service["steps"])
    }
    last: dict[str, int] = {}
    for one in taken:
        here = places.get((one.service, one.step), -1)
        if 0 <= here < last.get(one.case, -1):
            yield f"{one.service}: {one.step} was taken too late in case {one.case}"
        last[one.case] = here


def faults(taken: list[Taken], expected_missing: set[str]) -> list[str]:
    """What is wrong with the map, as sentences; nothing when it is as the list says."""
    every = {
        f"{service['slug']} {step['id']}" for service in digest()["services"] for step in service["steps"]
    }
    missing = (every - walked(taken)) | (exits() - left(taken))
    return [
        *(f"no journey walks {one}" for one in sorted(missing - expected_missing)),
        *(f"{one} is walked: take it off {NOT_WALKED.name}" for one in sorted(expected_missing - missing)),
        *disorder(taken),
    ]


def say(sentence: str) -> None:
    """A line for whoever started the run."""
    sys.stdout.write(f"{sentence}\n")


def main(folder: Path) -> int:
    """Say how many steps were walked and how many exits were taken; 1 when the map is not as it should be."""
    taken = [
        Taken(**one) for path in sorted(folder.glob("*.json")) for one in json.loads(path.read_text("utf-8"))
    ]
    listed = {
        line for line in NOT_WALKED.read_text("utf-8").splitlines() if line and not line.startswith("#")
    }
    whole = sum(len(service["steps"]) for service in digest()["services"])
    say(
        f"step map: {len(walked(taken))} of {whole} steps walked by journeys, {len(listed)} listed as not walked yet"
    )
    say(f"exits: {len(left(taken))} of {len(exits())} taken by journeys")
    found = faults(taken, listed)
    for fault in found:
        say(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
