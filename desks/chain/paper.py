"""The result paper: its frozen facts, its pages, its signatures, and the code that the register signed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from core.files import read_file
from core.languages import _l
from desks.chain import application
from desks.chain.links import Checks, Document, Evidence, Holds, Kind, Line, Link, held, reprinted, sha256
from desks.chain.signatures import signature_lines
from gateways.signatures.findings import Expected
from orders.models import PaperStatus, ResultPaper, ResultPaperSigned
from orders.paper_proof import NotGenuine, key_bytes, proven_by
from orders.paper_standing import CHANGED
from orders.result_pdf import result_pdf
from regulations.kinds import Basis

FACTS, PDF, CODE = "paper/facts.json", "paper/paper.pdf", "paper/code.txt"


def read(
    signed: ResultPaperSigned, issued: datetime | None, code: str, history: Sequence[PaperStatus]
) -> Link:
    """The signed paper with its code, when it was given out, and what became of it since."""
    paper: ResultPaper = signed.paper
    return Link(
        Kind.PAPER,
        paper.number,
        signed.signed_at,
        {
            "digest": paper.digest,
            "basis": paper.basis,
            "issued": issued.isoformat() if issued else None,
            "register": paper.register_id,
            "history": [{"status": one.status, "from": one.from_at.isoformat(), "order": one.order_number}
                        for one in history],
        },
        (
            Document.of(FACTS, paper.facts.encode()),
            Document.of(PDF, read_file(signed.file)),
            Document.of(CODE, code.encode()),
        ),
        (json.loads(paper.facts)["signatory"]["name"],),
    )  # fmt: skip


def prove(evidence: Evidence, checks: Checks) -> Iterator[Line]:
    """Digest, pages, signature, code, and that it is for whoever applied."""
    told, text = evidence.facts[Kind.PAPER], evidence.text(FACTS)
    facts, code = json.loads(text), evidence.text(CODE)
    yield held(
        sha256(text.encode()) == told["digest"],
        _l(
            "The facts of the paper have the digest that is printed on it: %(digest)s.",
            digest=told["digest"][:16],
        ),
    )
    document = evidence.files.get(PDF, b"")
    made = result_pdf(facts, told["digest"], code.partition("#")[0], code, specimen=facts["specimen"])
    yield reprinted(document, made, _l("The pages of the paper are those of its facts."))
    yield from signature_lines(checks.pdf(document, [Expected()]), [facts["signatory"]["name"]])
    yield from _code(evidence, code, facts)
    yield held(
        facts["name"] == application.applicant_of(evidence) and facts["kind"] == evidence.case.service,
        _l("The paper is for the person or organisation that applied, and of the service applied for."),
    )
    if told["basis"] == Basis.ORDER:
        named = (facts["order"] or {}).get("number")
        yield held(
            Kind.ORDER in evidence.facts and named == evidence.facts[Kind.ORDER]["number"],
            _l("The paper names the order of this chain: No. %(number)s.", number=named),
        )
    for one in told["history"]:
        yield Line(Holds.NOTE, f"{one['from'][:10]}: {CHANGED[one['status']]}")


def _code(evidence: Evidence, code: str, facts: dict[str, object]) -> Iterator[Line]:
    told = evidence.facts[Kind.PAPER]
    try:
        proven = proven_by(code, key_bytes(evidence.case.register_key))
    except (NotGenuine, ValueError):
        yield Line(Holds.NO, _l("The code on the paper was not signed by the register."))
        return
    yield held(
        (proven.register_id, proven.number, proven.name) == (told["register"], facts["number"], facts["name"])
        and told["digest"].startswith(proven.digest),
        _l("The code on the paper was signed by the register and says the same."),
    )
