"""The protocol of the commission: signed by everybody, and resting on the very result or report of this case."""

from __future__ import annotations

from collections.abc import Iterator

from commissions import protocol_queries
from commissions.models import ProtocolItem
from commissions.proceedings import Heard
from commissions.protocol_facts import NoFacts, ProtocolFacts, digest_of, read_facts
from commissions.protocol_paper import ENCLOSED, protocol_pdf
from core.files import read_file
from core.languages import _l
from desks.chain import transcript
from desks.chain.links import Checks, Document, Evidence, Holds, Kind, Line, Link, Unreadable, held, reprinted
from desks.chain.signatures import signature_lines
from exam.transcript import text_digest
from gateways.signatures.enclosed import enclosed_files
from gateways.signatures.findings import Expected

PDF = "protocol/protocol.pdf"


def read(item: ProtocolItem, *, whole: bool) -> Link | None:
    """The signed protocol in which the case was decided; it names the other candidates too."""
    done = protocol_queries.done_of(item.protocol_id)
    if done is None:
        return None
    protocol = item.protocol
    facts = read_facts(protocol.facts)
    return Link(
        Kind.PROTOCOL,
        protocol.spelled_number,
        done.done_at,
        {
            "digest": protocol.digest,
            "number": protocol.spelled_number,
            "item": item.position,
            "decision": item.decision,
        },
        (Document(PDF, done.digest, read_file(done.file) if whole else None),),
        tuple(one.name for one in facts.signatories),
        protocol.id,
    )


def prove(evidence: Evidence, checks: Checks) -> Iterator[Line]:
    """Pages, signatures, the item of this case, and on what it rests."""
    told = evidence.facts[Kind.PROTOCOL]
    if PDF in evidence.withheld:
        yield Line(
            Holds.UNSAID,
            _l("The protocol is not enclosed, because it names other people. Prove the protocol by itself."),
        )
        return
    document = evidence.files.get(PDF, b"")
    try:
        facts = read_facts(enclosed_files(document)[ENCLOSED].decode())
    except (KeyError, UnicodeDecodeError, NoFacts) as fault:
        raise Unreadable(PDF) from fault
    pages = _l(
        "The pages of the protocol are those of the facts enclosed in it: %(digest)s.",
        digest=told["digest"][:16],
    )
    if (digest_of(facts), facts.number) == (told["digest"], told["number"]):
        yield reprinted(document, protocol_pdf(facts), pages)
    else:
        yield held(False, pages)
    found = checks.pdf(document, [Expected()] * len(facts.signatories))
    yield from signature_lines(found, [one.name for one in facts.signatories])
    yield from _of_this_case(evidence, _heard(facts, evidence.case.number))


def _heard(facts: ProtocolFacts, number: str) -> Heard | None:
    return next((one for one in facts.proceedings.heard if one.case_number == number), None)


def _of_this_case(evidence: Evidence, heard: Heard | None) -> Iterator[Line]:
    told = evidence.facts[Kind.PROTOCOL]
    yield held(
        heard is not None and heard.decision == told["decision"],
        _l("The protocol holds the decision on this case, in item %(item)s.", item=told["item"]),
    )
    if heard is None:
        return
    if Kind.RESULT in evidence.facts:
        yield held(
            heard.transcript_digest == text_digest(transcript.text_of(evidence))
            and heard.result == evidence.facts[Kind.RESULT]["number"],
            _l("The decision rests on the result and the transcript of this chain."),
        )
    if Kind.EVALUATION in evidence.facts:
        yield held(
            heard.evaluation_digest == evidence.facts[Kind.EVALUATION]["digest"],
            _l("The decision rests on the report of this chain."),
        )
