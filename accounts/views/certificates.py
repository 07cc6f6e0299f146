"""The pages on which a certificate says who somebody is: to log in, to register, to identify one's account."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue

from accounts.actions import certificates, pace
from accounts.actions.good_password import WeakPassword
from accounts.actions.registration import Claim, Twin
from accounts.challenges import LASTS, challenge_text, new_nonce
from accounts.demo_signing import demo_passphrase, demo_subject
from accounts.door import signed_in, whoever
from accounts.formats import fail
from accounts.forms_certificates import CertificateForm, DemoCertificateForm, RegisterByCertificateForm
from accounts.models import Account
from accounts.queries import COUNTRY_ZONE, person_by_identifier
from accounts.views import blueprint
from accounts.views.carrying_out import in_one_line
from accounts.views.visitor import caller, form_page, let_in, wanted_page
from core.access import PUBLIC, SIGNED_IN, permission
from core.all_or_nothing import all_or_nothing
from core.clock import now
from core.languages import _, current_language
from core.refusals import NotFound, Refusal
from core.views import settings
from gateways.asking import ask
from gateways.doors import doors
from gateways.saying import stand_in_sentence
from gateways.signatures.findings import Expected, Signer, Use, Valid
from gateways.signatures.offered import offers_demo_keys
from gateways.signatures.saying import finding_sentence

CHALLENGE, SHOWN = "challenge", "shown_certificate"
MOST_SIGNATURE_BYTES = 512 * 1024


@blueprint.route("/log-in/certificate", methods=["GET", "POST"])
@permission(PUBLIC)
def log_in_by_certificate() -> ResponseReturnValue:
    """Log in by signing a challenge; whoever has no account yet goes on to open one."""
    _demand_connected()
    form = CertificateForm()
    signer = _answered(form, Expected(Use.SIGN_IN)) if form.validate_on_submit() else None
    if signer is None:
        return _page(form, DemoCertificateForm(prefix="demo"))
    return _known(signer)


@blueprint.post("/log-in/certificate/demo")
@permission(PUBLIC)
def log_in_by_demo_key() -> ResponseReturnValue:
    """Let the demo sign the challenge in somebody's place."""
    _demand_demo()
    form = DemoCertificateForm(prefix="demo")
    if form.validate_on_submit():
        pace.check_pace(form.number.data, caller())
        account = person_by_identifier(form.number.data)
        if account is None or account.kind == "staff":
            fail(form.number, _("Nobody who was identified has this number in the demo."))
        else:
            signer = _answered_by_demo(form, account, Expected(Use.SIGN_IN))
            if signer is not None:
                return _known(signer)
    return _page(CertificateForm(formdata=None), form)


@blueprint.get("/log-in/certificate/file")
@permission(PUBLIC)
def challenge_file() -> ResponseReturnValue:
    """The challenge as a file, byte for byte what is to be signed."""
    held = _challenge()
    if held is None:
        raise NotFound
    return Response(
        _text(held),
        content_type="application/octet-stream",
        headers={"Content-Disposition": 'attachment; filename="synaq.txt"', "Cache-Control": "no-store"},
    )


@blueprint.route("/register/certificate", methods=["GET", "POST"])
@permission(PUBLIC)
def register_by_certificate() -> ResponseReturnValue:
    """Open an account with the names and the number of the certificate that was shown a moment ago."""
    signer = _shown()
    if signer is None:
        return redirect(url_for("accounts.log_in_by_certificate"))
    form = RegisterByCertificateForm(language=current_language())
    if form.validate_on_submit():
        pace.check_registration_pace(caller())
        names = certificates.names_of(signer, organisation=bool(signer.bin))
        claim = Claim(
            email=form.email.data,
            password=form.password.data,
            language=form.language.data,
            phone=form.phone.data,
            **asdict(names),
        )
        account = all_or_nothing(lambda: certificates.register(signer, claim, settings()), WeakPassword, Twin)
        if not isinstance(account, Refusal):
            return let_in(account, url_for("accounts.home"))
        if isinstance(account, WeakPassword):
            fail(form.password, account.sentence)
        else:
            form.form_errors.append(in_one_line(account))
    return form_page("accounts/register_certificate.html", form, signer=signer)


@blueprint.route("/account/certificate", methods=["GET", "POST"])
@permission(SIGNED_IN)
def prove_by_certificate() -> ResponseReturnValue:
    """Identify one's own account by one's certificate instead of at a desk."""
    _demand_connected()
    account = _unproven()
    form = CertificateForm()
    expected = certificates.expected_for(account)
    signer = _answered(form, expected) if form.validate_on_submit() else None
    if signer is None:
        return _page(form, DemoCertificateForm(prefix="demo"), account)
    return _proven(signer)


@blueprint.post("/account/certificate/demo")
@permission(SIGNED_IN)
def prove_by_demo_key() -> ResponseReturnValue:
    """Let the demo sign in the holder's place."""
    _demand_demo()
    account = _unproven()
    form = DemoCertificateForm(prefix="demo", number=account.iin or account.bin)
    if form.validate_on_submit():
        signer = _answered_by_demo(form, account, certificates.expected_for(account))
        if signer is not None:
            return _proven(signer)
    return _page(CertificateForm(formdata=None), form, account)


def _unproven() -> Account:
    person = signed_in()
    if person.account.proven:
        raise NotFound
    return person.account


def _proven(signer: Signer) -> ResponseReturnValue:
    certificates.prove(signed_in().account, signer)
    flash(_("Your account has been identified by your certificate."), "ok")
    return redirect(url_for("accounts.own"))


def _known(signer: Signer) -> ResponseReturnValue:
    """Whoever has an identified account is in; others open one."""
    account = certificates.account_of(signer)
    if account is not None:
        return let_in(account, wanted_page())
    session[SHOWN] = {"signer": _plain(signer), "since": now().isoformat()}
    return redirect(url_for("accounts.register_by_certificate"))


# --- The challenge, kept in this browser's session between page and answer ---------------------------------------


def _challenge() -> dict[str, str] | None:
    held: dict[str, str] | None = session.get(CHALLENGE)
    if held is None or now() - datetime.fromisoformat(held["since"]) > LASTS:
        return None
    return held


def _text(held: dict[str, str]) -> bytes:
    return challenge_text(held["nonce"], settings().public_address, datetime.fromisoformat(held["since"]))


def _answered(form: Any, expected: Expected) -> Signer | None:
    """Who signed the challenge of this browser; what does not hold is said beside the field."""
    brought = form.signature.data.read(MOST_SIGNATURE_BYTES + 1)
    return _check(form.signature, brought, expected)


def _answered_by_demo(form: Any, account: Account, expected: Expected) -> Signer | None:
    from gateways.signatures.demo_keys import sign_with_demo_key
    from gateways.signatures.keystore import WrongPassphrase

    held, subject, passphrase = _challenge(), demo_subject(account), form.passphrase.data
    if held is None:
        fail(form.passphrase, _too_old())
        return None
    kept, text = settings(), _text(held)
    try:
        signature = ask(lambda: sign_with_demo_key(kept, subject, Use.SIGN_IN, text, passphrase))
    except WrongPassphrase:
        fail(form.passphrase, _("The demo key does not open with this passphrase."))
        return None
    return _check(form.passphrase, signature, expected)


def _check(field: Any, brought: bytes, expected: Expected) -> Signer | None:
    held, door = _challenge(), doors().signatures
    if held is None:
        fail(field, _too_old())
        return None
    pace.check_certificate_pace(caller())
    text = _text(held)
    found = ask(lambda: door.check(text, brought, expected))
    if not isinstance(found, Valid):
        fail(field, finding_sentence(found, COUNTRY_ZONE))
        return None
    session.pop(CHALLENGE)
    certificates.spend(held["nonce"])
    return found.signer


def _too_old() -> str:
    return _("The file to sign is older than ten minutes. Take the new one from this page and sign that.")


def _page(form: Any, demo_form: Any, account: Account | None = None) -> ResponseReturnValue:
    if _challenge() is None:
        session[CHALLENGE] = {"nonce": new_nonce(), "since": now().replace(microsecond=0).isoformat()}
    door = doors().signatures
    demo = offers_demo_keys(settings(), door)
    return form_page(
        "accounts/certificate.html",
        demo_form if demo_form.errors else form,
        file_form=form,
        demo_form=demo_form if demo else None,
        passphrase=demo_passphrase() if demo else "",
        stand_in=stand_in_sentence("signatures") if door.stand_in else "",
        account=account,
        person=whoever(),
        next=wanted_page(),
    )


def _demand_connected() -> None:
    if not doors().signatures.connected:
        raise NotFound


def _demand_demo() -> None:
    if not offers_demo_keys(settings(), doors().signatures):
        raise NotFound


def _plain(signer: Signer) -> dict[str, str]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else (value or "")
        for name, value in asdict(signer).items()
    }


def _shown() -> Signer | None:
    """The certificate that was shown in this browser a moment ago."""
    kept = session.get(SHOWN)
    if kept is None or now() - datetime.fromisoformat(kept["since"]) > LASTS:
        return None
    plain: dict[str, Any] = dict(kept["signer"])
    for name in ("not_before", "not_after"):
        plain[name] = datetime.fromisoformat(plain[name])
    for name in ("iin", "bin"):
        plain[name] = plain[name] or None
    return Signer(**plain)
