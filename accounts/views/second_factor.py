"""The pages of staff's second factor: setting up a device, and the ten codes for the day it is lost."""

from __future__ import annotations

from typing import Any

from flask import render_template, session
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from accounts.actions import own_account, pace, registration
from accounts.actions.sign_in import WrongCode
from accounts.door import signed_in
from accounts.formats import fail
from accounts.forms import FirstFactorForm, OtherFactorForm, OwnPasswordAgainForm
from accounts.models import Account
from accounts.second_factor import enrolment_picture, matching_step, new_secret, spelled, usable_code
from accounts.views import blueprint
from accounts.views.visitor import form_page
from core.access import SIGNED_IN, permission
from core.all_or_nothing import all_or_nothing
from core.clock import now
from core.refusals import NotFound
from core.vault import seal, unseal
from core.views import settings

# The secret of a device that is being set up waits in the session, encrypted, until its first code is typed.
NEW_DEVICE = "new_second_factor"


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@permission(SIGNED_IN)
def set_up_second_factor() -> ResponseReturnValue:
    """Set up the device that gives the codes; in place of another one, the password is asked for too."""
    account = _staff()
    again = account.second_factor is not None
    secret = _waiting_secret()
    form = OtherFactorForm() if again else FirstFactorForm()
    if form.validate_on_submit():
        if again:
            pace.check_own_password_pace(account.id)
        step = matching_step(secret, form.code.data, now(), None)
        if not again or _own_password(account, form):
            if step is not None:
                codes = registration.set_up_second_factor(account, secret, step, settings())
                session.pop(NEW_DEVICE, None)
                return render_template("accounts/recovery_codes.html", codes=codes, set_up=True)
            fail(form.code, WrongCode().sentence)
    return form_page(
        "accounts/second_factor.html",
        form,
        again=again,
        picture=Markup(enrolment_picture(secret, account.login or "")),  # noqa: S704 - our own SVG
        typed=spelled(secret),
        shown_code=usable_code(secret, now(), None) if settings().show_login_codes else None,
    )


def _staff() -> Account:
    account = signed_in().account
    if account.kind != "staff":
        raise NotFound
    return account


def _waiting_secret() -> str:
    """The secret shown on the page: the same one at every look, until it is confirmed."""
    sealed = session.get(NEW_DEVICE)
    if sealed is None:
        sealed = session[NEW_DEVICE] = seal(settings(), new_secret())
    return unseal(settings(), sealed)


@blueprint.route("/account/recovery-codes", methods=["GET", "POST"])
@permission(SIGNED_IN)
def renew_recovery_codes() -> ResponseReturnValue:
    """Ten new recovery codes, shown once, for whom the password is right."""
    account = _staff()
    form = OwnPasswordAgainForm()
    if form.validate_on_submit():
        pace.check_own_password_pace(account.id)
        if _own_password(account, form):
            codes = registration.renew_recovery_codes(account)
            return render_template("accounts/recovery_codes.html", codes=codes, set_up=False)
    return form_page("accounts/recovery_codes_renew.html", form)


def _own_password(account: Account, form: Any) -> bool:
    """Whether the password that was asked for again is right; else its field says so."""
    refused = all_or_nothing(
        lambda: own_account.check_own_password(account, form.old.data, settings()), own_account.WrongPassword
    )
    if refused is not None:
        fail(form.old, refused.sentence)
    return refused is None
