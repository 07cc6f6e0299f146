"""Every page of every room, in three languages, wide and narrow: usable by everybody, as far as a machine can tell.

The walk follows the application's own map of addresses over the demo's data, so that a new page stands under it from
its first day. An address with a number or a name in it is tried with all that the demo has until it shows something.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app import create_app
from core.catalogues import ROOMS
from core.database import db
from core.settings import load
from exam.views.opening import COOKIE as TEST
from tests.browser.accessibility import assert_accessible
from tests.browser.fixtures import watch
from tests.browser.servers import Server, serving
from tests.browser.stages import stages_without_a_case
from tests.browser.walk import Visit, Walk, pages

pytestmark = pytest.mark.browser

LOOKS = (("kk", 390), ("ru", 1280), ("en", 1280))
# Contrast is the dearest rule, and a colour is the same in every language: it is asked once at each width.
COLOURED = LOOKS[:2]
# What a page has to show before it is looked at, where a script makes it.
SHOWN_WHEN = {"exam.player": '[data-view="test"]'}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Flask]]:
    """The demo as people see it, and the same application in this process, to find addresses in it."""
    folder = tmp_path_factory.mktemp("every-page")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SYNAQ_")}
    environment = kept | {"SYNAQ_DATA_FOLDER": str(folder), "SYNAQ_MODE": "demo"}
    with serving(environment, folder, ("demo",)) as server:
        app = create_app(load({"SYNAQ_DATA_FOLDER": str(folder), "SYNAQ_MODE": "demo"}))
        yield server, app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


Found = tuple[list[Visit], list[str], Walk]


@pytest.fixture(scope="module")
def found(demo: tuple[Server, Flask]) -> Found:
    """The walk over the map, made once."""
    walk = Walk(demo[1])
    return *pages(walk), walk


def test_every_page_can_be_seen_in_the_demo(found: Found) -> None:
    lost = found[1]
    assert not lost, "no address of the demo shows these pages:\n" + "\n".join(lost)


def test_the_demo_has_a_case_at_every_stage_of_every_service(demo: tuple[Server, Flask]) -> None:
    with demo[1].app_context():
        missing = stages_without_a_case()
    assert not missing, "the demo shows no case at these stages:\n" + "\n".join(missing)


def room_of(visit: Visit) -> str:
    """The room whose page this is."""
    return visit.endpoint.partition(".")[0]


def test_no_page_belongs_to_a_room_that_is_not_walked(found: Found) -> None:
    assert {room_of(visit) for visit in found[0]} <= set(ROOMS)


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.parametrize("room", ROOMS)
def test_every_page_can_be_used_by_everybody(
    demo: tuple[Server, Flask], found: Found, chromium: Browser, room: str, language: str, width: int
) -> None:
    server, _app = demo
    walk = found[2]
    visits = [visit for visit in found[0] if room_of(visit) == room]
    faults: list[str] = []
    # One browser for the room, as a person has one; its cookies are another's with each visit.
    context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=server.url)
    page = context.new_page()
    watch(page, server.url.split("//")[1], faults)
    for visit in visits:
        context.clear_cookies()
        cookies = [
            {"name": name, "value": value, "url": server.url}
            for name, value in (("language", language), (TEST, walk.test))
        ]
        if visit.token:
            cookies.append({"name": "synaq", "value": walk.cookie(visit.token), "url": server.url})
        context.add_cookies(cookies)  # type: ignore[arg-type]  # the type asks for fields that may be left out
        page.goto(visit.address)
        if visit.endpoint in SHOWN_WHEN:
            page.locator(SHOWN_WHEN[visit.endpoint]).wait_for()
        try:
            assert_accessible(page, colours=(language, width) in COLOURED)
        except AssertionError as error:
            faults.append(f"{visit.endpoint}: {error}")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            faults.append(f"{visit.endpoint} {visit.address}: {wide} px too wide")
    context.close()
    assert not faults, f"{len(visits)} pages, {len(faults)} faults:\n" + "\n".join(faults)
