"""The evidence file of a case: its documents in a ZIP, with a manifest that says what proves what, signed. Pure.

The same chain gives the same bytes: nothing is squeezed, no clock is asked, and the register's key signs alike each
time. Whoever takes the file apart finds plain documents; whoever changes one byte of them is found by the manifest, and
whoever writes the manifest anew has not the key.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.canonical import canonical
from core.languages import _l
from desks.chain.links import (
    RESTS_ON,
    Absence,
    Case,
    Evidence,
    Holds,
    Kind,
    Line,
    Link,
    Missing,
    held,
    sha256,
)
from orders.paper_proof import key_bytes

FORM = "synaq-evidence-1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
# The day on which the calendar of ZIP begins: a file has no age of its own.
_DAY = (1980, 1, 1, 0, 0, 0)
# No case comes near; a file that claims more is none of ours.
MOST_BYTES, MOST_FILES = 512 * 1024 * 1024, 200

# For whoever opens the manifest and has no Synaq.
PROVED_BY: dict[Kind, str] = {
    Kind.APPLICATION: "SHA-256 of request.json is facts.request; request.cms.pem is a detached CMS over request.json.",
    Kind.SEAL: "set.json: the digest is SHA-256 of the canonical JSON of set number, blueprint digest, paper digests.",
    Kind.TRANSCRIPT: "test.json: the transcript's RFC 6962 leaf and its path give the root; its paper is in set.json.",
    Kind.RECORD: "SHA-256 of facts.json is printed on record.pdf; tree_root in it is the root of test.json.",
    Kind.RESULT: "result.json names SHA-256 of the transcript and its verdict.",
    Kind.EVALUATION: "SHA-256 of facts.json is printed on report.pdf.",
    Kind.PROTOCOL: "protocol.pdf (PAdES) encloses protocol.json; its item of this case names transcript or report.",
    Kind.ORDER: "order.pdf (PAdES) encloses order.json; its line of this case names result and protocol.",
    Kind.PAPER: "SHA-256 of facts.json is printed on paper.pdf (PAdES); code.txt is signed with case.register_key.",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """What an evidence file holds, and what is wrong with the file itself."""

    evidence: Evidence
    lines: tuple[Line, ...]


class NoEvidence(ValueError):
    """What was brought is no evidence file at all."""


def written(evidence: Evidence, links: Sequence[Link | Missing], key: Ed25519PrivateKey) -> bytes:
    """The ZIP of a chain."""
    manifest = canonical(_manifest(evidence, links)).encode()
    signature = key.sign(_signed(manifest)).hex().encode() + b"\n"
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as file:
        for name, data in [(MANIFEST, manifest), (SIGNATURE, signature), *sorted(evidence.files.items())]:
            entry = zipfile.ZipInfo(name, _DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            file.writestr(entry, data)
    return kept.getvalue()


def _manifest(evidence: Evidence, links: Sequence[Link | Missing]) -> dict[str, Any]:
    return {
        "form": FORM,
        "case": asdict(evidence.case),
        "links": [_link(one) for one in links],
        "files": {name: {"sha256": sha256(data), "size": len(data)} for name, data in evidence.files.items()},
        "withheld": {
            document.name: document.digest
            for one in links
            if isinstance(one, Link)
            for document in one.documents
            if document.data is None
        },
    }


def _link(one: Link | Missing) -> dict[str, Any]:
    if isinstance(one, Missing):
        return {"link": one.kind, "missing": one.why}
    return {
        "link": one.kind,
        "number": one.number,
        "at": one.at,
        "facts": one.facts,
        "files": [document.name for document in one.documents],
        "rests_on": list(RESTS_ON[one.kind]),
        "proved_by": PROVED_BY[one.kind],
    }


def _signed(manifest: bytes) -> bytes:
    return FORM.encode() + b"\0" + manifest


def opened(data: bytes, key: bytes | None = None) -> Opened:
    """Take the file apart; `key` is the register's as it was published; without it nobody is known to vouch."""
    files = _unpacked(data)
    manifest, signature = files.pop(MANIFEST, b""), files.pop(SIGNATURE, b"")
    told = _read(manifest)
    case = Case(**told["case"])
    evidence = Evidence(
        case,
        {Kind(one["link"]): one["facts"] for one in told["links"] if "facts" in one},
        {Kind(one["link"]): Absence(one["missing"]) for one in told["links"] if "missing" in one},
        files,
        frozenset(told["withheld"]),
    )
    return Opened(evidence, (*_files(told["files"], files), *_sealed(manifest, signature, case, key)))


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Every file of the ZIP. A name that comes twice, or more bytes than a case can have, is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            entries = file.infolist()
            names = [one.filename for one in entries]
            if len(set(names)) != len(names) or len(names) > MOST_FILES:
                raise NoEvidence("a name comes twice, or there are too many")
            if sum(one.file_size for one in entries) > MOST_BYTES:
                raise NoEvidence("more bytes than a case can have")
            return {one.filename: file.read(one) for one in entries}
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as fault:
        raise NoEvidence(str(fault)) from fault


def _read(manifest: bytes) -> Any:
    try:
        told = json.loads(manifest)
        if told["form"] != FORM or canonical(told).encode() != manifest:
            raise NoEvidence("the manifest is not in its form")
        Case(**told["case"])
        for one in told["links"]:
            Kind(one["link"])
    except (ValueError, KeyError, TypeError) as fault:
        raise NoEvidence(f"the manifest cannot be read: {fault}") from fault
    return told


def _files(named: Mapping[str, Mapping[str, Any]], files: Mapping[str, bytes]) -> list[Line]:
    found = [
        held(name in files and sha256(files[name]) == one["sha256"],
             _l("%(name)s is the file that the manifest names.", name=name))
        for name, one in sorted(named.items())
    ]  # fmt: skip
    added = sorted(files.keys() - named.keys())
    return found + [
        Line(Holds.NO, _l("%(name)s was added: the manifest knows no such file.", name=one)) for one in added
    ]


def _sealed(manifest: bytes, signature: bytes, case: Case, key: bytes | None) -> list[Line]:
    """The manifest was signed with the register's key; and whether that key is known to the reader."""
    try:
        own = key_bytes(case.register_key)
        Ed25519PublicKey.from_public_bytes(own).verify(bytes.fromhex(signature.decode()), _signed(manifest))
        signed = True
    except (InvalidSignature, ValueError):
        own, signed = b"", False
    lines = [
        held(signed, _l("The manifest was signed by the register that it names, and not changed since."))
    ]
    if key is None:
        lines.append(
            Line(
                Holds.UNSAID,
                _l(
                    "Whose key that is cannot be said: give the published one with --key. The file names %(key)s",
                    key=case.register_key,
                ),
            )
        )
    else:
        lines.append(held(own == key, _l("The register's key is the one you gave.")))
    return lines
