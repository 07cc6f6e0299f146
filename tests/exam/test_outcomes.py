"""How a test can end for one candidate, and what may follow."""

from __future__ import annotations

import pytest

from exam.outcomes import SCORED, Decision, Outcome, decisions, for_the_case
from regulations.verbs import Outcome as CaseOutcome


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
