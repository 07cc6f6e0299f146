"""How a request is served: one number, one transaction, one commit; refusals and faults become pages.

The commit happens inside the dispatch, after the view and before the answer, so that what fails at the commit is
answered as a failure. A GET cannot write at all.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, render_template, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from core import metrics
from core.database import db, set_reading
from core.languages import Text, _l
from core.logs import log
from core.refusals import Refusal
from core.requests import begin_request, current_request_id, end_request
from core.sweep import wake

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

# What each kind of answer says, and what to do now.
SENTENCES: dict[int, tuple[Text, Text, Text]] = {
    400: (
        _l("The request could not be understood"),
        _l("Something in what your browser sent is incomplete or out of date. Nothing was changed."),
        _l("Go back, load the page again and repeat the step."),
    ),
    401: (
        _l("Log in first"),
        _l("This page is for people who have logged in, or your log-in has ended."),
        _l("Log in and open the page again."),
    ),
    403: (
        _l("You may not do this"),
        _l("Your present role has no right to this page or step."),
        _l("If you have several roles, switch to another one; otherwise ask your administrator."),
    ),
    404: (
        _l("Nothing here"),
        _l("There is nothing at this address that you may see."),
        _l("Check the address, or start again from your desk."),
    ),
    405: (
        _l("The request could not be understood"),
        _l("This address does not take this kind of request. Nothing was changed."),
        _l("Go back and use the buttons of the page."),
    ),
    409: (
        _l("Somebody was here first"),
        _l("The thing you are working on was changed in the meantime. Nothing of yours was written."),
        _l("Go back, load the page again and look at what has changed."),
    ),
    413: (
        _l("Too large"),
        _l("What you sent is larger than this system takes. Nothing was stored."),
        _l("Make the file smaller, for example by scanning at a lower resolution, and send it again."),
    ),
    429: (
        _l("Too many attempts"),
        _l("This was tried too often in a short time."),
        _l("Wait a little and try again."),
    ),
    500: (
        _l("A fault on our side"),
        _l("Something went wrong here, not with you. Nothing was half-written."),
        _l("Try again in a moment. If it happens again, tell the support the number below."),
    ),
    503: (
        _l("Not available at the moment"),
        _l("The system cannot reach its data just now. Nothing was lost."),
        _l("Wait a minute and load the page again."),
    ),
}


# A rule says no: nobody was quicker, and nothing has changed.
FORBIDDEN: tuple[Text, Text] = (
    _l("This cannot be done"),
    _l("Go back: the page before shows what can be done now."),
)


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions; what is the same for everybody has no part in them, so that a cache keeps one copy of it."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not response.cache_control.public:
            super().save_session(app, session, response)


class Synaq(Flask):
    """Flask with one commit a request."""

    session_interface = Sessions()

    def dispatch_request(self) -> ResponseReturnValue:
        response = self.make_response(super().dispatch_request())
        if request.method not in SAFE and response.status_code < 500:
            db.session.commit()
            wake()
        return response


def init_web(app: Flask) -> None:
    """Number the requests, time them, and answer refusals and faults as pages."""
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_end)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(OverflowError, _overflow)
    app.register_error_handler(Exception, _fault)
    app.url_defaults(_static_version)


def _begin() -> None:
    begin_request()
    g.began = time.perf_counter()
    set_reading(request.method in SAFE)
    if request.mimetype == "application/x-www-form-urlencoded":
        # Fields without files: werkzeug holds only the parts of a multipart form to this limit.
        request.max_content_length = request.max_form_memory_size


def _finish(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    response.headers["X-Request-Id"] = current_request_id() or "-"
    metrics.count_request(request.endpoint or "-", response.status_code, seconds)
    log.info(
        "request",
        method=request.method,
        endpoint=request.endpoint or "-",
        status=response.status_code,
        ms=round(seconds * 1000, 1),
    )
    return response


def _end(_error: BaseException | None) -> None:
    set_reading(False)
    end_request()


def wants_json() -> bool:
    """Whether the other side is a system rather than a person."""
    return request.path.startswith("/api/") or (
        request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
    )


def answer(
    status: int, sentence: Text, clause: Text | None, next_step: Text | None, title: Text | None = None
) -> Response:
    """The page, or the JSON, of a refusal or a fault. It needs neither database nor log-in."""
    title = title or SENTENCES.get(status, SENTENCES[400 if status < 500 else 500])[0]
    number = current_request_id() if status >= 500 else None
    told: dict[str, Any] = {
        "title": str(title),
        "sentence": str(sentence),
        "clause": str(clause) if clause else None,
        "next_step": str(next_step) if next_step else None,
        "number": number,
    }
    if wants_json():
        response = Response(status=status, content_type="application/json")
        response.data = _json(told | {"status": status})
    else:
        response = Response(render_template("error.html", status=status, **told), status=status)
    return response


def _json(told: dict[str, Any]) -> bytes:
    import orjson

    return orjson.dumps(told)


def _refused(refusal: Refusal) -> Response:
    db.session.rollback()
    known = SENTENCES.get(refusal.status)
    title, next_step = (known[0], known[2]) if known else (None, None)
    # A system that sends what cannot be read is told so; a person who is told no has read the sentence already.
    if (refusal.status == 409 or (refusal.status == 422 and not wants_json())) and not refusal.stale:
        title, next_step = FORBIDDEN
    response = answer(refusal.status, refusal.sentence, refusal.clause, refusal.next_step or next_step, title)
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    _roll_back()
    _title, sentence, next_step = SENTENCES.get(status, SENTENCES[400 if status < 500 else 500])
    response = answer(status, sentence, None, next_step)
    if error.code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]  # of 405 only
    return response


def _stale(_error: StaleDataError) -> Response:
    _roll_back()
    return answer(409, SENTENCES[409][1], None, SENTENCES[409][2])


def _database_error(error: DBAPIError) -> Response:
    _roll_back()
    if isinstance(error, IntegrityError):
        log.warning("database.refused", error=_first_line(error))
        return answer(409, SENTENCES[409][1], None, SENTENCES[409][2])
    if isinstance(error, DataError):
        return _overflow(error)
    if _is_away(error):
        log.error("database.away", error=_first_line(error))
        return answer(503, SENTENCES[503][1], None, SENTENCES[503][2])
    return _fault(error)


def _overflow(error: Exception) -> Response:
    """A number or a day beyond what can be kept or reckoned with, which no reader of forms has held back."""
    _roll_back()
    log.warning("request.overflow", kind=type(error).__name__, exc_info=error)
    title, _sentence, next_step = SENTENCES[400]
    return answer(400, title, None, next_step)


def _is_away(error: DBAPIError) -> bool:
    """Whether the database cannot be reached or written now, as against a mistake of ours in asking it."""
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.OperationalError):
        return any(word in str(error.orig) for word in ("locked", "unable to open", "disk", "full"))
    return isinstance(error, (OperationalError, InterfaceError))


def _first_line(error: DBAPIError) -> str:
    """What the database said, without the values that follow: they may name a person."""
    return f"{type(error.orig).__name__}: {str(error.orig).splitlines()[0][:120]}" if error.orig else "?"


def _fault(error: Exception) -> Response:
    _roll_back()
    log.error("fault", kind=type(error).__name__, exc_info=error)
    return answer(500, SENTENCES[500][1], None, SENTENCES[500][2])


def _roll_back() -> None:
    try:
        db.session.rollback()
    except Exception as error:  # noqa: BLE001 - an answer must be given whatever broke; it is logged
        # The connection itself may be gone; the answer must still be given.
        log.error("database.rollback_failed", kind=type(error).__name__)


@cache
def _content_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _static_version(endpoint: str, values: dict[str, Any]) -> None:
    """Static files carry their digest in the address, so that browsers may keep them for a year."""
    if endpoint == "static" and "v" not in values:
        from flask import current_app

        path = Path(current_app.static_folder or "") / values["filename"]
        if path.is_file():
            values["v"] = _content_digest(path)
