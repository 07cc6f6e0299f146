"""The pages before the log-in and of the log-in itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from accounts.actions import pace, sign_in
from accounts.door import ENDED_HOW, whoever
from accounts.forms import CodeForm, LogInForm
from accounts.models import Account
from accounts.queries import CLAIMS_TRIED, COUNTRY_ZONE, claims_of
from accounts.second_factor import usable_code
from accounts.tokens import token_digest
from accounts.views import blueprint
from accounts.views.visitor import caller, form_page, let_in, let_out, wanted_page
from core.access import PUBLIC, permission
from core.all_or_nothing import all_or_nothing
from core.clock import now
from core.database import db
from core.languages import _, ngettext, short_moment
from core.refusals import NotFound
from core.settings import Settings
from core.vault import unseal
from core.views import settings
from gateways.doors import doors
from gateways.mail import letter_box

# Between the password and the code, the session keeps who it was.
PENDING = "waits_for_code"
PENDING_LASTS = timedelta(minutes=10)
DEMO_LOG_INS = "synaq.demo_log_ins"


@blueprint.get("/")
@permission(PUBLIC)
def front() -> ResponseReturnValue:
    """What Synaq is, and the way in."""
    return render_template("accounts/front.html", person=whoever())


@blueprint.route("/log-in", methods=["GET", "POST"])
@permission(PUBLIC)
def log_in() -> ResponseReturnValue:
    """A name and a password; for staff the code comes next."""
    form = LogInForm()
    if form.validate_on_submit():
        attempt = pace.check_pace(form.name.data, caller(), form.also.data or "")
        account = sign_in.find_by_password(attempt, form.password.data, settings())
        if account is not None:
            return _password_was_right(account)
        form.form_errors.append(
            _("The name or the password is wrong. Check both; small and capital letters differ.")
        )
    elif not form.is_submitted() and whoever() is not None:
        return redirect(wanted_page())
    ended = session.pop(ENDED_HOW, None)
    return form_page(
        "accounts/log_in.html",
        form,
        next=wanted_page(),
        ended=sign_in.ENDINGS.get(ended, "") if ended else "",
        crowded=_crowded(form),
        demo_log_ins=_demo_log_ins(),
        certificates=doors().signatures.connected,
    )


def _crowded(form: LogInForm) -> bool:
    """Whether more people claim the typed name than are tried, so that one thing more must be asked."""
    if form.also.data:
        return True
    return (
        bool(form.errors and form.name.data and not form.name.errors)
        and len(claims_of(pace.fold_name(form.name.data))) > CLAIMS_TRIED
    )


def _password_was_right(account: Account) -> ResponseReturnValue:
    if account.kind != "staff" or account.second_factor is None:
        return let_in(account, wanted_page())
    address = wanted_page()
    session.clear()
    session[PENDING] = {
        "account": account.id,
        "password": token_digest(account.password),
        "since": now().isoformat(),
        "next": address,
    }
    return redirect(url_for("accounts.log_in_code"))


def _demo_log_ins() -> list[Any]:
    """The table of demo log-ins, where this installation is a demo that shows its codes."""
    show = current_app.extensions.get(DEMO_LOG_INS)
    return list(show()) if show is not None and settings().show_login_codes else []


@blueprint.route("/log-in/code", methods=["GET", "POST"])
@permission(PUBLIC)
def log_in_code() -> ResponseReturnValue:
    """The second factor, for whom the password was right."""
    account = _pending()
    if account is None:
        session.pop(PENDING, None)
        return redirect(url_for("accounts.log_in"))
    form = CodeForm()
    if form.validate_on_submit():
        pace.check_code_pace(account, caller())
        address = str(session[PENDING]["next"])
        left = all_or_nothing(
            lambda: sign_in.check_code(account, form.code.data, settings()), sign_in.WrongCode
        )
        if isinstance(left, sign_in.WrongCode):
            form.code.errors = [left.sentence]
        else:
            pace.code_was_right(account, caller())
            response = let_in(account, address)
            if left is not None:
                flash(_recovery_codes_left(left), "warn")
            return response
    return form_page("accounts/log_in_code.html", form, shown_code=shown_code(account, settings()))


def _pending() -> Account | None:
    """Whose password was typed in this browser a moment ago; nobody once it is changed or the moment has passed."""
    kept = session.get(PENDING)
    if not kept or now() - datetime.fromisoformat(kept["since"]) > PENDING_LASTS:
        return None
    account = db.session.get(Account, kept["account"])
    if account is None or account.closed_at is not None or token_digest(account.password) != kept["password"]:
        return None
    return account


def _recovery_codes_left(left: int) -> str:
    if left == 0:
        return _("That was your last recovery code. Make new ones on the page of your account.")
    return ngettext(
        "That recovery code is spent. You have %(num)s more.",
        "That recovery code is spent. You have %(num)s more.",
        left,
    )


def shown_code(account: Account, held: Settings) -> str | None:
    """The present code of somebody's second factor, where a demo shows it."""
    if not held.show_login_codes or account.second_factor is None:
        return None
    return usable_code(unseal(held, account.second_factor), now(), account.last_code_step)


@blueprint.post("/log-out")
@permission(PUBLIC)
def log_out() -> ResponseReturnValue:
    """Leave; whoever was out already is out."""
    let_out()
    flash(_("You have logged out."), "ok")
    return redirect(url_for("accounts.front"))


@blueprint.get("/letters")
@permission(PUBLIC)
def letters() -> ResponseReturnValue:
    """The demo's letter box: what would have been sent by mail."""
    held = settings()
    if held.mail_server or held.mode != "demo":
        raise NotFound
    shown = [
        letter | {"moment": short_moment(datetime.fromisoformat(letter["sent"]), COUNTRY_ZONE)}
        for letter in letter_box(held).letters()
    ]
    return render_template("accounts/letters.html", letters=shown)
