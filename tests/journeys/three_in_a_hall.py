"""A hall of three behind a real server whose clock a test may move, and the people in it before their browsers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from applications.models import Case, CasePerson
from core.actor import Actor
from core.database import db
from exam.model_answers import model_answer
from exam.shown import by_places
from question_banks.models import SealedPaper
from question_banks.released_papers import read_paper
from tests.applications.visitor import Visitor
from tests.browser.fixtures import watch
from tests.exam import making
from tests.exam.player_hall import Quiet
from tests.journeys.moved_clock import MovedClock

NAMES = ("Ахметова Айгүл Бекқызы", "Серіков Данияр Маратұлы", "Жұмабаева Гүлнар Ерланқызы")
# The questions of the paper by their numbers: one of each kind, four in each of its two sections.
SINGLE, MULTIPLE, TRUE_FALSE, _MATCHING, _ORDERING, NUMERIC, SHORT_TEXT, _GAPS = range(1, 9)


class Hall:
    """The hall, its address, what is right on its paper, and every browser that was opened in it."""

    def __init__(self, app: Flask, chromium: Browser, url: str, clock: MovedClock) -> None:
        self.app, self.chromium, self.url, self.clock = app, chromium, url, clock
        self.opened: list[BrowserContext] = []
        self.faults: list[str] = []
        names, of_case = iter(NAMES), making.person_row

        def named(case: Case) -> CasePerson:
            person, name = of_case(case), next(names)
            person.name, person.folded_name = name, name.casefold()
            return person

        with app.app_context(), patch.object(making, "person_row", named):
            made = making.hall(len(NAMES), capacity=4)
            paper_id = db.session.scalar(select(SealedPaper.id).where(SealedPaper.set_id == made.sealed.id))
            self.right = {
                one.number: by_places(one.question.body, one.arrangement, model_answer(one.question))
                for one in read_paper(paper_id or 0).places
            }
            db.session.commit()
            self.sitting_id, self.official, self.watch = made.sitting.id, made.official, made.invigilator
            self.places = [one.id for one in made.places]

    def browser(self, **cookies: str) -> Page:
        """A browser of its own: another computer."""
        context = self.chromium.new_context(
            base_url=self.url, locale="kk-KZ", viewport={"width": 1024, "height": 768}
        )
        context.set_default_timeout(15_000)
        for name, held in cookies.items():
            context.add_cookies([{"name": name, "value": held, "url": self.url}])
        self.opened.append(context)
        page = context.new_page()
        watch(page, urlsplit(self.url).netloc, self.faults)
        return page

    def staff(self, actor: Actor) -> Staff:
        kept = Visitor(self.app, actor.account_id).client.get_cookie("synaq")
        assert kept is not None
        return Staff(self.browser(synaq=kept.value, language="kk"), f"/sittings/{self.sitting_id}")

    def sit_down(self, code: str) -> Candidate:
        """Type the code of the slip at a computer."""
        page = self.browser(language="kk")
        page.goto("/exam/open")
        page.fill("#code", code)
        page.locator("main button.button-primary").click()
        page.wait_for_url("**/exam/test")
        return Candidate(page, self.right)


class Staff:
    """Somebody of the office before the pages of the sitting."""

    def __init__(self, page: Page, sitting: str) -> None:
        self.page, self.sitting = page, sitting

    def open(self, address: str = "") -> Page:
        answer = self.page.goto(self.sitting + address)
        assert answer is not None
        assert answer.status == 200, (address, answer.status)
        return self.page

    def press(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def send(self, address: str, form: str = "") -> None:
        """Press the one button of a form, of this page or of the one that `address` names."""
        where = f'form[action="{self.sitting}{form}"]' if form else "main form"
        self.open(address)
        self.press(f"{where} button[type=submit]")

    def admit(self, place_id: int, seat: str, document: str) -> str:
        """Check the document, give the seat; the code of the slip."""
        page = self.open(f"/desk/{place_id}")
        page.locator('input[name="in-document_kind"]').first.check()
        page.fill('input[name="in-document_number"]', document)
        page.select_option('select[name="in-seat"]', label=seat)
        self.press("main form button.button-primary")
        return page.locator(".receipt-number").inner_text()

    def act(self, word: str, words: str, candidate: str = "", seat: str = "") -> None:
        """An act of the board with its reason, on one candidate or on the hall."""
        page = self.open("/board")
        if candidate:
            tile = page.locator(f'[data-tile]:has-text("{candidate}") a[href*="/board/{word}?"]')
            page.goto(tile.get_attribute("href") or "")
        else:
            page.goto(f"{self.sitting}/board/{word}")
            page.locator("#whole").check()
        page.fill("#words", words)
        if seat:
            page.select_option("#seat", label=seat)
        self.press("main form button[type=submit]")


class Candidate:
    """Somebody at a computer of the hall."""

    def __init__(self, page: Page, right: dict[int, Any]) -> None:
        self.page, self.right = page, right

    def part(self, name: str) -> Locator:
        return self.page.locator(f'[data-part="{name}"]')

    def start(self) -> None:
        self.part("cover-act").click()
        self.part("stage").wait_for()

    def sees(self, state: str) -> None:
        expect(self.part("saving")).to_have_attribute("data-state", state)

    def ask_now(self) -> None:
        """The page asks every ten seconds where it stands, and at once when a line comes back; a test is in a hurry."""
        self.page.evaluate("window.dispatchEvent(new Event('online'))")

    def question(self, number: int) -> Locator:
        """Go to the question with this number of the paper; candidates see them in orders of their own."""
        cells = self.part("grid").locator("button")
        shown = self.page.locator(f'article[data-number="{number}"]:not([hidden])')
        for at in range(cells.count()):
            cells.nth(at).click()
            if shown.count():
                return shown.first
        raise AssertionError(f"no question {number} on this page")

    def choose(self, number: int, *options: str) -> None:
        article = self.question(number)
        for one in options:
            article.locator(f'[data-place="{one}"] label').click()

    def type(self, number: int, words: str) -> None:
        box = self.question(number).locator('input[type="text"]').first
        box.fill(words)
        box.blur()

    def answer_rightly(self, *numbers: int) -> None:
        for number in numbers:
            match self.right[number]:
                case bool(truth):
                    self.choose(number, str(truth).lower())
                case list(options):
                    self.choose(number, *map(str, options))
                case {"number": value}:
                    self.type(number, str(value))
                case str(words) if number == SHORT_TEXT:
                    self.type(number, words)
                case option:
                    self.choose(number, str(option))

    def wrong_option(self) -> str:
        """An option of the first question that is not the right one."""
        return next(one for one in ("1", "2") if one != self.right[SINGLE])

    def minutes_left(self) -> int:
        """By the page's own clock, of a test of an hour."""
        told = self.part("clock").inner_text()
        words = told.split()
        hours = int(words[0]) if len(words) > 2 else 0
        return hours * 60 + int(words[-2])

    def finish(self) -> str:
        """End the test on the overview; the receipt code."""
        self.part("overview-open").click()
        self.part("finish").click()
        self.part("finish-yes").click()
        self.part("end-code").wait_for()
        return self.part("end-code").inner_text()


@contextmanager
def three_in_a_hall(app: Flask, chromium: Browser) -> Iterator[Hall]:
    """Open the hall on a free port; at the end no page may have been at fault by itself."""
    clock = MovedClock(app.wsgi_app)
    server = make_server("127.0.0.1", 0, clock, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    hall = Hall(app, chromium, f"http://127.0.0.1:{server.port}", clock)
    try:
        yield hall
        assert not hall.faults, "the page itself is at fault:\n" + "\n".join(hall.faults)
    finally:
        for context in hall.opened:
            context.close()
        server.shutdown()
        thread.join()
        server.server_close()
