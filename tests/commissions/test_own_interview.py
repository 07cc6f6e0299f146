"""What a candidate is told of the interview: by the text's own notice, in the cabinet, for the calendar."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from accounts.models import Account
from accounts.roles import Role
from applications.models import CaseNotice
from commissions.actions import agenda, hearing_end
from commissions.models import Slot
from commissions.presence import candidate_comes, notice_of_interview
from commissions.proceedings import Ending
from core.actor import Actor, acting
from core.clock import frozen
from core.database import db
from core.refusals import Refusal
from regulations.catalogue import catalogue
from regulations.kinds import Medium
from tests.applications import making as applying
from tests.commissions.hearing import SERVICE, Hearing, at, hearing
from tests.commissions.live_hands import open_with_everybody
from tests.exam.planners import decide

__all__ = ["at", "hearing"]


def owner(account: Account) -> Actor:
    """The applicant at the pages."""
    db.session.commit()
    return Actor(account.id, Role.APPLICANT.value, None, None, account.name)


def put_on(hearing: Hearing) -> Slot:
    with acting(hearing.secretary):
        return agenda.put_on(hearing.meeting.id, hearing.cases[0].id, **hearing.times())


@pytest.mark.parametrize(
    ("slug", "comes", "media"),
    [
        ("specialist-certificate-with-category", True, {Medium.NOT_STATED}),
        ("independent-expert-accreditation", True, {Medium.CABINET}),
        ("forensic-expert-attestation", True, {Medium.CABINET}),
        ("forensic-expert-qualification", True, {Medium.CABINET}),
        ("rural-pharmacy-attestation", True, {Medium.NOT_STATED}),
        ("organisation-accreditation", False, None),
    ],
)
def test_the_text_says_who_comes_and_how_it_is_told(
    slug: str, comes: bool, media: set[Medium] | None
) -> None:
    edition = catalogue().newest(slug)
    assert candidate_comes(edition) is comes
    told = notice_of_interview(edition)
    assert (told is None) is (media is None)
    if told is not None:
        assert {medium for rule in told.media for medium in rule.media} == media


def test_the_notice_is_that_of_the_text_with_place_date_and_time(hearing: Hearing) -> None:
    slot = put_on(hearing)
    db.session.commit()
    said = db.session.scalars(
        select(CaseNotice).where(CaseNotice.case_id == slot.case_id, CaseNotice.medium == "cabinet")
    ).all()[-1]
    assert said.about == "interview"
    for words in (
        "Әңгімелесудің өтетін орны, күні мен уақыты туралы хабарлама",
        "214-кабинет",
        "10:00",
        "құжат",
    ):
        assert words in said.body, words


def test_whoever_passed_the_test_is_told_that_the_time_comes_in_another_message(hearing: Hearing) -> None:
    said = db.session.scalars(
        select(CaseNotice).where(
            CaseNotice.case_id == hearing.cases[0].id,
            CaseNotice.about == "interview",
            CaseNotice.medium == "cabinet",
        )
    ).one()
    assert "басқа хабарламада айтылады" in said.body


def test_the_cabinet_shows_place_and_time_and_gives_them_for_the_calendar(hearing: Hearing) -> None:
    account = applying.applicant()
    case = hearing.cases[0]
    case.applicant_id = account.id
    db.session.commit()
    address = f"/cabinet/{case.public_id}"
    candidate = hearing.page(owner(account))
    assert f"{address}/interview" in candidate.page(address)
    assert "Время ещё не назначено" in candidate.page(f"{address}/interview")
    assert candidate.get(f"{address}/interview/calendar").status_code == 404
    slot = put_on(hearing)
    db.session.commit()
    candidate = hearing.page(owner(account))
    page = candidate.page(f"{address}/interview")
    for words in ("214-кабинет", "10:00", "Документ, удостоверяющий личность", hearing.commission.name):
        assert words in page, words
    told = candidate.page(f"{address}/interview/calendar")
    assert f"UID:interview-{slot.interview_id}@synaq" in told
    assert f"DTSTART:{slot.starts_at:%Y%m%dT%H%M%SZ}" in told
    assert "BEGIN:VEVENT" in told
    stranger = hearing.page(owner(applying.applicant()))
    assert stranger.get(f"{address}/interview").status_code == 404
    assert stranger.get(f"{address}/interview/calendar").status_code == 404


def test_nobody_is_absent_where_the_text_asks_nobody_to_come(
    hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = put_on(hearing)
    monkeypatch.setattr(hearing_end, "candidate_comes", lambda _edition: False)
    with frozen(hearing.meeting.starts_at):
        open_with_everybody(hearing.meeting)
        with acting(hearing.secretary), pytest.raises(Refusal, match="ешкімнің келуін талап етпейді"):
            hearing_end.end_without_decision(slot.interview_id, Ending.ABSENT)


@pytest.mark.parametrize(
    ("medium", "said"), [("telephonogram", "по телефону"), ("written", "письменно"), ("cabinet", "")]
)
def test_the_secretary_is_reminded_of_what_no_message_does(hearing: Hearing, medium: str, said: str) -> None:
    decide(hearing.commission.office, "interview_notice_medium", medium, service=SERVICE)
    db.session.commit()
    desk, case = hearing.page(hearing.secretary), hearing.cases[0]
    address = f"/commissions/{hearing.commission.id}/waiting/{case.public_id}"
    answer = desk.post(address, desk.page(address), meeting=hearing.meeting.id, starts="10:00", ends="10:20")
    assert "включено в повестку" in answer.text
    assert ("По решению учреждения" in answer.text) == bool(said)
    assert said in answer.text


def test_the_page_of_a_case_leads_to_its_interview(hearing: Hearing) -> None:
    case, official = hearing.cases[0], hearing.official
    address = f"/cases/{case.public_id}"
    desk = hearing.page(official)
    assert f"{address}/interview" in desk.page(address)
    waiting = f"/commissions/{hearing.commission.id}/waiting/{case.public_id}"
    assert desk.get(f"{address}/interview").headers["Location"] == waiting
    slot = put_on(hearing)
    db.session.commit()
    desk = hearing.page(official)
    there = f"/commissions/interviews/{slot.interview_id}"
    assert desk.get(f"{address}/interview").headers["Location"] == there
