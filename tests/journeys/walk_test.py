"""From documents in order to the recorded test result: a place, the hall, the player or its plain form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import expect

from accounts.roles import Role
from core.database import db
from exam.models import Sitting
from tests.journeys.hands import Hands
from tests.journeys.testing import RIGHT, TESTED_AFTER, made, number_in
from tests.journeys.walk import Walk, day_of


def sit(walk: Walk, answer: Callable[[Walk, str], None]) -> None:
    """Told of the test, admitted, answered in this way, and the result recorded."""
    sitting = plan_a_sitting(walk)
    give_a_place(walk, sitting)
    read_the_ticket(walk)
    code = open_the_doors(walk, sitting)
    answer(walk, code)
    close_and_record(walk, sitting)


def plan_a_sitting(walk: Walk) -> int:
    """The official plans a sitting of the coming week with its set and invigilator, and publishes it."""
    made(walk)
    invigilator = walk.person(Role.INVIGILATOR, walk.provider_id)
    official = walk.at_desk(walk.executes)
    official.open("/sittings")
    official.press('main a[href="/sittings/new"]')
    page = official.page
    official.choose("blueprint")
    official.choose("room")
    official.fill(day=day_of(walk.clock.now() + TESTED_AFTER), starts="09:00", ends="11:00", capacity="2")
    for language in ("kk", "ru"):
        page.check(f'input[name="languages"][value="{language}"]')
    official.send()
    sitting = number_in(page.url)
    official.choose("set_id")
    official.press('form[action$="/sets"] button')
    official.choose("account_id", invigilator.id)
    official.press('form[action$="/invigilators"] button')
    official.press('form[action$="/publish"] button')
    return sitting


def give_a_place(walk: Walk, sitting: int) -> None:
    """The executor places the case, which tells the candidate; then the papers are fixed."""
    executor = walk.holder()
    executor.send()
    executor.choose("sitting", sitting)
    executor.send()
    executor.press(f'main a[href="/sittings/{sitting}"]')
    executor.press('form[action$="/papers"] button')


def read_the_ticket(walk: Walk) -> None:
    """The candidate reads in the cabinet where and when."""
    candidate = walk.cabinet()
    candidate.press(f'main a[href="/cabinet/{walk.case["id"]}/test"]')
    assert "09:00" in candidate.text()


def open_the_doors(walk: Walk, sitting: int) -> str:
    """At the hour the invigilator declares, opens, admits to a seat, begins; the code of the slip."""
    with walk.app.app_context():
        starts = db.session.get_one(Sitting, sitting).starts_at
    walk.go_to(starts + timedelta(seconds=1))
    watch = walk.at_desk(Role.INVIGILATOR)
    watch.open(f"/sittings/{sitting}")
    watch.press(f'main a[href="/sittings/{sitting}/desk"]')
    watch.press(f'main a[href="/sittings/{sitting}/declare"]')
    watch.choose("answer", "none")
    watch.send()
    if not watch.finds('form[action$="/doors"]'):
        watch.press(f'main a[href="/sittings/{sitting}/desk"]')
    watch.press('form[action$="/doors"] button')
    watch.press(f'main a[href^="/sittings/{sitting}/desk/"]')
    watch.choose("in-document_kind")
    watch.page.fill('input[name="in-document_number"]', "043210000")
    watch.choose("in-seat")
    watch.send()
    code = watch.page.locator(".receipt-number").inner_text()
    watch.press(f'main a[href="/sittings/{sitting}/desk"]')
    watch.press('form[action$="/begin"] button')
    return code


def answer_in_the_player(walk: Walk, code: str) -> None:
    """At a computer of the hall: the code, both questions by their words, the end on the overview."""
    page = _opened(walk.stranger(), code).page
    part = '[data-part="{}"]'.format
    page.locator(part("cover-act")).click()
    page.locator(part("stage")).wait_for()
    cells = page.locator(part("grid")).locator("button")
    for at in range(cells.count()):
        cells.nth(at).click()
        page.locator("article:not([hidden])").get_by_text(RIGHT, exact=True).click()
    expect(page.locator(part("saving"))).to_have_attribute("data-state", "saved")
    for name in ("overview-open", "finish", "finish-yes"):
        page.locator(part(name)).click()
    page.locator(part("end-code")).wait_for()


def answer_on_plain_pages(walk: Walk, code: str) -> None:
    """At a computer whose browser runs no scripts."""
    candidate = _opened(walk.stranger("plain"), code)
    candidate.press('main a[href^="/exam/test/plain/"]')
    candidate.press('form[action$="/start"] button')
    for _question in range(2):
        candidate.page.get_by_text(RIGHT, exact=True).click()
        candidate.press('form[action$="/answer"] button')
    candidate.press('form[action$="/finish"] button')
    candidate.press('form[action$="/finish"] .button-final')


def _opened(candidate: Hands, code: str) -> Hands:
    candidate.open("/exam/open")
    candidate.fill(code=code)
    candidate.send()
    return candidate


def close_and_record(walk: Walk, sitting: int) -> None:
    """The invigilator closes the hall; the official scores it and enters the result to the case."""
    watch = walk.at_desk(Role.INVIGILATOR)
    watch.open(f"/sittings/{sitting}/board")
    watch.press(f'main a[href="/sittings/{sitting}/close"]')
    watch.send()
    official = walk.at_desk(walk.executes)
    official.open(f"/sittings/{sitting}")
    official.press(f'main a[href="/sittings/{sitting}/results"]')
    official.press('form[action$="/score"] button')
    official.press('form[action$="/enter"] button')
    assert walk.verdict() == "positive"
