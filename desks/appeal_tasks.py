"""Appeals that wait for somebody: to be registered, passed on, heard; granted ones for the act of the own role."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from accounts.door import allowed
from core.actor import Actor
from core.languages import Text, _l
from desks.task import Task
from orders import appeal_queries
from orders.appeal_reading import carrying
from orders.appeal_rules import Due
from orders.appeal_words import STATES
from orders.models import Appeal


def appeal_tasks(actor: Actor) -> list[Task]:
    """The reader's tasks with appeals, in the order in which an appeal goes."""
    found: list[Task] = []
    if allowed("appeals.register"):
        found += [_task(one, _to_register(one)) for one in appeal_queries.waiting(actor, "filed")]
        found += [_task(one, _to_pass_on(one)) for one in _heard_by(actor, "outside")]
        found += [_task(one, _to_enter(one)) for one in appeal_queries.waiting(actor, "passed_on")]
    if allowed("appeals.hear"):
        found += [_task(one, _to_hear(one)) for one in _heard_by(actor, "own")]
    if allowed("appeals.carry_out"):
        waiting = appeal_queries.to_carry_out(actor)
        found += [_task(one, _to_carry_out(one)) for one in waiting if _is_mine(one)]
    return found


def _heard_by(actor: Actor, whom: str) -> Sequence[Appeal]:
    return [one for one in appeal_queries.waiting(actor, "registered") if one.heard_by == whom]


def _is_mine(one: Appeal) -> bool:
    """A result is corrected by the head, an order drafted by the official, an own act done by whoever may do it."""
    due = carrying(one).due[:1]
    if due == (Due.CORRECTION,):
        return allowed("results.correct")
    return allowed("orders.draft") if due == (Due.ORDER,) else bool(due)


def _to_register(one: Appeal) -> Text:
    return _l("Register appeal %(number)s", number=one.spelled_number)


def _to_pass_on(one: Appeal) -> Text:
    return _l("Pass appeal %(number)s on to the body that hears it", number=one.spelled_number)


def _to_enter(one: Appeal) -> Text:
    return _l("Enter how appeal %(number)s was decided", number=one.spelled_number)


def _to_hear(one: Appeal) -> Text:
    return _l("Hear appeal %(number)s and decide", number=one.spelled_number)


def _to_carry_out(one: Appeal) -> Text:
    return _l("Carry granted appeal %(number)s out", number=one.spelled_number)


def _task(one: Appeal, act: Text) -> Task:
    word, kind = STATES[one.state]
    return Task(act, url_for("orders.appeal_page", appeal_id=one.id), one.case.person.name, word, kind)
