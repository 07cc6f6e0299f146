"""Proving a protocol from its file alone: the pages are those of the enclosed facts, the results are those named.

No database is asked. The pages are made again of the enclosed facts; signatures are appended to a PDF, so that the
signed file must begin with exactly these bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from commissions.protocol_facts import (
    CorrectionFacts,
    NoFacts,
    ProtocolFacts,
    digest_of,
    read_correction,
    read_facts,
)
from commissions.protocol_paper import ENCLOSED, ENCLOSED_CORRECTION, correction_pdf, protocol_pdf
from core.pdf import are_pages_of
from exam.transcript import text_digest
from gateways.signatures.findings import Expected, FoundSignature, Valid

CheckSignatures = Callable[[bytes, Sequence[Expected]], Sequence[FoundSignature]]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found. `lines` say what is proved, `faults` what is not; nothing but no fault is a proof."""

    lines: tuple[str, ...]
    faults: tuple[str, ...]


def prove(
    document: bytes,
    enclosed: dict[str, bytes],
    check: CheckSignatures,
    transcripts: Sequence[str] = (),
) -> Proof:
    """Pages, signatures, and the test results given along."""
    try:
        facts, remade = _remade(enclosed)
    except (NoFacts, UnicodeDecodeError) as fault:
        return Proof((), (f"the file encloses no facts of a protocol: {fault}",))
    same = are_pages_of(document, remade)
    faults = ["the pages are not those made of the enclosed facts"] if same is False else []
    signers, unsigned = _signers(check(document, [Expected()] * len(facts.signatories)), facts)
    faults += unsigned
    if isinstance(facts, ProtocolFacts):
        faults += _foreign(facts, transcripts)
    lines = [_named(facts), f"Digest of the facts: {digest_of(facts)}", *signers]
    if same is None:
        lines.append("Laid out by another release of the program: its pages are not printed anew here")
    return Proof(tuple(lines), tuple(faults))


def _remade(enclosed: dict[str, bytes]) -> tuple[ProtocolFacts | CorrectionFacts, bytes]:
    if ENCLOSED in enclosed:
        facts = read_facts(enclosed[ENCLOSED].decode())
        return facts, protocol_pdf(facts)
    if ENCLOSED_CORRECTION in enclosed:
        sheet = read_correction(enclosed[ENCLOSED_CORRECTION].decode())
        return sheet, correction_pdf(sheet)
    raise NoFacts(f"neither {ENCLOSED} nor {ENCLOSED_CORRECTION}")


def _signers(
    found: Sequence[FoundSignature], facts: ProtocolFacts | CorrectionFacts
) -> tuple[list[str], list[str]]:
    """Who signed, in order, beside whom the paper names; what of it does not hold."""
    lines, faults = [], []
    for one, named in zip(found, facts.signatories, strict=False):
        if isinstance(one.finding, Valid):
            lines.append(f"Signed by {one.finding.signer.name} (named: {named.name}, {named.capacity.en})")
        else:
            faults.append(f"the signature of {named.name} does not hold: {one.finding}")
    if len(found) != len(facts.signatories):
        faults.append(f"{len(found)} signatures instead of {len(facts.signatories)}")
    return lines, faults


def _foreign(facts: ProtocolFacts, transcripts: Sequence[str]) -> list[str]:
    """Transcripts given along that no decision of this protocol rests on."""
    named = {one.transcript_digest for one in facts.proceedings.heard if one.transcript_digest}
    return [
        f"no decision rests on the transcript with the digest {text_digest(one)}"
        for one in transcripts
        if text_digest(one) not in named
    ]


def _named(facts: ProtocolFacts | CorrectionFacts) -> str:
    if isinstance(facts, CorrectionFacts):
        return f"Correction sheet {facts.number} to protocol {facts.protocol} ({facts.protocol_digest})"
    decided = sum(1 for one in facts.proceedings.heard if one.decision)
    return f"Protocol {facts.number}: {len(facts.proceedings.heard)} candidates, {decided} decisions"
