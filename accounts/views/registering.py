"""The pages by which people come in: registration, a forgotten password, the link that sets one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.actions import pace, registration
from accounts.actions.good_password import WeakPassword
from accounts.formats import IIN_FAULTS, fail
from accounts.forms import ForgottenForm, NewPasswordForm, OrganisationForm, PersonForm
from accounts.views import blueprint
from accounts.views.carrying_out import in_one_line
from accounts.views.visitor import caller, form_page, let_in, let_out
from core.access import PUBLIC, permission
from core.all_or_nothing import all_or_nothing
from core.languages import _, current_language
from core.refusals import Refusal
from core.views import settings
from gateways.doors import doors


@blueprint.get("/register")
@permission(PUBLIC)
def register() -> ResponseReturnValue:
    """A person or an organisation?"""
    return render_template("accounts/register.html", certificates=doors().signatures.connected)


@blueprint.route("/register/person", methods=["GET", "POST"])
@permission(PUBLIC)
def register_person() -> ResponseReturnValue:
    """A citizen opens an account, unproven until identified."""
    form = PersonForm(language=current_language())
    if form.validate_on_submit():
        pace.check_registration_pace(caller())
        claim = _claim(form)
        account = all_or_nothing(
            lambda: registration.register_person(form.iin.data, claim, settings()),
            WeakPassword,
            registration.Twin,
        )
        if not isinstance(account, Refusal):
            return let_in(account, url_for("accounts.home"))
        _tell(form, account)
    return form_page("accounts/register_person.html", form, faults=IIN_FAULTS)


@blueprint.route("/register/organisation", methods=["GET", "POST"])
@permission(PUBLIC)
def register_organisation() -> ResponseReturnValue:
    """An organisation opens an account, unproven until identified."""
    form = OrganisationForm(language=current_language())
    if form.validate_on_submit():
        pace.check_registration_pace(caller())
        claim = _claim(form)
        account = all_or_nothing(
            lambda: registration.register_organisation(form.bin.data, claim, settings()),
            WeakPassword,
            registration.Twin,
        )
        if not isinstance(account, Refusal):
            return let_in(account, url_for("accounts.home"))
        _tell(form, account)
    return form_page("accounts/register_organisation.html", form)


def _claim(form: Any) -> registration.Claim:
    names = ("surname", "given_name", "patronymic", "organisation_name")
    return registration.Claim(
        email=form.email.data,
        password=form.password.data,
        language=form.language.data,
        phone=form.phone.data,
        **{name: form[name].data for name in names if name in form},
    )


def _tell(form: Any, refused: Refusal) -> None:
    if isinstance(refused, WeakPassword):
        fail(form.password, refused.sentence)
    else:
        form.form_errors.append(in_one_line(refused))


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
@permission(PUBLIC)
def forgotten() -> ResponseReturnValue:
    """Ask for a link; the same is said to everybody."""
    form = ForgottenForm()
    if form.validate_on_submit():
        pace.check_link_pace(form.name.data, caller())
        registration.ask_for_reset(form.name.data, form.email.data, settings())
        return redirect(url_for("accounts.link_sent"))
    return form_page("accounts/forgotten.html", form)


@blueprint.get("/forgotten-password/sent")
@permission(PUBLIC)
def link_sent() -> ResponseReturnValue:
    """A link is on its way, if there is such an account."""
    held = settings()
    return render_template("accounts/link_sent.html", letter_box=held.mode == "demo" and not held.mail_server)


@blueprint.route("/password/<token>", methods=["GET", "POST"])
@permission(PUBLIC)
def password_link(token: str) -> ResponseReturnValue:
    """Set a password by a link, once."""
    link = registration.open_link(token)
    form = NewPasswordForm()
    if form.validate_on_submit():
        weak = all_or_nothing(
            lambda: registration.use_link(link, form.password.data, settings()), WeakPassword
        )
        if not isinstance(weak, WeakPassword):
            let_out()
            flash(_("The password is set. Log in with it now."), "ok")
            return redirect(url_for("accounts.log_in"))
        fail(form.password, weak.sentence)
    return form_page(
        "accounts/password_link.html", form, account=link.account, first=link.purpose == "invitation"
    )
