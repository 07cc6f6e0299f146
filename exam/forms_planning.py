"""The forms of planning: halls, seats, sittings, places. Fields and formats only."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from accounts.desk_forms import ManyBoxes, TypedDay
from accounts.formats import tidy
from accounts.forms import asked, no_longer
from applications.forms_staff import CaseForm, stripped
from core.languages import _l
from exam.actions.rooms import MOST_SEATS

_CLOCK = Regexp(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", message=_l("Type hours and minutes, such as 09:30."))


class RoomForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A hall, as candidates find it."""

    name = StringField(
        _l("Name of the hall"), [*asked(_l("Type how the hall is called.")), no_longer(120)], filters=[tidy]
    )
    address = StringField(
        _l("Address"),
        [*asked(_l("Type the address at which candidates come.")), no_longer(300)],
        filters=[tidy],
    )


class SeatsForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Seats, a line for each."""

    seats = TextAreaField(
        _l("Seats"),
        [*asked(_l("Type at least one seat.")), no_longer(20000)],
        description=_l(
            "A line for each seat: label; name of the workstation; network. The last two may be left out."
            " Example: 12; HALL1-PC12; 10.1.20.12"
        ),
        filters=[stripped],
    )


class SittingForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A sitting as it is planned."""

    blueprint = RadioField(_l("What is tested"), [InputRequired(_l("Choose a blueprint."))], coerce=int)
    room = RadioField(_l("Hall"), [InputRequired(_l("Choose a hall."))], coerce=int)
    day = TypedDay(_l("Day"), [InputRequired(_l("Type the day."))], description=_l("For example 16.04.2026"))
    starts = StringField(
        _l("Begins"), [*asked(_l("Type when the test begins.")), _CLOCK], description=_l("For example 09:30")
    )
    ends = StringField(
        _l("The hall is kept until"),
        [*asked(_l("Type until when the hall is kept.")), _CLOCK],
        description=_l("The test, its possible grants of time, and going out"),
    )
    capacity = IntegerField(
        _l("Places"),
        [
            InputRequired(_l("Type how many candidates may be placed.")),
            NumberRange(1, MOST_SEATS, _l("A number from 1 to %(most)s.", most=MOST_SEATS)),
        ],
    )
    languages = ManyBoxes(_l("Languages of the test"))
    shift = StringField(_l("Shift"), [Optional(), no_longer(40)], filters=[tidy])
    interview_note = StringField(
        _l("What is said of the interview"),
        [Optional(), no_longer(300)],
        description=_l(
            "Only where the text announces test and interview together. It is provisional and reserves nothing."
        ),
        filters=[tidy],
    )
    rehearsal = BooleanField(_l("This is a rehearsal: open to anyone, without results"))


class NameSetForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """One sealed set."""

    set_id = SelectField(_l("Sealed set"), coerce=int, validate_choice=True)


class NameInvigilatorForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """One invigilator."""

    account_id = SelectField(_l("Invigilator"), coerce=int, validate_choice=True)


class ReasonForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """An act that needs its reason."""

    reason = TextAreaField(
        _l("Reason"),
        [*asked(_l("Give the reason: it is kept with your name.")), no_longer(500)],
        filters=[tidy],
    )


class PlaceForm(CaseForm):
    """In which sitting the case is placed."""

    sitting = RadioField(_l("Sitting"), [InputRequired(_l("Choose a sitting."))], coerce=int)


class MoveForm(PlaceForm):
    """Another sitting, and why."""

    reason = StringField(
        _l("Reason for the move"),
        [*asked(_l("Say why the test is moved.")), no_longer(500)],
        filters=[tidy],
    )
