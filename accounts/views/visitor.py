"""What the pages of signing in share: who asks from where, and how a browser is let in and out."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user
from werkzeug import Response

from accounts.actions import sign_in
from accounts.actions.pace import Caller
from accounts.door import SignedIn, whoever
from accounts.models import Account
from core.incoming import local_address
from core.languages import COOKIE as LANGUAGE_COOKIE
from core.languages import LANGUAGES
from core.views import settings

DEVICE_COOKIE = "known_browser"
YEAR = 31_536_000


def caller() -> Caller:
    """Where this request comes from."""
    return Caller(
        address=request.remote_addr or "",
        browser=request.user_agent.string,
        device=request.cookies.get(DEVICE_COOKIE, ""),
    )


def wanted_page() -> str:
    """Where the person was going when the log-in came between; inside this site only."""
    address = local_address(request.values.get("next", ""))
    return url_for("accounts.home") if address == "/" else address


def let_out() -> None:
    """End the log-in of this browser, if there is one, and forget all that the session held."""
    present = whoever()
    if present is not None:
        sign_in.end(present.log_in, "left")
    session.clear()


def let_in(account: Account, address: str) -> ResponseReturnValue:
    """Begin a log-in in this browser, with a new token whatever the session held before, and go on."""
    let_out()
    who = caller()
    entered, token = sign_in.begin(account, who)
    device = sign_in.remember_device(account, who.device)
    login_user(SignedIn(token, entered))
    response = redirect(address)
    _set_cookie(response, DEVICE_COOKIE, device)
    if request.cookies.get(LANGUAGE_COOKIE) not in LANGUAGES:
        _set_cookie(response, LANGUAGE_COOKIE, account.language)
    return response


def _set_cookie(response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=settings().secure_cookies
    )


def form_page(template: str, form: Any, **facts: Any) -> ResponseReturnValue:
    """A page with a form; what was typed wrongly comes back with status 422."""
    refused = bool(form.errors)
    return render_template(template, form=form, refused=refused, **facts), 422 if refused else 200
