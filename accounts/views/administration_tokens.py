"""The pages of tokens by which other systems call the API: the list, issuing (shown once), revoking."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.actions import api_tokens as verbs
from accounts.api_scopes import SCOPES
from accounts.forms_administration import AgainForm, TokenForm
from accounts.models import ApiToken, Office
from accounts.office_tree import all_offices, office_choices
from accounts.queries import COUNTRY_ZONE
from accounts.views import blueprint
from accounts.views.carrying_out import carried_out
from accounts.views.finding import found, own_zone
from accounts.views.histories import history_of
from accounts.views.visitor import form_page
from core.access import permission
from core.clock import now
from core.database import db
from core.languages import _, short_moment


@blueprint.get("/administration/tokens")
@permission("tokens.manage")
def api_tokens() -> ResponseReturnValue:
    """Every token: whose, what it may do, until when, when last used."""
    rows = db.session.scalars(
        select(ApiToken).options(joinedload(ApiToken.office)).order_by(ApiToken.id.desc())
    ).all()
    return render_template(
        "accounts/admin/tokens.html",
        rows=[
            {
                "row": row,
                "scopes": [str(SCOPES.get(scope, scope)) for scope in row.scopes],
                "until": short_moment(row.expires_at, own_zone()),
                "used": short_moment(row.used_at, own_zone()) if row.used_at else _("never"),
                "state": token_state(row),
            }
            for row in rows
        ],
    )


def token_state(row: ApiToken) -> tuple[str, str]:
    """What has become of a token, and its colour."""
    if row.revoked_at is not None:
        return _("revoked"), "bad"
    return (_("expired"), "") if row.expires_at <= now() else (_("works"), "ok")


@blueprint.route("/administration/tokens/new", methods=["GET", "POST"])
@permission("tokens.manage")
def issue_token() -> ResponseReturnValue:
    """Issue a token; the page that follows is the only one that ever shows it."""
    form = TokenForm(office_choices(all_offices(closed=False)))
    issued: list[verbs.Issued] = []
    if carried_out(form, lambda: issued.append(_issue(form))):
        return render_template("accounts/admin/token_issued.html", issued=issued[0])
    return form_page("accounts/admin/token_form.html", form)


def _issue(form: TokenForm) -> verbs.Issued:
    office = found(Office, int(form.office_id.data)) if form.office_id.data else None
    midnight = datetime.combine(form.expires.data, time(0), ZoneInfo(COUNTRY_ZONE)) + timedelta(days=1)
    return verbs.issue_token(
        form.system.data, form.scopes.data or [], midnight.astimezone(UTC) - timedelta(seconds=1), office
    )


@blueprint.route("/administration/tokens/<int:token_id>", methods=["GET", "POST"])
@permission("tokens.manage")
def api_token(token_id: int) -> ResponseReturnValue:
    """One token and its history; it is stopped here."""
    row = found(ApiToken, token_id)
    form = AgainForm()
    if carried_out(form, lambda: verbs.revoke_token(row)):
        flash(_("The token is revoked; nobody gets in with it any more."), "ok")
        return redirect(url_for("accounts.api_tokens"))
    return form_page(
        "accounts/admin/token.html",
        form,
        row=row,
        scopes=[SCOPES.get(scope, scope) for scope in row.scopes],
        until=short_moment(row.expires_at, own_zone()),
        state=token_state(row),
        entries=history_of("api_token", row.id),
    )
