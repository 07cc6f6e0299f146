"""The halls of the office and their seats."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.formats import tidy
from accounts.views.carrying_out import carried_out, made_by
from accounts.views.histories import history_of
from accounts.views.visitor import form_page
from core.access import permission
from core.languages import _
from exam import queries
from exam.actions import rooms
from exam.actions.rooms import NewSeat
from exam.forms_planning import RoomForm, SeatsForm
from exam.views import blueprint


@blueprint.get("/halls")
@permission("sittings.plan")
def halls() -> ResponseReturnValue:
    """The halls of the office with their seats."""
    found = queries.rooms(signed_in().actor().office_id or 0)
    return render_template(
        "exam/halls.html", rooms=found, seats=queries.seats_by_room([room.id for room in found])
    )


@blueprint.route("/halls/new", methods=["GET", "POST"])
@permission("sittings.plan")
def new_hall() -> ResponseReturnValue:
    """Enter a hall."""
    form = RoomForm()
    room = made_by(
        form, lambda: rooms.open_room(signed_in().actor().office_id or 0, form.name.data, form.address.data)
    )
    if room is not None:
        flash(_("The hall is entered. Now enter its seats."), "ok")
        return redirect(url_for("exam.hall", room_id=room.id))
    return form_page("exam/hall_new.html", form)


@blueprint.route("/halls/<int:room_id>", methods=["GET", "POST"])
@permission("sittings.plan")
def hall(room_id: int) -> ResponseReturnValue:
    """One hall: its seats, and more of them."""
    room = queries.find_room(room_id, signed_in().actor())
    form = SeatsForm()
    if carried_out(form, lambda: rooms.add_seats(room.id, list(_seats(form.seats.data)))):
        flash(_("The seats are entered."), "ok")
        return redirect(url_for("exam.hall", room_id=room.id))
    return form_page(
        "exam/hall.html",
        form,
        room=room,
        seats=queries.seats_of(room.id),
        history=history_of("exam_room", room.id),
    )


def _seats(text: str) -> list[NewSeat]:
    """The lines as they were typed: label; workstation; network."""
    found = []
    for line in text.splitlines():
        parts = [tidy(part) for part in line.split(";")][:3]
        if parts[0]:
            label, workstation, network = (*parts, "", "")[:3]
            found.append(NewSeat(label[:20], workstation[:120], network[:50]))
    return found


@blueprint.post("/halls/seats/<int:seat_id>/close")
@permission("sittings.plan")
def close_seat(seat_id: int) -> ResponseReturnValue:
    """A seat that is used no more."""
    room_id = rooms.close_seat(seat_id)
    flash(_("The seat is closed."), "ok")
    return redirect(url_for("exam.hall", room_id=room_id))
