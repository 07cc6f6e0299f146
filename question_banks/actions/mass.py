"""Many questions by one act: first what would happen to each, then the same verbs one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from core.database import db
from core.incoming import row_number
from core.languages import Text
from core.refusals import NotFound, Refusal
from question_banks.actions import ground, review, standing
from question_banks.actions.classifying import Standing, classify, standing_of
from question_banks.content import LANGUAGES, Language
from question_banks.items import DIFFICULTIES
from question_banks.models import StoredQuestion

MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is to be done to each: the verb, and what it needs."""

    verb: str  # approve, check, suspend, return, retire, topic, difficulty, label
    value: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became, or would become, of one question; `why` says why it would not."""

    question_id: int
    why: Text | None = None


@dataclass(slots=True)
class Result:
    """All outcomes in their order."""

    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def lawful(self) -> list[Outcome]:
        """Those to whom it is done."""
        return [one for one in self.outcomes if one.why is None]


REVIEWING = frozenset({"approve", "check"})
KEEPING = frozenset({"suspend", "return", "retire", "topic", "difficulty", "label"})


def preview(numbers: Sequence[int], bank_id: int, act: Act) -> Result:
    """What would happen: each verb is tried and taken back, so that the page promises nothing that is not done."""
    result = _each(numbers, bank_id, act)
    db.session.rollback()
    return result


def perform(numbers: Sequence[int], bank_id: int, act: Act) -> Result:
    """Do it to each for which it is lawful; the others stay as they are, each with its reason."""
    return _each(numbers, bank_id, act)


def _each(numbers: Sequence[int], bank_id: int, act: Act) -> Result:
    rows = db.session.scalars(
        select(StoredQuestion)
        .where(StoredQuestion.id.in_(list(numbers)[:MOST]), StoredQuestion.bank_id == bank_id)
        .order_by(StoredQuestion.id)
    ).all()
    verb = _VERBS.get(act.verb)
    if verb is None:
        raise NotFound
    result = Result()
    for question in rows:
        number = question.id
        try:
            with db.session.begin_nested():
                verb(question, act)
        except Refusal as refused:
            result.outcomes.append(Outcome(number, refused.sentence))
        else:
            result.outcomes.append(Outcome(number))
    return result


def _approve(question: StoredQuestion, _act: Act) -> None:
    edition = ground.waiting_edition(question.id)
    review.approve(question.id, edition.id if edition else 0)


def _check(question: StoredQuestion, act: Act) -> None:
    edition = ground.waiting_edition(question.id) or ground.current_edition(question.id)
    language: Language = next(iter(one for one in LANGUAGES if one == act.value), "kk")
    review.check_language(question.id, edition.id if edition else 0, language)


def _topic(question: StoredQuestion, act: Act) -> None:
    _reclassify(question, topic_id=row_number(act.value))


def _difficulty(question: StoredQuestion, act: Act) -> None:
    _reclassify(question, difficulty=next((one for one in DIFFICULTIES if one == act.value), None))


def _label(question: StoredQuestion, act: Act) -> None:
    labels = standing_of(question).labels
    _reclassify(question, labels=tuple(dict.fromkeys((*labels, act.value.strip()))))


def _reclassify(question: StoredQuestion, **changes: object) -> None:
    known: Standing = standing_of(question)
    classify(question.id, replace(known, **changes))  # type: ignore[arg-type]  # the callers name its fields


_VERBS: dict[str, Callable[[StoredQuestion, Act], object]] = {
    "approve": _approve,
    "check": _check,
    "suspend": lambda question, act: standing.suspend(question.id, act.reason),
    "return": lambda question, _act: standing.return_to_use(question.id),
    "retire": lambda question, act: standing.retire(question.id, act.reason),
    "topic": _topic,
    "difficulty": _difficulty,
    "label": _label,
}
