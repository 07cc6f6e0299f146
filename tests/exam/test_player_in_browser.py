"""The player in a real browser, before a line that loses, delays, doubles and breaks: no answer is ever lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app import create_app
from core.settings import Settings
from tests.browser.accessibility import assert_accessible
from tests.browser.fixtures import watch
from tests.exam.player_hall import ATTEMPT, BASE, HEARD_BUT_SILENT, Hall, Pages, open_hall, player_pages

OpenPage = Callable[..., Page]
WIDER = """() => [...document.querySelectorAll('body *')]
    .filter((one) => !one.closest('.unseen') && one.getBoundingClientRect().right > window.innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The player's own bytes, rendered once; no database is asked for them."""
    folder = tmp_path_factory.mktemp("player")
    app = create_app(Settings(mode="test", database_url=f"sqlite:///{folder}/none.db", data_folder=folder))
    return player_pages(app)


@pytest.fixture
def hall(pages: Pages) -> Iterator[Hall]:
    with open_hall(pages) as opened:
        yield opened


@pytest.fixture
def seat(chromium: Browser, hall: Hall) -> Iterator[OpenPage]:
    """Sit down at a computer of the hall; every call is another computer."""
    faults: list[str] = []
    opened: list[BrowserContext] = []

    def sit(init_script: str = "", **options: Any) -> Page:
        given = {"base_url": hall.url, "locale": "kk-KZ", "viewport": {"width": 1024, "height": 768}}
        context = chromium.new_context(**(given | options))
        context.set_default_timeout(8_000)
        if init_script:
            context.add_init_script(init_script)
        opened.append(context)
        return another_page(context)

    def another_page(context: BrowserContext) -> Page:
        page = context.new_page()
        watch(page, urlsplit(hall.url).netloc, faults)
        page.goto(BASE)
        page.locator('[data-view="test"]').wait_for()
        return page

    yield sit
    for context in opened:
        context.close()
    assert not faults, "the page itself is at fault:\n" + "\n".join(faults)


def part(page: Page, name: str) -> Any:
    return page.locator(f'[data-part="{name}"]')


def saved(page: Page) -> None:
    expect(part(page, "saving")).to_have_attribute("data-state", "saved")


def unsaved(page: Page) -> None:
    expect(part(page, "saving")).to_have_attribute("data-state", "unsaved")


def reached(hall: Hall, answers: dict[int, Any]) -> None:
    """These answers stand on the server, now or in a moment."""
    until = time.monotonic() + 5
    while hall.answers() != answers and time.monotonic() < until:
        time.sleep(0.02)
    assert hall.answers() == answers


def option(page: Page, place: int) -> Any:
    return page.locator(f'article:not([hidden]) .option[data-place="{place}"] label')


def go(page: Page, number: int) -> None:
    page.locator('[data-part="grid"] button').nth(number - 1).click()


def test_an_answer_of_every_kind_reaches_the_server(seat: OpenPage, hall: Hall) -> None:
    page = seat()
    option(page, 2).click()
    part(page, "next").click()
    option(page, 1).click()
    option(page, 2).click()
    part(page, "next").click()
    page.locator('article:not([hidden]) [data-place="false"] label').click()
    part(page, "next").click()
    page.locator("#kk-4-pair-1").select_option("1")
    page.locator("#kk-4-pair-2").select_option("2")
    part(page, "next").click()
    page.locator('article:not([hidden]) [data-place="1"] [data-move="down"]').click()
    part(page, "next").click()
    page.locator("#kk-6-number").fill("0,5")
    page.locator("#kk-6-unit").select_option("2")
    part(page, "next").click()
    page.locator("#kk-7-words").fill("жүрек")
    part(page, "next").click()
    page.locator("#kk-8-gap-1").select_option("1")
    page.locator("#kk-8-gap-2").fill("жүрек")
    part(page, "next").click()
    expect(part(page, "unanswered")).to_have_text("Барлық сұраққа жауап берілді.")
    saved(page)
    reached(
        hall,
        {
            1: "2",
            2: ["1", "2"],
            3: False,
            4: {"1": "1", "2": "2"},
            5: ["2", "1", "3"],
            6: {"number": "0,5", "unit": "2"},
            7: "жүрек",
            8: {"1": "1", "2": "жүрек"},
        },
    )


def test_without_a_network_answers_wait_in_the_journal_and_a_reload_sends_them_first(
    seat: OpenPage, hall: Hall
) -> None:
    page = seat()
    option(page, 1).click()
    saved(page)
    page.context.set_offline(True)
    option(page, 2).click()
    unsaved(page)
    expect(part(page, "strip")).to_contain_text("Байланыс жоқ")
    go(page, 7)
    page.locator("#kk-7-words").fill("бауыр")
    page.locator("#kk-7-words").blur()
    reached(hall, {1: "1"})
    # What a dead browser leaves behind: its journal, and no farewell.
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(BASE)
    saved(page)
    reached(hall, {1: "2", 7: "бауыр"})
    expect(page.locator("#kk-7-words")).to_have_value("бауыр")
    go(page, 1)
    expect(page.locator("#kk-1-2")).to_be_checked()


LAID_ASIDE = """async () => {
    const found = {};
    for (const name of await caches.keys()) {
        const shelf = await caches.open(name);
        found[name] = (await shelf.keys()).map((one) => new URL(one.url).pathname);
    }
    return found;
}"""


def laid_aside(page: Page, ready: bool = True) -> dict[str, list[str]]:
    """What this computer keeps aside of tests; when the page itself is among it, it can be opened again."""
    deadline = time.monotonic() + 30
    while True:
        found: dict[str, list[str]] = page.evaluate(LAID_ASIDE)
        if not ready or any(BASE in paths for paths in found.values()):
            return found
        assert time.monotonic() < deadline, f"only this was laid aside: {found}"
        page.wait_for_timeout(200)


def test_a_reload_without_a_network_opens_the_test_again_with_all_its_answers(
    seat: OpenPage, hall: Hall
) -> None:
    page = seat()
    option(page, 1).click()
    saved(page)
    [(name, paths)] = laid_aside(page).items()
    assert name == f"synaq-test-{ATTEMPT}"
    own = (BASE, f"{BASE}/state", f"{BASE}/paper/", f"{BASE}/image/", "/exam/player/", "/exam/player-words/")
    assert [path for path in paths if path != BASE and not path.startswith(own[1:])] == []
    page.context.set_offline(True)
    go(page, 7)
    page.locator("#kk-7-words").fill("бауыр")
    page.locator("#kk-7-words").blur()
    unsaved(page)
    page.reload()
    page.locator('[data-view="test"]').wait_for()
    expect(page.locator("#kk-7-words")).to_have_value("бауыр")
    expect(part(page, "strip")).to_contain_text("Байланыс жоқ")
    go(page, 1)
    expect(page.locator("#kk-1-1")).to_be_checked()
    option(page, 3).click()
    unsaved(page)
    assert hall.answers() == {1: "1"}
    page.context.set_offline(False)
    saved(page)
    reached(hall, {1: "3", 7: "бауыр"})
    hall.finish()
    part(page, "end-code").wait_for()
    assert laid_aside(page, ready=False) == {}


def test_when_the_network_returns_the_page_goes_on_by_itself(seat: OpenPage, hall: Hall) -> None:
    page = seat()
    page.context.set_offline(True)
    option(page, 3).click()
    unsaved(page)
    page.context.set_offline(False)
    saved(page)
    expect(part(page, "strip")).to_be_empty()
    reached(hall, {1: "3"})
    page.wait_for_timeout(700)
    assert "offline" in {fact["kind"] for fact in hall.facts}


def test_a_server_that_breaks_hears_and_is_silent_or_doubles_changes_nothing(
    seat: OpenPage, hall: Hall
) -> None:
    fates: dict[int, int] = {0: 500, 1: HEARD_BUT_SILENT, 2: 503, 4: HEARD_BUT_SILENT}
    hall.fate = fates.get
    page = seat()
    option(page, 1).click()
    option(page, 4).click()
    saved(page)
    option(page, 2).click()
    saved(page)
    expect(part(page, "saving")).to_contain_text(":")
    reached(hall, {1: "2"})
    sent = [sequence for batch in hall.saves for sequence, *_change in batch]
    assert len(sent) > len(set(sent)), "the test saw no entry twice"
    assert len(hall.entries) == 3


def test_an_answer_that_repeats_no_number_is_no_receipt(seat: OpenPage, hall: Hall) -> None:
    page = seat()
    wrong = {"state": "running", "left": 3_000_000, "clock": 1, "news": 0, "saved": [99]}
    page.route("**/exam/save", lambda route: route.fulfill(json=wrong))
    option(page, 1).click()
    unsaved(page)
    page.unroute("**/exam/save")
    saved(page)
    reached(hall, {1: "1"})


def test_with_the_database_refused_the_journal_lies_in_the_local_storage(seat: OpenPage, hall: Hall) -> None:
    denied = "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('denied') } })"
    page = seat(denied)
    page.context.set_offline(True)
    option(page, 2).click()
    unsaved(page)
    assert page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('synaq-entry:'))")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(BASE)
    saved(page)
    reached(hall, {1: "2"})
    assert not page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('synaq-entry:'))")


def test_with_no_storage_at_all_the_page_says_that_answers_are_fleeting(seat: OpenPage, hall: Hall) -> None:
    denied = """for (const name of ['indexedDB', 'localStorage'])
        Object.defineProperty(window, name, { get() { throw new DOMException('denied') } })"""
    page = seat(denied)
    page.context.set_offline(True)
    option(page, 2).click()
    unsaved(page)
    expect(part(page, "strip")).to_contain_text("тек осы бетте")
    page.context.set_offline(False)
    saved(page)
    reached(hall, {1: "2"})


def test_a_number_that_another_page_has_used_is_given_up_for_a_new_one(seat: OpenPage, hall: Hall) -> None:
    page = seat()
    hall.entries[(1, 1)] = {"question": 7, "value": '"бүйрек"'}
    option(page, 2).click()
    reached(hall, {7: "бүйрек", 1: "2"})
    saved(page)


def test_of_two_tabs_the_newer_works_and_the_older_says_so(seat: OpenPage, hall: Hall) -> None:
    first = seat()
    first.context.set_offline(True)
    option(first, 1).click()
    unsaved(first)
    first.context.set_offline(False)
    second = first.context.new_page()
    second.goto(BASE)
    expect(part(first, "cover-title")).to_have_text("Тестілеу басқа терезеде ашық")
    option(second, 3).click()
    saved(second)
    reached(hall, {1: "3"})
    part(first, "cover-act").click()
    expect(part(second, "cover-title")).to_be_visible()
    option(first, 4).click()
    saved(first)
    reached(hall, {1: "4"})


def test_a_pause_covers_the_question_and_the_clock_stands(seat: OpenPage, hall: Hall) -> None:
    page = seat()
    hall.paused, hall.version = True, 2
    expect(part(page, "cover-title")).to_have_text("Тестілеу үзілді")
    expect(part(page, "stage")).to_be_hidden()
    hall.paused, hall.version = False, 3
    expect(part(page, "stage")).to_be_visible()


def test_the_clock_is_the_servers_whatever_the_computer_says(seat: OpenPage, hall: Hall) -> None:
    wrong = "const now = Date.now; Date.now = () => now() + 86_400_000;"
    page = seat(wrong)
    expect(part(page, "clock")).to_have_text("59 мин")
    hall.leave(3600 + 1799)
    expect(part(page, "clock")).to_have_text("1 сағ 29 мин")
    # A word from before the grant, come late, takes nothing back.
    hall.left_seconds, hall.version = 60, 1
    page.wait_for_timeout(800)
    expect(part(page, "clock")).to_have_text("1 сағ 29 мин")


def test_the_last_minutes_change_one_colour_and_are_said_once(seat: OpenPage, hall: Hall) -> None:
    page = seat()
    hall.leave(302)
    expect(part(page, "clock")).to_have_attribute("data-last", "true")
    expect(part(page, "clock")).to_contain_text("4:5")
    expect(part(page, "voice-now")).to_have_text("Қалған минут: 5")


def test_when_the_time_is_over_the_last_words_still_go_out(seat: OpenPage, hall: Hall) -> None:
    page = seat()
    go(page, 7)
    page.locator("#kk-7-words").focus()
    hall.leave(0.6)
    page.locator("#kk-7-words").press_sequentially("жү")
    expect(part(page, "cover-title")).to_have_text("Уақыт аяқталды")
    expect(part(page, "stage")).to_be_hidden()
    reached(hall, {7: "жү"})
    hall.finish()
    expect(part(page, "end-code")).to_have_text("K7Q2-M0XD-9T4B-6")


def test_the_invigilators_words_are_shown_until_they_are_read(seat: OpenPage, hall: Hall) -> None:
    page = seat()
    hall.messages.append(
        {"id": 1, "words": "Бес минуттан кейін терезе ашамыз.", "at": "14:01", "read": False}
    )
    expect(part(page, "message-words")).to_have_text("Бес минуттан кейін терезе ашамыз.")
    page.keyboard.press("Escape")
    expect(part(page, "message")).to_be_visible()
    part(page, "message-read").click()
    expect(part(page, "message")).to_be_hidden()
    page.wait_for_timeout(500)
    assert hall.messages[0]["read"]


def test_the_language_changes_in_place_and_is_told(seat: OpenPage, hall: Hall) -> None:
    page = seat()
    option(page, 2).click()
    go(page, 1)
    page.get_by_role("button", name="Рус").click()
    expect(part(page, "place")).to_have_text("Вопрос 1 из 8")
    expect(page.locator("#ru-1-2")).to_be_checked()
    saved(page)
    page.wait_for_timeout(500)
    assert [fact["language"] for fact in hall.facts if fact["kind"] == "language"] == ["ru"]


def test_a_report_on_a_question_waits_for_the_network(seat: OpenPage, hall: Hall) -> None:
    page = seat()
    page.context.set_offline(True)
    part(page, "problem-open").click()
    page.locator("#problem-words").fill("Екі жауап бірдей.")
    part(page, "problem-send").click()
    expect(part(page, "problem-told")).to_contain_text("байланыс жоқ")
    page.context.set_offline(False)
    part(page, "problem-send").click()
    expect(part(page, "problem")).to_be_hidden()
    assert [(one["question"], one["words"]) for one in hall.problems] == [(1, "Екі жауап бірдей.")]


def test_the_whole_test_by_keys_in_kazakh(seat: OpenPage, hall: Hall) -> None:
    page = seat()
    expect(part(page, "place")).to_be_visible()
    keys = page.keyboard
    keys.press("2")
    expect(page.locator("#kk-1-2")).to_be_checked()
    keys.press("Shift+Digit4")
    expect(page.locator('article:not([hidden]) .option[data-place="4"]')).to_have_class("option struck")
    keys.press("f")
    expect(part(page, "flag")).to_have_attribute("aria-pressed", "true")
    keys.press("n")
    keys.press("1")
    keys.press("2")
    keys.press("n")
    keys.press("2")
    keys.press("n")
    page.locator("#kk-4-pair-1").focus()
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.press("n")
    page.locator('article:not([hidden]) [data-place="1"] [data-move="down"]').focus()
    keys.press("Enter")
    keys.press("ArrowDown")
    expect(part(page, "voice")).to_have_text("Енді 3-орында, барлығы 3")
    keys.press("n")
    page.locator("#kk-6-number").focus()
    keys.type("12")
    part(page, "calculator-open").focus()
    keys.press("Enter")
    keys.type("2*(3+4)/√4")
    keys.press("Enter")
    expect(page.locator('[data-part="calculator"] output')).to_have_text("= 7")
    keys.press("Escape")
    expect(part(page, "calculator-open")).to_be_focused()
    keys.press("h")
    expect(part(page, "help")).to_be_visible()
    keys.press("Escape")
    keys.press("o")
    expect(part(page, "overview-title")).to_be_focused()
    expect(part(page, "unanswered")).to_have_text("Жауапсыз сұрақтар: 3")
    part(page, "finish").focus()
    keys.press("Enter")
    expect(part(page, "finish-title")).to_be_focused()
    expect(part(page, "finish-count")).to_contain_text("3")
    keys.press("Tab")
    keys.press("Enter")
    expect(part(page, "end-code")).to_have_text("K7Q2-M0XD-9T4B-6")
    expect(part(page, "end-title")).to_be_focused()
    reached(hall, {
        1: "2", 2: ["1", "2"], 3: False, 4: {"1": "1", "2": "1"}, 5: ["2", "3", "1"], 6: {"number": "12"},
    })  # fmt: skip


def test_finishing_waits_until_everything_is_saved(seat: OpenPage, hall: Hall) -> None:
    page = seat()
    page.context.set_offline(True)
    option(page, 1).click()
    unsaved(page)
    part(page, "overview-open").click()
    part(page, "finish").click()
    part(page, "finish-yes").click()
    expect(part(page, "finish-told")).to_contain_text("Қазір байланыс жоқ")
    assert hall.ended is None
    page.context.set_offline(False)
    part(page, "finish-yes").click()
    expect(part(page, "end-code")).to_be_visible()
    reached(hall, {1: "1"})


def test_another_computer_that_took_over_leaves_this_one_covered(seat: OpenPage, hall: Hall) -> None:
    page = seat()
    hall.phase = "moved"
    expect(part(page, "cover-title")).to_have_text("Тестілеу басқа компьютерде жалғасуда")


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [(1024, 768, 1), (512, 384, 2), (390, 844, 1)],
    ids=("hall", "zoomed", "phone"),
)
def test_every_view_is_usable_by_everybody(
    seat: OpenPage, hall: Hall, width: int, height: int, scale: int
) -> None:
    page = seat(viewport={"width": width, "height": height}, device_scale_factor=scale)
    for number in (3, 5, 8):
        if part(page, "numbers").get_attribute("open") is None:
            part(page, "grid-count").click()
        go(page, number)
        assert_accessible(page)
        assert page.evaluate(WIDER) == []
    part(page, "help-open").click()
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    assert_accessible(page)
    part(page, "finish").click()
    assert_accessible(page)
    part(page, "finish-yes").click()
    expect(part(page, "end-code")).to_be_visible()
    assert_accessible(page)


def test_the_player_comes_in_sixty_kilobytes_and_nothing_moves_after(seat: OpenPage, hall: Hall) -> None:
    watching = """window.moved = 0; new PerformanceObserver((list) => {
        for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved += one.value
    }).observe({ type: 'layout-shift', buffered: true });"""
    page = seat(watching)
    expect(part(page, "stage")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("window.moved") < 0.01
    received = page.evaluate(
        """() => [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]
            .filter(({ name }) => !/paper|state|presence|woff2/.test(name))
            .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
    )
    assert 10_000 < received < 60_000
