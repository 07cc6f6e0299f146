"""Hands without a mouse: Tab until something has the focus, then a key."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_STEPS = 120


def reach(page: Page, selector: str) -> None:
    """Press Tab until the first of these has the focus, as somebody without a mouse does."""
    wanted = page.locator(selector).first
    wanted.wait_for(state="attached")
    for _ in range(MOST_STEPS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by the Tab key on {page.url}")


def press(page: Page, selector: str) -> None:
    """Go there and press Enter; the next page is complete when this returns."""
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_into(page: Page, selector: str, text: str) -> None:
    reach(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
