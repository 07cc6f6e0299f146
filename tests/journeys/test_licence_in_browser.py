"""A pharmacist comes to a licence paid for at the gateway: the third family, walked in English before browsers."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from regulations.kinds import StepKind
from tests.journeys import walk_documents, walk_paper
from tests.journeys.hands import Hands
from tests.journeys.walk import MakeApp, Walk, walking


def test_an_applicant_pays_at_the_gateway_and_comes_to_a_licence_in_english(
    make_app: MakeApp, chromium: Browser, tmp_path: Path
) -> None:
    with walking(make_app, chromium, "pharmaceutical-licence", "en") as walk:
        pay(walk, walk_documents.apply_from_the_cabinet(walk, tmp_path))
        while walk.standing().kind is not StepKind.DOCUMENT_DRAFT:
            walk_documents.to_documents_in_order(walk)
        walk_paper.draw(walk, annex="Терапия: Көкшетау, Абай көшесі, 1")
        walk_paper.given(walk, tmp_path)


def pay(walk: Walk, applicant: Hands) -> None:
    """At the stand-in of the gateway, which says that the fee has come."""
    assert walk.standing().kind is StepKind.PAYMENT
    applicant.send()
    applicant.press('form[action$="/payment/begin"] button')
    applicant.press('form[action$="/payment/ask"] button')
    assert walk.standing().kind is StepKind.REGISTER
