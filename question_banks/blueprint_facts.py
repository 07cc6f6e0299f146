"""A blueprint as facts in words: for its page, and for comparing two editions line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.languages import _, current_language
from question_banks.blueprint import Blueprint, CaseCell, Cell, Section
from question_banks.blueprint_words import (
    DIFFICULTY_NAMES,
    LANGUAGE_NAMES,
    LEVEL_NAMES,
    TopicNames,
    section_title,
    topic_words,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A fact in words. `place` orders and pairs the lines of two editions; cells pair by what they ask for."""

    place: tuple[str, ...]
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A line of two editions; where one has it not, its value is empty."""

    label: str
    old: str
    new: str


def percent(share: Fraction | None) -> str:
    """A share as people write it: 70 %, 66.67 %."""
    return "" if share is None else f"{percent_number(share)} %"


def percent_number(share: Fraction) -> str:
    text = f"{float(share * 100):.2f}".rstrip("0").rstrip(".")
    return text.replace(".", "," if current_language() != "en" else ".")


def yes_no(value: bool) -> str:
    return _("yes") if value else _("no")


def whole_lines(blueprint: Blueprint) -> list[Line]:
    """What holds for the whole paper."""
    balance = blueprint.balance
    told = [
        (_("Questions in a paper"), str(blueprint.size)),
        (_("Time"), _("%(count)s minutes", count=blueprint.minutes) if blueprint.minutes else ""),
        (_("Pass rule for the whole"), _share_needed(blueprint.pass_share)),
        (_("Languages"), ", ".join(str(LANGUAGE_NAMES[one]) for one in blueprint.languages)),
        (_("The candidate may switch the language"), yes_no(blueprint.language_switch)),
        (_("Options are shuffled"), yes_no(blueprint.shuffle_options)),
        (_("Most uses of one question in the period"), _or_free(blueprint.most_uses)),
        (_("Most questions that two papers share"), _or_free(blueprint.most_shared)),
        (
            _("Expected share of right answers"),
            _balance(_thousandth(balance.ease), _thousandth(balance.ease_tolerance)),
        ),
        (
            _("Expected time of the questions"),
            _balance(_minutes(balance.seconds), _minutes(balance.seconds_tolerance)),
        ),
    ]  # fmt: skip
    return [Line(("", str(at)), label, value) for at, (label, value) in enumerate(told)]


def _share_needed(share: Fraction | None) -> str:
    return _("at least %(share)s of the points", share=percent(share)) if share is not None else ""


def _or_free(number: int | None) -> str:
    return _("not limited") if number is None else str(number)


def _thousandth(value: int | None) -> str:
    return "" if value is None else percent(Fraction(value, 1000))


def _minutes(seconds: int | None) -> str:
    return "" if seconds is None else _("%(count)s minutes", count=round(seconds / 60))


def _balance(target: str, tolerance: str) -> str:
    if not tolerance:
        return _("not limited")
    if not target:
        return _("the average of the cells, give or take %(tolerance)s", tolerance=tolerance)
    return _("%(target)s, give or take %(tolerance)s", target=target, tolerance=tolerance)


def section_lines(blueprint: Blueprint, section: Section, topics: TopicNames) -> list[Line]:
    """What holds for a section, and its cells."""
    title = section_title(blueprint, section.id)
    told = [
        (_("Title"), " / ".join(section.titles.get(one, "–") for one in blueprint.languages)),
        (_("Questions"), str(section.size)),
        (_("Pass rule for the section"), _share_needed(section.pass_share) or _("none of its own")),
        (_("Questions are shuffled"), yes_no(section.shuffle)),
        (_("A calculator is at hand"), yes_no(section.calculator)),
    ]
    lines = [
        Line((section.id, str(at)), f"{title}: {label}", value) for at, (label, value) in enumerate(told)
    ]
    for cell in section.cells:
        place = (section.id, "cell", *cell.topic, cell.difficulty or "", cell.level or "")
        lines.append(Line(place, f"{title}: {cell_name(cell, topics)}", str(cell.count)))
    for case_cell in section.case_cells:
        place = (section.id, "case", *case_cell.topic, str(case_cell.questions))
        lines.append(Line(place, f"{title}: {case_cell_name(case_cell, topics)}", str(case_cell.cases)))
    return lines


def cell_name(cell: Cell, topics: TopicNames) -> str:
    """Topic, difficulty and level of a cell."""
    parts = [topic_words(cell.topic, topics)]
    if cell.difficulty:
        parts.append(str(DIFFICULTY_NAMES[cell.difficulty]))
    if cell.level:
        parts.append(str(LEVEL_NAMES[cell.level]))
    return ", ".join(parts)


def case_cell_name(cell: CaseCell, topics: TopicNames) -> str:
    return _(
        "cases of %(questions)s questions, %(topic)s",
        questions=cell.questions,
        topic=topic_words(cell.topic, topics),
    )


def all_lines(blueprint: Blueprint, topics: TopicNames) -> list[Line]:
    """Every fact of a blueprint."""
    lines = whole_lines(blueprint)
    for section in blueprint.sections:
        lines += section_lines(blueprint, section, topics)
    return lines


def compared(old: Blueprint, new: Blueprint, topics: TopicNames) -> list[Changed]:
    """The lines that differ between two editions, in the order of the newer one; what is gone comes last."""
    before = {line.place: line for line in all_lines(old, topics)}
    after = {line.place: line for line in all_lines(new, topics)}
    changed = [
        Changed(line.label, before[place].value if place in before else "", line.value)
        for place, line in after.items()
        if place not in before or before[place].value != line.value
    ]
    return changed + [
        Changed(line.label, line.value, "") for place, line in before.items() if place not in after
    ]


def by_section(blueprint: Blueprint, topics: TopicNames) -> Sequence[tuple[str, list[Line]]]:
    """The sections with their lines, without the title in front."""
    told = []
    for section in blueprint.sections:
        title = section_title(blueprint, section.id)
        lines = [
            Line(line.place, line.label.removeprefix(f"{title}: "), line.value)
            for line in section_lines(blueprint, section, topics)
        ]
        told.append((title, lines))
    return told
