"""The applicant's own result as an electronic document: the issued paper, or the signed refusal."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.signing_models import SigningDone
from applications import queries as cases
from applications.actions import refusal_signing
from applications.models import Case
from core.access import permission
from core.files import send_file
from core.places import keep_place
from core.refusals import NotFound
from orders import paper_queries, paper_reading
from orders.actions import drawing
from orders.lowered import hearing_on, invitation_on, lowered_result
from orders.models import HearingInvitation, ResultPaper
from orders.views import blueprint

keep_place("own_result", "orders.own_result")


@blueprint.get("/cabinet/<public_id>/result")
@permission("cabinet.use")
def own_result(public_id: str) -> ResponseReturnValue:
    """What the applicant has been given, once it is signed and issued."""
    case = _own(public_id)
    paper = _issued(case)
    word, kind = paper_reading.state_of(paper) if paper else ("", "")
    return render_template(
        "orders/own_result.html", case=case, paper=paper, word=word, kind=kind, refusal=_refused(case),
        told=paper_reading.facts_of_paper(paper) if paper else [], invitation=_invitation(paper),
    )  # fmt: skip


@blueprint.get("/cabinet/<public_id>/result/file")
@permission("cabinet.use")
def own_result_file(public_id: str) -> Response:
    """The document itself, with its signature."""
    case = _own(public_id)
    paper, refused = _issued(case), _refused(case)
    signed = paper_queries.signed_of(paper.id) if paper else None
    if signed is not None:
        return send_file(signed.file)
    if refused is not None:
        return send_file(refused.file)
    raise NotFound


def _own(public_id: str) -> Case:
    person = signed_in()
    return cases.find(public_id, person.actor(), person.principal.id)


def _issued(case: Case) -> ResultPaper | None:
    paper = drawing.last_paper(case.id)
    return paper if paper is not None and paper_queries.issued_of(paper.id) is not None else None


def _invitation(paper: ResultPaper | None) -> HearingInvitation | None:
    """Where and when the holder is asked to come, while they have not been heard."""
    lowered = lowered_result(paper) if paper is not None else None
    if paper is None or lowered is None or hearing_on(paper, lowered) is not None:
        return None
    return invitation_on(paper, lowered)


def _refused(case: Case) -> SigningDone | None:
    """The refusal as it was signed, once it has been handed out."""
    refused = cases.refusal_of(case) if case.ended_at is not None else None
    return refusal_signing.signed(refused) if refused else None
