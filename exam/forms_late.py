"""The forms of late answers: why they are proposed, and the word of one of the two who decide."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired

from accounts.formats import tidy
from accounts.forms import asked, no_longer, options
from core.languages import _l


class ProposeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which entries, and why they should count."""

    entries = SelectMultipleField(
        _l("Which answers do you propose?"),
        [InputRequired(_l("Tick at least one answer."))],
        coerce=int,
        validate_choice=True,
    )
    reason = TextAreaField(
        _l("What happened, and why these answers should count"),
        [*asked(_l("Say what happened; the two who decide read it.")), no_longer(1000)],
        filters=[tidy],
    )


class JudgeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """One's own word, with its reason."""

    word = RadioField(
        _l("Do these answers count?"),
        [InputRequired(_l("Choose one of the two."))],
        choices=options([("yes", _l("Yes: they count")), ("no", _l("No: they stay apart and do not count"))]),
    )
    reason = TextAreaField(
        _l("Reasons"),
        [*asked(_l("Give the reasons of your decision.")), no_longer(1000)],
        filters=[tidy],
    )
