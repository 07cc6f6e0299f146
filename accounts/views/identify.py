"""The page at a desk on which somebody who came with a document is identified."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.actions import registration
from accounts.desk_forms import IdentifyOrganisationForm, IdentifyPersonForm, LostAddressForm
from accounts.formats import BIN_FAULTS, IIN_FAULTS, closed_up
from accounts.identifiers import WrongNumber, looks_like_iin, read_bin, read_iin
from accounts.models import Account
from accounts.queries import COUNTRY_ZONE, account_to_prove, all_claims, today
from accounts.views import blueprint
from accounts.views.visitor import form_page
from core.access import permission
from core.frame import add_to_menu
from core.languages import Text, _, _l
from core.refusals import NotFound

add_to_menu("accounts.identify", _l("Identification"), "identity.prove", 80)


@blueprint.get("/identify")
@permission("identity.prove")
def identify() -> ResponseReturnValue:
    """Find the accounts that claim a number; the number stands on the document in the clerk's hand."""
    number = closed_up(request.args.get("number"))
    fault = _number_fault(number) if number else ""
    found = all_claims(number) if number and not fault else []
    return (
        render_template(
            "accounts/identify.html",
            number=number,
            fault=fault,
            found=found,
            refused=bool(fault),
            zone=COUNTRY_ZONE,
            proven_one=next((account for account in found if account.proven), None),
        ),
        422 if fault else 200,
    )


def _number_fault(number: str) -> Text:
    try:
        if len(number) == 12 and not looks_like_iin(number):
            read_bin(number)
        else:
            read_iin(number, today())
    except WrongNumber as wrong:
        faults = IIN_FAULTS if len(number) != 12 or looks_like_iin(number) else BIN_FAULTS
        return faults[wrong.reason]
    return ""


@blueprint.route("/identify/<int:account_id>", methods=["GET", "POST"])
@permission("identity.prove")
def identify_account(account_id: int) -> ResponseReturnValue:
    """Compare with the document, put the name right, and confirm who it is."""
    account = account_to_prove(account_id)
    if account is None:
        raise NotFound
    kind = IdentifyOrganisationForm if account.kind == "organisation" else IdentifyPersonForm
    form = kind(obj=account)
    if form.validate_on_submit():
        registration.prove_identity(account, form.document.data, names=_names(form))
        flash(_("%(name)s is identified.", name=account.name), "ok")
        return redirect(_back(account))
    return form_page("accounts/identify_account.html", form, account=account, back=_back(account))


@blueprint.route("/identify/<int:account_id>/address", methods=["GET", "POST"])
@permission("identity.prove")
def change_lost_address(account_id: int) -> ResponseReturnValue:
    """An identified person has lost the e-mail address, and with it the way to a new password."""
    account = account_to_prove(account_id)
    if account is None or not account.proven:
        raise NotFound
    form = LostAddressForm()
    if form.validate_on_submit():
        registration.change_lost_address(account, form.email.data, form.document.data)
        flash(_("The new address is entered. The person can now ask for a new password."), "ok")
        return redirect(_back(account))
    return form_page("accounts/identify_address.html", form, account=account, back=_back(account))


def _names(form: IdentifyPersonForm | IdentifyOrganisationForm) -> registration.SeenNames:
    names = ("surname", "given_name", "patronymic", "organisation_name")
    return registration.SeenNames(**{name: form[name].data for name in names if name in form})


def _back(account: Account) -> str:
    return url_for("accounts.identify", number=account.iin or account.bin)
