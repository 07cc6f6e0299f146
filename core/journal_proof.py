"""Proving the journal: walk the chains, name the first broken entry, publish and compare signed heads.

An inspector or the operator runs it; nothing here writes to the journal.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select

from core.canonical import canonical
from core.clock import now
from core.database import db
from core.journal import GENESIS, entry_digest, personal_digest
from core.models import JournalEntry, JournalHead, JournalPersonal


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry of a chain that does not fit, and what is wrong with it."""

    chain: int
    position: int
    fault: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a walk over all chains found."""

    entries: int
    chains: int
    breaks: tuple[Break, ...]

    @property
    def holds(self) -> bool:
        return not self.breaks


def verify() -> Proof:
    """Walk every chain from its first entry; one broken entry a chain is named."""
    heads = {head.chain: head for head in db.session.scalars(select(JournalHead))}
    chains = set(heads) | set(db.session.scalars(select(JournalEntry.chain).distinct()))
    breaks: list[Break] = []
    count = 0
    for chain in sorted(chains):
        position, previous = 0, GENESIS
        broken: Break | None = None
        for entry, personal in _entries(chain):
            count += 1
            position += 1
            fault = _fault(entry, personal, position, previous)
            if fault and broken is None:
                broken = Break(chain, position, fault)
            previous = entry["digest"]
        if broken is None:
            broken = _head_fault(chain, position, previous, heads.get(chain))
        if broken:
            breaks.append(broken)
    return Proof(count, len(chains), tuple(breaks))


def _entries(chain: int) -> Iterator[tuple[dict[str, Any], JournalPersonal | None]]:
    table = JournalEntry.__table__
    query = (
        select(JournalEntry, JournalPersonal)
        .outerjoin(
            JournalPersonal,
            (JournalPersonal.chain == JournalEntry.chain)
            & (JournalPersonal.position == JournalEntry.position),
        )
        .where(JournalEntry.chain == chain)
        .order_by(JournalEntry.position)
        .execution_options(yield_per=1000)
    )
    for entry, personal in db.session.execute(query):
        yield {column.key: getattr(entry, column.key) for column in table.columns}, personal


def _fault(
    entry: dict[str, Any], personal: JournalPersonal | None, position: int, previous: str
) -> str | None:
    if entry["position"] != position:
        return f"entry {position} is missing; the next one is {entry['position']}"
    if entry["previous"] != previous:
        return "it does not follow the entry before it"
    if entry["digest"] != entry_digest(entry):
        return "its text was changed"
    if (entry["personal_digest"] is None) != (personal is None):
        return "its personal part is missing" if personal is None else "a personal part was added"
    if personal is None or personal.facts is None or personal.salt is None:
        return None
    if personal_digest(personal.salt, personal.facts) != entry["personal_digest"]:
        return "its personal part was changed"
    return None


def _head_fault(chain: int, position: int, digest: str, head: JournalHead | None) -> Break | None:
    if head is None:
        return Break(chain, position, "the chain has no head")
    if head.position > position:
        return Break(
            chain, position + 1, f"the chain ends before its head at {head.position}: entries are missing"
        )
    if (head.position, head.digest) != (position, digest):
        return Break(chain, position, "the head does not agree with the last entry")
    return None


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The key that signs published heads; made on first use, readable by the operator alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(
            Ed25519PrivateKey.generate().private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} is no Ed25519 key")
    return key


def publish(key: Ed25519PrivateKey) -> str:
    """The heads of all chains now, signed, as a file to keep outside the database."""
    heads = [
        {"chain": head.chain, "position": head.position, "digest": head.digest}
        for head in db.session.scalars(select(JournalHead).order_by(JournalHead.chain))
    ]
    body = {"published": now(), "heads": heads}
    public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    signature = key.sign(canonical(body).encode())
    return canonical(
        {
            "body": body,
            "key": base64.b64encode(public).decode(),
            "signature": base64.b64encode(signature).decode(),
        }
    )


def compare(published: str, trusted_key: bytes) -> tuple[Break, ...]:
    """Hold the journal against heads published earlier: a chain cut short since then shows here."""
    try:
        document = json.loads(published)
        key = base64.b64decode(document["key"])
    except (ValueError, TypeError, KeyError):
        return (Break(0, 0, "the file holds no published heads"),)
    if key != trusted_key:
        return (Break(0, 0, "the published heads are signed by another key"),)
    try:
        Ed25519PublicKey.from_public_bytes(trusted_key).verify(
            base64.b64decode(document["signature"]), canonical(document["body"]).encode()
        )
    except InvalidSignature:
        return (Break(0, 0, "the signature of the published heads does not hold"),)
    breaks = []
    for head in document["body"]["heads"]:
        if head["position"] == 0:
            continue
        found = db.session.scalar(
            select(JournalEntry.digest).where(
                JournalEntry.chain == head["chain"], JournalEntry.position == head["position"]
            )
        )
        if found is None:
            breaks.append(Break(head["chain"], head["position"], "the entry that was published is gone"))
        elif found != head["digest"]:
            breaks.append(Break(head["chain"], head["position"], "the entry differs from the published one"))
    return tuple(breaks)
