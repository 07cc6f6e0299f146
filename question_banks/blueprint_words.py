"""What the pages say of blueprints: purposes, states, what is missing and why no paper can be drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.languages import Text, _, _l, current_language
from question_banks.blueprint import Blueprint
from question_banks.blueprint_form import MOST_QUESTIONS, Lack
from question_banks.feasibility import Shortage

PURPOSE_NAMES: dict[str, Text] = {
    "test": _l("Papers for the test"),
    "ticket": _l("Oral tickets of the commission"),
}
DIFFICULTY_NAMES: dict[str, Text] = {"easy": _l("easy"), "medium": _l("medium"), "hard": _l("hard")}
LEVEL_NAMES: dict[str, Text] = {
    "recall": _l("recall"),
    "application": _l("application"),
    "analysis": _l("analysis"),
}
LANGUAGE_NAMES: dict[str, Text] = {"kk": _l("Kazakh"), "ru": _l("Russian"), "en": _l("English")}
# "has 3 approved in Kazakh": the languages as they stand in such a sentence.
IN_LANGUAGE: dict[str, Text] = {"kk": _l("in Kazakh"), "ru": _l("in Russian"), "en": _l("in English")}
CATEGORY_NAMES: dict[str, Text] = {
    "second": _l("Second category"),
    "first": _l("First category"),
    "highest": _l("Highest category"),
}
VERDICT_NAMES: dict[str, Text] = {"approved": _l("approved"), "sent_back": _l("sent back")}
_LACKS: dict[str, Text] = {
    "no_sections": _l("It has no section."),
    "no_minutes": _l("The time for the test is missing."),
    "no_pass_rule": _l("The pass rule is missing."),
    "pass_rule_of_a_ticket": _l("A ticket has no pass rule: the commission marks it."),
    "too_large": _l("A paper would hold more than %(most)s questions.", most=MOST_QUESTIONS),
}


def lack_words(lack: Lack) -> Text:
    """What a blueprint lacks, as a sentence."""
    if lack.code == "empty_section":
        return _l("Section %(section)s asks for no question.", section=lack.section)
    if lack.code == "no_title":
        return _l(
            "Section %(section)s has no title %(language)s.",
            section=lack.section,
            language=IN_LANGUAGE[lack.language],
        )
    return _LACKS[lack.code]


TopicNames = Mapping[tuple[str, ...], str]


def cell_words(shortage: Shortage, blueprint: Blueprint, topics: TopicNames) -> str:
    """Which cell it is: section, topic, difficulty, level."""
    parts = []
    if shortage.section and len(blueprint.sections) > 1:
        parts.append(section_title(blueprint, shortage.section))
    parts.append(topic_words(shortage.topic, topics))
    if shortage.difficulty:
        parts.append(str(DIFFICULTY_NAMES[shortage.difficulty]))
    if shortage.level:
        parts.append(str(LEVEL_NAMES[shortage.level]))
    return ", ".join(parts)


def section_title(blueprint: Blueprint, section_id: str) -> str:
    """The title of a section in the reader's language, else in any that it has, else its id."""
    section = next(one for one in blueprint.sections if one.id == section_id)
    titles: dict[str, str] = {language: title for language, title in section.titles.items() if title}
    return titles.get(current_language()) or next(iter(titles.values()), section_id)


def topic_words(topic: tuple[str, ...], topics: TopicNames) -> str:
    """A topic by its name, with its bank's code in front where it is not named yet."""
    if not topic:
        return _("any topic")
    return topics.get(topic, " / ".join(topic))


def _needs(shortage: Shortage, _blueprint: Blueprint) -> list[str]:
    told = [_("needs %(needs)s, has %(has)s that may be drawn", needs=shortage.needs, has=shortage.has)]
    told += [
        _("%(count)s approved %(language)s", count=count, language=IN_LANGUAGE[language])
        for language, count in shortage.languages.items()
    ]
    if shortage.used_up:
        told.append(_("%(count)s are used up in the period", count=shortage.used_up))
    if shortage.enemies:
        told.append(_("%(count)s of them are enemies", count=shortage.enemies))
    return told


def _with_enemies(shortage: Shortage, _blueprint: Blueprint) -> list[str]:
    return [
        _(
            "needs %(needs)s, but of its enemies only %(has)s can stand in one paper together",
            needs=shortage.needs,
            has=shortage.has,
        ),
        _("%(count)s of them are enemies", count=shortage.enemies),
    ]


def _sharing(shortage: Shortage, _blueprint: Blueprint) -> list[str]:
    return [
        _(
            "shares its questions with other cells; of the %(needs)s it needs only %(has)s are left for it",
            needs=shortage.needs,
            has=shortage.has,
        )
    ]


def _uses(shortage: Shortage, blueprint: Blueprint) -> list[str]:
    return [
        _(
            "all papers together need %(needs)s uses; %(has)s are left in the period, for a question may be used"
            " %(most)s times",
            needs=shortage.needs,
            has=shortage.has,
            most=blueprint.most_uses,
        )
    ]


def _cases(shortage: Shortage, _blueprint: Blueprint) -> list[str]:
    told = [_("needs %(needs)s cases of that size, has %(has)s", needs=shortage.needs, has=shortage.has)]
    told += [
        _("%(count)s approved %(language)s", count=count, language=IN_LANGUAGE[language])
        for language, count in shortage.languages.items()
    ]
    if shortage.enemies:
        told.append(_("in %(count)s of them enemies stand together", count=shortage.enemies))
    return told


_OF_A_CELL: dict[str, Callable[[Shortage, Blueprint], list[str]]] = {
    "too_few": _needs,
    "too_few_with_enemies": _with_enemies,
    "cells_share_questions": _sharing,
    "too_few_uses_left": _uses,
    "too_few_cases": _cases,
}


def shortage_words(shortage: Shortage, blueprint: Blueprint, topics: TopicNames) -> str:
    """Why papers cannot be drawn, as one sentence: "Trauma, hard: needs 4, has 3 approved in Kazakh"."""
    if shortage.code in _OF_A_CELL:
        told = "; ".join(_OF_A_CELL[shortage.code](shortage, blueprint))
        return f"{cell_words(shortage, blueprint, topics)}: {told}."
    if shortage.code == "papers_overlap":
        return _(
            "The papers would share at least %(needs)s questions with each other on average; the blueprint allows"
            " %(has)s. Draw fewer papers, allow more, or add questions.",
            needs=shortage.needs,
            has=shortage.has,
        )
    if shortage.code == "balance_out_of_reach":
        return _(
            "No paper came within the tolerance of expected difficulty and time. Widen the tolerance or add questions."
        )
    if shortage.code == "no_paper_exists":
        return _("Enemies and shared questions leave no paper at all. Add questions or part the enemies.")
    return _("No paper was found in a long search. Ease the rules or add questions.")
