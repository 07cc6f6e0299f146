"""`python3 run.py pictures`: the pages that README shows, as anybody sees them in a fresh demo, in docs/pictures.

Made anew whenever a page has changed; nothing is drawn or mended by hand. It takes two minutes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from werkzeug.routing import Rule

from app import create_app
from core.access import word_of
from core.database import db
from core.settings import ROOT, load
from tests.browser.fixtures import FLAGS, find_chromium
from tests.browser.servers import Server, serving
from tests.browser.walk import TRIES, Walk

TARGET = ROOT / "docs" / "pictures"
HIGHEST = 1_100


@dataclass(frozen=True, slots=True)
class Picture:
    """One page: by which name it is kept, what must stand on it, in which language and width."""

    name: str
    endpoint: str
    holds: str = ""
    language: str = "ru"
    width: int = 1280


PICTURES = (
    Picture("service", "regulations.service", language="kk"),
    Picture("cabinet", "applications.own_case_page", 'class="station station-done"', width=390),
    Picture("desk", "desks.mine", 'class="desk-act"'),
    Picture("check", "applications.check", language="kk"),
    Picture("board", "exam.hall_board", language="kk"),
    Picture("meeting", "commissions.live", "data-save="),
    Picture("order", "orders.order", "/extract"),
    Picture("register", "orders.paper"),
    Picture("chain", "desks.chain", 'id="record"'),
    Picture("report", "desks.report", "<svg", language="kk"),
)


def main() -> int:
    """Make every picture; says which page could not be found."""
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="synaq-pictures-") as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SYNAQ_")}
        environment = kept | {"SYNAQ_DATA_FOLDER": folder, "SYNAQ_MODE": "demo"}
        with serving(environment, Path(folder), ("demo",)) as server, sync_playwright() as playwright:
            app = create_app(load({"SYNAQ_DATA_FOLDER": folder, "SYNAQ_MODE": "demo"}))
            walk = Walk(app)
            browser = playwright.chromium.launch(executable_path=find_chromium(), headless=True, args=FLAGS)
            missing = [one.name for one in PICTURES if not taken(one, walk, server, browser)]
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
    for name in missing:
        sys.stderr.write(f"{name}: the demo shows no such page\n")
    return 1 if missing else 0


def taken(picture: Picture, walk: Walk, server: Server, browser: Browser) -> bool:
    """Find somebody who sees the page as it should be, open it as they would, and keep what they see."""
    rules = [one for one in walk.app.url_map.iter_rules(picture.endpoint) if "GET" in (one.methods or ())]
    found = next((way for rule in rules if (way := find(picture, rule, walk))), None)
    if found is None:
        return False
    address, token = found
    context = browser.new_context(viewport={"width": picture.width, "height": 800}, base_url=server.url)
    cookies = [{"name": "language", "value": picture.language, "url": server.url}]
    if token:
        cookies.append({"name": "synaq", "value": walk.cookie(token), "url": server.url})
    context.add_cookies(cookies)  # type: ignore[arg-type]  # the type asks for fields that may be left out
    page = context.new_page()
    page.goto(address)
    # The first page of a visit is shown without its letters (`font-display: optional`): this is the second one.
    page.evaluate("document.fonts.ready")
    page.reload()
    height = min(page.evaluate("document.documentElement.scrollHeight"), HIGHEST)
    page.set_viewport_size({"width": picture.width, "height": height})
    page.evaluate("scrollTo(0, 0)")  # the field that has the caret may lie further down
    page.screenshot(path=TARGET / f"{picture.name}.png")
    context.close()
    sys.stderr.write(f"{picture.name}: {address}\n")
    return True


def find(picture: Picture, rule: Rule, walk: Walk) -> tuple[str, str] | None:
    """The first address and log-in at which the page holds what it should."""
    word = word_of(walk.app, rule.endpoint) or ""
    for people in (slice(0, 1), slice(1, 8)):
        for address, token in islice(walk._tries(rule, word, people), TRIES):
            client = walk.app.test_client()
            if token:
                client.set_cookie("synaq", walk.cookie(token))
            with client.get(address) as answer:
                shown = answer.status_code == 200 and answer.mimetype == "text/html"
                if shown and picture.holds in answer.get_data(as_text=True):
                    return address, token
    return None


if __name__ == "__main__":
    sys.exit(main())
