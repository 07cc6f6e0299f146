"""The page on which an applicant signs the request: the file goes out, its signature comes back."""

from __future__ import annotations

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.actions.pace import QUARTER
from accounts.demo_signing import demo_passphrase, demo_subject
from accounts.door import SignedIn, signed_in
from accounts.formats import fail
from accounts.queries import COUNTRY_ZONE
from accounts.views.visitor import form_page
from applications import forms_apply as forms
from applications.actions import request_signing
from applications.draft_reading import Filling
from applications.models import Case, RequestToSign
from applications.request_declaration import takes_typed
from applications.views import blueprint
from applications.views.draft import draft_here, submitted_already
from core import rates
from core.access import permission
from core.languages import _, current_language
from core.refusals import NotFound
from core.views import settings
from gateways.asking import ask
from gateways.doors import doors
from gateways.saying import stand_in_sentence
from gateways.signatures.findings import Finding, Use, Valid
from gateways.signatures.offered import offers_demo_keys
from gateways.signatures.saying import finding_sentence
from gateways.signatures.strict_der import unarmoured

MOST_SIGNATURE_BYTES = 512 * 1024


@blueprint.post("/drafts/<public_id>/sign/prepare")
@permission("applications.apply")
def prepare_request(public_id: str) -> ResponseReturnValue:
    """Make the file that is to be signed, from the answers as they are now."""
    here = draft_here(public_id)
    gone = submitted_already(here.draft)
    if gone is not None:
        return gone
    request_signing.offer(here.draft.id, signed_in().account, current_language(), settings())
    return redirect(url_for("applications.sign_request", public_id=public_id))


@blueprint.get("/drafts/<public_id>/sign/request")
@permission("applications.apply")
def request_file(public_id: str) -> ResponseReturnValue:
    """The request as a file, byte for byte what is to be signed."""
    offered = _offered(draft_here(public_id))
    return Response(
        offered.text.encode(),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="request-{offered.digest[:8]}.json"'},
    )


@blueprint.route("/drafts/<public_id>/sign", methods=["GET", "POST"])
@permission("applications.apply")
def sign_request(public_id: str) -> ResponseReturnValue:
    """Hand in the signature that was made with one's own program."""
    here = draft_here(public_id)
    gone = submitted_already(here.draft)
    if gone is not None:
        return gone
    offered = _offered(here)
    form = forms.SignatureForm()
    if form.validate_on_submit():
        brought = form.signature.data.read(MOST_SIGNATURE_BYTES + 1)
        answer = _hand_in(here, offered, brought, form)
        if answer is not None:
            return answer
    return _page(here, offered, form, forms.DemoKeyForm(prefix="demo"))


@blueprint.post("/drafts/<public_id>/sign/demo")
@permission("applications.apply")
def sign_request_in_demo(public_id: str) -> ResponseReturnValue:
    """Let the demo sign in the applicant's place, with a key of its own making."""
    here = draft_here(public_id)
    gone = submitted_already(here.draft)
    if gone is not None:
        return gone
    offered, person = _offered(here), signed_in()
    if not offers_demo_keys(settings(), doors().signatures):
        raise NotFound
    form = forms.DemoKeyForm(prefix="demo")
    if form.validate_on_submit():
        rates.limit("demo key", str(person.account.id), at_most=20, length=QUARTER)
        signature = _demo_signature(person, offered, form)
        answer = _hand_in(here, offered, signature, form) if signature else None
        if answer is not None:
            return answer
    return _page(here, offered, forms.SignatureForm(formdata=None), form)


def _offered(here: Filling) -> RequestToSign:
    offered = request_signing.newest_offer(here.draft.id)
    if offered is None:
        raise NotFound
    return offered


def _hand_in(
    here: Filling, offered: RequestToSign, brought: bytes, form: forms.SignatureForm | forms.DemoKeyForm
) -> ResponseReturnValue | None:
    """Check the signature, then submit; what does not hold is said beside the field."""
    author, door = signed_in().account, doors().signatures
    expected = request_signing.expected_of(author)
    offer_id, draft_id, text = offered.id, here.draft.id, offered.text.encode()
    found: Finding = ask(lambda: door.check(text, brought, expected))
    if not isinstance(found, Valid):
        sentence = finding_sentence(found, COUNTRY_ZONE)
        fail(
            form.proof, _("The authenticity of your signature is not confirmed. %(reason)s", reason=sentence)
        )
        return None
    case: Case = request_signing.submit_signed(
        draft_id,
        signed_in().account,
        offer_id,
        unarmoured(brought),
        found,
        current_language(),
        settings(),
        stand_in=door.stand_in,
    )
    return redirect(url_for("applications.submitted", public_id=case.public_id))


def _demo_signature(person: SignedIn, offered: RequestToSign, form: forms.DemoKeyForm) -> bytes | None:
    """The demo's stand-in for what a person does with their own key."""
    from gateways.signatures.demo_keys import sign_with_demo_key
    from gateways.signatures.keystore import WrongPassphrase

    subject, text, passphrase = demo_subject(person.account), offered.text.encode(), form.passphrase.data
    held = settings()
    try:
        return ask(lambda: sign_with_demo_key(held, subject, Use.SIGNING, text, passphrase))
    except WrongPassphrase:
        fail(form.passphrase, _("The demo key does not open with this passphrase."))
        return None


def _page(
    here: Filling, offered: RequestToSign, form: forms.SignatureForm, demo_form: forms.DemoKeyForm
) -> ResponseReturnValue:
    assert here.office is not None
    door = doors().signatures
    demo = offers_demo_keys(settings(), door)
    refused = form if form.errors else demo_form
    return form_page(
        "applications/sign_request.html",
        refused if refused.errors else form,
        file_form=form,
        demo_form=demo_form if demo else None,
        passphrase=demo_passphrase() if demo else "",
        stand_in=stand_in_sentence("signatures") if door.stand_in else "",
        typed=takes_typed(here.office.id, here.draft.service, door),
        here=here,
        offered=offered,
    )
