"""Orders besides award and refusal: evaluations open, commissions are formed, papers and points end by their acts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from accounts.queries import today
from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from applications.models import Case, CaseNotice, Refused
from commissions import protocol_queries
from commissions.actions import agenda
from commissions.models import Commission, Evaluation, Interview, Member
from core.actor import acting
from core.clock import now
from core.database import db
from core.refusals import NotFound, Refusal
from orders import order_queries
from orders.actions import deciding, order_mending, order_route, ordering
from orders.actions.order_mending import Mended
from orders.actions.ordering import Details, Named
from orders.models import HeadDecision, OrderLineSigned, PaperStatus
from orders.order_reading import facts_of
from regulations.catalogue import catalogue
from regulations.kinds import StepKind
from tests.applications import making as applying
from tests.commissions.evaluating import Accreditation, accreditation
from tests.commissions.hearing import Hearing, hearing, meeting_of
from tests.commissions.live_hands import hold_meeting
from tests.commissions.protocol_hands import signed_protocol
from tests.exam.test_what_the_database_holds import refused, refused_row
from tests.orders.hands import AWARD, REFUSAL, Decisive, at, decided_case, decisive
from tests.orders.order_rows import line_row
from tests.orders.ordering import drafted, signed
from tests.orders.papering import issued_licence
from tests.orders.signed_orders import annulled

__all__ = ["accreditation", "at", "decisive", "hearing"]
WHY = Mended("Құжат жасанды", "12-тармақ 3)", "Тексеру актісі № 7")


def test_the_signed_order_opens_the_evaluation_with_its_group_and_days(accreditation: Accreditation) -> None:
    made = accreditation
    order = drafted(made.official, "evaluation", "organisation-accreditation", [made.case.id])
    with acting(made.official), pytest.raises(Refusal):
        order_route.send(order.id)
    people = (Named(made.leader.account_id or 0, "chair"), Named(made.expert.account_id or 0, "member"))
    for wrong in (
        Details(people=()),
        Details(people=people),
        Details(people=people[1:], from_day=today(), until_day=today()),
        Details(people=people, from_day=today(), until_day=today() - timedelta(days=1)),
    ):
        with acting(made.official), pytest.raises(RefusedFact):
            ordering.set_details(order.id, wrong)
    with acting(made.official):
        ordering.set_details(
            order.id, Details(people, today() + timedelta(days=1), today() + timedelta(days=9), "Топ")
        )
    assert made.leader.name in [one.name for one in facts_of(order).people]
    row = signed(order, made.official, made.head)
    opened = db.session.scalars(select(Evaluation)).one()
    assert (opened.case_id, opened.order_number, opened.order_file_id) == (
        made.case.id,
        order.spelled_number,
        row.file_id,
    )
    assert db.session.get_one(Case, made.case.id).place == "s07"


def test_an_award_after_an_interview_names_the_signed_item(hearing: Hearing) -> None:
    service = "specialist-certificate-with-category"
    office = hearing.closed.hall.office
    head = applying.staff(Role.HEAD, office)
    hold_meeting(hearing.meeting, {hearing.cases[0].id: "positive"})
    with acting(hearing.official), pytest.raises(Refusal):
        ordering.begin("award", service, [hearing.cases[0].id])
    drawn = signed_protocol(hearing.meeting)
    with acting(head):
        deciding.decide(hearing.cases[0].id, AWARD)
    order = drafted(hearing.official, "award", service, [hearing.cases[0].id])
    (line,) = order_queries.lines_of(order.id)
    (item,) = protocol_queries.items_of(drawn.id)
    assert (line.item_id, line.item_decision) == (item.id, "positive")
    signed(order, hearing.official, head)
    assert db.session.get_one(Case, hearing.cases[0].id).place == "s10"


def test_a_granted_appeal_brings_a_case_before_the_commission_once_more(hearing: Hearing) -> None:
    case_id, service = hearing.cases[0].id, hearing.cases[0].service
    head = applying.staff(Role.HEAD, hearing.closed.hall.office)
    with acting(hearing.secretary):
        later = meeting_of(hearing.commission, days=80)
    hold_meeting(hearing.meeting, {case_id: "negative"})
    refused(update(Interview).values(called_off_at=now(), called_off_reason="ұнамады"))
    signed_protocol(hearing.meeting)
    with acting(head):
        deciding.decide(case_id, REFUSAL)
    signed(drafted(hearing.official, "award", service, [case_id]), hearing.official, head)
    first = db.session.scalars(select(Interview)).one()
    with acting(hearing.secretary), pytest.raises(Refusal):
        agenda.put_on(later.id, case_id, later.starts_at, later.starts_at + timedelta(minutes=20))
    refused(update(Interview).values(called_off_at=now(), called_off_reason="ұнамады"))
    (line,) = order_queries.signed_lines_of(case_id)
    annulled(line, hearing.official, head, _interview_step(hearing.cases[0]))
    hold_meeting(later, {case_id: "positive"})
    assert (first.called_off_reason or "").startswith("Іс қайта қаралады")
    second = signed_protocol(later)
    with acting(head):
        deciding.decide(case_id, AWARD)
    order = drafted(hearing.official, "award", service, [case_id])
    (item,) = protocol_queries.items_of(second.id)
    assert [one.item_id for one in order_queries.lines_of(order.id)] == [item.id]
    signed(order, hearing.official, head)
    assert hearing.cases[0].place == "s10"


def _interview_step(case: Case) -> str:
    steps = catalogue().edition(case.edition_id).steps_of(case.procedure)
    return next(step.id for step in steps if step.kind is StepKind.INTERVIEW)


def test_whoever_was_never_interviewed_is_not_awarded(hearing: Hearing) -> None:
    """By the verb, and past the code with the decision of somebody else."""
    service = "specialist-certificate-with-category"
    with acting(hearing.official), pytest.raises(Refusal):
        ordering.begin("award", service, [hearing.cases[2].id])
    order = drafted(hearing.official, "award", service)
    nobody = HeadDecision(id=1, case_id=hearing.cases[0].id, outcome="award", departs=False)
    refused_row(line_row(order, nobody))
    refused_row(line_row(order, nobody, decision_id=None))


def test_a_commission_is_formed_by_its_signed_order(decisive: Decisive) -> None:
    office = decisive.closed.hall.office
    chair, member = (applying.staff(Role.COMMISSION_MEMBER, office) for _ in range(2))
    secretary = applying.staff(Role.COMMISSION_SECRETARY, office)
    order = drafted(decisive.official, "commission", None)
    people = (
        Named(chair.account_id or 0, "chair"),
        Named(member.account_id or 0, "member"),
        Named(secretary.account_id or 0, "secretary"),
    )
    with acting(decisive.official), pytest.raises(RefusedFact):
        ordering.set_details(order.id, Details(people))
    with acting(decisive.official):
        ordering.set_details(
            order.id,
            Details(people, name="Мамандандырылған комиссия", commission_kind="specialised_commission"),
        )
    signed(order, decisive.official, decisive.head)
    formed = db.session.scalars(
        select(Commission).where(Commission.order_number == order.spelled_number)
    ).one()
    members = db.session.scalars(select(Member.role).where(Member.commission_id == formed.id)).all()
    assert sorted(members) == ["chair", "member", "secretary"]


def test_a_refusal_is_annulled_by_an_order_and_the_case_goes_back_to_its_gate(decisive: Decisive) -> None:
    case_id = decided_case(decisive, 1).case_id
    order = drafted(decisive.official, "award", "specialist-certificate", [case_id])
    signed(order, decisive.official, decisive.head)
    (earlier,) = order_queries.signed_lines_of(case_id)
    draft = drafted(decisive.official, "annulment", "specialist-certificate")
    with acting(decisive.official):
        with pytest.raises(RefusedFact):
            order_mending.mend(draft.id, earlier.line_id, Mended("негіз", "", "факт"))
        with pytest.raises(RefusedFact):
            order_mending.mend(draft.id, earlier.line_id, Mended("негіз", "1", "факт", reopen_at="s06"))
        order_mending.mend(
            draft.id, earlier.line_id, Mended("Апелляция қанағаттандырылды", "9-тармақ", "Шешім № 3", "s05")
        )
    signed(draft, decisive.official, decisive.head)
    case = db.session.get_one(Case, case_id)
    assert (case.place, case.ended_at) == ("s05", None)
    assert order_queries.live_line(case_id) is None
    assert db.session.scalars(select(Refused.annulled_by_act)).one() == f"№ {draft.spelled_number}"
    assert db.session.scalars(select(HeadDecision.annulled_by_act)).one() == f"№ {draft.spelled_number}"
    with acting(decisive.official), pytest.raises(Refusal):
        order_mending.mend(
            drafted(decisive.official, "annulment", "specialist-certificate").id, earlier.line_id, WHY
        )


def test_a_mistake_in_writing_is_corrected_and_no_case_moves(decisive: Decisive) -> None:
    case_id = decided_case(decisive).case_id
    signed(
        drafted(decisive.official, "award", "specialist-certificate", [case_id]),
        decisive.official,
        decisive.head,
    )
    (earlier,) = order_queries.signed_lines_of(case_id)
    before = db.session.get_one(Case, case_id).place
    draft = drafted(decisive.official, "correction", "specialist-certificate")
    with acting(decisive.official):
        order_mending.mend(draft.id, earlier.line_id, Mended("Описка", "5-тармақ", "«Асанова» деп оқылсын"))
    signed(draft, decisive.official, decisive.head)
    assert db.session.get_one(Case, case_id).place == before
    outcomes = db.session.scalars(select(OrderLineSigned.outcome).order_by(OrderLineSigned.line_id)).all()
    assert outcomes == ["award", "correct"]


def test_papers_are_suspended_and_revoked_only_by_signed_orders(decisive: Decisive) -> None:
    at, case, paper = issued_licence()
    office = at.provider
    official, head = (applying.staff(role, office) for role in (Role.RESPONSIBLE_OFFICIAL, Role.HEAD))
    order = drafted(official, "status", "medical-licence")
    with acting(official), pytest.raises(RefusedFact):
        order_mending.change_status(order.id, paper.id, "resume", WHY)
    with acting(official):
        order_mending.change_status(order.id, paper.id, "suspend", WHY)
        with pytest.raises(Refusal):
            order_mending.change_status(order.id, paper.id, "revoke", WHY)
    with acting(decisive.official), pytest.raises(NotFound):
        order_mending.change_status(
            drafted(decisive.official, "status", "medical-licence").id, paper.id, "suspend", WHY
        )
    assert db.session.scalar(select(PaperStatus.id)) is None
    signed(order, official, head)
    assert db.session.scalars(select(PaperStatus.status)).all() == ["suspended"]
    second = drafted(official, "status", "medical-licence")
    with acting(official):
        order_mending.change_status(second.id, paper.id, "revoke", WHY)
    signed(second, official, head)
    entries = db.session.scalars(select(PaperStatus).order_by(PaperStatus.position)).all()
    assert [one.status for one in entries] == ["suspended", "revoked"]
    assert entries[1].order_number == second.spelled_number
    told = db.session.scalars(select(CaseNotice.subject).where(CaseNotice.case_id == case.id)).all()
    assert any(case.number in subject for subject in told)
