"""What pages and notices say of a finding, in the reader's language: what was found, and what to do."""

from __future__ import annotations

from datetime import datetime

from core.languages import Text, _l, long_moment
from core.languages import gettext as _
from gateways.signatures.findings import Doubt, Fault, Finding, NotChecked, NotValid, Use, Valid

FAULTS: dict[Fault, Text] = {
    Fault.UNREADABLE: _l(
        "This is no signature that can be read. Bring the file that your signing program made, unchanged."
    ),
    Fault.NONE: _l("There is no signature in it."),
    Fault.SEVERAL: _l("Several people have signed in one file. Bring one file for each signature."),
    Fault.CHANGED: _l("The signature is of something else: what was signed was changed afterwards."),
    Fault.BROKEN: _l("The signature was not made with the key of the certificate in it, or it was damaged."),
    Fault.ADDED: _l("Something was added to the document after it was signed."),
    Fault.PAGES_ADDED: _l("Pages were added to the document, or taken away, after it was signed."),
    Fault.NOT_COVERED: _l("The signature does not cover the whole document."),
    Fault.CHAIN: _l(
        "The certificate was not issued by an authority that is trusted here. Sign with a certificate of the national "
        "certification authority."
    ),
    Fault.EXPIRED: _l("The certificate had expired. Renew it and sign again."),
    Fault.NOT_YET_VALID: _l("The certificate was not valid yet."),
    Fault.REVOKED: _l("The certificate has been revoked (annulled). Get a new one and sign again."),
    Fault.NOBODY_NAMED: _l(
        "The certificate names neither an IIN nor a BIN, so it cannot be said who signed."
    ),
    Fault.OTHER_PERSON: _l("The IIN in the certificate is not the IIN of the person who must sign."),
    Fault.OTHER_ORGANISATION: _l("The BIN in the certificate is not the BIN of the organisation."),
    Fault.STAMP_REPLAYED: _l("The time-stamp belongs to another signature."),
    Fault.STAMP_BROKEN: _l("The time-stamp is damaged or was made up."),
    Fault.STAMP_UNTRUSTED: _l("The time-stamp does not come from an authority that is trusted here."),
}

KEY_USAGES: dict[Use, Text] = {
    Use.SIGNING: _l("This key is not for signing. Choose the signing key; its file is another one."),
    Use.SIGN_IN: _l(
        "This key is not for logging in. Choose the key for logging in; its file is another one."
    ),
}


def finding_sentence(finding: Finding, zone: str) -> str:
    """The finding as one or two sentences."""
    match finding:
        case Valid(signer, _signed_at, stamped_at):
            return _valid(signer.name, stamped_at, zone)
        case NotValid(Fault.KEY_USAGE, detail):
            return str(KEY_USAGES[Use(detail)])
        case NotValid(fault, detail):
            return f"{FAULTS[fault]}{_since(fault, detail, zone)}"
        case NotChecked(doubt, detail):
            return _doubt(doubt, detail)


def _valid(name: str, stamped_at: datetime | None, zone: str) -> str:
    if stamped_at is None:
        return _("The signature is valid: %(name)s.", name=name)
    return _(
        "The signature is valid: %(name)s, time-stamped on %(moment)s.",
        name=name,
        moment=long_moment(stamped_at, zone),
    )


def _since(fault: Fault, detail: str, zone: str) -> str:
    """Since or until when, where the certificate or the authority says it."""
    if fault not in {Fault.EXPIRED, Fault.NOT_YET_VALID, Fault.REVOKED} or not detail:
        return ""
    return " " + _("The moment: %(moment)s.", moment=long_moment(datetime.fromisoformat(detail), zone))


def _doubt(doubt: Doubt, detail: str) -> str:
    match doubt:
        case Doubt.ALGORITHM:
            return _(
                "The signature uses %(algorithm)s, which Synaq does not compute. This says nothing against the "
                "signature: it is neither valid nor invalid here. Sign with an RSA or ECDSA key.",
                algorithm=detail,
            )
        case Doubt.AUTHORITY_SILENT:
            return _(
                "The certification authority does not answer at present, so it cannot be said whether the certificate "
                "is revoked. Nothing is lost: try again in a few minutes."
            )
        case Doubt.UNKNOWN_PART:
            return _(
                "The signature file holds a part that Synaq does not check (%(part)s). Make a plain detached "
                "signature.",
                part=detail,
            )
        case Doubt.NOT_CONNECTED:
            return _("Electronic signatures are not connected to this installation.")
