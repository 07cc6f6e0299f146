"""The world of a fault program: a database, a real server over it, the network, and sittings full of candidates."""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import psutil
from flask import Flask

from app import create_app
from core.actor import Actor, acting
from core.database import db
from core.settings import Settings
from exam.actions import admission
from exam.model_answers import model_answer
from exam.shown import by_places
from question_banks.released_papers import ReleasedPaper, read_paper
from tests.browser.servers import Server, start
from tests.databases import Database, Databases
from tests.durable import DurablePostgresql, open_durable
from tests.exam import making
from tests.faults.browser import Browser
from tests.faults.disk import Disk, open_disk
from tests.faults.network import Network

CANDIDATES, QUESTIONS = 4, 16
HEAL_SECONDS = 15
# Among the answers to a question: as often right as any of these.
OTHERS: tuple[Any, ...] = (None, "1", "2", ["1"], {"1": "2"}, {"number": "7"})


@dataclass
class World:
    """What the rounds on one kind of database share."""

    kind: str
    databases: Databases
    database: Database
    disk: Disk
    app: Flask
    environment: dict[str, str]
    folder: Path
    killed: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> Self:
        self.server = self._start()
        self.network = Network(lambda: self.server.url)
        return self

    def __exit__(self, *_error: object) -> None:
        self.network.close()
        self.server.kill()

    def _start(self) -> Server:
        return start(self.environment, self.folder)

    def workers(self) -> list[psutil.Process]:
        """The processes that serve, which the server's first one starts again when they end."""
        children = psutil.Process(self.server.process.pid).children()
        return [one for one in children if _serves(one)]

    def kill_a_worker(self, chance: random.Random) -> None:
        chance.choice(self.workers()).send_signal(signal.SIGKILL)
        self.killed["worker"] += 1

    def kill_the_server(self) -> None:
        """End it with all its workers; nobody serves until it is started again."""
        self.server.kill()
        self.killed["server"] += 1

    def start_the_server(self) -> None:
        self.server = self._start()

    @property
    def postgresql(self) -> DurablePostgresql:
        assert isinstance(self.databases, DurablePostgresql)
        return self.databases

    def kill_postgresql(self) -> None:
        self.postgresql.kill()
        self.killed["PostgreSQL"] += 1

    def writers(self) -> list[psutil.Process]:
        """The processes that write the database's files."""
        if self.database.on_postgresql:
            return self.postgresql.processes()
        return [psutil.Process(self.server.process.pid), *self.workers()]

    def fill_the_disk(self) -> None:
        self.disk.fill(self.writers())

    def free_the_disk(self) -> None:
        """There is room again; a PostgreSQL that has given up is started again, as its operator would."""
        self.disk.free(self.writers())
        if self.database.on_postgresql:
            self.postgresql.heal(HEAL_SECONDS)

    @contextmanager
    def at_the_desk(self, actor: Actor) -> Iterator[None]:
        """Act in the hall's application as somebody, in a process that is not the server's; committed at the end."""
        with self.app.app_context(), acting(actor):
            yield
            db.session.commit()

    def seat(self, chance: random.Random) -> Sat:
        """A new sitting that has begun, with its candidates at their computers."""
        with self.app.app_context():
            hall = making.running(candidates=CANDIDATES, questions=QUESTIONS, capacity=CANDIDATES * 2)
            paper = read_paper(hall.papers[0].sealed_paper_id)
            sat = Sat(
                self,
                chance,
                hall.sitting.id,
                hall.invigilator,
                hall.official,
                [one.id for one in hall.attempts],
                [one.id for one in hall.seats],
                paper,
            )
        with self.at_the_desk(sat.invigilator):
            admission.declare(sat.sitting_id, "")
        for attempt_id in sat.attempts:
            sat.sit_down(making.token_of(attempt_id, 1))
        return sat


@dataclass
class Sat:
    """A sitting of one round."""

    world: World
    chance: random.Random
    sitting_id: int
    invigilator: Actor
    official: Actor
    attempts: list[int]
    seats: list[int]
    paper: ReleasedPaper
    browsers: list[Browser] = field(default_factory=list)

    def sit_down(self, token: str, skew_ms: int = 0) -> Browser:
        """One more page, which is not started yet."""
        seed = f"{self.chance.random()}"
        browser = Browser(self.world.network.url, token, self.answers(), seed, skew_ms)
        self.browsers.append(browser)
        return browser

    def answers(self) -> dict[int, list[Any]]:
        """What a candidate may answer to each question, as often rightly as not."""
        found: dict[int, list[Any]] = {}
        for place in self.paper.places:
            right = by_places(place.question.body, place.arrangement, model_answer(place.question))
            found[place.number] = [right] * len(OTHERS) + list(OTHERS)
        return found

    def acknowledged(self) -> int:
        return sum(one.acknowledged() for one in self.browsers)

    def heard(self, what: str) -> int:
        return sum(one.heard[what] for one in self.browsers)


@contextmanager
def open_world(
    kind: str, *, small_disk: bool, said: Callable[[str], object], limits_only: bool = False
) -> Iterator[World]:
    """A database of our own, which may be killed and whose disk may be filled; a server on it."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="synaq-faults-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        disk = stack.enter_context(open_disk(kind, small=small_disk and not limits_only))
        said(f"{kind}: the database lies on {disk}")
        databases = open_durable(kind, within=disk.folder)
        stack.callback(databases.close)
        if isinstance(databases, DurablePostgresql):
            databases.keep_a_short_log()
        database = databases.fresh()
        data = folder / "data"
        data.mkdir()
        settings = Settings(
            mode="test", database_url=database.url, data_folder=data, password_cost="cheap", workers=1
        )
        app = create_app(settings)
        stack.callback(_let_go, app)
        environment = _environment(settings, "2" if database.on_postgresql else "1")
        yield stack.enter_context(World(kind, databases, database, disk, app, environment, folder))


def _serves(process: psutil.Process) -> bool:
    try:
        return "resource_tracker" not in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False  # killed, and nobody has looked yet


def _let_go(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _environment(settings: Settings, workers: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SYNAQ_")}
    return kept | {
        "SYNAQ_MODE": settings.mode,
        "SYNAQ_DATABASE_URL": settings.database_url,
        "SYNAQ_DATA_FOLDER": str(settings.data_folder),
        "SYNAQ_PASSWORD_COST": settings.password_cost,
        "SYNAQ_WORKERS": workers,
    }
