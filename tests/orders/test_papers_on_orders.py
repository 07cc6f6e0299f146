"""A certificate rests on the signed line of its order, by verb and by SQL, on either database."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from accounts.queries import today
from accounts.roles import Role
from applications.actions import checking, course
from applications.actions.checking import Motives
from applications.models import CaseNotice
from core import journal_proof
from core.actor import SYSTEM, Actor, acting
from core.clock import now
from core.database import db
from core.refusals import Refusal
from exam.actions import correcting
from orders.actions import deciding, drawing, hearing_holders, issuing, standing
from orders.actions.hearing_holders import Heard
from orders.lowered import lowered_papers
from orders.models import HearingInvitation, HolderHearing, Order, OrderLine, ResultPaper, ResultPaperIssued
from orders.order_facts import read_order
from orders.order_paper import order_pdf
from orders.paper_content import Wanted
from regulations.catalogue import catalogue
from regulations.verbs import Outcome, Verb
from tests.accounts.signing_hands import sign_all
from tests.applications import making as applying
from tests.commissions.hearing import Hearing, hearing
from tests.commissions.live_hands import hold_meeting
from tests.commissions.protocol_hands import signed_protocol
from tests.exam.planners import decide
from tests.exam.test_what_the_database_holds import refused, refused_row
from tests.orders.hands import AWARD, Decisive, at, decided_case, decisive
from tests.orders.order_rows import kept, line_row, order_row
from tests.orders.papering import sheet_of
from tests.orders.signed_orders import annulled, awarded
from tests.paper_reading import pages_of

__all__ = ["at", "decisive", "hearing"]


def paper_row(case: int, office: int, by: int, **changes: object) -> ResultPaper:
    facts: dict[str, object] = {
        "case_id": case, "kind": "specialist-certificate", "office_id": office, "number": f"X-{case}",
        "register_id": f"{case:026d}", "folded_name": "x", "facts": "{}", "digest": "0" * 64, "basis": "order",
        "valid_from": date(2026, 1, 1), "drafted_by": by, "drafted_at": now(),
    }  # fmt: skip
    return ResultPaper(**(facts | changes))


def drawn(at: Decisive, number: int = 0) -> ResultPaper:
    with acting(at.official):
        paper = drawing.draw(at.cases[number].id, Wanted(at.head.grant_id or 0))
    db.session.commit()
    return paper


def test_a_certificate_is_drawn_on_its_line_signed_by_the_head_and_issued(decisive: Decisive) -> None:
    line = awarded(decided_case(decisive), decisive.official, decisive.head)
    paper = drawn(decisive)
    assert (paper.line_id, paper.line_outcome, paper.basis) == (line.line_id, "award", "order")
    told = json.loads(paper.facts)["order"]
    assert told["number"] == line.line.order.spelled_number
    sign_all(sheet_of(paper).id)
    clerk = applying.staff(Role.CHANCERY_CLERK, decisive.closed.hall.office)
    with acting(clerk):
        issuing.issue(paper.id)
    db.session.commit()
    assert db.session.get(ResultPaperIssued, paper.id) is not None
    assert decisive.cases[0].place == "issued"
    assert journal_proof.verify().holds


def test_no_certificate_without_the_signed_line_that_awards_this_very_case(decisive: Decisive) -> None:
    award, refusal = decided_case(decisive), decided_case(decisive, 1)
    office, by = decisive.closed.hall.office.id, decisive.official.account_id or 0
    with acting(decisive.official), pytest.raises(Refusal):
        drawing.draw(award.case_id, Wanted(decisive.head.grant_id or 0))
    db.session.rollback()
    unsigned = kept(line_row(kept(order_row(office, by)), award))
    # Without an order; on a line that nobody has signed.
    refused_row(paper_row(award.case_id, office, by))
    refused_row(paper_row(award.case_id, office, by, line_id=unsigned.id, line_outcome="award"))
    db.session.rollback()
    line = awarded(award, decisive.official, decisive.head)
    no = awarded(refusal, decisive.official, decisive.head).line_id
    for case, changes in (
        (refusal.case_id, {"line_id": no, "line_outcome": "award"}),  # on a refusal
        (refusal.case_id, {"line_id": no, "line_outcome": "refuse"}),
        (refusal.case_id, {"line_id": line.line_id, "line_outcome": "award"}),  # on another's line
        (award.case_id, {"line_id": line.line_id, "line_outcome": None}),
        (award.case_id, {"line_id": None, "line_outcome": "award"}),
        (award.case_id, {"line_id": line.line_id, "line_outcome": "award", "basis": "head_signature"}),
        (award.case_id, {"line_id": line.line_id, "line_outcome": "award", "kind": "medical-licence"}),
        (award.case_id, {"line_id": line.line_id, "line_outcome": "award", "office_id": other_office()}),
    ):
        refused_row(paper_row(case, office, by, **changes))
    kept(paper_row(award.case_id, office, by, line_id=line.line_id, line_outcome="award"))


def other_office() -> int:
    return applying.service("specialist-certificate").provider.id


def test_a_paper_does_not_change_the_line_on_which_it_rests(decisive: Decisive) -> None:
    awarded(decided_case(decisive), decisive.official, decisive.head)
    paper = drawn(decisive)
    for attack in (
        "line_id = NULL, line_outcome = NULL",
        "line_id = line_id + 1",
        "line_outcome = 'refuse'",
        "item_id = 1, item_decision = 'positive'",
    ):
        with pytest.raises(DBAPIError):
            db.session.execute(text(f"UPDATE result_paper SET {attack} WHERE id = {paper.id}"))
        db.session.rollback()


def test_an_award_that_was_annulled_brings_no_paper_into_being(decisive: Decisive) -> None:
    line = awarded(decided_case(decisive), decisive.official, decisive.head)
    paper = drawn(decisive)
    annulled(line, decisive.official, decisive.head)
    db.session.refresh(paper)
    assert paper.withdrawn_at is not None
    with acting(decisive.official), pytest.raises(Refusal):
        drawing.draw(paper.case_id, Wanted(decisive.head.grant_id or 0))
    db.session.rollback()
    refused_row(
        paper_row(
            paper.case_id, paper.office_id, paper.drafted_by, line_id=line.line_id, line_outcome="award"
        )
    )


def test_an_issued_certificate_ends_with_the_award_that_is_annulled(decisive: Decisive) -> None:
    line = awarded(decided_case(decisive), decisive.official, decisive.head)
    paper = drawn(decisive)
    sign_all(sheet_of(paper).id)
    clerk = applying.staff(Role.CHANCERY_CLERK, decisive.closed.hall.office)
    with acting(clerk):
        issuing.issue(paper.id)
    db.session.commit()
    annulled(line, decisive.official, decisive.head, "s05")
    (entry,) = standing.entries_of(paper.id)
    assert (entry.status, entry.line_id is not None) == ("annulled", True)
    assert decisive.cases[0].place == "s05"
    order = db.session.scalars(select(Order).where(Order.kind == "annulment")).one()
    operative = "".join("".join(pages_of(order_pdf(read_order(order.facts or "")))).split())
    gate = catalogue().edition(decisive.cases[0].edition_id).step("s05").name
    for words in ("Іс мына іс-қимылдан бастап қайта қаралсын", "Дело рассмотреть заново", gate.kk, gate.ru):
        assert "".join(words.split()) in operative
    answer = decisive.page(decisive.official).get(f"/cases/{decisive.cases[0].public_id}/paper")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/result-papers/{paper.id}")


def test_a_case_that_passes_its_gate_anew_after_an_annulment_is_awarded_another_certificate(
    decisive: Decisive,
) -> None:
    line = awarded(decided_case(decisive), decisive.official, decisive.head)
    first = drawn(decisive)
    sign_all(sheet_of(first).id)
    with acting(applying.staff(Role.CHANCERY_CLERK, decisive.closed.hall.office)):
        issuing.issue(first.id)
    db.session.commit()
    refused_row(
        paper_row(
            first.case_id, first.office_id, first.drafted_by, line_id=line.line_id, line_outcome="award"
        )
    )
    annulled(line, decisive.official, decisive.head, "s05")
    with acting(SYSTEM):
        course.perform(course.locked(first.case_id), Verb.FINISH_TEST, Outcome.POSITIVE)
    db.session.commit()
    awarded(decided_case(decisive), decisive.official, decisive.head)
    second = drawn(decisive)
    assert (second.case_id, second.number != first.number) == (first.case_id, True)
    assert drawing.live_paper(first.case_id) == second
    with acting(decisive.official), pytest.raises(Refusal):
        drawing.draw(first.case_id, Wanted(decisive.head.grant_id or 0))


def test_nothing_is_issued_or_drawn_for_a_case_that_was_refused(decisive: Decisive) -> None:
    line = awarded(decided_case(decisive), decisive.official, decisive.head)
    paper = drawn(decisive)
    sign_all(sheet_of(paper).id)
    db.session.commit()
    case = decisive.cases[0]
    with acting(decisive.official):
        checking.write_refusal(case, case.office_id, "x-test", Motives("Негіз", "1-тармақ", "Факт"))
    with pytest.raises(DBAPIError):
        db.session.execute(
            text(
                "INSERT INTO result_paper_issued (paper_id, issued_by, issued_as, issued_at)"
                " VALUES (:paper, :by, 'chancery_clerk', '2026-01-01 00:00:00')"
            ),
            {"paper": paper.id, "by": decisive.official.account_id},
        )
    db.session.rollback()
    assert line.line_id == paper.line_id


def test_a_result_that_was_taken_back_stops_the_certificate(decisive: Decisive) -> None:
    """Before it is drawn, before it is signed, and before it is issued."""
    awarded(decided_case(decisive), decisive.official, decisive.head)
    with acting(decisive.official), db.session.begin_nested() as point:
        correcting.take_back(decisive.cases[0].id, "басқа адам тапсырды")
        with pytest.raises(Refusal):
            drawing.draw(decisive.cases[0].id, Wanted(decisive.head.grant_id or 0))
        point.rollback()
    paper = drawn(decisive)
    sheet = sheet_of(paper)
    with acting(decisive.official), db.session.begin_nested() as point:
        correcting.take_back(paper.case_id, "басқа адам тапсырды")
        with pytest.raises(Refusal):
            sign_all(sheet.id)
        point.rollback()
    sign_all(sheet.id)
    db.session.commit()
    with acting(decisive.official):
        correcting.take_back(paper.case_id, "басқа адам тапсырды")
        db.session.commit()
    with acting(applying.staff(Role.CHANCERY_CLERK, decisive.closed.hall.office)), pytest.raises(Refusal):
        issuing.issue(paper.id)


def test_a_certificate_with_category_rests_on_the_order_that_rests_on_the_protocol(hearing: Hearing) -> None:
    hold_meeting(hearing.meeting, {hearing.cases[0].id: "positive"})
    signed_protocol(hearing.meeting)
    office = hearing.closed.hall.office
    head: Actor = applying.staff(Role.HEAD, office)
    with acting(head):
        decision = deciding.decide(hearing.cases[0].id, AWARD)
    db.session.commit()
    line = awarded(decision, hearing.official, head)
    with acting(hearing.official):
        paper = drawing.draw(hearing.cases[0].id, Wanted(head.grant_id or 0))
    db.session.commit()
    assert paper.line_id == line.line_id
    sign_all(sheet_of(paper).id)
    with acting(applying.staff(Role.CHANCERY_CLERK, office)):
        issuing.issue(paper.id)
    db.session.commit()
    assert json.loads(paper.facts)["order"]["number"] == line.line.order.spelled_number


def invited_and_heard(at: Decisive, paper: ResultPaper) -> None:
    """Over the pages: invited, invited anew, heard in writing; past the code nothing of it is skipped."""
    decide(at.closed.hall.office, "hearing_notice_days", 3)
    db.session.commit()
    desk, path = at.page(at.official), f"/result-papers/{paper.id}"
    page = desk.page(f"{path}/heard")
    told = {"said": "Қателік менің кінәм емес", "day": f"{today():%d.%m.%Y}"}
    for fields in ({"how": "in_person"}, {"how": "did_not_come", "uninvited_because": "Өзі келді"}):
        assert desk.post(f"{path}/heard", page, **told, **fields).status_code == 422
    page = desk.page(f"{path}/invite")
    assert "3" in page
    where = {"place": "Көкшетау, Абай 1, 5-кабинет", "hour": "14:30"}
    days = [f"{today() + timedelta(days=one):%d.%m.%Y}" for one in (2, 4, 5)]
    assert desk.post(f"{path}/invite", page, day=days[0], **where).status_code == 422
    assert (
        desk.post(f"{path}/invite", page, day=days[1], place=where["place"], hour="25:00").status_code == 422
    )
    for day in days[1:]:
        assert desk.post(f"{path}/invite", page, day=day, **where).status_code == 200
    first, second = db.session.scalars(select(HearingInvitation).order_by(HearingInvitation.id))
    assert (second.replaces_id, second.least_days, second.hour) == (first.id, 3, "14:30")
    notices = db.session.scalars(select(CaseNotice).where(CaseNotice.about == "hearing")).all()
    assert "14:30" in notices[-1].body
    hearing_row = {
        "paper_id": paper.id, "result_id": first.result_id, "how": "in_person", "said": "x", "heard_on": today(),
        "recorded_by": at.official.account_id, "recorded_at": now(),
    }  # fmt: skip
    for wrong in (
        {},
        {"uninvited_because": "Өзі келді"},
        {"invitation_id": first.id},
        {"invitation_id": second.id, "uninvited_because": "Өзі келді"},
        {"invitation_id": second.id, "how": "did_not_come"},
    ):
        refused_row(HolderHearing(**(hearing_row | wrong)))
    again = {
        "paper_id": paper.id, "result_id": first.result_id, "place": "x", "day": today(), "hour": "10:00",
        "least_days": 0, "invited_by": at.official.account_id, "invited_on": today(), "invited_at": now(),
    }  # fmt: skip
    for unlawful in (
        {},
        {"replaces_id": first.id},
        {"replaces_id": second.id, "day": today() - timedelta(days=1)},
        {"replaces_id": second.id, "hour": "9:00"},
    ):
        refused_row(HearingInvitation(**(again | unlawful)))
    refused(update(HearingInvitation).values(place="басқа"))
    desk = at.page(at.official)
    assert where["place"] in desk.page(path)
    page = desk.page(f"{path}/heard")
    assert desk.post(f"{path}/heard", page, how="did_not_come", **told).status_code == 422
    assert desk.post(f"{path}/heard", page, how="in_writing", **told).status_code == 200
    assert db.session.scalars(select(HolderHearing.invitation_id)).one() == second.id


def test_a_lowered_result_makes_a_task_and_ends_nothing_before_the_holder_is_heard(
    decisive: Decisive,
) -> None:
    line = awarded(decided_case(decisive), decisive.official, decisive.head)
    paper = drawn(decisive)
    sign_all(sheet_of(paper).id)
    with acting(applying.staff(Role.CHANCERY_CLERK, decisive.closed.hall.office)):
        issuing.issue(paper.id)
    db.session.commit()
    heard = Heard("in_writing", "Қателік менің кінәм емес", today())
    with acting(decisive.official):
        with pytest.raises(Refusal):
            hearing_holders.hear(paper.id, heard)
        correcting.take_back(paper.case_id, "басқа адам тапсырды")
        db.session.commit()
    assert [one.id for one in lowered_papers(decisive.official)] == [paper.id]
    assert standing.entries_of(paper.id) == []
    assert decisive.cases[0].place == "issued"
    with pytest.raises(Refusal):
        annulled(line, decisive.official, decisive.head)
    db.session.rollback()
    draft = kept(
        order_row(paper.office_id, decisive.official.account_id or 0, kind="status", service=paper.kind)
    )
    revoked = {
        "order_id": draft.id, "kind": "status", "position": 1, "case_id": paper.case_id, "outcome": "revoke",
        "paper_id": paper.id, "ground": "x", "clause": "x", "facts": "x", "added_by": draft.drafted_by,
        "added_at": now(),
    }  # fmt: skip
    refused_row(OrderLine(**revoked))
    invited_and_heard(decisive, paper)
    with acting(decisive.official), pytest.raises(Refusal):
        hearing_holders.hear(paper.id, heard)
    db.session.rollback()
    annulled(line, decisive.official, decisive.head)
    assert [one.status for one in standing.entries_of(paper.id)] == ["annulled"]
    assert lowered_papers(decisive.official) == []
