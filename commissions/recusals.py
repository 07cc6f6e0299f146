"""Who is recused from one candidate, and which conflicts the records show: found by rule, recorded by a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Account, Office, RoleGrant
from accounts.queries import today
from applications.models import Case, Lookup, RequestSignature
from commissions import queries
from commissions.conflicts import Candidate, Conflict, Employer, Judge, Kind, Named, conflicts
from commissions.models import Declaration, Member, MemberTie, PaperTie, Recusal, Slot
from core.database import db
from core.languages import LANGUAGES

OTHER = "other"
GROUNDS = (*(kind.value for kind in Kind), OTHER)


@dataclass(frozen=True, slots=True)
class Found:
    """One member before one candidate: every conflict the records show, and the recusal where one is recorded."""

    member: Member
    conflicts: tuple[Conflict, ...]
    recusal: Recusal | None

    @property
    def is_open(self) -> bool:
        """A conflict that nobody has answered by a recusal yet."""
        return bool(self.conflicts) and self.recusal is None


def recused_from(interview_id: int) -> list[Recusal]:
    """The recusals that count, in the order in which they were recorded."""
    return list(
        db.session.scalars(
            select(Recusal)
            .options(
                joinedload(Recusal.member).joinedload(Member.account),
                joinedload(Recusal.alternate).joinedload(Member.account),
            )
            .where(Recusal.interview_id == interview_id, Recusal.withdrawn_at.is_(None))
            .order_by(Recusal.id)
        )
    )


def recusals_of(interview_id: int) -> Sequence[Recusal]:
    """All of them, those that were taken back too."""
    return db.session.scalars(
        select(Recusal)
        .options(joinedload(Recusal.member).joinedload(Member.account))
        .where(Recusal.interview_id == interview_id)
        .order_by(Recusal.id)
    ).all()


def declarations_of(interview_id: int) -> Sequence[Declaration]:
    """What members declared before this candidate, in the order of saying it."""
    return db.session.scalars(
        select(Declaration)
        .options(joinedload(Declaration.member).joinedload(Member.account))
        .where(Declaration.interview_id == interview_id)
        .order_by(Declaration.id)
    ).all()


def member_ties(members: Iterable[int]) -> Sequence[MemberTie]:
    """Where these members work and live, as they told; what was struck out does not count."""
    return db.session.scalars(
        select(MemberTie)
        .where(MemberTie.member_id.in_(list(members)), MemberTie.struck_at.is_(None))
        .order_by(MemberTie.id)
    ).all()


def paper_ties(case_id: int) -> Sequence[PaperTie]:
    """Whom the papers of a candidate name, as somebody read them out."""
    return db.session.scalars(
        select(PaperTie)
        .where(PaperTie.case_id == case_id, PaperTie.struck_at.is_(None))
        .order_by(PaperTie.id)
    ).all()


def sitters(slot: Slot) -> list[Member]:
    """Who is in the commission on the day of this hearing."""
    zone = ZoneInfo(slot.meeting.office.zone)
    return queries.sitting_on(slot.meeting.commission_id, slot.starts_at.astimezone(zone).date())


def found_for(slot: Slot) -> list[Found]:
    """Every member of the day before this candidate, with what the records show and what was recorded."""
    members = sitters(slot)
    candidate = candidate_of(slot.interview.case)
    recorded = {one.member_id: one for one in recused_from(slot.interview_id)}
    declared: dict[int, str] = {}
    for one in declarations_of(slot.interview_id):
        declared[one.member_id] = "; ".join(filter(None, (declared.get(one.member_id), one.text)))
    judges = _judges(members, declared)
    return [Found(one, conflicts(judges[one.id], candidate), recorded.get(one.id)) for one in members]


def candidate_of(case: Case) -> Candidate:
    """The candidate with everybody whom the records of the case name."""
    person, ties = case.person, paper_ties(case.id)
    employers = [Employer(one.name, one.number) for one in ties if one.kind == "employer"]
    if person.kind == "organisation":
        employers.append(Employer(person.name, person.bin))
    return Candidate(
        name=person.name,
        iin=person.iin,
        address=person.address,
        employers=tuple(employers),
        taught_by=tuple(Named(one.name, one.number) for one in ties if one.kind == "taught"),
        signed_by=(
            *(Named(one.name, one.number) for one in ties if one.kind == "signed"),
            *_signatories(case),
        ),
    )


def _signatories(case: Case) -> Iterable[Named]:
    """Whoever signed or applied for the candidate, and the head of an organisation as the register has it."""
    signed = db.session.get(RequestSignature, case.id)
    if signed is not None and (signed.signer_iin is None or signed.signer_iin != case.person.iin):
        yield Named(signed.signer_name, signed.signer_iin)
    if case.agent is not None:
        yield Named(case.agent.name, case.agent.iin)
    of_the_case = or_(Lookup.case_id == case.id, Lookup.draft_id == case.draft_id)
    answers = db.session.scalars(select(Lookup.answer).where(of_the_case, Lookup.door == "legal_entities"))
    for answer in answers:
        head = ((answer or {}).get("facts") or {}).get("head")
        if head:
            yield Named(str(head))


def _judges(members: list[Member], declared: dict[int, str]) -> dict[int, Judge]:
    ties = member_ties(one.id for one in members)
    offices = _employing_offices([one.account_id for one in members])
    found = {}
    for member in members:
        own = [one for one in ties if one.member_id == member.id]
        told = tuple(Employer(one.name, one.number) for one in own if one.kind == "employer")
        addresses = [one.name for one in own if one.kind == "address"]
        account: Account = member.account
        found[member.id] = Judge(
            name=account.name,
            iin=account.iin,
            address=addresses[-1] if addresses else "",
            employers=told + tuple(offices.get(member.account_id, ())),
            declared=declared.get(member.id, ""),
        )
    return found


def _employing_offices(accounts: list[int]) -> dict[int, list[Employer]]:
    """The offices at which somebody is an official, under each name. A seat in a commission is no employment."""
    day = today()
    rows = db.session.execute(
        select(RoleGrant.account_id, Office)
        .join(Office, Office.id == RoleGrant.office_id)
        .where(
            RoleGrant.account_id.in_(accounts),
            RoleGrant.role.not_in(queries.ONLY_OWN),
            RoleGrant.revoked_at.is_(None),
            RoleGrant.from_day <= day,
            or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day),
        )
        .order_by(RoleGrant.id)
    )
    found: dict[int, list[Employer]] = {}
    for account_id, office in rows:
        names = [str(getattr(office, f"name_{language}")) for language in LANGUAGES]
        found.setdefault(account_id, []).extend(Employer(name) for name in dict.fromkeys(names))
    return found
