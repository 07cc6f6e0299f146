"""What every test may ask for: a database of its own, the application on it, a browser's worth of cookies.

`--database=sqlite` (the default) or `--database=postgresql`, or SYNAQ_TEST_DATABASE; PostgreSQL is started from a
wheel, unless DATABASE_URL names a server on which databases and roles may be made.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from app import create_app
from core.database import db
from core.settings import Settings
from tests.databases import KINDS, Database, Databases, open_databases
from tests.lock_order import watch_the_order
from tests.made_once import make_once, share_statements

pytest_plugins = ["tests.browser.fixtures"]
make_once()
watch_the_order()
# Until all tests are loaded; from then on as `pytest_collection_finish` says.
gc.disable()

# The environment as the person had it, before this run makes itself independent of it.
KIND = os.environ.pop("SYNAQ_TEST_DATABASE", "sqlite")
SERVER_URL = os.environ.pop("DATABASE_URL", None)
for _name in [name for name in os.environ if name.startswith("SYNAQ_")]:
    del os.environ[_name]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=KINDS, default=KIND, help="the database under the tests")
    parser.addoption(
        "--steps-taken", default="", help="a folder for what journeys write of the steps they took"
    )


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('--database')}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        asked = getattr(item, "fixturenames", ())
        if "chromium" in asked:
            item.add_marker("browser")
        if any("databases" in name for name in asked):
            item.add_marker("database")


# A quarter of the run went into looking for garbage among what stays: everything loaded, and all applications of late.
_TESTS_BETWEEN_COLLECTIONS = 20
_ended = count(1)


def pytest_collection_finish() -> None:
    """From now on the whole is looked through between tests only, and what is loaded no more."""
    gc.set_threshold(10_000, 20, 1_000_000)
    gc.freeze()
    gc.enable()


def pytest_runtest_logfinish() -> None:
    if next(_ended) % _TESTS_BETWEEN_COLLECTIONS == 0:
        gc.collect()
        gc.freeze()


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Where fresh databases come from; ask for `database` unless you need several."""
    opened = open_databases(request.config.getoption("--database"), SERVER_URL)
    yield opened
    opened.close()


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """A database at the newest revision that nobody else uses."""
    fresh = databases.fresh()
    yield fresh
    databases.remove(fresh)


@pytest.fixture
def empty_database(databases: Databases) -> Iterator[Database]:
    """A database without any table, for walking migrations."""
    empty = databases.empty()
    yield empty
    databases.remove(empty)


@pytest.fixture
def database_url(database: Database) -> str:
    """The address by which the application reaches the fresh database."""
    return database.url


@pytest.fixture(scope="session")
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every application of the run would compile again: catalogues and templates."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def settings(database_url: str, tmp_path: Path, compiled_once: Path) -> Settings:
    """The settings of a test: cheap password digests, a data folder of its own."""
    folder = tmp_path / "data"
    folder.mkdir()
    (compiled_once / "translations").mkdir(exist_ok=True)
    (folder / "translations").symlink_to(compiled_once / "translations")
    return Settings(mode="test", database_url=database_url, data_folder=folder, password_cost="cheap")


@pytest.fixture
def make_app(settings: Settings, compiled_once: Path) -> Iterator[Callable[..., Flask]]:
    """Make an application whose settings differ: `make_app(upload_limit_mb=1)`. All stand on the one database."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        app = create_app(replace(settings, **changes))
        app.testing = True
        # Faults become pages here as they do for people; a test that wants the exception looks at the log.
        app.config["PROPAGATE_EXCEPTIONS"] = False
        templates = compiled_once / "templates"
        templates.mkdir(exist_ok=True)
        app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(templates))
        with app.app_context():
            share_statements(db.engine)
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The application on a fresh database. Use `with app.app_context():`, or ask for `context`."""
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor with a cookie jar."""
    return app.test_client()


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The application's context around the whole test, for tests of verbs and queries.

    Not together with `client`: a request made inside it would share the test's session and see what the test has
    not committed.
    """
    with app.app_context():
        yield app
        db.session.rollback()


@pytest.fixture
def server_environment(settings: Settings) -> dict[str, str]:
    """The environment of a real process on the test's database, for tests that start or kill one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SYNAQ_")}
    return kept | {
        "SYNAQ_MODE": settings.mode,
        "SYNAQ_DATABASE_URL": settings.database_url,
        "SYNAQ_DATA_FOLDER": str(settings.data_folder),
        "SYNAQ_PASSWORD_COST": settings.password_cost,
    }
