"""A clinic attaches somebody and gives the ticket, on paper and electronically: the fourth family, before browsers."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from accounts.roles import Role
from tests.journeys import walk_documents, walk_paper, walk_signatures
from tests.journeys.walk import MakeApp, Walk, walking


def test_a_clinic_takes_documents_and_gives_the_ticket_in_russian(
    make_app: MakeApp, chromium: Browser, tmp_path: Path
) -> None:
    """Signed by whom the text names it is given at once; it is found by its code, and never by name."""
    with walking(make_app, chromium, "clinic-attachment", "ru") as walk:
        walk_documents.apply_from_the_cabinet(walk, tmp_path)
        give_the_ticket(walk)
        make_it_electronic(walk)
        specialist = walk.person(Role.STATISTICS_SPECIALIST, walk.provider_id)
        walk_signatures.sign_by_the_key_here(walk, specialist)
        assert walk.standing().ended
        walk_paper.verified(walk, walk_paper.read_in_the_cabinet(walk), tmp_path, searchable=False)


def give_the_ticket(walk: Walk) -> None:
    """The specialist looks at the documents, registers, and has the ticket to print."""
    specialist = walk.at_desk(Role.STATISTICS_SPECIALIST)
    specialist.open("/clinic")
    specialist.press(f'main a[href="/clinic{walk.address}"]')
    specialist.fill(sheets="1")
    specialist.press('form[action$="/ticket"] button')
    assert specialist.download('main a[href$="/file"]').startswith(b"%PDF")


def make_it_electronic(walk: Walk) -> None:
    """From the list of tickets that were given on paper only."""
    specialist = walk.at_desk(Role.STATISTICS_SPECIALIST)
    specialist.open("/result-papers")
    specialist.press(f'main a[href="{walk.address}/paper/draw"]')
    specialist.choose("signatory")
    specialist.press('main button[name="act"][value="draw"]')
