"""A second server at one address is refused in a sentence, before it has changed anything."""

from __future__ import annotations

import socket

import click
import pytest

from core.commands import must_be_free


def test_an_address_at_which_somebody_answers_is_refused_and_a_free_one_is_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"127.0.0.1:{port} a server runs already"):
            must_be_free("127.0.0.1", port)
    must_be_free("127.0.0.1", port)
