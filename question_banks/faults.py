"""What a careful reviewer would say of a question, found by rule while it is written and over a whole bank.

A fault has a code, a place (part and language) and facts that speak no language; the page makes a sentence of
them (`words.FAULT_SENTENCES`). Errors stand in the way of approval, warnings ask for a look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from question_banks.bodies import (
    Body,
    ChoiceGap,
    Gaps,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Oral,
    Ordering,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from question_banks.content import Case, Language, Question, accepted_parts, needed_parts, tells_key
from question_banks.folding import fold, skeleton
from question_banks.formulas import find_formulas
from question_banks.richtext import images, to_plain
from question_banks.text_faults import Facts, part_faults
from question_banks.versions import stale_parts, state_of
from question_banks.wording import speaks_of_all, unmarked_negative

Weight = Literal["error", "warning"]

WEIGHTS: dict[str, Weight] = {
    "no_key": "error",
    "several_keys": "error",
    "all_keys": "error",
    "too_few_options": "error",
    "credits_do_not_add_up": "error",
    "penalty_out_of_range": "error",
    "prompt_without_match": "error",
    "no_accepted_answer": "error",
    "accepted_without_words": "error",
    "gap_not_in_text": "error",
    "gap_twice_in_text": "error",
    "marker_without_gap": "error",
    "no_expected_points": "warning",
    "no_rubric": "warning",
    "twin_options": "error",
    "missing_language": "error",
    "missing_text": "error",
    "stale_translation": "error",
    "same_text_as_source": "warning",
    "mixed_alphabet": "error",
    "foreign_letters": "error",
    "broken_image": "error",
    "missing_alternative": "error",
    "broken_formula": "error",
    "key_visibly_longest": "warning",
    "all_of_the_above": "warning",
    "unmarked_negative": "warning",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    code: str
    part: str = ""
    language: Language | None = None
    facts: Facts = field(default_factory=dict)

    @property
    def weight(self) -> Weight:
        return WEIGHTS[self.code]


# Faults whose very sentence says something of the key.
OF_THE_KEY = frozenset({"key_visibly_longest", "several_keys", "all_keys", "no_key", "prompt_without_match"})


def tells_of_key(fault: Fault) -> bool:
    """Would somebody who must not see the key learn of it from this fault?"""
    return fault.code in OF_THE_KEY or tells_key(fault.part)


def find_faults(
    question: Question, *, languages: Collection[Language], media: Collection[str] | None = None
) -> tuple[Fault, ...]:
    """All faults of a question that must be had in `languages`; `media` are the digests of the files at hand."""
    found = list(_body_faults(question.body))
    found.extend(
        Fault(code="missing_language", language=language)
        for language in languages
        if state_of(question, language) == "missing"
    )
    for language in question.texts:
        if state_of(question, language) != "missing":
            found.extend(_language_faults(question, language, media))
    found.extend(_accepted_faults(question))
    return tuple(found)


def find_case_faults(
    case: Case, *, languages: Collection[Language], media: Collection[str] | None = None
) -> tuple[Fault, ...]:
    """All faults of a vignette: it has words and images, but nothing to choose."""
    found = [
        Fault(code="missing_language", language=language)
        for language in languages
        if state_of(case, language) == "missing"
    ]
    for language, text in case.texts.items():
        if state_of(case, language) == "missing":
            continue
        told = text.parts.get("vignette", "")
        if not to_plain(told).strip() and not images(told):
            found.append(Fault(code="missing_text", part="vignette", language=language))
        found.extend(
            Fault(code="stale_translation", part=part, language=language)
            for part in stale_parts(case, language)
        )
        found.extend(
            Fault(code=code, part=part, language=language, facts=facts)
            for part, words in sorted(text.parts.items())
            for code, facts in part_faults(part, words, media)
        )
    return tuple(found)


def _body_faults(body: Body) -> Iterator[Fault]:
    match body:
        case SingleChoice() | MultipleChoice():
            yield from _choice_faults(body)
        case Matching():
            yield from _matching_faults(body)
        case Gaps():
            yield from _gap_faults(body)
        case TrueFalse(answer=None):
            yield Fault(code="no_key")
        case Ordering() if len(body.items) < 3:
            yield Fault(code="too_few_options", facts={"count": len(body.items), "least": 3})
        case Numeric() | ShortText() if not any(one.credit == 1 for one in body.accepted):
            yield Fault(code="no_accepted_answer")
        case Oral():
            yield from (Fault(code="no_expected_points") for _ in [body] if not body.points)
            yield from (Fault(code="no_rubric") for _ in [body] if not body.rubric)
        case _:
            pass


def _choice_faults(body: SingleChoice | MultipleChoice) -> Iterator[Fault]:
    keys = [option for option in body.options if option.correct]
    least = 3 if isinstance(body, MultipleChoice) else 2
    if len(body.options) < least:
        yield Fault(code="too_few_options", facts={"count": len(body.options), "least": least})
    if not keys:
        yield Fault(code="no_key")
    elif isinstance(body, SingleChoice) and len(keys) > 1:
        yield Fault(code="several_keys", facts={"count": len(keys)})
    elif len(keys) == len(body.options):
        yield Fault(code="all_keys", facts={"count": len(keys)})
    if isinstance(body, MultipleChoice) and not 0 <= body.penalty <= 1:
        yield Fault(code="penalty_out_of_range", facts={"penalty": str(body.penalty)})
    if isinstance(body, MultipleChoice) and body.rule == "fraction" and keys:
        total = sum((one.credit for one in body.options if one.credit and one.credit > 0), Fraction(0))
        if abs(total - 1) > Fraction(1, 100):
            yield Fault(code="credits_do_not_add_up", facts={"total": str(total)})


def _matching_faults(body: Matching) -> Iterator[Fault]:
    if len(body.prompts) < 2 or len(body.choices) < 2:
        yield Fault(
            code="too_few_options", facts={"count": min(len(body.prompts), len(body.choices)), "least": 2}
        )
    for prompt in body.prompts:
        if prompt.match is None:
            yield Fault(code="prompt_without_match", part=f"prompt:{prompt.id}")
    if len(body.prompts) > 1 and len({prompt.match for prompt in body.prompts}) == 1:
        yield Fault(code="all_keys", facts={"count": len(body.prompts)})


def _gap_faults(body: Gaps) -> Iterator[Fault]:
    if not body.gaps:
        yield Fault(code="no_key")
    for gap in body.gaps:
        if isinstance(gap, ChoiceGap):
            keys = sum(option.correct for option in gap.options)
            if keys != 1:
                code = "no_key" if not keys else "several_keys"
                yield Fault(code=code, part=f"gap:{gap.id}", facts={"count": keys})
            if len(gap.options) < 2:
                yield Fault(
                    code="too_few_options",
                    part=f"gap:{gap.id}",
                    facts={"count": len(gap.options), "least": 2},
                )
        elif not any(one.credit == 1 for one in gap.accepted):
            yield Fault(code="no_accepted_answer", part=f"gap:{gap.id}")


def _accepted_faults(question: Question) -> Iterator[Fault]:
    for part in accepted_parts(question.body):
        if not any(question.part(part, language) for language in question.texts):
            yield Fault(code="accepted_without_words", part=part)


def _language_faults(
    question: Question, language: Language, media: Collection[str] | None
) -> Iterator[Fault]:
    for part in needed_parts(question.body):
        if not to_plain(question.part(part, language)).strip() and not images(question.part(part, language)):
            yield Fault(code="missing_text", part=part, language=language)
    for part in stale_parts(question, language):
        yield Fault(code="stale_translation", part=part, language=language)
    for part, words in sorted(question.texts[language].parts.items()):
        for code, facts in part_faults(part, words, media):
            yield Fault(code=code, part=part, language=language, facts=facts)
    yield from _same_as_source(question, language)
    for options in option_groups(question.body):
        yield from _option_faults(question, options, language)
    if isinstance(question.body, Gaps):
        yield from _marker_faults(question.body, question.part("stem", language), language)
    if word := unmarked_negative(question.part("stem", language), language):
        yield Fault(code="unmarked_negative", part="stem", language=language, facts={"word": word})


def _same_as_source(question: Question, language: Language) -> Iterator[Fault]:
    source = question.source_language
    if language == source or source not in question.texts:
        return
    left, right = question.part("stem", language), question.part("stem", source)
    if len(re.findall(r"\w{3,}", to_plain(left))) >= 3 and fold(to_plain(left)) == fold(to_plain(right)):
        yield Fault(code="same_text_as_source", part="stem", language=language, facts={"source": source})


def option_groups(body: Body) -> tuple[tuple[Option, ...], ...]:
    """The sets of options among which one is chosen."""
    if isinstance(body, (SingleChoice, MultipleChoice)):
        return (body.options,)
    if isinstance(body, Gaps):
        return tuple(gap.options for gap in body.gaps if isinstance(gap, ChoiceGap))
    if isinstance(body, Matching):
        return (
            tuple(Option(id=choice) for choice in body.choices),
            tuple(Option(id=one.id) for one in body.prompts),
        )
    if isinstance(body, Ordering):
        return (tuple(Option(id=item) for item in body.items),)
    return ()


def _option_part(question: Question, option: str) -> str:
    for form in ("option", "choice", "prompt", "item"):
        if any(f"{form}:{option}" in text.parts for text in question.texts.values()):
            return f"{form}:{option}"
    return f"option:{option}"


def _option_faults(question: Question, options: tuple[Option, ...], language: Language) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for option in options:
        part = _option_part(question, option.id)
        words = question.part(part, language)
        if not words:
            continue
        form = _twin_form(words)
        if form in seen:
            yield Fault(code="twin_options", part=part, language=language, facts={"twin": seen[form]})
        seen.setdefault(form, part)
        if speaks_of_all(words, language):
            yield Fault(code="all_of_the_above", part=part, language=language)
    yield from _longest(question, options, language)


def _twin_form(words: str) -> str:
    """Formulas, images and very short options speak by their letters: there a small difference is the question."""
    if images(words) or find_formulas(words) or len(words) < 4:
        return words
    return skeleton(to_plain(words)).rstrip(".;,")


def _longest(question: Question, options: tuple[Option, ...], language: Language) -> Iterator[Fault]:
    """A key half as long again as the longest distractor, and by 15 letters at least, gives itself away."""
    lengths = {option: len(to_plain(question.part(f"option:{option.id}", language))) for option in options}
    keys = [option for option in options if option.correct]
    others = [lengths[option] for option in options if not option.correct]
    if len(keys) == 1 and len(others) >= 2 and lengths[keys[0]] >= max(1.5 * max(others), max(others) + 15):
        facts = {"length": lengths[keys[0]], "longest_other": max(others)}
        yield Fault(code="key_visibly_longest", part=f"option:{keys[0].id}", language=language, facts=facts)


_MARKER = re.compile(r"\[\[([a-z0-9][a-z0-9._-]*)\]\]")


def _marker_faults(body: Gaps, stem: str, language: Language) -> Iterator[Fault]:
    markers = _MARKER.findall(stem)
    for gap in body.gaps:
        if (count := markers.count(gap.id)) != 1:
            code = "gap_twice_in_text" if count else "gap_not_in_text"
            yield Fault(code=code, part="stem", language=language, facts={"gap": gap.id})
    for marker in dict.fromkeys(markers):
        if marker not in {gap.id for gap in body.gaps}:
            yield Fault(code="marker_without_gap", part="stem", language=language, facts={"gap": marker})


def twins(
    questions: Iterable[tuple[str, Question]], fingerprint: Callable[[Question], Collection[str]]
) -> Iterator[tuple[str, str]]:
    """Over a whole bank: (key of a question, key of the earlier one that asks the same)."""
    first: dict[str, str] = {}
    for key, question in questions:
        for print_ in fingerprint(question):
            if first.setdefault(print_, key) != key:
                yield key, first[print_]
                break
