"""Hands at a browser: log in as somebody of the demo, answer what a page asks, press what it offers."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page
from pyotp import TOTP

from accounts.demo import PASSWORD, demo_secret
from tests.core.file_samples import png

MOST_PAGES = 30
PRIMARY = "main .button-primary, main .button-final"


class Hands:
    """One person before one browser; everything is done by pressing what the pages show."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str) -> None:
        """Go to an address of the service; it must be there."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{address}: {answer.status}"
        self.fits()

    def press(self, selector: str) -> None:
        """Press it; the next page is there when this returns."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.fits()

    def fits(self) -> None:
        """No page is wider than what it is read on."""
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"

    def finds(self, selector: str) -> bool:
        return self.page.locator(selector).count() > 0

    def fill(self, **texts: str) -> None:
        for name, text in texts.items():
            self.page.fill(f"#{name}", text)

    def choose(self, name: str, value: object = None) -> None:
        """Pick in a list or among buttons what has this value, or whatever comes first."""
        buttons = self.page.locator(f'main input[type=radio][name="{name}"]')
        if not buttons.count():
            box = self.page.locator(f'main select[name="{name}"]')
            known = box.locator("option").evaluate_all("all => all.map(one => one.value).filter(Boolean)")
            box.select_option(known[0] if value is None else str(value))
        elif value is None:
            buttons.first.check()
        else:
            buttons.and_(self.page.locator(f'[value="{value}"]')).check()

    def send(self) -> None:
        """Press the one button that says what will happen."""
        self.press(PRIMARY)

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def download(self, selector: str) -> bytes:
        """The file behind a link."""
        address = self.page.locator(selector).first.get_attribute("href")
        return self.page.request.get(address or "").body()


def log_in(page: Page, name: str, language: str) -> Hands:
    """With password and code."""
    hands = Hands(page)
    page.goto(f"/language/{language}?next=/log-in")
    hands.fill(name=name, password=PASSWORD)
    hands.press("main button[type=submit]")
    if hands.finds("#code"):
        hands.fill(code=TOTP(demo_secret(name)).now())
        hands.press("main button[type=submit]")
    return hands


def apply(hands: Hands, slug: str, folder: Path, office: str) -> None:
    """Apply for a service, from the first page to the one that gives the number."""
    picture = folder / "document.png"
    picture.write_bytes(png())
    hands.open("/apply")
    hands.press(f'main a[href="/apply/{slug}"]')
    hands.send()
    draft = re.sub(r"https?://[^/]+", "", hands.page.url)
    for _ in range(MOST_PAGES):
        if hands.finds(f'a[href="{draft}/check"]'):
            break
        if hands.page.url.endswith(draft):
            hands.press(".task:has(.tag-now) a")
        elif hands.page.url.endswith("/documents"):
            attach(hands, picture)
            hands.send()
        else:
            answer(hands, office)
            hands.send()
    hands.press(f'a[href="{draft}/check"]')
    hint = hands.page.locator("#name-hint")
    told = hint.inner_text() if hint.count() else ""
    hands.fill(name=told.split(": ", 1)[1] if ": " in told else "Климова С. П.")
    # Beside it stands the way to sign by key.
    hands.press("main button.button-final")
    assert hands.page.url.endswith("/submitted"), hands.text()


def attach(hands: Hands, picture: Path) -> None:
    """Every document that must be there, each through its own page."""
    while hands.finds(".task:has(.tag-now) a"):
        hands.press(".task:has(.tag-now) a")
        hands.page.locator("main input[type=file]").first.set_input_files(picture)
        hands.send()


def answer(hands: Hands, office: str) -> None:
    """Answer whatever this page asks; among offices choose the one that is meant."""
    page = hands.page
    for box in page.locator("main select").all():
        if box.get_attribute("id") == "office":
            box.select_option(office)
        else:
            box.select_option(index=1)
    names = page.locator("main input[type=radio]").evaluate_all("all => all.map(one => one.name)")
    for name in dict.fromkeys(names):
        page.locator(f'main input[type=radio][name="{name}"]').first.check()
    told = {"address": "Көкшетау, Абай көшесі, 1", "activity": "Терапия", "phone": "+7 701 000 00 09"}
    for name, words in told.items():
        if hands.finds(f"#{name}"):
            page.fill(f"#{name}", words)
    if hands.finds("#agree"):
        page.check("#agree")
