"""The form of a save and of its receipt. Pure: bytes to plain values and back.

A save: `{"sent": 1764480000123, "entries": [[7, 12, "3", 1764480000100]], "page": {…}}` with the header
`Authorization: Bearer <attempt>.<epoch>.<secret>`. An entry is [sequence, question, value, made]; `sent` and `made` are
milliseconds of the device's own clock, of which only the difference is used. `page` says what the candidate's page
shows, for the board; a page tells it every few seconds. It may be left out, and so may all entries.

A receipt repeats the numbers: `saved` counts, `apart` is kept as evidence, `refused` is no entry of this attempt; the
latter two with the word that says why. It carries the time left and the clock's version, and, to a page that
told what it shows, the number of the newest message.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

import orjson

from exam.entries import Apart, Entry, Refused
from exam.lost_time import made_at

MOST_ENTRIES = 200
LONGEST_BODY = 256 * 1024
LARGEST = 1_000_000
# A week: an entry that claims to be older is no older for that.
OLDEST_MS = 7 * 24 * 3600 * 1000
_TOKEN = re.compile(r"([1-9][0-9]{0,17})\.([1-9][0-9]{0,3})\.[0-9a-zA-Z_-]{20,60}", re.ASCII)

# running and paused take entries; ended and moved keep them apart; unknown is nobody's token.
State = Literal["running", "paused", "ended", "moved", "not_begun", "unknown"]


class NotASave(ValueError):
    """The bytes are no save; the text says what is wrong, for whoever writes a client."""


class Token(NamedTuple):
    """Whose entries these are: the attempt and the device, shown by a secret that only its digest is known of."""

    attempt_id: int
    epoch: int
    digest: str


class Page(NamedTuple):
    """What the candidate's page shows, told by itself."""

    question: int
    answered: int
    unsent: int
    focused: bool
    clock: int


class Made(NamedTuple):
    """An entry and when it was made, by the server's clock."""

    entry: Entry
    at: datetime


class Save(NamedTuple):
    """One request of one device."""

    token: Token
    arrived_at: datetime
    made: tuple[Made, ...] = ()
    page: Page | None = None


@dataclass(slots=True)
class Receipt:
    """What the device is told about one save, and what it may now forget."""

    state: State
    left_ms: int = 0
    clock: int = 0
    news: int = 0
    saved: list[int] = field(default_factory=list)
    apart: dict[int, Apart] = field(default_factory=dict)
    refused: dict[int, Refused] = field(default_factory=dict)


def read_token(header: str) -> Token | None:
    """The token of an Authorization header, None when it has not the form of one."""
    kind, _, secret = header.partition(" ")
    found = _TOKEN.fullmatch(secret) if kind == "Bearer" else None
    if found is None:
        return None
    return Token(int(found[1]), int(found[2]), hashlib.sha256(secret.encode()).hexdigest())


def read_save(token: Token, body: bytes, arrived_at: datetime) -> Save:
    """The save in these bytes; refuses whatever it does not know."""
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as fault:
        raise NotASave("this is not JSON") from fault
    if not isinstance(told, dict) or not told.keys() <= {"sent", "entries", "page"}:
        raise NotASave("a save is an object with sent, entries and page")
    sent, entries, page = _whole(told.get("sent"), "sent"), told.get("entries", []), told.get("page")
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        raise NotASave(f"entries are a list of at most {MOST_ENTRIES}")
    return Save(
        token,
        arrived_at,
        tuple(_made(token.epoch, one, sent, arrived_at) for one in entries),
        None if page is None else _page(page),
    )


def _made(epoch: int, told: object, sent: int, arrived_at: datetime) -> Made:
    if not isinstance(told, list) or len(told) != 4:
        raise NotASave("an entry is [sequence, question, value, made]")
    sequence, question, made = (_whole(told[at], "a number of an entry") for at in (0, 1, 3))
    # Spelled in one way, so that the same value sent twice is the same text.
    text = orjson.dumps(told[2], option=orjson.OPT_SORT_KEYS).decode()
    return Made(
        Entry(epoch, sequence, question, text), made_at(arrived_at, min(sent, made + OLDEST_MS), made)
    )


def _page(told: object) -> Page:
    if not isinstance(told, dict) or told.keys() != {"question", "answered", "unsent", "focused", "clock"}:
        raise NotASave("a page tells question, answered, unsent, focused and clock")
    question, answered, unsent, clock = (
        _whole(told[name], name) for name in ("question", "answered", "unsent", "clock")
    )
    if not all(0 <= one <= LARGEST for one in (question, answered, unsent, clock)):
        raise NotASave("what a page tells are small numbers")
    if not isinstance(told["focused"], bool):
        raise NotASave("focused is true or false")
    return Page(question, answered, unsent, told["focused"], clock)


def _whole(value: object, name: str) -> int:
    """A whole number that every database holds."""
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**53:
        raise NotASave(f"{name} is a whole number")
    return value


def spell(receipt: Receipt) -> bytes:
    """The receipt as it goes out; what there is nothing of is left out."""
    told: dict[str, Any] = {
        "state": receipt.state,
        "left": receipt.left_ms,
        "clock": receipt.clock,
        "news": receipt.news,
        "saved": receipt.saved,
    }
    for name, held in (("apart", receipt.apart), ("refused", receipt.refused)):
        if held:
            told[name] = _by_text(held)
    return orjson.dumps(told)


def _by_text(held: Mapping[int, str]) -> dict[str, str]:
    return {str(number): word for number, word in held.items()}
