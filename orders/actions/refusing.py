"""A refusal that leaves the office as the text says: signed by whoever must, then handed to the applicant.

The refusal itself was written when the case was refused; here it is sent to its signature and given out. One by an
official's own act needs neither: its author signs it, and with that it is handed out. One that rests
on an order lies with whoever signed the order at that very moment, or is signed by hand where the order was. On the way
out nothing else is drawn, signed or issued.
"""

from __future__ import annotations

from collections.abc import Sequence

from accounts.actions import signing
from accounts.actions.signing import Place
from accounts.models import RoleGrant
from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from accounts.signing_models import SigningSheet
from accounts.signing_queries import deeds_of, sheet_of
from applications import notices, queries
from applications.actions import course, refusal_signing
from applications.given_papers import SHEET
from applications.models import Case, Refused
from applications.own_refusals import by_own_act
from applications.queries_counter import scan_of
from core.actor import current_actor
from core.database import db
from core.languages import _l
from core.refusals import NotFound, Refusal
from orders.order_queries import signed_lines_of
from orders.paper_content import capacity, heads_of, signatories
from regulations.kinds import Basis, StepKind
from regulations.places import Place as Standing
from regulations.places import parse
from regulations.verbs import Verb


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
    case = refusal_signing.held_with_sheet(case_id)
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
    signer = Place(grant.account_id, capacity(grant), Role(grant.role))
    return refusal_signing.send(refused, signer, grant.office_id)


def to_be_sent(case: Case, refused: Refused) -> bool:
    """Whether the refusal is to be sent to its signature: for the first time, or after somebody refused to sign."""
    kind = step_out(case)
    sheet = sheet_of(SHEET, refused.id)
    unsigned = sheet is None or any(one.what == "refused" for one in deeds_of(sheet.id))
    if by_own_act(refused):
        return unsigned and not case.ended_at
    if kind is StepKind.ISSUE:
        return _rests_on_an_order(case, refused) and unsigned and not order_on_paper(refused)
    return kind is StepKind.DOCUMENT_DRAFT or (kind is StepKind.DOCUMENT_SIGNATURE and unsigned)


def signatories_of(case: Case, refused: Refused) -> Sequence[RoleGrant]:
    """Who may sign the refusal: the head where it rests on an order, its author, else who signs the result."""
    if by_own_act(refused):
        mine = db.session.get(RoleGrant, current_actor().grant_id or 0)
        return [mine] if mine is not None and mine.role == refused.refused_as else []
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
    sheet = sheet_of(SHEET, refused.id)
    deed = next((one for one in deeds_of(sheet.id) if one.what == "refused"), None) if sheet else None
    if sheet is not None and deed is not None:
        signing.withdraw(sheet.id, deed.reason or "")


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
    """Nothing that somebody signs is handed out unsigned; a guard holds it too. Nobody signs a system's notice."""
    basis = course.edition_of(case).exit(refused.exit).basis
    return basis is Basis.SYSTEM_NOTICE or is_signed(refused)


def is_signed(refused: Refused) -> bool:
    """Whether it bears the signature of its signatory, in the file or on paper."""
    return refusal_signing.signed(refused) is not None or signed_by_hand(refused)
