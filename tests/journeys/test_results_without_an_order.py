"""From an application to a result that a stranger verifies, for the services whose text has no order; over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from accounts.roles import Role
from applications.models import Case, Refused
from core import journal_proof
from core.database import db
from core.models import JournalEntry
from regulations.kinds import StepKind
from tests.accounts.people import make_person, some_iin
from tests.journeys import papering, proving
from tests.journeys.offices import FAULT, Offices, Staff

LICENCES = [
    (slug, procedure)
    for slug in ("medical-licence", "pharmaceutical-licence", "narcotics-licence")
    for procedure in ("issue", "reissue", "duplicate")
]


def checked(app: Flask, slug: str, procedure: str) -> tuple[Offices, Staff]:
    """All documents are in order; whoever checked them draws the paper."""
    offices = Offices(app, slug, procedure)
    while offices.standing().kind is not StepKind.DOCUMENT_DRAFT:
        checker = offices.bring_to_check()
        offices.mark(checker)
        hidden = checker.hidden(f"{offices.address}/check")
        assert checker.send(f"{offices.address}/accept", **hidden).status_code == 302
    return offices, offices.whose()


def test_a_paper_that_is_refused_leaves_the_case_at_its_drafting(app: Flask) -> None:
    """The day of the earlier paper lies ahead: no paper is drawn, so none has been drafted either."""
    offices, official = checked(app, "medical-licence", "duplicate")
    signatory = papering.grant_of(app, offices.person(Role.HEAD, offices.provider_id))
    typed = {"annex": "Терапия", "signatory": signatory, "earlier_number": "LM-OLD-2019-000001"}

    def standing() -> tuple[str, str | None]:
        with app.app_context():
            last = select(JournalEntry.tag).order_by(JournalEntry.moment.desc()).limit(1)
            return db.session.scalars(select(Case.place)).one(), db.session.scalar(last)

    before = standing()
    draw = f"{offices.address}/paper/draw"
    assert official.fill(draw, act="draw", **typed, earlier_day="01.01.2126").status_code == 422
    assert standing() == before
    assert official.fill(draw, act="draw", **typed, earlier_day="04.03.2019").status_code == 302


@pytest.mark.parametrize(("slug", "procedure"), LICENCES)
def test_a_licence_is_drawn_signed_issued_and_verified_by_a_stranger(
    app: Flask, tmp_path: Path, slug: str, procedure: str
) -> None:
    offices, official = checked(app, slug, procedure)
    head = offices.person(Role.HEAD, offices.provider_id)
    case = str(offices.case["id"])
    typed = {"annex": "Терапия: Көкшетау, Абай көшесі, 1"}
    if procedure != "issue":
        assert official.fill(f"{offices.address}/paper/draw", act="draw", **typed).status_code == 422
        typed |= {"earlier_number": "LM-OLD-2019-000001", "earlier_day": "04.03.2019"}
    assert str(offices.case["number"]) in official.get("/result-papers").text
    paper = papering.draw(app, case, official, head, **typed)
    clerk = offices.browser(Role.CHANCERY_CLERK, offices.provider_id)
    assert clerk.fill(f"{paper.address}/issue").status_code == 409, "nothing unsigned is issued"
    assert app.test_client().get(f"/register/{paper.code.split('#')[0].rsplit('/', 1)[1]}").status_code == 404
    papering.sign(app, paper)
    papering.issue(clerk, paper)
    papering.verified(app, paper, tmp_path)
    assert offices.standing().ended
    assert "Order of the head: Not in the text" in proving.proved(offices, tmp_path)
    assert paper.number in clerk.get(offices.address).text
    with app.app_context():
        assert journal_proof.verify().holds


def test_a_copy_on_paper_says_who_signed_it_and_who_took_it(app: Flask) -> None:
    offices, official = checked(app, "narcotics-licence", "issue")
    paper = papering.draw(
        app, str(offices.case["id"]), official, offices.person(Role.HEAD, offices.provider_id)
    )
    papering.sign(app, paper)
    clerk = offices.browser(Role.CHANCERY_CLERK, offices.provider_id)
    papering.issue(clerk, paper)
    told = {"signed_by_hand": "Сүлейменова А.", "given_to": "Бек Нұр", "identity_document": "№ 012345678"}
    assert clerk.fill(f"{paper.address}/copy", **told).status_code == 422, "without the seal it is no copy"
    assert clerk.fill(f"{paper.address}/copy", **told, sealed="y").status_code == 302
    page = clerk.get(paper.address).text
    assert "Сүлейменова А." in page
    assert "Бек Нұр" in page


def test_an_unsigned_paper_is_taken_back_and_another_one_is_drawn(app: Flask) -> None:
    offices, official = checked(app, "medical-licence", "issue")
    head, case = offices.person(Role.HEAD, offices.provider_id), str(offices.case["id"])
    first = papering.draw(app, case, official, head)
    assert official.fill(f"{first.address}/withdraw", reason="").status_code == 422
    assert official.fill(f"{first.address}/withdraw", reason="Мекенжайы қате").status_code == 302
    assert "Мекенжайы қате" in official.get(first.address).text
    second = papering.draw(app, case, official, head)
    assert second.number != first.number
    papering.sign(app, second)
    assert official.fill(f"{second.address}/withdraw", reason="Қате").status_code == 409


@pytest.mark.parametrize(("slug", "procedure"), LICENCES)
def test_a_licence_is_refused_the_head_signs_the_refusal_and_it_is_handed_out(
    app: Flask, tmp_path: Path, slug: str, procedure: str
) -> None:
    offices = Offices(app, slug, procedure)
    case = str(offices.case["id"])
    if (
        slug != "medical-licence"
    ):  # there the second check, of the qualification, is refused under the head's hand
        checker = offices.bring_to_check()
        offices.mark(checker)
        hidden = checker.hidden(f"{offices.address}/check")
        assert checker.send(f"{offices.address}/accept", **hidden).status_code == 302
    checker = offices.bring_to_check()
    offices.mark(checker, "faulty", FAULT)
    assert checker.fill(f"{offices.address}/refuse", ground="incomplete", facts=FAULT).status_code == 302
    assert not offices.standing().ended
    # On the way out no licence is drawn.
    assert checker.get(f"{offices.address}/paper/draw").status_code == 409
    head = offices.person(Role.HEAD, offices.provider_id)
    clerk = offices.browser(Role.CHANCERY_CLERK, offices.provider_id)
    left_unsigned(app)
    papering.send_refusal(app, case, checker, head)
    papering.assert_signed(papering.hand_over_refusal(clerk, case), tmp_path)
    assert offices.standing().ended


def left_unsigned(app: Flask) -> None:
    """No hand on the database lets the case leave by this exit while its refusal is unsigned."""
    with app.app_context():
        out = db.session.scalars(select(Refused.exit)).one()
        with pytest.raises(DBAPIError, match="signed before it is handed out"), db.session.begin_nested():
            db.session.execute(update(Case).values(place=out))


def test_a_ticket_of_attachment_is_given_on_paper_and_as_an_electronic_document(
    app: Flask, tmp_path: Path
) -> None:
    offices = Offices(app, "clinic-attachment")
    cabinet = offices.browser(Role.STATISTICS_SPECIALIST, offices.provider_id)
    address = f"/clinic{offices.address}"
    hidden = cabinet.hidden(address)
    assert cabinet.send(f"{address}/ticket", **hidden, sheets="1").status_code == 302
    assert str(offices.case["number"]) in cabinet.get("/result-papers").text
    specialist = offices.person(Role.STATISTICS_SPECIALIST, offices.provider_id)
    paper = papering.draw(app, str(offices.case["id"]), cabinet, specialist)
    papering.sign(app, paper)
    # Signed by whom the text names it is given at once; it is found by its code, and never by name.
    papering.verified(app, paper, tmp_path, searchable=False)


def test_another_office_finds_neither_the_paper_nor_its_pages(app: Flask) -> None:
    offices, official = checked(app, "medical-licence", "issue")
    paper = papering.draw(
        app, str(offices.case["id"]), official, offices.person(Role.HEAD, offices.provider_id)
    )
    other, stranger = checked(app, "medical-licence", "issue")
    clerk = other.browser(Role.CHANCERY_CLERK, other.provider_id)
    for path in ("", "/file", "/issue", "/withdraw", "/copy"):
        for somebody in (stranger, clerk):
            assert somebody.get(f"{paper.address}{path}").status_code in {403, 404}
    assert stranger.get(f"{offices.address}/paper/draw").status_code == 404


@pytest.mark.parametrize("slug", ["pharmaceutical-licence", "narcotics-licence"])
def test_an_applicant_pays_at_the_gateway_and_comes_to_the_licence(
    app: Flask, tmp_path: Path, slug: str
) -> None:
    iin, name = some_iin(4410), "Сейітова Әйгерім"
    somebody = make_person(app, iin, "payer@example.kz", proven=True)
    person = {"kind": "person", "name": name, "email": "payer@example.kz", "iin": iin}
    offices = Offices(app, slug, "issue", channel="egov-portal", person=person)
    assert offices.standing().kind is StepKind.PAYMENT
    applicant = Staff(app, "10.3.0.1")
    applicant.log_in(somebody)
    path = f"{offices.address}/payment"
    for act in ("begin", "ask"):
        answer = applicant.send(f"{path}/{act}", **applicant.hidden(path))
        assert answer.status_code == 302, answer.text
    assert offices.standing().kind is StepKind.REGISTER
    while offices.standing().kind is not StepKind.DOCUMENT_DRAFT:
        checker = offices.bring_to_check()
        offices.mark(checker)
        hidden = checker.hidden(f"{offices.address}/check")
        assert checker.send(f"{offices.address}/accept", **hidden).status_code == 302
    head = offices.person(Role.HEAD, offices.provider_id)
    paper = papering.draw(app, str(offices.case["id"]), offices.whose(), head)
    own = f"/cabinet/{offices.case['id']}/result"
    assert "There is no electronic document yet" in applicant.get(own).text
    papering.sign(app, paper)
    assert applicant.get(f"{own}/file").status_code == 404, "signed is not issued"
    papering.issue(offices.browser(Role.CHANCERY_CLERK, offices.provider_id), paper)
    file = papering.verified(app, paper, tmp_path)
    assert paper.number in applicant.get(own).text
    assert applicant.get(f"{own}/file").data == file
    stranger = Staff(app, "10.3.0.2")
    stranger.log_in(make_person(app, some_iin(4520), "other@example.kz", proven=True))
    assert stranger.get(own).status_code == 404


def test_a_paper_is_suspended_by_an_order_that_is_begun_on_its_page(app: Flask, tmp_path: Path) -> None:
    offices, official = checked(app, "medical-licence", "issue")
    head = offices.person(Role.HEAD, offices.provider_id)
    paper = papering.draw(app, str(offices.case["id"]), official, head)
    papering.sign(app, paper)
    papering.issue(offices.browser(Role.CHANCERY_CLERK, offices.provider_id), paper)
    path = f"{paper.address}/status"
    why = {"ground": "Лицензиаттың өтініші", "clause": "35-бап", "facts": "Өтініш келді"}
    assert official.fill(path, outcome="resume", **why).status_code == 422, "it is not suspended"
    assert official.fill(path, outcome="suspend", **(why | {"ground": ""})).status_code == 422
    assert 'href="/orders/1"' not in official.get("/orders").text, "no draft is left behind"
    answer = official.fill(path, outcome="suspend", **why)
    assert answer.status_code == 302, answer.text
    assert paper.number in official.get(answer.headers["Location"]).text
