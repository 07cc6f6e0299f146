"""What was acknowledged survives the sudden death of the server and of the database, and nothing stays half-done.

Short here; `CRASH_WRITES=20000 CRASH_KILLS=200 CRASH_SEED=7 python3 run.py test tests/core/test_crash.py -s` is long.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.browser.servers import SYNAQ, Server, start
from tests.databases import Database, Databases
from tests.durable import DurablePostgresql
from tests.load.wholeness import whole_accounts, whole_letters
from tests.load.writers import Newcomers, Writers

WRITES = int(os.environ.get("CRASH_WRITES", "500"))
KILLS = int(os.environ.get("CRASH_KILLS", "5"))
SEED = int(os.environ.get("CRASH_SEED", "0")) or random.SystemRandom().randint(1, 10**6)
AT_ONCE = 6
PATIENCE_SECONDS = 60 + WRITES / 10

SERVER = (sys.executable, "-m", "tests.serve")
PAGES = ("tests.load.pages:serving",)


@pytest.fixture
def environment(server_environment: dict[str, str], durable_database: Database) -> dict[str, str]:
    """The environment of a server on a database that keeps its promises; two workers where there may be two."""
    workers = "2" if durable_database.on_postgresql else "1"
    return server_environment | {
        "SYNAQ_DATABASE_URL": durable_database.url,
        "SYNAQ_WORKERS": workers,
        "SYNAQ_TRUSTED_PROXIES": "127.0.0.1/32",
    }


class Plug:
    """The server, whose plug is pulled again and again."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = environment
        self.folder = folder
        self.server = self._start()

    def _start(self) -> Server:
        return start(self.environment, self.folder, PAGES, SERVER)

    def url(self) -> str:
        return self.server.url

    def pull(self) -> None:
        """End the server and all its workers, and start it again."""
        self.server.kill()
        self.server = self._start()

    def kill_a_worker(self, chance: random.Random) -> None:
        """End one worker; the server must replace it by itself."""
        workers = [
            child
            for child in psutil.Process(self.server.process.pid).children()
            if "resource_tracker" not in " ".join(child.cmdline())
        ]
        chance.choice(workers).send_signal(signal.SIGKILL)


def victims(databases: Databases) -> Iterator[str]:
    """Who is killed, in turn."""
    may_die = isinstance(databases, DurablePostgresql)
    return itertools.cycle(["server", "worker", "PostgreSQL" if may_die else "server", "server"])


def test_nothing_acknowledged_is_lost_and_nothing_is_half_written_when_servers_are_killed(
    environment: dict[str, str],
    durable_database: Database,
    durable_databases: Databases,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    chance = random.Random(SEED)
    moments = sorted(chance.sample(range(WRITES // 20, WRITES), KILLS))
    killed = Counter[str]()
    plug = Plug(environment, tmp_path)
    try:
        with Writers(plug.url, AT_ONCE, SEED) as writers, Newcomers(plug.url, 2, SEED) as newcomers:
            for moment, victim in zip(moments, victims(durable_databases), strict=False):
                writers.wait_for(moment, PATIENCE_SECONDS)
                time.sleep(chance.uniform(0, 0.03))
                if isinstance(durable_databases, DurablePostgresql) and victim == "PostgreSQL":
                    durable_databases.kill()
                    durable_databases.start_again()
                elif victim == "worker":
                    plug.kill_a_worker(chance)
                else:
                    plug.pull()
                killed[victim] += 1
            writers.wait_for(WRITES, PATIENCE_SECONDS)
            plug.server.kill()
    finally:
        plug.server.kill()
    letters = whole_letters(durable_database.url).marks
    accounts = whole_accounts(durable_database.url)
    with capsys.disabled():
        sys.stdout.write(
            f"\nseed {SEED}, killed {dict(killed)}\n"
            f"  letters: {writers}; {outcome(writers, letters)}\n"
            f"  accounts: {newcomers}; {outcome(newcomers, accounts)}\n"
        )
    assert writers.acknowledged <= letters <= writers.attempted
    assert newcomers.acknowledged <= accounts <= newcomers.attempted
    assert len(newcomers.acknowledged) > WRITES / 50, "hardly anybody registered"
    verified = subprocess.run(
        [*SYNAQ, "journal", "verify"], env=environment, capture_output=True, text=True, check=False
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert re.match(r"\d+ entries in \d+ chains: whole", verified.stdout)


def outcome(writers: Writers, kept: frozenset[str]) -> str:
    return (
        f"{len(kept)} kept, {len(writers.acknowledged - kept)} lost, "
        f"{len(kept - writers.acknowledged)} kept whole though their answer never came"
    )
