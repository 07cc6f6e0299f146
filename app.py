"""The front door: opens the rooms in their order and hands the command line over to them."""

from __future__ import annotations

import gc
import os
import sys

# Whatever is loaded here stays to the end: to look for garbage among it would be a quarter of every start.
gc.disable()

import click
from flask import Flask
from flask.cli import FlaskGroup
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.engine import Engine
from whitenoise import WhiteNoise

import accounts.retention
import accounts.views
import applications.views
import commissions.views
import core.views
import desks.chain_views
import desks.report_views
import desks.views
import exam.views
import orders.api
import orders.views
import question_banks.views
import regulations.views
from accounts.api_scopes import API_WORDS
from accounts.commands import accounts_group
from accounts.demo import demo_logins
from accounts.door import init_door
from accounts.field_words import init_field_words
from accounts.permission_words import BY_NAME
from accounts.service_answers import OfficesOfThisInstallation
from accounts.views.sign_in import DEMO_LOG_INS
from accounts.way_in import way_in
from applications import asking_again, paying
from applications.api import open_api
from commissions.commands import verify_group
from core import VERSION, commands, files, headers, outbox, retention, sweep
from core.access import PUBLIC, check_every_route, permission
from core.database import db, init_database
from core.frame import init_frame
from core.incoming import init_incoming
from core.languages import init_languages
from core.logs import configure_logs
from core.proxies import DeclaredProxies
from core.settings import ROOT, Settings, WrongSettings, load
from core.web import Synaq, init_web
from desks.commands import verify_case
from exam.actions import sweeping
from exam.looking import open_looking
from exam.saving.door import Saver, SavingDoor
from exam.starting_together import open_starting
from gateways.doors import open_doors, register_channels
from gateways.keys_commands import keys_group
from gateways.paper_command import verify_paper
from orders import register_export, status_list
from orders.actions import extracting
from orders.commands import verify_certificate
from orders.demo_commands import demo
from question_banks import import_work
from question_banks.actions import releasing
from question_banks.commands import bank_group
from regulations.clock_command import clock_command
from regulations.commands import regulations_group
from regulations.office_answers import answer_with
from regulations.saying import init_saying

gc.freeze()
gc.enable()

# The rooms' pages and commands, in the order of the rooms.
PAGES = (
    core.views.blueprint,
    regulations.views.blueprint,
    accounts.views.blueprint,
    question_banks.views.blueprint,
    applications.views.blueprint,
    exam.views.blueprint,
    commissions.views.blueprint,
    orders.views.blueprint,
    desks.views.blueprint,
)
COMMANDS: tuple[click.Command, ...] = (
    *commands.ALL,
    regulations_group,
    clock_command,
    keys_group,
    accounts_group,
    bank_group,
    verify_group,
)
# What any room can prove without its tables.
verify_group.add_command(verify_paper)

YEAR_SECONDS = 31_536_000


def create_app(settings: Settings) -> Flask:
    """The whole application under these settings; it does not start with a route nobody has thought about."""
    configure_logs(settings.log_level)
    app = Synaq("synaq", root_path=str(ROOT), static_folder="static", template_folder="templates")
    app.extensions["synaq.settings"] = settings
    app.config.update(flask_config(settings))
    init_database(app, settings)
    init_languages(app, ROOT / "translations", settings.data_folder / "translations")
    init_web(app)
    init_incoming(app)
    headers.init_headers(app, https=settings.secure_cookies)
    CSRFProtect(app)
    init_field_words()
    init_frame(app, settings)
    init_door(app, settings)
    app.jinja_env.globals["way_in"] = way_in
    app.extensions[DEMO_LOG_INS] = demo_logins
    init_saying(app)
    answer_with(app, OfficesOfThisInstallation(settings))
    app.view_functions["static"] = permission(PUBLIC)(app.view_functions["static"])
    for pages in PAGES:
        app.register_blueprint(pages)
    open_api(app)
    exam.views.open_by_token(app)
    verify_group.add_command(verify_certificate)
    verify_group.add_command(verify_case)
    for command in COMMANDS:
        app.cli.add_command(command)
    open_doors_and_chores(app, settings)
    check_every_route(app, frozenset(BY_NAME) | API_WORDS)
    static = WhiteNoise(app.wsgi_app, root=ROOT / "static", prefix="static/", max_age=YEAR_SECONDS)
    behind_proxies = DeclaredProxies(static, settings.trusted_proxies)
    app.wsgi_app = SavingDoor(behind_proxies, open_saving(app))  # type: ignore[method-assign]  # as Flask says to wrap it
    return app


def open_saving(app: Flask) -> Saver:
    """The saving path, by which answers are kept apart from all other requests; and what a whole hall asks at once."""

    def engine() -> Engine:
        with app.app_context():
            return db.engine

    saver = app.extensions["synaq.saver"] = Saver(engine)
    open_looking(app, engine)
    open_starting(app)
    return saver


def flask_config(settings: Settings) -> dict[str, object]:
    """What Flask itself must know."""
    return {
        "SECRET_KEY": settings.secret_key,
        "DEBUG": settings.debug,
        "MAX_CONTENT_LENGTH": (settings.upload_limit_mb + 1) * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "SESSION_COOKIE_NAME": "synaq",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # As long as the log-in itself: a form filled in slowly is not lost.
        "WTF_CSRF_TIME_LIMIT": None,
    }


def open_doors_and_chores(app: Flask, settings: Settings) -> None:
    """Who carries messages out of the house, and what is swept."""
    app.extensions["synaq.doors"] = open_doors(settings)
    register_channels(app.extensions["synaq.doors"])
    sweep.chore("tests whose time is over", sweeping.close_overdue)
    sweep.chore("outbox", outbox.work, shared=True)
    sweep.chore("waiting payments", paying.ask_again)
    sweep.chore("waiting look-ups", asking_again.ask_again)
    sweep.chore("question files", import_work.work)
    sweep.chore("lapsed parts of keys", releasing.drop_lapsed_offers)
    sweep.chore("retention", retention.chore(settings))
    sweep.chore("retention of log-ins", accounts.retention.chore(settings))
    sweep.chore("extracts of earlier orders", extracting.draw_earlier)
    sweep.chore("status list of papers", lambda: status_list.make_list(settings))
    sweep.chore("list of the register", lambda: register_export.make_export(settings))
    sweep.chore("half-written files", lambda: files.clear_unfinished(settings))
    sweep.chore("files of no row", lambda: retention.destroy_unowned(settings))


def serving() -> Flask:
    """The application of one server process, with its sweeper."""
    app = create_app(load(os.environ))
    sweep.start_sweeper(app)
    # What is there now stays to the end: the collector need not look at it again and again.
    gc.collect()
    gc.freeze()
    return app


def create_for_command_line() -> Flask:
    """The application for a command; wrong settings are told in full and end it."""
    try:
        return create_app(load(os.environ))
    except WrongSettings as error:
        click.echo(str(error), err=True)
        sys.exit(2)


class CommandLine(FlaskGroup):
    """`synaq`: Flask's group without Flask's own options, which would only confuse."""

    def __init__(self) -> None:
        super().__init__(
            name="synaq",
            create_app=create_for_command_line,
            add_default_commands=False,
            add_version_option=False,
            help="Synaq: from the application to the verifiable certificate. A group of commands for each room.",
        )
        self.params = []


main = click.version_option(VERSION, prog_name="synaq")(CommandLine())
main.add_command(demo)


if __name__ == "__main__":
    main()
