"""Whose an application is: nobody sees, changes or submits what is not theirs, whatever they send."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Mandate, Office
from accounts.queries import today
from accounts.roles import Role
from applications.actions import chancery, checking
from applications.actions.checking import Motives
from applications.models import Case, CaseDocument, CaseNotice, Draft
from core.actor import Actor, acting
from core.clock import now
from core.database import db
from tests.applications import applying, making
from tests.applications.applying import Applicant
from tests.applications.signing_refusals import sign_refusal
from tests.core import file_samples

SLUG = "specialist-certificate"


def the_case(app: Flask) -> Case:
    with app.app_context():
        return db.session.scalars(select(Case)).one()


def test_a_strangers_draft_and_case_are_not_found(app: Flask) -> None:
    at = applying.ready(app, SLUG)
    owner = Applicant(app, applying.person(app))
    draft = owner.begin(SLUG)
    owner.fill(draft, at)
    stranger = Applicant(app, applying.person(app, 2000, email="stranger@example.kz"), address="10.1.0.7")
    pages = ("", "/office", "/documents", "/documents/diploma", "/consent", "/data", "/check", "/discard",
             "/evidence", "/files/1")  # fmt: skip
    assert {stranger.get(draft + page).status_code for page in pages} == {404}
    for page in ("/office", "/contact", "/check", "/consent", "/data", "/discard", "/files/1/remove"):
        assert stranger.post(draft + page, name=applying.NAME).status_code == 404, page
    case = owner.submit(draft).headers["Location"].removesuffix("/submitted")
    assert {
        stranger.get(case + page).status_code for page in ("", "/submitted", "/withdraw", "/documents/1")
    } == {404}
    assert stranger.post(f"{case}/withdraw", reason="x").status_code == 404
    assert stranger.post(f"{case}/messages/1/read").status_code == 404
    assert the_case(app).number not in stranger.get("/cabinet").text


def test_forged_ids_and_hidden_fields_change_nothing(app: Flask) -> None:
    at = applying.ready(app, SLUG)
    other = applying.ready(app, "medical-licence")
    applicant = Applicant(app, applying.person(app))
    draft = applicant.begin(SLUG)
    assert applicant.send(f"{draft}/office", office=str(other.office_id)).status_code == 422
    assert applicant.send(f"{draft}/office", office="999999").status_code == 422
    assert applicant.send(f"{draft}/office", office="x").status_code == 422
    applicant.fill(draft, at)
    assert applicant.send(f"{draft}/specialty", specialty="999999").status_code == 422
    forensic = applicant.specialty(at, "forensic-medical")
    assert applicant.send(f"{draft}/specialty", specialty=forensic).status_code == 422
    assert applicant.send(f"{draft}/languages", test="de", interview="en").status_code == 422
    assert applicant.post(f"{draft}/category", category="first").status_code == 404
    assert applicant.post(f"{draft}/documents", office="1").status_code == 302
    assert applicant.get(f"{draft}/documents/no-such-item").status_code == 404
    applicant.send(
        f"{draft}/check",
        name=applying.NAME,
        principal_id="1",
        office_id="1",
        procedure="issue",
        place="issued",
        gates="documents",
        checked="confirmed",
    )
    case = the_case(app)
    assert (case.office_id, case.procedure, case.applicant_id) == (at.office_id, "main", applicant.who.id)
    assert case.gates == []


def test_nobody_begins_for_somebody_without_a_document(app: Flask) -> None:
    applying.ready(app, SLUG)
    principal = applying.person(app, 2000, email="principal@example.kz")
    agent = applying.person(app)
    stranger = applying.person(app, 3000, email="third@example.kz")
    held = applying.mandate(app, principal, agent, [])
    applicant = Applicant(app, stranger)
    assert applicant.send(f"/apply/{SLUG}", whom=str(held)).status_code == 422
    assert "principal" not in applicant.get(f"/apply/{SLUG}").text


def test_a_representative_applies_and_sees_only_what_the_document_reaches(app: Flask) -> None:
    at = applying.ready(app, SLUG)
    licence = applying.ready(app, "medical-licence")
    principal = applying.person(
        app,
        2000,
        email="principal@example.kz",
    )
    agent = applying.person(app)
    own = Applicant(app, principal, address="10.1.0.2")
    own.apply(licence)
    with app.app_context():
        licence_case = db.session.scalars(select(Case)).one().public_id
    held = applying.mandate(app, principal, agent, [SLUG])
    acting_one = Applicant(app, agent)
    assert "Only a person" not in acting_one.get(f"/apply/{SLUG}").text
    draft = acting_one.begin(SLUG, whom=str(held))
    acting_one.fill(draft, at)
    assert acting_one.submit(draft).status_code == 302
    with app.app_context():
        case = db.session.scalars(select(Case).where(Case.service == SLUG)).one()
        assert (case.applicant_id, case.agent_id, case.mandate_id) == (principal.id, agent.id, held)
        assert '"agent"' in case.request
        number, public_id = case.number, case.public_id
    assert number in acting_one.get("/cabinet").text
    assert acting_one.get(f"/cabinet/{public_id}").status_code == 200
    assert acting_one.get(f"/cabinet/{licence_case}").status_code == 404
    assert f'value="{held}"' not in acting_one.get("/apply/medical-licence").text
    assert number in own.get("/cabinet").text, "whom it is about sees it too"


def test_an_expired_document_ends_everything_the_representative_could_do(app: Flask) -> None:
    at = applying.ready(app, SLUG)
    principal = applying.person(app, 2000, email="principal@example.kz")
    agent = applying.person(app)
    held = applying.mandate(app, principal, agent, [], until=date(2099, 1, 1))
    acting_one = Applicant(app, agent)
    draft = acting_one.begin(SLUG, whom=str(held))
    acting_one.fill(draft, at)
    with app.app_context():
        db.session.get_one(Mandate, held).until_day = today() - timedelta(days=1)
        db.session.commit()
    assert acting_one.get(draft).status_code == 404
    assert acting_one.post(f"{draft}/check", name=applying.NAME).status_code == 404
    with app.app_context():
        assert db.session.scalars(select(Case)).all() == []


def test_a_principal_finds_what_a_representative_began_but_no_second_representative_does(app: Flask) -> None:
    applying.ready(app, SLUG)
    principal = applying.person(app, 2000, email="principal@example.kz")
    agent, second = applying.person(app), applying.person(app, 3000, email="second@example.kz")
    held, other = applying.mandate(app, principal, agent, []), applying.mandate(app, principal, second, [])
    draft = Applicant(app, agent).begin(SLUG, whom=str(held))
    assert Applicant(app, principal, address="10.1.0.2").get(draft).status_code == 200
    curious = Applicant(app, second, address="10.1.0.3")
    curious.post(f"/act-for/{other}")
    assert curious.get(draft).status_code == 404


def test_an_unidentified_account_sees_only_what_it_submitted_itself(app: Flask) -> None:
    at = applying.ready(app, SLUG)
    who = applying.person(app, proven=False)
    applicant = Applicant(app, who)
    applicant.apply(at)
    with app.app_context():
        mine = db.session.scalars(select(Case)).one()
        assert mine.person.checked == "not_asked"
        db.session.add(
            Draft(public_id="0" * 32, principal_id=who.id, author_id=who.id, service=SLUG,
                  edition_id=mine.edition_id, procedure="main", channel="egov-portal", answers={},
                  created_at=now(), saved_at=now())
        )  # fmt: skip
        mine.entered_by = None
        db.session.commit()
        number, public_id = mine.number, mine.public_id
    assert number not in applicant.get("/cabinet").text, "entered by somebody else: it may not be theirs"
    assert applicant.get(f"/cabinet/{public_id}").status_code == 404


def test_an_unidentified_account_learns_nothing_from_a_register(app: Flask) -> None:
    at = applying.ready(app, SLUG)
    applicant = Applicant(app, applying.person(app, proven=False))
    draft = applicant.begin(SLUG)
    applicant.fill(draft, at)
    page = applicant.get(f"{draft}/data")
    assert "No register is asked" in page.text
    assert applicant.post(f"{draft}/data").status_code == 404
    assert applicant.submit(draft).status_code == 302


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("diploma.pdf", b"MZ\x90\x00" + b"\0" * 64),
        ("diploma.png", b"<html><script>alert(1)</script></html>"),
        ("diploma.pdf", b"%PDF-1.7\n1 0 obj\n<< /OpenAction << /S /JavaScript >> >>\nendobj\n%%EOF"),
        ("diploma.docx", b"PK\x03\x04" + b"\0" * 40),
    ],
)
def test_a_hostile_file_is_refused_in_words_and_the_form_stays(app: Flask, name: str, content: bytes) -> None:
    at = applying.ready(app, SLUG)
    applicant = Applicant(app, applying.person(app))
    draft = applicant.begin(SLUG)
    applicant.answer(draft, "office", office=str(at.office_id))
    refused = applicant.attach(draft, "diploma", content, name)
    assert refused.status_code == 422
    assert 'type="file"' in refused.text
    hostile = {"evidence": (io.BytesIO(content), name), "wish": "тыныш бөлме"}
    assert applicant.send(f"{draft}/accommodations", **hostile).status_code == 422
    with app.app_context():
        assert db.session.scalars(select(CaseDocument)).all() == []


def test_a_file_can_be_looked_at_and_taken_away_before_submitting(app: Flask) -> None:
    at = applying.ready(app, SLUG)
    applicant = Applicant(app, applying.person(app))
    draft = applicant.begin(SLUG)
    applicant.answer(draft, "office", office=str(at.office_id))
    applicant.attach(draft, "diploma", file_samples.png())
    with app.app_context():
        held = db.session.scalars(select(CaseDocument)).one().id
    assert applicant.get(f"{draft}/files/{held}").headers["Content-Disposition"].startswith("attachment")
    assert applicant.post(f"{draft}/files/{held}/remove").status_code == 302
    assert applicant.get(f"{draft}/files/{held}").status_code == 404
    assert applicant.post(f"{draft}/files/{held}/remove").status_code == 404


def test_health_evidence_goes_to_the_case_and_only_its_owner_fetches_it_from_the_draft(app: Flask) -> None:
    at = applying.ready(app, SLUG)
    applicant = Applicant(app, applying.person(app))
    draft = applicant.begin(SLUG)
    applicant.fill(
        draft, at, accommodations={"evidence": (io.BytesIO(file_samples.png()), "e.png"), "wish": "x"}
    )
    assert applicant.get(f"{draft}/evidence").status_code == 200
    assert applicant.post(f"{draft}/evidence/remove").status_code == 302
    assert applicant.get(f"{draft}/evidence").status_code == 404


def test_taking_back_says_first_what_it_means_and_a_stale_page_takes_nothing_back(app: Flask) -> None:
    at = applying.ready(app, SLUG)
    applicant = Applicant(app, applying.person(app))
    case = applicant.apply(at).removesuffix("/submitted")
    page = applicant.get(f"{case}/withdraw").text
    version = page.split('name="version" value="')[1].split('"')[0]
    assert "ends without a result" in page
    assert applicant.send(f"{case}/withdraw", version="0", reason="x").status_code == 409
    assert applicant.send(f"{case}/withdraw", version=version, reason="").status_code == 422
    assert applicant.send(f"{case}/withdraw", version=version, reason="Кейін тапсырамын").status_code == 302
    assert the_case(app).ended_at is not None
    assert applicant.get(f"{case}/withdraw").status_code == 409
    assert "Taken back" in applicant.get(case).text


def test_a_message_is_read_once_and_is_no_longer_new(app: Flask) -> None:
    at = applying.ready(app, SLUG)
    applicant = Applicant(app, applying.person(app))
    case = applicant.apply(at).removesuffix("/submitted")
    assert "1 new message" in applicant.get("/cabinet").text
    with app.app_context():
        held = db.session.scalars(select(CaseNotice).where(CaseNotice.medium == "cabinet")).one().id
        mail = db.session.scalars(select(CaseNotice).where(CaseNotice.medium == "mail")).one().id
    assert applicant.post(f"{case}/messages/{mail}/read").status_code == 404
    assert applicant.post(f"{case}/messages/{held}/read").status_code == 302
    assert applicant.post(f"{case}/messages/{held}/read").status_code == 302
    assert "new message" not in applicant.get("/cabinet").text


def test_the_receipt_appears_among_the_papers_when_the_chancery_has_registered(app: Flask) -> None:
    at = applying.ready(app, SLUG)
    applicant = Applicant(app, applying.person(app))
    case = applicant.apply(at).removesuffix("/submitted")
    assert "No papers yet" in applicant.get(case).text
    with app.app_context():
        clerk: Actor = making.staff(Role.CHANCERY_CLERK, db.session.get_one(Office, at.office_id))
        with acting(clerk):
            chancery.register(db.session.scalars(select(Case)).one().id, sheets=3)
        db.session.commit()
    page = applicant.get(case).text
    assert "/papers/" in page
    paper = page.split('href="/papers/')[1].split('"')[0]
    assert applicant.get(f"/papers/{paper}/file").data.startswith(b"%PDF")
    stranger = Applicant(app, applying.person(app, 2000, email="s@example.kz"), address="10.1.0.7")
    assert stranger.get(f"/papers/{paper}/file").status_code == 404


def test_a_notice_for_those_at_a_counter_is_not_told_to_somebody_who_applied_here(app: Flask) -> None:
    at = applying.ready(app, "medical-licence")
    applicant = Applicant(app, applying.person(app))
    case = applicant.apply(at).removesuffix("/submitted")
    with app.app_context():
        clerk = making.staff(Role.CHANCERY_CLERK, db.session.get_one(Office, at.office_id))
        with acting(clerk):
            chancery.register(db.session.scalars(select(Case)).one().id, sheets=3)
        db.session.commit()
        said = [notice.body for notice in db.session.scalars(select(CaseNotice))]
    assert not any("service centre" in body for body in said)
    assert any("personal cabinet" in body for body in said)
    assert "service centre" not in applicant.get(case).text.split('id="messages"')[1]


def test_where_to_appeal_is_said_in_the_applicants_language(app: Flask) -> None:
    at = applying.ready(app, SLUG)
    applicant = Applicant(app, applying.person(app), "ru")
    case = applicant.apply(at).removesuffix("/submitted")
    with app.app_context():
        office = db.session.get_one(Office, at.office_id)
        clerk, head = making.staff(Role.CHANCERY_CLERK, office), making.staff(Role.HEAD, office)
        official = making.staff(Role.RESPONSIBLE_OFFICIAL, office)
        held = db.session.scalars(select(Case)).one()
        with acting(clerk):
            chancery.register(held.id, sheets=3)
        with acting(head):
            chancery.assign(held.id, official.account_id or 0, "Қарауға")
        with acting(official):
            for document in chancery.documents_of(held):
                checking.mark_document(held.id, document.id, "Не видна печать")
            checking.refuse(held.id, Motives("Документы неполные", "пункт 10", "Не видна печать"))
        db.session.commit()
    assert "Не видна печать" not in applicant.get(case).text, "nobody is told before it is signed"
    with app.app_context():
        sign_refusal(db.session.scalars(select(Case)).one())
    page = applicant.get(case).text
    assert "Образец" in page
    assert "10 рабочих дней" in page.replace("\u00a0", " ")
    assert "Не видна печать" in page
