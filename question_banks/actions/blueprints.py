"""The verbs of blueprints: open, write, send for approval on the office's decision, approve, send back, close."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from accounts.models import Office, Specialty
from accounts.queries import offices_below, today
from accounts.refused_facts import RefusedFact, check_version, refuse_far_day
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import Text, _l
from core.refusals import NotFound, Refusal
from question_banks.blueprint import Blueprint
from question_banks.blueprint_form import Lack, lacks, pack_blueprint, unpack_blueprint
from question_banks.blueprint_reading import current_edition, draft_of, waiting_edition
from question_banks.blueprint_words import lack_words
from question_banks.canonical import digest
from question_banks.models import Bank, BlueprintBank, BlueprintDraft, BlueprintEdition, BlueprintPlan
from regulations.catalogue import SERVICES

PURPOSES = ("test", "ticket")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """For what a blueprint is: its names, the service, and where the service has them specialty and category."""

    code: str
    names: tuple[str, str, str]  # Kazakh, Russian, English
    purpose: str
    service: str
    specialty_id: int | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """The office's decision on which the numbers rest."""

    number: str
    dated: date


class NotReady(Refusal):
    """The blueprint lacks something that a decision must contain."""

    def __init__(self, missing: Collection[Lack]) -> None:
        sentences = " ".join(str(lack_words(one)) for one in missing)
        super().__init__(
            _l("The blueprint cannot be sent yet: %(what)s", what=sentences),
            next_step=_l("Complete the blueprint and send it again."),
        )


def open_blueprint(office: Office, facts: PlanFacts, banks: Collection[Bank]) -> BlueprintPlan:
    """Open a blueprint at an office, drawing from banks of that office or of those below it."""
    _check(facts)
    _check_banks(office, banks)
    kk, ru, en = (name.strip() for name in facts.names)
    plan = BlueprintPlan(
        code=facts.code.strip(),
        purpose=facts.purpose,
        office_id=office.id,
        service=facts.service,
        specialty_id=facts.specialty_id,
        category=facts.category or None,
        name_kk=kk,
        name_ru=ru,
        name_en=en,
        opened_by=current_actor().account_id,
        opened_at=now(),
    )
    db.session.add(plan)
    db.session.flush()
    db.session.add_all(BlueprintBank(blueprint_id=plan.id, bank_id=bank.id) for bank in banks)
    db.session.flush()
    record(
        "question_banks:blueprint:open",
        subject=("blueprint", plan.id),
        office_id=office.id,
        new={
            "code": plan.code,
            "purpose": plan.purpose,
            "service": plan.service,
            "specialty": plan.specialty_id,
            "category": plan.category,
            "banks": sorted(bank.code for bank in banks),
        },
    )
    return plan


def _check(facts: PlanFacts) -> None:
    if not facts.code.strip():
        raise RefusedFact("code", _l("Give the blueprint a code."))
    if db.session.scalar(select(BlueprintPlan.id).where(BlueprintPlan.code == facts.code.strip())):
        raise RefusedFact("code", _l("Another blueprint has this code already."))
    for name, given in zip(("name_kk", "name_ru", "name_en"), facts.names, strict=True):
        if not given.strip():
            raise RefusedFact(name, _l("Write the name of the blueprint in all three languages."))
    if facts.purpose not in PURPOSES:
        raise RefusedFact("purpose", _l("Say whether papers for the test or oral tickets are drawn."))
    if facts.service not in SERVICES:
        raise RefusedFact("service", _l("Choose a service."))
    if facts.specialty_id is not None and db.session.get(Specialty, facts.specialty_id) is None:
        raise RefusedFact("specialty_id", _l("Choose a specialty of the list."))


def _check_banks(office: Office, banks: Collection[Bank]) -> None:
    if not banks:
        raise RefusedFact("banks", _l("Choose at least one bank to draw from."))
    if any(bank.office_id not in offices_below(office.id) or bank.closed_on is not None for bank in banks):
        raise RefusedFact("banks", _l("Choose open banks of this office or of those below it."))


def save_draft(plan: BlueprintPlan, blueprint: Blueprint, seen: int | None = None) -> BlueprintDraft:
    """Keep the numbers as they are being worked on. Whoever saved last answers for the draft."""
    _refuse_closed(plan)
    if waiting_edition(plan.id) is not None:
        raise Refusal(
            _l(
                "An edition of this blueprint waits for its decision, so that nothing may be changed meanwhile."
            ),
            next_step=_l("Ask for the decision, or have the edition sent back."),
        )
    if blueprint.purpose != plan.purpose:
        raise ValueError("a blueprint is drawn for what it was opened for")
    content = pack_blueprint(blueprint)
    draft = draft_of(plan.id)
    if draft is None:
        draft = BlueprintDraft(blueprint_id=plan.id, content=content)
        old = None
    else:
        check_version(draft.version, seen)
        if draft.content == content:
            return draft
        old = {"digest": digest(unpack_blueprint(draft.content))}
        draft.content = content
    draft.written_by, draft.changed_at = _account_id(), now()
    db.session.add(draft)
    db.session.flush()
    record(
        "question_banks:blueprint:write",
        subject=("blueprint", plan.id),
        office_id=plan.office_id,
        old=old,
        new={"digest": digest(blueprint), "questions": blueprint.size},
    )
    return draft


def discard_draft(plan: BlueprintPlan, seen: int | None = None) -> None:
    """Throw the draft away; the editions stay."""
    draft = draft_of(plan.id)
    if draft is None:
        raise Refusal(_l("There is no draft."))
    check_version(draft.version, seen)
    old = {"digest": digest(unpack_blueprint(draft.content))}
    db.session.delete(draft)
    db.session.flush()
    record(
        "question_banks:blueprint:discard", subject=("blueprint", plan.id), office_id=plan.office_id, old=old
    )


def send_for_approval(plan: BlueprintPlan, basis: Basis, seen: int | None = None) -> BlueprintEdition:
    """Freeze the draft as an edition that rests on the office's decision; another person decides on it."""
    _refuse_closed(plan)
    draft = draft_of(plan.id)
    if draft is None:
        raise Refusal(_l("There is no draft to send."))
    check_version(draft.version, seen)
    if not basis.number.strip():
        raise RefusedFact("decision_number", _l("Write the number of the decision."))
    if basis.dated > today(plan.office.zone):
        raise RefusedFact("decision_date", _l("The decision is dated in the future."))
    blueprint = unpack_blueprint(draft.content)
    if missing := lacks(blueprint):
        raise NotReady(missing)
    edition = BlueprintEdition(
        blueprint_id=plan.id,
        number=_last_number(plan.id) + 1,
        content=draft.content,
        digest=digest(blueprint),
        decision_number=basis.number.strip(),
        decision_date=basis.dated,
        written_by=draft.written_by,
        sent_by=_account_id(),
        sent_at=now(),
    )
    db.session.add(edition)
    db.session.delete(draft)
    db.session.flush()
    record(
        "question_banks:blueprint:send",
        subject=("blueprint", plan.id),
        office_id=plan.office_id,
        new={
            "edition": edition.number,
            "digest": edition.digest,
            "decision": edition.decision_number,
            "decision_date": edition.decision_date,
        },
    )
    return edition


def _last_number(plan_id: int) -> int:
    return (
        db.session.scalar(
            select(func.max(BlueprintEdition.number)).where(BlueprintEdition.blueprint_id == plan_id)
        )
        or 0
    )


def approve(edition: BlueprintEdition) -> None:
    """Approve an edition: papers are drawn by it from now on. Whoever wrote or sent it does not approve it."""
    _decide(edition, "approved", "")
    old = current_edition(edition.blueprint_id)
    if old is not None:
        old.is_current = False
        db.session.flush()
    edition.is_current = True
    db.session.flush()
    record(
        "question_banks:blueprint:approve",
        subject=("blueprint", edition.blueprint_id),
        office_id=edition.blueprint.office_id,
        old={"edition": old.number} if old else None,
        new={"edition": edition.number, "digest": edition.digest},
    )


def send_back(edition: BlueprintEdition, remark: str) -> None:
    """Send an edition back with a remark; its numbers become the draft again."""
    if not remark.strip():
        raise RefusedFact("remark", _l("Say what must be changed."))
    _decide(edition, "sent_back", remark.strip())
    db.session.add(
        BlueprintDraft(
            blueprint_id=edition.blueprint_id,
            content=edition.content,
            written_by=edition.written_by,
            changed_at=now(),
        )
    )
    db.session.flush()
    record(
        "question_banks:blueprint:send_back",
        subject=("blueprint", edition.blueprint_id),
        office_id=edition.blueprint.office_id,
        new={"edition": edition.number, "remark": edition.remark},
    )


def may_decide(edition: BlueprintEdition, account_id: int | None) -> Text | None:
    """Why this person may not decide on the edition; None when they may. Asked by the page and by the verb alike."""
    if edition.verdict is not None:
        return _l("This edition is decided already.")
    if account_id in (edition.written_by, edition.sent_by):
        return _l("A blueprint is approved by another person than the one who wrote or sent it.")
    return None


def _decide(edition: BlueprintEdition, verdict: str, remark: str) -> None:
    held(BlueprintEdition, edition.id)
    why_not = may_decide(edition, current_actor().account_id)
    if why_not is not None:
        raise Refusal(why_not)
    edition.verdict, edition.remark = verdict, remark
    edition.decided_by, edition.decided_at = current_actor().account_id, now()
    db.session.flush()


def close_blueprint(plan: BlueprintPlan, day: date, seen: int | None = None) -> None:
    """Close a blueprint from a day on; sets that are sealed stay."""
    check_version(plan.version, seen)
    _refuse_closed(plan)
    refuse_far_day("day", day)
    plan.closed_on = day
    db.session.flush()
    record(
        "question_banks:blueprint:close",
        subject=("blueprint", plan.id),
        office_id=plan.office_id,
        new={"closed_on": day},
    )


def _refuse_closed(plan: BlueprintPlan) -> None:
    if plan.closed_on is not None:
        raise Refusal(_l("This blueprint is closed."))


def _account_id() -> int:
    account_id = current_actor().account_id
    if account_id is None:
        raise NotFound
    return account_id
