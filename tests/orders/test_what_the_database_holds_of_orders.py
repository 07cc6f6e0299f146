"""Orders attacked past the code, by SQL, before and after they are sent to be signed, on either database."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from accounts.models import Specialty
from accounts.roles import Role
from applications.models import Case, CasePerson
from commissions import protocol_queries
from core.actor import acting
from core.clock import now
from core.database import db
from exam.actions import correcting
from orders.actions import deciding
from orders.models import HeadDecision, Order, OrderApproval, OrderLine, OrderSigned, OrderVersion
from tests.applications import making as applying
from tests.commissions.hearing import Hearing, hearing, order_file
from tests.commissions.live_hands import hold_meeting
from tests.commissions.protocol_hands import signed_protocol
from tests.exam.test_what_the_database_holds import refused, refused_row
from tests.orders.hands import AWARD, Decisive, at, decided_case, decisive
from tests.orders.order_rows import kept, line_row, order_row

__all__ = ["at", "decisive", "hearing"]


def draft(at: Decisive, **changes: object) -> Order:
    office = at.closed.hall.office
    order: Order = kept(order_row(office.id, at.official.account_id or 0, **changes))
    return order


def test_an_award_rests_on_the_current_positive_result_and_on_the_decision_of_the_head(
    decisive: Decisive,
) -> None:
    decision, refusal = decided_case(decisive), decided_case(decisive, 1)
    order = draft(decisive)
    refused_row(line_row(order, decision, decision_id=None))
    refused_row(line_row(order, decision, result_id=None, verdict=None))
    refused_row(line_row(order, refusal, outcome="award"))
    refused_row(line_row(order, refusal, outcome="award", decision_id=decision.id))
    refused_row(line_row(order, decision, case_id=refusal.case_id))
    refused_row(
        line_row(order, decision, departs=True, departure_ground="негіз", departure_clause="5-тармақ")
    )
    refused_row(line_row(order, refusal, ground=""))
    refused_row(line_row(draft(decisive, kind="refusal"), decision))
    refused_row(line_row(draft(decisive, service="forensic-expert-attestation"), decision))
    other = applying.service("specialist-certificate").provider
    refused_row(line_row(kept(order_row(other.id, order.drafted_by)), decision))
    with acting(decisive.official):
        correcting.take_back(decision.case_id, "басқа адам тапсырды")
    refused_row(line_row(order, decision))
    kept(line_row(order, refusal))


def test_nobody_is_put_into_the_place_of_whoever_passed_every_gate(decisive: Decisive) -> None:
    """Order and certificate take these columns from the case: they stay as they were registered."""
    case = decided_case(decisive).case
    case.applicant_id = applying.applicant().id
    db.session.flush()
    person, file = update(CasePerson), update(Case)
    specialty = db.session.scalars(select(Specialty.id)).first() or 0
    assert specialty != case.specialty_id
    for attack in (
        person.values(name="Хакер"),
        person.values(folded_name="хакер"),
        person.values(bin="990140000014"),
        delete(CasePerson),
        file.values(applicant_id=decisive.head.account_id),
        file.values(applicant_id=None),
        file.values(specialty_id=specialty),
        file.values(activity="x"),
        file.values(examination_kind="forensic-medicine"),
        file.values(registered_at=None),
        file.values(registered_at=now()),
    ):
        refused(attack)
    db.session.execute(person.values(address="Абай 87, 12-пәтер"))


def test_a_case_stands_in_one_live_line_and_lines_come_only_into_drafts(decisive: Decisive) -> None:
    decision = decided_case(decisive)
    order, second = draft(decisive), draft(decisive)
    refused_row(line_row(order, decision, released_at=now()))
    line = kept(line_row(order, decision))
    refused_row(line_row(second, decision))
    refused(update(OrderLine).values(ground="басқа"))
    refused(update(OrderLine).values(released_at=now()))
    db.session.execute(delete(OrderLine).where(OrderLine.id == line.id))
    db.session.expire_all()
    line = kept(line_row(second, decision))
    send(second)
    refused(delete(OrderLine))
    refused_row(line_row(second, decided_case(decisive, 1), position=2))
    db.session.execute(
        update(Order)
        .where(Order.id == second.id)
        .values(
            state="withdrawn", withdrawn_at=now(), withdrawn_by=second.drafted_by, withdrawn_reason="қате"
        )
    )
    db.session.execute(update(OrderLine).values(released_at=now()))
    db.session.expire_all()
    kept(line_row(order, decision))


def send(order: Order) -> None:
    """Past the code: a version, and the state that says so."""
    kept(
        OrderVersion(
            order_id=order.id, number=1, facts="{}", digest="0" * 64, sent_by=order.drafted_by, sent_at=now()
        )
    )
    db.session.execute(update(Order).where(Order.id == order.id).values(state="approval", version=1))
    db.session.expire_all()


def approval(order: Order, account_id: int, **changes: object) -> OrderApproval:
    facts = {"order_id": order.id, "version": 1, "account_id": account_id, "said_as": "head"}
    return OrderApproval(**(facts | {"what": "approved", "remarks": "", "said_at": now()} | changes))


def test_an_order_goes_its_way_step_by_step_and_is_numbered_only_when_its_signing_opens(
    decisive: Decisive,
) -> None:
    decision = decided_case(decisive)
    office, head = decisive.closed.hall.office, decisive.head.account_id or 0
    refused_row(order_row(office.id, head, state="approved"))
    refused_row(order_row(office.id, head, number=1, day=decisive.cases[0].submitted_at.date(), year=2026))
    refused_row(order_row(office.id, head, kind="decree"))
    order = draft(decisive, lawyer_approves=True)
    kept(line_row(order, decision))
    for state in ("approved", "signing", "approval"):
        refused(update(Order).values(state=state))
    refused_row(approval(order, head))
    send(order)
    refused(update(Order).values(template_edition=2))
    refused(update(Order).values(details="{}x"))
    refused(update(Order).values(lawyer_approves=False))
    refused(update(Order).values(state="approved"))
    refused_row(approval(order, order.drafted_by))
    refused_row(approval(order, head, version=2))
    refused_row(approval(order, head, what="returned"))
    kept(approval(order, head))
    refused(update(Order).values(state="approved"))
    kept(approval(order, applying.staff(Role.LAWYER, office).account_id or 0, said_as="lawyer"))
    db.session.execute(update(Order).values(state="approved"))
    db.session.expire_all()
    whole = {
        "state": "signing", "year": 2026, "number": 1, "day": now().date(), "facts": "{}", "digest": "0" * 64,
        "signatory_id": head, "signatory_role": "head", "file_id": order_file().id,
    }  # fmt: skip
    refused(update(Order).values(**(whole | {"number": 2})))
    refused(update(Order).values(**(whole | {"signatory_id": order.drafted_by})))
    refused(update(Order).values(**(whole | {"signatory_role": "responsible_official"})))
    refused(update(Order).values(**(whole | {"file_id": None})))
    refused(update(Order).values(number=1, year=2026, day=now().date()))
    db.session.execute(update(Order).values(**whole))
    refused(update(Order).values(number=2))
    refused(delete(Order))
    refused_row(
        OrderSigned(
            order_id=order.id, sheet_id=1, file_id=whole["file_id"], digest="0" * 64, year=2026, number=1,
            day=now().date(), signed_at=now(), signed_by=head,
        )
    )  # fmt: skip


def test_an_award_after_an_interview_rests_on_the_signed_protocol(hearing: Hearing) -> None:
    hold_meeting(hearing.meeting, {hearing.cases[0].id: "positive"})
    drawn = signed_protocol(hearing.meeting)
    (item,) = protocol_queries.items_of(drawn.id)
    office = hearing.closed.hall.office
    head = applying.staff(Role.HEAD, office)
    with acting(head):
        decision: HeadDecision = deciding.decide(hearing.cases[0].id, AWARD)
    service = "specialist-certificate-with-category"
    order = kept(order_row(office.id, hearing.official.account_id or 0, service=service))
    refused_row(line_row(order, decision))
    refused_row(line_row(order, decision, item_id=item.id, item_decision="negative"))
    refused_row(line_row(order, decision, item_id=item.id + 999, item_decision="positive"))
    kept(line_row(order, decision, item_id=item.id, item_decision="positive"))
