"""A question as its readers see it in one language, and beside it the key for those who may see that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from core.languages import _
from question_banks.bodies import (
    Accepted,
    AcceptedNumber,
    Body,
    ChoiceGap,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    NumberGap,
    Numeric,
    Option,
    Oral,
    Ordering,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from question_banks.content import LANGUAGES, Case, Language, Question
from question_banks.contents import Held
from question_banks.editor.rows import letter
from question_banks.rendering import ImageAddress, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line below the question. `right` is None where the reader may not see the key."""

    label: str
    words: Markup
    right: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines under a heading of their own, where there is one."""

    title: str = ""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuestion:
    """The whole of it, in one language."""

    language: Language
    stem: Markup
    blocks: tuple[Block, ...] = ()
    key: str = ""
    explanation: Markup = field(default_factory=Markup)


def show(held: Held, language: Language, address: ImageAddress, *, keys: bool) -> ShownQuestion:
    """The question in this language; with `keys` only for readers who may see which answers are right."""
    if isinstance(held, Case):
        text = held.texts[language].parts.get("vignette", "") if language in held.texts else ""
        return ShownQuestion(language=language, stem=shown(text, address))
    return _Reader(held, language, address, keys).all()


class _Reader:
    def __init__(self, question: Question, language: Language, address: ImageAddress, keys: bool) -> None:
        self.question, self.language, self.address, self.keys = question, language, address, keys

    def all(self) -> ShownQuestion:
        return ShownQuestion(
            language=self.language,
            stem=self.words("stem"),
            blocks=self.blocks(self.question.body),
            key=self.key(self.question.body) if self.keys else "",
            explanation=self.words("explanation") if self.keys else Markup(),
        )

    def words(self, part: str) -> Markup:
        return shown(self.question.part(part, self.language), self.address, part)

    def blocks(self, body: Body) -> tuple[Block, ...]:
        match body:
            case SingleChoice() | MultipleChoice():
                return (Block(lines=self.options(body.options)),)
            case TrueFalse():
                return (Block(lines=self.judgement(body)),)
            case Matching():
                return self.pairs(body)
            case Ordering():
                return (Block(lines=self.named("item", body.items)),)
            case Numeric():
                return self.units(body)
            case Gaps():
                return tuple(self.gap(gap) for gap in body.gaps)
            case Oral():
                return self.oral(body)
            case ShortText():
                return ()

    def options(self, options: Sequence[Option]) -> tuple[Line, ...]:
        return tuple(
            Line(
                label=letter(at),
                words=self.words(f"option:{one.id}"),
                right=one.correct if self.keys else None,
                note=str(one.credit) if self.keys and one.credit is not None else "",
            )
            for at, one in enumerate(options)
        )

    def judgement(self, body: TrueFalse) -> tuple[Line, ...]:
        return tuple(
            Line(label=mark, words=Markup.escape(words), right=(body.answer is truth) if self.keys else None)
            for mark, words, truth in (("A", _("True"), True), ("B", _("False"), False))
        )

    def named(self, kind: str, ids: Sequence[str]) -> tuple[Line, ...]:
        return tuple(Line(label=str(at), words=self.words(f"{kind}:{one}")) for at, one in enumerate(ids, 1))

    def pairs(self, body: Matching) -> tuple[Block, ...]:
        letters = {one: letter(at) for at, one in enumerate(body.choices)}
        prompts = tuple(
            Line(
                label=str(at),
                words=self.words(f"prompt:{one.id}"),
                note=letters.get(one.match or "", "") if self.keys else "",
            )
            for at, one in enumerate(body.prompts, 1)
        )
        choices = tuple(Line(label=letters[one], words=self.words(f"choice:{one}")) for one in body.choices)
        return (Block(lines=prompts), Block(lines=choices))

    def units(self, body: Numeric) -> tuple[Block, ...]:
        if not body.units:
            return ()
        lines = tuple(Line(label="", words=self.words(f"unit:{one.id}")) for one in body.units)
        return (Block(title=_("Unit"), lines=lines if body.unit_asked else lines[:1]),)

    def gap(self, gap: Gap) -> Block:
        title = _("Gap [[%(gap)s]]", gap=gap.id)
        if isinstance(gap, ChoiceGap):
            return Block(title=title, lines=self.options(gap.options))
        words = _("A number is typed in.") if isinstance(gap, NumberGap) else _("Words are typed in.")
        note = ""
        if self.keys:
            note = self.numbers(gap.accepted) if isinstance(gap, NumberGap) else self.accepted(gap.accepted)
        return Block(title=title, lines=(Line(label="", words=Markup.escape(words), note=note),))

    def oral(self, body: Oral) -> tuple[Block, ...]:
        if not self.keys:
            return ()
        blocks = [Block(title=_("What is expected"), lines=self.named("point", body.points))]
        for one in body.rubric:
            lines = tuple(
                Line(label=format(level.marks, "f"), words=self.words(f"level:{level.id}"))
                for level in one.levels
            )
            blocks.append(Block(title=str(self.words(f"criterion:{one.id}").striptags()), lines=lines))
        return tuple(blocks)

    def key(self, body: Body) -> str:
        """The key in words, where no line shows it."""
        match body:
            case Numeric():
                return self.numbers(body.accepted)
            case ShortText():
                return self.accepted(body.accepted)
            case Ordering():
                return _("The order above is the right one.")
            case _:
                return ""

    def accepted(self, answers: Sequence[Accepted]) -> str:
        """Every accepted answer in whatever language: each counts for everybody."""
        found = [
            self.question.part(f"accepted:{one.id}", language) for one in answers for language in LANGUAGES
        ]
        return "; ".join(dict.fromkeys(one for one in found if one))

    @staticmethod
    def numbers(answers: Sequence[AcceptedNumber]) -> str:
        return "; ".join(
            format(one.value.normalize(), "f")
            + (f" ± {format(one.tolerance.normalize(), 'f')}" if one.tolerance else "")
            for one in answers
        )
