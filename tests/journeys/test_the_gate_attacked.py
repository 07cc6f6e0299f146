"""The gate over pages and API: no interview without a positive result that stands, before a correction and after."""

from __future__ import annotations

import re

from flask import Flask

from accounts.roles import Role
from commissions.models import Interview, ProtocolItemSigned, Slot
from core import journal_proof
from core.database import db
from regulations.kinds import StepKind
from tests.journeys import interviewing as hands
from tests.journeys.testing import Journey, done, with_result

SLUG = "specialist-certificate-with-category"
WHY = "Сұрақтың кілті қате болды"


def rows(app: Flask, table: type[object]) -> int:
    with app.app_context():
        return db.session.query(table).count()


def taken_back(journey: Journey) -> None:
    """The head takes the result back, on the page."""
    head = journey.browser(Role.HEAD, journey.provider_id)
    done(head.fill(f"{journey.address}/results/take-back", reason=WHY))
    assert journey.verdict() == "void"


def test_a_negative_case_is_not_offered_and_its_form_is_refused(app: Flask) -> None:
    journey = with_result(app, SLUG, rightly=False)
    at = hands.formed(journey)
    page = at.keeper.get(f"/commissions/{at.commission}").text
    assert str(journey.case["number"]) in page
    assert "The current test result is negative" in page
    assert f"/waiting/{journey.case['id']}" not in page
    # The form is sent all the same, as a page of yesterday would send it.
    answer = hands.offer(at)
    assert answer.status_code == 409
    assert "The current test result is negative" in answer.text
    assert rows(app, Interview) == 0
    with app.app_context():
        assert journal_proof.verify().holds


def test_other_systems_have_no_way_past_the_gate(app: Flask) -> None:
    journey = with_result(app, SLUG, rightly=False)
    written = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}
    ]
    assert not [rule for rule in written if re.search("interview|commission|meeting|protocol|vote", rule)]
    system = journey.system
    for tail in ("interview", "steps", "outcome", "decide"):
        answer = system.client.post(
            f"/api/v1/cases/{journey.case['id']}/{tail}",
            json={"decision": "positive"},
            headers=system.headers,
        )
        assert answer.status_code in {404, 405}, (tail, answer.status_code)
    assert rows(app, Interview) == 0


def test_a_result_that_is_taken_back_stops_the_hearing_on_the_page(app: Flask) -> None:
    journey = with_result(app, SLUG)
    at = hands.formed(journey)
    done(hands.offer(at))
    one = hands.interview_of(at)
    hands.to_the_meeting(at)
    taken_back(journey)
    answer = at.keep(f"{one}/begin")
    assert answer.status_code == 409, answer.text
    page = at.keeper.get(f"/commissions/interviews/{one}").text
    assert "The test result was taken back: only a positive one opens the interview." in page
    assert "blocked" in at.keeper.get("/desk").text
    # Nothing that comes after it is open either, whatever is sent.
    for verb in ("open-vote", "count", "draw"):
        assert at.keep(f"{one}/{verb}").status_code in {404, 409}, verb
    assert at.sit(at.members[0], f"{one}/vote", vote="for").status_code in {404, 409}
    address = f"/commissions/{at.commission}/waiting/{journey.case['id']}"
    assert at.keeper.fill(address, meeting=at.meeting, starts="11:00", ends="11:20").status_code in {404, 409}
    with app.app_context():
        (interview,) = db.session.query(Interview).all()
        assert (interview.opened_at, interview.decided_at) == (None, None)
        assert journal_proof.verify().holds


def test_a_result_that_is_taken_back_during_the_vote_leaves_no_decision(app: Flask) -> None:
    journey = with_result(app, SLUG)
    at = hands.formed(journey)
    done(hands.offer(at))
    one = hands.interview_of(at)
    hands.to_the_meeting(at)
    hands.hear(at, "positive", up_to="count")
    taken_back(journey)
    answer = at.keep(f"{one}/decide", motives="Жауаптары толық")
    assert answer.status_code == 409, answer.text
    with app.app_context():
        (interview,) = db.session.query(Interview).all()
        assert interview.decided_at is None


def test_a_decision_whose_result_is_taken_back_before_the_last_signature_has_no_effect(app: Flask) -> None:
    journey = with_result(app, SLUG)
    at = hands.formed(journey)
    done(hands.offer(at))
    hands.to_the_meeting(at)
    hands.hear(at, "positive")
    hands.close(at)
    protocol = hands.draw(at)
    taken_back(journey)
    hands.sign(at, protocol)
    assert journey.standing().kind is StepKind.INTERVIEW
    assert rows(app, ProtocolItemSigned) == 0
    page = at.keeper.get(f"/commissions/meetings/{at.meeting}/protocol").text
    assert "takes no effect" in page
    head = journey.browser(Role.HEAD, journey.provider_id)
    assert head.get(f"{journey.address}/decide").status_code in {403, 409}
    with app.app_context():
        assert journal_proof.verify().holds
        assert db.session.query(Slot).count() == 1
