"""A batch of saves: judge by what is known of their attempts, write in one transaction what is still judged rightly.

In a running hall that is one message to the database and one back. What had changed meanwhile is not written; it is
looked up and judged anew, and so is what stands there already under its number. Receipts leave after the commit.

One bad entry never fails its batch: what does not count is told apart before anything is written. Whoever closes,
pauses, grants or transfers holds the attempt's row alone, so every entry stands wholly before or wholly after that.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import orjson

from core.clock import now
from exam.entries import Apart, apart, refusal
from exam.saving.devices import GOES_ON, Device, Devices, Whose
from exam.saving.line import AWAY, FAULTS, Line, Step
from exam.saving.wire import Made, Receipt, Save
from exam.time_left import left_ms

# Out of reach for longer than this is told on the board and counts for lost minutes.
SILENCE = timedelta(seconds=45)
PROMISES = {
    "postgresql": ("SHOW fsync", "SHOW synchronous_commit", "SHOW full_page_writes"),
    "sqlite": ("PRAGMA journal_mode", "PRAGMA synchronous", "PRAGMA foreign_keys"),
}
# How often a batch is judged anew. Each time something must have changed between a look and the writing.
MOST_LOOKS = 10


class Key(NamedTuple):
    attempt_id: int
    epoch: int
    sequence: int


class Known(NamedTuple):
    """What is kept under a number already: the same once more is told the same, anything else is refused."""

    question: int
    value: str
    why: Apart | None


class Fresh(NamedTuple):
    """An entry that is one of its attempt, and by which standing of it it was judged."""

    key: Key
    made: Made
    arrived_at: datetime
    why: Apart | None
    number: int


@dataclass(slots=True)
class Judged:
    """A save with the receipt that it gets if what is to be written of it is written."""

    save: Save
    receipt: Receipt
    fresh: Sequence[Fresh] = ()
    # The standing of its attempt; None where there is no such device, or the token is another one.
    number: int | None = None

    @property
    def shows(self) -> bool:
        """Whether it tells what the attempt's own page shows."""
        return self.save.page is not None and self.receipt.state in GOES_ON


class Written(NamedTuple):
    """What the database has taken: entries, what pages show, and the newest message for each attempt."""

    keys: frozenset[tuple[Any, ...]] = frozenset()
    shown: frozenset[int] = frozenset()
    news: Mapping[int, int] = {}


class Unsettled(Exception):
    """The attempts of a batch changed again and again while it was judged: it is sent again."""


class Store:
    """Writes batches over the saving path's own line."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self._devices = Devices(line)

    def write(self, saves: Sequence[Save]) -> list[Receipt]:
        """Write all of them and return a receipt for each, in their order, after the commit that holds its entries."""
        told = self._round(saves, anew=False)
        for _look in range(MOST_LOOKS):
            unsettled = [at for at, receipt in enumerate(told) if receipt is None]
            if not unsettled:
                break
            anew = self._round([saves[at] for at in unsettled], anew=True)
            for at, receipt in zip(unsettled, anew, strict=True):
                told[at] = receipt
        receipts = [receipt for receipt in told if receipt is not None]
        if len(receipts) < len(saves):
            raise Unsettled
        return receipts

    def promises(self) -> dict[str, str]:
        """What the connection of this path says of itself, above all whether a commit waits for the disk."""
        return {name: self.line.ask(name) for name in PROMISES[self.line.dialect]}

    def _round(self, saves: Sequence[Save], *, anew: bool) -> list[Receipt | None]:
        """Judge and write, by what is remembered or `anew` by a look; None for what changed before that."""
        asked = {_whose(save) for save in saves}
        devices = {} if anew else self._devices.remembered(asked)
        looked = asked - devices.keys()
        if looked:
            devices |= self._devices.look_up(looked)
        judged = _judged(saves, devices)
        # What comes too late may be known in time, and what was not written may have been there.
        known = self._known([one.key for each in judged for one in each.fresh if anew or one.why is not None])
        new = _told_apart(judged, known)
        try:
            written = self._written(new, judged)
        except AWAY:
            raise
        except FAULTS:
            # SQLite fails a batch for one that has another value under a number that is taken.
            if anew:
                raise
            return [None] * len(saves)
        return _settled(judged, new, written, looked)

    def _known(self, keys: Sequence[Key]) -> dict[Key, Known]:
        found = self.line.look("known", _rows([tuple(key) for key in keys])) if keys else ()
        return {Key(*row[:3]): Known(row[3], row[4], row[5]) for row in found}

    def _written(self, new: Sequence[Fresh], judged: Sequence[Judged]) -> Written:
        """Write in one transaction what still may be written; what is said of it is on the disk."""
        steps = [*self._entry_steps(new), *self._page_steps(judged)]
        if not steps:
            return Written()
        with self.line.transaction() as say:
            found = dict(zip([name for name, _rows in steps], say(*steps, last=True), strict=True))
        # The block has ended with the commit.
        return Written(
            frozenset(tuple(row) for name in ("keep", "keep_apart") for row in found.get(name, ())),
            frozenset(row[0] for row in found.get("presence", ())),
            {row[0]: int(row[1]) for row in found.get("news", ())},
        )

    def _entry_steps(self, new: Sequence[Fresh]) -> Iterator[Step]:
        late = [(*self._row(one), one.why) for one in new if one.why is not None]
        counting = [self._row(one) for one in new if one.why is None]
        if new and self.line.dialect == "postgresql":
            # Whoever writes to the other database is alone.
            yield "lock", _rows(sorted({(one.key.attempt_id,) for one in new}))
        if late:
            yield "keep_apart", _rows(late)
        if counting:
            yield "keep", _rows(counting)

    def _page_steps(self, judged: Sequence[Judged]) -> Iterator[Step]:
        """Enter what the pages show, the last word of each, and ask whether there is a newer message for them."""
        last = {one.save.token.attempt_id: one for one in judged if one.shows}
        if last:
            rows = _rows([self._page(last[attempt]) for attempt in sorted(last)])
            yield "silences", rows
            yield "presence", rows
            yield "news", rows

    def _page(self, one: Judged) -> tuple[Any, ...]:
        save = one.save
        assert save.page is not None
        moments = self.line.spelled(save.arrived_at), self.line.spelled(save.arrived_at - SILENCE)
        return save.token.attempt_id, *save.page, one.number, *moments

    def _row(self, one: Fresh) -> tuple[Any, ...]:
        entry = one.made.entry
        moments = self.line.spelled(one.made.at), self.line.spelled(one.arrived_at)
        return *one.key, entry.question, entry.value, *moments, one.number


def _whose(save: Save) -> Whose:
    return save.token.attempt_id, save.token.epoch


def _rows(rows: Sequence[tuple[Any, ...]]) -> str:
    """A batch as the one parameter of a statement."""
    return orjson.dumps(rows).decode()


def _judged(saves: Iterable[Save], devices: Mapping[Whose, Device]) -> list[Judged]:
    """Each save by where its device stands: which of its entries are the attempt's, and which of those count."""
    moment = now()
    judged = []
    for save in saves:
        device = devices.get(_whose(save))
        if device is None or not hmac.compare_digest(device.token_digest, save.token.digest):
            judged.append(Judged(save, Receipt("unknown")))
            continue
        receipt = _receipt(device, moment)
        judged.append(Judged(save, receipt, list(_fresh(save, device, receipt)), device.number))
    return judged


def _receipt(device: Device, moment: datetime) -> Receipt:
    clock = device.standing.clock
    left = 0 if clock is None or device.standing.ended else left_ms(clock.left(moment))
    return Receipt(device.state, left, device.version)


def _fresh(save: Save, device: Device, receipt: Receipt) -> Iterator[Fresh]:
    """The entries of a save that are entries of its attempt; the others are refused on the receipt."""
    attempt_id, epoch = _whose(save)
    for made in save.made:
        sequence = made.entry.sequence
        if refused := refusal(made.entry, device.standing):
            receipt.refused[sequence] = refused
        else:
            why = apart(made.entry, device.standing, save.arrived_at)
            yield Fresh(Key(attempt_id, epoch, sequence), made, save.arrived_at, why, device.number)


def _told_apart(judged: Iterable[Judged], known: dict[Key, Known]) -> list[Fresh]:
    """Tell on each receipt what stands under its numbers; return what is new. Two of one number are one, or refused."""
    new: list[Fresh] = []
    for one in judged:
        for fresh in one.fresh:
            entry = fresh.made.entry
            here = known.get(fresh.key)
            if here is None:
                here = known[fresh.key] = Known(entry.question, entry.value, fresh.why)
                new.append(fresh)
            _tell(fresh, here, one.receipt)
    return new


def _tell(fresh: Fresh, here: Known, receipt: Receipt) -> None:
    entry = fresh.made.entry
    if (entry.question, entry.value) != (here.question, here.value):
        receipt.refused[entry.sequence] = "number_taken"
    elif here.why is not None:
        receipt.apart[entry.sequence] = here.why
    elif entry.sequence not in receipt.saved:
        receipt.saved.append(entry.sequence)


def _settled(
    judged: Iterable[Judged], new: Sequence[Fresh], written: Written, looked: Set[Whose]
) -> list[Receipt | None]:
    """The receipts of those of which all was written that was to be, with a standing that this or a look confirmed."""
    missing = {one.key for one in new if one.key not in written.keys}
    told: list[Receipt | None] = []
    for one in judged:
        attempt_id = one.save.token.attempt_id
        kept = not missing or all(fresh.key not in missing for fresh in one.fresh)
        if one.shows:
            one.receipt.news = written.news.get(attempt_id, 0)
            told.append(one.receipt if kept and attempt_id in written.shown else None)
            continue
        confirmed = _whose(one.save) in looked or any(fresh.key in written.keys for fresh in one.fresh)
        told.append(one.receipt if kept and confirmed else None)
    return told
