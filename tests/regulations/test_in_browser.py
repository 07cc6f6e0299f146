"""The public pages of the regulations before a real browser: usable by everybody, whole on a telephone and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from regulations.catalogue import catalogue
from tests.browser.accessibility import assert_accessible

# One of each kind: a certificate, two levels, a licence with payment and three procedures, a clinic.
EXAMPLES = (
    "specialist-certificate-with-category",
    "organisation-accreditation",
    "narcotics-licence",
    "clinic-attachment",
)
PAGES = {
    390: (
        *(f"/services/{service}" for service in catalogue().services()),
        *(f"/services/{service}{room}" for service in EXAMPLES for room in ("/text", "/terms")),
    ),
    1440: tuple(f"/services/{service}{room}" for service in EXAMPLES for room in ("", "/text", "/terms")),
}
RECKONED = (
    "/services/independent-expert-accreditation/terms?day=01.04.2025&hour=09:00&channel=egov-portal",
    "/services/narcotics-licence/terms?day=18.03.2026&hour=20:00&channel=state-corporation&procedure=issue",
    "/services/specialist-certificate/terms?day=31.02.2026&hour=20:00&channel=chancery",
)
WIDTHS = {"telephone": 390, "desk": 1440}
# Every text of a picture lies inside it, and no two texts of a row lie on one another.
MISPLACED = """() => [...document.querySelectorAll('svg.drawn')].filter(s => s.getClientRects().length).flatMap(s => {
    const view = s.viewBox.baseVal, boxes = [...s.querySelectorAll('text')].map(t => [t.textContent, t.getBBox()]);
    const out = boxes.filter(([, b]) => b.x < -1 || b.x + b.width > view.width + 1).map(([t]) => 'outside: ' + t);
    const on = boxes.flatMap(([t, a], i) => boxes.slice(i + 1).filter(([, b]) =>
        a.x + 1 < b.x + b.width && b.x + 1 < a.x + a.width && a.y + 4 < b.y + b.height && b.y + 4 < a.y + a.height
    ).map(([u]) => 'on one another: ' + t + ' / ' + u));
    return [...out, ...on];
})"""


def opened(new_page: Callable[..., Page], width: int, language: str, **options: object) -> Page:
    page = new_page(viewport={"width": width, "height": 900}, **options)
    page.goto(f"/language/{language}")
    return page


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("address", ["/services", "/services?who=organisation&want=reissue", *RECKONED])
def test_finding_and_reckoning_are_usable_by_everybody(
    new_page: Callable[..., Page], address: str, width: int
) -> None:
    for language in ("kk", "en"):
        page = opened(new_page, width, language)
        page.goto(address)
        assert_accessible(page)
        assert_no_sideways(page)


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_the_pages_of_a_service_are_usable_by_everybody(new_page: Callable[..., Page], width: int) -> None:
    page = opened(new_page, width, "kk")
    for address in PAGES[width]:
        page.goto(address)
        assert_accessible(page)
        assert_no_sideways(page)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_in_every_picture_no_word_is_cut_or_lies_on_another(
    new_page: Callable[..., Page], language: str
) -> None:
    for width in WIDTHS.values():
        page = opened(new_page, width, language)
        for service in catalogue().services():
            for procedure in catalogue().newest(service).procedures:
                page.goto(f"/services/{service}?procedure={procedure.id}")
                assert page.evaluate(MISPLACED) == [], f"{service}, {procedure.id}, {width} px"


def test_one_picture_is_shown_for_each_width_and_the_wide_one_is_printed(
    new_page: Callable[..., Page],
) -> None:
    wide, tall = ".path-wide", ".path-tall"
    page = opened(new_page, 1440, "kk")
    page.goto("/services/specialist-certificate")
    expect(page.locator(wide)).to_be_visible()
    expect(page.locator(tall)).to_be_hidden()
    telephone = opened(new_page, 390, "kk")
    telephone.goto("/services/specialist-certificate")
    expect(telephone.locator(tall)).to_be_visible()
    expect(telephone.locator(wide)).to_be_hidden()
    telephone.emulate_media(media="print")
    expect(telephone.locator(wide)).to_be_visible()
    expect(telephone.locator(tall)).to_be_hidden()


def test_dark_pages_and_high_contrast_are_usable_too(new_page: Callable[..., Page]) -> None:
    page = opened(new_page, 390, "kk", color_scheme="dark")
    for address in ("/services", "/services/organisation-accreditation", RECKONED[0]):
        page.goto(address)
        assert_accessible(page)


def test_a_visitor_without_scripts_finds_a_service_and_reckons_its_terms(
    new_page: Callable[..., Page],
) -> None:
    page = opened(new_page, 390, "en", java_script_enabled=False)
    page.goto("/services")
    page.click("text=I come for an organisation or an entrepreneur")
    page.click("text=Accreditation")
    page.click("#found h3 a")
    page.click("text=Reckon the days")
    page.fill("#day", "19.03.2025")
    page.fill("#hour", "10:00")
    page.click("main button.button-primary")
    assert "Wednesday 19 March 2025, 10:00" in page.inner_text("#reckoned")
    assert page.locator(".due-table tbody tr").count() == 16


def assert_no_sideways(page: Page) -> None:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{page.url} is {over} px too wide"
