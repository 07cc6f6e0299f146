"""The pages of signing in before a real browser: usable by everybody, with scripts and without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.people import OTHER_PASSWORD, some_iin
from tests.browser.accessibility import assert_accessible

PUBLIC_PAGES = (
    "/",
    "/log-in",
    "/register",
    "/register/person",
    "/register/organisation",
    "/forgotten-password",
    "/forgotten-password/sent",
    "/letters",
)


def speak(page: Page, language: str) -> None:
    page.goto(f"/language/{language}")


def register(page: Page, email: str) -> None:
    page.goto("/register/person")
    page.fill("#iin", some_iin())
    page.fill("#surname", "Қайырбекова")
    page.fill("#given_name", "Өлмесхан")
    page.fill("#email", email)
    page.fill("#password", OTHER_PASSWORD)
    page.fill("#again", OTHER_PASSWORD)
    page.click("main button[type=submit]")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_public_pages_are_usable_by_everybody(page: Page, language: str) -> None:
    speak(page, language)
    for address in PUBLIC_PAGES:
        page.goto(address)
        assert_accessible(page)
    page.goto("/register/person")
    page.click("main button[type=submit]")
    expect(page.locator(".errors")).to_be_focused()
    assert_accessible(page)


def test_the_digits_say_what_they_say_while_they_are_typed(page: Page) -> None:
    speak(page, "en")
    page.goto("/register/person")
    said = page.locator("[data-iin]")
    for typed, words in (
        ("870615", "Digits to come: 6"),
        ("8706150", "The seventh digit of an IIN"),
        ("870615412301", "One digit of this IIN is wrong"),
        ("870615412300", "Born on 15.06.1987."),
        ("87061541230x", "An IIN has 12 digits."),
    ):
        page.fill("#iin", typed)
        expect(said).to_contain_text(words)


def test_a_person_registers_with_a_browser_that_runs_no_scripts(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    speak(page, "en")
    register(page, "noscript@example.kz")
    page.goto("/account")
    expect(page.locator("h1")).to_have_text("My account")
    expect(page.locator("main")).to_contain_text("You have not been identified yet")


def test_the_pages_of_ones_account_are_usable_by_everybody_on_a_small_screen(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    speak(page, "kk")
    register(page, "small@example.kz")
    for address in ("/account", "/account/contact", "/account/name", "/account/password", "/representation"):
        page.goto(address)
        assert_accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{address} is wider than the screen"
