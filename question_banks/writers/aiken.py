"""Aiken: plain single choices in one language; everything else is left behind by name."""

from __future__ import annotations

from collections.abc import Sequence

from question_banks.bodies import SingleChoice
from question_banks.formulas import find_formulas
from question_banks.items import CaseItem, Item
from question_banks.readers.labels import tags_of
from question_banks.richtext import from_plain, to_plain
from question_banks.writers.outcomes import Left, NotWritable, Writing, Written, not_carried, spoken, without

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOST_PARTS = ("hint", "outcome", "feedback", "explanation")


class AikenWriter:
    """Writes Aiken files in UTF-8, in the first of the languages asked for that a question speaks."""

    name = "aiken"

    def write(self, items: Sequence[Item], writing: Writing) -> Written:
        blocks: list[str] = []
        left: list[Left] = []
        for item in items:
            try:
                block, lost = _block(item, writing)
            except NotWritable as error:
                left.append(Left(item.key, False, (error.note,)))
                continue
            blocks.append(block)
            if lost:
                left.append(Left(item.key, True, without(lost, "Aiken")))
        return Written(data=("\n\n".join(blocks) + "\n").encode("utf-8"), ending="txt", left=tuple(left))


def _block(item: Item, writing: Writing) -> tuple[str, list[str]]:
    if isinstance(item, CaseItem):
        raise NotWritable("cannot_be_written", kind="case", form="Aiken")
    body = item.question.body
    if not isinstance(body, SingleChoice):
        raise NotWritable("cannot_be_written", kind=body.kind, form="Aiken")
    available = spoken(item, writing)
    language = next(one for one in writing.languages if one in available)
    keys = [letter for letter, option in zip(_LETTERS, body.options, strict=False) if option.correct]
    if len(keys) != 1 or not 2 <= len(body.options) <= len(_LETTERS):
        raise NotWritable("cannot_be_written_because", form="Aiken", construct="not one right option")
    words = {part: _line(item.question.part(part, language)) for part in ("stem", *_options(body))}
    lines = [words["stem"]]
    for letter, part in zip(_LETTERS, _options(body), strict=False):
        lines.append(f"{letter}. {words[part]}")
    lost = not_carried(item, writing, _LOST_PARTS)
    lost += [f"language:{one}" for one in available if one != language]
    lost += [f"formatting:{part}" for part in words if _formatted(item.question.part(part, language))]
    if any(option.credit for option in body.options):
        lost.append("partial credit")
    if item.name or item.key or item.classification.topic or tags_of(item, with_points=True):
        lost.append("name, key and classification")
    return "\n".join([*lines, f"ANSWER: {keys[0]}"]), lost


def _options(body: SingleChoice) -> tuple[str, ...]:
    return tuple(f"option:{option.id}" for option in body.options)


def _line(markup: str) -> str:
    if "<img" in markup or find_formulas(markup):
        raise NotWritable("cannot_be_written_because", form="Aiken", construct="image or formula")
    words = " ".join(to_plain(markup).split())
    if not words:
        raise NotWritable("cannot_be_written_because", form="Aiken", construct="a text is missing")
    return words


def _formatted(markup: str) -> bool:
    return from_plain(" ".join(to_plain(markup).split())) != markup
