"""A specialist comes to a certificate with category: the first family of services, walked in Kazakh before browsers."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys import (
    walk_application_by_keys,
    walk_commission,
    walk_documents,
    walk_meeting,
    walk_order,
    walk_paper,
    walk_signatures,
    walk_test,
)
from tests.journeys.walk import MakeApp, walking


def test_a_specialist_comes_to_a_certificate_with_category_in_kazakh(
    make_app: MakeApp, chromium: Browser, tmp_path: Path
) -> None:
    """Applicant and secretary have no mouse, a member has a telephone, the chair signs with a program of the own."""
    with walking(make_app, chromium, "specialist-certificate-with-category", "kk") as walk:
        walk_application_by_keys.apply_by_keys(walk, tmp_path)
        walk_documents.to_documents_in_order(walk)
        walk_test.sit(walk, walk_test.answer_in_the_player)
        at = walk_commission.form_the_commission(walk, tmp_path)
        walk_commission.schedule(walk, at)
        walk_commission.read_the_invitation(walk)
        walk_meeting.to_the_hour(walk, at)
        keeper = walk_meeting.opened_by_keys(walk, at)
        walk_meeting.heard_by_keys(walk, at, keeper)
        walk_meeting.closed_by_keys(walk, keeper)
        walk_meeting.draw_the_protocol(walk, at)
        walk.go_to_today()
        walk_signatures.everybody_signs(walk, [*at.members, at.secretary], tmp_path)
        walk_order.decide_to_award(walk)
        walk_order.to_the_signed_order(walk)
        walk_paper.draw(walk)
        walk_paper.given(walk, tmp_path)
