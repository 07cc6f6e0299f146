"""GIFT: everything that it can say of a question; several languages stand in spans that Moodle's filter knows."""

from __future__ import annotations

import html
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from question_banks.bodies import (
    AcceptedNumber,
    Matching,
    MultipleChoice,
    Numeric,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from question_banks.content import Language, is_plain
from question_banks.items import BankItem, CaseItem, Item
from question_banks.readers.credits import as_percent, credits_of
from question_banks.readers.gift_blocks import escape
from question_banks.readers.labels import tags_of
from question_banks.readers.multilang import join_languages
from question_banks.richtext import MEDIA
from question_banks.writers.outcomes import Left, NotWritable, Writing, Written, not_carried, spoken, without

_LOST_PARTS = ("hint", "outcome", "unit")


class GiftWriter:
    """Writes GIFT files in UTF-8."""

    name = "gift"

    def write(self, items: Sequence[Item], writing: Writing) -> Written:
        blocks: list[str] = [f"// {line}" for line in writing.banner.splitlines()]
        left: list[Left] = []
        topic: tuple[str, ...] = ()
        for item in items:
            try:
                if isinstance(item, CaseItem):
                    raise NotWritable("cannot_be_written", kind="case", form="GIFT")
                block = _block(item, writing)
            except NotWritable as error:
                left.append(Left(item.key, False, (error.note,)))
                continue
            if item.classification.topic != topic:
                topic = item.classification.topic
                path = "/".join(one.replace("/", "//") for one in topic)
                blocks.append(f"$CATEGORY: $course$/top/{escape(path)}".rstrip("/"))
            blocks.append(block)
            if lost := _lost(item, writing):
                left.append(Left(item.key, True, without(lost, "GIFT")))
        return Written(data=("\n\n".join(blocks) + "\n").encode("utf-8"), ending="gift", left=tuple(left))


def _lost(item: BankItem, writing: Writing) -> list[str]:
    lost = not_carried(item, writing, _LOST_PARTS)
    body = item.question.body
    if isinstance(body, ShortText) and body.case_matters:
        lost.append("case_matters")
    if isinstance(body, Numeric) and body.units:
        lost.append("units")
    if isinstance(body, (SingleChoice, MultipleChoice)) and any(option.fixed for option in body.options):
        lost.append("fixed places")
    if isinstance(body, Matching) and any(part.startswith("feedback:") for part in _part_names(item)):
        lost.append("part:feedback")
    if isinstance(body, MultipleChoice) and body.rule == "all_or_nothing":
        lost.append("rule all_or_nothing (kept as a tag; other systems pay per option)")
    return lost


def _part_names(item: BankItem) -> set[str]:
    return {part for text in item.question.texts.values() for part in text.parts}


def _block(item: BankItem, writing: Writing) -> str:
    speaker = _Speaker(item, spoken(item, writing))
    head = []
    fields = [f"[id:{_in_field(item.key)}]"] if item.key else []
    fields += [f"[tag:{_in_field(tag)}]" for tag in tags_of(item, with_points=True)]
    if fields:
        head.append("// " + " ".join(fields))
    title = f"::{escape(item.name)}::" if item.name else ""
    head.append(f"{title}[html]{speaker.rich('stem')} {{")
    lines = _answers(item, speaker)
    if explanation := speaker.rich("explanation"):
        lines.append(f"####{explanation}")
    return "\n".join([*head, *(f"\t{line}" for line in lines), "}"])


def _in_field(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace("]", "\\]")


class _Speaker:
    """The words of a question in GIFT's writing."""

    def __init__(self, item: BankItem, languages: tuple[Language, ...]) -> None:
        self.item, self.languages = item, languages

    def raw(self, part: str) -> str:
        texts = {one: self.item.question.part(part, one) for one in self.languages}
        if is_plain(part):
            texts = {one: html.escape(words, quote=False) for one, words in texts.items()}
        joined = join_languages(texts, self.item.question.source_language)
        if MEDIA.search(joined):
            raise NotWritable("cannot_be_written_because", form="GIFT", construct="image")
        return joined

    def rich(self, part: str) -> str:
        return escape(self.raw(part))

    def feedback(self, name: str) -> str:
        words = self.rich(f"feedback:{name}")
        return f"#{words}" if words else ""

    def accepted(self, name: str) -> tuple[str, ...]:
        """Accepted answers know no spans: each language's words stand as an answer of their own."""
        texts = (self.item.question.part(f"accepted:{name}", one) for one in self.languages)
        return tuple(dict.fromkeys(words for words in texts if words))


def _weight(credit: Fraction) -> str:
    return "" if credit in (0, 1) else f"%{as_percent(credit)}%"


def _answers(item: BankItem, speaker: _Speaker) -> list[str]:
    body = item.question.body
    match body:
        case SingleChoice():
            return [
                f"{'=' if option.correct else '~' + _weight(option.credit or Fraction(0))}"
                f"{speaker.rich(f'option:{option.id}')}{speaker.feedback(option.id)}"
                for option in body.options
            ]
        case MultipleChoice():
            return [
                f"~%{as_percent(credit)}%{speaker.rich(f'option:{option.id}')}{speaker.feedback(option.id)}"
                for option, credit in zip(body.options, credits_of(body), strict=True)
            ]
        case TrueFalse(answer=bool()):
            right, wrong = ("true", "false") if body.answer else ("false", "true")
            feedback = (speaker.rich(f"feedback:{wrong}"), speaker.rich(f"feedback:{right}"))
            tail = f"#{feedback[0]}#{feedback[1]}" if any(feedback) else ""
            return [("TRUE" if body.answer else "FALSE") + tail]
        case Matching():
            return _pairs(body, speaker)
        case Numeric():
            return [
                "#",
                *(f"={_weight(one.credit)}{span(one)}{speaker.feedback(one.id)}" for one in body.accepted),
            ]
        case ShortText():
            return _short(body, speaker)
        case _:
            raise NotWritable("cannot_be_written", kind=body.kind, form="GIFT")


def _short(body: ShortText, speaker: _Speaker) -> list[str]:
    lines = []
    for one in body.accepted:
        for words in speaker.accepted(one.id):
            shown = words if one.wildcard else words.replace("*", "\\*")
            lines.append(f"={_weight(one.credit)}{escape(shown)}{speaker.feedback(one.id)}")
    return lines


def _pairs(body: Matching, speaker: _Speaker) -> list[str]:
    lines = [
        f"={speaker.rich(f'prompt:{one.id}')} -> {speaker.rich(f'choice:{one.match}')}"
        for one in body.prompts
        if one.match
    ]
    named = {one.match for one in body.prompts}
    lines += [f"= -> {speaker.rich(f'choice:{choice}')}" for choice in body.choices if choice not in named]
    if len(lines) < 2 or any("-&gt;" in line or line.count("->") > 1 for line in lines):
        raise NotWritable("cannot_be_written_because", form="GIFT", construct="pairs")
    return lines


def span(one: AcceptedNumber) -> str:
    """A number and its tolerance."""
    return f"{plain(one.value)}:{plain(one.tolerance)}" if one.tolerance else plain(one.value)


def plain(value: Decimal) -> str:
    return format(value.normalize() + 0, "f")
