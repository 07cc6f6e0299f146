"""The forms of the staff's work on a case: fields and formats only."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from accounts.formats import tidy
from accounts.forms import asked, no_longer, options
from core.languages import Text, _l


def stripped(text: str | None) -> str:
    """Without blanks at either end; lines inside stay."""
    return (text or "").strip()


class CaseForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Every form of a case carries the state that its page showed."""

    version = HiddenField()


class RegisterForm(CaseForm):
    """The clerk counts the sheets; everything else is known."""

    sheets = IntegerField(
        _l("Sheets received"),
        [InputRequired(_l("Type how many sheets you have; 0 if everything came electronically.")),
         NumberRange(0, 10000, _l("A number from 0 to 10,000."))],
        default=0,
    )  # fmt: skip


class NumberThereForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The number that another system has given."""

    number_there = StringField(
        _l("Number in the other system"),
        [*asked(_l("Type the number that it has there.")), no_longer(80)],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )


class AssignForm(CaseForm):
    """Whom the head names, and the words written on the file."""

    executor = RadioField(
        _l("Executor"), [InputRequired(_l("Choose who executes."))], coerce=int, validate_choice=True
    )
    resolution = TextAreaField(
        _l("Resolution"),
        [*asked(_l("Write the resolution: what is to be done.")), no_longer(500)],
        filters=[tidy],
    )
    acting_order = StringField(
        _l("Order by which you act as head"),
        [Optional(), no_longer(100)],
        description=_l("Number and date; only an acting head fills this in."),
        filters=[tidy],
    )


class ReassignForm(AssignForm):
    """Another executor, and why."""

    reason = StringField(
        _l("Reason for the change"),
        [*asked(_l("Say why the executor changes.")), no_longer(300)],
        filters=[tidy],
    )


class DocumentForm(CaseForm):
    """One document: in order, or faulty with the reason."""

    verdict = RadioField(
        _l("This document"),
        [InputRequired(_l("Choose one of the two."))],
        choices=options([("accepted", _l("is in order")), ("faulty", _l("has a fault"))]),
    )
    fault = TextAreaField(
        _l("What is wrong with it"),
        [Optional(), no_longer(500)],
        description=_l("The applicant reads these words on the refusal."),
        filters=[tidy],
        render_kw={"data-check-fault": ""},
    )


DECISIONS: dict[str, Text] = {
    "granted": _l("granted as asked"),
    "other": _l("granted in another way"),
    "refused": _l("refused"),
}


class AccommodationForm(CaseForm):
    """The decision on what a candidate asked for."""

    decision = RadioField(
        _l("Decision"),
        [InputRequired(_l("Choose what you decide."))],
        choices=options(DECISIONS.items()),
    )
    extra_minutes = IntegerField(
        _l("Extra time"), [Optional(), NumberRange(1, 600, _l("From 1 to 600 minutes."))]
    )
    reason = TextAreaField(
        _l("Reason"),
        [*asked(_l("Give the reason; the applicant reads it.")), no_longer(1000)],
        filters=[tidy],
    )


class RefuseForm(CaseForm):
    """The motives of a refusal: a ground from the office's list, and what was found."""

    ground = RadioField(_l("Ground"), [InputRequired(_l("Choose the ground from the office's list."))])
    facts = TextAreaField(
        _l("What was found"),
        [*asked(_l("Write which documents or facts do not meet the requirement, and how.")), no_longer(4000)],
        description=_l(
            "Name each fact so that the applicant can mend it, in Kazakh and in Russian: the words go "
            "on the refusal as they are."
        ),
        filters=[stripped],
    )


class PlainForm(CaseForm):
    """A step that needs nothing but the decision to take it."""


class TelephonogramForm(CaseForm):
    """A message by telephone: who was told what, and when."""

    spoken_to = StringField(
        _l("Who answered"), [*asked(_l("Type the name of who answered.")), no_longer(320)], filters=[tidy]
    )
    spoken_at = StringField(
        _l("When"),
        asked(_l("Type date and time, such as 18.03.2026 10:30.")),
        description=_l("Day, month, year, hours and minutes: 18.03.2026 10:30"),
        filters=[tidy],
    )
    body = TextAreaField(
        _l("What was said"), [*asked(_l("Write what was said.")), no_longer(2000)], filters=[stripped]
    )
