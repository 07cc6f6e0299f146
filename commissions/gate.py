"""Why a case is, or is not, offered for an interview. Pure.

The gate of an individual is the current test result: the one that nothing replaces. The gate of an organisation, which
sits no test, is its finished external evaluation. The database holds the first of the two by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What the current result says; taken back means that a correction left the case without one."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    VOID = "void"


class Bar(StrEnum):
    """Why a case is not offered."""

    NO_INTERVIEW = "no_interview"
    ENDED = "ended"
    NOT_TESTED = "not_tested"
    NEGATIVE = "negative"
    TAKEN_BACK = "taken_back"
    NOT_EVALUATED = "not_evaluated"
    NOT_YET = "not_yet"
    RESULT_CHANGED = "result_changed"
    DECIDED = "decided"
    ON_AGENDA = "on_agenda"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands, as far as the interview asks. `verdict` is that of the current result, None without one."""

    has_interview: bool
    at_interview: bool
    ended: bool
    tested: bool
    verdict: Verdict | None = None
    evaluated: bool = False
    # An interview that exists: whether it rests on the current result, has its time, is decided.
    rests_on_current: bool = True
    on_agenda: bool = False
    decided: bool = False
    # What was decided counts no more: its result was replaced, or an act has taken the case up again since.
    counts_no_more: bool = False


_OF_VERDICT = {Verdict.NEGATIVE: Bar.NEGATIVE, Verdict.VOID: Bar.TAKEN_BACK, None: Bar.NOT_TESTED}


def bar(case: Standing) -> Bar | None:
    """Why the case may not be put on an agenda now; None when it may. The gate is named before what is merely early."""
    if not case.has_interview:
        return Bar.NO_INTERVIEW
    if case.ended:
        return Bar.ENDED
    return _closed_gate(case) or _taken(case)


def _closed_gate(case: Standing) -> Bar | None:
    if not case.tested:
        return None if case.evaluated else Bar.NOT_EVALUATED
    return None if case.verdict is Verdict.POSITIVE else _OF_VERDICT[case.verdict]


def _taken(case: Standing) -> Bar | None:
    if case.counts_no_more:
        return None if case.at_interview else Bar.NOT_YET
    if not case.rests_on_current and (case.on_agenda or case.decided):
        return Bar.RESULT_CHANGED
    if case.decided:
        return Bar.DECIDED
    if case.on_agenda:
        return Bar.ON_AGENDA
    return None if case.at_interview else Bar.NOT_YET
