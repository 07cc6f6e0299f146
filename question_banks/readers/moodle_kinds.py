"""Each kind of Moodle question that has a home here, and how it gets there; the others are refused by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from lxml import etree

from question_banks.answers import read_number
from question_banks.bodies import (
    Accepted,
    AcceptedNumber,
    Body,
    ChoiceGap,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    OrderRule,
    Prompt,
    ShortText,
    TrueFalse,
    Unit,
)
from question_banks.folding import tidy
from question_banks.readers.cloze import take_cloze
from question_banks.readers.credits import choice_body, option_ids, percent
from question_banks.readers.gift import accepted_answer
from question_banks.readers.intake import Intake
from question_banks.readers.moodle_texts import child_text, flag, rich
from question_banks.readers.multilang import Words
from question_banks.readers.outcomes import ItemRefused
from question_banks.richtext import to_plain


def _choice(element: etree._Element, intake: Intake, *, all_or_nothing: bool = False) -> Body:
    answers = element.findall("answer")
    if not answers:
        raise ItemRefused("options_missing")
    ids = option_ids(len(answers))
    for one, answer in zip(ids, answers, strict=True):
        rich(answer, f"option:{one}", intake)
        if f"option:{one}" not in intake.parts:
            raise ItemRefused("option_empty", option=one.upper())
        rich(answer.find("feedback"), f"feedback:{one}", intake)
    earned = [percent(answer.get("fraction", "0")) for answer in answers]
    fixed = not flag(element, "shuffleanswers", True)
    if all_or_nothing:
        options = tuple(
            Option(id=one, correct=got > 0, fixed=fixed) for one, got in zip(ids, earned, strict=True)
        )
        return MultipleChoice(options=options, rule="all_or_nothing")
    single = flag(element, "single", True)
    if not any(got == 1 or (got > 0 and not single) for got in earned):
        raise ItemRefused("key_missing")
    return choice_body(earned, single=single, fixed=fixed)


def _multichoiceset(element: etree._Element, intake: Intake) -> Body:
    return _choice(element, intake, all_or_nothing=True)


def _true_false(element: etree._Element, intake: Intake) -> Body:
    truth: bool | None = None
    for answer in element.findall("answer"):
        words = tidy(child_text(answer)).lower()
        if words not in {"true", "false"}:
            raise ItemRefused("answers_unreadable", text=words[:40])
        if percent(answer.get("fraction", "0")) == 1:
            truth = words == "true"
        rich(answer.find("feedback"), f"feedback:{words}", intake)
    if truth is None:
        raise ItemRefused("key_missing")
    return TrueFalse(answer=truth)


def _short(element: etree._Element, intake: Intake) -> Body:
    accepted: list[Accepted] = []
    for answer in element.findall("answer"):
        credit = percent(answer.get("fraction", "100"))
        one = accepted_answer(f"a{len(accepted) + 1}", tidy(child_text(answer)), credit, intake)
        if one is None:
            rich(answer.find("feedback"), "outcome:wrong", intake)
            continue
        accepted.append(one)
        rich(answer.find("feedback"), f"feedback:{one.id}", intake)
    if not accepted:
        raise ItemRefused("key_missing")
    return ShortText(accepted=tuple(accepted), case_matters=flag(element, "usecase", False))


def _decimal(text: str) -> Decimal:
    value = read_number(text.strip())
    if value is None:
        raise ItemRefused("number_unreadable", text=text[:40])
    return value


def _numeric(element: etree._Element, intake: Intake) -> Body:
    accepted: list[AcceptedNumber] = []
    for answer in element.findall("answer"):
        words = child_text(answer).strip()
        credit = percent(answer.get("fraction", "100"))
        if words == "*":
            if credit > 0:
                raise ItemRefused("wildcard_credit")
            rich(answer.find("feedback"), "outcome:wrong", intake)
            continue
        name = f"n{len(accepted) + 1}"
        tolerance = abs(_decimal(answer.findtext("tolerance") or "0"))
        accepted.append(AcceptedNumber(id=name, value=_decimal(words), tolerance=tolerance, credit=credit))
        rich(answer.find("feedback"), f"feedback:{name}", intake)
    if not accepted:
        raise ItemRefused("key_missing")
    units = []
    for at, unit in enumerate(element.findall("units/unit"), 1):
        # Moodle's multiplier turns the key into this unit; ours turns this unit into the key's.
        multiplier = _decimal(unit.findtext("multiplier") or "1")
        if not multiplier:
            raise ItemRefused("number_unreadable", text="0")
        factor = _inverse(multiplier)
        intake.set(f"unit:u{at}", unit.findtext("unit_name") or "", "plain_text")
        units.append(Unit(id=f"u{at}", factor=factor))
    # Moodle: 0 no unit, 1 the unit is graded, 2 optional, 3 shown only.
    asked = (element.findtext("unitgradingtype") or "0").strip() in {"1", "2"} or (
        (element.findtext("showunits") or "").strip() in {"0", "1", "2"} and bool(units)
    )
    return Numeric(accepted=tuple(accepted), units=tuple(units), unit_asked=asked and bool(units))


def _inverse(value: Decimal) -> Decimal:
    exact = 1 / Fraction(value)
    made = Decimal(exact.numerator) / Decimal(exact.denominator)
    return made.normalize() if Fraction(made) == exact else made


def _matching(element: etree._Element, intake: Intake) -> Body:
    prompts: list[Prompt] = []
    choices: dict[str, str] = {}
    for pair in element.findall("subquestion"):
        answer = child_text(pair.find("answer")).strip()
        if not answer:
            raise ItemRefused("pair_incomplete", text=tidy(to_plain(child_text(pair)))[:80])
        choice = choices.setdefault(answer, f"c{len(choices) + 1}")
        intake.set(f"choice:{choice}", answer, "html" if "<" in answer else "plain_text")
        prompt = f"p{len(prompts) + 1}"
        rich(pair, f"prompt:{prompt}", intake)
        if f"prompt:{prompt}" in intake.parts:
            prompts.append(Prompt(id=prompt, match=choice))
    if not prompts:
        raise ItemRefused("key_missing")
    return Matching(prompts=tuple(prompts), choices=tuple(choices.values()))


_ORDER_RULES: dict[str, OrderRule] = {"-1": "all_or_nothing", "0": "per_position", "1": "per_neighbour"}


def _ordering(element: etree._Element, intake: Intake) -> Body:
    answers = sorted(element.findall("answer"), key=lambda one: percent_or_place(one.get("fraction", "0")))
    if len(answers) < 2:
        raise ItemRefused("options_missing")
    ids = tuple(f"i{at + 1}" for at in range(len(answers)))
    for one, answer in zip(ids, answers, strict=True):
        rich(answer, f"item:{one}", intake)
        if f"item:{one}" not in intake.parts:
            raise ItemRefused("option_empty", option=one)
        rich(answer.find("feedback"), f"feedback:{one}", intake)
    count = (element.findtext("selectcount") or "0").strip()
    if count not in {"0", "", str(len(answers))}:
        raise ItemRefused("no_home_for_construct", construct=f"selectcount {count}"[:40])
    grading = _grading((element.findtext("gradingtype") or "0").strip())
    return Ordering(items=ids, rule=grading)


def _grading(text: str) -> OrderRule:
    named = {"ALL_OR_NOTHING": "-1", "ABSOLUTE_POSITION": "0", "RELATIVE_NEXT_EXCLUDE_LAST": "1"}
    rule = _ORDER_RULES.get(named.get(text, text))
    if rule is None:
        raise ItemRefused("no_home_for_construct", construct=f"gradingtype {text}"[:60])
    return rule


def percent_or_place(text: str) -> Decimal:
    """In an ordering question the fraction of an answer is its place."""
    return _decimal(text)


_DROP_MARK = re.compile(r"\[\[(\d+)\]\]")


def _named_gaps(text: str, names: dict[str, str]) -> str:
    """The text with named gaps; `names` learns which word is right in each. A word may be right in several."""
    seen: dict[str, int] = {}

    def one(found: re.Match[str]) -> str:
        mark = found[1]
        seen[mark] = seen.get(mark, 0) + 1
        name = f"g{mark}" if seen[mark] == 1 else f"g{mark}x{seen[mark]}"
        names[name] = mark
        return f"[[{name}]]"

    return _DROP_MARK.sub(one, text)


def _chosen_gaps(element: etree._Element, intake: Intake) -> Body:
    """Select missing words and drag words into text: numbered gaps, words in groups, a gap's word is the right one."""
    boxes = element.findall("selectoption") or element.findall("dragbox")
    if any(box.find("infinite") is not None for box in boxes):
        intake.lose("setting_dropped", setting="infinite", value="1")
    names: dict[str, str] = {}
    stem = intake.parts.get("stem", Words())
    intake.parts["stem"] = Words(
        _named_gaps(stem.common, names),
        stem.by_language and {one: _named_gaps(words, names) for one, words in stem.by_language.items()},
    )
    gaps: list[Gap] = []
    for name, mark in names.items():
        if not 1 <= int(mark) <= len(boxes):
            raise ItemRefused("gap_broken", text=f"[[{mark}]]", reason="no such word")
        right = boxes[int(mark) - 1]
        group = [box for box in boxes if (box.findtext("group") or "1") == (right.findtext("group") or "1")]
        ids = option_ids(len(group), name)
        for one, box in zip(ids, group, strict=True):
            intake.set(f"option:{one}", child_text(box), "html")
            if f"option:{one}" not in intake.parts:
                raise ItemRefused("option_empty", option=one)
        options = tuple(Option(id=one, correct=box is right) for one, box in zip(ids, group, strict=True))
        gaps.append(ChoiceGap(id=name, options=options))
    if not gaps:
        raise ItemRefused("gap_marker_missing", gap="[[1]]")
    return Gaps(gaps=tuple(gaps))


def _cloze(element: etree._Element, intake: Intake) -> Body:
    return take_cloze(element.find("questiontext"), intake)


KINDS: dict[str, Callable[[etree._Element, Intake], Body]] = {
    "multichoice": _choice,
    "multichoiceset": _multichoiceset,
    "truefalse": _true_false,
    "shortanswer": _short,
    "numerical": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "gapselect": _chosen_gaps,
    "ddwtos": _chosen_gaps,
    "cloze": _cloze,
    "multianswer": _cloze,
}
