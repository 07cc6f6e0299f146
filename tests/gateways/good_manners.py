"""A neighbouring system of each kind that keeps to the format of docs/doors.md, with the stand-ins' codes."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from typing import Any

from gateways import demo_book
from gateways.answers import NoAnswer
from gateways.stand_in import Behaviour, Manner
from tests.gateways.other_side import Asked, OtherSide, answer

MANNER = Manner(slow_seconds=0)
NUMBERS = {
    "/synaq/v1/persons/ask": "iin",
    "/synaq/v1/organisations/ask": "bin",
    "/synaq/v1/payments/open": "payer_number",
    "/synaq/v1/messages": "applicant_number",
}


class WellMannered:
    """Answers every question of every door; a number's last digits make it silent, as they do stand-ins."""

    def __init__(self, side: OtherSide) -> None:
        self._side = side
        self._payers: dict[str, Asked] = {}
        self.receipts: dict[str, dict[str, Any]] = {}

    def __call__(self, asked: Asked, connection: socket.socket) -> None:
        if asked.path.endswith("/payments/open"):
            self._payers[asked.body["reference"]] = asked
        source = self._payers[asked.body["reference"]] if asked.path.endswith("/payments/ask") else asked
        number = source.body.get(NUMBERS[source.path]) or source.body["recipient"]
        match MANNER.towards(number):
            case Behaviour.DEAD:
                return
            case Behaviour.SLOW:
                self._side.silent(asked, connection)
            case Behaviour.NONSENSE:
                answer({"status": "ok"})(asked, connection)
            case behaviour:
                told = self._tell(asked, number, behaviour)
                answer(told, status=409 if told is None else 200)(asked, connection)

    def _tell(self, asked: Asked, number: str, behaviour: Behaviour) -> dict[str, Any] | None:
        match asked.path.rpartition("/v1/")[2]:
            case "persons/ask":
                return _person(number, behaviour)
            case "organisations/ask":
                return _organisation(number, behaviour)
            case "payments/open":
                page = f"{self._side.address}/bill"
                return {"reference": asked.body["reference"], "number": "G-7", "page": page}
            case "payments/ask":
                return _payment(asked, self._payers[asked.body["reference"]].body["tiyn"], behaviour)
        return self._receipt(asked) if behaviour is Behaviour.FOUND else None

    def _receipt(self, asked: Asked) -> dict[str, Any]:
        key = asked.headers["idempotency-key"]
        moment = datetime(2026, 4, 16, 9, 0, len(self.receipts), tzinfo=UTC).isoformat()
        return self.receipts.setdefault(
            key,
            {"accepted": True, "key": key, "number": f"R-{len(self.receipts) + 1}", "received_at": moment},
        )


def _person(iin: str, behaviour: Behaviour) -> dict[str, Any]:
    facts = demo_book.person(iin)
    if behaviour is Behaviour.NOT_FOUND or facts is None:
        return {"iin": iin, "found": False}
    person = {
        "surname": facts.surname,
        "given_name": facts.given_name,
        "patronymic": facts.patronymic,
        "birth_date": facts.birth_date.isoformat(),
        "alive": facts.alive,
    }
    return {"iin": iin, "found": True, "person": person}


def _organisation(number: str, behaviour: Behaviour) -> dict[str, Any]:
    facts = demo_book.organisation(number)
    if behaviour is Behaviour.NOT_FOUND or facts is None:
        return {"bin": number, "found": False}
    organisation = {
        "name": facts.name,
        "registered_on": facts.registered_on.isoformat(),
        "active": facts.active,
        "head": facts.head,
    }
    return {"bin": number, "found": True, "organisation": organisation}


def _payment(asked: Asked, tiyn: int, behaviour: Behaviour) -> dict[str, Any]:
    told: dict[str, Any] = {"reference": asked.body["reference"]}
    if behaviour is Behaviour.NOT_FOUND:
        return told | {"state": "pending"}
    if behaviour is Behaviour.DIFFERS:
        return told | {"state": "declined", "reason": "the bank refused"}
    paid = {
        "state": "paid",
        "currency": "KZT",
        "tiyn": tiyn,
        "number": "G-7",
        "paid_at": "2026-04-16T14:00:00+05:00",
    }
    return told | paid


def silence(number: str) -> NoAnswer:
    """What a stand-in's silence about this number is called."""
    try:
        MANNER.speak(number)
    except NoAnswer as error:
        return error
    raise AssertionError(f"{number} is answered")
