"""The pages of staff: the list, one person, entering and changing, help with the log-in, leaving."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts import grant_queries
from accounts.actions import staff as verbs
from accounts.forms_administration import AgainForm, ReasonForm, StaffForm
from accounts.models import Account, RoleGrant
from accounts.office_tree import all_offices, office_choices
from accounts.queries import offices_below, today
from accounts.roles import GRANTED, ROLE_NAMES, Role
from accounts.views import blueprint
from accounts.views.carrying_out import carried_out
from accounts.views.finding import LARGEST_ID, own_zone, staff_found
from accounts.views.histories import history_of
from accounts.views.visitor import form_page
from core.access import permission
from core.incoming import asked_number, asked_page, asked_text
from core.languages import _, current_language, long_date, short_moment
from core.views import settings


@blueprint.get("/administration/people")
@permission("people.manage")
def people() -> ResponseReturnValue:
    """The staff, searched by name, office and role."""
    office_id, role = asked_number("office"), asked_text("role")
    sought = grant_queries.Sought(
        words=asked_text("q"),
        office_ids=offices_below(office_id) if office_id and office_id <= LARGEST_ID else None,
        role=role if role in {known.value for known in GRANTED} else "",
        closed=asked_text("state") == "closed",
    )
    page = asked_page()
    rows, count = grant_queries.staff(sought, page)
    held = grant_queries.live_grants_of([row.id for row in rows])
    chosen: dict[str, Any] = {
        "q": sought.words,
        "office": str(office_id or ""),
        "role": sought.role,
        "state": asked_text("state"),
    }
    return render_template(
        "accounts/admin/people.html",
        rows=[(row, [f"{role_name(grant)}, {grant.office.short}" for grant in held[row.id]]) for row in rows],
        count=count,
        page=page,
        pages=-(-count // grant_queries.PAGE),
        chosen=chosen,
        offices=office_choices(all_offices()),
        roles=[(known.value, ROLE_NAMES[known]) for known in GRANTED],
        url_of=lambda number: url_for(
            "accounts.people", page=number, **{k: v for k, v in chosen.items() if v}
        ),
    )


def role_name(grant: RoleGrant) -> str:
    """The role of a grant in words."""
    return str(ROLE_NAMES[Role(grant.role)])


def grant_state(grant: RoleGrant) -> tuple[str, str]:
    """What has become of a grant, in a word, and its colour."""
    if grant.revoked_at is not None:
        return _("revoked"), "bad"
    if grant.until_day is not None and grant.until_day < today():
        return _("ended"), ""
    if grant.from_day > today():
        return _("not begun yet"), "now"
    return _("held"), "ok"


@blueprint.get("/administration/people/<int:account_id>")
@permission("people.manage")
def person(account_id: int) -> ResponseReturnValue:
    """One member of staff: facts, roles, log-in, history."""
    account = staff_found(account_id)
    last = grant_queries.last_log_in(account.id)
    return render_template(
        "accounts/admin/person.html",
        account=account,
        last_seen=short_moment(last.seen_at, own_zone()) if last else None,
        running=grant_queries.running_log_ins(account.id),
        grants=[grant_line(grant) for grant in grant_queries.grants_of(account.id)],
        entries=history_of("account", account.id, personal=True),
        again=AgainForm(version=account.version),
    )


def grant_line(grant: RoleGrant) -> dict[str, Any]:
    """A grant as the lists show it; it can still be ended or revoked while it is open."""
    return {
        "row": grant,
        "role": role_name(grant),
        "from": long_date(grant.from_day),
        "until": long_date(grant.until_day) if grant.until_day else _("no end"),
        "order": _("No. %(number)s of %(day)s", number=grant.order_number, day=long_date(grant.order_date)),
        "state": grant_state(grant),
        "open": grant.revoked_at is None and (grant.until_day is None or grant.until_day >= today()),
    }


@blueprint.route("/administration/people/new", methods=["GET", "POST"])
@permission("people.manage")
def enter_person() -> ResponseReturnValue:
    """Enter a member of staff."""
    form = StaffForm(data={"language": current_language()})
    made: list[Account] = []
    if carried_out(form, lambda: made.append(verbs.enter_staff(_facts(form)))):
        flash(_("The person is entered. Grant a role, then send the link for the first password."), "ok")
        return redirect(url_for("accounts.person", account_id=made[0].id))
    return form_page("accounts/admin/person_form.html", form, account=None)


@blueprint.route("/administration/people/<int:account_id>/change", methods=["GET", "POST"])
@permission("people.manage")
def change_person(account_id: int) -> ResponseReturnValue:
    """Change what is known of a member of staff."""
    account = staff_found(account_id)
    form = StaffForm(data=_data(account))
    if carried_out(form, lambda: verbs.change_staff(account, _facts(form), form.seen)):
        flash(_("The change is entered."), "ok")
        return redirect(url_for("accounts.person", account_id=account_id))
    return form_page("accounts/admin/person_form.html", form, account=account)


def _facts(form: StaffForm) -> verbs.StaffFacts:
    names = ("login", "surname", "given_name", "patronymic", "iin", "email", "phone", "language")
    return verbs.StaffFacts(**{name: form[name].data or "" for name in names})


def _data(account: Account) -> dict[str, Any]:
    names = (
        "version",
        "login",
        "surname",
        "given_name",
        "patronymic",
        "iin",
        "email",
        "phone",
        "language",
    )
    return {name: getattr(account, name) for name in names}


@blueprint.post("/administration/people/<int:account_id>/invite")
@permission("people.manage")
def invite_person(account_id: int) -> ResponseReturnValue:
    """Send the link for the first password."""
    verbs.invite(staff_found(account_id), settings())
    flash(_("The link for the first password is on its way; it works for three days."), "ok")
    return redirect(url_for("accounts.person", account_id=account_id))


@blueprint.post("/administration/people/<int:account_id>/reset-password")
@permission("people.manage")
def reset_password_of(account_id: int) -> ResponseReturnValue:
    """The password stops working, and a link for a new one is sent."""
    verbs.reset_password(staff_found(account_id), settings())
    flash(_("The old password works no more; the link for a new one is on its way."), "ok")
    return redirect(url_for("accounts.person", account_id=account_id))


@blueprint.post("/administration/people/<int:account_id>/reset-second-factor")
@permission("people.manage")
def reset_second_factor_of(account_id: int) -> ResponseReturnValue:
    """The device is lost: a new one is set up at the next log-in."""
    verbs.reset_second_factor(staff_found(account_id))
    flash(_("The second factor is taken back; a new one is set up at the next log-in."), "ok")
    return redirect(url_for("accounts.person", account_id=account_id))


@blueprint.route("/administration/people/<int:account_id>/close", methods=["GET", "POST"])
@permission("people.manage")
def close_person(account_id: int) -> ResponseReturnValue:
    """Somebody leaves; what follows from it is said before."""
    account = staff_found(account_id)
    form = ReasonForm(data={"version": account.version})
    if carried_out(form, lambda: verbs.close_staff(account, form.reason.data, form.seen)):
        flash(_("The account is closed and its roles are revoked."), "ok")
        return redirect(url_for("accounts.person", account_id=account_id))
    live = [f"{role_name(grant)}, {grant.office.short}" for grant in verbs.live_grants(account)]
    return form_page("accounts/admin/person_close.html", form, account=account, live=live)


@blueprint.post("/administration/people/<int:account_id>/reopen")
@permission("people.manage")
def reopen_person(account_id: int) -> ResponseReturnValue:
    """Somebody comes back."""
    verbs.reopen_staff(staff_found(account_id), AgainForm().seen)
    flash(_("The account is open again. Grant a role and send the link for a password."), "ok")
    return redirect(url_for("accounts.person", account_id=account_id))
