"""The same meeting where the secretary's browser runs no scripts: every act is a form, and the page is loaded again."""

from __future__ import annotations

from tests.journeys.hands import Hands
from tests.journeys.interviewing import Sitting
from tests.journeys.walk import Walk
from tests.journeys.walk_meeting import mark, take_the_seat, vote


def held(walk: Walk, at: Sitting, *, comes: bool = True) -> None:
    """From the opening to the closing, with one candidate; where nobody comes, the report alone is looked at."""
    keeper = walk.sits(at.secretary, "plain")
    keeper.open("/desk")
    keeper.press(f'main a[href="/commissions/meetings/{at.meeting}"]')
    keeper.press(f'main a[href="{at.live}"]')
    _do(keeper, "open")
    for box in keeper.page.locator('.meeting-step input[name="here"]').all():
        box.check()
    _do(keeper, "presence")
    _do(keeper, "begin")
    if comes:
        _asked(keeper)
    _judged(keeper, [walk.sits(one) for one in at.members], at)
    _do(keeper, "close")


def _do(keeper: Hands, act: str) -> None:
    """The one thing to do now."""
    keeper.press(f'.meeting-step form[action$="/{act}"] button')


def _asked(keeper: Hands) -> None:
    keeper.page.locator(".meeting-step textarea").fill("Удостоверение личности № 012345678")
    _do(keeper, "text/identity")
    question = keeper.page.locator("#question-new")
    question.locator('[name$="text"]').fill("Как проводится экспертиза?")
    question.locator('[name$="gist"]').fill("Ответ полный")
    keeper.press("#question-new button")


def _judged(keeper: Hands, seats: list[Hands], at: Sitting) -> None:
    for seat in seats:
        take_the_seat(seat, at)
        mark(seat)
    keeper.open(at.live)
    _do(keeper, "open-vote")
    for seat in seats:
        vote(seat)
    keeper.open(at.live)
    _do(keeper, "count")
    keeper.page.locator(".meeting-step textarea").fill("Знания соответствуют требованиям")
    _do(keeper, "decide")
