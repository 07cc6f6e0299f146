"""The forms of results: a decision where there is none, and the reason of a new record."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from accounts.formats import tidy
from accounts.forms import asked, no_longer
from core.languages import Text, _l
from exam.outcomes import Decision, Outcome

OUTCOMES: dict[Outcome, Text] = {
    Outcome.ABSENT_WITH_REASON: _l("absent with good reason"),
    Outcome.ABSENT_WITHOUT_REASON: _l("absent without good reason"),
    Outcome.REMOVED: _l("removed from the hall"),
    Outcome.ANNULLED: _l("the sitting was annulled"),
    Outcome.POSITIVE: _l("positive"),
    Outcome.NEGATIVE: _l("negative"),
}
DECISIONS: dict[Decision, Text] = {
    Decision.SEAT_AGAIN: _l("A new sitting of the same application"),
    Decision.END: _l("The application takes the exit that the text has after the test"),
}


class DecideForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What an official finds and decides, after hearing the candidate."""

    outcome = RadioField(_l("What happened"), [InputRequired(_l("Choose what happened."))])
    decision = RadioField(_l("Decision"), [InputRequired(_l("Choose what you decide."))])
    heard = TextAreaField(
        _l("How the candidate was heard"),
        [*asked(_l("Say when and how the candidate was heard, or how they were asked and did not answer.")),
         no_longer(1000)],
        filters=[tidy],
    )  # fmt: skip
    reason = TextAreaField(
        _l("Reasons"),
        [*asked(_l("Give the reasons; the candidate reads them.")), no_longer(2000)],
        filters=[tidy],
    )
