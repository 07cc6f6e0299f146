"""The pages of whoever is signed in: where the work begins, in which role, and one's own account."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.actions import own_account, pace, sign_in
from accounts.actions.good_password import WeakPassword
from accounts.browser_names import browser_name
from accounts.door import NO_ROLE, SignedIn, signed_in
from accounts.formats import fail
from accounts.forms import ContactForm, OrganisationNameForm, OwnPasswordForm, PersonNameForm
from accounts.models import LogIn
from accounts.queries import COUNTRY_ZONE, own_log_in, own_log_ins
from accounts.roles import ROLE_NAMES
from accounts.views import blueprint
from accounts.views.visitor import form_page
from core.access import SIGNED_IN, permission
from core.all_or_nothing import all_or_nothing
from core.frame import add_to_menu
from core.languages import _, _l, ngettext, short_moment
from core.places import place
from core.refusals import NotFound
from core.views import settings
from gateways.doors import doors

add_to_menu("accounts.own", _l("My account"), SIGNED_IN, 95)


@blueprint.get("/home")
@permission(SIGNED_IN)
def home() -> ResponseReturnValue:
    """Each role to its own place."""
    person = signed_in()
    if person.role is None:
        return redirect(url_for("accounts.own"))
    return redirect(place("desk" if person.is_staff else "cabinet"))


@blueprint.post("/role/<int:grant_id>")
@permission(SIGNED_IN)
def take_role(grant_id: int) -> ResponseReturnValue:
    """Go on in another of one's roles."""
    person = signed_in()
    grant = next((held for held in person.grants if held.id == grant_id), None)
    if grant is None:
        raise NotFound
    sign_in.take_role(person.log_in, grant)
    return redirect(url_for("accounts.home"))


@blueprint.post("/act-for/<int:mandate_id>")
@permission(SIGNED_IN)
def act_for(mandate_id: int) -> ResponseReturnValue:
    """Go on for somebody whom one represents."""
    person = signed_in()
    held = next((mandate for mandate in person.mandates if mandate.id == mandate_id), None)
    if held is None:
        raise NotFound
    sign_in.act_for(person.log_in, held)
    return redirect(url_for("accounts.home"))


@blueprint.post("/act-for-oneself")
@permission(SIGNED_IN)
def act_for_oneself() -> ResponseReturnValue:
    """Go on for oneself."""
    person = signed_in()
    if person.is_staff:
        raise NotFound
    sign_in.act_for(person.log_in, None)
    return redirect(url_for("accounts.home"))


@blueprint.get("/account")
@permission(SIGNED_IN)
def own() -> ResponseReturnValue:
    """One's own account: who one is here, how one logs in, where one is logged in."""
    person = signed_in()
    return render_template(
        "accounts/own.html",
        person=person,
        account=person.account,
        role_names=ROLE_NAMES,
        no_role=NO_ROLE if person.role is None else "",
        zone=COUNTRY_ZONE,
        certificates=doors().signatures.connected,
        codes_left=sign_in.recovery_codes_left(person.account) if person.is_staff else None,
        log_ins=_shown_log_ins(person, own_log_ins(person.account.id)),
    )


def _shown_log_ins(person: SignedIn, log_ins: Sequence[LogIn]) -> list[dict[str, object]]:
    return [
        {
            "id": entered.id,
            "browser": browser_name(entered.browser) or _("unknown browser"),
            "address": entered.address,
            "began": short_moment(entered.began_at, COUNTRY_ZONE),
            "seen": short_moment(entered.seen_at, COUNTRY_ZONE),
            "here": entered.id == person.log_in.id,
        }
        for entered in log_ins
        if sign_in.worn_out(entered, settings()) is None
    ]


@blueprint.post("/account/log-ins/<int:log_in_id>/end")
@permission(SIGNED_IN)
def end_log_in(log_in_id: int) -> ResponseReturnValue:
    """End one of one's own log-ins; of other people's there are none here."""
    entered = own_log_in(signed_in().account.id, log_in_id)
    if entered is None:
        raise NotFound
    sign_in.end(entered, "ended")
    flash(_("The log-in has ended. Whoever used it must log in again."), "ok")
    return redirect(url_for("accounts.own"))


@blueprint.post("/account/log-ins/end-others")
@permission(SIGNED_IN)
def end_other_log_ins() -> ResponseReturnValue:
    """End all of one's own log-ins but this one."""
    person = signed_in()
    number = sign_in.end_all(person.account, "ended", but=person.log_in.id)
    flash(ngettext("%(num)s other log-in has ended.", "%(num)s other log-ins have ended.", number), "ok")
    return redirect(url_for("accounts.own"))


@blueprint.route("/account/contact", methods=["GET", "POST"])
@permission(SIGNED_IN)
def change_contact() -> ResponseReturnValue:
    """Change e-mail address, telephone and language of letters."""
    account = signed_in().account
    form = ContactForm(obj=account)
    if form.validate_on_submit():
        contact = own_account.Contact(form.email.data, form.phone.data, form.language.data)
        if contact.email != account.email:
            pace.check_own_password_pace(account.id)
        refused = all_or_nothing(
            lambda: own_account.change_contact(account, contact, form.old.data or "", settings()),
            own_account.WrongPassword,
        )
        if refused is None:
            flash(_("Saved."), "ok")
            return redirect(url_for("accounts.own"))
        fail(form.old, refused.sentence)
    return form_page("accounts/own_contact.html", form)


@blueprint.route("/account/name", methods=["GET", "POST"])
@permission(SIGNED_IN)
def change_name() -> ResponseReturnValue:
    """Correct one's name before anybody has identified one."""
    account = signed_in().account
    own_account.refuse_proven(account)
    form = (OrganisationNameForm if account.kind == "organisation" else PersonNameForm)(obj=account)
    if form.validate_on_submit():
        own_account.change_name(
            account, **{field.name: field.data for field in form if field.name != "csrf_token"}
        )
        flash(_("Saved."), "ok")
        return redirect(url_for("accounts.own"))
    return form_page("accounts/own_name.html", form)


@blueprint.route("/account/password", methods=["GET", "POST"])
@permission(SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """Choose another password."""
    person = signed_in()
    form = OwnPasswordForm()
    if form.validate_on_submit():
        pace.check_own_password_pace(person.account.id)
        refused = all_or_nothing(
            lambda: own_account.change_password(
                person.account, form.old.data, form.password.data, person.log_in.id, settings()
            ),
            own_account.WrongPassword,
            WeakPassword,
        )
        if refused is None:
            flash(_("The password is changed. All your other log-ins have ended."), "ok")
            return redirect(url_for("accounts.own"))
        fail(form.password if isinstance(refused, WeakPassword) else form.old, refused.sentence)
    return form_page("accounts/own_password.html", form)
