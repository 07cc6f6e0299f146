"""The form of each kind of question as groups of rows: what a row is called, its texts, and the controls beside them.

One template draws all kinds; a row's texts stand side by side in the languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from core.languages import Text, _, _l
from question_banks.bodies import (
    Body,
    Gaps,
    Oral,
)
from question_banks.content import is_plain

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A field of the skeleton beside a row, or above a group."""

    kind: Literal["radio", "checkbox", "text", "select"]
    name: str
    label: Text
    value: str = ""
    checked: bool = False
    options: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One part of the question in all languages; without a part it has controls only."""

    label: str
    part: str = ""
    controls: tuple[Control, ...] = ()
    remove: str = ""
    move: str = ""
    hint: Text = ""
    optional: bool = False
    big: bool = False

    @property
    def plain(self) -> bool:
        return is_plain(self.part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows that belong together, with what is set for all of them and the buttons that add to them."""

    title: Text
    rows: tuple[Row, ...] = ()
    settings: tuple[Control, ...] = ()
    adds: tuple[tuple[str, Text], ...] = ()
    hint: Text = ""
    remove: str = ""


RULES: dict[str, Text] = {
    "all_or_nothing": _l("All or nothing"),
    "per_option": _l("Each right option counts, each wrong one takes the penalty"),
    "fraction": _l("Each option has its own credit"),
    "per_pair": _l("Each right one counts"),
    "per_position": _l("Each in its right place counts"),
    "per_neighbour": _l("Each followed by its right successor counts"),
}


def stem_group(body: Body | None) -> Group:
    """What is asked, or the vignette of a case."""
    if body is None:
        return Group(title=_l("Situation"), rows=(Row(label=_("Situation"), part="vignette", big=True),))
    title = _l("The task") if isinstance(body, Oral) else _l("The question")
    hint = (
        _l("Where a gap is to stand, write its mark, for example [[g1]], in every language.")
        if isinstance(body, Gaps)
        else ""
    )
    return Group(title=title, rows=(Row(label=str(title), part="stem", hint=hint, big=True),))


def extra_group(parts: Iterable[str]) -> Group:
    """The explanation for those who study, and what comes with it from other systems."""
    names = dict.fromkeys(["explanation", *parts])
    rows = tuple(
        Row(label=_("Explanation") if part == "explanation" else _feedback(part), part=part, optional=True)
        for part in names
    )
    return Group(title=_l("Explanation"), rows=rows, hint=_l("Candidates never see it during a test."))


def _feedback(part: str) -> str:
    kind, _colon, what = part.partition(":")
    return _("Remark on %(what)s", what=what.upper()) if kind == "feedback" and what else part


def letter(at: int) -> str:
    """The letter of an option, by its place."""
    return LETTERS[at] if at < len(LETTERS) else str(at + 1)


def fixed(number: str, fixed: bool) -> Control:
    """Whether an option keeps its place when the others are shuffled."""
    return Control(
        kind="checkbox", name=f"fixed-{number}", label=_l("Keeps its place"), value="yes", checked=fixed
    )


def rule(present: str, known: Sequence[str]) -> Control:
    """How the answer is scored."""
    options = tuple((one, RULES[one]) for one in known)
    return Control(kind="select", name="rule", label=_l("How it is scored"), value=present, options=options)


def number(name: str, label: Text, value: Decimal | Fraction | int) -> Control:
    """A number that belongs to a row."""
    shown = format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
    return Control(kind="text", name=name, label=label, value=shown)


def case_matters(name: str, checked: bool) -> Control:
    """Whether capital and small letters differ."""
    label = _l("Capital and small letters differ")
    return Control(kind="checkbox", name=name, label=label, value="yes", checked=checked)
