"""A text with gaps in Moodle's writing of embedded answers."""

from __future__ import annotations

import re

from question_banks.bodies import ChoiceGap, Gap, Gaps, NumberGap
from question_banks.content import Language, Question
from question_banks.readers.credits import as_percent
from question_banks.writers.gift import plain
from question_banks.writers.outcomes import NotWritable


def _escape(words: str) -> str:
    return re.sub(r"[\\}#~/\"]", lambda found: "\\" + found[0], words)


def cloze_stem(question: Question, body: Gaps, language: Language, languages: tuple[Language, ...]) -> str:
    """The stem of one language with its gaps written out."""
    stem = question.part("stem", language)
    if not _in_order(body, stem):
        raise NotWritable("cannot_be_written_because", form="Moodle XML", construct="gaps in another order")
    for gap in body.gaps:
        marker = f"[[{gap.id}]]"
        if stem.count(marker) != 1:
            raise NotWritable("cannot_be_written_because", form="Moodle XML", construct=f"gap {gap.id}")
        stem = stem.replace(marker, _gap(question, gap, language, languages))
    return stem


def _in_order(body: Gaps, stem: str) -> bool:
    """Embedded answers have no names, only their order: it must be the author's in every language."""
    places = [stem.find(f"[[{gap.id}]]") for gap in body.gaps]
    return places == sorted(places)


def _gap(question: Question, gap: Gap, language: Language, languages: tuple[Language, ...]) -> str:
    pieces = []
    if isinstance(gap, NumberGap):
        kind = "NUMERICAL"
        for number in gap.accepted:
            words = f"{plain(number.value)}:{plain(number.tolerance)}"
            pieces.append(f"%{as_percent(number.credit)}%{words}{_feedback(question, number.id, language)}")
    elif isinstance(gap, ChoiceGap):
        kind = "MULTICHOICE"
        for option in gap.options:
            credit = "100" if option.correct else as_percent(option.credit) if option.credit else "0"
            words = _escape(question.part(f"option:{option.id}", language))
            pieces.append(f"%{credit}%{words}{_feedback(question, option.id, language)}")
    else:
        kind = "SHORTANSWER_C" if gap.case_matters else "SHORTANSWER"
        for one in gap.accepted:
            words = question.part(f"accepted:{one.id}", language) or _any(
                question, f"accepted:{one.id}", languages
            )
            if ("*" in words) != one.wildcard:
                raise NotWritable("cannot_be_written_because", form="Moodle XML", construct="* in an answer")
            shown = _escape(words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
            pieces.append(f"%{as_percent(one.credit)}%{shown}{_feedback(question, one.id, language)}")
    if any("<img" in piece for piece in pieces):
        raise NotWritable("cannot_be_written_because", form="Moodle XML", construct="image in a gap")
    return f"{{{gap.weight}:{kind}:{'~'.join(pieces)}}}"


def _any(question: Question, part: str, languages: tuple[Language, ...]) -> str:
    return next((words for one in languages if (words := question.part(part, one))), "")


def _feedback(question: Question, name: str, language: Language) -> str:
    words = question.part(f"feedback:{name}", language)
    return f"#{_escape(words)}" if words else ""
