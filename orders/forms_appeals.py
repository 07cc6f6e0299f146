"""The forms of appeals: fields and formats only."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from accounts.desk_forms import ManyBoxes, TypedDay
from accounts.formats import tidy
from accounts.forms import asked, no_longer, options
from applications.forms_staff import stripped
from core.languages import _l
from orders.appeal_words import DECIDED

_DAY = _l("For example 16.04.2026")
_CHOOSE = InputRequired(_l("Choose one."))
_FILE = _l("A PDF file or a picture")


class AppealForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Against what, and why; where the term is over, also why only now."""

    against = RadioField(_l("What you appeal against"), [_CHOOSE])
    grounds = TextAreaField(
        _l("Why you do not agree"),
        [*asked(_l("Write why you do not agree with the decision.")), no_longer(8000)],
        description=_l("In your own words: what is wrong, and what you ask for."),
        filters=[stripped],
    )
    lateness = TextAreaField(
        _l("Why the appeal comes late"),
        [Optional(), no_longer(4000)],
        description=_l(
            "Only where the term is over: the reason, and the request to restore the term. It is decided with reason."
        ),
        filters=[stripped],
    )
    enclosure = FileField(_l("Document that you enclose"), [Optional()], description=_FILE)


class PaperAppealForm(AppealForm):
    """An appeal that came to the chancery on paper."""

    against = RadioField(_l("What is appealed against"), [_CHOOSE])
    grounds = TextAreaField(
        _l("The grounds, in the words of the appeal"),
        [*asked(_l("Write the grounds of the appeal.")), no_longer(8000)],
        filters=[stripped],
    )
    came_on = TypedDay(
        _l("Day on which the appeal came"), [InputRequired(_l("Type the day."))], description=_DAY
    )
    enclosure = FileField(
        _l("Scan of the appeal"), [FileRequired(_l("Scan the appeal in."))], description=_FILE
    )


class ActForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What is done by one button asks nothing."""


class PassOnForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """By which document the appeal goes to the body outside."""

    number = StringField(
        _l("Number of the document"),
        [*asked(_l("Type the number of the document.")), no_longer(60)],
        filters=[tidy],
    )
    day = TypedDay(_l("Day of the document"), [InputRequired(_l("Type the day."))], description=_DAY)


class RulingForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """How the appeal is decided; on a late one also whether the term is restored."""

    restored = RadioField(
        _l("Is the term restored?"),
        [Optional()],
        choices=options([("yes", _l("Yes")), ("no", _l("No"))]),
    )
    restored_because = TextAreaField(
        _l("Why the term is restored, or is not"), [Optional(), no_longer(4000)], filters=[stripped]
    )
    outcome = RadioField(_l("Decision"), [_CHOOSE], choices=options(DECIDED.items()))
    reasons = TextAreaField(
        _l("Reasons"),
        [*asked(_l("Write the reasons of the decision.")), no_longer(8000)],
        filters=[stripped],
    )
    clause = StringField(_l("Clause"), [*asked(_l("Name the clause.")), no_longer(300)], filters=[tidy])


class HearingForm(RulingForm):
    """The decision of the office's own commission, with those who heard it together."""

    hearers = ManyBoxes(
        _l("Who heard it with you"),
        coerce=int,
        description=_l("Nobody who refused, voted, marked, scored or signed in this case."),
    )


class OutsideForm(RulingForm):
    """The decision of a body outside, with its act."""

    act_number = StringField(
        _l("Number of the act"), [*asked(_l("Type the number of the act.")), no_longer(60)], filters=[tidy]
    )
    act_day = TypedDay(_l("Day of the act"), [InputRequired(_l("Type the day."))], description=_DAY)
    act_file = FileField(
        _l("Scan of the act"), [FileRequired(_l("Choose the scanned file."))], description=_FILE
    )


class CarryForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """At which gate the case goes on."""

    reopen_at = SelectField(
        _l("The case is reopened at"),
        [_CHOOSE],
        description=_l("A gate to which the case has come before; never further on."),
    )
