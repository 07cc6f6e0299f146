"""The forms of a protocol: drawing it, calling it back, mending it. Fields and formats only."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField

from accounts.formats import tidy
from accounts.forms import asked, no_longer
from core.languages import _l


class DrawForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Drawing asks nothing, but for decisions whose result was replaced."""

    without_effect = TextAreaField(
        _l("Why these decisions take no effect"),
        [*asked(_l("Say why: it is printed in the protocol.")), no_longer(500)],
        filters=[tidy],
    )


class CallBackForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Why the protocol is taken back from signing."""

    reason = TextAreaField(
        _l("Reason"),
        [*asked(_l("Give the reason: it is kept with your name.")), no_longer(500)],
        filters=[tidy],
    )


class CorrectionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What stands in the protocol, what is right, and why."""

    position = SelectField(_l("Item of the protocol"), coerce=int, validate_choice=True)
    stands = TextAreaField(
        _l("What stands in the protocol"),
        [*asked(_l("Copy the words that are wrong.")), no_longer(2000)],
        filters=[tidy],
    )
    reads = TextAreaField(
        _l("What is right"), [*asked(_l("Write how it must read.")), no_longer(2000)], filters=[tidy]
    )
    reason = TextAreaField(
        _l("Why it is corrected"),
        [*asked(_l("Say why: it is printed in the protocol.")), no_longer(1000)],
        filters=[tidy],
    )
