"""Moodle XML: questions with their images inside; several languages stand in spans that Moodle's filter knows."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from lxml import etree

from question_banks.bodies import (
    Gaps,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from question_banks.content import Language
from question_banks.items import BankItem, CaseItem, Item
from question_banks.readers.credits import as_percent, credits_of
from question_banks.readers.images import ENDINGS
from question_banks.readers.labels import tags_of
from question_banks.readers.multilang import join_languages
from question_banks.writers.cloze import cloze_stem
from question_banks.writers.gift import plain
from question_banks.writers.outcomes import Left, NotWritable, Writing, Written, not_carried, spoken, without

_MEDIA = re.compile(r'src="media:([0-9a-f]{64})"')
_TYPES = {
    "single": "multichoice", "multiple": "multichoice", "true_false": "truefalse", "matching": "matching",
    "ordering": "ordering", "numeric": "numerical", "short_text": "shortanswer", "gaps": "cloze",
}  # fmt: skip
_ORDER_RULES = {"all_or_nothing": "-1", "per_position": "0", "per_neighbour": "1"}
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class MoodleXmlWriter:
    """Writes Moodle XML files in UTF-8."""

    name = "moodle_xml"

    def write(self, items: Sequence[Item], writing: Writing) -> Written:
        quiz = etree.Element("quiz")
        if writing.banner:
            quiz.append(etree.Comment(" " + writing.banner.replace("--", "- -") + " "))
        left: list[Left] = []
        topic: tuple[str, ...] = ()
        for item in items:
            try:
                if isinstance(item, CaseItem):
                    raise NotWritable("cannot_be_written", kind="case", form="Moodle XML")
                question = _Question(item, writing).element()
            except NotWritable as error:
                left.append(Left(item.key, False, (error.note,)))
                continue
            if item.classification.topic != topic:
                topic = item.classification.topic
                quiz.append(_category(topic))
            quiz.append(question)
            if lost := _lost(item, writing):
                left.append(Left(item.key, True, without(lost, "Moodle XML")))
        etree.indent(quiz)
        data = etree.tostring(quiz, encoding="UTF-8", xml_declaration=True)
        return Written(data=data, ending="xml", left=tuple(left))


def _lost(item: BankItem, writing: Writing) -> list[str]:
    lost = not_carried(item, writing, (), rules=False)
    body = item.question.body
    if any(not name.startswith("moodle:") for name in item.question.carried):
        lost.append("carried")
    if isinstance(body, (SingleChoice, MultipleChoice)) and len({one.fixed for one in body.options}) > 1:
        lost.append("fixed places of single options")
    if isinstance(body, MultipleChoice) and body.rule == "all_or_nothing":
        lost.append("rule all_or_nothing (kept as a tag; Moodle pays per option)")
    return lost


def _category(topic: tuple[str, ...]) -> etree._Element:
    question = etree.Element("question", type="category")
    path = "/".join(["$course$", "top", *(_xml(one).replace("/", "//") for one in topic)])
    etree.SubElement(etree.SubElement(question, "category"), "text").text = path
    return question


def _xml(text: str) -> str:
    if _NOT_XML.search(text):
        raise NotWritable("cannot_be_written_because", form="Moodle XML", construct="control characters")
    return text


class _Question:
    """One question as an element."""

    def __init__(self, item: BankItem, writing: Writing) -> None:
        self.item, self.writing = item, writing
        self.question = item.question
        self.languages: tuple[Language, ...] = spoken(item, writing)

    def element(self) -> etree._Element:
        body = self.question.body
        if body.kind not in _TYPES:
            raise NotWritable("cannot_be_written", kind=body.kind, form="Moodle XML")
        made = etree.Element("question", type=_TYPES[body.kind])
        self.text(made, "name", self.item.name)
        if isinstance(body, Gaps):
            stems = {one: cloze_stem(self.question, body, one, self.languages) for one in self.languages}
            self.rich(made, "questiontext", join_languages(stems, self.question.source_language))
        else:
            self.part(made, "questiontext", "stem")
        self.part(made, "generalfeedback", "explanation")
        points = self.question.points
        exact = Decimal(points.numerator) / Decimal(points.denominator)
        whole = Fraction(exact) == points and len(str(exact)) < 12
        etree.SubElement(made, "defaultgrade").text = plain(exact) if whole else "1"
        etree.SubElement(made, "idnumber").text = _xml(self.item.key)
        for name, value in sorted(self.question.carried.items()):
            if name.startswith("moodle:") and re.fullmatch(r"[a-z]+", name[7:]):
                etree.SubElement(made, name[7:]).text = _xml(value)
        self.answers(made)
        self.around(made, with_points=not whole)
        return made

    def around(self, made: etree._Element, *, with_points: bool) -> None:
        for tag, outcome in (("correct", "right"), ("partiallycorrect", "partly"), ("incorrect", "wrong")):
            self.part(made, f"{tag}feedback", f"outcome:{outcome}")
        parts = {part for text in self.question.texts.values() for part in text.parts}
        for part in sorted((one for one in parts if one.startswith("hint:")), key=lambda one: int(one[5:])):
            self.part(made, "hint", part)
        tags = tags_of(self.item, with_points=with_points)
        if tags:
            held = etree.SubElement(made, "tags")
            for tag in tags:
                self.text(held, "tag", tag)

    def text(self, parent: etree._Element, tag: str, words: str) -> etree._Element:
        made = etree.SubElement(parent, tag)
        etree.SubElement(made, "text").text = _xml(words)
        return made

    def rich(self, parent: etree._Element, tag: str, markup: str) -> etree._Element:
        """A text in HTML with the files that it shows."""
        names: dict[str, str] = {}
        for digest in dict.fromkeys(_MEDIA.findall(markup)):
            file = self.writing.media.get(digest)
            if file is None:
                raise NotWritable("image_not_in_file", image=f"media:{digest}")
            names[digest] = f"{digest[:16]}.{ENDINGS.get(file.content_type, 'bin')}"
        shown = _MEDIA.sub(lambda found: f'src="@@PLUGINFILE@@/{names[found[1]]}"', markup)
        made = self.text(parent, tag, shown)
        made.set("format", "html")
        for digest, name in names.items():
            packed = etree.SubElement(made, "file", name=name, path="/", encoding="base64")
            packed.text = base64.b64encode(self.writing.media[digest].data).decode("ascii")
        return made

    def words(self, part: str) -> str:
        texts = {one: self.question.part(part, one) for one in self.languages}
        return join_languages(texts, self.question.source_language)

    def part(self, parent: etree._Element, tag: str, part: str) -> None:
        if markup := self.words(part):
            self.rich(parent, tag, markup)

    def answer(self, made: etree._Element, credit: Fraction, part: str, name: str) -> None:
        answer = self.rich(made, "answer", self.words(part))
        answer.set("fraction", as_percent(credit))
        self.part(answer, "feedback", f"feedback:{name}")

    def plain_answer(self, made: etree._Element, credit: Fraction, words: str, name: str) -> etree._Element:
        answer = self.text(made, "answer", words)
        answer.set("fraction", as_percent(credit))
        answer.set("format", "plain_text")
        self.part(answer, "feedback", f"feedback:{name}")
        return answer

    def answers(self, made: etree._Element) -> None:
        body = self.question.body
        match body:
            case SingleChoice() | MultipleChoice():
                etree.SubElement(made, "single").text = "true" if isinstance(body, SingleChoice) else "false"
                fixed = bool(body.options) and all(option.fixed for option in body.options)
                etree.SubElement(made, "shuffleanswers").text = "false" if fixed else "true"
                for option, credit in zip(body.options, credits_of(body), strict=True):
                    self.answer(made, credit, f"option:{option.id}", option.id)
            case TrueFalse():
                for value in (True, False):
                    name = "true" if value else "false"
                    self.plain_answer(made, Fraction(body.answer is value), name, name)
            case Matching():
                self.pairs(made, body)
            case Ordering():
                etree.SubElement(made, "gradingtype").text = _ORDER_RULES[body.rule]
                for at, item in enumerate(body.items, 1):
                    self.answer(made, Fraction(at, 100), f"item:{item}", item)
            case Numeric():
                self.numeric(made, body)
            case ShortText():
                self.short(made, body)
            case _:
                pass  # gaps have their answers in the text

    def short(self, made: etree._Element, body: ShortText) -> None:
        etree.SubElement(made, "usecase").text = "1" if body.case_matters else "0"
        for one in body.accepted:
            texts = (self.question.part(f"accepted:{one.id}", language) for language in self.languages)
            for words in dict.fromkeys(text for text in texts if text):
                shown = words if one.wildcard else words.replace("*", "\\*")
                self.plain_answer(made, one.credit, shown, one.id)

    def numeric(self, made: etree._Element, body: Numeric) -> None:
        for one in body.accepted:
            answer = self.plain_answer(made, one.credit, plain(one.value), one.id)
            etree.SubElement(answer, "tolerance").text = plain(one.tolerance)
        if not body.units:
            return
        units = etree.SubElement(made, "units")
        for unit in body.units:
            held = etree.SubElement(units, "unit")
            exact = 1 / Fraction(unit.factor)
            etree.SubElement(held, "multiplier").text = plain(
                Decimal(exact.numerator) / Decimal(exact.denominator)
            )
            source = self.question.source_language
            etree.SubElement(held, "unit_name").text = _xml(self.question.part(f"unit:{unit.id}", source))
        if "moodle:unitgradingtype" not in self.question.carried:
            etree.SubElement(made, "unitgradingtype").text = "1" if body.unit_asked else "0"

    def pairs(self, made: etree._Element, body: Matching) -> None:
        named = {prompt.match for prompt in body.prompts}
        pairs = [(f"prompt:{one.id}", one.match) for one in body.prompts if one.match is not None]
        pairs += [("", choice) for choice in body.choices if choice not in named]
        for prompt, choice in pairs:
            held = self.rich(made, "subquestion", self.words(prompt) if prompt else "")
            words = self.words(f"choice:{choice}")
            if "<img" in words:
                raise NotWritable(
                    "cannot_be_written_because", form="Moodle XML", construct="image in a choice"
                )
            self.text(held, "answer", words)
