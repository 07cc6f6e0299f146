"""Licences without an order, from the checked documents to the register; nothing is issued that no act carries."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import TextClause, func, select, text
from sqlalchemy.exc import DBAPIError

from accounts.models import Office
from accounts.roles import Role
from core import journal_proof
from core.actor import acting
from core.database import db
from core.files import read_file
from core.refusals import NotFound, Refusal
from orders.actions import drawing, issuing, standing
from orders.actions.issuing import Copied
from orders.models import PaperStatus, ResultPaper, ResultPaperIssued, ResultPaperSigned
from orders.models.papers import ResultPaperCopy
from orders.paper_content import Wanted
from tests.accounts.signing_hands import sign_all
from tests.applications import making
from tests.applications.test_course import bring_to_check, check, kind_now
from tests.orders.papering import checked_licence, drawn_licence, issued_licence, sheet_of, signed_licence
from tests.orders.signed_orders import changed
from tests.paper_reading import pages_of

pytestmark = pytest.mark.usefixtures("context")

LICENCES = [
    (slug, procedure)
    for slug in ("medical-licence", "pharmaceutical-licence", "narcotics-licence")
    for procedure in ("issue", "reissue", "duplicate")
]


@pytest.mark.parametrize(("slug", "procedure"), LICENCES)
def test_a_licence_is_drawn_signed_by_the_head_and_issued(slug: str, procedure: str) -> None:
    at, case, paper = issued_licence(slug, procedure)
    assert case.place == "issued"
    assert paper.basis == "head_signature"
    signed = db.session.get_one(ResultPaperSigned, paper.id)
    pdf = read_file(signed.file)
    assert paper.number in pages_of(pdf)[0]
    assert paper.number.startswith("L")
    assert f"-{at.provider.code.upper()}-" in paper.number
    assert json.loads(paper.facts)["duplicate"] is (procedure == "duplicate")
    assert db.session.get(ResultPaperIssued, paper.id) is not None
    assert journal_proof.verify().holds


def test_nothing_is_issued_before_the_head_has_signed() -> None:
    at, case, paper = drawn_licence()
    assert kind_now(case) is not None
    clerk = at.actor(Role.CHANCERY_CLERK, at.provider)
    with acting(clerk), pytest.raises(Refusal):
        issuing.issue(paper.id)
    db.session.rollback()
    with pytest.raises(DBAPIError):
        db.session.execute(
            text(
                "INSERT INTO result_paper_issued (paper_id, issued_by, issued_as, issued_at)"
                " VALUES (:paper, :by, 'chancery_clerk', '2026-01-01 00:00:00')"
            ),
            {"paper": paper.id, "by": clerk.account_id},
        )
    db.session.rollback()
    with pytest.raises(DBAPIError):
        db.session.execute(
            text(
                "INSERT INTO result_paper_signed (paper_id, sheet_id, kind, file_id, digest, signed_at)"
                " SELECT :paper, s.id, 'result_paper', s.unsigned_file_id, s.unsigned_digest, s.opened_at"
                " FROM signing_sheet s WHERE s.id = :sheet"
            ),
            {"paper": paper.id, "sheet": sheet_of(paper).id},
        )


def test_no_paper_is_drawn_before_the_documents_are_checked_or_twice() -> None:
    at = making.service("medical-licence")
    case = making.apply(at, "issue")
    official, head = at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider), at.actor(Role.HEAD, at.provider)
    with acting(official), pytest.raises(Refusal):
        drawing.draw(case.id, Wanted(head.grant_id or 0))
    db.session.rollback()
    at, case, _paper = drawn_licence()
    official, head = at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider), at.actor(Role.HEAD, at.provider)
    with acting(official), pytest.raises(Refusal):
        drawing.draw(case.id, Wanted(head.grant_id or 0))


def test_no_paper_is_drawn_for_a_case_whose_order_is_not_signed() -> None:
    at = making.service("specialist-certificate")
    case = making.apply(at, "main")
    with acting(at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider)), pytest.raises(Refusal):
        drawing.draw(case.id, Wanted(0))
    db.session.rollback()
    for basis, line in (("order", 1), ("order", None), ("head_signature", None), ("acceptance", None)):
        with pytest.raises(DBAPIError):
            db.session.execute(_insert(), _row(case.id, case.service, at.provider, basis, line))
        db.session.rollback()


def test_a_licence_rests_on_no_order_and_no_kind_of_another_service() -> None:
    at, case = checked_licence()
    for kind, basis, line in (
        ("medical-licence", "order", 1),
        ("medical-licence", "acceptance", None),
        ("pharmaceutical-licence", "head_signature", None),
    ):
        with pytest.raises(DBAPIError):
            db.session.execute(_insert(), _row(case.id, kind, at.provider, basis, line))
        db.session.rollback()


def _insert() -> TextClause:
    return text(
        "INSERT INTO result_paper (case_id, kind, office_id, number, register_id, folded_name, facts, digest, basis,"
        " line_id, valid_from, drafted_by, drafted_at) SELECT :case, :kind, :office, 'X-1',"
        " '00000000000000000000000000', 'x', '{}', :digest, :basis, :line, '2026-01-01', MIN(id),"
        " '2026-01-01 00:00:00' FROM account"
    )


def _row(case: int, kind: str, office: Office, basis: str, line: int | None) -> dict[str, object]:
    return {
        "case": case, "kind": kind, "office": office.id, "digest": "0" * 64, "basis": basis, "line": line,
    }  # fmt: skip


def test_only_whom_the_text_names_is_chosen_to_sign() -> None:
    at, case = checked_licence()
    official = at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider)
    at.actor(Role.HEAD, at.provider)
    with acting(official), pytest.raises(Refusal):
        drawing.draw(case.id, Wanted(official.grant_id or 0))


def test_another_office_does_not_learn_of_a_paper() -> None:
    _at, case, paper = drawn_licence()
    other = making.service("medical-licence")
    with acting(other.actor(Role.RESPONSIBLE_OFFICIAL, other.provider)):
        with pytest.raises(NotFound):
            drawing.draw(case.id, Wanted(0))
        with pytest.raises(NotFound):
            drawing.withdraw(paper.id, "Қате")
        with pytest.raises(NotFound):
            issuing.issue(paper.id)


def test_an_unsigned_paper_is_taken_back_and_drawn_anew_under_another_number() -> None:
    at, case, paper = drawn_licence()
    official, head = at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider), at.actor(Role.HEAD, at.provider)
    with acting(official):
        drawing.withdraw(paper.id, "Мекенжайы қате")
        db.session.commit()
        again = drawing.draw(case.id, Wanted(head.grant_id or 0, annex=("Терапия",)))
        db.session.commit()
    assert again.number != paper.number
    at, case, signed = signed_licence()
    with acting(at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider)), pytest.raises(Refusal):
        drawing.withdraw(signed.id, "Қате")
    db.session.rollback()
    with pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE result_paper SET facts = '{}' WHERE id = :id"), {"id": signed.id})


def test_a_duplicate_takes_the_place_of_the_paper_that_the_register_knows() -> None:
    at, case, first = issued_licence()
    again = making.apply(at, "duplicate", account=case.applicant)
    head, official = at.actor(Role.HEAD, at.provider), at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider)
    bring_to_check(at, again)
    check(at, again)
    wanted = Wanted(head.grant_id or 0, earlier_number=first.number, earlier_day=first.valid_from)
    with acting(official):
        paper = drawing.draw(again.id, wanted)
    db.session.commit()
    sign_all(sheet_of(paper).id)
    assert standing.entries_of(first.id) == [], "the first one holds until the other is issued"
    with acting(at.actor(Role.CHANCERY_CLERK, at.provider)):
        issuing.issue(paper.id)
    db.session.commit()
    (entry,) = standing.entries_of(first.id)
    assert (entry.status, entry.by_paper_id) == ("replaced", paper.id)


def test_a_status_changes_only_by_the_line_of_a_signed_order_and_what_ended_stays_ended() -> None:
    at, _case, paper = issued_licence()
    official, head = at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider), at.actor(Role.HEAD, at.provider)
    with pytest.raises(Refusal):
        changed(paper, "resume", official, head)
    db.session.rollback()
    for outcome in ("suspend", "resume", "revoke"):
        changed(paper, outcome, official, head)
        db.session.commit()
    with pytest.raises(Refusal):
        changed(paper, "resume", official, head)
    db.session.rollback()
    assert [one.status for one in standing.entries_of(paper.id)] == ["suspended", "resumed", "revoked"]
    with pytest.raises(DBAPIError):
        db.session.execute(text("DELETE FROM paper_status"))
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(PaperStatus)) == 3


def test_sql_changes_no_status_without_its_line() -> None:
    at, _case, paper = issued_licence()
    _at, _case, other = issued_licence()
    official, head = at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider), at.actor(Role.HEAD, at.provider)
    first = changed(paper, "suspend", official, head)
    entry = text(
        "INSERT INTO paper_status (paper_id, position, status, ground, order_number, order_date, order_file_id,"
        " line_id, from_at, entered_by) SELECT :paper, :position, :status, 'x', order_number, order_date,"
        " order_file_id, :line, from_at, entered_by FROM paper_status WHERE id = :first"
    )
    whole = {"paper": paper.id, "position": 2, "status": "revoked", "line": first.line_id, "first": first.id}
    for attack in (
        {},
        {"line": None},
        {"line": 0},
        {"status": "resumed"},
        {"status": "annulled"},
        {"paper": other.id, "position": 1, "status": "suspended"},
        {"status": "suspended"},
    ):
        with pytest.raises(DBAPIError):
            db.session.execute(entry, whole | attack)
        db.session.rollback()


def test_a_copy_on_paper_bears_signature_and_seal_and_says_who_took_it() -> None:
    at, _case, paper = issued_licence("narcotics-licence")
    clerk = at.actor(Role.CHANCERY_CLERK, at.provider)
    with acting(clerk):
        with pytest.raises(Refusal):
            issuing.give_copy(paper.id, Copied("Сүлейменова А.", False, "Бек Нұр", "012345678"))
        made = issuing.give_copy(paper.id, Copied("Сүлейменова А.", True, "Бек Нұр", "012345678"))
        db.session.commit()
    assert db.session.get_one(ResultPaperCopy, made.id).sealed


def test_papers_of_an_office_are_numbered_without_gaps() -> None:
    _at, _case, paper = drawn_licence()
    assert paper.number.endswith("-000001")
    assert db.session.scalars(select(ResultPaper.number)).all() == [paper.number]
