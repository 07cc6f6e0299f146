"""Reading of blueprints: which somebody may see, their editions, and the sealed sets that were drawn by them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import joinedload

from accounts.queries import offices_below
from core.actor import Actor
from core.database import db
from core.refusals import NotFound
from question_banks.blueprint import Blueprint
from question_banks.blueprint_form import unpack_blueprint
from question_banks.models import Bank, BlueprintBank, BlueprintDraft, BlueprintEdition, BlueprintPlan
from question_banks.queries import topics_of
from question_banks.topic_paths import codes_of


def plans_seen(actor: Actor) -> ColumnElement[bool]:
    """The blueprints of the own office and of those below it."""
    if actor.office_id is None:
        return false()
    return BlueprintPlan.office_id.in_(offices_below(actor.office_id))


def plans(actor: Actor, *, closed: bool = False) -> Sequence[BlueprintPlan]:
    """The blueprints that somebody may see, by their code."""
    query = (
        select(BlueprintPlan)
        .options(joinedload(BlueprintPlan.office), joinedload(BlueprintPlan.specialty))
        .where(plans_seen(actor))
        .order_by(BlueprintPlan.code)
    )
    return db.session.scalars(query if closed else query.where(BlueprintPlan.closed_on.is_(None))).all()


def find_plan(code: str, actor: Actor) -> BlueprintPlan:
    """One blueprint by its code."""
    plan = db.session.scalar(
        select(BlueprintPlan)
        .options(joinedload(BlueprintPlan.office), joinedload(BlueprintPlan.specialty))
        .where(BlueprintPlan.code == code, plans_seen(actor))
    )
    if plan is None:
        raise NotFound
    return plan


def banks_of(plan_id: int) -> Sequence[Bank]:
    """The banks that a blueprint draws from, by their code."""
    return db.session.scalars(
        select(Bank)
        .join(BlueprintBank, BlueprintBank.bank_id == Bank.id)
        .where(BlueprintBank.blueprint_id == plan_id)
        .order_by(Bank.code)
    ).all()


def draft_of(plan_id: int) -> BlueprintDraft | None:
    """The numbers that are being worked on."""
    return db.session.get(BlueprintDraft, plan_id)


def editions_of_plan(plan_id: int) -> Sequence[BlueprintEdition]:
    """All editions, the newest first."""
    return db.session.scalars(
        select(BlueprintEdition)
        .options(joinedload(BlueprintEdition.decider))
        .where(BlueprintEdition.blueprint_id == plan_id)
        .order_by(BlueprintEdition.number.desc())
    ).all()


def edition_numbered(plan_id: int, number: int) -> BlueprintEdition:
    """One edition by its number."""
    found = db.session.scalar(
        select(BlueprintEdition).where(
            BlueprintEdition.blueprint_id == plan_id, BlueprintEdition.number == number
        )
    )
    if found is None:
        raise NotFound
    return found


def current_edition(plan_id: int) -> BlueprintEdition | None:
    """The approved edition by which papers are drawn now."""
    found: BlueprintEdition | None = db.session.scalar(
        select(BlueprintEdition).where(
            BlueprintEdition.blueprint_id == plan_id, BlueprintEdition.is_current.is_(True)
        )
    )
    return found


def waiting_edition(plan_id: int) -> BlueprintEdition | None:
    """The edition that waits for its decision."""
    found: BlueprintEdition | None = db.session.scalar(
        select(BlueprintEdition).where(
            BlueprintEdition.blueprint_id == plan_id, BlueprintEdition.verdict.is_(None)
        )
    )
    return found


def standing_of_plans(plan_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """For each blueprint: the number of its edition in force, of the one that waits, and whether a draft is open."""
    found: dict[int, dict[str, int]] = {plan_id: {} for plan_id in plan_ids}
    rows = db.session.execute(
        select(
            BlueprintEdition.blueprint_id,
            BlueprintEdition.number,
            BlueprintEdition.is_current,
            BlueprintEdition.verdict,
        ).where(BlueprintEdition.blueprint_id.in_(plan_ids))
    )
    for plan_id, number, is_current, verdict in rows:
        if is_current:
            found[plan_id]["current"] = number
        if verdict is None:
            found[plan_id]["waiting"] = number
    drafts = select(BlueprintDraft.blueprint_id).where(BlueprintDraft.blueprint_id.in_(plan_ids))
    for plan_id in db.session.scalars(drafts):
        found[plan_id]["draft"] = 1
    return found


def blueprint_now(plan: BlueprintPlan) -> Blueprint | None:
    """What is being worked on, else what waits, else what is in force."""
    held = draft_of(plan.id) or waiting_edition(plan.id) or current_edition(plan.id)
    return unpack_blueprint(held.content) if held is not None else None


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic that a cell may ask for: as a cell names it, as people call it, and how deep it stands."""

    topic: tuple[str, ...]
    name: str
    depth: int


def topics_of_plan(plan_id: int) -> list[TopicRow]:
    """What cells may ask for: each bank as a whole, then its topics from the top."""
    rows: list[TopicRow] = []
    for bank in banks_of(plan_id):
        rows.append(TopicRow((bank.code,), bank.name, 0))
        for topic in topics_of(bank.id):
            codes = codes_of(topic.path)
            rows.append(TopicRow((bank.code, *codes), topic.title, len(codes)))
    return rows


def topic_names(plan_id: int) -> dict[tuple[str, ...], str]:
    """The name of each topic that cells may ask for."""
    return {row.topic: row.name for row in topics_of_plan(plan_id)}
