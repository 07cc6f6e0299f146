"""The pages of grants: give a role, end it, revoke it."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.actions import grants as verbs
from accounts.forms_administration import EndForm, GrantForm, ReasonForm
from accounts.models import RoleGrant
from accounts.office_tree import all_offices, office_choices
from accounts.queries import today
from accounts.views import blueprint
from accounts.views.administration_people import role_name
from accounts.views.carrying_out import carried_out
from accounts.views.finding import found, staff_found
from accounts.views.visitor import form_page
from core.access import permission
from core.languages import _, long_date


@blueprint.route("/administration/people/<int:account_id>/grant", methods=["GET", "POST"])
@permission("grants.manage")
def grant_role(account_id: int) -> ResponseReturnValue:
    """Give a person a role at an office by an order."""
    account = staff_found(account_id)
    form = GrantForm(office_choices(all_offices(closed=False)), data={"from_day": today()})
    if carried_out(
        form,
        lambda: verbs.grant_role(
            account,
            form.role.data,
            int(form.office_id.data),
            verbs.Term(form.from_day.data, form.until_day.data),
            verbs.Order(form.order_number.data, form.order_date.data),
        ),
    ):
        flash(_("The role is granted."), "ok")
        return redirect(url_for("accounts.person", account_id=account_id))
    return form_page("accounts/admin/grant.html", form, account=account)


@blueprint.route("/administration/grants/<int:grant_id>/end", methods=["GET", "POST"])
@permission("grants.manage")
def end_grant(grant_id: int) -> ResponseReturnValue:
    """Say on which day a role ends."""
    grant = found(RoleGrant, grant_id)
    until = grant.until_day
    form = EndForm(data={"until_day": today(), "seen": until.isoformat() if until else "none"})
    if carried_out(form, lambda: _end(grant, form)):
        flash(_("The end of the role is entered."), "ok")
        return redirect(url_for("accounts.person", account_id=grant.account_id))
    return form_page(
        "accounts/admin/grant_end.html", form, grant=grant, role=role_name(grant), day=_last(until)
    )


def _end(grant: RoleGrant, form: EndForm) -> None:
    present = grant.until_day.isoformat() if grant.until_day else "none"
    verbs.end_grant(grant, form.until_day.data, is_stale=form.seen.data not in (present, ""))


def _last(until: date | None) -> str:
    return long_date(until) if until else ""


@blueprint.route("/administration/grants/<int:grant_id>/revoke", methods=["GET", "POST"])
@permission("grants.manage")
def revoke_grant(grant_id: int) -> ResponseReturnValue:
    """Take a role away at once, for a reason."""
    grant = found(RoleGrant, grant_id)
    form = ReasonForm()
    if carried_out(form, lambda: verbs.revoke_grant(grant, form.reason.data)):
        flash(_("The role is revoked."), "ok")
        return redirect(url_for("accounts.person", account_id=grant.account_id))
    return form_page("accounts/admin/grant_revoke.html", form, grant=grant, role=role_name(grant))
