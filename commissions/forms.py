"""The forms of the secretary and of the members: fields and formats only."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, Regexp

from accounts.desk_forms import ManyBoxes, TypedDay
from accounts.formats import closed_up, tidy
from accounts.forms import asked, no_longer
from core.languages import _l

_CLOCK = Regexp(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", message=_l("Type hours and minutes, such as 09:30."))
_CHOOSE = InputRequired(_l("Choose one."))


NOBODY_CHOSEN = ("", _l("– choose –"))


def _number(value: object) -> int:
    """A list opens with nothing chosen, so that nobody is named by not looking."""
    return int(str(value)) if value else 0


class CommissionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A commission as its order forms it."""

    kind = RadioField(_l("Kind of commission"), [_CHOOSE])
    name = StringField(
        _l("Name of the commission"),
        [*asked(_l("Type the name as the order has it.")), no_longer(200)],
        filters=[tidy],
    )
    order_number = StringField(
        _l("Number of the order"),
        [*asked(_l("Type the number of the order.")), no_longer(60)],
        filters=[tidy],
    )
    order_date = TypedDay(
        _l("Date of the order"),
        [InputRequired(_l("Type the date of the order."))],
        description=_l("For example 16.04.2026"),
    )
    order_file = FileField(_l("The order as a file"), [FileRequired(_l("Choose the file of the order."))])


class MemberForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Who is named, as what, for how long."""

    role = RadioField(_l("Place in the commission"), [_CHOOSE])
    account_id = SelectField(_l("Person"), [_CHOOSE], coerce=_number)
    from_day = TypedDay(
        _l("From"), [InputRequired(_l("Type the first day."))], description=_l("For example 16.04.2026")
    )
    until_day = TypedDay(
        _l("Until"), [Optional()], description=_l("The last day; empty if the order names none")
    )
    specialties = ManyBoxes(_l("Specialties"), coerce=int)


class ReleaseForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The last day of a member, and why."""

    last_day = TypedDay(_l("Last day in the commission"), [InputRequired(_l("Type the last day."))])
    reason = TextAreaField(_l("Reason"), [*asked(_l("Say why.")), no_longer(500)], filters=[tidy])


class MeetingForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """When and where a commission meets."""

    day = TypedDay(_l("Day"), [InputRequired(_l("Type the day."))], description=_l("For example 16.04.2026"))
    starts = StringField(
        _l("Begins"), [*asked(_l("Type when it begins.")), _CLOCK], description=_l("For example 09:30")
    )
    ends = StringField(
        _l("Ends"), [*asked(_l("Type when it ends.")), _CLOCK], description=_l("For example 12:30")
    )
    place = StringField(
        _l("Place of the meeting"),
        [Optional(), no_longer(300)],
        description=_l("Address and room; may stay empty where a link is given"),
        filters=[tidy],
    )
    link = StringField(_l("Link of the meeting"), [Optional(), no_longer(300)], filters=[closed_up])


class ReasonForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """An act that needs its reason."""

    reason = TextAreaField(_l("Reason"), [*asked(_l("Say why.")), no_longer(500)], filters=[tidy])


class HandoverForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """To which other secretary a meeting is handed, and why."""

    to = RadioField(_l("Who keeps the meeting from now on"), [_CHOOSE], coerce=int)
    reason = TextAreaField(
        _l("Reason"),
        [*asked(_l("Say why.")), no_longer(500)],
        description=_l("It stands in the protocol."),
        filters=[tidy],
    )


class SlotForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """In which meeting a case is heard, and when."""

    meeting = RadioField(_l("Meeting"), [_CHOOSE], coerce=int)
    starts = StringField(
        _l("Begins"), [*asked(_l("Type when it begins.")), _CLOCK], description=_l("For example 09:30")
    )
    ends = StringField(
        _l("Ends"), [*asked(_l("Type when it ends.")), _CLOCK], description=_l("For example 09:50")
    )


class MoveForm(SlotForm):
    """Another time, and why."""

    reason = TextAreaField(_l("Reason"), [*asked(_l("Say why.")), no_longer(500)], filters=[tidy])


class RecusalForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Who does not decide on a candidate, why, and who takes the place."""

    member_id = SelectField(_l("Member"), [_CHOOSE], coerce=_number)
    ground = RadioField(_l("Ground"), [_CHOOSE])
    fact = TextAreaField(
        _l("Fact"),
        [*asked(_l("Say the fact on which the recusal rests.")), no_longer(1000)],
        filters=[tidy],
    )
    alternate_id = SelectField(_l("Alternate"), [Optional()], coerce=int)


class DeclarationForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What ties a member to a candidate."""

    text = TextAreaField(
        _l("What ties you to the candidate"),
        [*asked(_l("Say what ties you to the candidate.")), no_longer(1000)],
        description=_l("The secretary reads it and records whether you are recused."),
        filters=[tidy],
    )


class TieForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Whom the papers of a candidate name, or where a member works and lives."""

    kind = RadioField(_l("What it is"), [_CHOOSE])
    name = StringField(
        _l("Name or address"), [*asked(_l("Type the name or the address.")), no_longer(300)], filters=[tidy]
    )
    number = StringField(
        _l("IIN or BIN"),
        [Optional(), Regexp(r"[0-9]{12}", message=_l("An IIN or a BIN has 12 digits."))],
        filters=[closed_up],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
