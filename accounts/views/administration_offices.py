"""The pages of offices: the tree, one office, entering and changing, closing."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.actions import offices as verbs
from accounts.forms_administration import DAY_NAMES, AgainForm, CloseForm, OfficeForm, zone_words
from accounts.grant_queries import grants_at
from accounts.hours import WEEKDAYS, read_day, usual_week
from accounts.models import Office
from accounts.office_kinds import OFFICE_KINDS
from accounts.office_tree import all_offices, found_with_those_above, office_choices, tree
from accounts.queries import offices_below, today
from accounts.setting_book import SettingBook
from accounts.views import blueprint
from accounts.views.administration_people import grant_line
from accounts.views.carrying_out import carried_out
from accounts.views.finding import found
from accounts.views.histories import history_of
from accounts.views.visitor import form_page
from core.access import permission
from core.incoming import asked_text
from core.languages import _


@blueprint.get("/administration/offices")
@permission("offices.manage")
def offices() -> ResponseReturnValue:
    """The tree of offices, searched by name or code in any language."""
    wanted, kind = asked_text("q"), asked_text("kind")
    everything = all_offices()
    kept = found_with_those_above(everything, wanted, kind)
    return render_template(
        "accounts/admin/offices.html",
        nodes=tree(kept),
        count=len(kept),
        total=len(everything),
        wanted=wanted,
        kind=kind,
        kinds=OFFICE_KINDS,
    )


@blueprint.get("/administration/offices/<int:office_id>")
@permission("offices.manage")
def office(office_id: int) -> ResponseReturnValue:
    """One office: facts, hours, people, what stands under it, history."""
    row = found(Office, office_id)
    book = SettingBook(row)
    return render_template(
        "accounts/admin/office.html",
        office=row,
        kind=OFFICE_KINDS[row.kind],
        zone=zone_words(row.zone),
        week=[(DAY_NAMES[name], hours_words(str(row.hours.get(name, "")))) for name in WEEKDAYS],
        below=tree([other for other in all_offices() if other.parent_id == row.id]),
        grants=[grant_line(grant) for grant in grants_at(row.id)],
        missing=book.missing() if book.services() else None,
        entries=history_of("office", row.id),
        again=AgainForm(version=row.version),
    )


def hours_words(line: str) -> str:
    """The hours of a weekday for a reader."""
    day = read_day(line)
    if day is None:
        return _("closed")
    told = f"{day.opens:%H:%M}–{day.closes:%H:%M}"
    if day.lunch is None:
        return told
    return _("%(hours)s, lunch %(lunch)s", hours=told, lunch=f"{day.lunch[0]:%H:%M}–{day.lunch[1]:%H:%M}")


@blueprint.route("/administration/offices/new", methods=["GET", "POST"])
@permission("offices.manage")
def enter_office() -> ResponseReturnValue:
    """Enter an office."""
    form = OfficeForm(
        office_choices(all_offices(closed=False)),
        data={"zone": "Asia/Almaty"} | usual_week_typed(usual_week()),
    )
    made: list[Office] = []
    if carried_out(form, lambda: made.append(verbs.enter_office(_facts(form))), {"hours": "mon"}):
        flash(_("The office is entered."), "ok")
        return redirect(url_for("accounts.office", office_id=made[0].id))
    return form_page("accounts/admin/office_form.html", form, office=None)


@blueprint.route("/administration/offices/<int:office_id>/change", methods=["GET", "POST"])
@permission("offices.manage")
def change_office(office_id: int) -> ResponseReturnValue:
    """Change what is known of an office."""
    row = found(Office, office_id)
    below = offices_below(row.id)
    parents = [other for other in all_offices() if other.id not in below and _may_be_above(other, row)]
    form = OfficeForm(office_choices(parents), data=_data(row))
    if carried_out(form, lambda: verbs.change_office(row, _facts(form), form.seen), {"hours": "mon"}):
        flash(_("The change is entered."), "ok")
        return redirect(url_for("accounts.office", office_id=office_id))
    return form_page("accounts/admin/office_form.html", form, office=row)


def _may_be_above(other: Office, office: Office) -> bool:
    return other.closed_on is None or other.id == office.parent_id


@blueprint.route("/administration/offices/<int:office_id>/close", methods=["GET", "POST"])
@permission("offices.manage")
def close_office(office_id: int) -> ResponseReturnValue:
    """Close an office, after saying what follows from it."""
    row = found(Office, office_id)
    form = CloseForm(data={"version": row.version, "day": today()})
    if carried_out(form, lambda: verbs.close_office(row, form.day.data, form.seen)):
        flash(_("The office is closed from the day you named."), "ok")
        return redirect(url_for("accounts.office", office_id=office_id))
    return form_page("accounts/admin/office_close.html", form, office=row)


@blueprint.post("/administration/offices/<int:office_id>/reopen")
@permission("offices.manage")
def reopen_office(office_id: int) -> ResponseReturnValue:
    """Open a closed office again."""
    row = found(Office, office_id)
    verbs.reopen_office(row, AgainForm().seen)
    flash(_("The office is open again."), "ok")
    return redirect(url_for("accounts.office", office_id=office_id))


def _facts(form: OfficeForm) -> verbs.OfficeFacts:
    return verbs.OfficeFacts(
        code=form.code.data,
        kind=form.kind.data,
        parent_id=int(form.parent_id.data) if form.parent_id.data else None,
        name_kk=form.name_kk.data,
        name_ru=form.name_ru.data,
        name_en=form.name_en.data,
        short_kk=form.short_kk.data,
        short_ru=form.short_ru.data,
        short_en=form.short_en.data,
        zone=form.zone.data,
        hours=form.hours(),
        address=form.address.data,
    )


def _data(row: Office) -> dict[str, Any]:
    names = (
        "version",
        "code",
        "kind",
        "name_kk",
        "name_ru",
        "name_en",
        "short_kk",
        "short_ru",
        "short_en",
        "address",
        "zone",
    )
    data = {name: getattr(row, name) for name in names}
    return data | {"parent_id": str(row.parent_id or "")} | usual_week_typed(row.hours)


def usual_week_typed(kept: dict[str, Any]) -> dict[str, str]:
    """The lines of the week as somebody would type them."""
    return {name: str(kept.get(name, "")).replace(",", ", ") for name in WEEKDAYS}
