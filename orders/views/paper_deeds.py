"""What is done with a drawn paper: taken back, given out, copied on paper, put into an order on its status."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.forms import options
from accounts.views.carrying_out import carried_out, made_by
from accounts.views.visitor import form_page
from applications.stale import still
from core.access import permission
from core.languages import _
from core.refusals import NotFound
from orders import paper_queries, paper_reading
from orders.actions import drawing, issuing, order_mending, ordering
from orders.actions.issuing import Copied
from orders.actions.order_mending import Mended
from orders.actions.standing import entries_of
from orders.forms_orders import StatusForm
from orders.forms_papers import CopyForm, IssueForm, WithdrawPaperForm
from orders.models import ResultPaper
from orders.models.order import Order
from orders.order_words import LINES
from orders.paper_standing import STATUS_OF, may_follow
from orders.views import blueprint
from orders.views.papers import to_paper


def of_own_office(paper_id: int) -> ResultPaper:
    actor = signed_in().actor()
    paper = paper_queries.find_paper(paper_id, actor)
    if actor.office_id not in {paper.office_id, paper.case.office_id, paper.case.desk_office_id}:
        raise NotFound
    return paper


@blueprint.route("/result-papers/<int:paper_id>/withdraw", methods=["GET", "POST"])
@permission("result_papers.draw")
def withdraw_paper(paper_id: int) -> ResponseReturnValue:
    """Take an unsigned paper back, with the reason."""
    paper, form = of_own_office(paper_id), WithdrawPaperForm()
    if carried_out(form, lambda: drawing.withdraw(paper.id, form.reason.data)):
        flash(_("The paper is taken back. Draw another one when it is right."), "ok")
        return to_paper(paper)
    return form_page("orders/withdraw_paper.html", form, paper=paper)


@blueprint.route("/result-papers/<int:paper_id>/issue", methods=["GET", "POST"])
@permission("result_papers.issue")
def issue_paper(paper_id: int) -> ResponseReturnValue:
    """Give the signed paper out, after saying once what that means."""
    paper, form = of_own_office(paper_id), IssueForm()
    if form.is_submitted():
        still(paper.case, form.version.data)
    else:
        form.version.data = paper.case.version
    if form.validate_on_submit():
        issuing.issue(paper.id)
        flash(_("Paper %(number)s is issued and stands in the register.", number=paper.number), "ok")
        return to_paper(paper)
    return form_page(
        "orders/issue_paper.html", form, paper=paper, told=paper_reading.facts_of_paper(paper),
        signed=paper_queries.signed_of(paper.id),
    )  # fmt: skip


@blueprint.route("/result-papers/<int:paper_id>/copy", methods=["GET", "POST"])
@permission("result_papers.copy")
def copy_paper(paper_id: int) -> ResponseReturnValue:
    """Note the copy on paper that somebody asked for."""
    paper, form = of_own_office(paper_id), CopyForm()
    if carried_out(form, lambda: issuing.give_copy(paper.id, _copied(form))):
        flash(_("The copy on paper is entered."), "ok")
        return to_paper(paper)
    return form_page("orders/copy_paper.html", form, paper=paper)


def _copied(form: CopyForm) -> Copied:
    return Copied(form.signed_by_hand.data, form.sealed.data, form.given_to.data, form.identity_document.data)


@blueprint.route("/result-papers/<int:paper_id>/status", methods=["GET", "POST"])
@permission("orders.draft")
def change_paper(paper_id: int) -> ResponseReturnValue:
    """Begin an order that suspends, resumes, takes back, revokes or annuls the paper; nothing happens before that."""
    paper, form = of_own_office(paper_id), StatusForm()
    del form.number
    lawful = may_follow([one.status for one in entries_of(paper.id)])
    form.outcome.choices = options((key, LINES[key]) for key, status in STATUS_OF.items() if status in lawful)
    order = made_by(form, lambda: _begun(paper, form))
    if order is not None:
        flash(_("The draft of the order is begun."), "ok")
        return redirect(url_for("orders.order", order_id=order.id))
    return form_page("orders/change_paper.html", form, paper=paper)


def _begun(paper: ResultPaper, form: StatusForm) -> Order:
    wanted = Mended(form.ground.data or "", form.clause.data or "", form.facts.data or "")
    order = ordering.begin("status", paper.kind)
    order_mending.change_status(order.id, paper.id, form.outcome.data, wanted)
    return order
