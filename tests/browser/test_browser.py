"""The eyes of the browser tests see what they are there to see."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessibility import assert_accessible
from tests.browser.fixtures import watch

PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="


def test_a_visitor_reaches_a_server_that_says_it_is_well(page: Page) -> None:
    answer = page.goto("/healthz")
    assert answer is not None
    assert answer.status == 200
    assert answer.json()["status"] == "ok"


def test_a_picture_without_words_is_called_inaccessible(page: Page) -> None:
    page.set_content(f'<html lang="kk"><title>x</title><main><h1>x</h1><img src="{PICTURE}"></main></html>')
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


def test_a_page_in_order_is_not_called_inaccessible(page: Page) -> None:
    page.set_content('<html lang="kk"><title>Сынақ</title><main><h1>Сынақ</h1><p>Өтініш</p></main></html>')
    assert_accessible(page)


def test_a_page_that_asks_another_host_or_throws_is_noticed(chromium: Browser) -> None:
    page = chromium.new_page()
    noticed: list[str] = []
    watch(page, "127.0.0.1:1", noticed)
    page.set_content(f'<img src="{PICTURE}"><img src="http://127.0.0.1:2/x.png">')
    page.evaluate("() => { setTimeout(() => { throw new Error('broken') }) }")
    page.wait_for_timeout(200)
    page.close()
    assert [fault.split(":")[0] for fault in noticed] == ["asks another host", "throws in a script"]
