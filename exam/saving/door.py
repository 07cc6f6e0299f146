"""The door of the saving path: one address, in front of Flask, that takes saves and gives receipts.

It stands apart because it serves ten thousand candidates at once and must not feel cookies, pages or languages. It is
no page: its answers are for the candidate's page, in words that only that page reads. The token in the request is the
whole permission; nothing is read from a cookie, so no other site can make a browser save.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import orjson
from sqlalchemy.engine import Engine

from core import metrics
from core.clock import now
from core.logs import log
from exam.saving.gather import Gatherer
from exam.saving.line import AWAY, FAULTS, open_line
from exam.saving.store import Store, Unsettled
from exam.saving.wire import LONGEST_BODY, NotASave, Receipt, Save, read_save, read_token, spell

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/exam/save"
_HEADERS = [
    ("Content-Type", "application/json"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
]


class Saver:
    """The saving path of one process: what is given to it is on the disk when it answers."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine
        self._store: Store | None = None
        self._gatherer: Gatherer[Save, Receipt] = Gatherer(self._write, shared=AWAY)

    @property
    def store(self) -> Store:
        """Made at the first save: what a process inherits from its parent must not be a connection."""
        if self._store is None:
            self._store = Store(open_line(self._engine()))
        return self._store

    def save(self, save: Save) -> Receipt:
        """Keep the entries and return their receipt, together with whoever saves at the same time."""
        return self._gatherer.give(save)

    def _write(self, saves: Sequence[Save]) -> list[Receipt]:
        try:
            receipts = self.store.write(saves)
        except AWAY:
            # A connection that broke while nobody used it shows only now; their numbers make a second time harmless.
            receipts = self.store.write(saves)
        metrics.SAVED.inc(sum(len(receipt.saved) for receipt in receipts))
        metrics.SAVING.observe(len(saves))
        return receipts


class SavingDoor:
    """WSGI layer that answers saves itself and hands everything else on."""

    def __init__(self, inner: WSGIApplication, saver: Saver) -> None:
        self.inner = inner
        self.saver = saver

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != PATH:
            return self.inner(environ, start_response)
        status, body = self._answer(environ)
        start_response(status, [*_HEADERS, ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> tuple[str, bytes]:
        arrived_at = now()
        if environ["REQUEST_METHOD"] != "POST":
            return "405 Method Not Allowed", _fault("saves are posted")
        token = read_token(environ.get("HTTP_AUTHORIZATION", ""))
        if token is None:
            return "401 Unauthorized", _fault("there is no token")
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LONGEST_BODY:
            return "413 Content Too Large", _fault(f"a save has at most {LONGEST_BODY} bytes")
        try:
            save = read_save(token, environ["wsgi.input"].read(int(length)), arrived_at)
        except NotASave as fault:
            return "400 Bad Request", _fault(str(fault))
        return self._keep(save)

    def _keep(self, save: Save) -> tuple[str, bytes]:
        try:
            receipt = self.saver.save(save)
        except (*FAULTS, Unsettled) as fault:
            # The page keeps what it has and sends it again; of the fault nothing is told but its kind.
            log.error("saving.failed", kind=type(fault).__name__, attempt=save.token.attempt_id)
            return "503 Service Unavailable", _fault("not saved; send it again")
        return "401 Unauthorized" if receipt.state == "unknown" else "200 OK", spell(receipt)


def _fault(what: str) -> bytes:
    return orjson.dumps({"fault": what})
