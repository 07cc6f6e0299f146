"""What the benchmarks print is right: ratios within a round, medians, goals, and a client that measured itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from werkzeug.serving import make_server

from benchmarks.ground import Site
from benchmarks.load import Ask, NoClient, load
from benchmarks.machine import describe
from benchmarks.open_loop import Visit, visit_all
from benchmarks.report import as_json, table
from benchmarks.rounds import BadLoad, Measured, Subject, alternate
from tests.exam.player_hall import Quiet

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse


class Script:
    """Subjects that come to what was written down beforehand; the first value is the warm-up's."""

    def __init__(self, **rates: list[float]) -> None:
        self.rates = {name: iter(values) for name, values in rates.items()}
        self.asked: list[str] = []

    def subject(self, name: str, *floors: str, goal: float | None = None, share: float = 0.02) -> Subject:
        def measure(_seconds: float) -> Measured:
            self.asked.append(name)
            rate = next(self.rates[name])
            return Measured(rate, cpu_ms=1000 / rate, client_share=share)

        return Subject(name, measure, floors, goal)


def test_a_ratio_is_taken_within_a_round_so_that_a_disturbed_round_disturbs_both() -> None:
    script = Script(floor=[9, 100, 10, 100], ours=[9, 50, 5, 60])
    _floor, ours = alternate([script.subject("floor"), script.subject("ours", "floor")], 3, 1)
    assert ours.ratios["floor"] == [0.5, 0.5, 0.6]
    assert ours.ratio("floor") == 0.5
    assert ours.rate == 50, "the median of all rounds, without the warm-up"


def test_every_second_round_goes_backwards_so_that_nobody_always_comes_first() -> None:
    script = Script(floor=[1] * 4, ours=[1] * 4)
    alternate([script.subject("floor"), script.subject("ours", "floor")], 3, 1)
    assert script.asked[2:] == ["floor", "ours", "ours", "floor", "floor", "ours"]


@pytest.mark.parametrize(("rate", "word"), [(70, "reached"), (69, "MISSED")])
def test_a_goal_is_said_to_be_reached_or_missed(rate: float, word: str) -> None:
    script = Script(floor=[100, 100], ours=[rate, rate])
    results = alternate([script.subject("floor"), script.subject("ours", "floor", goal=0.7)], 1, 1)
    assert f"goal of ours: 0.70 of its floor: {word}" in table("journal", results)


def test_a_client_that_takes_a_tenth_of_the_servers_time_is_named() -> None:
    script = Script(cheap=[1, 1], dear=[1, 1])
    results = alternate([script.subject("cheap", share=0.3), script.subject("dear")], 1, 1)
    told = table("pages", results)
    assert "cheap: the client took 30%" in told
    assert "dear: the client" not in told


def test_all_rounds_are_kept_for_whoever_wants_other_averages() -> None:
    script = Script(floor=[1, 4, 8], ours=[1, 2, 2], other=[1, 1, 1])
    subjects = [
        script.subject("floor"),
        script.subject("other"),
        script.subject("ours", "floor", "other"),
    ]
    told = as_json(alternate(subjects, 2, 1))
    assert told[2]["rates"] == [2, 2]
    assert told[2]["ratios"]["floor"]["rounds"] == [0.5, 0.25]
    assert told[2]["ratios"]["other"]["median"] == 2


def test_a_request_goes_over_the_wire_byte_for_byte() -> None:
    wire = Ask("/log-in", "POST", {"Cookie": "a=b"}, "name=Ә").wire("127.0.0.1:5000")
    sent = bytes(int(code) for code in wire.strip('"').split("\\")[1:])
    assert sent == (
        b"POST /log-in HTTP/1.1\r\nHost: 127.0.0.1:5000\r\nCookie: a=b\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nname=\xd3\x98"
    )


def test_the_machine_is_described_by_what_a_figure_depends_on(tmp_path: Path) -> None:
    machine = describe(tmp_path)
    assert machine["cores"] >= 1
    assert machine["fdatasync_us"] > 0
    assert {"processor", "memory_gb", "python", "sqlite", "busy_before"} <= set(machine)


def test_without_its_client_a_run_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(NoClient, match="apt-get install wrk"):
        load(Site("http://127.0.0.1:9", psutil.Process()), [Ask("/")], 1)


def test_an_open_loop_counts_from_the_moment_at_which_somebody_meant_to_come() -> None:
    # One server that serves one after the other: who comes while it is busy waits, and the wait is counted.
    with slow_site(0.05) as site:
        visits = [Visit(0.0, [Ask("/").bytes("hall")], [b"kept"]) for _ in range(3)]
        measured = visit_all(site, visits, kept=False)
    assert measured.max_ms is not None
    assert measured.max_ms >= 150, "the last of three who all meant to come at the beginning"


def test_an_answer_that_does_not_hold_what_it_must_spoils_an_open_loop() -> None:
    with slow_site(0.0) as site, pytest.raises(BadLoad, match="not answered as it should be"):
        visit_all(site, [Visit(0.0, [Ask("/").bytes("hall")], [b"something else"])], kept=True)


@contextmanager
def slow_site(seconds: float) -> Iterator[Site]:
    """A server that takes so long for each request, one at a time."""

    def serve(_environ: dict[str, object], start_response: StartResponse) -> list[bytes]:
        time.sleep(seconds)
        start_response("200 OK", [("Content-Length", "4")])
        return [b"kept"]

    server = make_server("127.0.0.1", 0, serve, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.port}", psutil.Process())
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(("p99", "word"), [(99.0, "reached"), (100.0, "MISSED")])
def test_a_latency_that_must_stay_under_its_goal_is_said_to_reach_or_miss_it(p99: float, word: str) -> None:
    subject = Subject("hall", lambda _seconds: Measured(1, p99_ms=p99), p99_goal_ms=100)
    assert f"goal of hall: p99 under 100 ms: {word}" in table("hall", alternate([subject], 1, 1))
