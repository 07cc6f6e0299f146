"""The result of the test: the verdict that stands for the case, and the transcript from which it follows."""

from __future__ import annotations

import json
from collections.abc import Iterator

from core.canonical import canonical
from core.languages import _l
from desks.chain import transcript
from desks.chain.links import Checks, Document, Evidence, Holds, Kind, Line, Link, held
from exam.models import Result
from exam.transcript import text_digest

RESULT = "result/result.json"
FORM = "synaq-result-1"


def read(result: Result) -> Link:
    """The result that nothing replaces."""
    told = {
        "form": FORM,
        "case": result.case.number,
        "number": result.id,
        "verdict": result.verdict,
        "transcript": result.transcript_digest,
        "replaces": result.replaces_id,
        "reason": result.reason,
        "entered_at": result.entered_at,
    }
    return Link(
        Kind.RESULT,
        f"{result.id}",
        result.entered_at,
        {"verdict": result.verdict, "number": result.id},
        (Document.of(RESULT, canonical(told).encode()),),
    )


def prove(evidence: Evidence, _checks: Checks) -> Iterator[Line]:
    """The verdict is that of the transcript."""
    told, text = evidence.json(RESULT), transcript.text_of(evidence)
    score = json.loads(text)["score"]
    yield held(
        told["case"] == evidence.case.number and told["number"] == evidence.facts[Kind.RESULT]["number"],
        _l("The result is of this case."),
    )
    yield held(
        told["transcript"] == text_digest(text) and told["verdict"] == score["verdict"],
        _l("The verdict follows from the transcript: %(earned)s of %(possible)s points, %(needed)s needed.",
           earned=score["earned"], possible=score["possible"], needed=score["needed"]),
    )  # fmt: skip
    if told["replaces"] is not None:
        yield Line(
            Holds.NOTE, _l("It took the place of an earlier result: %(reason)s", reason=told["reason"])
        )
