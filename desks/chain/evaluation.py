"""The report of the external evaluation: what stands in an organisation's chain where a person has the test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product

from commissions.models import EvaluationReport
from core.files import read_file
from core.languages import LANGUAGES, _l
from core.pdf import render_pdf
from desks.chain.links import Checks, Document, Evidence, Kind, Line, Link, held, reprinted, sha256

FACTS, PDF = "evaluation/facts.json", "evaluation/report.pdf"


def read(report: EvaluationReport) -> Link:
    """The report that nothing replaces."""
    return Link(
        Kind.EVALUATION,
        report.number,
        report.finished_at,
        {"digest": report.digest, "verdict": report.verdict},
        (
            Document.of(FACTS, report.facts.encode()),
            Document.of(PDF, read_file(report.file)),
        ),
        (report.author.name,),
    )


def prove(evidence: Evidence, _checks: Checks) -> Iterator[Line]:
    """The facts have their digest, and the pages are made of them."""
    text, mark = evidence.text(FACTS), evidence.facts[Kind.EVALUATION]["digest"]
    told = json.loads(text)
    yield held(
        sha256(text.encode()) == mark and told.get("case") == evidence.case.number,
        _l("The facts of the report have the digest that is printed on it: %(digest)s.", digest=mark[:16]),
    )
    pages = evidence.files.get(PDF, b"")
    made = [
        render_pdf(
            "commissions/evaluation_report", {**told, "digest": mark}, specimen=specimen, language=language
        )
        for language, specimen in product(LANGUAGES, [evidence.case.specimen])
    ]
    same = next((one for one in made if one == pages), made[0])
    yield reprinted(pages, same, _l("The pages of the report are those of its facts."), signed=False)
