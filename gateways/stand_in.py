"""How the stand-ins behave: they answer from this machine, always alike, and say what they are.

One setting makes all of them dead or slow for a rehearsal. Otherwise a number decides: the last four digits before
the check digit of an IIN or BIN, the last four of a telephone number. So a single case can meet a dead register
while all others go on.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from core.outbox import Letter, NotDelivered
from gateways.answers import NoAnswer, Why
from gateways.breaker import BreakerState

SLOW_SECONDS = 2.0


TAKEN = "stand-in, number "


class Behaviour(StrEnum):
    """What a stand-in does with a question."""

    FOUND = "found"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"
    DEAD = "dead"
    SLOW = "slow"
    NONSENSE = "nonsense"


CODES = {
    "9901": Behaviour.NOT_FOUND,
    "9902": Behaviour.DEAD,
    "9903": Behaviour.SLOW,
    "9904": Behaviour.NONSENSE,
    "9905": Behaviour.DIFFERS,
}
_SILENCE = {
    Behaviour.DEAD: Why.UNREACHABLE,
    Behaviour.SLOW: Why.TOO_SLOW,
    Behaviour.NONSENSE: Why.NONSENSE,
}


def code_of(number: str) -> str:
    """The four digits that decide: before the check digit of an IIN or BIN, else the last ones."""
    digits = re.sub(r"\D", "", number, flags=re.ASCII)
    return digits[-5:-1] if len(digits) == 12 else digits[-4:]


@dataclass(frozen=True, slots=True)
class Manner:
    """How the stand-ins of this installation behave, and whether they take their time when they are slow."""

    setting: str = "by_number"
    slow_seconds: float = SLOW_SECONDS

    def towards(self, number: str) -> Behaviour:
        """What happens to a question about this number."""
        if self.setting != "by_number":
            return Behaviour(self.setting)
        return CODES.get(code_of(number), Behaviour.FOUND)

    def speak(self, number: str) -> Behaviour:
        """The behaviour where there is an answer; silence is raised as a real door would."""
        behaviour = self.towards(number)
        if behaviour is Behaviour.SLOW:
            time.sleep(self.slow_seconds)
        if behaviour in _SILENCE:
            raise NoAnswer(_SILENCE[behaviour], "the stand-in was told to behave so")
        return behaviour


class Tray:
    """Where a stand-in puts what it was told, one file a message, so that a rehearsal can be looked at."""

    stand_in = True
    connected = True
    state = BreakerState.CLOSED

    def __init__(self, folder: Path, manner: Manner) -> None:
        self._folder = folder
        self._manner = manner

    def deliver(self, letter: Letter) -> str:
        """Keep the message; a repeat of the same key is recognised, as the format asks of the real ones."""
        number = str(letter.payload.get("applicant_number") or letter.recipient)
        try:
            behaviour = self._manner.speak(number)
        except NoAnswer as error:
            raise NotDelivered(f"stand-in: {error}") from error
        if behaviour is Behaviour.NOT_FOUND:
            raise NotDelivered("stand-in: it was told to refuse", final=True)
        mark = sha256(letter.key.encode()).hexdigest()[:16]
        path = self._folder / f"{mark}.json"
        if not path.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".partial")
            told = {"key": letter.key, "recipient": letter.recipient, **letter.payload}
            partial.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
            partial.replace(path)
        return f"{TAKEN}S-{mark[:8]}"

    def told(self, most: int = 100) -> list[dict[str, object]]:
        """What was put here, the newest first."""
        if not self._folder.is_dir():
            return []
        paths = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        return [json.loads(path.read_text(encoding="utf-8")) for path in paths[:most]]
