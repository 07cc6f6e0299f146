"""Weights of answers in other systems' percents, as exact credits and as the scoring rule that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from question_banks.bodies import MultipleChoice, Option, SingleChoice
from question_banks.readers.outcomes import ItemRefused


def percent(text: str) -> Fraction:
    """A percentage as people write it. 33.33333 means a third, and 14.28571 a seventh."""
    try:
        value = Fraction(Decimal(text.strip().replace(",", ".").replace("−", "-").rstrip("%") or "0")) / 100
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise ItemRefused("weight_unreadable", text=text[:40]) from error
    if not -1 <= value <= 1:
        raise ItemRefused("weight_out_of_range", text=text[:40])
    near = value.limit_denominator(20)
    return near if abs(near - value) <= Fraction(4, 100_000) else value


def as_percent(credit: Fraction) -> str:
    """The other way: five decimals, as Moodle writes them."""
    text = format(Decimal(credit.numerator * 100) / Decimal(credit.denominator), ".5f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def choice_body(
    earned: Sequence[Fraction], *, single: bool, fixed: bool = False, names: Sequence[str] | None = None
) -> SingleChoice | MultipleChoice:
    """The body that scores as these credits do. Where they follow a named rule, the rule is named."""
    ids = names or option_ids(len(earned))
    if single:
        return SingleChoice(
            options=tuple(
                Option(id=one, correct=credit == 1, credit=None if credit in (0, 1) else credit, fixed=fixed)
                for one, credit in zip(ids, earned, strict=True)
            )
        )
    rights = [credit for credit in earned if credit > 0]
    wrongs = {credit for credit in earned if credit <= 0}
    if rights and all(credit == Fraction(1, len(rights)) for credit in rights) and len(wrongs) <= 1:
        penalty = -next(iter(wrongs)) if wrongs else Fraction(0)
        return MultipleChoice(
            options=tuple(
                Option(id=one, correct=credit > 0, fixed=fixed)
                for one, credit in zip(ids, earned, strict=True)
            ),
            rule="per_option",
            penalty=penalty,
        )
    return MultipleChoice(
        options=tuple(
            Option(id=one, correct=credit > 0, credit=credit or None, fixed=fixed)
            for one, credit in zip(ids, earned, strict=True)
        ),
        rule="fraction",
    )


def credits_of(body: SingleChoice | MultipleChoice) -> tuple[Fraction, ...]:
    """The credit of each option for being chosen, as other systems hold it."""
    if isinstance(body, SingleChoice):
        return tuple(Fraction(1) if one.correct else one.credit or Fraction(0) for one in body.options)
    rights = sum(one.correct for one in body.options) or 1
    if body.rule == "fraction":
        return tuple(one.credit or Fraction(0) for one in body.options)
    return tuple(Fraction(1, rights) if one.correct else -body.penalty for one in body.options)


def option_ids(count: int, prefix: str = "") -> tuple[str, ...]:
    """a, b … z, then o27, o28 …"""
    if count > 60:
        raise ItemRefused("too_many_options", most=60)
    return tuple(f"{prefix}{chr(97 + at)}" if at < 26 else f"{prefix}o{at + 1}" for at in range(count))
