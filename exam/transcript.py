"""The transcript: paper, entries, time and score of one attempt as one canonical text that proves itself.

Pure. It can be handed to the candidate or to a court: the keys stand in it only as salted digests, so that whoever
holds a key and its salt can show which one was used, and nobody else can guess it. Nobody's name is in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from core.canonical import canonical
from exam import hash_tree
from exam.entries import Apart, Entry
from exam.grading import PaperQuestion, Score
from exam.time_left import GrantKind
from question_banks.canonical import canonical_bytes, edition_digest, encode
from question_banks.content import LANGUAGES, Question, accepted_parts

FORM = "synaq-transcript-1"


@dataclass(frozen=True, slots=True)
class Sat:
    """Who sat what, by numbers: the attempt's and the case's, the sealed paper's digest, the blueprint edition's."""

    attempt: str
    case: str
    sitting: str
    paper_digest: str
    blueprint_digest: str
    started_at: datetime
    ended_at: datetime
    ended_how: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as it was kept: with its arrival, and for one kept apart why, and whether two persons admitted it."""

    entry: Entry
    arrived_at: datetime
    apart: Apart | None = None
    admitted: bool = False


@dataclass(frozen=True, slots=True)
class Granted:
    kind: GrantKind
    seconds: int
    at: datetime


def key_facts(question: Question) -> Any:
    """All that decides what an answer is worth: skeleton, accepted words, points."""
    words = {
        f"{part}:{language}": question.part(part, language)
        for part in accepted_parts(question.body)
        for language in LANGUAGES
        if question.part(part, language)
    }
    return {"body": encode(question.body), "points": str(question.points), "words": words}


def key_digest(salt: bytes, number: int, question: Question) -> str:
    """The digest of a key under the attempt's secret salt and the question's number."""
    own = hashlib.sha256(b"%d\x00" % number + salt).digest()
    return hashlib.sha256(own + canonical_bytes(key_facts(question))).hexdigest()


def transcript(
    sat: Sat,
    paper: Sequence[PaperQuestion],
    entries: Sequence[Kept],
    grants: Sequence[Granted],
    score: Score,
    salt: bytes,
) -> str:
    """The canonical text. The same facts give the same bytes; entries stand in the order of their numbers."""
    ordered = sorted(entries, key=lambda one: (one.entry.epoch, one.entry.sequence, one.arrived_at))
    facts = {
        "form": FORM,
        "attempt": sat.attempt,
        "case": sat.case,
        "sitting": sat.sitting,
        "paper": sat.paper_digest,
        "blueprint": sat.blueprint_digest,
        "started": sat.started_at,
        "ended": {"at": sat.ended_at, "how": sat.ended_how},
        "questions": [_question(one, salt) for one in sorted(paper, key=lambda one: one.number)],
        "grants": [{"kind": one.kind, "seconds": one.seconds, "at": one.at} for one in grants],
        "entries": [_entry(one) for one in ordered],
        "score": score_facts(score),
    }
    return canonical(facts)


def _question(one: PaperQuestion, salt: bytes) -> dict[str, Any]:
    return {
        "number": one.number,
        "section": one.section,
        "edition": one.edition_id,
        "digest": edition_digest(one.question),
        "key": key_digest(salt, one.number, one.question),
    }


def _entry(kept: Kept) -> dict[str, Any]:
    entry = kept.entry
    told: dict[str, Any] = {
        "epoch": entry.epoch,
        "sequence": entry.sequence,
        "question": entry.question,
        "value": entry.value,
        "arrived": kept.arrived_at,
    }
    if kept.apart is not None:
        told |= {"apart": kept.apart, "admitted": kept.admitted}
    return told


def score_facts(score: Score) -> dict[str, Any]:
    """The score in whole fractions ("5/2"), as it stands in the transcript and is stored with the result."""
    return {
        "questions": [
            {
                "number": one.number,
                "section": one.section,
                "standing": one.standing,
                "earned": str(one.earned),
                "possible": str(one.possible),
            }
            for one in score.questions
        ],
        "sections": [
            {
                "id": one.id,
                "earned": str(one.earned),
                "possible": str(one.possible),
                "needed": None if one.needed is None else str(one.needed),
                "passed": one.passed,
            }
            for one in score.sections
        ],
        "earned": str(score.earned),
        "possible": str(score.possible),
        "needed": str(score.needed),
        "verdict": score.verdict,
    }


def text_digest(text: str) -> str:
    """SHA-256 of a transcript's bytes: what the receipt code is made of."""
    return hashlib.sha256(text.encode()).hexdigest()


def tree_leaf(text: str) -> bytes:
    """The leaf by which a transcript stands in its sitting's tree."""
    return hash_tree.leaf(text.encode())


def sums_are_right(score: Mapping[str, Any]) -> bool:
    """Whether a stored score agrees with itself: sections and total are the sums, and the verdict follows from them.

    This is what can be shown without the keys; with them everything is scored again.
    """

    def summed(parts: Sequence[Mapping[str, Any]], field: str) -> Fraction:
        return sum((Fraction(part[field]) for part in parts), Fraction(0))

    questions, sections = score["questions"], score["sections"]
    for part in sections:
        mine = [one for one in questions if one["section"] == part["id"]]
        if any(summed(mine, field) != Fraction(part[field]) for field in ("earned", "possible")):
            return False
        needed = part["needed"]
        if part["passed"] is not (needed is None or Fraction(part["earned"]) >= Fraction(needed)):
            return False
    if any(summed(questions, field) != Fraction(score[field]) for field in ("earned", "possible")):
        return False
    reached = Fraction(score["earned"]) >= Fraction(score["needed"])
    passed = reached and all(part["passed"] for part in sections)
    return bool(score["verdict"] == ("positive" if passed else "negative"))
