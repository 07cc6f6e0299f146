"""A specialist is attested for a rural pharmacy, where the commission decides: the fifth family, before browsers."""

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


def test_the_commission_of_a_department_attests_for_a_rural_pharmacy_and_its_secretary_gives_the_result(
    make_app: MakeApp, chromium: Browser, tmp_path: Path
) -> None:
    """There is no order: the secretary enters what the signed protocol says."""
    with walking(make_app, chromium, "rural-pharmacy-attestation", "kk") as walk:
        walk_documents.apply_from_the_cabinet(walk, tmp_path)
        walk_documents.to_documents_in_order(walk)
        walk_documents.forward(walk)
        walk_test.sit(walk, walk_test.answer_in_the_player)
        at = walk_commission.form_the_commission(walk, tmp_path)
        walk_commission.schedule(walk, at)
        walk_meeting.to_the_hour(walk, at)
        walk_meeting_plainly.held(walk, at)
        walk_meeting.draw_the_protocol(walk, at)
        walk.go_to_today()
        walk_signatures.everybody_signs(walk, [*at.members, at.secretary], tmp_path)
        walk_order.decide_to_award(walk)
        walk_paper.draw(walk)
        walk_paper.given(walk, tmp_path)
