"""A meeting from its opening to its closing: a secretary who has keys only, members at a desk and on a telephone."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from sqlalchemy import select

from commissions.models import Meeting
from commissions.proceedings_reading import proceedings_of
from core.database import db
from tests.browser.accessibility import assert_accessible
from tests.journeys import keys
from tests.journeys.hands import Hands
from tests.journeys.interviewing import Sitting
from tests.journeys.walk import Walk

SOON, TRIES = 15_000, 3
QUESTION, GIST = "Жедел жүрек жеткіліксіздігінде не істейсіз?", "Толық жауап берді"
MOTIVES = "Білімі мен тәжірибесі сұратылған санатқа сай"


class Keeper:
    """The secretary at the page of the meeting, without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def stands_at(self, step: str) -> None:
        expect(self.page.locator("#meeting")).to_have_attribute("data-step", step, timeout=SOON)

    def enter(self, *strokes: str) -> None:
        """The caret stands where the next step is done."""
        for stroke in strokes or ("Enter",):
            self.page.keyboard.press(stroke)

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.page.keyboard.press("Control+Enter")


def to_the_hour(walk: Walk, at: Sitting) -> None:
    """The day and the hour at which the meeting begins."""
    with walk.app.app_context():
        starts = db.session.get_one(Meeting, at.meeting).starts_at
    walk.go_to(starts)


def opened_by_keys(walk: Walk, at: Sitting) -> Keeper:
    """From the own desk to the page of the meeting; opened, and everybody is noted as there."""
    page = walk.sits(at.secretary).page
    page.goto("/desk")
    keys.press(page, f'main a[href="/commissions/meetings/{at.meeting}"]')
    keys.press(page, f'main a[href="{at.live}"]')
    keeper = Keeper(page)
    keeper.stands_at("open")
    keeper.enter()
    keeper.stands_at("presence")
    # The page gives the caret to the first of them; a key pressed before that would be nobody's.
    expect(page.locator('.meeting-step input[name="here"]').first).to_be_focused()
    keeper.enter("Space", "Tab", "Tab", "Space", "Tab", "Tab", "Space", "Enter")
    return keeper


def heard_by_keys(walk: Walk, at: Sitting, keeper: Keeper) -> None:
    """Called in, identified, asked; the members mark and vote; the decision has its motives."""
    keeper.stands_at("call")
    keeper.enter()
    keeper.stands_at("identify")
    keeper.write("Жеке куәлік № 012345678")
    keeper.stands_at("listen")
    keeper.write(QUESTION)
    keeper.write(GIST)
    expect(keeper.page.locator("[data-field^='question:']")).to_have_count(2)
    assert_accessible(keeper.page)
    chair, member = (walk.sits(one, size) for one, size in zip(at.members, ("desk", "phone"), strict=True))
    for seat in (chair, member):
        take_the_seat(seat, at)
        mark(seat)
    # The caret stands in a text: the page does not change under whoever types, and says that there is news.
    keys.press(keeper.page, "[data-changed]:not([hidden]) a")
    keeper.stands_at("open_vote")
    keeper.enter()
    keeper.stands_at("voting")
    for seat in (chair, member):
        vote(seat)
    keeper.stands_at("count")
    keeper.enter()
    keeper.stands_at("decide")
    keeper.write(MOTIVES)


def closed_by_keys(walk: Walk, keeper: Keeper) -> None:
    """Closed, and what was typed stands as it was typed."""
    keeper.stands_at("close")
    keys.press(keeper.page, ".meeting-step .button-final")
    keeper.stands_at("closed")
    with walk.app.app_context():
        meeting = db.session.scalars(select(Meeting.id)).one()
        (heard,) = proceedings_of(meeting).heard
        assert (heard.decision, heard.motives) == ("positive", MOTIVES)
        assert [(one.text, one.gist) for one in heard.questions] == [(QUESTION, GIST)]


def draw_the_protocol(walk: Walk, at: Sitting) -> None:
    """The next morning the own desk says that the protocol is to be drawn; it goes to those who sign it."""
    keeper = walk.sits(at.secretary)
    keeper.open("/desk")
    keeper.press(f'main a[href="/commissions/meetings/{at.meeting}/protocol"]')
    keeper.send()
    keeper.press('form[action$="/send"] button')


def take_the_seat(seat: Hands, at: Sitting) -> None:
    """A member comes from the own desk."""
    seat.open("/desk")
    seat.press(f'main a[href="/commissions/meetings/{at.meeting}"]')
    seat.press(f'main a[href="/commissions/meetings/{at.meeting}/seat"]')


def mark(seat: Hands) -> None:
    """The highest level everywhere, a remark, and the sheet is sealed."""
    for row in seat.page.locator(".seat-levels fieldset").all():
        row.locator("label").last.click()
    seat.page.fill(".seat-levels textarea", "Жақсы жауап берді")
    seat.press(".seat-levels .button-primary")
    assert not seat.finds(".seat-levels")


def vote(seat: Hands) -> None:
    """The seat follows the meeting by itself."""
    box = seat.page.locator('main input[name="vote"][value="for"]')
    box.wait_for(timeout=SOON)
    for _try in range(TRIES):
        if box.count():
            # Until something is chosen the page may be loaded anew at any moment, because another one has voted.
            box.check()
            seat.press(".seat .button-primary")
    assert not box.count(), seat.text()
