"""Writers without pages: so many of them, each with a connection of its own, that do nothing but write and commit.

On PostgreSQL each is a process; on SQLite, which one process serves, each is a thread of one.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from threading import Thread

from flask import Flask

from app import create_app
from benchmarks.ground import Ground
from benchmarks.journal_pages import write
from benchmarks.rounds import BadLoad, Measured
from core.actor import Actor, acting
from core.database import db
from core.settings import Settings
from tests.databases import Database

# A fresh interpreter each: a connection must not be inherited.
_start = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Task:
    """What all writers do until the moment comes; the writer's number says at which of the offices."""

    chained: bool
    offices: int
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Report:
    """What one process of writers did with its task."""

    committed: int
    cpu_seconds: float


@dataclass(frozen=True)
class Crew:
    """Writers that wait for a task."""

    ends: tuple[Connection, ...]

    def measure(self, seconds: float, *, chained: bool, offices: int) -> Measured:
        """Let all write for so long; how many writes a second they committed together."""
        begin = time.time() + 0.1
        task = Task(chained, offices, begin, begin + seconds)
        for end in self.ends:
            end.send(task)
        reports = [end.recv() for end in self.ends]
        faults = [report for report in reports if not isinstance(report, Report)]
        if faults:
            raise BadLoad(f"a writer failed: {faults[0]}")
        committed = sum(report.committed for report in reports)
        if not committed:
            raise BadLoad("nothing was committed")
        return Measured(committed / seconds, sum(report.cpu_seconds for report in reports) / committed * 1000)


@contextmanager
def hire(ground: Ground, database: Database, count: int) -> Iterator[Crew]:
    """Start so many writers on the database; they go home when the block ends."""
    alone = ground.kind == "sqlite"
    processes, threads = (1, count) if alone else (count, 1)
    settings = ground.settings(database)
    ends: list[Connection] = []
    started = []
    for number in range(processes):
        ours, theirs = _start.Pipe()
        process = _start.Process(target=_work, args=(theirs, settings, number, threads), daemon=True)
        process.start()
        theirs.close()
        ends.append(ours)
        started.append(process)
    try:
        for end in ends:
            end.recv()
        yield Crew(tuple(ends))
    finally:
        for end in ends:
            end.close()
        for process in started:
            process.join(10)


def _work(end: Connection, settings: Settings, number: int, threads: int) -> None:
    """The life of one process of writers: say that it is there, then do task after task."""
    app = create_app(settings)
    end.send(os.getpid())
    while True:
        try:
            task: Task = end.recv()
        except EOFError:
            return
        told: list[int | str] = [0] * threads
        began = time.process_time()
        crew = [Thread(target=_write, args=(app, task, number + one, told, one)) for one in range(threads)]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join()
        wrong = [one for one in told if isinstance(one, str)]
        committed = sum(one for one in told if isinstance(one, int))
        end.send(wrong[0] if wrong else Report(committed, time.process_time() - began))


def _write(app: Flask, task: Task, number: int, told: list[int | str], place: int) -> None:
    office = number % task.offices + 1
    committed = 0
    time.sleep(max(0.0, task.begin - time.time()))
    try:
        with app.app_context(), acting(Actor(account_id=number + 1, role="chancery_clerk", office_id=office)):
            while not committed or time.time() < task.end:
                write(office, chained=task.chained)
                db.session.commit()
                committed += 1
    except Exception as error:  # noqa: BLE001 - whatever stopped a writer, the run must say so
        told[place] = f"{type(error).__name__}: {error}"
    else:
        told[place] = committed
