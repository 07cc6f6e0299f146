"""The editor of a blueprint: what holds for the whole paper, and a page for each section with its matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.forms_administration import AgainForm
from accounts.views.carrying_out import carried_out
from accounts.views.visitor import form_page
from core.access import permission
from core.languages import Text, _, _l
from core.refusals import NotFound
from question_banks.actions import blueprints as verbs
from question_banks.blueprint import Balance, Blueprint, Section
from question_banks.blueprint_editing import (
    ANY,
    CaseRow,
    TypedWrongly,
    case_rows_of,
    field_name,
    free_id,
    moved_up,
    read_case_cells,
    read_cells,
    typed_case_rows,
    typed_of,
    uses_levels,
    with_section,
    without_section,
)
from question_banks.blueprint_facts import percent_number
from question_banks.blueprint_reading import (
    TopicRow,
    blueprint_now,
    draft_of,
    topics_of_plan,
    waiting_edition,
)
from question_banks.blueprint_words import DIFFICULTY_NAMES, LEVEL_NAMES, section_title
from question_banks.content import LANGUAGES
from question_banks.forms_blueprints import SectionForm, WholeForm, share_of, whole
from question_banks.models import BlueprintPlan
from question_banks.views import blueprint as pages
from question_banks.views.blueprints import plan_here

WRONG: dict[str, Text] = {
    "not_a_number": _l("Type a whole number, or leave the field empty."),
    "too_many": _l("A cell asks for at most 500 questions."),
    "case_incomplete": _l("For cases choose a topic and type how many cases and of how many questions each."),
}


def being_written(plan: BlueprintPlan) -> Blueprint:
    """The numbers as they stand; a new blueprint begins without any."""
    return blueprint_now(plan) or Blueprint(
        sections=(),
        languages=("kk", "ru"),
        purpose="ticket" if plan.purpose == "ticket" else "test",
    )


def seen_version(plan: BlueprintPlan) -> int | None:
    draft = draft_of(plan.id)
    return draft.version if draft is not None else None


@pages.route("/blueprints/<code>/edit", methods=["GET", "POST"])
@permission("blueprints.write")
def edit_blueprint(code: str) -> ResponseReturnValue:
    """What holds for the whole paper; its sections are listed below."""
    plan = plan_here(code)
    held = being_written(plan)
    form = WholeForm(data=WholeForm.data_of(held, seen_version(plan)))
    if carried_out(form, lambda: verbs.save_draft(plan, _whole(form, held), form.seen)):
        flash(_("The draft is saved."), "ok")
        return redirect(url_for("question_banks.edit_blueprint", code=code))
    return form_page(
        "question_banks/blueprint_edit.html",
        form,
        plan=plan,
        blueprint=held,
        waiting=waiting_edition(plan.id),
        sections=[(one, section_title(held, one.id)) for one in held.sections],
        again=AgainForm(version=seen_version(plan)),
    )


def _whole(form: WholeForm, held: Blueprint) -> Blueprint:
    return replace(
        held,
        minutes=whole(form.minutes.data),
        pass_share=share_of(form.pass_percent.data),
        languages=tuple(one for one in LANGUAGES if one in form.languages.data),
        language_switch=bool(form.language_switch.data),
        shuffle_options=bool(form.shuffle_options.data),
        most_uses=whole(form.most_uses.data),
        most_shared=whole(form.most_shared.data),
        balance=Balance(
            ease=_thousandths(share_of(form.ease.data)),
            ease_tolerance=_thousandths(share_of(form.ease_tolerance.data)),
            seconds=_seconds(whole(form.time.data)),
            seconds_tolerance=_seconds(whole(form.time_tolerance.data)),
        ),
    )


def _thousandths(share: Fraction | None) -> int | None:
    return None if share is None else round(share * 1000)


def _seconds(minutes: int | None) -> int | None:
    return None if minutes is None else minutes * 60


@dataclass(slots=True)
class Matrix:
    """The table of a section as its page lays it out, with what was typed and what was typed wrongly."""

    topics: list[TopicRow]
    typed: dict[str, str]
    cases: list[CaseRow]
    by_level: bool
    wrong: list[TypedWrongly] = field(default_factory=list)

    @property
    def levels(self) -> list[tuple[str, Text]]:
        """The rows of each topic: one, or one more for each level."""
        return [(ANY, _l("any level")), *(LEVEL_NAMES.items() if self.by_level else ())]

    @property
    def difficulties(self) -> list[tuple[str, Text]]:
        return [(ANY, _l("any difficulty")), *DIFFICULTY_NAMES.items()]

    def value(self, topic: int, difficulty: str, level: str) -> str:
        return self.typed.get(field_name(topic, difficulty, level), "")

    @property
    def errors(self) -> list[tuple[str, Text]]:
        """What the summary above the page says."""
        return [(f"#{one.name}", WRONG[one.code]) for one in self.wrong]

    @property
    def wrong_names(self) -> set[str]:
        return {one.name for one in self.wrong}


@pages.route("/blueprints/<code>/sections/<section_id>", methods=["GET", "POST"])
@permission("blueprints.write")
def edit_section(code: str, section_id: str) -> ResponseReturnValue:
    """A section: titles, rules, and its matrix of topic, difficulty and level. `new` adds one."""
    plan = plan_here(code)
    held = being_written(plan)
    section = _section(held, section_id)
    topics = topics_of_plan(plan.id)
    form = SectionForm(data=_section_data(section, topics, seen_version(plan)))
    sent = request.method == "POST"
    matrix = (
        _matrix_sent(topics, request.form, bool(form.by_level.data)) if sent else _matrix(section, topics)
    )
    made = _read(form, section, matrix)
    valid = form.validate_on_submit() and not matrix.wrong
    if valid and carried_out(form, lambda: verbs.save_draft(plan, with_section(held, made), form.seen)):
        flash(_("The section is saved."), "ok")
        return redirect(url_for("question_banks.edit_section", code=code, section_id=made.id))
    answer = form_page(
        "question_banks/blueprint_section.html",
        form,
        plan=plan,
        section=section,
        new=section_id == "new",
        matrix=matrix,
        total=made.size,
    )
    return (answer[0], 422) if matrix.wrong and isinstance(answer, tuple) else answer


def _section(held: Blueprint, section_id: str) -> Section:
    if section_id == "new":
        return Section(id=free_id(held))
    found = next((one for one in held.sections if one.id == section_id), None)
    if found is None:
        raise NotFound
    return found


def _section_data(section: Section, topics: list[TopicRow], version: int | None) -> dict[str, Any]:
    titles = {f"title_{language}": section.titles.get(language, "") for language in LANGUAGES}
    return titles | {
        "version": "" if version is None else version,
        "pass_percent": percent_number(section.pass_share) if section.pass_share is not None else "",
        "shuffle": section.shuffle,
        "calculator": section.calculator,
        "by_level": uses_levels(typed_of(section, [row.topic for row in topics])),
    }


def _matrix(section: Section, topics: list[TopicRow]) -> Matrix:
    names = [row.topic for row in topics]
    typed = typed_of(section, names)
    return Matrix(topics, typed, case_rows_of(section, names), uses_levels(typed))


def _matrix_sent(topics: list[TopicRow], form: Mapping[str, str], by_level: bool) -> Matrix:
    typed = {name: form[name][:20] for name in form if name.startswith("cell.")}
    return Matrix(topics, typed, typed_case_rows(form), by_level or uses_levels(typed))


def _read(form: SectionForm, section: Section, matrix: Matrix) -> Section:
    names = [row.topic for row in matrix.topics]
    cells, wrong = read_cells(matrix.typed, names)
    case_cells, wrong_cases = read_case_cells(matrix.cases, names)
    matrix.wrong = wrong + wrong_cases
    titles = {language: form[f"title_{language}"].data or "" for language in LANGUAGES}
    return replace(
        section,
        titles={language: title for language, title in titles.items() if title},
        cells=cells,
        case_cells=case_cells,
        pass_share=share_of(form.pass_percent.data),
        shuffle=bool(form.shuffle.data),
        calculator=bool(form.calculator.data),
    )


@pages.post("/blueprints/<code>/sections/<section_id>/take-away")
@permission("blueprints.write")
def take_section_away(code: str, section_id: str) -> ResponseReturnValue:
    """Take a section out of the draft."""
    plan = plan_here(code)
    verbs.save_draft(plan, without_section(being_written(plan), section_id), AgainForm().seen)
    flash(_("The section is taken out."), "ok")
    return redirect(url_for("question_banks.edit_blueprint", code=code))


@pages.post("/blueprints/<code>/sections/<section_id>/up")
@permission("blueprints.write")
def move_section_up(code: str, section_id: str) -> ResponseReturnValue:
    """Put a section one place earlier."""
    plan = plan_here(code)
    verbs.save_draft(plan, moved_up(being_written(plan), section_id), AgainForm().seen)
    return redirect(url_for("question_banks.edit_blueprint", code=code))
