"""Refusals by an official's own act that are written and not signed yet: for the verbs that wait, and for the pages.

Nobody decided such a refusal but whoever wrote it, so that very person signs it; with the signature it is handed out.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from accounts.signing_queries import done_of, sheet_of
from applications.given_papers import SHEET
from applications.models import Case, Refused
from applications.queries import refusal_of
from core.database import db
from regulations.catalogue import catalogue
from regulations.kinds import Basis, Cause, StepKind
from regulations.places import parse, way


def by_own_act(refused: Refused) -> bool:
    """Whether the text leaves this refusal to whoever wrote it, with no order and no signature of the head."""
    edition = catalogue().edition(refused.case.edition_id)
    return edition.exit(refused.exit).basis is Basis.ACT_OF_ACTOR


def waiting_in(case: Case) -> Refused | None:
    """The refusal of the case that waits for the signature of whoever wrote it."""
    refused = refusal_of(case) if case.ended_at is None else None
    if refused is None or not by_own_act(refused):
        return None
    sheet = sheet_of(SHEET, refused.id)
    return refused if sheet is None or done_of(sheet.id) is None else None


def waiting_among(cases: Iterable[Case]) -> frozenset[int]:
    """In which of these cases, on one page of a list, a refusal waits so."""
    ids = [case.id for case in cases if case.ended_at is None]
    found = db.session.scalars(select(Refused).where(Refused.case_id.in_(ids), Refused.annulled_at.is_(None)))
    return frozenset(refused.case_id for refused in found if by_own_act(refused))


def may_be_called_back(refused: Refused) -> bool:
    """Whether its author can still decide otherwise: what a commission has decided is not theirs to take back."""
    edition, case = catalogue().edition(refused.case.edition_id), refused.case
    if parse(edition, case.procedure, case.place).ended or edition.exit(refused.exit).cause is Cause.DECISION:
        return False
    return all(step.kind is not StepKind.DECISION for step in way(edition, case.procedure, refused.exit))
