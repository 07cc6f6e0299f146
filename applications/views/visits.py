"""The pages of the queue: an applicant books a place, a desk keeps the list of the day."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.forms import options
from accounts.models import Office
from accounts.queries import today
from accounts.roles import Role
from accounts.views.carrying_out import in_one_line
from accounts.views.visitor import form_page
from applications.actions import queue
from applications.forms_counter import OwnVisitForm, VisitForm
from applications.queries_counter import offices_of_kind, own_visits, visits
from applications.views import blueprint
from applications.views.front_office import here, services_here
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.clock import now
from core.frame import add_to_menu
from core.incoming import asked_day, calendar_moment
from core.languages import _, _l, current_language, long_date, long_moment
from core.refusals import NotFound, Refusal
from regulations.catalogue import catalogue

add_to_menu("applications.kept_visits", _l("Visits"), "visits.keep", 14)
add_to_menu("applications.my_visits", _l("Place in the queue"), "queue.book", 40)

DAYS_SHOWN = 7
VISITED = ("service_centre", "clinic")


def _services(office: Office) -> list[tuple[str, str]]:
    """For what one comes to this office."""
    language = current_language()
    if office.kind == "clinic":
        return [("clinic-attachment", catalogue().newest("clinic-attachment").title.in_(language))]
    return [(edition.service, edition.title.in_(language)) for edition, _channel in services_here()]


def _times(office: Office) -> list[tuple[str, str]]:
    free = queue.free_times(office, now(), DAYS_SHOWN)
    return [(moment.isoformat(), long_moment(moment, office.zone)) for moment in free]


def _moment(text: str) -> datetime:
    moment = calendar_moment(text)
    if moment is None:
        raise NotFound
    return moment


@blueprint.route("/visits", methods=["GET", "POST"])
@permission("queue.book")
def my_visits() -> ResponseReturnValue:
    """Book a place at a service centre or a clinic, or give one back."""
    offices = offices_of_kind(*VISITED)
    office = next((one for one in offices if str(one.id) == request.args.get("office")), None)
    form = OwnVisitForm()
    person = signed_in()
    form.service.choices, form.starts_at.choices = [], []
    if office is not None:
        form.service.choices = options(_services(office))
        form.starts_at.choices = options(_times(office))
        if form.validate_on_submit():
            queue.book(
                queue.Booking(
                    office=office,
                    kind=form.kind.data,
                    starts_at=_moment(form.starts_at.data),
                    service=form.service.data,
                    name=person.principal.name,
                    phone=person.account.phone,
                    account_id=person.account.id,
                )
            )
            flash(_("Your place is booked. Come a few minutes earlier, with your documents."), "ok")
            return redirect(url_for("applications.my_visits"))
    mine = own_visits(person.account.id)
    return form_page("applications/visits_own.html", form, offices=offices, office=office, mine=mine)


@blueprint.post("/visits/<int:slot_id>/cancel")
@permission("queue.book")
def cancel_my_visit(slot_id: int) -> ResponseReturnValue:
    """Give my place back."""
    queue.cancel(slot_id, account_id=signed_in().account.id)
    flash(_("The place is given back."), "ok")
    return redirect(url_for("applications.my_visits"))


@blueprint.route("/visits/today", methods=["GET", "POST"])
@permission("visits.keep")
def kept_visits() -> ResponseReturnValue:
    """The list of a day at this office; a visit announced by telephone is entered here."""
    office, person = here(), signed_in()
    day = asked_day("day") or today(office.zone)
    form = VisitForm()
    form.service.choices = options(_services(office))
    form.starts_at.choices = options(_times(office))
    by_telephone = person.role is Role.STATISTICS_SPECIALIST
    if by_telephone:
        del form.kind
    if form.validate_on_submit():
        wanted = queue.Booking(
            office=office,
            kind="telephone" if by_telephone else form.kind.data,
            starts_at=_moment(form.starts_at.data),
            service=form.service.data,
            name=form.name.data,
            phone=form.phone.data or "",
        )
        slot = all_or_nothing(lambda: queue.book(wanted), Refusal)
        if not isinstance(slot, Refusal):
            flash(_("The visit is entered."), "ok")
            return redirect(url_for("applications.kept_visits", day=_local_day(slot.starts_at, office)))
        form.form_errors.append(in_one_line(slot))
    return form_page(
        "applications/visits_kept.html",
        form,
        office=office,
        day=day,
        day_words=long_date(day),
        held=visits(office, day),
        by_telephone=by_telephone,
        titles=dict(_services(office)),
    )


def _local_day(moment: datetime, office: Office) -> str:
    return moment.astimezone(ZoneInfo(office.zone)).date().isoformat()


@blueprint.post("/visits/<int:slot_id>/release")
@permission("visits.keep")
def release_visit(slot_id: int) -> ResponseReturnValue:
    """Give a visitor's place back."""
    slot = queue.cancel(slot_id)
    flash(_("The place is given back."), "ok")
    return redirect(url_for("applications.kept_visits", day=_local_day(slot.starts_at, here())))
