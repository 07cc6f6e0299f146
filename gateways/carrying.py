"""Telling another system something: the outbox carries it, and the receiver knows a repeat by its key.

Four doors and the text messages share this way. A message leaves with the act that causes it or not at all; while
the other side is away it waits and is tried again, and at last stands on the operator's page as failed.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from core.outbox import Letter, NotDelivered, post
from gateways.answers import NoAnswer, Why
from gateways.breaker import BreakerState
from gateways.http_door import HttpDoor
from gateways.strict_json import Fields

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from core.models import OutboxMessage


class Carrier(Protocol):
    """Carries a message; returns what proves the sending, or raises `NotDelivered`."""

    @property
    def stand_in(self) -> bool: ...

    @property
    def connected(self) -> bool: ...

    @property
    def state(self) -> BreakerState: ...

    def deliver(self, letter: Letter) -> str: ...


def put_out(
    channel: str, system: str, kind: str, message: DataclassInstance, office_id: int | None
) -> OutboxMessage:
    """Queue a message within the running transaction; the outbox makes the key that marks its repeats."""
    return post(channel, system, {"kind": kind, **_plain(message)}, office_id=office_id)


def _plain(message: DataclassInstance) -> dict[str, Any]:
    return {name: _json(value) for name, value in asdict(message).items()}


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


class HttpCarrier:
    """A neighbouring system that takes messages as JSON."""

    stand_in = False
    connected = True

    def __init__(self, http: HttpDoor, path: str) -> None:
        self._http = http
        self._path = path

    @property
    def state(self) -> BreakerState:
        return self._http.breaker.state

    def deliver(self, letter: Letter) -> str:
        """Tell it; the outbox repeats what failed, so the door itself does not."""

        def receipt(fields: Fields) -> str:
            if not fields.yes_no("accepted"):
                raise NoAnswer(Why.REFUSED, "it does not accept the message")
            fields.same("key", letter.key)
            return f"number {fields.text('number', most=80)}, {fields.moment('received_at').isoformat()}"

        question = {**letter.payload, "key": letter.key, "recipient": letter.recipient}
        try:
            return self._http.call(self._path, question, receipt, key=letter.key)
        except NoAnswer as error:
            raise NotDelivered(f"{self._http.door}: {error}", final=error.why is Why.REFUSED) from error


class NoCarrier:
    """The door leads nowhere yet: what it would tell is entered by hand on the other side."""

    stand_in = False
    connected = False
    state = BreakerState.CLOSED

    def deliver(self, letter: Letter) -> str:
        """Fail visibly: whoever posts here did not ask whether the door is connected."""
        raise NotDelivered("this door is not connected; enter it by hand", final=True)
