"""The forms around representation and identification: fields and formats only."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, Field, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from accounts.actions.mandates import KINDS
from accounts.formats import closed_up, number_check, tidy
from accounts.forms import (
    OrganisationNameForm,
    PersonNameForm,
    asked,
    choice_field,
    email_field,
    no_longer,
)
from core.incoming import FIRST_DAY, LAST_DAY, in_calendar
from core.languages import Text, _l

DAY_FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]


class ManyBoxes(SelectMultipleField):  # type: ignore[misc]  # wtforms has no types
    """Several of a list, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TypedDay(DateField):  # type: ignore[misc]  # wtforms has no types
    """A day typed as the country writes it, within the calendar."""

    data: Any

    def __init__(self, label: Text, validators: list[Any], **kwargs: Any) -> None:
        super().__init__(label, validators, format=DAY_FORMATS, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([text.strip() for text in valuelist])
        except ValueError:
            raise ValueError(_l("Type the day as day, month and year, such as 16.04.2026.")) from None
        if self.data is not None and not in_calendar(self.data):
            raise ValueError(
                _l(
                    "The calendar reaches from %(first)s to %(last)s.",
                    first=FIRST_DAY.year,
                    last=LAST_DAY.year,
                )
            )


class NumberForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Whose document lies on the desk; sent by POST, for addresses are kept in many places and numbers must not be."""

    number = StringField(
        _l("IIN or BIN"),
        [*asked(_l("Type the number that stands on the document.")), number_check],
        filters=[closed_up],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class MandateForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Who is to act for whom, and by which document."""

    number = StringField(
        _l("IIN or BIN of the other side"),
        [*asked(_l("Type the number of the other side.")), no_longer(40)],
        filters=[closed_up],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    name = StringField(
        _l("Surname, or name of the organisation"),
        [*asked(_l("Type the surname or the name of the organisation.")), no_longer(300)],
        description=_l("As in the document; it guards against a wrong digit"),
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )
    kind = choice_field(
        _l("On what does it rest?"), _l("Choose on what the representation rests."), list(KINDS.items())
    )
    document = StringField(
        _l("Document"),
        [*asked(_l("Say which document it is, with its number.")), no_longer(200)],
        description=_l("What it is and its number, for example “power of attorney No. 215”"),
        filters=[tidy],
    )
    dated = TypedDay(
        _l("Date of the document"),
        [InputRequired(_l("Type the date of the document."))],
        description=_l("For example 16.04.2026"),
    )
    from_day = TypedDay(_l("Holds from"), [InputRequired(_l("Type the first day."))])
    until_day = TypedDay(
        _l("Holds until"), [Optional()], description=_l("The last day; empty if it has none")
    )
    services = ManyBoxes(_l("For which services"), description=_l("None picked means all services"))


class ReasonForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Why a mandate is refused or ended."""

    reason = TextAreaField(
        _l("Reason"),
        [*asked(_l("Say why.")), no_longer(300)],
        description=_l("Both sides read these words as they are."),
        filters=[tidy],
    )


def shown_document_field() -> Field:
    """The document in the clerk's hand."""
    return StringField(
        _l("Document shown"),
        [*asked(_l("Say which document was shown, with its number.")), no_longer(120)],
        description=_l("What it is and its number, for example “identity card 041234567”"),
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )


def seen_field() -> Field:
    """The clerk's word for it."""
    return BooleanField(
        _l("The person is here, and I have compared face, name and number with the document."),
        asked(_l("Identify only somebody who is here, with the document.")),
    )


class IdentifyPersonForm(PersonNameForm):
    """A citizen at a desk; the names as in the document."""

    document = shown_document_field()
    seen = seen_field()


class IdentifyOrganisationForm(OrganisationNameForm):
    """Somebody at a desk for an organisation."""

    document = shown_document_field()
    seen = seen_field()


class LostAddressForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Another e-mail address for an identified person who is at the desk."""

    email = email_field()
    document = shown_document_field()
    seen = seen_field()
