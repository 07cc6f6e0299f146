"""Opening a test on a computer: a code from the slip, and from then on the device's own token.

The token lives as long as the test, apart from log-in and its timers. The cookie opens pages only; what changes
something carries the token itself, in a header or in the field of a plain form, so that no other site can do it.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import rates
from core.access import PUBLIC, permission
from core.actor import SYSTEM, acting
from core.all_or_nothing import all_or_nothing
from core.languages import current_language
from core.refusals import NotFound, Refusal
from core.views import settings
from exam.actions import devices, rehearsing
from exam.attempt_reading import Sitter, sitter
from exam.device_tokens import DeviceToken, read_token
from exam.looking import looked_up
from exam.standing_elsewhere import OpensElsewhere, elsewhere
from exam.views import blueprint
from question_banks.content import LANGUAGES, Language

COOKIE = "synaq_test"
BASE = "/exam/test"
# A whole hall opens from one address; whoever tries codes by chance needs a million times as many.
MOST_TRIES = 2_000
MOST_REHEARSALS = 60
STRETCH = timedelta(minutes=10)


@blueprint.get("/exam/open")
@permission(PUBLIC)
def open_test() -> ResponseReturnValue:
    """Where a candidate types the code of the slip."""
    return render_template("exam/open.html", refusal=None)


@blueprint.post("/exam/open")
@permission(PUBLIC)
def open_test_with_code() -> ResponseReturnValue:
    """Make this computer the candidate's, and go to the test."""
    address = request.remote_addr or ""
    rates.limit("exam code", address, at_most=MOST_TRIES, length=STRETCH)
    typed, browser = request.form.get("code", ""), request.user_agent.string
    with acting(SYSTEM):
        token = all_or_nothing(lambda: devices.open_device(typed, browser=browser, address=address), Refusal)
    if isinstance(token, OpensElsewhere):
        return render_template("exam/elsewhere.html", stand=token.stand), token.status
    if isinstance(token, Refusal):
        return render_template("exam/open.html", refusal=token), 422
    return to_the_test(token)


@blueprint.get("/exam/rehearsal")
@permission(PUBLIC)
def rehearsal() -> ResponseReturnValue:
    """What a rehearsal is, and the way into it."""
    return render_template("exam/rehearsal.html", refusal=None)


@blueprint.post("/exam/rehearsal")
@permission(PUBLIC)
def rehearse() -> ResponseReturnValue:
    """A place in the rehearsal, on this computer."""
    address = request.remote_addr or ""
    rates.limit("exam rehearsal", address, at_most=MOST_REHEARSALS, length=STRETCH)
    language, browser = language_here(), request.user_agent.string
    with acting(SYSTEM):
        token = all_or_nothing(
            lambda: rehearsing.take_part(language, browser=browser, address=address), Refusal
        )
    if isinstance(token, Refusal):
        return render_template("exam/rehearsal.html", refusal=token), 409
    return to_the_test(token)


def language_here() -> Language:
    """The reader's language, as the banks spell it."""
    return next(one for one in LANGUAGES if one == current_language())


def to_the_test(token: DeviceToken) -> Response:
    """Give this computer its token and go to the one page."""
    response = make_response(redirect(url_for("exam.player")))
    response.set_cookie(
        COOKIE, token.text, path=BASE, httponly=True, samesite="Strict", secure=settings().secure_cookies
    )
    return response


def sitter_by_cookie() -> Sitter:
    """Whose page this is; for what changes nothing."""
    found = looked_up(read_token(request.cookies.get(COOKIE, "")))
    if found is None:
        raise NotFound
    return found


def moved_page(found: Sitter) -> ResponseReturnValue:
    """What a computer shows from which the test has moved on."""
    stand = elsewhere(found.attempt, "moved")
    return render_template("exam/elsewhere.html", stand=stand), OpensElsewhere(stand).status


def sitter_by_token(text: str) -> Sitter:
    """Whose act this is: of a device that may still act."""
    found = writer_by_token(text)
    if found.moved:
        raise NotFound
    return found


def writer_by_token(text: str) -> Sitter:
    """Whose answer this is: also of a device that has ended, whose words are kept apart."""
    found = sitter(read_token(text))
    if found is None:
        raise NotFound
    return found
