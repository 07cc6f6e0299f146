"""Applying on a telephone's width without a mouse, from the log-in to the number; everybody can use each page."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import FileChooser, Page

from tests.accounts.people import PASSWORD
from tests.browser.accessibility import assert_accessible
from tests.core.file_samples import png
from tests.journeys import keys
from tests.journeys.hands import Hands
from tests.journeys.keys import reach, type_into
from tests.journeys.walk import Walk

MOST_PAGES = 20


def apply_by_keys(walk: Walk, folder: Path) -> None:
    """Log in, find the service, answer, attach, give the name, have the number, see the way of the case."""
    picture = folder / "document.png"
    picture.write_bytes(png())
    applicant = walk.stranger("phone")
    page = applicant.page
    choosers: list[FileChooser] = []

    def keep(chooser: FileChooser) -> None:
        choosers.append(chooser)

    page.on("filechooser", keep)
    page.goto("/log-in")
    type_into(page, "#name", walk.applicant.name)
    type_into(page, "#password", PASSWORD)
    press(applicant, "main button[type=submit]")
    press(applicant, 'a[href="/apply"]')
    press(applicant, f'a[href="/apply/{walk.slug}"]')
    press(applicant, "main button.button-primary")
    draft = re.sub(r"https?://[^/]+", "", page.url)
    for _ in range(MOST_PAGES):
        if applicant.finds(f'a[href="{draft}/check"]'):
            break
        if page.url.endswith("/documents"):
            _attach(applicant, picture, choosers)
            press(applicant, "main .button-primary")
        elif page.url.endswith(draft):
            press(applicant, ".task:has(.tag-now) a")
        else:
            _answer(applicant)
    press(applicant, f'a[href="{draft}/check"]')
    type_into(page, "#name", page.locator("#name-hint").inner_text().split(": ", 1)[1])
    press(applicant, "main button.button-final")
    assert page.url.endswith("/submitted")
    walk.applied()
    assert str(walk.case["number"]) in page.locator(".receipt").inner_text()
    press(applicant, "main .button-primary")
    assert applicant.finds('[aria-current="step"]')


def press(applicant: Hands, selector: str) -> None:
    """Go there and press Enter; everybody can use the page that comes."""
    keys.press(applicant.page, selector)
    applicant.fits()
    assert_accessible(applicant.page)


def _answer(applicant: Hands) -> None:
    """Answer whatever this page asks."""
    page = applicant.page
    for select_id in page.locator("main select").evaluate_all("all => all.map(one => one.id)"):
        reach(page, f"#{select_id}")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    names = page.locator("main input[type=radio]").evaluate_all("all => all.map(one => one.name)")
    for name in dict.fromkeys(names):
        reach(page, f'main input[type=radio][name="{name}"]')
        page.keyboard.press("Space")
    told = {"#address": "Алматы қ., Абай даңғылы, 1-үй", "#phone": "+7 701 000 00 09"}
    for box, words in told.items():
        if applicant.finds(box):
            type_into(page, box, words)
    if applicant.finds("#agree"):
        reach(page, "#agree")
        page.keyboard.press("Space")
    press(applicant, "main .button-primary")


def _attach(applicant: Hands, picture: Path, choosers: list[FileChooser]) -> None:
    """Every document that must be there, each through its own page."""
    while applicant.finds(".task:has(.tag-now) a"):
        press(applicant, ".task:has(.tag-now) a")
        _choose(applicant.page, choosers).set_files(picture)
        press(applicant, "main button.button-primary")


def _choose(page: Page, choosers: list[FileChooser]) -> FileChooser:
    """Open the dialog for a file by its key; a busy machine may swallow the first stroke."""
    known = len(choosers)
    for key in ("Enter", "Space") * 3:
        reach(page, "main input[type=file]")
        page.keyboard.press(key)
        for _ in range(30):
            if len(choosers) > known:
                return choosers[-1]
            page.wait_for_timeout(100)
    raise AssertionError(f"no key opens the dialog for a file on {page.url}")
