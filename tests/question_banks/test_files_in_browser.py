"""A bank administrator brings a colleague's sheet by naming its columns, takes it, and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.servers import Server
from tests.question_banks.test_bringing import PEOPLES_SHEET
from tests.question_banks.test_in_browser import as_somebody, house

__all__ = ["as_somebody", "house"]


def test_a_sheet_is_mapped_taken_and_taken_back(
    server: Server, as_somebody: Callable[[str], Page], tmp_path: Path
) -> None:
    sheet = tmp_path / "сұрақтар.csv"
    sheet.write_text(PEOPLES_SHEET, encoding="utf-8")
    page = as_somebody("bank")
    page.goto(f"{server.url}/banks/forensic-medicine/import")
    assert_accessible(page)
    page.locator("#file").set_input_files(sheet)
    page.locator("#language-0").check()
    page.get_by_role("button", name="Read it and show the report").click()

    expect(page.locator("h1")).to_contain_text("What do the columns")
    expect(page.locator("#column_1")).to_have_value("question::0")
    page.locator("#column_6").select_option("key::0")
    assert_accessible(page)
    page.get_by_role("button", name="Read the questions so").click()

    expect(page.locator("main")).to_contain_text("G3")
    page.get_by_role("button", name="Take the questions into the bank as drafts").click()
    expect(page.locator(".errors")).to_contain_text("refused")
    page.locator("#without_refused").check()
    page.get_by_role("button", name="Take the questions into the bank as drafts").click()
    expect(page.locator("main")).to_contain_text("1 item is now in the bank")
    assert_accessible(page)

    page.get_by_role("button", name="Take the import back").click()
    expect(page.locator("main")).to_contain_text("1 question was taken back")
    page.goto(f"{server.url}/banks/forensic-medicine")
    expect(page.locator("main")).not_to_contain_text("Морфин")
