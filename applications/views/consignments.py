"""The pages of the courier's lists: send files, follow them, mark what has arrived."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.models import Office
from accounts.views.carrying_out import in_one_line
from accounts.views.visitor import form_page
from applications.actions import consignments
from applications.case_reading import due_of
from applications.forms_counter import SendForm
from applications.models import Case, Paper
from applications.queries_counter import files_to_send, items_of, list_here, lists_of
from applications.views import blueprint
from applications.views.front_office import here
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.database import db
from core.frame import add_to_menu
from core.incoming import sent_numbers
from core.languages import _, _l
from core.models import StoredFile
from core.refusals import Refusal

add_to_menu("applications.courier_lists", _l("Courier's lists"), "consignments.work", 16)


@blueprint.route("/consignments", methods=["GET", "POST"])
@permission("consignments.work")
def courier_lists() -> ResponseReturnValue:
    """Files to send, by where they go; the lists of both ways with their marks."""
    actor, office = signed_in().actor(), here()
    form = SendForm()
    if form.validate_on_submit():
        picked = sent_numbers("case")
        sent = all_or_nothing(
            lambda: consignments.send(int(form.target.data or 0), picked, form.courier.data or ""), Refusal
        )
        if not isinstance(sent, Refusal):
            flash(_("The list is made. Print it, sign it and give it to the courier."), "ok")
            return redirect(url_for("applications.courier_list", consignment_id=sent.id))
        form.form_errors.append(in_one_line(sent))
    lists = lists_of(actor)
    lines = items_of(lists)
    return form_page(
        "applications/consignments.html",
        form,
        office=office,
        targets=_by_target(files_to_send(actor), office),
        lists=lists,
        marks={one.id: sum(1 for line in lines[one.id] if line.received_at) for one in lists},
        sizes={one.id: len(lines[one.id]) for one in lists},
    )


def _by_target(cases: Sequence[Case], office: Office) -> list[dict[str, object]]:
    """The files that lie here, by the other end to which they go, each with the moment by which it must leave."""
    found: dict[int, dict[str, object]] = {}
    for case in cases:
        target = case.office if case.front_office_id == office.id else case.front_office
        if target is None:
            continue
        entry = found.setdefault(target.id, {"target": target, "files": []})
        files = entry["files"]
        assert isinstance(files, list)
        files.append({"case": case, "due": due_of(case, consignments.to_send_by(case, office))})
    return list(found.values())


@blueprint.get("/consignments/<int:consignment_id>")
@permission("consignments.work")
def courier_list(consignment_id: int) -> ResponseReturnValue:
    """One list: its paper, its lines, what has arrived."""
    found = list_here(consignment_id, signed_in().actor())
    sheet = db.session.get(Paper, found.paper_id) if found.paper_id else None
    return render_template(
        "applications/consignment.html",
        found=found,
        lines=items_of([found])[found.id],
        paper=sheet,
        file=db.session.get(StoredFile, sheet.file_id) if sheet else None,
        arriving=found.to_office_id == here().id,
        office=here(),
    )


@blueprint.post("/consignments/<int:consignment_id>/lines/<int:item_id>/receive")
@permission("consignments.work")
def receive_line(consignment_id: int, item_id: int) -> ResponseReturnValue:
    """This file has arrived."""
    consignments.receive(item_id)
    flash(_("Marked as received."), "ok")
    return redirect(url_for("applications.courier_list", consignment_id=consignment_id))
