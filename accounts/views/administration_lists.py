"""The pages of the small lists: specialties, and the working calendar as decrees have moved it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from accounts.actions import calendar_days
from accounts.actions import specialties as verbs
from accounts.forms_administration import AgainForm, CloseForm, DecreeForm, SpecialtyForm
from accounts.models import CalendarDay, Specialty
from accounts.queries import today
from accounts.specialty_branches import BRANCHES
from accounts.views import blueprint
from accounts.views.carrying_out import carried_out
from accounts.views.finding import found
from accounts.views.histories import history_of
from accounts.views.visitor import form_page
from accounts.working_calendar import entered_days, working_calendar
from core.access import permission
from core.database import db
from core.incoming import asked_number, asked_text
from core.languages import _, current_language, long_date
from core.sorting import fold, sort_key
from regulations.calendar import DayOff


@blueprint.get("/administration/specialties")
@permission("specialties.manage")
def specialties() -> ResponseReturnValue:
    """The list of specialties by branch, searched by name or code."""
    wanted, branch = asked_text("q"), asked_text("branch")
    rows = [
        row
        for row in db.session.scalars(select(Specialty))
        if (not branch or row.branch == branch)
        and fold(wanted) in fold(f"{row.code} {row.name_kk} {row.name_ru} {row.name_en}")
    ]
    order = list(BRANCHES)
    rows.sort(key=lambda row: (order.index(row.branch) if row.branch in order else 99, sort_key(row.name)))
    return render_template(
        "accounts/admin/specialties.html",
        rows=[(row, BRANCHES.get(row.branch, row.branch)) for row in rows],
        wanted=wanted,
        branch=branch,
        branches=BRANCHES,
    )


@blueprint.get("/administration/specialties/<int:specialty_id>")
@permission("specialties.manage")
def specialty(specialty_id: int) -> ResponseReturnValue:
    """One specialty and its history."""
    row = found(Specialty, specialty_id)
    return render_template(
        "accounts/admin/specialty.html",
        specialty=row,
        branch=BRANCHES.get(row.branch, row.branch),
        entries=history_of("specialty", row.id),
        again=AgainForm(version=row.version),
    )


@blueprint.route("/administration/specialties/new", methods=["GET", "POST"])
@permission("specialties.manage")
def enter_specialty() -> ResponseReturnValue:
    """Enter a specialty."""
    form = SpecialtyForm()
    made: list[Specialty] = []
    if carried_out(form, lambda: made.append(verbs.enter_specialty(_facts(form)))):
        flash(_("The specialty is entered."), "ok")
        return redirect(url_for("accounts.specialty", specialty_id=made[0].id))
    return form_page("accounts/admin/specialty_form.html", form, specialty=None)


@blueprint.route("/administration/specialties/<int:specialty_id>/change", methods=["GET", "POST"])
@permission("specialties.manage")
def change_specialty(specialty_id: int) -> ResponseReturnValue:
    """Change a specialty."""
    row = found(Specialty, specialty_id)
    names = ("version", "code", "branch", "name_kk", "name_ru", "name_en")
    form = SpecialtyForm(data={name: getattr(row, name) for name in names})
    if carried_out(form, lambda: verbs.change_specialty(row, _facts(form), form.seen)):
        flash(_("The change is entered."), "ok")
        return redirect(url_for("accounts.specialty", specialty_id=specialty_id))
    return form_page("accounts/admin/specialty_form.html", form, specialty=row)


@blueprint.route("/administration/specialties/<int:specialty_id>/close", methods=["GET", "POST"])
@permission("specialties.manage")
def close_specialty(specialty_id: int) -> ResponseReturnValue:
    """Take a specialty off the list."""
    row = found(Specialty, specialty_id)
    form = CloseForm(data={"version": row.version, "day": today()})
    if carried_out(form, lambda: verbs.close_specialty(row, form.day.data, form.seen)):
        flash(_("The specialty is closed from the day you named."), "ok")
        return redirect(url_for("accounts.specialty", specialty_id=specialty_id))
    return form_page("accounts/admin/specialty_close.html", form, specialty=row)


@blueprint.post("/administration/specialties/<int:specialty_id>/reopen")
@permission("specialties.manage")
def reopen_specialty(specialty_id: int) -> ResponseReturnValue:
    """Put a specialty back on the list."""
    verbs.reopen_specialty(found(Specialty, specialty_id), AgainForm().seen)
    flash(_("The specialty is on the list again."), "ok")
    return redirect(url_for("accounts.specialty", specialty_id=specialty_id))


def _facts(form: SpecialtyForm) -> verbs.SpecialtyFacts:
    return verbs.SpecialtyFacts(
        form.code.data, form.branch.data, form.name_kk.data, form.name_ru.data, form.name_en.data
    )


@blueprint.get("/administration/calendar")
@permission("calendar.manage")
def calendar() -> ResponseReturnValue:
    """What was entered by decree, and the days off of a year as terms are counted now."""
    asked = asked_number("year")
    year = asked if asked and 2000 <= asked <= 2100 else today().year
    now_working = working_calendar()
    days_off = [
        off for off in now_working.days_off(date(year, 1, 1), date(year, 12, 31)) if off.kind != "weekend"
    ]
    worked = now_working.worked_days(date(year, 1, 1), date(year, 12, 31))
    return render_template(
        "accounts/admin/calendar.html",
        year=year,
        years=[(str(shown), str(shown)) for shown in range(today().year - 2, today().year + 4)],
        settled=now_working.is_settled(year),
        entered=[(row, day_state(row.works), history_words(row)) for row in entered_days()],
        days=sorted(
            [(off.day, long_date(off.day), _("day off"), off_words(off)) for off in days_off]
            + [
                (
                    day.day,
                    long_date(day.day),
                    _("working day"),
                    day.name.in_(current_language()) or day.source,
                )
                for day in worked
            ]
        ),
    )


def day_state(works: bool | None) -> tuple[str, str]:
    """What a decree made of a day, and its colour."""
    if works is None:
        return _("as the law has it"), ""
    return (_("working day"), "warn") if works else (_("day off"), "ok")


def history_words(row: CalendarDay) -> str:
    """The paper on which an entered day rests."""
    return _("No. %(number)s of %(day)s", number=row.decision_number, day=long_date(row.decision_date))


def off_words(off: DayOff) -> str:
    """Why a day is off."""
    name = off.name.in_(current_language())
    if off.instead_of is not None:
        moved = _("in place of %(day)s", day=long_date(off.instead_of))
        return f"{name}, {moved}" if name else moved
    if off.expected:
        return _("%(holiday)s, expected by calculation", holiday=name)
    return name


@blueprint.route("/administration/calendar/new", methods=["GET", "POST"])
@permission("calendar.manage")
def decree_day() -> ResponseReturnValue:
    """Enter what a decree says of a day."""
    form = DecreeForm()
    if carried_out(form, lambda: _decree(form)):
        flash(_("The decree is entered; terms are counted by it from now on."), "ok")
        return redirect(url_for("accounts.calendar", year=form.day.data.year))
    return form_page("accounts/admin/calendar_form.html", form)


def _decree(form: DecreeForm) -> Any:
    decree = calendar_days.Decree(form.decision_number.data, form.decision_date.data, form.reason.data)
    if form.what.data == "transfer":
        return calendar_days.transfer_day(form.day.data, form.worked.data, decree)
    works = {"off": False, "works": True, "law": None}[form.what.data]
    return calendar_days.decree_day(form.day.data, works, decree)
