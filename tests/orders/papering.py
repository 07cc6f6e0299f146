"""Licences brought to their paper by the verbs: drawn by the executor, signed by the head, issued by the chancery."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from accounts.roles import Role
from accounts.signing_models import SigningSheet
from applications.models import Case
from core.actor import acting
from core.database import db
from orders.actions import drawing, issuing
from orders.models import ResultPaper
from orders.models.papers import KIND
from orders.paper_content import Wanted
from tests.accounts.signing_hands import sign_all
from tests.applications import making
from tests.applications.test_course import bring_to_check, check, step_by


def checked_licence(slug: str = "medical-licence", procedure: str = "issue") -> tuple[making.Service, Case]:
    """A licence case whose documents are in order, waiting for its paper."""
    at = making.service(slug)
    case = making.apply(at, procedure)
    bring_to_check(at, case)
    check(at, case)
    return at, case


def drawn_licence(
    slug: str = "medical-licence", procedure: str = "issue", **wanted: Any
) -> tuple[making.Service, Case, ResultPaper]:
    at, case = checked_licence(slug, procedure)
    head = at.actor(Role.HEAD, at.provider)
    if procedure in {"reissue", "duplicate"}:
        wanted = {"earlier_number": "LM-OLD-2019-000001", "earlier_day": date(2019, 3, 4)} | wanted
    with acting(step_by(at, case)):
        paper = drawing.draw(case.id, Wanted(head.grant_id or 0, **wanted))
    db.session.commit()
    return at, case, paper


def sheet_of(paper: ResultPaper) -> SigningSheet:
    return db.session.scalars(
        select(SigningSheet).where(
            SigningSheet.kind == KIND,
            SigningSheet.subject_id == paper.id,
            SigningSheet.withdrawn_at.is_(None),
        )
    ).one()


def signed_licence(*kind: str, **wanted: Any) -> tuple[making.Service, Case, ResultPaper]:
    at, case, paper = drawn_licence(*kind, **wanted)
    sign_all(sheet_of(paper).id)
    db.session.commit()
    return at, case, paper


def issued_licence(*kind: str, **wanted: Any) -> tuple[making.Service, Case, ResultPaper]:
    at, case, paper = signed_licence(*kind, **wanted)
    with acting(step_by(at, case)):
        issuing.issue(paper.id)
    db.session.commit()
    return at, case, paper
