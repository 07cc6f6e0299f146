"""Drawing a result paper, sending it to be signed, and taking it back while it is unsigned."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select

from accounts.actions import signing
from accounts.actions.signing import NewSheet, Place
from accounts.grant_queries import live
from accounts.models import Account, Office, RoleGrant
from accounts.refused_facts import RefusedFact
from accounts.roles import ROLE_NAMES, Role
from accounts.signing_models import SigningSheet
from applications import office_rules
from applications.actions import course
from applications.models import Case
from applications.paper_parts import in_three
from applications.standing import roles_for
from core.actor import current_actor
from core.canonical import canonical, digest
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.numbering import next_number
from core.paper_facts import frozen_facts
from core.refusals import NotFound, Refusal
from core.settings import Settings
from core.sorting import fold
from orders.models.papers import KIND, ResultPaper, ResultPaperIssued, ResultPaperSigned
from orders.paper_proof import Proven, code_of
from orders.register_key import register_key
from orders.result_facts import Certified, Drawn, Earlier, Ground, Holder, Signatory, Validity, facts_of
from orders.result_kinds import number_of, title_of
from orders.result_pdf import result_pdf
from regulations.kinds import Basis, Need, StepKind, Unit
from regulations.kinds import Role as Actor
from regulations.model import Amount, Edition, Step
from regulations.path import roles_of
from regulations.places import ISSUED, parse
from regulations.setting_values import read_value
from regulations.verbs import Verb
from regulations.words import Words

# Without letters that an eye takes for another one.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the drafter adds to what the case already says."""

    signatory_grant_id: int
    annex: tuple[str, ...] = ()
    earlier_number: str = ""
    earlier_day: date | None = None


def draw(case_id: int, wanted: Wanted) -> ResultPaper:
    """Draw the paper of a case whose text now demands it, freeze it, and send it to whoever signs it."""
    case = course.locked(case_id)
    edition = course.edition_of(case)
    _mine(case)
    kind = _kind_now(case, edition)
    if live_paper(case.id) is not None:
        raise Refusal(_l("The result paper of this case has been drawn already."))
    if kind is StepKind.DOCUMENT_DRAFT:
        course.perform(case, Verb.DRAFT_DOCUMENT)
    elif kind is not StepKind.DOCUMENT_SIGNATURE and not _ticket_is_due(case, edition):
        raise Refusal(_l("The result paper of this case is not to be drawn now."))
    office = db.session.get_one(Office, signing_office(case, edition))
    office_rules.demand(office.id, edition, Need.RESULT, case.procedure)
    return _drawn(case, edition, office, wanted)


def _kind_now(case: Case, edition: Edition) -> StepKind | None:
    here = parse(edition, case.procedure, case.place)
    return edition.step(here.step).kind if here.step and not here.ended else None


def _ticket_is_due(case: Case, edition: Edition) -> bool:
    """The clinic gives the ticket on paper at once; its electronic form may follow when the case is issued."""
    return edition.result.basis is Basis.ACCEPTANCE and case.place == ISSUED


def _mine(case: Case) -> None:
    actor = current_actor()
    if actor.office_id not in {case.desk_office_id, case.office_id, case.committee_id}:
        raise NotFound
    if case.executor_id is not None and case.executor_id != actor.account_id and case.desk_role == actor.role:
        raise Refusal(_l("The head has named another executor for this case."), status=403)


def live_paper(case_id: int) -> ResultPaper | None:
    """The paper of a case that counts, if one is drawn."""
    return db.session.scalar(
        select(ResultPaper).where(ResultPaper.case_id == case_id, ResultPaper.withdrawn_at.is_(None))
    )


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
    edition = course.edition_of(case)
    step = _signing_step(case, edition)
    actors = roles_of(step, office_rules.appointed(case, edition)) if step else (Actor.STATISTICS_SPECIALIST,)
    office = db.session.get_one(Office, signing_office(case, edition))
    today = now().astimezone(ZoneInfo(office.zone)).date()
    return db.session.scalars(
        select(RoleGrant)
        .where(
            RoleGrant.office_id == office.id,
            RoleGrant.role.in_([role.value for role in roles_for(actors)]),
            RoleGrant.revoked_at.is_(None),
            live(today),
        )
        .order_by(RoleGrant.role.desc(), RoleGrant.id)
    ).all()


def _drawn(case: Case, edition: Edition, office: Office, wanted: Wanted) -> ResultPaper:
    grant = next((one for one in signatories(case) if one.id == wanted.signatory_grant_id), None)
    if grant is None:
        raise RefusedFact("signatory", _l("Choose somebody who may sign this paper now."))
    moment = now().astimezone(ZoneInfo(office.zone))
    count = next_number(f"result:{edition.service}", office.id, moment.year)
    number = number_of(edition.service, office.code, moment.year, count)
    earlier = _earlier(case, edition, wanted)
    validity = _validity(office.id, edition, moment.date())
    signer = db.session.get_one(Account, grant.account_id)
    drawn = Drawn(
        edition=edition,
        procedure=case.procedure,
        office=Words(office.name_kk, office.name_ru, office.name_en),
        number=number,
        moment=moment,
        holder=Holder(case.person.name, case.person.bin),
        certified=_certified(case, edition, office, wanted),
        ground=_ground(edition),
        validity=validity,
        signatory=Signatory(signer.name, capacity(grant)),
        decided_title=_decided_title(office.id, edition),
        earlier=earlier[1],
    )
    frozen = frozen_facts(facts_of(drawn))
    paper = ResultPaper(
        case_id=case.id,
        kind=edition.service,
        office_id=office.id,
        number=number,
        register_id="".join(secrets.choice(_ALPHABET) for _ in range(26)),
        folded_name=fold(case.person.name)[:320],
        facts=canonical(frozen),
        digest=digest(frozen),
        basis=edition.result.basis.value,
        valid_from=validity.since,
        valid_until=validity.until,
        earlier_id=earlier[0],
        drafted_by=current_actor().account_id,
        drafted_at=now(),
    )
    db.session.add(paper)
    db.session.flush()
    record(
        "orders:result_paper:draw",
        subject=("case", case.id),
        office_id=office.id,
        new={"paper": paper.id, "number": number, "digest": paper.digest},
    )
    _send(paper, title_of(edition, drawn.decided_title), signer, grant)
    return paper


def _send(paper: ResultPaper, title: Words, signer: Account, grant: RoleGrant) -> None:
    signing.open_sheet(
        NewSheet(
            kind=KIND,
            subject_id=paper.id,
            office_id=paper.office_id,
            title=Words(*(f"{part[:230]} № {paper.number}" for part in (title.kk, title.ru, title.en))),
            document=printed(paper),
            name=f"{paper.number}.pdf",
            places=(Place(signer.id, capacity(grant), Role(grant.role)),),
        )
    )


def printed(paper: ResultPaper) -> bytes:
    """The PDF of the frozen facts, before any signature."""
    settings = cast(Settings, current_app.extensions["synaq.settings"])
    facts = json.loads(paper.facts)
    address = f"{settings.public_address}/register/{paper.register_id}"
    proven = Proven(
        paper.register_id, paper.number, paper.kind, facts["name"], paper.valid_from, paper.valid_until, paper.digest
    )  # fmt: skip
    code = code_of(address, proven, register_key(settings))
    return result_pdf(facts, paper.digest, address, code, specimen=settings.specimen)


def capacity(grant: RoleGrant) -> Words:
    """As whom somebody signs; an acting head by the order that says so."""
    words = in_three(ROLE_NAMES[Role(grant.role)])
    if grant.role != Role.ACTING_HEAD:
        return Words(words["kk"], words["ru"], words["en"])
    number = grant.order_number
    return Words(
        f"{words['kk']} (№ {number} бұйрық)", f"{words['ru']} (приказ № {number})", f"{words['en']} (order {number})"
    )  # fmt: skip


def _ground(edition: Edition) -> Ground:
    if edition.result.basis is Basis.ORDER:
        raise Refusal(
            _l("The order on which this paper rests has not been signed."),
            clause=edition.result.source,
            next_step=_l("Draw the order up and have it signed first."),
        )
    return Ground(edition.result.basis)


def _certified(case: Case, edition: Edition, office: Office, wanted: Wanted) -> Certified:
    specialty = case.specialty
    return Certified(
        specialty=Words(specialty.name_kk, specialty.name_ru, specialty.name_en) if specialty else None,
        category=case.category,
        examination_kind=case.examination_kind,
        activity=case.activity,
        place=Words(office.name_kk, office.name_ru, office.name_en)
        if edition.result.basis is Basis.ACCEPTANCE
        else None,
        annex=wanted.annex,
    )


def _earlier(case: Case, edition: Edition, wanted: Wanted) -> tuple[int | None, Earlier | None]:
    """The paper that a re-issue or duplicate stands for: ours where the register knows it, else as it was told."""
    if edition.procedure(case.procedure).kind.value not in {"reissue", "duplicate"}:
        return None, None
    number, day = wanted.earlier_number.strip(), wanted.earlier_day
    if not number or day is None:
        raise RefusedFact("earlier_number", _l("Say number and day of the paper that this one stands for."))
    known = db.session.scalar(
        select(ResultPaper)
        .join(ResultPaperIssued, ResultPaperIssued.paper_id == ResultPaper.id)
        .where(ResultPaper.number == number.upper(), ResultPaper.kind == case.service)
    )
    if known is not None and known.folded_name != fold(case.person.name)[:320]:
        raise RefusedFact("earlier_number", _l("The paper of this number is of another holder."))
    return (known.id if known else None), Earlier(number, day)


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


def withdraw(paper_id: int, reason: str) -> ResultPaper:
    """Take an unsigned paper back; its number stays spoilt, and another may be drawn."""
    paper = held(ResultPaper, paper_id)
    if paper.office_id != current_actor().office_id:
        raise NotFound
    if db.session.get(ResultPaperSigned, paper.id) is not None:
        raise Refusal(_l("This paper has been signed; it can no longer be taken back."))
    if paper.withdrawn_at is not None:
        raise Refusal(_l("This paper has been taken back already."))
    if not reason.strip():
        raise RefusedFact("reason", _l("Say why the paper is taken back."))
    sheet = db.session.scalar(
        select(SigningSheet).where(
            SigningSheet.kind == KIND,
            SigningSheet.subject_id == paper.id,
            SigningSheet.withdrawn_at.is_(None),
        )
    )
    if sheet is not None:
        signing.withdraw(sheet.id, reason)
    paper.withdrawn_at, paper.withdrawn_by = now(), current_actor().account_id
    paper.withdrawn_reason = reason.strip()
    db.session.flush()
    record(
        "orders:result_paper:withdraw",
        subject=("case", paper.case_id),
        office_id=paper.office_id,
        new={"paper": paper.id, "reason": reason.strip()},
    )
    return paper
