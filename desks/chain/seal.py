"""The seal: the set of papers whose digest was printed before the doors opened, and the digest of each of its papers.

Papers stand in it by their salted digests alone: what they ask is nobody's business here.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from accounts.models import Account
from core.canonical import canonical
from core.database import db
from core.languages import _l
from desks.chain.links import Checks, Document, Evidence, Kind, Line, Link, held
from exam.models import Attempt, ExamPaper
from question_banks.models import SealedPaper, SealedSet
from question_banks.sealed_content import set_digest

SEAL = "seal/set.json"
FORM = "synaq-sealed-set-1"


def read(attempt: Attempt) -> Link:
    """The set out of which the candidate's paper was taken."""
    paper = db.session.get_one(ExamPaper, attempt.paper_id)
    sealed = db.session.get_one(SealedSet, paper.set_id)
    digests = db.session.scalars(
        select(SealedPaper.digest).where(SealedPaper.set_id == sealed.id).order_by(SealedPaper.number)
    ).all()
    told = {
        "form": FORM,
        "set": sealed.number,
        "blueprint": sealed.edition.digest,
        "papers": list(digests),
        "digest": sealed.digest,
    }
    return Link(
        Kind.SEAL,
        sealed.number,
        sealed.sealed_at,
        {"digest": sealed.digest},
        (Document.of(SEAL, canonical(told).encode()),),
        tuple(_name(one) for one in (sealed.released_by, sealed.released_with) if one),
        sealed.id,
    )


def _name(account_id: int) -> str:
    return db.session.get_one(Account, account_id).name


def prove(evidence: Evidence, _checks: Checks) -> Iterator[Line]:
    """The digest of the set is made of those of its papers."""
    told = evidence.json(SEAL)
    made = set_digest(told["set"], told["blueprint"], told["papers"])
    yield held(
        made == told["digest"] == evidence.facts[Kind.SEAL]["digest"],
        _l("The digest of sealed set %(number)s is that of its papers: %(digest)s.", number=told["set"],
           digest=made[:16]),
    )  # fmt: skip
