"""A refusal that leaves the office as the text says: signed by the head where it must be, then handed to the applicant.

The refusal itself was written when the case was refused; here it is sent to its signature and given out. One that rests
on an order lies with whoever signed the order at that very moment, or is signed by hand where the order was. On the way
out nothing else is drawn, signed or issued.
"""

from __future__ import annotations

from collections.abc import Sequence

from accounts.actions import signing
from accounts.actions.signing import NewSheet, Place
from accounts.models import Account, RoleGrant
from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from accounts.signing_hooks import Hooks, register
from accounts.signing_models import SigningDone, SigningSheet
from accounts.signing_queries import deeds_of, done_of, sheet_of
from applications import notices, queries
from applications.actions import course
from applications.models import Case, Refused
from applications.queries_counter import scan_of
from core.actor import current_actor
from core.database import db
from core.files import read_file
from core.holding import held
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from orders.order_queries import signed_lines_of
from orders.paper_content import capacity, heads_of, signatories
from regulations.kinds import Basis, StepKind
from regulations.places import Place as Standing
from regulations.places import parse
from regulations.verbs import Verb
from regulations.words import Words

KIND = "refusal"


def step_out(case: Case) -> StepKind | None:
    """The kind of the step at which a refused case stands on its way out; none while it is not refused or has ended."""
    edition = course.edition_of(case)
    here = _way_out(case)
    return edition.step(here.step).kind if here is not None and here.step else None


def _way_out(case: Case) -> Standing | None:
    here = parse(course.edition_of(case), case.procedure, case.place)
    return here if here.exit and not here.ended else None


def send(case_id: int, signatory_grant_id: int) -> SigningSheet:
    """Send the refusal to be signed: for the first time, or anew after somebody refused to sign it."""
    case = course.locked(case_id)
    refused = _refusal(case)
    if not to_be_sent(case, refused):
        raise Refusal(_l("No refusal of this case is to be signed now."))
    grant = next((one for one in signatories_of(case, refused) if one.id == signatory_grant_id), None)
    if grant is None:
        raise RefusedFact("signatory", _l("Choose somebody who may sign this paper now."))
    if step_out(case) is StepKind.DOCUMENT_DRAFT:
        course.perform(case, Verb.DRAFT_DOCUMENT)
    _take_back_refused_sheet(refused)
    return send_with_order(refused, grant)


def send_with_order(refused: Refused, grant: RoleGrant) -> SigningSheet:
    """Open the sheet of a refusal; with the order's own signature where the refusal rests on an order."""
    sheet = signing.open_sheet(_sheet(refused, grant))
    record(
        "orders:refusal:send",
        subject=("case", refused.case_id),
        office_id=grant.office_id,
        new={"paper": refused.paper_id, "digest": sheet.unsigned_digest},
    )
    return sheet


def to_be_sent(case: Case, refused: Refused) -> bool:
    """Whether the refusal is to be sent to its signature: for the first time, or after somebody refused to sign."""
    kind = step_out(case)
    sheet = sheet_of(KIND, refused.id)
    unsigned = sheet is None or any(one.what == "refused" for one in deeds_of(sheet.id))
    if kind is StepKind.ISSUE:
        return _rests_on_an_order(case, refused) and unsigned and not order_on_paper(refused)
    return kind is StepKind.DOCUMENT_DRAFT or (kind is StepKind.DOCUMENT_SIGNATURE and unsigned)


def signatories_of(case: Case, refused: Refused) -> Sequence[RoleGrant]:
    """Who may sign the refusal: the head where it rests on an order, else who signs the result."""
    if not _rests_on_an_order(case, refused):
        return signatories(case)
    return heads_of(refused.paper.office_id)


def _rests_on_an_order(case: Case, refused: Refused) -> bool:
    return course.edition_of(case).exit(refused.exit).basis is Basis.ORDER


def signed_by_hand(refused: Refused) -> bool:
    """Whether the order was signed by hand by the office's decision, and the refusal was signed so and scanned in."""
    return order_on_paper(refused) and scan_of(refused.paper_id) is not None


def order_on_paper(refused: Refused) -> bool:
    """Whether the refusal rests on an order that was signed by hand."""
    last = next((one for one in signed_lines_of(refused.case_id) if one.outcome == "refuse"), None)
    return last is not None and last.signed.on_paper


def _refusal(case: Case) -> Refused:
    if current_actor().office_id not in {case.desk_office_id, case.office_id, case.committee_id}:
        raise NotFound
    refused = queries.refusal_of(case)
    if refused is None:
        raise Refusal(_l("No refusal has been written in this case."))
    return refused


def _take_back_refused_sheet(refused: Refused) -> None:
    """A sheet on which somebody refused is signed by nobody any more; another one takes its place."""
    sheet = sheet_of(KIND, refused.id)
    deed = next((one for one in deeds_of(sheet.id) if one.what == "refused"), None) if sheet else None
    if sheet is not None and deed is not None:
        signing.withdraw(sheet.id, deed.reason or "")


def _sheet(refused: Refused, grant: RoleGrant) -> NewSheet:
    signer = db.session.get_one(Account, grant.account_id)
    number = refused.case.number
    return NewSheet(
        kind=KIND,
        subject_id=refused.id,
        office_id=grant.office_id,
        title=Words(
            f"Дәлелді бас тарту, {number} өтініші",
            f"Мотивированный отказ, заявление {number}",
            f"Motivated refusal, application {number}",
        ),
        document=read_file(refused.paper.file),
        name=refused.paper.file.name,
        places=(Place(signer.id, capacity(grant), Role(grant.role)),),
    )


def when_signed(sheet: SigningSheet, done: SigningDone) -> None:
    """The head has signed the refusal: the case goes on, or can now be handed out where an order came before."""
    refused = held(Refused, sheet.subject_id)
    case = course.locked(refused.case_id)
    if step_out(case) is StepKind.DOCUMENT_SIGNATURE:
        course.perform(case, Verb.SIGN_DOCUMENT, brings=course.With(new={"refusal": done.digest}))
        return
    record(
        "orders:refusal:sign",
        subject=("case", case.id),
        office_id=sheet.office_id,
        new={"paper": refused.paper_id, "file": done.digest},
    )


register(KIND, Hooks(when_signed=when_signed))


def hand_over(case_id: int) -> Case:
    """Give the refusal out as the text says; signed by the head where its text demands that."""
    case = course.locked(case_id)
    refused = _refusal(case)
    if step_out(case) is not StepKind.ISSUE:
        raise Refusal(_l("No refusal of this case is to be handed out now."))
    if not may_go_out(case, refused):
        raise Refusal(
            _l("The refusal has not been signed."), clause=course.edition_of(case).exit(refused.exit).source
        )
    moved = course.perform(case, Verb.ISSUE, brings=course.With(new={"refusal": refused.paper.digest}))
    notices.of_step(case, moved.notices)
    return case


def may_go_out(case: Case, refused: Refused) -> bool:
    """What the head signs, or rests on the head's order, is signed before it is handed out; a guard holds it too."""
    basis = course.edition_of(case).exit(refused.exit).basis
    return basis not in {Basis.HEAD_SIGNATURE, Basis.ORDER} or is_signed(refused)


def is_signed(refused: Refused) -> bool:
    """Whether it bears the signature of its signatory, in the file or on paper."""
    return signed_refusal(refused) is not None or signed_by_hand(refused)


def signed_refusal(refused: Refused) -> SigningDone | None:
    """The refusal with its signature, if it has one."""
    sheet = sheet_of(KIND, refused.id)
    return done_of(sheet.id) if sheet else None
