"""`synaq demo`: every room fills in its invented data, once, and the demo is served; `synaq demo day` works in it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable

import click
from flask import Flask
from flask.cli import ScriptInfo

from accounts.demo import fill_demo as fill_accounts
from accounts.demo import log_in_table
from accounts.demo_sheets import fill_demo as fill_sheets
from applications.demo import fill_demo as fill_applications
from commissions.demo import fill_demo as fill_commissions
from commissions.demo_evaluations import fill_demo as fill_evaluations
from commissions.demo_interviews import fill_demo as fill_interviews
from commissions.demo_meeting import fill_demo as fill_meeting
from core import schema
from core.commands import must_be_free
from core.database import db
from core.settings import ROOT, Settings
from exam.demo import fill_demo as fill_exam
from orders.demo_appeals import fill_demo as fill_appeals
from orders.demo_day import told, work_a_day
from orders.demo_orders import fill_demo as fill_orders
from orders.demo_papers import fill_demo as fill_papers
from orders.demo_rare import fill_demo as fill_rare
from orders.demo_stages import fill_demo as fill_stages
from question_banks.demo import fill_demo as fill_questions
from question_banks.demo_sets import fill_demo as fill_sets

# In this order: each builds on what those before it have filled in.
_ROOMS: tuple[tuple[str, Callable[[Settings], object]], ...] = (
    ("questions and blueprints", fill_questions),
    ("sealed sets", fill_sets),
    ("applications", fill_applications),
    ("halls and tests", fill_exam),
    ("commissions", fill_commissions),
    ("interviews and their protocols, signed", fill_interviews),
    ("a meeting that goes on", fill_meeting),
    ("papers to sign", fill_sheets),
    ("external evaluations", fill_evaluations),
    ("licences and tickets", fill_papers),
    ("orders", fill_orders),
    ("every other stage, by the hands of the demo's people", fill_stages),
    ("what comes rarely", fill_rare),
    ("appeals", fill_appeals),
)


@click.group("demo", invoke_without_command=True)
@click.pass_context
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port", type=int, default=lambda: int(os.environ.get("PORT", "5000")), show_default="PORT or 5000"
)
@click.option("--fresh", is_flag=True, help="Throw the demo's data away and begin anew.")
def demo(context: click.Context, host: str, port: int, fresh: bool) -> None:
    """Migrate, fill in invented people and papers, print their log-ins and serve.

    A second start keeps the data. Nothing of it has legal force: every paper says SPECIMEN.
    """
    if context.invoked_subcommand:
        return
    must_be_free(host, port)
    os.environ.setdefault("SYNAQ_PUBLIC_ADDRESS", f"http://{host}:{port}")
    app, held = _demo_application()
    with app.app_context():
        if fresh:
            begin_anew(held)
        schema.upgrade(db.engine)
        click.echo(fill_demo(held))
        # What was read for the table must not hold SQLite's write lock while the server runs.
        db.session.remove()
        db.engine.dispose()
    # Served by a process that has printed no paper: the children of one that has cannot print.
    os.execv(sys.executable, [sys.executable, "-m", "app", "serve", "--host", host, "--port", str(port)])  # noqa: S606 - own words


@demo.command("day")
@click.option("--cases", type=click.IntRange(min=1), default=100, show_default=True)
def demo_day(cases: int) -> None:
    """Move so many cases of the demo through a working day, by the verbs of its people, and print what was done."""
    app, held = _demo_application()
    with app.app_context():
        if not schema.present(db.engine):
            raise click.ClickException("There is no demo yet. Start it once: python3 run.py demo")
        click.echo(told(work_a_day(held, cases), cases))


def _demo_application() -> tuple[Flask, Settings]:
    os.environ.setdefault("SYNAQ_MODE", "demo")
    os.environ.setdefault("SYNAQ_SHOW_LOGIN_CODES", "yes")
    os.environ.setdefault("SYNAQ_DATA_FOLDER", str(ROOT / "var" / "demo"))
    app = click.get_current_context().ensure_object(ScriptInfo).load_app()
    held: Settings = app.extensions["synaq.settings"]
    if held.is_production:
        raise click.ClickException("the demo does not run in production mode")
    return app, held


def begin_anew(settings: Settings) -> None:
    """Take the demo's tables, files and keys away."""
    if schema.present(db.engine):
        schema.downgrade(db.engine, "base")
    db.engine.dispose()
    (settings.data_folder / "demo-is-whole").unlink(missing_ok=True)
    for name in ("files", "keys", "letters"):
        shutil.rmtree(settings.data_folder / name, ignore_errors=True)


def fill_demo(settings: Settings) -> str:
    """Fill in the demo's data of all rooms, once; returns the table of log-ins.

    Each room builds on what the rooms before it have just filled in, so data that were filled in half, or by another
    version, are no ground to build on.
    """
    whole = settings.data_folder / "demo-is-whole"
    if not fill_accounts(settings):
        if not whole.exists():
            raise click.ClickException(
                "These demo data are not whole, or another version made them. Start once with --fresh: "
                "it throws them away and begins anew."
            )
        return _demo_words(settings)
    click.echo(
        "Inventing people, papers and a case at every stage of every service; once, about a minute:", err=True
    )
    for what, fill in _ROOMS:
        click.echo(f"  {what} …", err=True)
        fill(settings)
    whole.touch()
    return _demo_words(settings)


def _demo_words(settings: Settings) -> str:
    return f"{settings.public_address}\n\n{log_in_table()}"
