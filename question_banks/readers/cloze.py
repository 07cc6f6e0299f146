"""Embedded answers (cloze): `{1:MULTICHOICE:=right~wrong}` inside the text becomes a gap of the kind it names."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lxml import etree

from question_banks.bodies import Accepted, AcceptedNumber, ChoiceGap, Gap, Gaps, NumberGap, Option, TypedGap
from question_banks.content import Language
from question_banks.readers.credits import option_ids, percent
from question_banks.readers.gift import number_range
from question_banks.readers.intake import Intake
from question_banks.readers.multilang import Words
from question_banks.readers.outcomes import ItemRefused
from question_banks.richtext import to_plain

_CHOICE = frozenset("MULTICHOICE MC MULTICHOICE_V MCV MULTICHOICE_H MCH MULTICHOICE_S MCS MULTICHOICE_VS MCVS "
                    "MULTICHOICE_HS MCHS".split())  # fmt: skip
_TYPED = frozenset("SHORTANSWER SA MW SHORTANSWER_C SAC MWC".split())
_CASED = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
_NUMBER = frozenset("NUMERICAL NM".split())
_GAP = re.compile(r"\{(\d*):([A-Z_]+):((?:\\.|[^\\}])*)\}", re.DOTALL)
_STARTED = re.compile(r"\{\d*:[A-Z_]{2,}[:}]")
_PIECE = re.compile(r"(?:\\.|[^\\~])+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Answer:
    credit: Fraction
    words: str
    feedback: str


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    weight: int
    answers: tuple[_Answer, ...]

    def shape(self) -> tuple[object, ...]:
        """What must be alike in every language."""
        return self.kind, self.weight, tuple(one.credit for one in self.answers)


Languages = Mapping[Language | None, list[_Found]]


def take_cloze(element: etree._Element | None, intake: Intake) -> Gaps:
    """The body of a cloze question whose stem `intake` already holds; its gaps become markers there."""
    stem = intake.parts.get("stem")
    if element is None or stem is None:
        raise ItemRefused("stem_missing")
    if stem.by_language is None:
        found, marked = _parse(stem.common)
        intake.parts["stem"] = Words(marked)
        return _body({None: found}, intake)
    by_language = {language: _parse(words) for language, words in stem.by_language.items()}
    if len({tuple(one.shape() for one in gaps) for gaps, _ in by_language.values()}) > 1:
        raise ItemRefused("gap_broken", text="{…}", reason="the languages have different gaps")
    intake.parts["stem"] = Words(
        by_language={language: marked for language, (_, marked) in by_language.items()}
    )
    return _body({language: gaps for language, (gaps, _) in by_language.items()}, intake)


def _parse(text: str) -> tuple[list[_Found], str]:
    gaps: list[_Found] = []

    def one(match: re.Match[str]) -> str:
        kind = match[2].upper()
        if kind not in _CHOICE | _TYPED | _NUMBER:
            raise ItemRefused("no_home_for_construct", construct=f"cloze {kind}")
        pieces = _PIECE.findall(match[3].lstrip("~"))
        gaps.append(
            _Found(kind, int(match[1] or 1), tuple(_answer(piece) for piece in pieces if piece.strip()))
        )
        return f"[[g{len(gaps)}]]"

    marked = _GAP.sub(one, text)
    if (broken := _STARTED.search(marked)) is not None:
        raise ItemRefused("gap_broken", text=marked[broken.start() :][:60], reason="not whole")
    if not gaps:
        raise ItemRefused("options_missing")
    return gaps, marked


def _answer(piece: str) -> _Answer:
    piece = piece.strip()
    credit = Fraction(0)
    if piece.startswith("="):
        credit, piece = Fraction(1), piece[1:]
    if weight := re.match(r"%([^%]*)%", piece):
        credit, piece = percent(weight[1]), piece[weight.end() :]
    words, _, feedback = re.sub(r"\\#", "\x00", piece).partition("#")
    return _Answer(credit, _shown(words), _shown(feedback))


def _shown(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL).replace("\x00", "#").strip()


def _body(found: Languages, intake: Intake) -> Gaps:
    first = next(iter(found.values()))
    return Gaps(gaps=tuple(_gap(at, one, found, intake) for at, one in enumerate(first)))


def _set(part: str, answers: Mapping[Language | None, _Answer], field: str, intake: Intake) -> None:
    """Take the words (or the feedback) of one answer in, language by language."""
    texts = {language: str(getattr(answer, field)) for language, answer in answers.items()}
    if None in texts:
        intake.set(part, texts[None], "html")
        return
    spoken: dict[Language, str] = {}
    for language, words in texts.items():
        intake.set(part, words, "html")
        if language is not None and (held := intake.parts.pop(part, None)) is not None:
            spoken[language] = held.common
    if spoken:
        intake.parts[part] = Words(by_language=spoken)


def _gap(at: int, one: _Found, found: Languages, intake: Intake) -> Gap:
    name = f"g{at + 1}"
    if not any(answer.credit == 1 for answer in one.answers):
        raise ItemRefused("key_missing")
    ids = option_ids(len(one.answers), name)
    spoken = {
        answer_id: {language: gaps[at].answers[n] for language, gaps in found.items()}
        for n, answer_id in enumerate(ids)
    }
    for answer_id, answers in spoken.items():
        _set(f"feedback:{answer_id}", answers, "feedback", intake)
    held = dict(zip(ids, one.answers, strict=True))
    if one.kind in _CHOICE:
        return _choice_gap(name, one, held, spoken, intake)
    held = {answer_id: answer for answer_id, answer in held.items() if not _is_rest(answer)}
    if one.kind in _NUMBER:
        numbers = tuple(_number(answer_id, answer) for answer_id, answer in held.items())
        return NumberGap(id=name, accepted=numbers, weight=one.weight)
    for answer_id in held:
        _set(f"accepted:{answer_id}", spoken[answer_id], "words", intake)
    accepted = tuple(Accepted(id=i, credit=a.credit, wildcard="*" in a.words) for i, a in held.items())
    return TypedGap(id=name, accepted=accepted, case_matters=one.kind in _CASED, weight=one.weight)


def _is_rest(answer: _Answer) -> bool:
    """Is this the * that stands for every other answer? It may say something but earn nothing."""
    if answer.words == "*" and answer.credit > 0:
        raise ItemRefused("wildcard_credit")
    return answer.words == "*"


def _number(name: str, answer: _Answer) -> AcceptedNumber:
    value, tolerance = number_range(html.unescape(to_plain(answer.words)))
    return AcceptedNumber(id=name, value=value, tolerance=tolerance, credit=answer.credit)


def _choice_gap(
    name: str,
    one: _Found,
    held: Mapping[str, _Answer],
    spoken: Mapping[str, Mapping[Language | None, _Answer]],
    intake: Intake,
) -> ChoiceGap:
    for answer_id, answer in held.items():
        if not answer.words:
            raise ItemRefused("option_empty", option=answer_id)
        _set(f"option:{answer_id}", spoken[answer_id], "words", intake)
    options = tuple(
        Option(id=i, correct=a.credit == 1, credit=None if a.credit in (0, 1) else a.credit)
        for i, a in held.items()
    )
    return ChoiceGap(id=name, options=options, weight=one.weight)
