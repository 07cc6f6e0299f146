"""The author of a refusal signs it, by the verbs."""

from __future__ import annotations

from accounts.signing_models import SigningSheet
from accounts.signing_queries import sheet_of
from applications.given_papers import SHEET
from applications.models import Case
from applications.queries import refusal_of
from core.database import db
from tests.accounts.signing_hands import sign_all


def waiting_sheet(case: Case) -> SigningSheet:
    """The sheet on which the refusal of the case waits."""
    made = refusal_of(case)
    sheet = sheet_of(SHEET, made.id) if made else None
    assert sheet is not None, "no refusal waits for its signature"
    return sheet


def sign_refusal(case: Case) -> None:
    """Its author signs the refusal, and with that it is handed out."""
    sign_all(waiting_sheet(case).id)
    db.session.commit()
