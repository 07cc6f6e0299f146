"""Drawing a result paper, sending it to be signed, and taking it back while it is unsigned."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import cast

from flask import current_app
from sqlalchemy import exists, select

from accounts.actions import signing
from accounts.actions.signing import NewSheet, Place
from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from applications import office_rules
from applications.actions import course
from applications.models import Case
from applications.paper_codes import new_register_id
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
from orders.actions.deciding import still_positive
from orders.models.papers import KIND, PaperStatus, ResultPaper, ResultPaperSigned
from orders.paper_content import Content, Wanted, capacity, content_of
from orders.paper_proof import Proven, code_of
from orders.register_key import register_key
from orders.result_facts import facts_of
from orders.result_kinds import number_of
from orders.result_pdf import result_pdf
from regulations.kinds import Basis, Need, StepKind
from regulations.model import Edition
from regulations.places import ISSUED, parse
from regulations.verbs import Verb
from regulations.words import Words


def draw(case_id: int, wanted: Wanted) -> ResultPaper:
    """Draw the paper of a case whose text now demands it, freeze it, and send it to whoever signs it."""
    case = course.locked(case_id)
    edition = course.edition_of(case)
    demand_drawable(case)
    if edition.result.basis is not Basis.ACCEPTANCE:
        still_positive(case)
    content = content_of(case, wanted)
    office_rules.demand(content.office.id, edition, Need.RESULT, case.procedure)
    if kind_now(case, edition) is StepKind.DOCUMENT_DRAFT:
        course.perform(case, Verb.DRAFT_DOCUMENT)
    return _drawn(case, content)


def demand_drawable(case: Case) -> None:
    """Refused unless this person may draw this paper now: asked alike by the page, the preview and the verb."""
    _mine(case)
    if live_paper(case.id) is not None:
        raise Refusal(_l("The result paper of this case has been drawn already."))
    if not is_due(case):
        raise Refusal(_l("The result paper of this case is not to be drawn now."))


def is_due(case: Case) -> bool:
    """Whether the case stands where its text has the paper drawn."""
    edition = course.edition_of(case)
    drawn_here = {StepKind.DOCUMENT_DRAFT, StepKind.DOCUMENT_SIGNATURE}
    return kind_now(case, edition) in drawn_here or ticket_is_due(case, edition)


def kind_now(case: Case, edition: Edition) -> StepKind | None:
    """The kind of the step at which the case stands; none on the way out, where nothing is awarded."""
    here = parse(edition, case.procedure, case.place)
    return edition.step(here.step).kind if here.step and not here.exit else None


def ticket_is_due(case: Case, edition: Edition) -> bool:
    """The clinic gives the ticket on paper at once; its electronic form may follow when the case is issued."""
    return edition.result.basis is Basis.ACCEPTANCE and case.place == ISSUED


def _mine(case: Case) -> None:
    actor = current_actor()
    if actor.office_id not in {case.desk_office_id, case.office_id, case.committee_id}:
        raise NotFound
    if case.executor_id is not None and case.executor_id != actor.account_id and case.desk_role == actor.role:
        raise Refusal(_l("The head has named another executor for this case."), status=403)


def last_paper(case_id: int) -> ResultPaper | None:
    """The paper that was drawn last, if one is drawn; it may have been annulled since."""
    return db.session.scalar(
        select(ResultPaper)
        .where(ResultPaper.case_id == case_id, ResultPaper.withdrawn_at.is_(None))
        .order_by(ResultPaper.id.desc())
        .limit(1)
    )


def live_paper(case_id: int) -> ResultPaper | None:
    """The paper of a case that counts: one that was annulled with its award leaves room for another."""
    annulled = exists().where(PaperStatus.paper_id == ResultPaper.id, PaperStatus.status == "annulled")
    return db.session.scalar(
        select(ResultPaper).where(
            ResultPaper.case_id == case_id, ResultPaper.withdrawn_at.is_(None), ~annulled
        )
    )


def preview(case_id: int, wanted: Wanted) -> bytes:
    """The paper as it would be drawn now, without number and code: to be read, never to be signed. Writes nothing."""
    case = course.locked(case_id)
    demand_drawable(case)
    content = content_of(case, wanted)
    drawn = content.drawn
    number = number_of(drawn.edition.service, content.office.code, drawn.moment.year, 0)
    facts = frozen_facts(facts_of(replace(drawn, number=number)))
    address = f"{_settings().public_address}/register/papers"
    return result_pdf(facts, digest(facts), address, address, specimen=True)


def _drawn(case: Case, content: Content) -> ResultPaper:
    edition, moment, office = content.drawn.edition, content.drawn.moment, content.office
    # A series is named in 40 letters; so cut, the twelve services still differ.
    count = next_number(f"result:{edition.service}"[:40], office.id, moment.year)
    number = number_of(edition.service, office.code, moment.year, count)
    frozen = frozen_facts(facts_of(replace(content.drawn, number=number)) | _printed_with())
    paper = ResultPaper(
        case_id=case.id,
        kind=edition.service,
        office_id=office.id,
        number=number,
        register_id=new_register_id(),
        folded_name=fold(case.person.name)[:320],
        facts=canonical(frozen),
        digest=digest(frozen),
        basis=edition.result.basis.value,
        valid_from=content.drawn.validity.since,
        valid_until=content.drawn.validity.until,
        **content.grounds.keys(),
        earlier_id=content.earlier_id,
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
    _send(paper, content)
    return paper


def _send(paper: ResultPaper, content: Content) -> None:
    title, grant = content.title, content.grant
    signing.open_sheet(
        NewSheet(
            kind=KIND,
            subject_id=paper.id,
            office_id=paper.office_id,
            title=Words(*(f"{part[:230]} № {paper.number}" for part in (title.kk, title.ru, title.en))),
            document=printed(paper),
            name=f"{paper.number}.pdf",
            places=(Place(content.signer.id, capacity(grant), Role(grant.role)),),
        )
    )


def _printed_with() -> dict[str, object]:
    """What stands on the pages and is of this installation, not of the case: the pages can be made again elsewhere."""
    settings = _settings()
    return {"register_address": settings.public_address, "specimen": settings.specimen}


def printed(paper: ResultPaper) -> bytes:
    """The PDF of the frozen facts, before any signature."""
    facts, code = json.loads(paper.facts), check_code(paper)
    address, _mark, _proof = code.partition("#")
    return result_pdf(facts, paper.digest, address, code, specimen=facts["specimen"])


def check_code(paper: ResultPaper) -> str:
    """What the QR code of a paper says: the address in the register, and the proof of the facts behind it."""
    facts = json.loads(paper.facts)
    proven = Proven(
        paper.register_id,
        paper.number,
        paper.kind,
        facts["name"],
        paper.valid_from,
        paper.valid_until,
        paper.digest,
    )
    address = f"{facts['register_address']}/register/{paper.register_id}"
    return code_of(address, proven, register_key(_settings()))


def _settings() -> Settings:
    return cast(Settings, current_app.extensions["synaq.settings"])


def withdraw(paper_id: int, reason: str) -> ResultPaper:
    """Take an unsigned paper back; its number stays spoilt, and another may be drawn."""
    sheet, paper = signing.hold_sheet(KIND, paper_id), held(ResultPaper, paper_id)
    if paper.office_id != current_actor().office_id:
        raise NotFound
    if db.session.get(ResultPaperSigned, paper.id) is not None:
        raise Refusal(_l("This paper has been signed; it can no longer be taken back."))
    if paper.withdrawn_at is not None:
        raise Refusal(_l("This paper has been taken back already."))
    if not reason.strip():
        raise RefusedFact("reason", _l("Say why the paper is taken back."))
    signing.take_back(KIND, paper.id, sheet, reason)
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
