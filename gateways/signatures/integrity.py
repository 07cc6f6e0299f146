"""Whether a signature fits what was signed: the digest it names, and the key that made it. Pure."""

from __future__ import annotations

from pyhanko.sign.general import SigningError, UnacceptableSignerError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from gateways.signatures.findings import Fault, Signer, not_valid
from gateways.signatures.strict_cms import ReadCms


def demand_intact(read: ReadCms, digest: bytes, signer: Signer | None = None) -> None:
    """The signature is of this digest, by this certificate's key; which of both fails is told apart."""
    content_type = str(read.signed_data["encap_content_info"]["content_type"].native)
    try:
        intact, genuine = validate_sig_integrity(read.signer_info, read.certificate, content_type, digest)
    except (SignatureValidationError, SigningError, UnacceptableSignerError, ValueError, TypeError) as error:
        raise not_valid(Fault.BROKEN, type(error).__name__, signer) from error
    if not genuine:
        raise not_valid(Fault.BROKEN, "", signer)
    if not intact:
        raise not_valid(Fault.CHANGED, "", signer)
