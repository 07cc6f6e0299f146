"""A forensic expert is attested at two levels: the second family of services, walked in Russian before browsers."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys import (
    walk_commission,
    walk_documents,
    walk_meeting,
    walk_meeting_plainly,
    walk_order,
    walk_paper,
    walk_signatures,
    walk_test,
)
from tests.journeys.walk import MakeApp, walking


def test_a_forensic_expert_is_attested_at_two_levels_in_russian(
    make_app: MakeApp, chromium: Browser, tmp_path: Path
) -> None:
    """Neither the candidate in the hall nor the secretary of the commission has scripts in the browser."""
    with walking(make_app, chromium, "forensic-expert-attestation", "ru") as walk:
        walk_documents.apply_from_the_cabinet(walk, tmp_path)
        walk_documents.to_documents_in_order(walk)
        walk_test.sit(walk, walk_test.answer_on_plain_pages)
        walk_documents.forward(walk)
        walk_documents.register(walk)
        walk_documents.assign(walk, walk.executes)
        at = walk_commission.form_the_commission(walk, tmp_path)
        walk_commission.schedule(walk, at)
        walk_meeting.to_the_hour(walk, at)
        walk_meeting_plainly.held(walk, at)
        walk_meeting.draw_the_protocol(walk, at)
        walk.go_to_today()
        walk_signatures.everybody_signs(walk, [*at.members, at.secretary], tmp_path)
        walk.appoint()
        walk_order.decide_to_award(walk)
        walk_order.to_the_signed_order(walk)
        walk_paper.draw(walk)
        walk_paper.given(walk, tmp_path)
