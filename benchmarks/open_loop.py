"""The load of an open loop: everybody comes at a moment of their own, whether or not those before have been served.

A latency is counted from the moment at which somebody meant to come, so a server that falls behind, or a client that
does, cannot hide it. One thread over an epoll, requests prepared byte for byte: what it takes of the processor is
measured beside what the server takes, and printed.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from benchmarks.ground import Site
from benchmarks.load import PATIENCE_SECONDS, Spent, largest_worker
from benchmarks.rounds import BadLoad, Measured

HEAD_ENDS = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)\r\n", re.IGNORECASE)
GOOD = b" 200 "
AT_A_TIME = 65_536
# Where they come closer together than this, those of one tick are served together: a client that is woken for each of
# them takes from the server. Latencies are longer for it by up to two ticks, for they count from the moment meant.
TICK = 0.004


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who comes at a moment, in seconds from the beginning, and asks for one thing after the other."""

    at: float
    asks: Sequence[bytes]
    # What the answers must hold, in their order; empty where any good one will do.
    wants: Sequence[bytes]


@dataclass(slots=True)
class Line:
    """A connection, and who speaks over it now."""

    socket: socket.socket
    number: int
    visit: Visit
    step: int = 0
    heard: bytes = b""


@dataclass(slots=True)
class Loop:
    """All visits of one load. `kept` says that a line serves the next visitor when one has gone."""

    site: Site
    kept: bool
    free: list[Line] = field(default_factory=list)
    busy: dict[int, Line] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    ears: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    began: float = 0.0

    def run(self, visits: Iterable[Visit]) -> None:
        """Let everybody come at their moment and wait until all are served."""
        self.began = time.perf_counter()
        coming = iter(visits)
        following = next(coming, None)
        last = self.began
        while following is not None or self.busy:
            now = time.perf_counter()
            while following is not None and self.began + following.at <= now:
                self._come(following)
                following, last = next(coming, None), now
            if following is None and now - last > PATIENCE_SECONDS:
                served = len(self.latencies)
                raise BadLoad(
                    f"{served} were served, {len(self.busy)} not within {PATIENCE_SECONDS} s of the last"
                )
            pause = 1.0 if following is None else self.began + following.at - now
            if pause < TICK:
                time.sleep(TICK)
            for key, _events in self.ears.select(pause if pause > TICK else 0):
                self._hear(self.busy[key.fd])

    def close(self) -> None:
        for one in (*self.free, *self.busy.values()):
            one.socket.close()
        self.ears.close()

    def _come(self, visit: Visit) -> None:
        if self.free:
            line = self.free.pop()
            line.visit, line.step = visit, 0
        else:
            address = urlsplit(self.site.url)
            mine = socket.create_connection((address.hostname, address.port), PATIENCE_SECONDS)
            mine.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.ears.register(mine, selectors.EVENT_READ)
            line = Line(mine, mine.fileno(), visit)
        self.busy[line.number] = line
        line.socket.sendall(visit.asks[0])

    def _hear(self, line: Line) -> None:
        told = line.socket.recv(AT_A_TIME)
        if not told:
            raise BadLoad("the server hung up in the middle of an answer")
        line.heard = line.heard + told if line.heard else told
        if not _is_whole(line.heard):
            return
        _judge(line)
        line.heard = b""
        line.step += 1
        if line.step < len(line.visit.asks):
            line.socket.sendall(line.visit.asks[line.step])
            return
        self.latencies.append(time.perf_counter() - self.began - line.visit.at)
        del self.busy[line.number]
        if self.kept:
            self.free.append(line)
        else:
            self.ears.unregister(line.socket)
            line.socket.close()


def _is_whole(heard: bytes) -> bool:
    """Whether head and body have come in full."""
    head = heard.find(HEAD_ENDS)
    if head < 0:
        return False
    length = LENGTH.search(heard, 0, head + len(HEAD_ENDS))
    if length is None:
        raise BadLoad(f"an answer without its length: {heard[:200]!r}")
    return len(heard) >= head + len(HEAD_ENDS) + int(length[1])


def _judge(line: Line) -> None:
    """Anything but 200 is a fault, and so is an answer that does not hold what it must."""
    if line.heard[8:13] != GOOD or line.visit.wants[line.step] not in line.heard:
        asked = line.visit.asks[line.step].split(b"\r\n", 1)[0]
        raise BadLoad(f"{asked!r} was not answered as it should be: {line.heard[:600]!r}")


def visit_all(
    site: Site, visits: Sequence[Visit], *, kept: bool, after: Callable[[], None] = lambda: None
) -> Measured:
    """Load a site with visits, and say how long they took; `after` looks whether what they left is there."""
    loop = Loop(site, kept)
    began_client, spent = time.process_time(), Spent(site)
    try:
        loop.run(visits)
        took = time.perf_counter() - loop.began
    finally:
        loop.close()
    client, served, stored = time.process_time() - began_client, *spent.seconds()
    after()
    taken = sorted(loop.latencies)
    return Measured(
        rate=len(taken) / took,
        cpu_ms=served / len(taken) * 1000,
        database_ms=None if stored is None else stored / len(taken) * 1000,
        p50_ms=at_share(taken, 0.5) * 1000,
        p99_ms=at_share(taken, 0.99) * 1000,
        max_ms=taken[-1] * 1000,
        client_share=client / served if served else None,
        memory_mb=largest_worker(site.process),
    )


def at_share(ordered: Sequence[float], share: float) -> float:
    """The value under which this share of an ordered row lies."""
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
