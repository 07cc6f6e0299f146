"""The forms of result papers: fields and formats only."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, Regexp

from accounts.desk_forms import TypedDay
from accounts.formats import tidy
from accounts.forms import asked, no_longer, options
from applications.forms_staff import CaseForm, stripped
from core.languages import Text, _l

_DAY = _l("For example 16.04.2026")


class DrawPaperForm(CaseForm):
    """Who signs, and what the case does not say of itself."""

    signatory = RadioField(
        _l("Who signs the paper"), [InputRequired(_l("Choose who signs the paper."))], coerce=int
    )
    annex = TextAreaField(
        _l("Annex to the licence"),
        [Optional(), no_longer(20_000)],
        description=_l(
            "Kinds of activity with their addresses, one a line. The lines are printed as they stand."
        ),
        filters=[stripped],
    )
    earlier_number = StringField(
        _l("Number of the earlier paper"),
        [*asked(_l("Type the number of the paper that this one stands for.")), no_longer(60)],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )
    earlier_day = TypedDay(
        _l("Day of the earlier paper"),
        [InputRequired(_l("Type the day of the paper that this one stands for."))],
        description=_DAY,
    )

    def lines(self) -> tuple[str, ...]:
        """The annex line by line."""
        typed = self.annex.data if "annex" in self else ""
        return tuple(line.strip() for line in (typed or "").splitlines() if line.strip())


class WithdrawPaperForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Why an unsigned paper is taken back."""

    reason = TextAreaField(
        _l("Reason"), [*asked(_l("Say why the paper is taken back.")), no_longer(500)], filters=[tidy]
    )


class IssueForm(CaseForm):
    """Giving out asks nothing but the decision to do it."""


class CopyForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The copy on paper: who signed it by hand, that it bears the seal, who took it by which document."""

    signed_by_hand = StringField(
        _l("Who signed the copy by hand"),
        [*asked(_l("Type who signed the copy by hand.")), no_longer(320)],
        filters=[tidy],
    )
    sealed = BooleanField(_l("The copy bears the seal of the office"))
    given_to = StringField(
        _l("Who took the copy"), [*asked(_l("Type who took the copy.")), no_longer(320)], filters=[tidy]
    )
    identity_document = StringField(
        _l("By which document"),
        [*asked(_l("Type kind and number of the document shown.")), no_longer(200)],
        description=_l(
            "For example: identity card No. 012345678; for a representative also the power of attorney"
        ),
        filters=[tidy],
    )


HOW_HEARD: dict[str, Text] = {
    "in_person": _l("in person"),
    "in_writing": _l("in writing"),
    "did_not_come": _l("was asked to and did not come"),
}


class InviteForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Where and when the holder is asked to come."""

    place = StringField(
        _l("Where the holder is heard"),
        [*asked(_l("Say where the holder is heard.")), no_longer(300)],
        filters=[tidy],
    )
    day = TypedDay(_l("Day"), [InputRequired(_l("Type the day."))], description=_DAY)
    hour = StringField(
        _l("Hour"),
        [
            *asked(_l("Type the hour.")),
            Regexp(
                r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
                message=_l("Type hours and minutes, such as 09:30."),
            ),
        ],
        description=_l("For example 09:30"),
        filters=[tidy],
    )


class HeardForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """How the holder was heard on the lowered result."""

    how = RadioField(
        _l("How the holder was heard"),
        [InputRequired(_l("Choose how the holder was heard."))],
        choices=options(HOW_HEARD.items()),
    )
    day = TypedDay(_l("Day"), [InputRequired(_l("Type the day."))], description=_DAY)
    said = TextAreaField(
        _l("What the holder said"),
        [*asked(_l("Write what the holder said, or how they were asked to come.")), no_longer(4000)],
        filters=[stripped],
    )
    uninvited_because = StringField(
        _l("Why there was no invitation"),
        [Optional(), no_longer(500)],
        description=_l("For example: the holder came of their own accord."),
        filters=[tidy],
    )


class SendRefusalForm(CaseForm):
    """Who signs the motivated refusal."""

    signatory = RadioField(
        _l("Who signs the refusal"), [InputRequired(_l("Choose who signs the refusal."))], coerce=int
    )


class HandOverForm(CaseForm):
    """Handing a refusal out asks nothing but the decision to do it."""
