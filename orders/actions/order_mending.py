"""Lines of orders that change what earlier ones did: annul a point, correct its writing, change a paper's status."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.refused_facts import RefusedFact
from applications.actions import course
from applications.models import Case
from core.database import db
from core.languages import _l
from core.refusals import NotFound, Refusal
from orders.actions import drawing, standing
from orders.actions.hearing_holders import demand_heard
from orders.actions.ordering import add_lines, drafted, note
from orders.appeal_queries import granted_in
from orders.models import AppealGround, Order, OrderLine, OrderLineSigned, ResultPaper, ResultPaperIssued
from orders.paper_standing import STATUS_OF, may_follow
from regulations.path import Facts, Moved, move, reopenable
from regulations.places import ANNULLED, ISSUED
from regulations.verbs import Verb


@dataclass(frozen=True, slots=True)
class Mended:
    """Why, by which clause, on which facts; and where an annulment brings the case back to life."""

    ground: str
    clause: str
    facts: str
    reopen_at: str = ""


def mend(order_id: int, earlier_id: int, wanted: Mended) -> OrderLine:
    """Annul, or correct, a point of a signed order of the own office: as the kind of this draft says."""
    order = drafted(order_id)
    if order.kind not in {"annulment", "correction"}:
        raise Refusal(_l("Orders of this kind neither annul nor correct a point of another."))
    _demand_motives(wanted)
    signed = db.session.get(OrderLineSigned, earlier_id)
    if signed is None or signed.signed.order.office_id != order.office_id:
        raise NotFound
    case = course.locked(signed.case_id)
    if case.service != order.service:
        raise Refusal(_l("This point is about another service than the order."))
    if signed.line.released_at is not None:
        raise Refusal(_l("This point has been annulled already."))
    _demand_holder_heard(order, case)
    reopen = wanted.reopen_at if order.kind == "annulment" else ""
    if reopen and reopen not in gates_back(case):
        raise RefusedFact("reopen_at", _l("A case is reopened only at a gate to which it has come before."))
    (line,) = add_lines(
        order,
        [
            OrderLine(
                case_id=case.id,
                outcome="annul" if order.kind == "annulment" else "correct",
                earlier_id=signed.line_id,
                earlier_outcome=signed.outcome,
                reopen_at=reopen or None,
                ground=wanted.ground.strip(),
                clause=wanted.clause.strip(),
                facts=wanted.facts.strip(),
            )
        ],
    )
    if order.kind == "annulment" and signed.outcome == "refuse":
        _rest_on_appeals(line)
    note(order, "mend", {"case": case.id, "earlier": signed.line_id, "reopen_at": reopen})
    return line


def _rest_on_appeals(line: OrderLine) -> None:
    """What annuls a refusal rests on every granted appeal of the case that still waits for its act."""
    for appeal in granted_in(line.case_id):
        db.session.add(AppealGround(line_id=line.id, case_id=line.case_id, appeal_id=appeal.id))
    db.session.flush()


def gates_back(case: Case) -> list[str]:
    """The steps at which this case could be reopened: its gates, none further on than it ever stood."""
    edition = course.edition_of(case)
    place = ANNULLED if case.place == ISSUED else case.place
    return [
        step
        for step in reopenable(edition, case.procedure)
        if isinstance(
            move(edition, case.procedure, place, Verb.REOPEN, Facts(act_recorded=True, reopen_at=step)), Moved
        )
    ]


def change_status(order_id: int, paper_id: int, outcome: str, wanted: Mended) -> OrderLine:
    """Suspend, resume, take back, revoke or annul an issued paper of the own office."""
    order = drafted(order_id)
    if order.kind != "status" or outcome not in STATUS_OF:
        raise Refusal(_l("Orders of this kind change no paper."))
    _demand_motives(wanted)
    paper = _issued(order, paper_id)
    earlier = [one.status for one in standing.entries_of(paper.id)]
    if outcome in {"revoke", "annul"}:
        demand_heard(paper)
    if STATUS_OF[outcome] not in may_follow(earlier):
        raise RefusedFact("outcome", _l("After what became of this paper, the order cannot do this to it."))
    (line,) = add_lines(
        order,
        [
            OrderLine(
                case_id=paper.case_id,
                outcome=outcome,
                paper_id=paper.id,
                ground=wanted.ground.strip(),
                clause=wanted.clause.strip(),
                facts=wanted.facts.strip(),
            )
        ],
    )
    note(order, "change_status", {"paper": paper.number, "outcome": outcome})
    return line


def _demand_holder_heard(order: Order, case: Case) -> None:
    """Whose paper would end with the annulled award is heard before, where the result was lowered."""
    paper = drawing.live_paper(case.id)
    if order.kind == "annulment" and paper is not None:
        demand_heard(paper)


def _issued(order: Order, paper_id: int) -> ResultPaper:
    paper = db.session.get(ResultPaper, paper_id)
    if paper is None or paper.office_id != order.office_id or paper.kind != order.service:
        raise NotFound
    if db.session.get(ResultPaperIssued, paper.id) is None:
        raise Refusal(_l("Only an issued paper has a status."))
    return paper


def _demand_motives(wanted: Mended) -> None:
    for field, sentence in (
        ("ground", _l("Say on which ground.")),
        ("clause", _l("Name the clause.")),
        ("facts", _l("Write what was found.")),
    ):
        if not getattr(wanted, field).strip():
            raise RefusedFact(field, sentence)
