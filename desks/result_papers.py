"""The result papers of a case, beside its other papers: the certificate, licence or ticket, also one taken back."""

from __future__ import annotations

from flask import url_for

from accounts.door import allowed
from applications.models import Case
from core.languages import _l
from desks.exam_papers import ExamPaperRow
from orders import paper_queries
from orders.models import ResultPaper


def result_papers(case: Case) -> list[ExamPaperRow]:
    """Each paper that was drawn in the case, in the order of their numbers."""
    return [_row(paper) for paper in paper_queries.papers_of(case.id)]


def _row(paper: ResultPaper) -> ExamPaperRow:
    name = (
        _l("Result paper %(number)s (taken back)", number=paper.number)
        if paper.withdrawn_at is not None
        else _l("Result paper %(number)s", number=paper.number)
    )
    url = url_for("orders.result_paper", paper_id=paper.id) if allowed("result_papers.read") else ""
    return ExamPaperRow(name, paper.drafted_at, url, paper.digest)
