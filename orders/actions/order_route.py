"""The approval route of an order: sent by the drafter as a frozen version, approved by lawyer and head, or returned."""

from __future__ import annotations

from accounts.actions import signing
from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from applications.actions import course
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.languages import _l
from core.refusals import Refusal
from core.typed_facts import digest_of, spelled
from orders import order_queries
from orders.actions.ordering import drafted, hold_cases, locked, note
from orders.models import Order, OrderApproval, OrderVersion
from orders.models.order import KIND
from orders.order_gates import demand_gates, gates_of
from orders.order_reading import details_of, facts_of
from regulations.kinds import StepKind
from regulations.verbs import Verb

HEADS = frozenset({Role.HEAD.value, Role.ACTING_HEAD.value})
_OF_CASES = frozenset({"award", "refusal", "evaluation"})


def send(order_id: int) -> OrderVersion:
    """Send the draft for approval: its present text becomes a version, and its cases have their draft order."""
    order = drafted(order_id)
    _demand_whole(order)
    lines = order_queries.lines_of(order.id)
    hold_cases(lines)
    for line in lines:
        case = line.case
        if line.outcome in {"award", "refuse"}:
            demand_gates(case, gates_of(case))
        step = order_queries.order_step(case) if order.kind in _OF_CASES else None
        if step is not None and step.kind is StepKind.ORDER:
            course.perform(case, Verb.DRAFT_ORDER, brings=course.With(new={"draft": order.id}))
    facts = facts_of(order)
    made = OrderVersion(
        order_id=order.id,
        number=order.version + 1,
        facts=spelled(facts),
        digest=digest_of(facts),
        sent_by=current_actor().account_id,
        sent_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    order.state, order.version = "approval", made.number
    db.session.flush()
    note(order, "send", {"version": made.number, "digest": made.digest})
    return made


def _demand_whole(order: Order) -> None:
    """Nothing half-written is sent: lines where the kind has lines, people where it names people."""
    lines = order_queries.lines_of(order.id)
    if not lines and order.kind != "commission":
        raise Refusal(
            _l("There is nothing in this order yet."), next_step=_l("Put cases or papers into it first.")
        )
    if order.kind in {"evaluation", "commission"} and not details_of(order).get("people"):
        raise Refusal(_l("The order does not say yet whom it names."), next_step=_l("Name the people first."))


def approve(order_id: int) -> Order:
    """Approve the version that was sent: the lawyer first where the office wants one, the head last."""
    order = locked(order_id)
    if order.state != "approval":
        raise Refusal(_l("This order does not wait for an approval."))
    actor = current_actor()
    _demand_not_own(order)
    said = order_queries.approved_as(order)
    if actor.role == Role.LAWYER:
        if not order.lawyer_approves or Role.LAWYER.value in said:
            raise Refusal(_l("The lawyer's approval is not asked for here, or it was given already."))
    elif order.lawyer_approves and Role.LAWYER.value not in said:
        raise Refusal(_l("The lawyer has not approved this order yet."))
    _say(order, "approved", "")
    if actor.role in HEADS:
        order.state = "approved"
        db.session.flush()
    note(order, "approve", {"version": order.version, "as": actor.role})
    return order


def send_back(order_id: int, remarks: str) -> Order:
    """Return the order with remarks: it is a draft again, and its next version can be compared with this one."""
    order = locked(order_id)
    if order.state not in {"approval", "approved"}:
        raise Refusal(_l("This order cannot be returned now."))
    if not remarks.strip():
        raise RefusedFact("remarks", _l("Say what is to be changed."))
    _demand_not_own(order)
    _say(order, "returned", remarks.strip())
    order.state = "returned"
    db.session.flush()
    note(order, "return", {"version": order.version, "remarks": remarks.strip()})
    return order


def call_back(order_id: int, reason: str) -> Order:
    """Take an order back from its approval or from signing, to change it; refused once it is signed."""
    sheet, order = signing.hold_sheet(KIND, order_id), locked(order_id)
    if (
        order.state not in {"approval", "approved", "signing"}
        or order_queries.signed_of(order.id) is not None
    ):
        raise Refusal(_l("This order cannot be called back now."))
    if not reason.strip():
        raise RefusedFact("reason", _l("Say why the order is called back."))
    signing.take_back(KIND, order.id, sheet, reason)
    order.state = "returned"
    db.session.flush()
    note(order, "call_back", {"version": order.version, "reason": reason.strip()})
    return order


def _demand_not_own(order: Order) -> None:
    """Whoever drafted an order does not approve it, unless the office lets drafter and signatory be one."""
    me = current_actor().account_id
    senders = {one.sent_by for one in order_queries.versions_of(order.id)}
    if not order.drafter_may_sign and me in senders | {order.drafted_by}:
        raise Refusal(
            _l("You have drafted this order: somebody else approves and signs it."),
            next_step=_l("The office's decision whether the drafter may sign stands in its settings."),
            status=403,
        )


def _say(order: Order, what: str, remarks: str) -> None:
    actor = current_actor()
    if actor.role not in HEADS | {Role.LAWYER.value}:
        raise Refusal(_l("In your present role you are not on the approval route of orders."), status=403)
    db.session.add(
        OrderApproval(
            order_id=order.id,
            version=order.version,
            account_id=actor.account_id,
            said_as=actor.role,
            what=what,
            remarks=remarks,
            said_at=now(),
        )
    )
    db.session.flush()
