"""A real Chromium before a real server.

Ask for `page`: a visitor's page on a server over a fresh demo database, one for each test module. A page that asks
another host, breaks the content policy, throws in a script or misses one of its files fails its test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.browser.servers import Server, serving
from tests.databases import Databases

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
# The first lets it start as root; the others keep it from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """The installed browser; without one the tests fail, for they would show nothing."""
    named = os.environ.get("CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None and Path(MAC).exists():
        found = MAC
    if found is None:
        pytest.fail(
            "The browser tests need Chromium or Chrome: `apt-get install chromium`, or set CHROMIUM to its path.",
            pytrace=False,
        )
    return found


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure before a real server shows what the server said last."""
    report = yield
    server = getattr(item, "funcargs", {}).get("server")
    if report.failed and isinstance(server, Server):
        report.sections.append(("the server's last words", server.log()[-4000:]))
    return report


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server over a fresh database with demo data; the tests of one module share it."""
    database = databases.fresh()
    folder = tmp_path_factory.mktemp("server")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SYNAQ_")}
    environment = kept | {
        "SYNAQ_MODE": "demo",
        "SYNAQ_DATABASE_URL": database.url,
        "SYNAQ_DATA_FOLDER": str(folder),
    }
    with serving(environment, folder) as running:
        yield running
    databases.remove(database)


@pytest.fixture
def new_page(chromium: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Open another visitor's page: `new_page(viewport={"width": 390, "height": 844}, locale="ru-RU")`."""
    faults: list[str] = []
    contexts = []

    def open_page(**options: Any) -> Page:
        given = {
            "base_url": server.url,
            "locale": "kk-KZ",
            "viewport": {"width": 1280, "height": 900},
        } | options
        context = chromium.new_context(**given)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch(page, urlsplit(server.url).netloc, faults)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "the page itself is at fault:\n" + "\n".join(faults)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A visitor's page, in Kazakh as a first visit is."""
    return new_page()


def watch(page: Page, host: str, faults: list[str]) -> None:
    """Write down what a page must never do."""

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != host:
            faults.append(f"asks another host: {request.url}")

    def on_response(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in {
            "stylesheet",
            "script",
            "font",
            "image",
        }:
            faults.append(f"misses a file of its own: {response.status} {response.url}")

    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(f"breaks the content policy: {message.text}")

    page.on("request", on_request)
    page.on("response", on_response)
    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"throws in a script: {error}"))
