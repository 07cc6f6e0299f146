"""An applicant applies through the pages: every service and procedure, one question to a page."""

from __future__ import annotations

import html
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from applications.models import Accommodation, Case, CaseDocument, Consent, Draft, Lookup
from core import journal_proof
from core.database import db
from regulations.catalogue import SERVICES, catalogue
from regulations.naming import sentence
from tests.accounts.people import Visitor
from tests.applications import applying
from tests.applications.applying import Applicant, Ready

LANGUAGES = ("kk", "ru", "en")
WAYS = [
    (slug, procedure.id, LANGUAGES[number % 3])
    for number, (slug, procedure) in enumerate(
        (slug, procedure) for slug in SERVICES for procedure in catalogue().newest(slug).procedures
    )
]
CARGO = {"tissue_blood": "blood", "organ": "organ_or_part"}


def cases(app: Flask) -> list[Case]:
    with app.app_context():
        return list(db.session.scalars(select(Case).order_by(Case.id)))


@pytest.mark.parametrize(("slug", "procedure", "language"), WAYS)
def test_a_service_is_applied_for_question_by_question(
    app: Flask, slug: str, procedure: str, language: str
) -> None:
    at = applying.ready(app, slug)
    if slug == "organ-tissue-blood-licence":
        applying.decide(app, at.office_id, "track_for_organ_or_part", "organ", slug)
    for_organisations = slug == "organisation-accreditation"
    who = applying.organisation(app) if for_organisations else applying.person(app)
    applicant = Applicant(app, who, language)
    page = applicant.apply(
        at, procedure={"procedure": procedure}, cargo={"cargo": CARGO.get(procedure, "tissue")}
    )
    with app.app_context():
        case = db.session.scalars(select(Case)).one()
        assert (case.service, case.procedure, case.language) == (slug, procedure, language)
        assert case.place != "new"
        assert case.office_id == at.office_id
        assert case.committee_id == at.committee_id
        assert case.declared_how == "typed"
        assert case.person.checked in {"confirmed", "not_asked"}
        assert db.session.scalars(select(CaseDocument).where(CaseDocument.case_id == case.id)).all()
        number = case.number
        assert journal_proof.verify().holds
    assert number in applicant.get(page).text
    assert number in applicant.get("/cabinet").text
    own = applicant.get(page.removesuffix("/submitted")).text
    assert 'aria-current="step"' in own


def test_what_was_asked_for_arrives_in_the_case(app: Flask) -> None:
    at = applying.ready(app, "specialist-certificate-with-category")
    Applicant(app, applying.person(app)).apply(at)
    with app.app_context():
        case = db.session.scalars(select(Case)).one()
        assert (case.test_language, case.interview_language, case.category) == ("kk", "ru", "first")
        assert case.specialty is not None
        assert case.specialty.branch == "medical"
        assert case.person.address == applying.ADDRESS
        wish = db.session.scalars(select(Accommodation)).one()
        assert wish.kinds == ["extra_time"]
        lookup = db.session.scalars(select(Lookup)).one()
        assert (lookup.state, lookup.case_id) == ("found", case.id)


def test_a_draft_is_gone_on_with_from_the_cabinet_on_another_computer(app: Flask) -> None:
    at = applying.ready(app, "specialist-certificate")
    who = applying.person(app)
    first = Applicant(app, who)
    draft = first.begin(at.slug)
    first.answer(draft, "office", office=str(at.office_id))
    second = Applicant(app, who, address="10.1.0.9")
    assert draft in second.get("/cabinet").text
    second.fill(draft, at)
    assert second.submit(draft).status_code == 302
    assert len(cases(app)) == 1


def test_a_double_click_two_tabs_and_a_replayed_form_make_one_case(app: Flask) -> None:
    at = applying.ready(app, "specialist-certificate")
    applicant = Applicant(app, applying.person(app))
    draft = applicant.begin(at.slug)
    applicant.fill(draft, at)
    token = applicant.get(f"{draft}/check").text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "name": applying.NAME}
    answers = [applicant.client.post(f"{draft}/check", data=form) for _ in range(4)]
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert len(cases(app)) == 1
    assert applicant.client.post(f"{draft}/contact", data=form).status_code == 302
    assert applicant.get(draft).headers["Location"] == answers[0].headers["Location"]


def test_two_tabs_that_submit_at_the_same_moment_make_one_case(app: Flask) -> None:
    at = applying.ready(app, "specialist-certificate")
    applicant = Applicant(app, applying.person(app))
    draft = applicant.begin(at.slug)
    applicant.fill(draft, at)
    token = applicant.get(f"{draft}/check").text.split('name="csrf_token" value="')[1].split('"')[0]
    cookies = {name: applicant.cookie(name) or "" for name in ("synaq", "known_browser", "language")}
    start = threading.Barrier(4)

    def submit() -> tuple[int, str]:
        tab = app.test_client()
        for name, value in cookies.items():
            tab.set_cookie(name, value)
        start.wait()
        answer = tab.post(f"{draft}/check", data={"csrf_token": token, "name": applying.NAME})
        return answer.status_code, answer.headers.get("Location", "")

    with ThreadPoolExecutor(4) as tabs:
        answers = {each.result() for each in [tabs.submit(submit) for _ in range(4)]}
    assert len(answers) == 1
    assert next(iter(answers))[0] == 302
    assert len(cases(app)) == 1


def test_a_service_that_the_office_has_closed_is_shown_with_the_reason(app: Flask) -> None:
    closed, other = applying.ready(app, "medical-licence"), applying.ready(app, "pharmaceutical-licence")
    applying.decide(app, closed.office_id, "service_closed", True, "medical-licence")
    applying.decide(app, other.office_id, "service_closed", True, "medical-licence")
    applicant = Applicant(app, applying.person(app))
    with app.app_context():
        why = sentence("not_open", "closed").en
    assert html.escape(why) in applicant.get("/apply").text
    told = applicant.get("/apply/medical-licence").text
    assert html.escape(why) in told
    assert 'name="whom"' not in told
    assert applicant.post("/apply/medical-licence", whom="self").status_code == 409


def test_an_application_begun_before_the_service_was_closed_is_kept_and_not_taken(app: Flask) -> None:
    at = applying.ready(app, "medical-licence")
    applicant = Applicant(app, applying.person(app))
    draft = applicant.begin(at.slug)
    applicant.fill(draft, at)
    applying.decide(app, at.office_id, "service_closed", True, "medical-licence")
    refused = applicant.submit(draft)
    assert refused.status_code == 409
    assert "no longer open at this office" in refused.text
    assert applicant.get(draft).status_code == 200
    assert cases(app) == []


def test_the_declaration_must_be_ones_own_name(app: Flask) -> None:
    at = applying.ready(app, "specialist-certificate")
    applicant = Applicant(app, applying.person(app))
    draft = applicant.begin(at.slug)
    applicant.fill(draft, at)
    refused = applicant.submit(draft, "Басқа Біреу")
    assert refused.status_code == 422
    assert "as it stands in your account" in refused.text
    assert cases(app) == []
    assert applicant.submit(draft, applying.NAME.lower()).status_code == 302


def test_an_incomplete_application_is_refused_and_says_what_is_missing(app: Flask) -> None:
    at = applying.ready(app, "specialist-certificate")
    applicant = Applicant(app, applying.person(app))
    draft = applicant.begin(at.slug)
    applicant.answer(draft, "office", office=str(at.office_id))
    applicant.answer(draft, "consent", agree="y")
    token = applicant.get(f"{draft}/contact").text.split('name="csrf_token" value="')[1].split('"')[0]
    refused = applicant.client.post(f"{draft}/check", data={"csrf_token": token, "name": applying.NAME})
    assert refused.status_code == 409
    assert "In which specialty?" in refused.text
    assert cases(app) == []


def test_an_office_that_has_decided_nothing_says_so_before_anything_is_sent(app: Flask) -> None:
    at = applying.ready(app, "specialist-certificate", decided=False)
    applicant = Applicant(app, applying.person(app))
    draft = applicant.begin(at.slug)
    applicant.answer(draft, "office", office=str(at.office_id))
    assert "has not decided yet which documents" in applicant.get(f"{draft}/documents").text


def test_a_cargo_without_the_offices_decision_is_refused_in_words(app: Flask) -> None:
    at = applying.ready(app, "organ-tissue-blood-licence", decided=False)
    applicant = Applicant(app, applying.person(app))
    draft = applicant.begin(at.slug)
    applicant.answer(draft, "office", office=str(at.office_id))
    refused = applicant.send(f"{draft}/cargo", cargo="organ_or_part")
    assert refused.status_code == 409
    assert "has not decided yet which procedure" in refused.text


def test_a_draft_that_is_thrown_away_is_gone_and_was_never_a_case(app: Flask) -> None:
    at = applying.ready(app, "specialist-certificate")
    applicant = Applicant(app, applying.person(app))
    draft = applicant.begin(at.slug)
    applicant.fill(draft, at)
    assert applicant.send(f"{draft}/discard").status_code == 302
    assert applicant.get(draft).status_code == 404
    assert draft not in applicant.get("/cabinet").text
    assert cases(app) == []


def test_an_organisation_is_not_offered_what_only_people_apply_for(app: Flask) -> None:
    applying.ready(app, "specialist-certificate")
    applicant = Applicant(app, applying.organisation(app))
    page = applicant.get("/apply").text
    assert "Only a person applies for this service" in page
    told = applicant.get("/apply/specialist-certificate").text
    assert "You cannot apply for this here now" in told
    assert 'name="whom"' not in told


def test_a_person_is_not_offered_what_only_organisations_apply_for(app: Flask) -> None:
    applying.ready(app, "organisation-accreditation")
    applicant = Applicant(app, applying.person(app))
    assert "Only an organisation applies" in applicant.get("/apply/organisation-accreditation").text
    assert (
        applicant.client.post("/apply/organisation-accreditation", data={"whom": "self"}).status_code >= 400
    )


def test_the_public_page_of_a_service_leads_to_applying_for_it(app: Flask) -> None:
    applying.ready(app, "specialist-certificate")
    applicant = Applicant(app, applying.person(app))
    assert "/apply?service=specialist-certificate" in applicant.get("/services/specialist-certificate").text
    led = applicant.get("/apply?service=specialist-certificate")
    assert led.headers["Location"] == "/apply/specialist-certificate"
    assert applicant.get("/apply?service=https://elsewhere.example").status_code == 200
    stranger = Visitor(app)
    assert (
        stranger.get("/apply/specialist-certificate").headers["Location"].startswith("/log-in?next=/apply/")
    )


def test_a_service_that_no_office_gives_is_shown_with_the_reason(app: Flask) -> None:
    applicant = Applicant(app, applying.person(app))
    assert "No office of this installation gives this service" in applicant.get("/apply").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_an_application_opens(app: Flask, language: str) -> None:
    at = applying.ready(app, "specialist-certificate-with-category")
    applicant = Applicant(app, applying.person(app), language)
    draft = applicant.begin(at.slug)
    applicant.fill(draft, at)
    for page in ("", "/office", "/specialty", "/category", "/languages", "/accommodations", "/contact",
                 "/documents", "/documents/diploma", "/consent", "/data", "/check", "/discard"):  # fmt: skip
        assert applicant.get(draft + page).status_code == 200, page
    case = applicant.submit(draft).headers["Location"].removesuffix("/submitted")
    for page in ("", "/submitted", "/withdraw"):
        assert applicant.get(case + page).status_code == 200, page


def test_the_consent_keeps_the_words_that_were_read(app: Flask) -> None:
    at: Ready = applying.ready(app, "specialist-certificate")
    applicant = Applicant(app, applying.person(app), "kk")
    draft = applicant.begin(at.slug)
    applicant.answer(draft, "consent", agree="y")
    with app.app_context():
        given = db.session.scalars(select(Consent)).one()
        assert "келісемін" in given.words
        assert given.draft_id == db.session.scalars(select(Draft)).one().id
