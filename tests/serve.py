"""Serve a factory that is not the application's own, in just the way of `synaq serve`.

`python -m tests.serve benchmarks.bare:serving --port 5000`, under the same environment. For pages that only tests
have, and for the floors of benchmarks.
"""

from __future__ import annotations

import os

import click

from app import create_app
from core.commands import run_server
from core.settings import load


@click.command()
@click.argument("target")
@click.option("--port", type=int, required=True)
def main(target: str, port: int) -> None:
    """Serve TARGET (module:factory) on this machine alone."""
    with create_app(load(os.environ)).app_context():
        run_server("127.0.0.1", port, target)


if __name__ == "__main__":
    main()
