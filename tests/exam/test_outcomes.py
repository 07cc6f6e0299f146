"""How a test can end for one candidate, and what may follow."""

from __future__ import annotations

import pytest

from exam.outcomes import SCORED, Decision, Facts, Outcome, decisions, for_the_case, outcome
from regulations.verbs import Outcome as CaseOutcome


@pytest.mark.parametrize(
    ("facts", "ended"),
    [
        (Facts(admitted=True), None),
        (Facts(admitted=True, verdict="positive"), Outcome.POSITIVE),
        (Facts(admitted=True, verdict="negative"), Outcome.NEGATIVE),
        (Facts(admitted=True, removed=True), Outcome.REMOVED),
        (Facts(admitted=True, removed=True, verdict="positive"), Outcome.REMOVED),
        (Facts(admitted=True, annulled=True, verdict="positive"), Outcome.ANNULLED),
        (Facts(admitted=False, annulled=True), Outcome.ANNULLED),
        (Facts(admitted=False), None),
        (Facts(admitted=False, excused=True), Outcome.ABSENT_WITH_REASON),
        (Facts(admitted=False, excused=False), Outcome.ABSENT_WITHOUT_REASON),
    ],
)
def test_the_outcome_follows_from_what_the_hall_recorded(facts: Facts, ended: Outcome | None) -> None:
    assert outcome(facts) == ended


@pytest.mark.parametrize("ended", list(Outcome))
def test_only_a_scored_test_moves_the_case_by_itself(ended: Outcome) -> None:
    if ended in SCORED:
        assert decisions(ended) == ()
        assert for_the_case(ended, None) == CaseOutcome(ended.value)
    else:
        assert decisions(ended)
        assert for_the_case(ended, None) is None
        assert for_the_case(ended, Decision.SEAT_AGAIN) is CaseOutcome.ABSENT


def test_nobody_is_sent_away_for_what_was_not_their_doing() -> None:
    assert Decision.END not in decisions(Outcome.ANNULLED)
    assert Decision.END not in decisions(Outcome.ABSENT_WITH_REASON)
    assert Decision.END in decisions(Outcome.REMOVED)
    assert for_the_case(Outcome.REMOVED, Decision.END) is CaseOutcome.NEGATIVE
