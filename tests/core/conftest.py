"""What the tests of the floor may ask for besides: databases that really keep what they promise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import Database, Databases
from tests.durable import open_durable


@pytest.fixture(scope="module")
def durable_databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Databases on a disk with the settings of a fresh installation, on PostgreSQL a server that may be killed.

    Always our own, also where DATABASE_URL names one: nobody else's server is to be killed.
    """
    opened = open_durable(request.config.getoption("--database"))
    yield opened
    opened.close()


@pytest.fixture
def durable_database(durable_databases: Databases) -> Iterator[Database]:
    """One such database at the newest revision."""
    fresh = durable_databases.fresh()
    yield fresh
    durable_databases.remove(fresh)
