"""The page at a desk on which somebody who came with a document is identified."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.actions import own_account, registration
from accounts.desk_forms import IdentifyOrganisationForm, IdentifyPersonForm, LostAddressForm, NumberForm
from accounts.queries import COUNTRY_ZONE, account_to_prove, all_claims
from accounts.views import blueprint
from accounts.views.visitor import form_page
from core.access import permission
from core.frame import add_to_menu
from core.languages import _, _l
from core.refusals import NotFound

add_to_menu("accounts.identify", _l("Identification"), "identity.prove", 80)


@blueprint.route("/identify", methods=["GET", "POST"])
@permission("identity.prove")
def identify() -> ResponseReturnValue:
    """Find the accounts that claim a number; the number stands on the document in the clerk's hand."""
    form = NumberForm()
    searched = form.validate_on_submit()
    found = all_claims(form.number.data) if searched else []
    return form_page(
        "accounts/identify.html",
        form,
        searched=searched,
        found=found,
        zone=COUNTRY_ZONE,
        proven_one=next((account for account in found if account.proven), None),
    )


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
        return redirect(url_for("accounts.identify"))
    return form_page("accounts/identify_account.html", form, account=account)


@blueprint.route("/identify/<int:account_id>/address", methods=["GET", "POST"])
@permission("identity.prove")
def change_lost_address(account_id: int) -> ResponseReturnValue:
    """An identified person has lost the e-mail address, and with it the way to a new password."""
    account = account_to_prove(account_id)
    if account is None or not account.proven:
        raise NotFound
    form = LostAddressForm()
    if form.validate_on_submit():
        own_account.change_lost_address(account, form.email.data, form.document.data)
        flash(_("The new address is entered. The person can now ask for a new password."), "ok")
        return redirect(url_for("accounts.identify"))
    return form_page("accounts/identify_address.html", form, account=account)


def _names(form: IdentifyPersonForm | IdentifyOrganisationForm) -> registration.SeenNames:
    names = ("surname", "given_name", "patronymic", "organisation_name")
    return registration.SeenNames(**{name: form[name].data for name in names if name in form})
