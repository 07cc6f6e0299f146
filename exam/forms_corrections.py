"""The forms of corrections: a ruling on a faulty question, and the reason of a recount or of taking back."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from accounts.formats import tidy
from accounts.forms import asked, no_longer, options
from core.languages import Text, _l

RULINGS: dict[str, Text] = {
    "left_out": _l("left out: it counts for nobody"),
    "credited": _l("credited: everybody gets its points"),
}


class RulingForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which question, what is decided on it, and by which decision. `sure` comes from the page that asks once more."""

    # Nothing is chosen beforehand: a ruling on the wrong question changes everybody's result.
    edition = SelectField(_l("Question"), [InputRequired(_l("Choose the question."))], validate_choice=False)
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

    def offer(self, questions: Iterable[tuple[int, str]]) -> None:
        """The questions on which nothing was ruled yet."""
        known = [(str(edition_id), name) for edition_id, name in questions]
        self.edition.choices = options([("", _l("Choose from the list")), *known])

    def validate_edition(self, field: Field) -> None:
        """A page that was left open, or sent twice, may name a question that another ruling has settled."""
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_l("This question was ruled on already. Choose another, or go back."))
