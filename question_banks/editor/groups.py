"""The groups of the editor's form for each kind of question."""

from __future__ import annotations

from fractions import Fraction

from core.languages import _, _l
from question_banks.bodies import (
    Accepted,
    AcceptedNumber,
    Body,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    Numeric,
    Oral,
    Ordering,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from question_banks.editor.rows import Control, Group, Row, case_matters, fixed, letter, number, rule


def body_groups(body: Body | None) -> tuple[Group, ...]:
    """The groups of the skeleton of one kind; a case has none."""
    match body:
        case SingleChoice():
            return (_choices(body),)
        case MultipleChoice():
            return (_several(body),)
        case TrueFalse():
            return (_judgement(body),)
        case Ordering():
            return (_order(body),)
        case ShortText():
            return (_texts(body),)
        case Matching() | Numeric() | Gaps() | Oral():
            return _of_many(body)
        case None:
            return ()


def _of_many(body: Matching | Numeric | Gaps | Oral) -> tuple[Group, ...]:
    match body:
        case Matching():
            return _pairs(body)
        case Numeric():
            return _numbers(body)
        case Gaps():
            return (*(_gap(gap) for gap in body.gaps), _gap_adding(body))
        case Oral():
            return _oral(body)


def _choices(body: SingleChoice) -> Group:
    rows = tuple(
        Row(
            label=_("Option %(letter)s", letter=letter(at)),
            part=f"option:{one.id}",
            controls=(
                Control(kind="radio", name="right", label=_l("Right"), value=one.id, checked=one.correct),
                fixed(one.id, one.fixed),
            ),
            remove=one.id,
            move=one.id,
        )
        for at, one in enumerate(body.options)
    )
    return Group(title=_l("Options"), rows=rows, adds=(("add:option", _l("Add an option")),))


def _several(body: MultipleChoice) -> Group:
    rows = []
    for at, one in enumerate(body.options):
        controls = [
            Control(
                kind="checkbox", name=f"right-{one.id}", label=_l("Right"), value="yes", checked=one.correct
            ),
            fixed(one.id, one.fixed),
        ]
        if body.rule == "fraction":
            controls.append(number(f"credit-{one.id}", _l("Credit"), one.credit or Fraction(0)))
        rows.append(
            Row(
                label=_("Option %(letter)s", letter=letter(at)),
                part=f"option:{one.id}",
                controls=tuple(controls),
                remove=one.id,
                move=one.id,
            )
        )
    settings = (
        rule(body.rule, ("all_or_nothing", "per_option", "fraction")),
        number("penalty", _l("Penalty for a wrong option"), body.penalty),
    )
    adds = (("add:option", _l("Add an option")),)
    return Group(title=_l("Options"), rows=tuple(rows), settings=settings, adds=adds)


def _judgement(body: TrueFalse) -> Group:
    settings = tuple(
        Control(kind="radio", name="answer", label=label, value=value, checked=body.answer is truth)
        for value, truth, label in (
            ("true", True, _l("The statement is true")),
            ("false", False, _l("The statement is false")),
        )
    )
    return Group(title=_l("Right answer"), settings=settings)


def _pairs(body: Matching) -> tuple[Group, ...]:
    letters = tuple((one, letter(at)) for at, one in enumerate(body.choices))
    prompts = tuple(
        Row(
            label=_("Left side %(number)s", number=at),
            part=f"prompt:{one.id}",
            controls=(
                Control(
                    kind="select",
                    name=f"match-{one.id}",
                    label=_l("Belongs to"),
                    value=one.match or "",
                    options=(("", _l("not said yet")), *letters),
                ),
            ),
            remove=one.id,
        )
        for at, one in enumerate(body.prompts, 1)
    )
    choices = tuple(
        Row(label=_("Right side %(letter)s", letter=letter(at)), part=f"choice:{one}", remove=one)
        for at, one in enumerate(body.choices)
    )
    return (
        Group(
            title=_l("Left sides"),
            rows=prompts,
            settings=(rule(body.rule, ("per_pair", "all_or_nothing")),),
            adds=(("add:prompt", _l("Add a left side")),),
        ),
        Group(
            title=_l("Right sides"),
            rows=choices,
            adds=(("add:choice", _l("Add a right side")),),
            hint=_l("A right side to which nothing belongs is a distractor."),
        ),
    )


def _order(body: Ordering) -> Group:
    rows = tuple(
        Row(label=_("Place %(number)s", number=at), part=f"item:{one}", remove=one, move=one)
        for at, one in enumerate(body.items, 1)
    )
    return Group(
        title=_l("Items in their right order"),
        rows=rows,
        settings=(rule(body.rule, ("all_or_nothing", "per_position", "per_neighbour")),),
        adds=(("add:item", _l("Add an item")),),
        hint=_l("Candidates see them shuffled."),
    )


def _number_row(one: AcceptedNumber, label: str) -> Row:
    controls = (
        number(f"value-{one.id}", _l("Number"), one.value),
        number(f"tolerance-{one.id}", _l("Tolerance, plus or minus"), one.tolerance),
        number(f"credit-{one.id}", _l("Credit"), one.credit),
    )
    return Row(label=label, controls=controls, remove=one.id)


def _numbers(body: Numeric) -> tuple[Group, ...]:
    rows = tuple(
        _number_row(one, _("Answer %(number)s", number=at)) for at, one in enumerate(body.accepted, 1)
    )
    units = tuple(
        Row(
            label=_("Unit %(number)s", number=at),
            part=f"unit:{one.id}",
            controls=(number(f"factor-{one.id}", _l("Factor to the first unit"), one.factor),),
            remove=one.id,
        )
        for at, one in enumerate(body.units, 1)
    )
    asked = Control(
        kind="checkbox",
        name="unit-asked",
        label=_l("The candidate chooses the unit too"),
        value="yes",
        checked=body.unit_asked,
    )
    return (
        Group(title=_l("Accepted numbers"), rows=rows, adds=(("add:number", _l("Add a number")),)),
        Group(title=_l("Units"), rows=units, settings=(asked,), adds=(("add:unit", _l("Add a unit")),)),
    )


def _accepted_row(one: Accepted, at: int) -> Row:
    controls = (
        number(f"credit-{one.id}", _l("Credit"), one.credit),
        Control(
            kind="checkbox",
            name=f"wildcard-{one.id}",
            label=_l("An asterisk stands for any letters"),
            value="yes",
            checked=one.wildcard,
        ),
    )
    return Row(
        label=_("Accepted answer %(number)s", number=at),
        part=f"accepted:{one.id}",
        controls=controls,
        remove=one.id,
        optional=True,
    )


def _texts(body: ShortText) -> Group:
    return Group(
        title=_l("Accepted answers"),
        rows=tuple(_accepted_row(one, at) for at, one in enumerate(body.accepted, 1)),
        settings=(case_matters("case-matters", body.case_matters),),
        adds=(("add:answer", _l("Add an answer")),),
        hint=_l("An answer in any of the languages counts for everybody."),
    )


def _gap(gap: Gap) -> Group:
    title = _("Gap [[%(gap)s]]", gap=gap.id)
    weight = number(f"weight-{gap.id}", _l("Weight"), gap.weight)
    adds = ((f"add:{gap.id}", _l("Add an answer")),)
    if gap.kind == "choice":
        rows = tuple(
            Row(
                label=_("Option %(letter)s", letter=letter(at)),
                part=f"option:{one.id}",
                controls=(
                    Control(
                        kind="radio",
                        name=f"right-{gap.id}",
                        label=_l("Right"),
                        value=one.id,
                        checked=one.correct,
                    ),
                ),
                remove=one.id,
            )
            for at, one in enumerate(gap.options)
        )
        return Group(title=title, rows=rows, settings=(weight,), adds=adds, remove=gap.id)
    if gap.kind == "number":
        rows = tuple(
            _number_row(one, _("Answer %(number)s", number=at)) for at, one in enumerate(gap.accepted, 1)
        )
        return Group(title=title, rows=rows, settings=(weight,), adds=adds, remove=gap.id)
    rows = tuple(_accepted_row(one, at) for at, one in enumerate(gap.accepted, 1))
    settings = (weight, case_matters(f"case-matters-{gap.id}", gap.case_matters))
    return Group(title=title, rows=rows, settings=settings, adds=adds, remove=gap.id)


def _gap_adding(body: Gaps) -> Group:
    return Group(
        title=_l("All gaps"),
        settings=(rule(body.rule, ("per_pair", "all_or_nothing")),),
        adds=(
            ("add:choice", _l("Add a gap with options")),
            ("add:typed", _l("Add a gap to be typed in")),
            ("add:number", _l("Add a gap for a number")),
        ),
    )


def _oral(body: Oral) -> tuple[Group, ...]:
    points = tuple(
        Row(label=_("Point %(number)s", number=at), part=f"point:{one}", remove=one, move=one)
        for at, one in enumerate(body.points, 1)
    )
    criteria = tuple(
        Group(
            title=_("Criterion %(number)s", number=at),
            rows=(
                Row(label=_("Criterion"), part=f"criterion:{one.id}"),
                *(
                    Row(
                        label=_("Level %(number)s", number=place),
                        part=f"level:{level.id}",
                        controls=(number(f"marks-{level.id}", _l("Marks"), level.marks),),
                        remove=level.id,
                    )
                    for place, level in enumerate(one.levels, 1)
                ),
            ),
            adds=((f"add:{one.id}", _l("Add a level")),),
            remove=one.id,
        )
        for at, one in enumerate(body.rubric, 1)
    )
    return (
        Group(title=_l("What is expected"), rows=points, adds=(("add:point", _l("Add a point")),)),
        *criteria,
        Group(title=_l("Rubric"), adds=(("add:criterion", _l("Add a criterion")),)),
    )
