"""The forms of corrections: a ruling on a faulty question, and the reason of a recount or of taking back."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from accounts.formats import tidy
from accounts.forms import asked, no_longer, options
from core.languages import Text, _l

RULINGS: dict[str, Text] = {
    "left_out": _l("left out: it counts for nobody"),
    "credited": _l("credited: everybody gets its points"),
}


class RulingForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which question, what is decided on it, and by which decision. `sure` comes from the page that asks once more."""

    edition = SelectField(
        _l("Question"), [InputRequired(_l("Choose the question."))], coerce=int, validate_choice=True
    )
    ruling = RadioField(
        _l("What is decided"),
        [InputRequired(_l("Choose what is decided."))],
        choices=options(RULINGS.items()),
    )
    decision_number = StringField(
        _l("Number of the decision"),
        [*asked(_l("Type the number of the decision on which the ruling rests.")), no_longer(60)],
        filters=[tidy],
    )
    reason = TextAreaField(
        _l("Reason"),
        [*asked(_l("Say what is wrong with the question.")), no_longer(1000)],
        filters=[tidy],
    )
    sure = HiddenField()
