"""A candidate's page as the browser has it: a journal of its own, and a sender that carries it to the server.

The journal is honest: what was changed is written there before it is sent, and leaves only on a receipt that repeats
its number. The sender is the player's (`static/player/sender.js`): one request at a time, up to a hundred entries,
again with doubling pauses until each number has its receipt; only its pauses are shorter here.
"""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import orjson

from exam.saving.door import PATH

MOST = 100
LEAP = 100
FIRST_WAIT, LONGEST_WAIT = 0.04, 0.6
PATIENCE_SECONDS = 4
REST = (0.005, 0.04)


@dataclass(slots=True)
class Change:
    """One change of one answer, the number it goes under now, and what its receipt said."""

    question: int
    value: Any
    made_ms: int
    sequence: int
    # saved, or why it was kept apart; None while it waits in the journal.
    receipt: str | None = None


@dataclass
class Journal:
    """The changes of one device. Nothing is ever taken out of `made`; what waits is what has no receipt."""

    last: int = 0
    made: list[Change] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, question: int, value: Any, made_ms: int) -> None:
        with self.lock:
            self.last += 1
            self.made.append(Change(question, value, made_ms, self.last))

    def pending(self) -> list[Change]:
        with self.lock:
            return sorted((one for one in self.made if one.receipt is None), key=lambda one: one.sequence)

    def settle(self, change: Change, receipt: str) -> None:
        with self.lock:
            change.receipt = receipt

    def renumber(self, change: Change) -> None:
        """Another page gave this number to another change: this one gets a number of its own."""
        with self.lock:
            self.last += LEAP + 1
            change.sequence = self.last


class Browser:
    """Makes changes without pause and carries them over the network, until it is told to stop making them."""

    def __init__(
        self, url: str, token: str, answers: Mapping[int, Sequence[Any]], seed: str, skew_ms: int = 0
    ) -> None:
        self.url, self.token, self.answers = url, token, answers
        self.attempt_id, self.epoch = (int(part) for part in token.split(".")[:2])
        self.chance = random.Random(seed)
        self.skew_ms = skew_ms
        self.journal = Journal()
        self.heard = Counter[str]()
        self.lefts: list[int] = []
        self._making = threading.Event()
        self._leave = threading.Event()
        self._threads = [
            threading.Thread(target=act, daemon=True) for act in (self._make_changes, self._carry_all)
        ]
        self._making.set()

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def put_down_the_pen(self) -> None:
        """No more changes; what is in the journal still goes."""
        self._making.clear()

    def close(self) -> None:
        self._making.clear()
        self._leave.set()
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS * 3)
            if thread.is_alive():
                raise RuntimeError("a browser does not come to its end")

    def acknowledged(self) -> int:
        """How many changes have left the journal."""
        return sum(one.receipt is not None for one in self.journal.made)

    def device_ms(self) -> int:
        """The computer's own clock, which may be days away from any other."""
        return int(time.time() * 1000) + self.skew_ms

    def _make_changes(self) -> None:
        while self._making.is_set():
            question = self.chance.choice(list(self.answers))
            self.journal.add(question, self.chance.choice(self.answers[question]), self.device_ms())
            self._leave.wait(self.chance.uniform(*REST))

    def _carry_all(self) -> None:
        failures = 0
        while not self._leave.is_set():
            batch = self.journal.pending()[:MOST]
            if not batch:
                self._leave.wait(REST[0])
            elif self._carry(batch):
                failures = 0
            else:
                wait = min(LONGEST_WAIT, FIRST_WAIT * 2**failures)
                failures += 1
                self._leave.wait(wait * self.chance.uniform(0.5, 1))

    def _carry(self, batch: Sequence[Change]) -> bool:
        """Send them once; whether any number came back."""
        sent = {one.sequence: one for one in batch}
        receipt = self._ask([[one.sequence, one.question, one.value, one.made_ms] for one in batch])
        if receipt is None:
            return False
        self.lefts.append(receipt["left"])
        told = dict.fromkeys(receipt["saved"], "saved")
        told |= {int(number): why for number, why in receipt.get("apart", {}).items()}
        for number, what in told.items():
            self.journal.settle(sent[number], what)
        taken = [int(number) for number, why in receipt.get("refused", {}).items() if why == "number_taken"]
        for number in sorted(taken):
            self.journal.renumber(sent[number])
        self.heard["renumbered"] += len(taken)
        return bool(told or taken)

    def _ask(self, entries: list[list[Any]]) -> dict[str, Any] | None:
        body = orjson.dumps({"sent": self.device_ms(), "entries": entries})
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=PATIENCE_SECONDS)
        try:
            connection.request("POST", PATH, body, {"Authorization": f"Bearer {self.token}"})
            answer = connection.getresponse()
            told: dict[str, Any] = orjson.loads(answer.read())
        except (OSError, http.client.HTTPException, orjson.JSONDecodeError):
            self.heard["no answer"] += 1
            return None
        finally:
            connection.close()
        self.heard[str(answer.status)] += 1
        return told if answer.status == 200 else None


def wait_until(reached: Callable[[], bool], seconds: float) -> bool:
    """Wait until it is so, or the time is over; whether it is so."""
    until = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True
