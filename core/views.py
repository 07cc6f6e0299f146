"""Pages of the floor: health, metrics, the choice of language, the page of components."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core import VERSION, metrics
from core.access import PUBLIC, permission
from core.database import db
from core.incoming import local_address
from core.languages import COOKIE, LANGUAGES
from core.refusals import NotFound
from core.settings import Settings

blueprint = Blueprint("core", __name__)


def settings() -> Settings:
    """The settings of the running application."""
    held: Settings = current_app.extensions["synaq.settings"]
    return held


@blueprint.get("/healthz")
@permission(PUBLIC)
def health() -> ResponseReturnValue:
    """Ready, and does the database answer?"""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return {"status": "failing", "database": "away", "version": VERSION}, 503
    return {"status": "ok", "database": db.engine.dialect.name, "version": VERSION}


@blueprint.get("/metrics")
@permission(PUBLIC)
def show_metrics() -> ResponseReturnValue:
    """For the monitoring system, by a token of its own; without one the page does not exist."""
    token = settings().metrics_token
    given = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise NotFound
    return Response(metrics.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


@blueprint.get("/language/<language>")
@permission(PUBLIC)
def choose_language(language: str) -> ResponseReturnValue:
    """Speak this language from now on, and go back to where the reader was."""
    if language not in LANGUAGES:
        raise NotFound
    response = redirect(local_address(request.args.get("next", "")))
    response.set_cookie(
        COOKIE, language, max_age=31_536_000, samesite="Lax", secure=settings().secure_cookies, httponly=True
    )
    return response


@blueprint.get("/style")
@permission(PUBLIC)
def style() -> ResponseReturnValue:
    """Every component of the pages in every state."""
    return render_template("style.html")
