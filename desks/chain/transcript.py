"""The transcript: what was asked and answered, with its path into the tree over all transcripts of the sitting."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from core.canonical import canonical
from core.languages import _l
from desks.chain import seal
from desks.chain.links import Checks, Document, Evidence, Holds, Kind, Line, Link, held
from exam import proofs
from exam.models import Attempt, Result
from exam.transcript import text_digest

TEST = "transcript/test.json"


def read(result: Result, attempt: Attempt, leaves: Sequence[bytes], place: int) -> Link:
    """The transcript on which the result rests, with its path to the root over these leaves."""
    assert result.transcript is not None and attempt.ended_at is not None  # noqa: PT018 - a result has both
    told = proofs.export_leaf(result.transcript, leaves, place)
    return Link(
        Kind.TRANSCRIPT,
        attempt.receipt_code or "",
        attempt.ended_at,
        {"digest": result.transcript_digest, "root": told["root"]},
        (Document.of(TEST, canonical(told).encode()),),
    )


def prove(evidence: Evidence, _checks: Checks) -> Iterator[Line]:
    """It proves itself and its place in the tree, is of this case, and was sat on a paper of the sealed set."""
    export = evidence.json(TEST)
    faults = proofs.faults_of_attempt(export)
    yield held(
        not faults,
        _l("The transcript is whole: digest, points, verdict, and the path to the root of its sitting."),
    )
    yield from (Line(Holds.NO, fault) for fault in faults)
    told = json.loads(export["transcript"])
    facts = evidence.facts[Kind.TRANSCRIPT]
    yield held(
        text_digest(export["transcript"]) == facts["digest"] and export["root"] == facts["root"],
        _l("It is the transcript that the chain names."),
    )
    yield held(told["case"] == evidence.case.number, _l("It is of this case."))
    if Kind.SEAL in evidence.facts:
        yield held(
            told["paper"] in evidence.json(seal.SEAL)["papers"],
            _l("The paper that was sat is one of the sealed set."),
        )


def text_of(evidence: Evidence) -> str:
    """The transcript itself."""
    return str(evidence.json(TEST)["transcript"])
