"""The columns of a question sheet: those of the own three-language template, and how people's headings name them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from question_banks.content import LANGUAGES, Language
from question_banks.folding import fold

Role = Literal[
    "id", "kind", "question", "option", "options", "key", "rule", "penalty", "accepted", "unit", "points", "format",
    "topic", "difficulty", "level", "seconds", "act", "clause", "act_date", "case", "enemies", "labels",
    "explanation", "name", "ignore",
]  # fmt: skip
# Is the letter В the third of А Б В or the second of A B C? auto: the other keys of the sheet tell.
KeyAlphabet = Literal["auto", "latin", "cyrillic"]
# auto: letters, else numbers, else the words of an option. first: the first option is right. mark: the right options
# begin with * or +.
KeyForm = Literal["auto", "letter", "number", "text", "first", "mark"]

OPTION_SLOTS = 10
SLOT_LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds. Without a language it speaks for the sheet's own."""

    role: Role
    language: Language | None = None
    slot: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMapping:
    """How a person's sheet is to be read; column 0 is A."""

    columns: Mapping[int, Column] = field(default_factory=dict)
    header_rows: int = 1
    sheet: str | None = None
    key_form: KeyForm = "auto"
    key_alphabet: KeyAlphabet = "auto"


def _template() -> tuple[tuple[str, Column], ...]:
    plain: list[tuple[str, Column]] = [
        ("id", Column("id")),
        ("kind", Column("kind")),
        ("name", Column("name")),
    ]
    plain += [(f"question ({one})", Column("question", one)) for one in LANGUAGES]
    for slot, letter in enumerate(SLOT_LETTERS):
        plain += [(f"{letter} ({one})", Column("option", one, slot)) for one in LANGUAGES]
    plain += [("key", Column("key")), ("scoring rule", Column("rule")), ("penalty", Column("penalty"))]
    plain += [(f"accepted ({one})", Column("accepted", one)) for one in LANGUAGES]
    plain += [(f"unit ({one})", Column("unit", one)) for one in LANGUAGES]
    plain += [(f"explanation ({one})", Column("explanation", one)) for one in LANGUAGES]
    roles: tuple[tuple[str, Role], ...] = (
        ("topic", "topic"), ("difficulty", "difficulty"), ("level", "level"), ("seconds", "seconds"),
        ("points", "points"), ("act", "act"), ("clause", "clause"), ("act date", "act_date"), ("case", "case"),
        ("enemies", "enemies"), ("labels", "labels"), ("format", "format"),
    )  # fmt: skip
    return (*plain, *((title, Column(role)) for title, role in roles))


TEMPLATE: tuple[tuple[str, Column], ...] = _template()
_BY_TITLE = {fold(title): column for title, column in TEMPLATE}

_ROLES: tuple[tuple[str, Role], ...] = (
    (r"(правильн|верн|дұрыс|correct|right)\w*|ключ\w*|key|answer|жауабы|кілт\w*|ответ$|жауап$", "key"),
    (r"(все )?варианты( ответов)?$|(барлық )?(жауап )?нұсқалар\w*$|options$|choices$", "options"),
    (
        r"вопрос\w*|сұрақ\w*|question\w*|текст (вопроса|задания)|задание|тапсырма\w*|тест тапсырмасы",
        "question",
    ),
    (r"сложност\w*|қиындық\w*|difficulty|уровень сложности|күрделілі\w*", "difficulty"),
    (r"тем[аы]|тақырып\w*|topic|раздел|бөлім\w*|category|категория вопроса|модуль", "topic"),
    (r"пояснени\w*|обосновани\w*|түсіндірме\w*|explanation|rationale|комментари\w*", "explanation"),
    (r"нпа|источник\w*|дереккөз\w*|source|act|нормативн\w*|закон", "act"),
    (r"пункт|статья|тармақ\w*|бап\w*|clause|article", "clause"),
    (r"балл\w*|ұпай\w*|points?|score|mark", "points"),
    (r"вид|тип( вопроса)?|түрі|kind|type", "kind"),
    (r"№|n|no|номер|рет( саны)?|id|код|р/с|№ ?п/п|#", "ignore"),
)
_LANGUAGE = (
    (r"\(?\b(kk|kz|каз\w*|қаз\w*|мемлекеттік тіл\w*|kazakh)\b\.?\)?", "kk"),
    (r"\(?\b(ru|рус\w*|орыс\w*|russian)\b\.?\)?", "ru"),
    (r"\(?\b(en|eng|англ\w*|ағыл\w*|english)\b\.?\)?", "en"),
)
_OPTION = re.compile(
    r"(?:вариант|ответ|жауап|нұсқа|option|answer|choice|дистрактор|distractor)?(?: ответа| нұсқасы)?[ №#.]*"
    r"(?P<label>[a-jа-и]|\d{1,2})[).]?"
)
_LETTERS = ("abcdefghij", "абвгдежзик")


def template_mapping(titles: Sequence[str]) -> SheetMapping | None:
    """The mapping when the headings are those of the own template (in any order, some left out), else None."""
    columns = {at: _BY_TITLE.get(fold(title)) for at, title in enumerate(titles) if title.strip()}
    found = {at: column for at, column in columns.items() if column is not None}
    roles = {column.role for column in found.values()}
    if len(found) < len(columns) or not {"kind", "question"} <= roles:
        return None
    return SheetMapping(columns=found)


def suggest_mapping(titles: Sequence[str]) -> SheetMapping:
    """A guess from people's headings in Kazakh, Russian or English, for the page where a person confirms it."""
    own = template_mapping(titles)
    if own is not None:
        return own
    columns: dict[int, Column] = {}
    labels = [_label(title) for title in titles]
    cyrillic = any(label in "бгдежзи" for label in labels if label)
    for at, title in enumerate(titles):
        column = _guess(title, cyrillic)
        if column is not None and column not in columns.values():
            columns[at] = column
    letters = any(label.isalpha() for label in labels)
    return SheetMapping(
        columns=columns, key_alphabet="auto" if not letters else "cyrillic" if cyrillic else "latin"
    )


def _without_language(title: str) -> tuple[str, Language | None]:
    words = fold(title)
    for form, name in _LANGUAGE:
        if found := re.search(form, words):
            language: Language = "kk" if name == "kk" else "ru" if name == "ru" else "en"
            return re.sub(
                r"[\s:,()\-]+$|^[\s:,()\-]+", "", words[: found.start()] + words[found.end() :]
            ), language
    return re.sub(r"[\s:]+$", "", words), None


def _label(title: str) -> str:
    found = _OPTION.fullmatch(_without_language(title)[0])
    return found["label"] if found else ""


def _guess(title: str, cyrillic: bool) -> Column | None:
    words, language = _without_language(title)
    if found := _OPTION.fullmatch(words):
        label = found["label"]
        letters = _LETTERS[1] if cyrillic else _LETTERS[0]
        alike = dict(zip("авсе", "abce", strict=True))
        slot = (
            int(label) - 1
            if label.isdecimal()
            else letters.find(label if cyrillic else alike.get(label, label))
        )
        return Column("option", language, slot) if 0 <= slot < OPTION_SLOTS else None
    for form, role in _ROLES:
        if re.match(rf"(?:{form})", words):
            return Column(role, language) if role != "ignore" or re.fullmatch(form, words) else None
    return None


def mapping_facts(mapping: SheetMapping) -> dict[str, object]:
    """A mapping as plain values, to be kept with an import."""
    columns = [
        {"at": at, "role": column.role, "language": column.language, "slot": column.slot}
        for at, column in sorted(mapping.columns.items())
    ]
    return {
        "columns": columns,
        "header_rows": mapping.header_rows,
        "sheet": mapping.sheet,
        "key_form": mapping.key_form,
        "key_alphabet": mapping.key_alphabet,
    }


def mapping_of(facts: Mapping[str, Any]) -> SheetMapping:
    """The mapping that was kept."""
    return SheetMapping(
        columns={one["at"]: Column(one["role"], one["language"], one["slot"]) for one in facts["columns"]},
        header_rows=facts["header_rows"],
        sheet=facts["sheet"],
        key_form=facts["key_form"],
        key_alphabet=facts["key_alphabet"],
    )
