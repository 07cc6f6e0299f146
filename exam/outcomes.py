"""How a test can end for one candidate, and what may follow from it.

Pure. Only a scored test is a result, and only results open the gate. Everything else waits until the candidate has
been heard and an official has decided with reasons.
"""

from __future__ import annotations

from enum import StrEnum

from regulations.verbs import Outcome as CaseOutcome


class Outcome(StrEnum):
    POSITIVE = "positive"
    NEGATIVE = "negative"
    ABSENT_WITH_REASON = "absent_with_reason"
    ABSENT_WITHOUT_REASON = "absent_without_reason"
    REMOVED = "removed"
    ANNULLED = "annulled"


SCORED = frozenset({Outcome.POSITIVE, Outcome.NEGATIVE})


class Decision(StrEnum):
    """What an official decides where there is no result."""

    SEAT_AGAIN = "seat_again"  # a new sitting of the same case
    END = "end"  # the case takes the exit that the text has after the test


class Absence(StrEnum):
    """What the office has decided on those who do not come."""

    NEW_SITTING = "new_sitting"
    NEW_SITTING_WITH_GOOD_REASON = "new_sitting_with_good_reason"


def decisions(ended: Outcome, absence: Absence | None = None) -> tuple[Decision, ...]:
    """What may be decided; nothing of a result, and only a new sitting where it was not the candidate's doing.

    `absence` is the office's rule for those who did not come; None where its text asks for none.
    """
    if ended in SCORED:
        return ()
    if ended in (Outcome.ANNULLED, Outcome.ABSENT_WITH_REASON):
        return (Decision.SEAT_AGAIN,)
    if ended is Outcome.ABSENT_WITHOUT_REASON and absence is not None:
        return (Decision.SEAT_AGAIN if absence is Absence.NEW_SITTING else Decision.END,)
    return (Decision.SEAT_AGAIN, Decision.END)


def for_the_case(ended: Outcome, decision: Decision | None) -> CaseOutcome | None:
    """What the case's step `test` comes to; None while an official has still to decide."""
    if ended in SCORED:
        return CaseOutcome(ended.value)
    if decision is None:
        return None
    return CaseOutcome.ABSENT if decision is Decision.SEAT_AGAIN else CaseOutcome.NEGATIVE
