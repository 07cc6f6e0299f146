"""A granted appeal is carried out by the kind of act that made what was appealed; it undoes nothing by itself.

A refusal by an order is annulled by an order, which rests on the appeal by a foreign key. A refusal by the office's own
act is annulled by its own act. A result of a test is corrected or taken back first; a lowering is never a consequence.
The appeal is carried out once every such act is there.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from applications.actions import checking, course
from applications.case_reading import edition_of
from applications.models import Case
from applications.own_refusals import waiting_in
from applications.queries import refusal_of
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.languages import _l, speaking
from core.languages import gettext as _
from core.numbering import next_number
from core.refusals import Refusal
from exam import queries as exam_queries
from exam.actions import correcting, judging, planning
from exam.models import Attempt, Result
from exam.result_queries import current_result
from orders import appeal_notices, appeal_queries
from orders.actions import order_mending, ordering
from orders.actions.appealing import locked, note, of_own_office
from orders.actions.order_mending import Mended
from orders.appeal_reading import carrying, refusing_line, unsigned_line
from orders.appeal_rules import Due
from orders.models import Appeal, AppealAct, Order, OrderLine
from orders.order_gates import current_decision
from regulations.going_back import act_needed
from regulations.kinds import Basis, StepKind
from regulations.places import parse
from regulations.verbs import Verb

HEADS = frozenset({Role.HEAD, Role.ACTING_HEAD})


def draft_annulment(appeal_id: int, reopen_at: str) -> Order:
    """Draft the order that annuls the refusal: its point names the appeal as ground, clause and facts.

    An order is held before its cases, so that the appeal is only read until the point is there.
    """
    appeal = _due(appeal_id, Due.ORDER)
    _refuse_drafted(appeal, 0)
    line = refusing_line(appeal.case_id)
    assert line is not None, "an order is due where an order refused"
    order = ordering.begin("annulment", appeal.case.service)
    order_mending.mend(order.id, line.line_id, _motives(appeal, reopen_at))
    appeal = locked(appeal_id)
    # Whoever drafted at the same moment had the case first.
    _refuse_drafted(appeal, 1)
    note(appeal, "draft_order", {"order": order.id})
    return order


def _refuse_drafted(appeal: Appeal, own: int) -> None:
    """One order for one appeal, besides those that are the caller's own."""
    if len(appeal_queries.drafted_orders(appeal.id)) > own:
        raise Refusal(_l("An order that rests on this appeal is drafted already."))


def _motives(appeal: Appeal, reopen_at: str) -> Mended:
    """In the state's language, as the order is written; whoever drafts it may say more before it is sent."""
    decision = appeal_queries.decision_of(appeal.id)
    assert decision is not None, "a granted appeal is decided"
    with speaking("kk"):
        ground = _("Appeal No. %(number)s was granted", number=appeal.spelled_number)
    return Mended(ground, decision.clause, decision.reasons, reopen_at)


def carried_by_order(line: OrderLine) -> None:
    """A signed order has annulled the refusal: where its point rests on appeals, that is the act."""
    for appeal in appeal_queries.appeals_of_line(line.id):
        _write(
            appeal, AppealAct(kind="order", line_id=line.id, line_outcome="annul", reopened_at=line.reopen_at)
        )


def annul_by_own_act(appeal_id: int, reopen_at: str) -> Appeal:
    """The office annuls what it refused by its own act, by the hand that such an act needs; the case goes on.

    One act serves every granted appeal of the case that waits for it.
    """
    appeal = _due_and_held(appeal_id, Due.OWN_ACT)
    case = appeal.case
    if reopen_at not in order_mending.gates_back(case):
        raise RefusedFact("reopen_at", _l("A case is reopened only at a gate to which it has come before."))
    _demand_hand(case)
    if waiting_in(case) is not None:
        raise Refusal(
            _l("A refusal of this application waits for its signature: call it back first."),
            next_step=_l(
                "Open the application; its refusal can be called back there. Then repeat this step."
            ),
        )
    if unsigned_line(case.id) is not None:
        raise Refusal(
            _l("A draft of an order decides on this application: take it out of the draft first."),
            next_step=_l("Open the draft among the orders; then repeat this step."),
        )
    moment = now().astimezone(ZoneInfo(appeal.office.zone))
    number = f"{moment.year}-{next_number('appeal_act', appeal.office_id, moment.year):06d}"
    refused = refusal_of(case)
    checking.annul_refusal(case, f"№ {number}")
    decision = current_decision(case.id)
    if decision is not None:
        decision.annulled_at, decision.annulled_by_act = now(), f"№ {number}"
        db.session.flush()
    course.perform(
        case,
        Verb.REOPEN,
        brings=course.With(
            act_recorded=True, reopen_at=reopen_at, new={"appeal": appeal.spelled_number, "act": number}
        ),
    )
    for one in appeal_queries.granted_in(case.id):
        if "own_act" not in {act.kind for act in appeal_queries.acts_of(one.id)}:
            _write(
                one,
                AppealAct(
                    kind="own_act",
                    refused_id=refused.id if refused else None,
                    act_number=number,
                    act_day=moment.date(),
                    reopened_at=reopen_at,
                ),
            )
    _enter_corrected(appeal, case)
    return appeal


def _demand_hand(case: Case) -> None:
    """What the head refused by signature, the head annuls."""
    here = parse(edition_of(case), case.procedure, case.place)
    basis = act_needed(edition_of(case), here)
    if basis is Basis.HEAD_SIGNATURE and current_actor().role not in HEADS:
        raise Refusal(
            _l("This refusal bears the head's signature: the head annuls it."),
            next_step=_l("Put the appeal before the head; it is among the head's tasks."),
            status=403,
        )


def correct_result(appeal_id: int, how: str) -> AppealAct:
    """Count the test again by the rulings as they are now, or take its result back; the reason names the appeal."""
    appeal = _due(appeal_id, Due.CORRECTION)
    # The sitting is held before the case, by the verb that corrects.
    reason = str(_l("Appeal No. %(number)s was granted", number=appeal.spelled_number))
    made = correcting.take_back(appeal.case_id, reason) if how == "take_back" else _recounted(appeal, reason)
    return _write(locked(appeal_id), AppealAct(kind="correction", result_id=made.id))


def _recounted(appeal: Appeal, reason: str) -> Result:
    """Anew, if counting changes anything; a correction made since the appeal came counts as well."""
    present = current_result(appeal.case_id)
    made = correcting.recount(appeal.case_id, reason)
    if made is None and present is not None and present.id != appeal.result_id:
        made = present
    if made is None:
        raise Refusal(
            _l("Counted again, the result is the same to the point."),
            next_step=_l("Rule on the faulty question first, or take the result back."),
        )
    return made


def _enter_corrected(appeal: Appeal, case: Case) -> None:
    """A case that is back at its test with a result that is positive now goes on with it."""
    result = current_result(case.id)
    if appeal.against != "test" or result is None or result.verdict != "positive":
        return
    if exam_queries.stands_at(case, StepKind.TEST):
        judging.enter(db.session.get_one(Attempt, result.attempt_id).place_id)


def _due_and_held(appeal_id: int, act: Due) -> Appeal:
    """The same, held with its case; with the sitting before both, where its result goes into the case again."""
    appeal = _due(appeal_id, act)
    result = current_result(appeal.case_id) if appeal.against == "test" else None
    if result is not None:
        planning.locked(db.session.get_one(Attempt, result.attempt_id).sitting_id)
    locked(appeal_id)
    return _due(appeal_id, act)


def _due(appeal_id: int, act: Due) -> Appeal:
    """The granted appeal of the own office for which this act is the next one."""
    appeal = of_own_office(appeal_id)
    found = carrying(appeal).due
    if not found or found[0] is not act:
        raise Refusal(
            _l("This act is not due: the appeal is not granted, or another act comes first."),
            next_step=_l("Load the page again: it shows what has happened and what is due."),
            stale=True,
        )
    return appeal


def _write(appeal: Appeal, act: AppealAct) -> AppealAct:
    """The act is there; once nothing else is due, the appeal is carried out and the applicant told."""
    actor = current_actor()
    act.appeal_id, act.case_id = appeal.id, appeal.case_id
    act.done_by, act.done_as, act.done_at = actor.account_id or 0, actor.role, now()
    db.session.add(act)
    db.session.flush()
    note(appeal, "carry_out", {"act": act.kind, "act_number": act.act_number, "line": act.line_id})
    if not carrying(appeal).due:
        appeal.carried_out_at = now()
        db.session.flush()
        appeal_notices.tell_carried_out(appeal)
    return act
