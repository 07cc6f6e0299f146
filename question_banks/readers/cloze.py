"""Embedded answers (cloze): `{1:MULTICHOICE:=right~wrong}` inside the text becomes a gap of the kind it names."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from lxml import etree

from question_banks.bodies import Accepted, AcceptedNumber, ChoiceGap, Gap, Gaps, NumberGap, Option, TypedGap
from question_banks.content import Language
from question_banks.readers.credits import option_ids, percent
from question_banks.readers.gift import number_range
from question_banks.readers.intake import Intake
from question_banks.readers.moodle_texts import child_text
from question_banks.readers.multilang import Words
from question_banks.readers.outcomes import ItemRefused
from question_banks.richtext import to_plain

_CHOICE = frozenset("MULTICHOICE MC MULTICHOICE_V MCV MULTICHOICE_H MCH MULTICHOICE_S MCS MULTICHOICE_VS MCVS "
                    "MULTICHOICE_HS MCHS".split())  # fmt: skip
_TYPED = frozenset("SHORTANSWER SA MW SHORTANSWER_C SAC MWC".split())
_CASED = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
_NUMBER = frozenset("NUMERICAL NM".split())
_START = re.compile(r"\{(\d*):([A-Z_]+):")
_INSIDE = re.compile(r"((?:\\.|[^\\}])*+)\}", re.DOTALL)
# What was meant as a gap: unfinished, in small letters, or with spaces that Moodle does not allow.
_STARTED = re.compile(r"\{\s*\d*\s*:\s*[A-Za-z_]{2,}\s*[:}]")
_HEAVIEST = 1_000
# A control sign written as an entity is a letter of the text. It is hidden until the answers are parted.
_ENTITY = re.compile(r"&#(?:0*(35|37|61|92|123|125|126)|[xX]0*(23|25|3[dD]|5[cC]|7[bBdDeE]));")
_HIDDEN = {sign: chr(0x10FE20 + at) for at, sign in enumerate("#%=\\{}~")}
_SHOWN = str.maketrans({hidden: sign for sign, hidden in _HIDDEN.items()})
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
    if element is None or "stem" not in intake.parts:
        raise ItemRefused("stem_missing")
    raw = child_text(element)
    if _ENTITY.search(raw):
        intake.set("stem", _ENTITY.sub(_hidden, raw), element.get("format", "moodle_auto_format"))
    stem = intake.parts["stem"]
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


def _hidden(found: re.Match[str]) -> str:
    return _HIDDEN[chr(int(found[1]) if found[1] else int(found[2], 16))]


def _parse(text: str) -> tuple[list[_Found], str]:
    gaps: list[_Found] = []
    pieces: list[str] = []
    at = 0
    while (start := _START.search(text, at)) is not None:
        inside = _INSIDE.match(text, start.end())
        if inside is None:
            raise ItemRefused("gap_broken", text=text[start.start() :][:60], reason="not whole")
        gaps.append(_found(start, inside[1]))
        pieces += [text[at : start.start()], f"[[g{len(gaps)}]]"]
        at = inside.end()
    marked = "".join([*pieces, text[at:]])
    if (broken := _STARTED.search(marked)) is not None:
        raise ItemRefused("gap_broken", text=marked[broken.start() :][:60], reason="not whole")
    if not gaps:
        raise ItemRefused("options_missing")
    return gaps, marked.translate(_SHOWN)


def _found(start: re.Match[str], inside: str) -> _Found:
    kind = start[2]
    if kind not in _CHOICE | _TYPED | _NUMBER:
        raise ItemRefused("no_home_for_construct", construct=f"cloze {kind}"[:60])
    weight = int(start[1][:9] or 1)
    if not 1 <= weight <= _HEAVIEST:
        raise ItemRefused("gap_broken", text=start[0][:60], reason="its weight")
    pieces = _PIECE.findall(inside.lstrip("~"))
    return _Found(kind, weight, tuple(_answer(piece) for piece in pieces if piece.strip()))


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
    r"""The signs that Moodle escapes as themselves; any other backslash, as in \(x\) or \*, stays."""
    text = re.sub(r"\\([\\}~/\"=])", r"\1", text).replace("\x00", "#")
    return text.translate(_SHOWN).strip()


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
        if one.kind not in _CHOICE and _is_rest(next(iter(answers.values()))):
            for answer in answers.values():
                if answer.feedback:
                    intake.lose("feedback_dropped", text=to_plain(answer.feedback)[:80])
            continue
        _set(f"feedback:{answer_id}", answers, "feedback", intake)
    held = dict(zip(ids, one.answers, strict=True))
    if one.kind in _CHOICE:
        return _choice_gap(name, one, held, spoken, intake)
    held = {answer_id: answer for answer_id, answer in held.items() if not _is_rest(answer)}
    if one.kind in _NUMBER:
        numbers = tuple(_number(answer_id, answer) for answer_id, answer in held.items())
        return NumberGap(id=name, accepted=numbers, weight=one.weight)
    for answer_id in held:
        plain = {
            language: replace(answer, words=answer.words.replace("\\*", "*"))
            for language, answer in spoken[answer_id].items()
        }
        _set(f"accepted:{answer_id}", plain, "words", intake)
    accepted = tuple(Accepted(id=i, credit=a.credit, wildcard=_is_wild(a)) for i, a in held.items())
    return TypedGap(id=name, accepted=accepted, case_matters=one.kind in _CASED, weight=one.weight)


def _is_wild(answer: _Answer) -> bool:
    wild = re.search(r"(?<!\\)\*", answer.words) is not None
    if wild and "\\*" in answer.words:
        raise ItemRefused("no_home_for_construct", construct="* beside \\*")
    return wild


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
