"""The demo as a whole: begun once, kept afterwards, and never built upon half of itself."""

from __future__ import annotations

import click
import pytest
from flask import Flask

from accounts.demo import fill_demo as fill_accounts
from core.settings import Settings
from orders.demo_commands import fill_demo


def test_demo_data_that_are_not_whole_are_refused_and_kept(context: Flask, settings: Settings) -> None:
    assert fill_accounts(settings)
    with pytest.raises(click.ClickException, match="--fresh"):
        fill_demo(settings)
    (settings.data_folder / "demo-is-whole").touch()
    assert "administrator" in fill_demo(settings)
