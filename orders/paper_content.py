"""What a result paper will say and who signs it: gathered from the case, its text, the office's decisions, the drafter.

For the verb that draws it and for the preview that its drafter reads first. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.grant_queries import live
from accounts.models import Account, Office, RoleGrant
from accounts.refused_facts import RefusedFact
from accounts.roles import ROLE_NAMES, Role
from accounts.specialty_branches import BRANCHES
from applications import office_rules
from applications.models import Case
from applications.paper_parts import in_three
from applications.standing import roles_for
from core.clock import now
from core.database import db
from core.languages import _l, long_date
from core.refusals import Refusal
from orders.models.papers import PaperStatus, ResultPaper, ResultPaperIssued
from orders.order_gates import demand_category
from orders.paper_grounds import Grounds, grounds_of
from orders.paper_standing import ENDED, STANDINGS, standing_of
from orders.result_facts import Certified, Drawn, Earlier, Holder, Signatory, Validity
from orders.result_kinds import KINDS, Look, title_of
from regulations.catalogue import catalogue
from regulations.kinds import Basis, ProcedureKind, StepKind, Unit
from regulations.kinds import Role as Actor
from regulations.model import Amount, Edition, Step
from regulations.path import roles_of
from regulations.setting_values import read_value
from regulations.words import Words

MOST_LINES, LONGEST_LINE = 60, 400


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the drafter adds to what the case already says."""

    signatory_grant_id: int
    annex: tuple[str, ...] = ()
    earlier_number: str = ""
    earlier_day: date | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A paper before it is numbered: its facts and title, who signs it, on what it rests, which one it stands for."""

    drawn: Drawn
    title: Words
    office: Office
    signer: Account
    grant: RoleGrant
    grounds: Grounds
    earlier_id: int | None


def content_of(case: Case, wanted: Wanted) -> Content:
    """Everything that the paper will say but its number; refused while something is missing."""
    edition = catalogue().edition(case.edition_id)
    office = db.session.get_one(Office, signing_office(case, edition))
    grant = next((one for one in signatories(case) if one.id == wanted.signatory_grant_id), None)
    if grant is None:
        raise RefusedFact("signatory", _l("Choose somebody who may sign this paper now."))
    signer = db.session.get_one(Account, grant.account_id)
    moment = now().astimezone(ZoneInfo(office.zone))
    demand_category(case, edition)
    grounds = grounds_of(case, edition)
    earlier_id, earlier = _earlier(case, edition, wanted)
    decided_title = _decided_title(office.id, edition)
    drawn = Drawn(
        edition=edition,
        procedure=case.procedure,
        office=Words(office.name_kk, office.name_ru, office.name_en),
        number="",
        moment=moment,
        holder=Holder(case.person.name, case.person.bin),
        certified=_certified(case, edition, office, wanted),
        ground=grounds.told,
        validity=_validity(office.id, edition, moment.date()),
        signatory=Signatory(signer.name, capacity(grant)),
        decided_title=decided_title,
        earlier=earlier,
    )
    title = title_of(edition, decided_title)
    return Content(drawn, title, office, signer, grant, grounds, earlier_id)


def has_annex(edition: Edition) -> bool:
    """Whether the paper has an annex with kinds of activity and addresses: licences have."""
    return KINDS[edition.service].look is Look.LICENCE


def stands_for_an_earlier(edition: Edition, procedure: str) -> bool:
    """Whether the paper names an earlier one, in whose place it comes."""
    return edition.procedure(procedure).kind in {ProcedureKind.REISSUE, ProcedureKind.DUPLICATE}


def _signing_step(case: Case, edition: Edition) -> Step | None:
    steps = edition.steps_of(case.procedure)
    return next((one for one in steps if one.kind is StepKind.DOCUMENT_SIGNATURE), None)


def signing_office(case: Case, edition: Edition) -> int:
    """The office whose person signs the result."""
    step = _signing_step(case, edition)
    if step is not None and step.office.value == "committee" and case.committee_id is not None:
        return case.committee_id
    return case.office_id


def signatories(case: Case) -> Sequence[RoleGrant]:
    """Who may sign the paper of this case today: whom the text names, or whom the office has appointed."""
    edition = catalogue().edition(case.edition_id)
    step = _signing_step(case, edition)
    actors = roles_of(step, office_rules.appointed(case, edition)) if step else (Actor.STATISTICS_SPECIALIST,)
    office = db.session.get_one(Office, signing_office(case, edition))
    return _holders(office, [role.value for role in roles_for(actors)])


def _holders(office: Office, roles: Sequence[str]) -> Sequence[RoleGrant]:
    today = now().astimezone(ZoneInfo(office.zone)).date()
    return db.session.scalars(
        select(RoleGrant)
        .where(
            RoleGrant.office_id == office.id,
            RoleGrant.role.in_(roles),
            RoleGrant.revoked_at.is_(None),
            live(today),
        )
        .order_by(RoleGrant.role.desc(), RoleGrant.id)
    ).all()


def heads_of(office_id: int) -> Sequence[RoleGrant]:
    """The head of an office and whoever acts for them today."""
    office = db.session.get_one(Office, office_id)
    return _holders(office, [role.value for role in roles_for((Actor.HEAD,))])


def capacity(grant: RoleGrant) -> Words:
    """As whom somebody signs; an acting head by the order that says so."""
    words = in_three(ROLE_NAMES[Role(grant.role)])
    if grant.role != Role.ACTING_HEAD:
        return Words(words["kk"], words["ru"], words["en"])
    number = grant.order_number
    return Words(
        f"{words['kk']} (№ {number} бұйрық)", f"{words['ru']} (приказ № {number})", f"{words['en']} (order {number})"
    )  # fmt: skip


def _certified(case: Case, edition: Edition, office: Office, wanted: Wanted) -> Certified:
    specialty = case.specialty
    return Certified(
        specialty=Words(specialty.name_kk, specialty.name_ru, specialty.name_en) if specialty else None,
        category=case.category,
        examination_kind=Words(**in_three(BRANCHES[case.examination_kind]))
        if case.examination_kind
        else None,
        activity=case.activity,
        place=Words(office.name_kk, office.name_ru, office.name_en)
        if edition.result.basis is Basis.ACCEPTANCE
        else None,
        annex=_annex(edition, wanted),
    )


def _annex(edition: Edition, wanted: Wanted) -> tuple[str, ...]:
    lines = tuple(line.strip() for line in wanted.annex if line.strip())
    if lines and not has_annex(edition):
        raise RefusedFact("annex", _l("This paper has no annex."))
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise RefusedFact(
            "annex",
            _l(
                "An annex has at most %(lines)s lines of %(letters)s letters each.",
                lines=MOST_LINES,
                letters=LONGEST_LINE,
            ),
        )
    return lines


def _earlier(case: Case, edition: Edition, wanted: Wanted) -> tuple[int | None, Earlier | None]:
    """The paper that a re-issue or duplicate stands for: ours where the register knows it, else as it was told."""
    if not stands_for_an_earlier(edition, case.procedure):
        return None, None
    number, day = wanted.earlier_number.strip().upper(), wanted.earlier_day
    if not number:
        raise RefusedFact("earlier_number", _l("Type the number of the paper that this one stands for."))
    if day is None:
        raise RefusedFact("earlier_day", _l("Type the day of the paper that this one stands for."))
    if day > now().astimezone(ZoneInfo(case.office.zone)).date():
        raise RefusedFact("earlier_day", _l("The earlier paper is of a day to come."))
    known = db.session.scalar(
        select(ResultPaper)
        .join(ResultPaperIssued, ResultPaperIssued.paper_id == ResultPaper.id)
        .where(ResultPaper.number == number, ResultPaper.kind == case.service)
    )
    if known is None:
        return None, Earlier(number, day)
    if not _same_holder(known.case, case):
        raise RefusedFact("earlier_number", _l("The paper of this number is of another holder."))
    if known.valid_from != day:
        raise RefusedFact(
            "earlier_day",
            _l("The paper of this number is of another day: %(day)s.", day=long_date(known.valid_from)),
        )
    _still_holds(known)
    return known.id, Earlier(number, day)


def _same_holder(one: Case, other: Case) -> bool:
    """By IIN or BIN: a namesake is another holder, and somebody may have changed the name meanwhile."""
    first, second = one.person, other.person
    if first.iin or first.bin:
        return (first.iin, first.bin) == (second.iin, second.bin)
    return first.folded_name == second.folded_name


def _still_holds(known: ResultPaper) -> None:
    entries = db.session.scalars(
        select(PaperStatus.status).where(PaperStatus.paper_id == known.id).order_by(PaperStatus.position)
    ).all()
    standing = standing_of(entries, None, known.valid_from)
    if standing in ENDED:
        raise RefusedFact(
            "earlier_number",
            _l(
                "The paper of this number does not hold any more: %(standing)s.", standing=STANDINGS[standing]
            ),
        )


def _validity(office_id: int, edition: Edition, since: date) -> Validity:
    """From today, for as long as the office has decided where the text is silent (I64)."""
    if edition.result.basis is Basis.ACCEPTANCE:
        return Validity(since, None)
    if office_rules.decided(office_id, edition, "result_unlimited") is True:
        return Validity(since, None)
    declared = edition.setting("result_validity")
    amount = read_value(declared, office_rules.decided(office_id, edition, declared.key))
    if not isinstance(amount, Amount) or amount.unit is not Unit.CALENDAR_DAY:
        raise Refusal(
            _l("How long a result is valid must be decided in calendar days."), clause=declared.clause
        )
    return Validity(since, since + timedelta(days=amount.value))


def _decided_title(office_id: int, edition: Edition) -> Words | None:
    if edition.result.name_setting is None:
        return None
    value = office_rules.decided(office_id, edition, edition.result.name_setting)
    return Words(**value) if value else None
