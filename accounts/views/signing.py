"""The pages on which somebody signs what waits for them: the paper goes out, its signature comes back, or a refusal."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.actions import signing
from accounts.actions.pace import QUARTER
from accounts.demo_signing import demo_passphrase
from accounts.door import signed_in
from accounts.formats import fail
from accounts.forms_signing import KeyOnServerForm, RefuseToSignForm, SheetSignatureForm
from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from accounts.sheet_reading import sheet_rows, sheet_shown
from accounts.signing_hooks import Onward, hooks_of
from accounts.signing_keys import KeyHere, key_here, sign_here
from accounts.signing_models import SigningSheet
from accounts.signing_queries import done_of, newest_file, newest_offer, sheet_for, signed_by, waiting_for
from accounts.signing_turns import Turn, offered, seal, turn_of
from accounts.views import blueprint
from accounts.views.visitor import form_page
from core import rates
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.clock import now
from core.files import send_file
from core.frame import add_to_menu
from core.languages import _, _l
from core.refusals import NotFound
from core.views import settings
from gateways.asking import ask
from gateways.doors import doors
from gateways.saying import stand_in_sentence
from gateways.signatures.documents import Prepared

add_to_menu(
    "accounts.to_sign",
    _l("To sign"),
    "sheets.sign",
    28,
    (Role.HEAD, Role.ACTING_HEAD, Role.COMMISSION_SECRETARY, Role.STATISTICS_SPECIALIST),
)


@blueprint.get("/signing")
@permission("sheets.sign")
def to_sign() -> ResponseReturnValue:
    """What waits for my signature, and what I have signed."""
    me = signed_in().account.id
    return render_template(
        "accounts/signing.html", waiting=sheet_rows(waiting_for(me)), done=sheet_rows(signed_by(me))
    )


@blueprint.route("/signing/<int:sheet_id>", methods=["GET", "POST"])
@permission("sheets.sign")
def sheet(sheet_id: int) -> ResponseReturnValue:
    """One paper: who signs it, who has; and handing in the signature that was made with one's own program."""
    own, form = _own(sheet_id), SheetSignatureForm()
    if form.validate_on_submit():
        turn = turn_of(sheet_id)
        signed = all_or_nothing(lambda: _signed(turn, _handed_out(turn), form.brought()), RefusedFact)
        if not isinstance(signed, RefusedFact):
            return signed
        fail(form.proof, signed.sentence)
        own = _own(sheet_id)
    return _page(own, form, KeyOnServerForm(formdata=None, prefix="here"))


@blueprint.get("/signing/<int:sheet_id>/document")
@permission("sheets.sign")
def sheet_document(sheet_id: int) -> Response:
    """The paper as it is now, with the signatures that it bears."""
    return send_file(newest_file(_own(sheet_id)))


@blueprint.post("/signing/<int:sheet_id>/prepare")
@permission("sheets.sign")
def prepare_sheet(sheet_id: int) -> ResponseReturnValue:
    """Make the file that is to be signed outside."""
    _own(sheet_id)
    signing.offer(turn_of(sheet_id), now().replace(microsecond=0))
    return redirect(url_for("accounts.sheet", sheet_id=sheet_id))


@blueprint.get("/signing/<int:sheet_id>/to-sign")
@permission("sheets.sign")
def bytes_to_sign(sheet_id: int) -> Response:
    """Byte for byte what is to be signed: the paper without the place kept free."""
    _own(sheet_id)
    prepared = _handed_out(turn_of(sheet_id))
    return Response(
        prepared.covered,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="to-sign-{prepared.digest[:8]}.bin"',
            "Cache-Control": "no-store",
        },
    )


@blueprint.post("/signing/<int:sheet_id>/here")
@permission("sheets.sign")
def sign_sheet_here(sheet_id: int) -> ResponseReturnValue:
    """Sign by a key on this server: the demo's, or one that the office has decided to keep here."""
    own, form = _own(sheet_id), KeyOnServerForm(prefix="here")
    kind = key_here(own.office_id, settings(), doors().signatures)
    if kind is None:
        raise NotFound
    if form.validate_on_submit():
        rates.limit("key on server", str(signed_in().account.id), at_most=60, length=QUARTER)
        turn, account, held, moment = turn_of(sheet_id), signed_in().account, settings(), now()
        prepared = turn.prepare(moment.replace(microsecond=0))
        signed = all_or_nothing(
            lambda: _signed(
                turn, prepared, sign_here(kind, account, prepared.covered, form.passphrase.data, held)
            ),
            RefusedFact,
        )
        if not isinstance(signed, RefusedFact):
            return signed
        fail(form.proof, signed.sentence)
        own = _own(sheet_id)
    return _page(own, SheetSignatureForm(formdata=None), form)


@blueprint.route("/signing/<int:sheet_id>/refuse", methods=["GET", "POST"])
@permission("sheets.sign")
def refuse_sheet(sheet_id: int) -> ResponseReturnValue:
    """Refuse to sign, with the reason; asked once, with what follows."""
    own, form = _own(sheet_id), RefuseToSignForm()
    turn_of(sheet_id)
    if form.validate_on_submit():
        signing.refuse(sheet_id, form.reason.data)
        onward = _onward(sheet_id)
        if onward is not None:
            flash(str(onward.sentence), "ok")
            return redirect(onward.url)
        flash(_("You have refused to sign. Whoever drew the paper up has been told."), "ok")
        return redirect(url_for("accounts.sheet", sheet_id=sheet_id))
    return form_page("accounts/signing_refuse.html", form, sheet=own)


def _own(sheet_id: int) -> SigningSheet:
    found = sheet_for(signed_in().account.id, sheet_id)
    if found is None:
        raise NotFound
    return found


def _onward(sheet_id: int) -> Onward | None:
    """Where the room that opened the sheet has its author go on."""
    found = _own(sheet_id)
    return hooks_of(found.kind).leads_on(found)


def _handed_out(turn: Turn) -> Prepared:
    """The paper as it was handed out last; what was handed out over an earlier state counts no more."""
    offer = newest_offer(turn.sheet_id, turn.position)
    if offer is None or offer.over_digest != turn.over_digest:
        raise NotFound
    return offered(offer)


def _signed(turn: Turn, prepared: Prepared, signature: bytes) -> ResponseReturnValue:
    """Ask the door with no row held, then write down what it found."""
    door = doors().signatures
    sealed = ask(lambda: seal(turn, prepared, signature, door))
    signing.sign(turn, sealed, stand_in=door.stand_in)
    last = done_of(turn.sheet_id) is not None
    onward = _onward(turn.sheet_id) if last else None
    if onward is not None:
        flash(str(onward.sentence), "ok")
        return redirect(onward.url)
    flash(
        _("You have signed, as the last one: the paper is signed by everybody.")
        if last
        else _("You have signed. The paper goes on to whoever is next."),
        "ok",
    )
    return redirect(url_for("accounts.sheet", sheet_id=turn.sheet_id))


def _page(own: SigningSheet, form: SheetSignatureForm, here_form: KeyOnServerForm) -> ResponseReturnValue:
    door = doors().signatures
    kind = key_here(own.office_id, settings(), door)
    return form_page(
        "accounts/signing_sheet.html",
        here_form if here_form.errors else form,
        shown=sheet_shown(own, signed_in().account.id),
        file_form=form,
        here_form=here_form if kind else None,
        passphrase=demo_passphrase() if kind is KeyHere.DEMO else "",
        stand_in=stand_in_sentence("signatures") if door.stand_in else "",
        connected=door.connected,
    )
