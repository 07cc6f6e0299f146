"""The load: Debian's `wrk` in a process of its own, which takes far less of the processor than a server.

What it took is measured beside what the server took. A client that takes a tenth or more of the server's time
measures itself too, and the report says so. It asks again as soon as an answer has come, so its latencies are those
of so many patient people, not of a crowd that comes whether it is served or not.
"""

from __future__ import annotations

import contextlib
import json
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks.ground import Site
from benchmarks.rounds import BadLoad, Measured

AT_ONCE = 8
PATIENCE_SECONDS = 30

# Where this stands in a request, each one that is sent has another sign: a key that was never used.
MARK = "@" * 24
# Where this stands, each request of an ask has the next number, from the one that the load begins with.
COUNT = "#" * 6

# Each thread has its own memory: `at` counts where it is in the list, `STEP` 0 lets it keep to one request.
_PROGRAM = """
local requests = { REQUESTS }
local number = 0
local at = 0
function setup(thread) thread:set("first", number); number = number + 1 end
function init() at = first end
function request()
  local wire = requests[at % #requests + 1]
  at = at + STEP
  if wire:find(COUNT, 1, true) then
    wire = wire:gsub(COUNT, string.format('%06d', FROM + math.floor((at - 1) / #requests)), 1)
  end
  if wire:find(MARK, 1, true) then
    wire = wire:gsub(MARK, string.format('%012d%04d%08d', os.time(), first, at), 1)
  end
  return wire
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('\\n{"requests":%d,"micros":%d,"refused":%d,"lost":%d,"p50":%f,"p99":%f,"max":%f}\\n',
    summary.requests, summary.duration, e.status, e.connect + e.read + e.write + e.timeout,
    latency:percentile(50), latency:percentile(99), latency.max))
end
"""


class NoClient(Exception):
    """There is no loading program here; the text says how to get it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request as it goes over the wire."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def bytes(self, host: str) -> bytes:
        """The request, byte for byte."""
        headers = {"Host": host} | self.headers
        if self.method != "GET":
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
            headers["Content-Length"] = str(len(self.body.encode()))
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        return "\r\n".join([*lines, "", self.body]).encode()

    def wire(self, host: str) -> str:
        """The same as a text in Lua."""
        return '"' + "".join(f"\\{byte:03d}" for byte in self.bytes(host)) + '"'


def load(
    site: Site,
    asks: Sequence[Ask],
    seconds: float,
    *,
    at_once: int = AT_ONCE,
    each_its_own: bool = False,
    count_from: int = 0,
) -> Measured:
    """Ask over so many connections; any answer above 399 is a fault, and a load with faults has measured nothing.

    The connections take the asks in turn. With `each_its_own` every connection keeps to one: the first to the first,
    the second to the second, as people keep to their office.
    """
    crowd = Crowd(asks, at_once, each_its_own, count_from)
    began_client, spent = _seconds_of_children(), Spent(site)
    told = ask_all(site.url, crowd, seconds)
    client, served, stored = _seconds_of_children() - began_client, *spent.seconds()
    if told["refused"] or told["lost"] or not told["requests"]:
        raise BadLoad(f"{asks[0].method} {asks[0].path} was not answered as it should be: {told}")
    return Measured(
        rate=told["requests"] / (told["micros"] / 1e6),
        cpu_ms=served / told["requests"] * 1000,
        database_ms=None if stored is None else stored / told["requests"] * 1000,
        p50_ms=told["p50"] / 1000,
        p99_ms=told["p99"] / 1000,
        max_ms=told["max"] / 1000,
        client_share=client / served if served else None,
        memory_mb=largest_worker(site.process),
    )


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who asks what: see `load`."""

    asks: Sequence[Ask]
    at_once: int
    each_its_own: bool
    count_from: int

    def program(self, host: str) -> str:
        """The same in the client's own language."""
        program = _PROGRAM.replace("REQUESTS", ", ".join(ask.wire(host) for ask in self.asks))
        program = program.replace("MARK", f"'{MARK}'").replace("STEP", "0" if self.each_its_own else "1")
        return program.replace("COUNT", f"'{COUNT}'").replace("FROM", str(self.count_from))


def ask_all(url: str, crowd: Crowd, seconds: float) -> dict[str, Any]:
    """Let wrk ask for so long; what it counted."""
    program = crowd.program(url.partition("://")[2])
    threads = crowd.at_once if crowd.each_its_own else 1
    wrk = shutil.which("wrk")
    if wrk is None:
        raise NoClient("The load comes from wrk, which is not here: `apt-get install wrk`.")
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "asks.lua"
        script.write_text(program, encoding="ascii")
        # wrk counts whole seconds.
        length = f"-d{max(1, round(seconds))}s"
        patience = f"--timeout={PATIENCE_SECONDS}s"
        words = [
            wrk,
            f"-t{threads}",
            f"-c{crowd.at_once}",
            length,
            patience,
            "--latency",
            "-s",
            str(script),
            url,
        ]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1:]
    if done.returncode or not last or not last[0].startswith("{"):
        raise BadLoad(f"wrk ended with {done.returncode}: {done.stdout}{done.stderr}")
    told: dict[str, Any] = json.loads(last[0])
    return told


def _seconds_of_children() -> float:
    """Processor time of the programs that this process has started and seen end: here, of wrk alone."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Spent:
    """Processor time of a site's server, and of its database's, since this was made."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._served, self._stored = self._now()

    def seconds(self) -> tuple[float, float | None]:
        """Of the server with its workers; and of the database's processes, None where they are not ours to see."""
        served, stored = self._now()
        return served - self._served, None if self.site.database is None else stored - self._stored

    def _now(self) -> tuple[float, float]:
        return seconds_of(self.site.process), 0.0 if self.site.database is None else seconds_of(
            self.site.database
        )


def seconds_of(first: psutil.Process) -> float:
    """Processor time of a process, of those that it has started, and of those of them that have ended."""
    own = first.cpu_times()
    seconds = float(
        own.user + own.system + getattr(own, "children_user", 0) + getattr(own, "children_system", 0)
    )
    for process in first.children(recursive=True):
        # One that ends just now is among those that have ended.
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            seconds += times.user + times.system
    return seconds


def largest_worker(server: psutil.Process) -> float:
    workers = server.children(recursive=True) or [server]
    return float(max(worker.memory_info().rss for worker in workers)) / 2**20
