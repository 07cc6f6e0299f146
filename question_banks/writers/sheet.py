"""The three-language template, empty to download or filled with a bank's questions."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from question_banks.bodies import (
    KINDS,
    AcceptedNumber,
    ChoiceGap,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    NumberGap,
    Numeric,
    Oral,
    Ordering,
    ShortText,
    SingleChoice,
    TrueFalse,
    body_ids,
)
from question_banks.content import LANGUAGES, Language, LanguageText, Question
from question_banks.formulas import find_formulas
from question_banks.items import DIFFICULTIES, LEVELS, BankItem, CaseItem, Item
from question_banks.readers.credits import as_percent, credits_of
from question_banks.readers.gift_blocks import escape
from question_banks.richtext import from_plain, to_plain
from question_banks.sheet_form import OPTION_SLOTS, SLOT_LETTERS, TEMPLATE, Column
from question_banks.writers.gift import plain, span
from question_banks.writers.outcomes import Left, NotWritable, Writing, Written, without

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORM = "sheet"


class SheetWriter:
    """Writes the template as a workbook."""

    name = "sheet"

    def write(self, items: Sequence[Item], writing: Writing) -> Written:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "questions"
        for at, (title, column) in enumerate(TEMPLATE, 1):
            cell = sheet.cell(1, at, title)
            cell.font = Font(bold=True)
            wide = column.role in ("question", "option", "accepted", "explanation")
            sheet.column_dimensions[get_column_letter(at)].width = 40 if wide else 14
        sheet.freeze_panes = "D2"
        for title, values in (("kind", (*KINDS, "case")), ("difficulty", DIFFICULTIES), ("level", LEVELS)):
            letter = get_column_letter(1 + [one for one, _ in TEMPLATE].index(title))
            choice = DataValidation(type="list", formula1='"' + ",".join(values) + '"', allow_blank=True)
            sheet.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}20000")
        left: list[Left] = []
        row = 1
        for item in sorted(items, key=lambda one: 0 if isinstance(one, CaseItem) else 1):
            try:
                cells, lost = _row(item, writing)
            except NotWritable as error:
                left.append(Left(item.key, False, (error.note,)))
                continue
            row += 1
            for at, (_, column) in enumerate(TEMPLATE, 1):
                if text := cells.get(column, ""):
                    cell = sheet.cell(row, at, _FORBIDDEN.sub("", text))
                    cell.data_type = "s"  # a text that begins with = is no formula
                    cell.number_format = "@"
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
            if lost:
                left.append(Left(item.key, True, without(lost, _FORM)))
        out = io.BytesIO()
        book.save(out)
        return Written(data=out.getvalue(), ending="xlsx", left=tuple(left))


class _Cells(dict[Column, str]):
    """The cells of one row, and whether its texts need markup."""

    def __init__(self, question: Question, writing: Writing) -> None:
        super().__init__()
        self.question = question
        self.languages = [one for one in LANGUAGES if one in writing.languages and one in question.texts]
        parts = [words for text in question.texts.values() for part, words in text.parts.items() if ":" not in part or
                 part.startswith(("option:", "item:", "prompt:", "choice:", "point:"))]  # fmt: skip
        self.html = any(from_plain(to_plain(words)) != words or find_formulas(words) for words in parts)

    def shown(self, part: str, language: Language) -> str:
        words = self.question.part(part, language)
        return words if self.html or part.startswith(("accepted:", "unit:")) else to_plain(words)

    def put(self, column: str, part: str, slot: int = 0) -> None:
        for language in self.languages:
            if words := self.shown(part, language):
                self[_column(column, language, slot)] = words

    def set(self, column: str, words: str) -> None:
        self[_column(column, None, 0)] = words


def _column(role: str, language: Language | None, slot: int) -> Column:
    return next(one for _, one in TEMPLATE if (one.role, one.language, one.slot) == (role, language, slot))


def _row(item: Item, writing: Writing) -> tuple[_Cells, list[str]]:
    if isinstance(item, CaseItem):
        vignette = item.vignette.texts
        moved = {
            one: LanguageText(parts={"stem": text.parts.get("vignette", "")})
            for one, text in vignette.items()
        }
        question = Question(body=Oral(), source_language=item.vignette.source_language, texts=moved)
        cells = _Cells(question, writing)
        cells.set("kind", "case")
    else:
        question = item.question
        cells = _Cells(question, writing)
        cells.set("kind", question.body.kind)
    cells.set("id", item.key)
    cells.set("name", item.name)
    cells.put("question", "stem")
    cells.put("explanation", "explanation")
    cells.set("format", "html" if cells.html else "")
    lost = [f"language:{one}" for one in question.texts if one not in writing.languages]
    if isinstance(item, BankItem):
        lost += _body(cells, question)
        lost += _classification(cells, item)
        named = {part.partition(":")[0] for text in question.texts.values() for part in text.parts}
        lost += [f"part:{one}" for one in sorted(named & {"feedback", "hint", "outcome"})]
        if any(text.state != "draft" or text.seen for text in question.texts.values()):
            lost.append("states")
        if question.carried:
            lost.append("carried")
    return cells, lost


def _classification(cells: _Cells, item: BankItem) -> list[str]:
    one = item.classification
    cells.set("topic", " / ".join(one.topic))
    cells.set("difficulty", one.difficulty or "")
    cells.set("level", one.level or "")
    cells.set("seconds", "" if one.expected_seconds is None else str(one.expected_seconds))
    cells.set("points", "" if item.question.points == 1 else str(item.question.points))
    cells.set("case", one.case or "")
    cells.set("enemies", "; ".join(one.enemies))
    cells.set("labels", "; ".join(one.labels))
    if one.sources:
        source = one.sources[0]
        cells.set("act", source.act)
        cells.set("clause", source.clause)
        cells.set("act_date", source.date.isoformat() if source.date else "")
    lost = ["sources after the first"] if len(one.sources) > 1 else []
    lost += ["slash in a topic"] if any("/" in name for name in one.topic) else []
    return lost + (["place in the case"] if one.case_place is not None else [])


def _refuse(construct: str) -> NotWritable:
    return NotWritable("cannot_be_written_because", form=_FORM, construct=construct)


def _slots(cells: _Cells, parts: Sequence[str]) -> None:
    if len(parts) > OPTION_SLOTS:
        raise _refuse(f"more than {OPTION_SLOTS} options")
    for slot, part in enumerate(parts):
        cells.put("option", part, slot)


def _body(cells: _Cells, question: Question) -> list[str]:
    body = question.body
    match body:
        case SingleChoice() | MultipleChoice():
            return _choice(cells, body)
        case TrueFalse():
            cells.set("key", {True: "true", False: "false", None: ""}[body.answer])
        case Matching():
            _matching(cells, body)
        case Ordering():
            _slots(cells, [f"item:{one}" for one in body.items])
            cells.set("rule", body.rule)
        case Numeric():
            return _numeric(cells, body)
        case ShortText():
            _short(cells, question, body)
        case Gaps():
            _gaps(cells, question, body)
        case Oral():
            if body.rubric:
                raise _refuse("rubric")
            _slots(cells, [f"point:{one}" for one in body_ids(body)])
    return []


def _choice(cells: _Cells, body: SingleChoice | MultipleChoice) -> list[str]:
    _slots(cells, [f"option:{option.id}" for option in body.options])
    keys = []
    for letter, option, credit in zip(SLOT_LETTERS, body.options, credits_of(body), strict=False):
        partial = option.credit is not None and not (isinstance(body, SingleChoice) and option.correct)
        if option.correct or partial:
            keys.append(f"{letter}:{credit}" if partial else letter)
    cells.set("key", " ".join(keys))
    if isinstance(body, MultipleChoice):
        cells.set("rule", body.rule)
        cells.set("penalty", str(body.penalty) if body.penalty else "")
    return ["fixed places"] if any(option.fixed for option in body.options) else []


def _matching(cells: _Cells, body: Matching) -> None:
    pairs = [(f"prompt:{one.id}", f"choice:{one.match}") for one in body.prompts if one.match is not None]
    named = {one.match for one in body.prompts}
    pairs += [("", f"choice:{choice}") for choice in body.choices if choice not in named]
    if len(pairs) > OPTION_SLOTS:
        raise _refuse(f"more than {OPTION_SLOTS} pairs")
    for slot, (left, right) in enumerate(pairs):
        for language in cells.languages:
            sides = (cells.shown(left, language) if left else "", cells.shown(right, language))
            if re.search(r"->|→|=>|—>", "".join(sides)):
                raise _refuse("an arrow in a pair")
            cells[_column("option", language, slot)] = f"{sides[0]} -> {sides[1]}".strip()
    cells.set("rule", body.rule)


def _span(one: AcceptedNumber) -> str:
    credit = "" if one.credit == 1 else f" = {one.credit}"
    return f"{plain(one.value)} ± {plain(one.tolerance)}{credit}"


def _numeric(cells: _Cells, body: Numeric) -> list[str]:
    if len(body.units) > 1 or body.unit_asked:
        raise _refuse("several units")
    cells.set("key", " | ".join(_span(one) for one in body.accepted))
    if body.units:
        cells.put("unit", f"unit:{body.units[0].id}")
    return []


def _short(cells: _Cells, question: Question, body: ShortText) -> None:
    for language in cells.languages:
        lines = []
        for one in body.accepted:
            words = question.part(f"accepted:{one.id}", language)
            if "|" in words:
                raise _refuse("| in an answer")
            lines.append(words if one.wildcard else words.replace("*", "\\*"))
        if any(lines):
            cells[_column("accepted", language, 0)] = " | ".join(lines)
    if any(one.credit != 1 for one in body.accepted):
        cells.set("key", " | ".join(str(one.credit) for one in body.accepted))
    if body.case_matters:
        cells.set("rule", "case matters")


def _gaps(cells: _Cells, question: Question, body: Gaps) -> None:
    for slot, gap in enumerate(body.gaps):
        if gap.id != f"g{slot + 1}" or slot >= OPTION_SLOTS or gap.weight != 1:
            raise _refuse(f"gap {gap.id}")
        for language in cells.languages:
            cells[_column("option", language, slot)] = _gap(cells, question, gap, language)
    cells.set("rule", body.rule)


def _gap(cells: _Cells, question: Question, gap: Gap, language: Language) -> str:
    if isinstance(gap, NumberGap):
        return "#" + " ".join(f"=%{as_percent(one.credit)}%{span(one)}" for one in gap.accepted)
    if isinstance(gap, ChoiceGap):
        return " ".join(
            f"{'=' if one.correct else '~'}{f'%{as_percent(one.credit)}%' if one.credit else ''}"
            f"{escape(cells.shown(f'option:{one.id}', language))}"
            for one in gap.options
        )
    if gap.case_matters:
        raise _refuse("a gap where case matters")
    words = [(one, question.part(f"accepted:{one.id}", language)) for one in gap.accepted]
    if any(("*" in text) != one.wildcard or not text for one, text in words):
        raise _refuse("an answer that is missing or has *")
    return " ".join(f"=%{as_percent(one.credit)}%{escape(text)}" for one, text in words)
