"""The forms of blueprints and sealed sets: fields and formats only. What may be, the verbs say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, PasswordField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from accounts.desk_forms import ManyBoxes
from accounts.forms import asked, choice_field, no_longer, options
from accounts.forms_administration import ChangeForm, day_field, line_field, one_of, typed
from core.languages import Text, _l
from question_banks.blueprint import Blueprint
from question_banks.blueprint_facts import percent_number
from question_banks.blueprint_words import CATEGORY_NAMES, LANGUAGE_NAMES, PURPOSE_NAMES

_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?")


def number_field(label: Text, least: int, most: int, missing: Text | None = None, **more: Any) -> Field:
    """A whole number within bounds."""

    def check(_form: object, field: Field) -> None:
        text = (field.data or "").strip()
        if text and not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
            raise ValidationError(
                _l("Type a whole number from %(least)s to %(most)s.", least=least, most=most)
            )

    first = asked(missing) if missing is not None else [Optional()]
    return StringField(
        label,
        [*first, no_longer(8), check],
        filters=[typed],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
        **more,
    )


def percent_field(label: Text, **more: Any) -> Field:
    """A share typed in per cent, with at most two digits behind the comma."""

    def check(_form: object, field: Field) -> None:
        if field.data and share_of(field.data) is None:
            raise ValidationError(_l("Type per cent from 0 to 100, such as 70 or 66,67."))

    return StringField(
        label,
        [Optional(), check],
        filters=[typed],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
        **more,
    )


def share_of(text: str | None) -> Fraction | None:
    """Per cent as a share; None where it is none."""
    match = _PERCENT.fullmatch((text or "").replace("%", "").strip())
    if match is None:
        return None
    share = Fraction(f"{match[1]}.{match[2] or '0'}") / 100
    return share if share <= 1 else None


def whole(text: str | None) -> int | None:
    """A whole number that has been checked; None where nothing was typed."""
    return int(text) if text and text.isdecimal() else None


class PlanForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A blueprint to be opened."""

    code = line_field(
        _l("Code"),
        _l("Give the blueprint a code."),
        60,
        description=_l("For example forensic-2026; it stands in addresses and lists"),
    )
    purpose = choice_field(
        _l("What is drawn"),
        _l("Say whether papers for the test or oral tickets are drawn."),
        [*PURPOSE_NAMES.items()],
    )
    service = one_of(_l("Service"), _l("Choose a service."))
    specialty_id = one_of(_l("Specialty"))
    category = one_of(_l("Qualification category"))
    name_kk = line_field(_l("Name in Kazakh"), _l("Write the name in Kazakh."), 300)
    name_ru = line_field(_l("Name in Russian"), _l("Write the name in Russian."), 300)
    name_en = line_field(_l("Name in English"), _l("Write the name in English."), 300)
    banks = ManyBoxes(_l("Banks to draw from"), asked(_l("Choose at least one bank to draw from.")))

    def __init__(
        self,
        services: Iterable[tuple[str, str]],
        specialties: Iterable[tuple[str, str]],
        banks: Iterable[tuple[str, str]],
        **given: Any,
    ) -> None:
        super().__init__(**given)
        self.service.choices = options(services)
        self.specialty_id.choices = options([("", _l("Whatever the specialty")), *specialties])
        self.category.choices = options([("", _l("Whatever the category")), *CATEGORY_NAMES.items()])
        self.banks.choices = options(banks)


class WholeForm(ChangeForm):
    """What holds for the whole paper."""

    minutes = number_field(_l("Time for the test, in minutes"), 1, 600)
    pass_percent = percent_field(
        _l("Pass rule: at least so much of all points, in per cent"),
        description=_l("As the office has decided. A ticket has none: the commission marks it."),
    )
    languages = ManyBoxes(
        _l("Languages in which every question must be checked"),
        asked(_l("Choose at least one language.")),
        choices=options(LANGUAGE_NAMES.items()),
    )
    language_switch = BooleanField(_l("The candidate may switch the language during the test"))
    shuffle_options = BooleanField(_l("Options are shuffled; those that the author fixed keep their places"))
    most_uses = number_field(_l("Most uses of one question in the period"), 1, 1000)
    most_shared = number_field(_l("Most questions that two papers of one set share"), 0, 500)
    ease = percent_field(
        _l("Expected share of right answers, in per cent"),
        description=_l("Empty: the average of the cells."),
    )
    ease_tolerance = percent_field(_l("Give or take, in per cent"), description=_l("Empty: not balanced."))
    time = number_field(
        _l("Expected time of the questions, in minutes"),
        1,
        600,
        description=_l("Empty: the average of the cells."),
    )
    time_tolerance = number_field(
        _l("Give or take, in minutes"), 0, 600, description=_l("Empty: not balanced.")
    )

    @staticmethod
    def data_of(blueprint: Blueprint, version: int | None) -> dict[str, Any]:
        """The fields as they stand in a blueprint."""
        balance = blueprint.balance
        return {
            "version": "" if version is None else version,
            "minutes": _text(blueprint.minutes),
            "pass_percent": _percent(blueprint.pass_share),
            "languages": list(blueprint.languages),
            "language_switch": blueprint.language_switch,
            "shuffle_options": blueprint.shuffle_options,
            "most_uses": _text(blueprint.most_uses),
            "most_shared": _text(blueprint.most_shared),
            "ease": _percent(None if balance.ease is None else Fraction(balance.ease, 1000)),
            "ease_tolerance": _percent(
                None if balance.ease_tolerance is None else Fraction(balance.ease_tolerance, 1000)
            ),
            "time": _text(None if balance.seconds is None else round(balance.seconds / 60)),
            "time_tolerance": _text(
                None if balance.seconds_tolerance is None else round(balance.seconds_tolerance / 60)
            ),
        }


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _percent(share: Fraction | None) -> str:
    return "" if share is None else percent_number(share)


class SectionForm(ChangeForm):
    """A section without its matrix, which is read apart."""

    title_kk = line_field(_l("Title in Kazakh"), None, 300)
    title_ru = line_field(_l("Title in Russian"), None, 300)
    title_en = line_field(_l("Title in English"), None, 300)
    pass_percent = percent_field(
        _l("Pass rule of the section, in per cent"),
        description=_l("Empty: the section has none of its own."),
    )
    shuffle = BooleanField(_l("Questions are shuffled within the section; a case stays together"))
    calculator = BooleanField(_l("A calculator is at hand"))
    by_level = BooleanField(_l("Ask for cognitive levels too (rows appear when you save)"))


class SendForm(ChangeForm):
    """The decision on which an edition rests."""

    decision_number = line_field(
        _l("Number of the office's decision"), _l("Write the number of the decision."), 60
    )
    decision_date = day_field(_l("Date of the decision"), _l("Write the date of the decision."))


class SendBackForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A remark for whoever wrote the blueprint."""

    remark = TextAreaField(
        _l("What must be changed"),
        [*asked(_l("Say what must be changed.")), no_longer(2000)],
        filters=[typed],
    )


class SealForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """How many papers, and who holds the key."""

    papers = number_field(_l("Papers"), 1, 1000, _l("Write how many papers are needed."))
    reserves = number_field(
        _l("Papers in reserve"), 0, 1000, _l("Write how many papers are kept in reserve.")
    )
    uses_since = day_field(
        _l("Count earlier uses of questions from"),
        _l("Write from which day uses are counted."),
        description=_l("Questions least used since then come first."),
    )
    holder_1 = one_of(_l("First holder of the key"), _l("Choose an official."))
    holder_2 = one_of(_l("Second holder of the key"), _l("Choose an official."))
    holder_3 = one_of(_l("Third holder of the key"), _l("Choose an official."))

    def __init__(self, holders: Iterable[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        listed = options([("", _l("Choose")), *holders])
        for field in (self.holder_1, self.holder_2, self.holder_3):
            field.choices = listed

    @property
    def holder_ids(self) -> tuple[int, ...]:
        return tuple(int(one.data) for one in (self.holder_1, self.holder_2, self.holder_3))


class PassphraseForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A new passphrase, typed twice."""

    passphrase = PasswordField(
        _l("Passphrase"),
        asked(_l("Type a passphrase.")),
        description=_l(
            "At least 12 characters; four or five words that belong together only for you are good. Nobody can tell"
            " you what it was: what is sealed to it opens with nothing else."
        ),
        render_kw={"autocomplete": "off"},
    )
    repeated = PasswordField(
        _l("The same passphrase once more"),
        asked(_l("Type the passphrase once more.")),
        render_kw={"autocomplete": "off"},
    )


class ReleaseForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """One's own passphrase, to open a set together with another official."""

    passphrase = PasswordField(
        _l("Your passphrase"), asked(_l("Type your passphrase.")), render_kw={"autocomplete": "off"}
    )


class ReasonForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Why a set is given up."""

    reason = TextAreaField(
        _l("Reason"), [*asked(_l("Say why the set is given up.")), no_longer(1000)], filters=[typed]
    )


class AnewForm(ReasonForm):
    """Why a set is drawn anew, and from when uses count."""

    uses_since = day_field(
        _l("Count earlier uses of questions from"), _l("Write from which day uses are counted.")
    )
