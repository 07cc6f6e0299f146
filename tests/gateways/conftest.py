"""What tests of doors may ask for: another side, an authority that vouches for it, a door that leads there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.settings import Settings
from gateways.http_door import HttpDoor, Patience
from gateways.line import Line, tls_context
from gateways.signatures.keystore import sign_detached
from tests.gateways.certificates import Authority, make_authority
from tests.gateways.other_side import OtherSide
from tests.gateways.signing import REQUEST, Bench, make_bench, stamp_for, with_stamp


@pytest.fixture
def other_side() -> Iterator[OtherSide]:
    """A neighbouring system on this machine."""
    side = OtherSide()
    yield side
    side.close()


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who vouches for the tests' servers."""
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def door_to(tmp_path: Path) -> Callable[..., HttpDoor]:
    """Make a door: `door_to(address, seconds=1, tries=1, token=…)`; other names are settings."""

    def make(address: str, *, seconds: float = 5, tries: int = 1, token: str = "", **named: Any) -> HttpDoor:
        settings = Settings(mode="test", data_folder=tmp_path, **named)
        line = Line(address, frozenset({"localhost", "127.0.0.1"}), tls_context(settings))
        return HttpDoor("sms", line, token, Patience(seconds, tries))

    return make


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """An authority whose certificates people sign with."""
    return make_bench(tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="session")
def signatures(bench: Bench) -> tuple[Bench, tuple[bytes, ...]]:
    """Signatures of the request: by an elliptic key, by an RSA key, and one with a time-stamp."""
    plain = sign_detached(bench.person(), REQUEST)
    return bench, (
        plain,
        sign_detached(bench.person(kind="rsa"), REQUEST),
        with_stamp(plain, stamp_for(bench, plain)),
    )
