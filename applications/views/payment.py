"""The pages of the fee: the applicant pays or hands in a slip, an official looks at it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.views.carrying_out import carried_out
from applications import fees, paying, queries
from applications.actions import payment
from applications.forms_counter import BroughtSlipForm, ReturnForm, SlipForm, SlipVerdictForm, UnpaidForm
from applications.forms_staff import PlainForm
from applications.models import Case, Payment
from applications.queries_counter import (
    late_payment_here,
    late_payments,
    payment_here,
    payments_of,
    payments_to_check,
    unpaid_cases,
)
from applications.views import blueprint
from applications.views.staff import case_here, case_page
from core.access import permission
from core.database import db
from core.files import send_file, store_upload
from core.frame import add_to_menu
from core.languages import _, _l, current_language
from core.models import StoredFile
from core.refusals import NotFound
from gateways.asking import ask
from gateways.doors import doors
from gateways.payment import Opened, Paid

add_to_menu("applications.payments", _l("Fees"), "payment.check", 18)


def own_case(public_id: str) -> Case:
    """A case of whoever is here, or of whom they act for."""
    person = signed_in()
    return queries.find(public_id, person.actor(), person.principal.id)


@blueprint.get("/cases/<public_id>/payment")
@permission("payment.make")
def pay(public_id: str) -> ResponseReturnValue:
    """How much, by which way, and where the payment stands."""
    return _page(own_case(public_id), SlipForm())


def _page(case: Case, form: SlipForm, gateway_page: str = "") -> ResponseReturnValue:
    held = payments_of(case)
    refused = bool(form.errors)
    page = render_template(
        "applications/payment.html",
        case=case,
        form=form,
        refused=refused,
        due=payment.is_at_payment(case),
        amount=fees.tenge(held[0].tiyn if held else fees.fee_in_tiyn(case)),
        held=held,
        present=held[0] if held and held[0].state in payment.OPEN else None,
        gateway=doors().payment,
        gateway_page=gateway_page,
    )
    return page, 422 if refused else 200


@blueprint.post("/cases/<public_id>/payment/begin")
@permission("payment.make")
def begin_payment(public_id: str) -> ResponseReturnValue:
    """Open the payment; its reference is known before the gateway hears of it."""
    payment.begin(own_case(public_id).id)
    return redirect(url_for("applications.pay", public_id=public_id))


@blueprint.post("/cases/<public_id>/payment/go")
@permission("payment.make")
def go_to_gateway(public_id: str) -> ResponseReturnValue:
    """Make the bill known to the gateway and lead the payer to its page."""
    case = own_case(public_id)
    bill = paying.bill_of(case, payment.begun(case))
    back = url_for("applications.pay", public_id=public_id, _external=True)
    language = current_language()
    answer = ask(lambda: doors().payment.open(bill, back, language))
    if isinstance(answer, Opened):
        return _page(own_case(public_id), SlipForm(formdata=None), answer.page)
    flash(
        _("The payment gateway does not answer. Nothing is lost: try again later, or hand in a slip."), "warn"
    )
    return redirect(url_for("applications.pay", public_id=public_id))


@blueprint.post("/cases/<public_id>/payment/ask")
@permission("payment.make")
def ask_gateway(public_id: str) -> ResponseReturnValue:
    """Ask what became of the payment, before anything is changed; silence leaves it waiting."""
    case = own_case(public_id)
    open_payment = payment.begun(case)
    bill, number = paying.bill_of(case, open_payment), open_payment.id
    answer = ask(lambda: doors().payment.ask(bill))
    paying.note(number, answer)
    if isinstance(answer, Paid):
        flash(_("The gateway says: paid. The application goes to the chancery."), "ok")
    else:
        flash(_("The gateway has not confirmed the payment yet. It waits, and we go on asking."), "warn")
    return redirect(url_for("applications.pay", public_id=public_id))


@blueprint.post("/cases/<public_id>/payment/slip")
@permission("payment.make")
def hand_in_slip(public_id: str) -> ResponseReturnValue:
    """Hand in the scanned slip; an official looks at it."""
    case = own_case(public_id)
    form = SlipForm()
    if not form.validate_on_submit():
        return _page(case, form)
    payment.attach_slip(case.id, store_upload(form.slip.data))
    flash(_("The slip is handed in. An official looks at it and you are told."), "ok")
    return redirect(url_for("applications.pay", public_id=public_id))


@blueprint.get("/cases/<public_id>/payment/<int:payment_id>/slip")
@permission("papers.read")
def slip_file(public_id: str, payment_id: int) -> ResponseReturnValue:
    """The slip itself."""
    person = signed_in()
    case = queries.find(public_id, person.actor(), None if person.is_staff else person.principal.id)
    held = payment_here(case, payment_id)
    if held.slip_id is None:
        raise NotFound
    return send_file(db.session.get_one(StoredFile, held.slip_id))


@blueprint.get("/payments")
@permission("payment.check")
def payments() -> ResponseReturnValue:
    """What waits for a fee at this office."""
    actor = signed_in().actor()
    return render_template(
        "applications/payments.html",
        open_ones=payments_to_check(actor),
        unpaid=unpaid_cases(actor),
        late=late_payments(actor),
        tenge=fees.tenge,
        zone=_zone(),
    )


def _zone() -> str:
    grant = signed_in().grant
    return grant.office.zone if grant else "Asia/Almaty"


@blueprint.route("/cases/<public_id>/payment/<int:payment_id>/check", methods=["GET", "POST"])
@permission("payment.check")
def check_slip(public_id: str, payment_id: int) -> ResponseReturnValue:
    """Look at the slip: it proves the payment."""
    form = PlainForm()
    case = case_here(public_id, form)
    held = payment_here(case, payment_id)
    if form.validate_on_submit():
        payment.accept_slip(held.id)
        flash(_("The fee is paid; the application goes to the chancery."), "ok")
        return redirect(url_for("applications.payments"))
    return _slip_page(case, held, SlipVerdictForm(formdata=None, version=case.version))


@blueprint.post("/cases/<public_id>/payment/<int:payment_id>/refuse")
@permission("payment.check")
def refuse_slip(public_id: str, payment_id: int) -> ResponseReturnValue:
    """The slip proves nothing; the applicant reads why."""
    form = SlipVerdictForm()
    case = case_here(public_id, form)
    held = payment_here(case, payment_id)
    if form.validate_on_submit():
        payment.refuse_slip(held.id, form.reason.data)
        flash(_("The slip is refused; the applicant has been told why."), "ok")
        return redirect(url_for("applications.payments"))
    return _slip_page(case, held, form)


def _slip_page(case: Case, held: Payment, form: SlipVerdictForm) -> ResponseReturnValue:
    return case_page("applications/payment_check.html", form, case, held=held, amount=fees.tenge(held.tiyn))


@blueprint.route("/cases/<public_id>/payment/enter", methods=["GET", "POST"])
@permission("payment.check")
def enter_slip(public_id: str) -> ResponseReturnValue:
    """Scan in a slip that came on paper, for an applicant who pays at a bank; then look at it."""
    form = BroughtSlipForm()
    case = case_here(public_id, form)
    if form.validate_on_submit():
        held = payment.attach_slip(case.id, store_upload(form.slip.data))
        flash(_("The slip is handed in. Look at it now."), "ok")
        return redirect(url_for("applications.check_slip", public_id=public_id, payment_id=held.id))
    return case_page("applications/payment_enter.html", form, case, amount=fees.tenge(fees.fee_in_tiyn(case)))


@blueprint.route("/cases/<public_id>/payment/unpaid", methods=["GET", "POST"])
@permission("payment.check")
def declare_unpaid(public_id: str) -> ResponseReturnValue:
    """Refuse the service because nothing was paid; asked once, with what it means."""
    form = UnpaidForm()
    case = case_here(public_id, form)
    if form.validate_on_submit():
        refused = payment.declare_unpaid(case.id, form.facts.data)
        flash(_("The service is refused; the refusal is made."), "ok")
        return redirect(url_for("applications.paper", public_id=refused.paper.public_id))
    return case_page("applications/payment_unpaid.html", form, case)


@blueprint.route("/cases/<public_id>/payment/<int:payment_id>/return", methods=["GET", "POST"])
@permission("payment.check")
def return_late(public_id: str, payment_id: int) -> ResponseReturnValue:
    """A fee that arrived after the end has gone back: by which document."""
    case = queries.find(public_id, signed_in().actor())
    late = late_payment_here(case, payment_id)
    form = ReturnForm()
    if carried_out(
        form, lambda: payment.return_late(payment_id, form.document_number.data, form.document_date.data)
    ):
        flash(_("The return of the fee is entered; the applicant has been told."), "ok")
        return redirect(url_for("applications.payments"))
    return case_page(
        "applications/payment_return.html", form, case, late=late, amount=fees.tenge(late.payment.tiyn)
    )
