"""The form of the deadline calculator: when, by which way, which procedure, at which office."""

from __future__ import annotations

from datetime import date, time

from flask_wtf import FlaskForm
from wtforms import DateField, Field, Form, RadioField, SelectField, TimeField, ValidationError
from wtforms.validators import InputRequired

from core.languages import _l
from regulations.model import Edition
from regulations.office_answers import OfficeCard
from regulations.saying import named, say

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


def _within_calendar(_form: Form, field: Field) -> None:
    if field.data is not None and not FIRST <= field.data <= LAST:
        raise ValidationError(
            _l("The calendar reaches from %(first)s to %(last)s.", first=FIRST.year, last=LAST.year)
        )


class TermsForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Sent by GET, so that a reckoning has an address that can be passed on; it changes nothing."""

    class Meta:
        csrf = False

    procedure = RadioField(_l("What exactly do you need?"), [InputRequired(_l("Choose what you need."))])
    day = DateField(
        _l("On which day?"),
        [InputRequired(_l("Type the day on which you apply.")), _within_calendar],
        format=["%d.%m.%Y", "%Y-%m-%d"],
        description=_l("Day, month and year, such as %(day)s", day="18.03.2026"),
    )
    hour = TimeField(
        _l("At what time?"),
        [InputRequired(_l("Type the time at which you apply."))],
        default=time(10),
        description=_l("Hours and minutes by the clock of the office, such as %(hour)s", hour="10:00"),
    )
    channel = RadioField(_l("In which way?"), [InputRequired(_l("Choose the way in which you apply."))])
    office = SelectField(
        _l("At which office?"),
        description=_l("Offices differ in their hours and in what they have decided."),
        coerce=int,
    )

    def offer(self, edition: Edition, offices: list[OfficeCard]) -> None:
        """What may be chosen: the procedures and channels of the text, the offices that give the service."""
        self.procedure.choices = [(procedure.id, say(procedure.title)) for procedure in edition.procedures]
        self.channel.choices = [
            (channel.id.value, named(channel.id))
            for channel in edition.channels
            if not channel.pre_registration_only
        ]
        self.office.choices = [(0, str(_l("No office in particular: the usual hours")))]
        self.office.choices += [(office.id, office.name) for office in offices]
        if len(edition.procedures) == 1:
            del self.procedure
        if not offices:
            del self.office
