"""The gate of the interview: a table of standings, each with the bar it meets."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from commissions.gate import Bar, Standing, Verdict, bar

READY = Standing(has_interview=True, at_interview=True, ended=False, tested=True, verdict=Verdict.POSITIVE)
ORGANISATION = replace(READY, tested=False, verdict=None)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (READY, None),
        (replace(READY, verdict=None), Bar.NOT_TESTED),
        (replace(READY, verdict=Verdict.NEGATIVE), Bar.NEGATIVE),
        (replace(READY, verdict=Verdict.VOID), Bar.TAKEN_BACK),
        (replace(READY, has_interview=False), Bar.NO_INTERVIEW),
        (replace(READY, ended=True), Bar.ENDED),
        (replace(READY, at_interview=False), Bar.NOT_YET),
        # What closes the gate is said before what is merely early.
        (replace(READY, at_interview=False, verdict=Verdict.NEGATIVE), Bar.NEGATIVE),
        (replace(READY, on_agenda=True), Bar.ON_AGENDA),
        (replace(READY, decided=True), Bar.DECIDED),
        # One that lost its time before the correction is in nobody's way.
        (replace(READY, rests_on_current=False), None),
        # An interview on a result that was corrected is blocked, even where the new one is positive too.
        (replace(READY, on_agenda=True, rests_on_current=False), Bar.RESULT_CHANGED),
        # What was decided on it counts no more: the case is heard anew, once it has come there again.
        (replace(READY, decided=True, rests_on_current=False, on_agenda=True, counts_no_more=True), None),
        (replace(READY, decided=True, counts_no_more=True, at_interview=False), Bar.NOT_YET),
        (replace(READY, decided=True, counts_no_more=True, verdict=Verdict.VOID), Bar.TAKEN_BACK),
        # No test: the finished evaluation opens the gate, and no result does.
        (ORGANISATION, Bar.NOT_EVALUATED),
        (replace(ORGANISATION, verdict=Verdict.POSITIVE), Bar.NOT_EVALUATED),
        (replace(ORGANISATION, evaluated=True), None),
        # And no evaluation stands in for a test.
        (replace(READY, verdict=Verdict.NEGATIVE, evaluated=True), Bar.NEGATIVE),
    ],
)
def test_why_a_case_is_or_is_not_offered(case: Standing, expected: Bar | None) -> None:
    assert bar(case) is expected


def test_a_tested_case_passes_with_nothing_but_a_positive_result() -> None:
    for verdict, *flags in product((None, *Verdict), *((True, False),) * 4):
        at, evaluated, agenda, current = flags
        case = replace(
            READY,
            verdict=verdict,
            at_interview=at,
            evaluated=evaluated,
            on_agenda=agenda,
            rests_on_current=current,
        )
        if bar(case) is None:
            assert verdict is Verdict.POSITIVE
