"""A batch of saves in one transaction: lock, look, judge, write, commit; then, and only then, the receipts.

One bad entry never fails its batch: what does not count is told apart before anything is written. Whoever closes,
pauses or transfers an attempt holds its row alone, so every entry here stands wholly before or wholly after that.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import orjson

from core.clock import now
from exam.entries import Apart, Standing, apart, refusal
from exam.saving.line import Line, Rows, Say, Step
from exam.saving.wire import Made, Receipt, Save, State
from exam.time_left import Clock, left_ms

# Out of reach for longer than this is told on the board and counts for lost minutes.
SILENCE = timedelta(seconds=45)
PROMISES = {
    "postgresql": ("SHOW fsync", "SHOW synchronous_commit", "SHOW full_page_writes"),
    "sqlite": ("PRAGMA journal_mode", "PRAGMA synchronous", "PRAGMA foreign_keys"),
}


class Key(NamedTuple):
    attempt_id: int
    epoch: int
    sequence: int


class Known(NamedTuple):
    """What is kept under a number already: the same once more is told the same, anything else is refused."""

    question: int
    value: str
    why: Apart | None


class Device(NamedTuple):
    """A device of an attempt as it stands while the attempt is held."""

    token_digest: str
    state: State
    version: int
    standing: Standing


class Fresh(NamedTuple):
    """An entry that is one of its attempt, with the receipt that waits for it."""

    key: Key
    made: Made
    arrived_at: datetime
    why: Apart | None
    receipt: Receipt


class Store:
    """Writes batches over the saving path's own line."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def write(self, saves: Sequence[Save]) -> list[Receipt]:
        """Write all of them in one transaction and return a receipt for each, in their order, after its commit."""
        with self.line.transaction() as say:
            receipts = self._in_transaction(say, saves)
        # The block has ended with the commit: what the receipts say is on the disk.
        return receipts  # noqa: RET504 - a receipt inside the block would be a promise

    def promises(self) -> dict[str, str]:
        """What the connection of this path says of itself, above all whether a commit waits for the disk."""
        return {name: self.line.ask(name) for name in PROMISES[self.line.dialect]}

    def _in_transaction(self, say: Say, saves: Sequence[Save]) -> list[Receipt]:
        devices, moment = self._hold(say, saves), now()
        receipts: list[Receipt] = []
        fresh: list[Fresh] = []
        for save in saves:
            device = devices.get((save.token.attempt_id, save.token.epoch))
            if device is None or not hmac.compare_digest(device.token_digest, save.token.digest):
                receipts.append(Receipt("unknown"))
                continue
            receipt = _receipt(device, moment)
            receipts.append(receipt)
            fresh += _fresh(save, device.standing, receipt)
        new = self._tell_known(say, fresh)
        pages = _pages(saves, receipts)
        steps = [*self._entry_steps(new), *self._page_steps(pages)]
        if steps:
            found = dict(zip([name for name, _rows in steps], say(*steps, last=True), strict=True))
            self._settle(say, new, fresh, found.get("keep", ()))
            for attempt, newest in found.get("news", ()):
                pages[attempt][1].news = int(newest)
        return receipts

    def _hold(self, say: Say, saves: Sequence[Save]) -> dict[tuple[int, int], Device]:
        """Hold the attempts against closing, then read where each stands."""
        rows = _rows(sorted({(save.token.attempt_id, save.token.epoch) for save in saves}))
        if self.line.dialect == "postgresql":
            _held, found = say(("lock", rows), ("devices", rows))
        else:
            (found,) = say(("devices", rows))  # whoever writes there is alone
        return {(row[0], row[1]): self._device(row) for row in found}

    def _device(self, row: Sequence[Any]) -> Device:
        """A device whose turn has ended is of an older epoch than the present one, whichever that is."""
        _attempt, epoch, digest, moved, started, paused, ended, questions, grace, granted, version = row
        started_at, paused_at = self.line.read(started), self.line.read(paused)
        clock = None if started_at is None else Clock(started_at, int(granted), version, paused_at)
        standing = Standing(epoch + bool(moved), questions, clock, timedelta(seconds=grace), bool(ended))
        return Device(digest, _state(standing, moved=bool(moved)), version, standing)

    def _tell_known(self, say: Say, fresh: Sequence[Fresh]) -> list[Fresh]:
        """Tell again what is known, and return what is new; two of one number in one batch are one, or refused."""
        # On SQLite another value under a known number would fail the whole statement; on PostgreSQL, where it is passed
        # over, only what comes too late must be looked up beforehand: it may be known in time.
        sure = self.line.dialect == "postgresql"
        known = self._known(say, [one.key for one in fresh if not (sure and one.why is None)])
        new: list[Fresh] = []
        for one in fresh:
            here = known.get(one.key)
            if here is None:
                here = known[one.key] = Known(one.made.entry.question, one.made.entry.value, one.why)
                new.append(one)
            _tell(one, here)
        return new

    def _known(self, say: Say, keys: Sequence[Key]) -> dict[Key, Known]:
        if not keys:
            return {}
        (found,) = say(("known", _rows([tuple(key) for key in keys])))
        return {Key(*row[:3]): Known(row[3], row[4], row[5]) for row in found}

    def _entry_steps(self, new: Sequence[Fresh]) -> Iterator[Step]:
        late = [(*self._row(one), one.why) for one in new if one.why is not None]
        counting = [self._row(one) for one in new if one.why is None]
        if late:
            yield "keep_apart", _rows(late)
        if counting:
            yield "keep", _rows(counting)

    def _settle(self, say: Say, new: Sequence[Fresh], fresh: Sequence[Fresh], written: Rows) -> None:
        """Numbers that were there already, by an earlier save or another process in this moment: tell what stands."""
        counting = [one.key for one in new if one.why is None]
        if len(written) == len(counting):
            return
        mine = {Key(*row) for row in written}
        there = self._known(say, [key for key in counting if key not in mine])
        for one in fresh:
            if one.key in there:
                _untell(one)
                _tell(one, there[one.key])

    def _page_steps(self, pages: Mapping[int, tuple[Save, Receipt]]) -> Iterator[Step]:
        """Enter what the pages show, and ask whether there is a newer message for them."""
        if pages:
            rows = _rows([self._page(pages[attempt][0]) for attempt in sorted(pages)])
            yield "silences", rows
            yield "presence", rows
            yield "news", rows

    def _page(self, save: Save) -> tuple[Any, ...]:
        assert save.page is not None
        moments = self.line.spelled(save.arrived_at), self.line.spelled(save.arrived_at - SILENCE)
        return save.token.attempt_id, *save.page, *moments

    def _row(self, one: Fresh) -> tuple[Any, ...]:
        entry = one.made.entry
        moments = self.line.spelled(one.made.at), self.line.spelled(one.arrived_at)
        return *one.key, entry.question, entry.value, *moments


def _rows(rows: Sequence[tuple[Any, ...]]) -> str:
    """A batch as the one parameter of a statement."""
    return orjson.dumps(rows).decode()


def _pages(saves: Sequence[Save], receipts: Sequence[Receipt]) -> dict[int, tuple[Save, Receipt]]:
    """The last word of each page that is its attempt's own."""
    return {
        save.token.attempt_id: (save, receipt)
        for save, receipt in zip(saves, receipts, strict=True)
        if save.page is not None and receipt.state in ("running", "paused")
    }


def _fresh(save: Save, standing: Standing, receipt: Receipt) -> Iterator[Fresh]:
    """The entries of a save that are entries of its attempt; the others are refused on the receipt."""
    attempt_id, epoch = save.token.attempt_id, save.token.epoch
    for made in save.made:
        sequence = made.entry.sequence
        if refused := refusal(made.entry, standing):
            receipt.refused[sequence] = refused
        else:
            why = apart(made.entry, standing, save.arrived_at)
            yield Fresh(Key(attempt_id, epoch, sequence), made, save.arrived_at, why, receipt)


def _tell(one: Fresh, here: Known) -> None:
    """Say on the receipt what stands under the entry's number."""
    entry, receipt = one.made.entry, one.receipt
    if (entry.question, entry.value) != (here.question, here.value):
        receipt.refused[entry.sequence] = "number_taken"
    elif here.why is not None:
        receipt.apart[entry.sequence] = here.why
    elif entry.sequence not in receipt.saved:
        receipt.saved.append(entry.sequence)


def _untell(one: Fresh) -> None:
    """Take back from the receipt, which nobody has seen yet, what was said of the entry."""
    sequence, receipt = one.made.entry.sequence, one.receipt
    if sequence in receipt.saved:
        receipt.saved.remove(sequence)


def _receipt(device: Device, moment: datetime) -> Receipt:
    clock = device.standing.clock
    left = 0 if clock is None or device.standing.ended else left_ms(clock.left(moment))
    return Receipt(device.state, left, device.version)


def _state(standing: Standing, *, moved: bool) -> State:
    if standing.clock is None:
        return "not_begun"
    if standing.ended:
        return "ended"
    if moved:
        return "moved"
    return "paused" if standing.clock.paused_at is not None else "running"
