"""What follows when a result paper is signed; giving it out; the copy on paper that somebody asks for."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.refused_facts import RefusedFact
from accounts.signing_hooks import Hooks, register
from accounts.signing_models import SigningDone, SigningSheet
from applications import notices, office_rules
from applications.actions import course
from applications.models import Case
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held, held_all
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from orders.actions import standing, telling
from orders.actions.deciding import still_positive
from orders.models import OrderLine
from orders.models.papers import KIND, ResultPaper, ResultPaperCopy, ResultPaperIssued, ResultPaperSigned
from orders.result_kinds import by_hand
from regulations.kinds import Basis, Need
from regulations.verbs import Verb


def when_signed(sheet: SigningSheet, done: SigningDone) -> None:
    """Everybody has signed: the paper is signed, and the case goes on to be issued."""
    case, paper = _held(sheet.subject_id)
    db.session.add(
        ResultPaperSigned(
            paper_id=paper.id,
            sheet_id=sheet.id,
            kind=KIND,
            file_id=done.file_id,
            digest=done.digest,
            signed_at=done.done_at,
        )
    )
    db.session.flush()
    record(
        "orders:result_paper:sign",
        subject=("case", paper.case_id),
        office_id=paper.office_id,
        new={"paper": paper.id, "number": paper.number, "file": done.digest},
    )
    if paper.basis == Basis.ACCEPTANCE:
        _issued(paper)
        return
    course.perform(case, Verb.SIGN_DOCUMENT, brings=course.With(new={"paper": paper.id}))


def _held(paper_id: int) -> tuple[Case, ResultPaper]:
    """The case, then the paper with the earlier one that ends by it."""
    known = db.session.get(ResultPaper, paper_id)
    if known is None:
        raise NotFound
    case = course.locked(known.case_id)
    held_all(ResultPaper, [one for one in (known.earlier_id, paper_id) if one is not None])
    return case, known


def may_sign(sheet: SigningSheet, _account_id: int) -> Refusal | None:
    """Whether what the paper rests on stands at this moment; asked by the page as well, so nothing is held."""
    try:
        demand_ground(db.session.get_one(ResultPaper, sheet.subject_id))
    except Refusal as refusal:
        return refusal
    return None


def demand_ground(paper: ResultPaper) -> None:
    """Refused when the award was annulled or the result lowered since the paper was drawn; asked again at issuing."""
    line = db.session.get(OrderLine, paper.line_id) if paper.line_id is not None else None
    if line is not None and line.released_at is not None:
        raise Refusal(_l("The award on which paper %(number)s rests was annulled.", number=paper.number))
    if paper.basis != Basis.ACCEPTANCE:
        still_positive(paper.case)


register(KIND, Hooks(when_signed=when_signed, may_sign=may_sign))


def issue(paper_id: int) -> ResultPaperIssued:
    """Give the signed paper to the applicant; from now on the register knows it."""
    case, paper = _held(paper_id)
    actor = current_actor()
    if actor.office_id not in {paper.office_id, case.office_id, case.desk_office_id}:
        raise NotFound
    if db.session.get(ResultPaperSigned, paper.id) is None:
        raise Refusal(_l("This paper has not been signed."))
    if db.session.get(ResultPaperIssued, paper.id) is not None:
        raise Refusal(_l("This paper has been issued already."))
    demand_ground(paper)
    edition = course.edition_of(case)
    office_rules.demand(paper.office_id, edition, Need.ISSUE, case.procedure)
    moved = course.perform(
        case, Verb.ISSUE, brings=course.With(new={"paper": paper.id, "number": paper.number})
    )
    notices.of_step(case, moved.notices)
    return _issued(paper)


def _issued(paper: ResultPaper) -> ResultPaperIssued:
    actor = current_actor()
    issued = ResultPaperIssued(
        paper_id=paper.id, issued_by=actor.account_id, issued_as=actor.role, issued_at=now()
    )
    db.session.add(issued)
    db.session.flush()
    record(
        "orders:result_paper:issue",
        subject=("result_paper", paper.id),
        office_id=paper.office_id,
        new={"number": paper.number},
    )
    telling.tell_issued(issued, paper)
    if paper.earlier_id is not None:
        standing.replaced(paper.earlier_id, paper)
    return issued


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy on paper: who signed it by hand, that the seal is on it, who took it and by which document."""

    signed_by_hand: str
    sealed: bool
    given_to: str
    identity_document: str


def give_copy(paper_id: int, copied: Copied) -> ResultPaperCopy:
    """Note the paper copy that was asked for: printed, signed by hand, sealed, given (only where the text has one)."""
    paper = held(ResultPaper, paper_id)
    if paper.office_id != current_actor().office_id:
        raise NotFound
    if db.session.get(ResultPaperIssued, paper.id) is None:
        raise Refusal(_l("Only an issued paper is copied."))
    edition = course.edition_of(paper.case)
    if not by_hand(edition):
        raise Refusal(
            _l("The text gives this result as an electronic document only."), clause=edition.result.source
        )
    if not copied.sealed:
        raise RefusedFact("sealed", _l("The copy on paper bears the seal."))
    made = ResultPaperCopy(
        paper_id=paper.id,
        signed_by_hand=copied.signed_by_hand.strip(),
        sealed=True,
        given_to=copied.given_to.strip(),
        identity_document=copied.identity_document.strip(),
        given_by=current_actor().account_id,
        given_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    record(
        "orders:result_paper:copy",
        subject=("result_paper", paper.id),
        office_id=paper.office_id,
        new={"copy": made.id},
        personal={
            "signed_by_hand": made.signed_by_hand,
            "given_to": made.given_to,
            "identity_document": made.identity_document,
        },
    )
    return made
