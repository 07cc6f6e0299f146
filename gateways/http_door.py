"""A door that speaks HTTP and JSON: who we are, what is asked, and what may be made of the reply.

Every real door of this room stands on this one. Its answer is what a reader made of a JSON object, or `NoAnswer`
with the reason: redirects, other kinds of content, too much, too late and not understood are faults of the other
side. Nothing of a question or an answer is ever logged.
"""

from __future__ import annotations

import json
import random
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from threading import BoundedSemaphore
from typing import Any, TypeVar

from core import VERSION
from core.logs import log
from core.requests import current_request_id
from gateways.answers import NoAnswer, Why
from gateways.breaker import Breaker
from gateways.door_numbers import count_call
from gateways.line import Line, Reply
from gateways.strict_json import Fields, Nonsense, read_document

Read = TypeVar("Read")

AT_ONCE = 8
FIRST_PAUSE = 0.2
LONGEST_RETRY_AFTER = 3600
# They answered and know what they say: the line and the other side are well.
_ALIVE = frozenset({Why.TURNED_AWAY, Why.REFUSED})
# A repeat a moment later may find them better.
_PASSING = frozenset({Why.UNREACHABLE, Why.BROKEN, Why.BUSY})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one call may last, and how often what may be repeated is tried within that time."""

    seconds: float
    tries: int


class HttpDoor:
    """The calling side of one door of this process."""

    def __init__(
        self, door: str, line: Line, token: str, patience: Patience, breaker: Breaker | None = None
    ) -> None:
        self.door = door
        self.breaker = breaker or Breaker(door)
        self._line = line
        self._token = token
        self._patience = patience
        # A slow system must not take every worker of ours with it.
        self._places = BoundedSemaphore(AT_ONCE)

    def call(
        self,
        path: str,
        question: Mapping[str, Any],
        read: Callable[[Fields], Read],
        *,
        key: str | None = None,
        repeatable: bool = False,
    ) -> Read:
        """Ask, and understand the answer; `repeatable` when asking twice does no more than asking once."""
        began = time.monotonic()
        outcome, fault = "answered", ""
        if not self._places.acquire(blocking=False):
            count_call(self.door, "crowded", 0)
            raise NoAnswer(Why.BUSY, "too many wait for it already", sent=False)
        try:
            return self._with_repeats(path, question, read, key, repeatable, began + self._patience.seconds)
        except NoAnswer as error:
            outcome, fault = error.why.value, str(error)
            raise
        finally:
            self._places.release()
            seconds = time.monotonic() - began
            count_call(self.door, outcome, seconds)
            log.info("door.call", door=self.door, outcome=outcome, fault=fault, ms=round(seconds * 1000, 1))

    def _with_repeats(
        self,
        path: str,
        question: Mapping[str, Any],
        read: Callable[[Fields], Read],
        key: str | None,
        repeatable: bool,
        until: float,
    ) -> Read:
        # Half a letter that no text may hold is asked about as "?" rather than breaking the call.
        body = json.dumps(question, ensure_ascii=False).encode("utf-8", "replace")
        headers = self._headers(key)
        attempt = 1
        while True:
            try:
                return self._attempt(path, body, headers, read, until)
            except NoAnswer as error:
                if attempt >= self._patience.tries or not _may_repeat(error, repeatable):
                    raise
                pause = _pause(attempt, error)
                if time.monotonic() + pause >= until:
                    raise
            time.sleep(pause)
            attempt += 1

    def _attempt(
        self, path: str, body: bytes, headers: Mapping[str, str], read: Callable[[Fields], Read], until: float
    ) -> Read:
        wait = self.breaker.admit()
        if wait is not None:
            raise NoAnswer(
                Why.RESTING, "it is left alone for a while", retry_after=timedelta(seconds=wait), sent=False
            )
        well = False
        try:
            answer = _understand(self._line.post(path, body, headers, until), read)
            well = True
        except NoAnswer as error:
            well = error.why in _ALIVE
            raise
        finally:
            # Whatever happened, also a fault of our own: who was admitted reports back.
            if well:
                self.breaker.worked()
            else:
                self.breaker.failed()
        return answer

    def _headers(self, key: str | None) -> dict[str, str]:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Content-Type": "application/json; charset=utf-8",
            "Connection": "close",
            "User-Agent": f"Synaq/{VERSION}",
            "X-Request-Id": current_request_id() or secrets.token_hex(8),
        }
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        if key:
            headers["Idempotency-Key"] = key
        return headers


def _may_repeat(error: NoAnswer, repeatable: bool) -> bool:
    return error.why in _PASSING and (repeatable or not error.sent)


def _pause(attempt: int, error: NoAnswer) -> float:
    """Back off, and not in step with everybody else."""
    wanted: float = FIRST_PAUSE * 2 ** (attempt - 1) * random.uniform(1.0, 1.5)  # noqa: S311 - spreads load, guards nothing
    return max(wanted, error.retry_after.total_seconds() if error.retry_after else 0.0)


def _understand(reply: Reply, read: Callable[[Fields], Read]) -> Read:
    """Only 200 with JSON is an answer: 404 says that an address is wrong, never that a person does not exist."""
    if reply.status != 200:
        raise NoAnswer(
            _why(reply.status), f"it answered {reply.status}", retry_after=_retry_after(reply.headers)
        )
    kind = reply.headers.get("content-type", "").lower().replace(" ", "")
    if kind not in {"application/json", "application/json;charset=utf-8"}:
        raise NoAnswer(Why.NONSENSE, "the answer is no JSON")
    if reply.headers.get("content-encoding", "identity") != "identity":
        raise NoAnswer(Why.NONSENSE, "the answer is packed")
    try:
        return read(read_document(reply.body))
    except Nonsense as error:
        raise NoAnswer(Why.NONSENSE, str(error)) from None


def _why(status: int) -> Why:
    if status in {409, 422}:
        return Why.REFUSED
    if status in {408, 425, 429, 503}:
        return Why.BUSY
    if 400 <= status < 500:
        return Why.TURNED_AWAY
    # Redirects among them: an address is the operator's to change, not the other side's.
    return Why.BROKEN if status >= 500 else Why.NONSENSE


def _retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Seconds only: a date would need their clock to agree with ours."""
    text = headers.get("retry-after", "").strip()
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        return None
    return timedelta(seconds=min(int(text), LONGEST_RETRY_AFTER))
