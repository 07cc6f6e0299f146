"""The forms of the hall: declaration, admission, and the acts of the board. Fields and formats only."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from accounts.formats import tidy
from accounts.forms import asked, no_longer, options
from core.languages import Text, _, _l

DOCUMENTS: dict[str, Text] = {
    "identity_card": _l("identity card"),
    "passport": _l("passport"),
    "residence_permit": _l("residence permit"),
    "digital": _l("digital document"),
}


class DeclarationForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """No conflict, or which."""

    answer = RadioField(
        _l("Conflict of interest"),
        [InputRequired(_l("Choose one of the two."))],
        choices=options(
            [
                ("none", _l("I have none with any candidate of this sitting.")),
                ("some", _l("I have one, and do not act in this sitting.")),
            ]
        ),
    )
    words = TextAreaField(_l("With whom, and what kind"), [Optional(), no_longer(1000)], filters=[tidy])


class AdmitForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The document that was looked at, and the seat."""

    document_kind = RadioField(
        _l("Document shown"),
        [InputRequired(_l("Choose which document was shown."))],
        choices=options(DOCUMENTS.items()),
    )
    document_number = StringField(
        _l("Number of the document"),
        [*asked(_l("Type the number that stands on the document.")), no_longer(40)],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )
    seat = SelectField(_l("Seat"), [InputRequired(_l("Choose a seat."))], coerce=int)


class TurnAwayForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Why somebody is not admitted."""

    reason = StringField(
        _l("Why not admitted"),
        [*asked(_l("Say why the candidate is not admitted.")), no_longer(500)],
        filters=[tidy],
    )


INCIDENTS: dict[str, Text] = {
    "remark": _l("remark"),
    "equipment": _l("equipment"),
    "network": _l("network"),
    "power": _l("power"),
    "health": _l("health"),
    "conduct": _l("conduct"),
    "paper": _l("question or paper"),
    "other": _l("other"),
}


class WordsForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """An act of the board with its reason."""

    words = TextAreaField(_l("Reason"), [*asked(_l("Give the reason.")), no_longer(500)], filters=[tidy])


class HallForm(WordsForm):
    """An act on candidates who are picked, or on the whole hall: which of the two is always said."""

    whole = BooleanField(_l("Everybody in the hall"))
    picked: Sequence[int] = ()

    def validate_whole(self, field: BooleanField) -> None:
        """Nobody picked never means everybody: a slip would end the tests of a whole hall."""
        if field.data == bool(self.picked):
            raise ValidationError(_("Pick the candidates, or tick everybody in the hall."))


class TimeForm(HallForm):
    """Minutes, and why."""

    minutes = IntegerField(
        _l("Minutes"),
        [InputRequired(_l("Type how many minutes.")), NumberRange(1, 240, _l("From 1 to 240 minutes."))],
    )


class IncidentForm(HallForm):
    """What happened, by category."""

    kind = RadioField(
        _l("Category"), [InputRequired(_l("Choose a category."))], choices=options(INCIDENTS.items())
    )


class TransferForm(WordsForm):
    """Another seat."""

    seat = SelectField(_l("New seat"), [InputRequired(_l("Choose a seat."))], coerce=int)
