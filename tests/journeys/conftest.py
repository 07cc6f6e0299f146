"""Every journey leaves what its journal says, for the map of steps that is drawn at the end of a whole run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.step_map import collect


@pytest.fixture(autouse=True)
def steps_taken(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a journey over HTTP its journal is read, when the run asks for it."""
    app = request.getfixturevalue("app") if "app" in request.fixturenames else None
    yield
    folder = request.config.getoption("--steps-taken")
    if app is not None and folder:
        collect(app, Path(folder))
