"""Named reads of imports and their reports."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.actor import Actor
from core.database import db
from core.refusals import NotFound
from question_banks.models import Bank, BankImport, ImportOutcome
from question_banks.queries import may_see

PAGE = 100


def find_import(import_id: int, actor: Actor) -> BankImport:
    """One import into a bank that this person may see."""
    row = db.session.scalar(
        select(BankImport)
        .join(Bank)
        .options(joinedload(BankImport.bank), joinedload(BankImport.person))
        .where(BankImport.id == import_id, may_see(actor))
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    return row


def imports_of(bank_id: int, most: int = 30) -> Sequence[BankImport]:
    """The files brought to a bank, the newest first."""
    return db.session.scalars(
        select(BankImport)
        .options(joinedload(BankImport.person))
        .where(BankImport.bank_id == bank_id)
        .order_by(BankImport.id.desc())
        .limit(most)
    ).all()


def report_of(import_id: int, result: str, page: int) -> tuple[Sequence[ImportOutcome], int]:
    """A page of the report, and how many lines there are; what was refused or lost comes by choosing it."""
    mine = ImportOutcome.import_id == import_id
    if result:
        mine = mine & (ImportOutcome.result == result)
    total = db.session.scalar(select(func.count()).select_from(ImportOutcome).where(mine)) or 0
    lines = db.session.scalars(
        select(ImportOutcome)
        .where(mine)
        .order_by(ImportOutcome.position)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    ).all()
    return lines, total
