"""An organisation is accredited: the family of services with an external evaluation, in Russian before browsers."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys import (
    walk_commission,
    walk_documents,
    walk_evaluation,
    walk_meeting,
    walk_meeting_plainly,
    walk_order,
    walk_paper,
    walk_signatures,
)
from tests.journeys.walk import MakeApp, walking


def test_an_organisation_comes_from_its_application_over_visit_and_commission_to_its_certificate_in_russian(
    make_app: MakeApp, chromium: Browser, tmp_path: Path
) -> None:
    with walking(make_app, chromium, "organisation-accreditation", "ru") as walk:
        walk_documents.apply_from_the_cabinet(walk, tmp_path)
        walk_documents.to_documents_in_order(walk)
        walk_documents.forward(walk)
        evaluation = walk_evaluation.ordered(walk)
        walk_evaluation.planned(walk, evaluation, tmp_path)
        walk_evaluation.reported(walk, evaluation)
        at = walk_commission.form_the_commission(walk, tmp_path)
        walk_commission.schedule(walk, at)
        walk_meeting.to_the_hour(walk, at)
        walk_meeting_plainly.held(walk, at, comes=False)
        walk_meeting.draw_the_protocol(walk, at)
        walk.go_to_today()
        walk_signatures.everybody_signs(walk, [*at.members, at.secretary], tmp_path)
        walk.appoint()
        walk_order.decide_to_award(walk)
        walk_order.to_the_signed_order(walk)
        walk_paper.draw(walk)
        walk_paper.given(walk, tmp_path)
