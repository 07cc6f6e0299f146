"""What a door can answer, as closed frozen values: silence is an answer of its own and never means no.

For whoever asks a register or the payment gateway: a `match` over these classes is complete.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Generic, Literal, TypeVar

Facts = TypeVar("Facts")
LookupState = Literal["found", "not_found", "differs", "unanswered"]


class Why(StrEnum):
    """Why there is no answer."""

    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted"
    TOO_SLOW = "too_slow"
    BROKEN = "broken"
    BUSY = "busy"
    NONSENSE = "nonsense"
    TURNED_AWAY = "turned_away"
    REFUSED = "refused"
    RESTING = "resting"


# The other side, not our question, is at fault: asking it something else now would fail alike.
AWAY = frozenset(
    {Why.UNREACHABLE, Why.UNTRUSTED, Why.TOO_SLOW, Why.BROKEN, Why.BUSY, Why.RESTING, Why.TURNED_AWAY}
)


@dataclass(frozen=True, slots=True)
class Found(Generic[Facts]):
    """The register has the record, and it agrees with what was claimed."""

    facts: Facts
    final: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Differs(Generic[Facts]):
    """The register has a record under this number that says something else; a person judges."""

    facts: Facts
    fields: tuple[str, ...]
    final: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class NotFound:
    """The register itself said that it has no such record."""

    final: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Nobody knows: the question waits and is asked again."""

    why: Why
    retry_after: timedelta | None = None
    final: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class NotConnected:
    """This installation has no such door yet: what it would tell is entered by hand."""

    final: ClassVar[bool] = False


RegisterAnswer = Found[Facts] | Differs[Facts] | NotFound | Unanswered | NotConnected


def lookup_state(answer: RegisterAnswer[Any]) -> LookupState:
    """The word under which an answer is kept with the case."""
    match answer:
        case Found():
            return "found"
        case Differs():
            return "differs"
        case NotFound():
            return "not_found"
        case Unanswered() | NotConnected():
            return "unanswered"


def kept(answer: RegisterAnswer[Any]) -> dict[str, Any] | None:
    """What is kept of an answer as JSON; it is personal data and can be erased."""
    match answer:
        case Found(facts):
            return {"facts": _plain(facts)}
        case Differs(facts, fields):
            return {"facts": _plain(facts), "fields": list(fields)}
        case Unanswered(why):
            return {"why": why.value}
        case NotFound() | NotConnected():
            return None


def _plain(facts: Any) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(facts).items()
    }


class NoAnswer(Exception):
    """A call to another system brought nothing that can be used; `sent` when the question may have arrived."""

    def __init__(
        self, why: Why, fault: str, *, retry_after: timedelta | None = None, sent: bool = True
    ) -> None:
        super().__init__(fault)
        self.why = why
        self.retry_after = retry_after
        self.sent = sent

    @property
    def answer(self) -> Unanswered:
        """The same as a value, for doors that somebody asks."""
        return Unanswered(self.why, self.retry_after)
