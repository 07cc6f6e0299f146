"""The protocol of a meeting: drawn, read, sent for signature, called back, mended; and the candidate's extract."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts import signing_queries
from accounts.door import allowed, signed_in
from accounts.forms import options
from accounts.views.carrying_out import made_by
from accounts.views.visitor import form_page
from accounts.way_in import found_by
from applications import queries as cases
from commissions import protocol_queries, protocol_reading, queries
from commissions.actions import protocol_corrections, protocols
from commissions.forms_protocol import CallBackForm, CorrectionForm, DrawForm
from commissions.models import MeetingProtocol, ProtocolItem
from commissions.views import blueprint
from core.access import permission
from core.file_headers import file_headers
from core.file_reasons import MediaType
from core.files import send_file
from core.languages import _, _l, current_language
from core.places import keep_place
from core.refusals import NotFound

keep_place("own_protocol", "commissions.own_protocol")


@blueprint.route("/commissions/meetings/<int:meeting_id>/protocol", methods=["GET", "POST"])
@permission("protocols.keep")
def protocol(meeting_id: int) -> ResponseReturnValue:
    """Everything about one protocol; posted, it is drawn of the facts, or drawn anew."""
    meeting = queries.find_meeting(meeting_id, signed_in().actor())
    replaced = protocol_reading.replaced_of(meeting.id)
    form = DrawForm()
    if not replaced:
        del form.without_effect
    if form.validate_on_submit():
        aside = {one.interview: form.without_effect.data for one in replaced}
        drawn = protocols.draw_protocol(meeting.id, aside)
        flash(
            _("Protocol %(number)s is drawn. Read it before you send it.", number=drawn.spelled_number), "ok"
        )
        return redirect(url_for("commissions.protocol", meeting_id=meeting.id))
    return form_page(
        "commissions/protocol.html",
        form,
        meeting=meeting,
        replaced=replaced,
        **protocol_reading.shown(meeting),
    )


@blueprint.post("/commissions/protocols/<int:protocol_id>/send")
@permission("protocols.keep")
def send_protocol(protocol_id: int) -> ResponseReturnValue:
    """Send it to those who sign."""
    found = protocol_queries.find_protocol(protocol_id, signed_in().actor())
    protocols.open_signing(found.id)
    flash(_("The protocol is sent for signature. The first to sign is told."), "ok")
    return redirect(url_for("commissions.protocol", meeting_id=found.meeting_id))


@blueprint.route("/commissions/protocols/<int:protocol_id>/call-back", methods=["GET", "POST"])
@permission("protocols.keep")
def call_back(protocol_id: int) -> ResponseReturnValue:
    """Take it back from signing, with the reason."""
    found = protocol_queries.find_protocol(protocol_id, signed_in().actor())
    form = CallBackForm()
    if form.validate_on_submit():
        protocols.call_back(found.id, form.reason.data)
        flash(_("The protocol is called back."), "ok")
        return redirect(url_for("commissions.protocol", meeting_id=found.meeting_id))
    return form_page("commissions/protocol_call_back.html", form, protocol=found)


@blueprint.route("/commissions/protocols/<int:protocol_id>/correct", methods=["GET", "POST"])
@permission("protocols.keep")
def correct(protocol_id: int) -> ResponseReturnValue:
    """Mend a signed protocol by a sheet that the same people sign."""
    found = protocol_queries.find_protocol(protocol_id, signed_in().actor())
    form = CorrectionForm()
    form.position.choices = options(
        [("0", _l("The protocol as a whole")), *protocol_reading.positions_of(found)]
    )
    made = made_by(
        form,
        lambda: protocol_corrections.correct(
            found.id, form.stands.data, form.reads.data, form.reason.data, form.position.data or None
        ),
    )
    if made is not None:
        flash(_("Correction sheet %(number)s is sent for signature.", number=made.number), "ok")
        return redirect(url_for("commissions.protocol", meeting_id=found.meeting_id))
    return form_page("commissions/protocol_correct.html", form, protocol=found)


found_by(
    "commissions.protocol_file",
    lambda protocol_id: protocol_queries.find_protocol(protocol_id, signed_in().actor()),
)


@blueprint.get("/commissions/protocols/<int:protocol_id>/file")
@permission("commissions.read")
def protocol_file(protocol_id: int) -> Response:
    """The protocol: as it was signed, or as it was drawn while not everybody has signed."""
    found = protocol_queries.find_protocol(protocol_id, signed_in().actor())
    done = protocol_queries.done_of(found.id)
    if done is None and not allowed("protocols.keep"):
        raise NotFound
    return send_file(done.file if done else found.file)


@blueprint.get("/commissions/protocols/<int:protocol_id>/corrections/<int:number>")
@permission("commissions.read")
def correction_file(protocol_id: int, number: int) -> Response:
    """One correction sheet, with the signatures once all are there."""
    found = protocol_queries.find_protocol(protocol_id, signed_in().actor())
    for one in protocol_queries.corrections_of(found.id):
        if one.number == number:
            sheet = signing_queries.sheet_of(protocol_corrections.KIND, one.id)
            done = signing_queries.done_of(sheet.id) if sheet else None
            return send_file(done.file if done else one.file)
    raise NotFound


@blueprint.get("/cabinet/<public_id>/protocol")
@permission("cabinet.use")
def own_protocol(public_id: str) -> ResponseReturnValue:
    """What the commission has decided on the candidate, once the protocol is signed."""
    person = signed_in()
    case = cases.find(public_id, person.actor(), person.principal.id)
    return render_template("commissions/own_protocol.html", case=case, own=protocol_reading.own_of(case.id))


@blueprint.get("/cabinet/<public_id>/protocol/extract")
@permission("cabinet.use")
def own_extract(public_id: str) -> Response:
    """The candidate's extract: only their item."""
    person = signed_in()
    case = cases.find(public_id, person.actor(), person.principal.id)
    item: ProtocolItem | None = protocol_queries.signed_item_of(case.id)
    if item is None:
        raise NotFound
    found: MeetingProtocol = item.protocol
    pdf = protocol_reading.extract_of(found, item, current_language())
    name = f"extract-{found.spelled_number}-{item.position}.pdf"
    return Response(pdf, headers=file_headers(name, MediaType.PDF, len(pdf)))
