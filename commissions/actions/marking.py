"""What the experts do: declare that nothing stands against them, mark standards, bring evidence."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from accounts.refused_facts import RefusedFact, Stale
from commissions import evaluation_queries
from commissions.actions.evaluating import locked, note
from commissions.models import (
    Evaluation,
    ExpertStanding,
    Member,
    Standard,
    StandardEvidence,
    StandardMark,
)
from commissions.standards import Mark
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.languages import _l
from core.models import StoredFile
from core.refusals import NotFound, Refusal


@dataclass(frozen=True, slots=True)
class Found:
    """What an expert found of a standard, and which version of the mark they had before them (0 for none)."""

    standard_id: int
    mark: Mark
    remark: str
    seen: int


def declare(evaluation_id: int, conflict: bool, fact: str = "") -> ExpertStanding:
    """An expert says whether something stands between them and the organisation. Nobody marks before that."""
    evaluation = locked(evaluation_id)
    member = _place(evaluation)
    last = evaluation_queries.standings_of(evaluation.id).get(member.id)
    if last is not None and last.conflict and not conflict:
        raise Refusal(
            _l("A conflict of interest is recorded: you no longer take it back yourself."),
            next_step=_l("Speak to the official who keeps the case."),
        )
    return _stands(evaluation, member, conflict, fact, "declare")


def note_conflict(evaluation_id: int, member_id: int, conflict: bool, fact: str) -> ExpertStanding:
    """The official records a conflict of interest of an expert, or that what was recorded no longer holds."""
    evaluation = locked(evaluation_id)
    member = db.session.get(Member, member_id)
    if member is None or member.commission_id != evaluation.group_id:
        raise NotFound
    return _stands(evaluation, member, conflict, fact, "note_conflict")


def _stands(evaluation: Evaluation, member: Member, conflict: bool, fact: str, verb: str) -> ExpertStanding:
    if conflict and not fact.strip():
        raise RefusedFact("fact", _l("Say what stands between the expert and the organisation."))
    made = ExpertStanding(
        evaluation_id=evaluation.id,
        group_id=evaluation.group_id,
        member_id=member.id,
        conflict=conflict,
        fact=fact.strip(),
        noted_by=current_actor().account_id,
        noted_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    note(evaluation, verb, {"account": member.account_id, "conflict": conflict}, {"fact": made.fact})
    return made


def mark(evaluation_id: int, found: Found) -> StandardMark:
    """Mark a standard. Whoever had an older mark before them is told so, and nothing is written."""
    evaluation = locked(evaluation_id)
    member = _free(evaluation)
    standard = _standard(evaluation, found.standard_id)
    last = db.session.scalar(
        select(func.max(StandardMark.version)).where(
            StandardMark.evaluation_id == evaluation.id, StandardMark.standard_id == standard.id
        )
    )
    if (last or 0) != found.seen:
        raise Stale
    made = StandardMark(
        evaluation_id=evaluation.id,
        set_id=standard.set_id,
        standard_id=standard.id,
        group_id=evaluation.group_id,
        member_id=member.id,
        version=found.seen + 1,
        mark=found.mark.value,
        remark=found.remark.strip(),
        marked_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    note(evaluation, "mark", {"standard": standard.code, "mark": made.mark, "version": made.version})
    return made


def bring_evidence(
    evaluation_id: int, standard_id: int, file: StoredFile, caption: str = ""
) -> StandardEvidence:
    """A photo or a file that shows what was found."""
    evaluation = locked(evaluation_id)
    member = _free(evaluation)
    standard = _standard(evaluation, standard_id)
    made = StandardEvidence(
        evaluation_id=evaluation.id,
        set_id=standard.set_id,
        standard_id=standard.id,
        group_id=evaluation.group_id,
        member_id=member.id,
        file_id=file.id,
        caption=caption.strip(),
        brought_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    note(evaluation, "bring_evidence", {"standard": standard.code, "digest": file.digest})
    return made


def remove_evidence(evidence_id: int) -> StandardEvidence:
    """Take a file away again that shows nothing; that it was there stays written."""
    found = db.session.get(StandardEvidence, evidence_id)
    if found is None:
        raise NotFound
    evaluation = locked(found.evaluation_id)
    _free(evaluation)
    db.session.refresh(found)
    if found.removed_at is not None:
        raise Refusal(_l("This file was taken away already."))
    found.removed_at, found.removed_by = now(), current_actor().account_id
    db.session.flush()
    code = db.session.get_one(Standard, found.standard_id).code
    note(evaluation, "remove_evidence", {"standard": code, "digest": found.file.digest})
    return found


def _place(evaluation: Evaluation) -> Member:
    member = evaluation_queries.own_place(evaluation, current_actor())
    if member is None:
        raise NotFound
    return member


def _free(evaluation: Evaluation) -> Member:
    """The expert that acts, if nothing stands against them."""
    member = _place(evaluation)
    last = evaluation_queries.standings_of(evaluation.id).get(member.id)
    if last is None:
        raise Refusal(
            _l("First say whether something stands between you and this organisation."),
            next_step=_l("Open the evaluation: the declaration stands on its page."),
        )
    if last.conflict:
        raise Refusal(
            _l("A conflict of interest is recorded: others of the group evaluate here."), status=403
        )
    return member


def _standard(evaluation: Evaluation, standard_id: int) -> Standard:
    found = db.session.get(Standard, standard_id)
    if found is None or evaluation.set_id is None or found.set_id != evaluation.set_id:
        raise NotFound
    return found
