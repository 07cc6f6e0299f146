"""Result papers for the staff: what waits, drawing one, looking at one."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed, signed_in
from accounts.forms import options
from accounts.models import Account
from accounts.roles import Role
from accounts.views.carrying_out import made_by
from applications import queries as cases
from applications.actions import course
from applications.case_reading import in_words
from applications.models import Case
from applications.views.staff import case_here, case_page
from core.access import permission
from core.database import db
from core.file_headers import file_headers
from core.file_reasons import MediaType
from core.files import send_file
from core.frame import add_to_menu
from core.languages import _, _l, current_language
from core.places import keep_place
from core.refusals import Refusal
from orders import paper_content, paper_queries, paper_reading
from orders.actions import drawing, refusing
from orders.actions.standing import entries_of
from orders.forms_papers import HOW_HEARD, DrawPaperForm
from orders.lowered import hearing_on, invitation_on, lowered_result
from orders.models import ResultPaper
from orders.paper_content import Wanted
from orders.paper_standing import may_follow
from orders.result_kinds import by_hand
from orders.views import blueprint

add_to_menu(
    "orders.result_papers",
    _l("Result papers"),
    "result_papers.read",
    34,
    (
        Role.CENTRE_INSPECTOR,
        Role.STATISTICS_SPECIALIST,
        Role.RESPONSIBLE_OFFICIAL,
        Role.HEAD,
        Role.ACTING_HEAD,
        Role.LAWYER,
        Role.INSPECTOR,
    ),
)
keep_place("paper_of_case", "orders.paper_of_case")


@blueprint.get("/result-papers")
@permission("result_papers.read")
def result_papers() -> ResponseReturnValue:
    """What waits to be drawn, to be signed and to be issued; and what was issued."""
    actor, words = signed_in().actor(), request.args.get("words", "")[:100]
    may_draw = allowed("result_papers.draw")
    return render_template(
        "orders/result_papers.html",
        to_draw=paper_reading.to_draw_rows(paper_queries.to_draw(actor)) if may_draw else [],
        tickets=paper_reading.to_draw_rows(paper_queries.tickets_to_draw(actor)) if may_draw else [],
        to_sign=paper_reading.rows_of(paper_queries.to_sign(actor)),
        to_issue=paper_reading.rows_of(paper_queries.to_issue(actor)),
        issued=paper_reading.rows_of(paper_queries.issued(actor, words)),
        words=words,
        most=paper_queries.MOST,
    )


@blueprint.get("/cases/<public_id>/paper")
@permission("result_papers.read")
def paper_of_case(public_id: str) -> ResponseReturnValue:
    """Lead on to what is to be done about the paper of a case: draw it, look at it, or see to the refusal."""
    case = cases.find(public_id, signed_in().actor())
    if refusing.step_out(case) is not None:
        return redirect(url_for("orders.refusal_of_case", public_id=public_id))
    found = drawing.live_paper(case.id)
    if found is None and not drawing.is_due(case):
        # Annulled with its award, and no other one is due: that one is looked at.
        found = drawing.last_paper(case.id)
    if found is None and not allowed("result_papers.draw"):
        raise Refusal(
            _("The paper of this case has not been drawn yet."),
            next_step=_("The executor draws it; then it lies on your desk to be signed."),
        )
    if found is None:
        return redirect(url_for("orders.draw_paper", public_id=public_id))
    return redirect(url_for("orders.result_paper", paper_id=found.id))


@blueprint.route("/cases/<public_id>/paper/draw", methods=["GET", "POST"])
@permission("result_papers.draw")
def draw_paper(public_id: str) -> ResponseReturnValue:
    """Draw the paper, or read first what it would say."""
    form = DrawPaperForm()
    case = case_here(public_id, form)
    drawing.demand_drawable(case)
    _offer(form, case)
    done = made_by(form, lambda: _previewed_or_drawn(case, form))
    if done is not None:
        return done
    edition = course.edition_of(case)
    return case_page("orders/draw_paper.html", form, case, service=in_words(edition.title))


def _offer(form: DrawPaperForm, case: Case) -> None:
    """Only the fields that this paper can need, and only people who may sign it today."""
    edition = course.edition_of(case)
    found = paper_content.signatories(case)
    names = {one.id: db.session.get_one(Account, one.account_id).name for one in found}
    form.signatory.choices = options(
        (str(one.id), f"{names[one.id]}, {getattr(paper_content.capacity(one), current_language())}")
        for one in found
    )
    if len(found) == 1 and not form.is_submitted():
        form.signatory.data = found[0].id
    if not paper_content.has_annex(edition):
        del form.annex
    if not paper_content.stands_for_an_earlier(edition, case.procedure):
        del form.earlier_number
        del form.earlier_day


def _wanted(form: DrawPaperForm) -> Wanted:
    earlier = "earlier_number" in form
    return Wanted(
        form.signatory.data,
        form.lines(),
        form.earlier_number.data if earlier else "",
        form.earlier_day.data if earlier else None,
    )


def _previewed_or_drawn(case: Case, form: DrawPaperForm) -> ResponseReturnValue:
    if request.form.get("act") == "preview":
        return _preview(case, _wanted(form))
    drawn = drawing.draw(case.id, _wanted(form))
    flash(_("Paper %(number)s is drawn and sent to be signed.", number=drawn.number), "ok")
    return to_paper(drawn)


def _preview(case: Case, wanted: Wanted) -> Response:
    pdf = drawing.preview(case.id, wanted)
    headers = file_headers(f"{case.number}.pdf", MediaType.PDF, len(pdf))
    return Response(pdf, headers=headers | {"Cache-Control": "no-store"})


def to_paper(paper: ResultPaper) -> ResponseReturnValue:
    """Back to the page of a paper."""
    return redirect(url_for("orders.result_paper", paper_id=paper.id))


@blueprint.get("/result-papers/<int:paper_id>")
@permission("result_papers.read")
def result_paper(paper_id: int) -> ResponseReturnValue:
    """One paper: what it says, where it stands, what may be done with it, its history."""
    paper = paper_queries.find_paper(paper_id, signed_in().actor())
    return render_template("orders/result_paper.html", paper=paper, **_shown(paper))


def _shown(paper: ResultPaper) -> dict[str, Any]:
    sheet, signer = paper_reading.signing_of(paper)
    word, kind = paper_reading.state_of(paper)
    issued, fallen = paper_queries.issued_of(paper.id), lowered_result(paper)
    return {
        "word": word,
        "kind": kind,
        "told": paper_reading.facts_of_paper(paper),
        "annex": paper_reading.annex_of(paper),
        "sheet": sheet,
        "mine_to_sign": signer is not None and signer.account_id == signed_in().account.id,
        "signed": paper_queries.signed_of(paper.id),
        "refused": paper_queries.refused_to_sign(paper.id),
        "issued": issued,
        "own": paper.office_id == signed_in().actor().office_id,
        "by_hand": by_hand(course.edition_of(paper.case)),
        "lowered": fallen,
        "heard": hearing_on(paper, fallen) if fallen else None,
        "invitation": invitation_on(paper, fallen) if fallen else None,
        "how_heard": HOW_HEARD,
        "changes": paper_reading.changes_shown(paper) if issued else [],
        "may_change": issued is not None and bool(may_follow([one.status for one in entries_of(paper.id)])),
        "copies": paper_reading.copies_shown(paper) if issued else [],
        "history": paper_reading.history_of_paper(paper),
    }


@blueprint.get("/result-papers/<int:paper_id>/file")
@permission("result_papers.read")
def result_paper_file(paper_id: int) -> Response:
    """The paper as it is now: signed, or as it was sent to be signed."""
    paper = paper_queries.find_paper(paper_id, signed_in().actor())
    signed = paper_queries.signed_of(paper.id)
    if signed is not None:
        return send_file(signed.file)
    return send_file(paper_reading.unsigned_file(paper))
