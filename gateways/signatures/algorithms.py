"""Which algorithms Synaq computes; every other one is told by its name, never as valid and never as invalid. Pure."""

from __future__ import annotations

from typing import Any

from gateways.signatures.findings import Doubt, not_checked

DIGESTS = frozenset({"sha256", "sha384", "sha512"})
CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}
LEAST_RSA_BITS = 2048

# Signature algorithm to the digest it fixes; None where the digest is named beside it.
_RSA = {
    "rsassa_pkcs1v15": None,
    "sha256_rsa": "sha256",
    "sha384_rsa": "sha384",
    "sha512_rsa": "sha512",
}
_ECDSA = {"sha256_ecdsa": "sha256", "sha384_ecdsa": "sha384", "sha512_ecdsa": "sha512"}

NAMES = {
    "1.2.398.3.10.1.1.1.1": "ГОСТ 34.310-2004",
    "1.2.398.3.10.1.1.1.2": "ГОСТ 34.310-2004 (ГОСТ 34.311-95)",
    "1.2.398.3.10.1.1.2.1": "ГОСТ 34.310-2015",
    "1.2.398.3.10.1.1.2.2": "ГОСТ 34.310-2015",
    "1.2.398.3.10.1.1.2.2.1": "ГОСТ 34.310-2015 (256)",
    "1.2.398.3.10.1.1.2.2.2": "ГОСТ 34.310-2015 (512)",
    "1.2.398.3.10.1.1.2.3.1": "ГОСТ 34.310-2015 (256)",
    "1.2.398.3.10.1.1.2.3.2": "ГОСТ 34.310-2015 (512)",
    "1.2.398.3.10.1.3.1": "ГОСТ 34.311-95",
    "1.2.398.3.10.1.3.2": "ГОСТ 34.11-2015 (256)",
    "1.2.398.3.10.1.3.3": "ГОСТ 34.11-2015 (512)",
    "1.2.643.2.2.3": "ГОСТ Р 34.10-2001",
    "1.2.643.2.2.9": "ГОСТ Р 34.11-94",
    "1.2.643.2.2.19": "ГОСТ Р 34.10-2001",
    "1.2.643.7.1.1.1.1": "ГОСТ Р 34.10-2012 (256)",
    "1.2.643.7.1.1.1.2": "ГОСТ Р 34.10-2012 (512)",
    "1.2.643.7.1.1.2.2": "ГОСТ Р 34.11-2012 (256)",
    "1.2.643.7.1.1.2.3": "ГОСТ Р 34.11-2012 (512)",
    "1.2.643.7.1.1.3.2": "ГОСТ Р 34.10-2012 (256)",
    "1.2.643.7.1.1.3.3": "ГОСТ Р 34.10-2012 (512)",
    "sha1": "SHA-1",
    "md5": "MD5",
    "sha1_rsa": "RSA (SHA-1)",
    "md5_rsa": "RSA (MD5)",
    "sha1_ecdsa": "ECDSA (SHA-1)",
    "rsassa_pss": "RSA-PSS",
    "ed25519": "Ed25519",
    "ed448": "Ed448",
}


def name_of(identifier: Any) -> str:
    """What people call an algorithm; its number where nobody here knows a name."""
    dotted, known = str(identifier.dotted), str(identifier.native)
    return NAMES.get(dotted) or NAMES.get(known) or (known if known != dotted else f"OID {dotted}")


def demand_digest(algorithm: Any) -> str:
    """The digest algorithm, spelled as the law of CMS spells it."""
    name = str(algorithm["algorithm"].native)
    if name not in DIGESTS:
        raise not_checked(Doubt.ALGORITHM, name_of(algorithm["algorithm"]))
    return name


def demand_signature(algorithm: Any, digest: str | None = None) -> None:
    """A signature algorithm that is computed here, for this digest."""
    name = str(algorithm["algorithm"].native)
    fixed = _RSA.get(name, _ECDSA.get(name, "?"))
    if fixed == "?" or (digest and fixed and fixed != digest) or (fixed is None and digest is None):
        raise not_checked(Doubt.ALGORITHM, name_of(algorithm["algorithm"]))


def demand_key(public_key: Any) -> str:
    """The name of a key that is strong enough and of a kind that is computed here."""
    kind = str(public_key["algorithm"]["algorithm"].native)
    if kind == "rsa":
        bits = int(public_key.bit_size)
        if bits >= LEAST_RSA_BITS:
            return f"RSA {bits}"
        raise not_checked(Doubt.ALGORITHM, f"RSA {bits}")
    if kind == "ec":
        form, curve = public_key.curve
        if form == "named" and curve in CURVES:
            return f"ECDSA {CURVES[curve]}"
        raise not_checked(Doubt.ALGORITHM, f"ECDSA ({curve if form == 'named' else form})")
    raise not_checked(Doubt.ALGORITHM, name_of(public_key["algorithm"]["algorithm"]))


def has_plain_parameters(algorithm: Any) -> bool:
    """Whether an algorithm carries no parameters, or an empty NULL: nothing else may hide there."""
    spelled = bytes(algorithm.dump())
    identifier = bytes(algorithm["algorithm"].dump())
    header = len(spelled) - len(algorithm.contents)
    return spelled[header:] in {identifier, identifier + b"\x05\x00"}
