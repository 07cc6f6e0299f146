"""Group commit: requests that come at the same time are written together, by one of them for all.

There is no thread besides those of the requests. Whoever comes while nobody writes leads: it writes for all who wait,
hands the lead to one of those who have come meanwhile, and then wakes whom it has served. So a lone request never
waits, the database never does while there is something to write, and the busier it is, the more saves one sync serves.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Told = TypeVar("Told")

# What one transaction takes at most; those who come later go into the next.
MOST = 256


class _Ticket(Generic[Asked, Told]):
    """A request that waits for its answer, for the fault that it alone has met, or for the lead."""

    __slots__ = ("asked", "bell", "fault", "leads", "told")

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.told: Told | None = None
        self.fault: Exception | None = None
        self.leads = False
        # Taken until somebody rings.
        self.bell = threading.Lock()
        self.bell.acquire()


class Gatherer(Generic[Asked, Told]):
    """Gathers what is asked in this process. `write` answers each of its list, after the commit that holds them all.

    `shared` are the faults that meet all of a batch alike, such as a database that is away; any other is looked for in
    each request alone.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Asked]], Sequence[Told]],
        most: int = MOST,
        shared: tuple[type[Exception], ...] = (),
    ) -> None:
        self._write = write
        self._shared = shared
        self._most = most
        self._waiting: deque[_Ticket[Asked, Told]] = deque()
        self._somebody_leads = False
        self._door = threading.Lock()

    def give(self, asked: Asked) -> Told:
        """Have it written, alone or with others, and return its answer; raise what made it fail by itself."""
        ticket: _Ticket[Asked, Told] = _Ticket(asked)
        with self._door:
            self._waiting.append(ticket)
            ticket.leads = not self._somebody_leads
            self._somebody_leads = True
        if not ticket.leads:
            ticket.bell.acquire()
        if ticket.leads:
            self._lead(ticket)
        if ticket.fault is not None:
            raise ticket.fault
        assert ticket.told is not None
        return ticket.told

    def _lead(self, own: _Ticket[Asked, Told]) -> None:
        """Write for all who wait, the own request among them; then the next one leads, and the served ones wake."""
        with self._door:
            count = min(len(self._waiting), self._most)
            served = [self._waiting.popleft() for _ in range(count)]
        self._serve(served)
        with self._door:
            following = self._waiting[0] if self._waiting else None
            self._somebody_leads = following is not None
        if following is not None:
            following.leads = True
            following.bell.release()
        for ticket in served:
            if ticket is not own:
                ticket.bell.release()

    def _serve(self, tickets: list[_Ticket[Asked, Told]]) -> None:
        """Answer all of them; if they cannot be written together, each is tried alone and only the bad one fails."""
        try:
            for ticket, told in zip(tickets, self._write([one.asked for one in tickets]), strict=True):
                ticket.told = told
        except Exception as fault:  # noqa: BLE001 - whatever it was, it belongs to whoever asked, and to nobody else
            if len(tickets) > 1 and not isinstance(fault, self._shared):
                for ticket in tickets:
                    self._serve([ticket])
                return
            for ticket in tickets:
                ticket.fault = fault
