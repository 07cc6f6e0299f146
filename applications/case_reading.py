"""A case as pages show it, in the cabinet and on the desks: what is due in words, and its path with terms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from accounts.roles import ROLE_NAMES, Role
from applications.models import Case, CaseStep
from applications.terms import office_time
from core.clock import now
from core.languages import Text, _, _l, current_language, short_moment
from regulations.catalogue import catalogue
from regulations.evaluation_order import steps_of_the_order
from regulations.kinds import StepKind
from regulations.model import Edition
from regulations.places import parse
from regulations.reading import Passing, exits_of, progress
from regulations.term_text import left_words, moment_words
from regulations.time_left import time_left

NEAR_HOURS = 24

# How the data of the applicant are known.
CHECKED: dict[str, Text] = {
    "confirmed": _l("confirmed by the register"),
    "by_hand": _l("entered by hand from the document, not confirmed by a register"),
    "not_asked": _l("as the applicant gave them; no register is asked"),
    "waiting": _l("the register has been asked and has not answered yet"),
}


def edition_of(case: Case) -> Edition:
    """The text of a case."""
    return catalogue().edition(case.edition_id)


def in_words(words: Any) -> str:
    """A sentence of a text in the reader's language."""
    return str(getattr(words, current_language()))


def due_of(case: Case, moment: datetime | None) -> dict[str, str] | None:
    """A due moment as lists and paths show it: when, what is left, and a word only when late or near."""
    if moment is None:
        return None
    office = office_time(case.office)
    language = current_language()
    left = time_left(now(), moment, office)
    local = moment.astimezone(ZoneInfo(case.office.zone))
    state = "late" if left.late else ("near" if (moment - now()).total_seconds() < NEAR_HOURS * 3600 else "")
    return {
        "when": moment_words(local, language),
        "left": left_words(left, language),
        "iso": local.isoformat(timespec="minutes"),
        "state": state,
    }


# On the way out no paper is issued: what is drafted, signed and handed out is the refusal.
OUT_BY: dict[StepKind, Text] = {
    StepKind.DOCUMENT_DRAFT: _l("Prepare the refusal"),
    StepKind.DOCUMENT_SIGNATURE: _l("Sign the refusal"),
    StepKind.ISSUE: _l("Hand the refusal out"),
}


def to_do(case: Case) -> Text:
    """What is to be done with a case now, as a few words."""
    edition = edition_of(case)
    here = parse(edition, case.procedure, case.place)
    if here.step is None:
        return ended_words(case)
    step = edition.step(here.step)
    if step.kind is StepKind.NOTIFY_TEST:
        return _("Waits for a sitting")
    if step.kind is StepKind.TEST:
        return _("Waits for the test")
    if here.exit and step.kind in OUT_BY:
        return str(OUT_BY[step.kind])
    if step.id in steps_of_the_order(edition):
        return _("Awaits the order on the external evaluation")
    return in_words(step.name)


def ended_words(case: Case) -> str:
    """How a case ended."""
    edition = edition_of(case)
    here = parse(edition, case.procedure, case.place)
    if here.exit:
        return in_words(edition.exit(here.exit).name)
    words = {"issued": _("Result issued"), "withdrawn": _("Taken back"), "annulled": _("Annulled")}
    return words.get(here.word or "", _("Ended"))


def stations(case: Case, steps: Sequence[CaseStep]) -> list[dict[str, Any]]:
    """The path of a case: done with their dates, the present one with its term, those to come, the exits."""
    edition = edition_of(case)
    done = {step.step: step for step in steps if step.ended_at is not None}
    taken_exit = parse(edition, case.procedure, case.place).exit
    rows: list[dict[str, Any]] = []
    for mark in progress(edition, case.procedure, case.place):
        step = mark.step
        row: dict[str, Any] = {"name": in_words(step.name), "state": _STATES[mark.passing], "exits": []}
        ended = done.get(step.id)
        if mark.passing is Passing.HERE:
            term = due_of(case, case.due_at)
            if term:
                row |= {
                    "when": term["when"],
                    "iso": term["iso"],
                    "left": term["left"],
                    "due_state": term["state"],
                }
            row["who"] = ROLE_NAMES[Role(case.desk_role)] if case.desk_role in set(Role) else ""
        elif ended is not None and ended.ended_at is not None:
            row |= {
                "when": short_moment(ended.ended_at, case.office.zone),
                "iso": ended.ended_at.isoformat(timespec="minutes"),
            }
        row["exits"] = [
            {"name": in_words(way_out.name), "taken": way_out.id == taken_exit}
            for way_out in exits_of(edition, case.procedure)
            if step.id in way_out.leaves_from
        ]
        rows.append(row)
    return rows


_STATES = {
    Passing.DONE: "done",
    Passing.HERE: "present",
    Passing.TO_COME: "ahead",
    Passing.NOT_REACHED: "passed",
}
