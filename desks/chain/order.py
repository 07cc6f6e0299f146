"""The order of the head: signed, and its line on this case resting on the very result, report and protocol."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.files import read_file
from core.languages import _l
from core.typed_facts import NoFacts, digest_of
from desks.chain import transcript
from desks.chain.links import Checks, Document, Evidence, Holds, Kind, Line, Link, Unreadable, held, reprinted
from desks.chain.signatures import signature_lines
from exam.transcript import text_digest
from gateways.signatures.enclosed import enclosed_files
from gateways.signatures.findings import Expected
from orders.models import OrderLineSigned
from orders.order_facts import LineFacts, OrderFacts, read_order
from orders.order_paper import ENCLOSED, order_pdf

PDF = "order/order.pdf"
SCAN = "order/scan.pdf"
# What decides a case; a correction or an annulment mends another line.
DECIDES = ("award", "refuse")


def read(line: OrderLineSigned, *, whole: bool) -> Link:
    """The signed order that decided the case; it names the others in it too."""
    signed = line.signed
    facts = read_order(signed.order.facts or "")
    deed, printed = signed.deed, signed.order.file
    documents = [Document(PDF, signed.digest, read_file(signed.file) if whole else None)]
    if deed.signed_on is not None and printed is not None:
        scan = Document(SCAN, signed.digest, read_file(signed.file) if whole else None)
        documents = [Document(PDF, printed.digest, read_file(printed) if whole else None), scan]
    return Link(
        Kind.ORDER,
        facts.number,
        signed.signed_at,
        {
            "digest": signed.order.digest,
            "number": facts.number,
            "outcome": line.outcome,
            "annulled": line.line.released_at.isoformat() if line.line.released_at else None,
            **({"signed_on_paper": deed.signed_on.isoformat()} if deed.signed_on else {}),
        },
        tuple(documents),
        (signed.signer.name,),
        signed.order_id,
    )


def prove(evidence: Evidence, checks: Checks) -> Iterator[Line]:
    """Pages, signature, the line of this case, and on what it rests."""
    told = evidence.facts[Kind.ORDER]
    if PDF in evidence.withheld:
        yield Line(
            Holds.UNSAID,
            _l("The order is not enclosed, because it names other people. Prove the order by itself."),
        )
        return
    document = evidence.files.get(PDF, b"")
    try:
        facts = read_order(enclosed_files(document)[ENCLOSED].decode())
    except (KeyError, UnicodeDecodeError, NoFacts) as fault:
        raise Unreadable(PDF) from fault
    pages = _l(
        "The pages of the order are those of the facts enclosed in it: %(digest)s.",
        digest=told["digest"][:16],
    )
    if digest_of(facts) == told["digest"]:
        yield reprinted(document, order_pdf(facts), pages)
    else:
        yield held(False, pages)
    signatory = facts.signatory.name if facts.signatory else ""
    if facts.on_paper or told.get("signed_on_paper"):
        yield _by_hand(signatory, told)
    else:
        yield from signature_lines(checks.pdf(document, [Expected()]), [signatory] if signatory else [])
    yield from _of_this_case(evidence, facts)


def _by_hand(signatory: str, told: Mapping[str, Any]) -> Line:
    """No programme can tell whose hand it is: what is known is said, and nothing is proved by it."""
    return Line(
        Holds.UNSAID,
        _l(
            "The order was signed by %(name)s on paper, not electronically, on %(day)s; its scan is enclosed. "
            "Whose hand it is cannot be computed.",
            name=signatory,
            day=told.get("signed_on_paper") or "–",
        ),
    )


def _of_this_case(evidence: Evidence, facts: OrderFacts) -> Iterator[Line]:
    told = evidence.facts[Kind.ORDER]
    line = next((one for one in facts.lines if one.case_number == evidence.case.number), None)
    yield held(
        line is not None and line.outcome == told["outcome"] and facts.number == told["number"],
        _l("The order holds the line on this case, in point %(item)s.", item=line.item if line else "–"),
    )
    if line is not None:
        yield from _gates(evidence, line)
    if told["annulled"]:
        yield Line(
            Holds.NOTE, _l("This line was annulled by a later order, on %(day)s.", day=told["annulled"][:10])
        )


def _gates(evidence: Evidence, line: LineFacts) -> Iterator[Line]:
    """Each gate of the text that the chain has must be the one on which the line rests."""
    if Kind.RESULT in evidence.facts:
        yield held(
            line.result is not None and line.result.transcript == text_digest(transcript.text_of(evidence)),
            _l("The line rests on the result and the transcript of this chain."),
        )
    if Kind.PROTOCOL in evidence.facts:
        protocol = evidence.facts[Kind.PROTOCOL]
        named = (
            (line.protocol.number, line.protocol.position, line.protocol.decision) if line.protocol else None
        )
        yield held(
            named == (protocol["number"], protocol["item"], protocol["decision"]),
            _l("The line rests on the item of the protocol of this chain."),
        )
    if Kind.EVALUATION in evidence.facts:
        yield held(
            line.report is not None and line.report.digest == evidence.facts[Kind.EVALUATION]["digest"],
            _l("The line rests on the report of this chain."),
        )
    if line.decision is not None and line.decision.departure_ground:
        yield Line(
            Holds.NOTE,
            _l("The head departed from what was found: %(ground)s", ground=line.decision.departure_ground),
        )
