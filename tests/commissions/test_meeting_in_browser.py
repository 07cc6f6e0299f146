"""A meeting before real browsers: on a phone, in two tabs at once, and with the network cut.

A whole meeting kept by keys alone is part of the journey to a certificate (`tests/journeys`).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from commissions import queries
from commissions.actions import hearing as hearings
from commissions.actions import hearing_texts, voting_verbs
from commissions.voting import Vote
from core.actor import acting
from core.clock import frozen
from core.database import db
from tests.browser.accessibility import assert_accessible
from tests.commissions import live_hands as hands
from tests.commissions.hearing import Hearing, at, hearing
from tests.commissions.meeting_served import Served, served

__all__ = ["at", "hearing"]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def meeting(hearing: Hearing, chromium: Browser) -> Iterator[Served]:
    with served(hearing, chromium) as found:
        yield found


def begun(meeting: Served) -> None:
    """Everybody is there, and the candidate was called in and identified."""
    at = meeting.hearing
    with frozen(at.meeting.starts_at):
        hands.open_with_everybody(at.meeting)
        with acting(at.secretary):
            hearings.begin_hearing(meeting.interview_id)
            hearing_texts.write_text(meeting.interview_id, "identity", "Жеке куәлік")
    db.session.commit()


def sealed(meeting: Served) -> None:
    with frozen(meeting.hearing.meeting.starts_at):
        hands.seal_all(meeting.interview_id)
    db.session.commit()


def voted(meeting: Served) -> None:
    with frozen(meeting.hearing.meeting.starts_at):
        for member in hands.panel_of(meeting.interview_id):
            with acting(hands.actor_of(member)):
                voting_verbs.cast(meeting.interview_id, Vote.FOR)
    db.session.commit()


def field(page: Page, name: str) -> str:
    return f'[data-field="{name}"]'


def state(page: Page, name: str, wanted: str) -> None:
    expect(page.locator(f"{field(page, name)} .saved")).to_have_attribute(
        "data-state", wanted, timeout=15_000
    )


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_member_marks_and_votes_on_a_phone_and_a_draft_outlives_the_page(meeting: Served) -> None:
    begun(meeting)
    chair, other = (hands.actor_of(meeting.hearing.members[role]) for role in ("chair", "member"))
    page = meeting.browser(chair, language="ru", viewport=PHONE, has_touch=True)
    page.goto(meeting.seat)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert_accessible(page)
    levels = page.locator(".seat-levels .choice")
    for one in levels.all():
        box = one.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    for row in page.locator(".seat-levels fieldset").all():
        row.locator("label").last.tap()
    page.locator("textarea").fill("Жақсы жауап берді")
    page.wait_for_timeout(300)
    page.reload()
    expect(page.locator("textarea")).to_have_value("Жақсы жауап берді")
    expect(page.locator(".seat-levels input:checked")).to_have_count(
        page.locator(".seat-levels fieldset").count()
    )
    page.locator(".seat-levels .button-primary").tap()
    expect(page.locator("#turn")).to_have_text("Ваш лист закрыт")
    assert "Жақсы жауап берді" not in page.locator("main").inner_text()
    with frozen(meeting.hearing.meeting.starts_at), acting(other):
        hands.seal_own(meeting.interview_id)
    with frozen(meeting.hearing.meeting.starts_at), acting(meeting.hearing.secretary):
        voting_verbs.open_vote(meeting.interview_id)
    db.session.commit()
    expect(page.locator("#turn")).to_have_text("Проголосуйте", timeout=15_000)
    page.get_by_label("За", exact=True).check()
    page.locator(".seat .button-primary").tap()
    expect(page.locator("#turn")).to_have_text("Вы проголосовали")


def overtaken(*pages: Page) -> Page:
    """The one of the tabs that is told that the other was first."""
    for _moment in range(100):
        for page in pages:
            if page.locator("[data-conflict]").count():
                return page
            page.wait_for_timeout(100)
    raise AssertionError("no tab was told of the other")


def test_two_tabs_never_write_over_each_other(meeting: Served) -> None:
    begun(meeting)
    first, second = (meeting.browser(meeting.hearing.secretary, watched=False) for _one in range(2))
    for page in (first, second):
        page.goto(meeting.live)
    text = f"{field(first, 'remarks')} textarea"
    second.locator(text).type("екінші бет")
    first.locator(text).type("бірінші бет")
    told = overtaken(first, second)
    own = told.locator(text).input_value()
    other = told.locator("[data-theirs]").inner_text()
    assert {own, other} == {"бірінші бет", "екінші бет"}
    told.locator("[data-mine]").press("Enter")
    state(told, "remarks", "saved")
    quiet = second if told is first else first
    quiet.locator("h1").click()
    expect(quiet.locator(text)).to_have_value(own, timeout=15_000)


def test_the_network_may_go_and_nothing_is_lost(meeting: Served) -> None:
    begun(meeting)
    page = meeting.browser(meeting.hearing.secretary, watched=False)
    page.goto(meeting.live)
    text = f"{field(page, 'remarks')} textarea"
    page.locator(text).type("басы")
    state(page, "remarks", "saved")
    page.context.set_offline(True)
    page.locator(text).type(", ортасы")
    state(page, "remarks", "unsaved")
    expect(page.locator("[data-news]")).to_be_visible(timeout=15_000)
    page.context.set_offline(False)
    state(page, "remarks", "saved")
    page.context.set_offline(True)
    page.locator(text).type(", соңы")
    state(page, "remarks", "unsaved")
    page.close()  # nothing of it has reached the server
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(meeting.live)
    expect(again.locator(text)).to_have_value("басы, ортасы, соңы", timeout=15_000)
    state(again, "remarks", "saved")
    db.session.rollback()
    assert hearing_texts.typed(meeting.interview_id)["remarks"] == "басы, ортасы, соңы"
    assert [slot.interview_id for slot in queries.agenda_of(meeting.meeting_id)] == [meeting.interview_id]
