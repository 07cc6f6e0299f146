"""Writing down what may tie a member to a candidate: what the member told, and whom the candidate's papers name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from accounts.refused_facts import RefusedFact
from applications.actions import course
from applications.models import CaseDocument
from commissions.actions import forming
from commissions.models import Member, MemberTie, PaperTie
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal


@dataclass(frozen=True, slots=True)
class Tie:
    """An employer, an address, a teacher, a signatory; the number (IIN or BIN) where it is known."""

    kind: str
    name: str
    number: str | None = None
    document_id: int | None = None


def note_of_member(member_id: int, wanted: Tie) -> MemberTie:
    """What a member told of themselves. Another address or employer is another line."""
    member = db.session.get(Member, member_id)
    if member is None:
        raise NotFound
    forming.locked(member.commission_id)
    made = MemberTie(
        member_id=member.id,
        kind=wanted.kind,
        name=wanted.name,
        number=wanted.number,
        noted_by=current_actor().account_id,
        noted_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    _note_member(member, "note_tie", {"kind": wanted.kind})
    return made


def strike_of_member(tie_id: int, reason: str) -> None:
    """It does not hold any more, or was written wrongly."""
    found = db.session.get(MemberTie, tie_id)
    if found is None:
        raise NotFound
    forming.locked(found.member.commission_id)
    found = held(MemberTie, tie_id)
    _strike(found, reason)
    _note_member(found.member, "strike_tie", {"kind": found.kind, "reason": reason})


def note_of_papers(case_id: int, wanted: Tie) -> PaperTie:
    """Whom a paper of the candidate names. The paper is named where it is one of the case."""
    case = course.locked(case_id)
    _refuse_foreign(case.office_id, case.committee_id)
    if wanted.document_id is not None:
        of_the_case = select(CaseDocument.id).where(
            CaseDocument.id == wanted.document_id,
            CaseDocument.case_id == case_id,
            CaseDocument.removed_at.is_(None),
        )
        if db.session.scalar(of_the_case) is None:
            raise RefusedFact("document_id", _l("This paper is not one of the application."))
    made = PaperTie(
        case_id=case_id,
        kind=wanted.kind,
        name=wanted.name,
        number=wanted.number,
        document_id=wanted.document_id,
        noted_by=current_actor().account_id,
        noted_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    _note_case(made, "note_tie", {})
    return made


def strike_of_papers(tie_id: int, reason: str) -> None:
    """It was read wrongly."""
    case_id = db.session.scalar(select(PaperTie.case_id).where(PaperTie.id == tie_id))
    if case_id is None:
        raise NotFound
    case = course.locked(case_id)
    _refuse_foreign(case.office_id, case.committee_id)
    found = held(PaperTie, tie_id)
    _strike(found, reason)
    _note_case(found, "strike_tie", {"reason": reason})


def _strike(found: MemberTie | PaperTie, reason: str) -> None:
    if found.struck_at is not None:
        raise Refusal(_l("This line was struck out already."))
    if not reason.strip():
        raise RefusedFact("reason", _l("Say why."))
    found.struck_at, found.struck_by, found.struck_reason = now(), current_actor().account_id, reason.strip()
    db.session.flush()


def _refuse_foreign(*offices: int | None) -> None:
    if current_actor().office_id not in offices:
        raise NotFound


def _note_member(member: Member, verb: str, new: dict[str, object]) -> None:
    """The address itself stays out of the journal: it is personal, and the line keeps it."""
    record(
        f"commissions:member:{verb}",
        subject=("commission", member.commission_id),
        office_id=member.commission.office_id,
        new={"account": member.account_id} | new,
    )


def _note_case(tie: PaperTie, verb: str, new: dict[str, object]) -> None:
    record(
        f"commissions:papers:{verb}",
        subject=("case", tie.case_id),
        office_id=current_actor().office_id,
        new={"kind": tie.kind} | new,
        personal={"name": tie.name},
    )
