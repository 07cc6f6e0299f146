"""The front door: opens the rooms in their order and hands the command line over to them."""

from __future__ import annotations

import os
import sys

import click
from flask import Flask
from flask.cli import FlaskGroup
from flask_wtf.csrf import CSRFProtect
from whitenoise import WhiteNoise

from accounts.door import init_door
from accounts.roles import BY_NAME
from accounts.views import blueprint as accounts_pages
from core import VERSION, commands, headers, outbox, sweep
from core.access import PUBLIC, check_every_route, permission
from core.database import init_database
from core.frame import init_frame
from core.languages import init_languages
from core.logs import configure_logs
from core.proxies import DeclaredProxies
from core.settings import ROOT, Settings, WrongSettings, load
from core.views import blueprint as core_pages
from core.web import Synaq, init_web
from gateways.mail import mail_door


def create_app(settings: Settings) -> Flask:
    """The whole application under these settings; it does not start with a route nobody has thought about."""
    configure_logs(settings.log_level)
    app = Synaq("synaq", root_path=str(ROOT), static_folder="static", template_folder="templates")
    app.extensions["synaq.settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        DEBUG=settings.debug,
        MAX_CONTENT_LENGTH=(settings.upload_limit_mb + 1) * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_NAME="synaq",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the log-in itself: a form filled in slowly is not lost
    )
    init_database(app, settings)
    init_languages(app, ROOT / "translations", settings.data_folder / "translations")
    init_web(app)
    headers.init_headers(app, https=settings.secure_cookies)
    CSRFProtect(app)
    app.view_functions["static"] = permission(PUBLIC)(app.view_functions["static"])
    init_frame(app, settings)
    init_door(app, settings)
    app.register_blueprint(core_pages)
    app.register_blueprint(accounts_pages)
    outbox.open_channel("mail", mail_door(settings).deliver, deduplicates=False)
    sweep.chore("outbox", outbox.work)
    for command in commands.ALL:
        app.cli.add_command(command)
    check_every_route(app, frozenset(BY_NAME))
    files = WhiteNoise(app.wsgi_app, root=ROOT / "static", prefix="static/", max_age=31_536_000)
    app.wsgi_app = DeclaredProxies(files, settings.trusted_proxies)  # type: ignore[method-assign]
    return app


def serving() -> Flask:
    """The application of one server process, with its sweeper."""
    app = create_app(load(os.environ))
    sweep.start_sweeper(app)
    return app


def _create_for_command_line() -> Flask:
    try:
        return create_app(load(os.environ))
    except WrongSettings as error:
        click.echo(str(error), err=True)
        sys.exit(2)


@click.group(
    cls=FlaskGroup,
    create_app=_create_for_command_line,
    add_default_commands=False,
    add_version_option=False,
    help="Synaq: from the application to the verifiable certificate. A group of commands for each room.",
)
@click.version_option(VERSION, prog_name="synaq")
def main() -> None:
    """Enter the command line."""


if __name__ == "__main__":
    main()
