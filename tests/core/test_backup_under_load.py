"""The operator's way: `synaq backup` beside a server that people write to, `synaq restore` elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.servers import SYNAQ, serving
from tests.databases import Database
from tests.load.wholeness import whole_letters
from tests.load.writers import Writers

BEFORE, DURING, AFTER = 60, 40, 30
PATIENCE_SECONDS = 60
SERVER = (sys.executable, "-m", "tests.serve")
PAGES = ("tests.load.pages:serving",)


def synaq(environment: dict[str, str], *words: str) -> str:
    """What the command says; it must end well."""
    done = subprocess.run(
        [*SYNAQ, *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 0, f"synaq {' '.join(words)}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture
def elsewhere(server_environment: dict[str, str], empty_database: Database, tmp_path: Path) -> dict[str, str]:
    """The environment of another installation, with nothing in it yet."""
    return server_environment | {
        "SYNAQ_DATABASE_URL": empty_database.owner_url,
        "SYNAQ_DATA_FOLDER": str(tmp_path / "elsewhere"),
    }


def test_a_backup_of_a_running_server_under_load_restores_whole_and_the_restored_system_goes_on(
    server_environment: dict[str, str],
    database: Database,
    elsewhere: dict[str, str],
    tmp_path: Path,
) -> None:
    archive = tmp_path / "backup.tar"
    kept_file = Path(server_environment["SYNAQ_DATA_FOLDER"]) / "files" / "ab" / "paper.pdf"
    kept_file.parent.mkdir(parents=True)
    kept_file.write_bytes(b"%PDF paper")
    with (
        serving(server_environment, tmp_path, PAGES, SERVER) as server,
        Writers(lambda: server.url, 4, seed=1) as writers,
    ):
        writers.wait_for(BEFORE, PATIENCE_SECONDS)
        before = set(writers.acknowledged)
        told = synaq(server_environment, "backup", str(archive))
        after = len(writers.acknowledged)
        writers.wait_for(after + AFTER, PATIENCE_SECONDS)
    assert after - len(before) >= DURING, "there was no load while the backup was made"
    assert archive.stat().st_mode & 0o077 == 0, "the archive holds personal data: nobody else may read it"
    restored = synaq(elsewhere, "restore", str(archive))

    kept = whole_letters(elsewhere["SYNAQ_DATABASE_URL"])
    assert before <= kept.marks <= writers.attempted
    assert writers.acknowledged - kept.marks, "what came after the backup cannot be in it"
    assert whole_letters(database.owner_url).marks >= writers.acknowledged
    (entries,) = re.findall(r"journal: (\d+) entries in \d+ chains: whole", restored)
    assert int(entries) == len(kept.marks)
    assert re.findall(r": (\d+) rows", told) == re.findall(r"^(\d+) rows", restored)
    assert (tmp_path / "elsewhere" / "files" / "ab" / "paper.pdf").read_bytes() == b"%PDF paper"

    with (
        serving(elsewhere, tmp_path, PAGES, SERVER) as server,
        Writers(lambda: server.url, 4, seed=2) as later,
    ):
        later.wait_for(AFTER, PATIENCE_SECONDS)
    gone_on = whole_letters(elsewhere["SYNAQ_DATABASE_URL"])
    assert kept.marks | later.acknowledged <= gone_on.marks
    assert "whole" in synaq(elsewhere, "journal", "verify")
