"""A specialist applies for a certificate: on a telephone's width, in Kazakh, without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import FileChooser, Page
from sqlalchemy import select

from accounts.demo import PASSWORD, fill_demo, make_iin, read
from app import create_app
from applications.models import Case
from core.database import db
from core.settings import load
from tests.browser.accessibility import assert_accessible
from tests.browser.servers import Server
from tests.core.file_samples import png
from tests.journeys import keys
from tests.journeys.keys import reach, type_into

SLUG = "specialist-certificate"


def press(page: Page, selector: str) -> None:
    """Go there and press Enter; everybody can use the page that comes."""
    keys.press(page, selector)
    assert_accessible(page)


def answer(page: Page) -> None:
    """Answer whatever this page asks."""
    for select_id in page.locator("main select").evaluate_all("all => all.map(one => one.id)"):
        reach(page, f"#{select_id}")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    names = page.locator("main input[type=radio]").evaluate_all("all => all.map(one => one.name)")
    for name in dict.fromkeys(names):
        reach(page, f'main input[type=radio][name="{name}"]')
        page.keyboard.press("Space")
    if page.locator("#address").count():
        type_into(page, "#address", "Алматы қ., Абай даңғылы, 1-үй")
    if page.locator("#agree").count():
        reach(page, "#agree")
        page.keyboard.press("Space")
    press(page, "main .button-primary")


def attach(page: Page, picture: Path, choosers: list[FileChooser]) -> None:
    """Every document that must be there, each through its own page."""
    while page.locator(".task:has(.tag-now) a").count():
        press(page, ".task:has(.tag-now) a")
        choose(page, choosers).set_files(picture)
        press(page, "main button.button-primary")


def choose(page: Page, choosers: list[FileChooser]) -> FileChooser:
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


def test_a_specialist_applies_for_a_certificate_without_a_mouse(
    new_page: Callable[..., Page], server: Server, tmp_path: Path
) -> None:
    settings = load(server.environment)
    app = create_app(settings)
    with app.app_context():
        fill_demo(settings)
        somebody = read("applicants")["people"][0]["person"]
        iin = make_iin(somebody, 501)
    picture = tmp_path / "diploma.png"
    picture.write_bytes(png())
    page = new_page(viewport={"width": 390, "height": 844})
    choosers: list[FileChooser] = []

    def keep(chooser: FileChooser) -> None:
        choosers.append(chooser)

    page.on("filechooser", keep)
    page.goto("/log-in")
    type_into(page, "#name", iin)
    type_into(page, "#password", PASSWORD)
    press(page, "main button[type=submit]")
    press(page, 'a[href="/apply"]')
    press(page, f'a[href="/apply/{SLUG}"]')
    press(page, "main button.button-primary")
    draft = re.sub(r"https?://[^/]+", "", page.url)
    for _ in range(20):
        if page.locator(f'a[href="{draft}/check"]').count():
            break
        if page.url.endswith("/documents"):
            attach(page, picture, choosers)
            press(page, "main .button-primary")
        elif page.url.endswith(draft):
            press(page, ".task:has(.tag-now) a")
        else:
            answer(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    press(page, f'a[href="{draft}/check"]')
    name = page.locator("#name-hint").inner_text().split(": ", 1)[1]
    type_into(page, "#name", name)
    press(page, "main button.button-final")
    assert page.url.endswith("/submitted")
    with app.app_context():
        case = db.session.scalars(select(Case)).one()
        assert case.number in page.locator(".receipt").inner_text()
        assert (case.service, case.language) == (SLUG, "kk")
    press(page, "main .button-primary")
    assert page.locator('[aria-current="step"]').count() == 1
    press(page, ".crumbs a")
    assert case.number in page.locator("main").inner_text()
