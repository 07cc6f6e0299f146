"""Opening an external evaluation by the order on it, and planning it: by which standards, and on which days.

The order comes from the room of orders, which calls `open_evaluation` when the head has signed it. Until then the case
stands at the order's steps, and nothing of an evaluation exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from accounts.refused_facts import RefusedFact
from applications import notices as told
from applications.actions import course
from commissions import evaluation_notices, evaluation_queries
from commissions.actions import forming
from commissions.models import Commission, Evaluation, StandardSet, Visit
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _, _l
from core.models import StoredFile
from core.refusals import NotFound, Refusal
from regulations.verbs import Verb


@dataclass(frozen=True, slots=True)
class Expert:
    """Who is in the group, as what, for which specialties."""

    account_id: int
    role: str = "member"
    specialties: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ordered:
    """What the signed order says: its number, day and file, the group, and from when until when it evaluates."""

    order_number: str
    order_date: date
    order_file_id: int
    group: tuple[Expert, ...]
    from_day: date
    until_day: date
    group_name: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day at the organisation."""

    day: date
    place: str
    programme: str = ""


def open_evaluation(case_id: int, ordered: Ordered) -> Evaluation:
    """The order is signed: the case goes on to its evaluation, its group is formed, the organisation told the days.

    One order may open the evaluations of several organisations by one group.
    """
    case = course.locked(case_id)
    office_id = current_actor().office_id
    if office_id is None or office_id not in (case.office_id, case.committee_id):
        raise NotFound
    if not evaluation_queries.awaits_order(course.edition_of(case), case.place):
        raise Refusal(_l("This case does not wait for an order on its external evaluation."))
    if ordered.until_day < ordered.from_day:
        raise RefusedFact("until_day", _l("The last day lies before the first."))
    new = {
        "order": ordered.order_number,
        "from": ordered.from_day.isoformat(),
        "until": ordered.until_day.isoformat(),
    }
    moved = course.perform(
        case, Verb.SIGN_ORDER, tag="commissions:evaluation:open", brings=course.With(new=new)
    )
    made = Evaluation(
        case_id=case.id,
        office_id=office_id,
        group_id=_group(office_id, ordered).id,
        order_number=ordered.order_number,
        order_date=ordered.order_date,
        order_file_id=ordered.order_file_id,
        from_day=ordered.from_day,
        until_day=ordered.until_day,
        opened_by=current_actor().account_id,
        opened_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    told.of_step(case, moved.notices, evaluation_notices.opened(case, made))
    return made


def _group(office_id: int, ordered: Ordered) -> Commission:
    """The expert group that this order forms; another case of the same order finds it formed."""
    formed = db.session.scalar(
        select(Commission).where(
            Commission.office_id == office_id,
            Commission.kind == "expert_group",
            Commission.order_number == ordered.order_number,
            Commission.order_date == ordered.order_date,
        )
    )
    if formed is not None:
        return formed
    if [one.role for one in ordered.group].count("chair") != 1:
        raise RefusedFact("group", _l("An expert group has one leader, who concludes its report."))
    made = forming.form(
        forming.Formed(
            "expert_group",
            ordered.group_name or _("Expert group by order No. %(number)s", number=ordered.order_number),
            ordered.order_number,
            ordered.order_date,
            db.session.get_one(StoredFile, ordered.order_file_id),
        )
    )
    for one in ordered.group:
        forming.add_member(
            made.id,
            forming.Named(one.account_id, one.role, ordered.order_date, specialties=one.specialties),
        )
    return made


def locked(evaluation_id: int) -> Evaluation:
    """An evaluation of the own office that has no report yet, held until the commit."""
    found = held(Evaluation, evaluation_id)
    if found.office_id != current_actor().office_id:
        raise NotFound
    if evaluation_queries.report_of(found.id) is not None:
        raise Refusal(_l("This evaluation is finished: what was found stands in its report."))
    return found


def choose_standards(evaluation_id: int, set_id: int) -> None:
    """By which standards the organisation is evaluated. Chosen once: marks hang on it."""
    evaluation = locked(evaluation_id)
    chosen = held(StandardSet, set_id)
    if chosen.office_id != evaluation.office_id or chosen.retired_at is not None:
        raise NotFound
    if evaluation.set_id is not None:
        raise Refusal(_l("The standards of this evaluation are chosen already."))
    evaluation.set_id = chosen.id
    db.session.flush()
    note(evaluation, "choose_standards", {"set": chosen.id, "act": chosen.act})


def plan_visit(evaluation_id: int, wanted: Day) -> Visit:
    """A day on which the group comes; the organisation is told."""
    return _planned(locked(evaluation_id), wanted, None, None)


def move_visit(visit_id: int, wanted: Day, reason: str) -> Visit:
    """Another day, with the reason; the organisation is told of it."""
    old = db.session.get(Visit, visit_id)
    if old is None:
        raise NotFound
    evaluation = locked(old.evaluation_id)
    if db.session.scalar(select(Visit.id).where(Visit.replaces_id == old.id)) is not None:
        raise Refusal(_l("This visit was moved to another day already."))
    return _planned(evaluation, wanted, old, reason)


def _planned(evaluation: Evaluation, wanted: Day, old: Visit | None, reason: str | None) -> Visit:
    if not evaluation.from_day <= wanted.day <= evaluation.until_day:
        raise RefusedFact("day", _l("The order lets the group evaluate on other days."))
    made = Visit(
        evaluation_id=evaluation.id,
        day=wanted.day,
        place=wanted.place,
        programme=wanted.programme,
        replaces_id=old.id if old else None,
        reason=reason,
        planned_by=current_actor().account_id,
        planned_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    new = {"day": made.day.isoformat(), "place": made.place}
    note(evaluation, "move_visit" if old else "plan_visit", new | ({"reason": reason} if reason else {}))
    evaluation_notices.tell_visit(evaluation, made)
    return made


def note(
    evaluation: Evaluation,
    verb: str,
    new: Mapping[str, object],
    personal: Mapping[str, object] | None = None,
) -> None:
    """Enter in the journal what was done to an evaluation."""
    record(
        f"commissions:evaluation:{verb}",
        subject=("evaluation", evaluation.id),
        office_id=evaluation.office_id,
        new=dict(new),
        personal=None if personal is None else dict(personal),
    )
