"""The e-government payment gateway: a payment is opened there, made by the payer, and asked about by its reference.

Serves P5-C3 of the pharmaceutical and narcotics licences. Whether it was paid is known only when the gateway says
so: silence, an unknown reference and a sum that is not ours leave the payment waiting, never unpaid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import ClassVar, Literal, Protocol

from core.clock import now
from gateways.answers import NoAnswer, NotConnected, Unanswered
from gateways.breaker import BreakerState
from gateways.http_door import HttpDoor
from gateways.line import is_allowed
from gateways.stand_in import Behaviour, Manner
from gateways.strict_json import Fields, Nonsense

OPEN_PATH = "/v1/payments/open"
ASK_PATH = "/v1/payments/ask"


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be paid, by whom, under a reference of ours that never changes."""

    reference: str
    # In hundredths of a tenge, so that no amount is ever a float.
    tiyn: int
    payer_number: str
    purpose: str

    def __post_init__(self) -> None:
        if self.tiyn <= 0 or not self.reference:
            raise ValueError("a bill has a sum and a reference")


@dataclass(frozen=True, slots=True)
class Opened:
    """The gateway knows the bill; the payer is led to its page."""

    gateway_number: str
    page: str
    final: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Paid:
    """The gateway says that the whole sum was paid."""

    gateway_number: str
    paid_at: datetime
    final: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Pending:
    """Nothing has been paid yet, or the gateway does not know the bill yet."""

    final: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Declined:
    """The gateway says that this payment has failed for good; a new one may be opened."""

    reason: str
    final: ClassVar[bool] = True


OpenAnswer = Opened | Unanswered | NotConnected
PaymentAnswer = Paid | Pending | Declined | Unanswered | NotConnected


def payment_state(answer: PaymentAnswer) -> Literal["paid", "refused", "waiting"]:
    """The word under which the payment is kept: only the gateway's own yes and no move it."""
    match answer:
        case Paid():
            return "paid"
        case Declined():
            return "refused"
        case Pending() | Unanswered() | NotConnected():
            return "waiting"


class PaymentGateway(Protocol):
    """Opens a payment and tells what became of it."""

    @property
    def stand_in(self) -> bool: ...

    @property
    def connected(self) -> bool: ...

    @property
    def state(self) -> BreakerState: ...

    def open(self, bill: Bill, return_address: str, language: str) -> OpenAnswer: ...

    def ask(self, bill: Bill) -> PaymentAnswer: ...


class HttpPaymentGateway:
    """The gateway in earnest. A bill opened twice under one reference is one bill, so both calls may be repeated."""

    stand_in = False
    connected = True

    def __init__(self, http: HttpDoor, hosts: frozenset[str]) -> None:
        self._http = http
        self._hosts = hosts

    @property
    def state(self) -> BreakerState:
        return self._http.breaker.state

    def open(self, bill: Bill, return_address: str, language: str) -> OpenAnswer:
        """Make the bill known; the page must be one to which the operator lets a payer be led."""

        def read(fields: Fields) -> Opened:
            fields.same("reference", bill.reference)
            page = fields.text("page", most=1000)
            if not is_allowed(page, self._hosts):
                raise Nonsense("page is not on the list of hosts")
            return Opened(fields.text("number", most=80), page)

        asked = {
            "reference": bill.reference,
            "tiyn": bill.tiyn,
            "currency": "KZT",
            "payer_number": bill.payer_number,
            "purpose": bill.purpose,
            "return_address": return_address,
            "language": language,
        }
        try:
            return self._http.call(OPEN_PATH, asked, read, key=bill.reference, repeatable=True)
        except NoAnswer as error:
            return error.answer

    def ask(self, bill: Bill) -> PaymentAnswer:
        """Ask what became of it."""

        def read(fields: Fields) -> PaymentAnswer:
            fields.same("reference", bill.reference)
            match fields.one_of("state", "paid", "pending", "unknown", "declined"):
                case "paid":
                    return _paid(fields, bill)
                case "declined":
                    return Declined(fields.text("reason", most=300))
                case _:
                    return Pending()

        try:
            return self._http.call(ASK_PATH, {"reference": bill.reference}, read, repeatable=True)
        except NoAnswer as error:
            return error.answer


def _paid(fields: Fields, bill: Bill) -> Paid:
    """A payment of another sum or in another currency is not this payment; nobody takes it for one."""
    fields.same("currency", "KZT")
    fields.whole("tiyn", least=bill.tiyn, most=bill.tiyn)
    return Paid(fields.text("number", most=80), fields.moment("paid_at"))


class StandInPaymentGateway:
    """Every bill is paid as soon as somebody asks; the payer's number decides otherwise."""

    stand_in = True
    connected = True
    state = BreakerState.CLOSED

    def __init__(self, manner: Manner) -> None:
        self._manner = manner

    def open(self, bill: Bill, return_address: str, language: str) -> OpenAnswer:
        """There is no page to pay on: the payer is led straight back."""
        try:
            self._manner.speak(bill.payer_number)
        except NoAnswer as error:
            return error.answer
        return Opened(_number(bill), return_address)

    def ask(self, bill: Bill) -> PaymentAnswer:
        try:
            behaviour = self._manner.speak(bill.payer_number)
        except NoAnswer as error:
            return error.answer
        if behaviour is Behaviour.NOT_FOUND:
            return Pending()
        if behaviour is Behaviour.DIFFERS:
            return Declined("stand-in: the bank refused")
        return Paid(_number(bill), now())


def _number(bill: Bill) -> str:
    return f"S-{sha256(bill.reference.encode()).hexdigest()[:10].upper()}"


class NoPaymentGateway:
    """The door leads nowhere yet: the payer brings a slip, and an official looks at it."""

    stand_in = False
    connected = False
    state = BreakerState.CLOSED

    def open(self, bill: Bill, return_address: str, language: str) -> OpenAnswer:
        return NotConnected()

    def ask(self, bill: Bill) -> PaymentAnswer:
        return NotConnected()
