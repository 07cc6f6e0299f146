"""The forms of a meeting as it goes: fields and formats only. Whatever is typed keeps its lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Optional, Regexp

from accounts.formats import tidy
from accounts.forms import asked, no_longer, options
from commissions.rubric import Criterion
from commissions.voting import Vote
from core.incoming import choice_number
from core.languages import Text, _l

LONGEST = 20_000
NOBODY = 0
_CHOOSE = InputRequired(_l("Choose one."))
_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_VERSION = Regexp(r"[0-9]{1,9}", message=_l("Load the page again."))

VOTES: dict[str, Text] = {
    Vote.FOR.value: _l("For"),
    Vote.AGAINST.value: _l("Against"),
    Vote.ABSTAIN.value: _l("I abstain"),
}
ENDINGS: dict[str, Text] = {
    "absent": _l("The candidate did not come, and gave no reason"),
    "absent_with_good_reason": _l("The candidate did not come, for a good reason"),
    "no_quorum": _l("There is no quorum"),
    "not_reached": _l("The meeting does not reach this candidate"),
}
# Whoever was called in has come.
ONCE_CALLED = ("no_quorum", "not_reached")


def as_typed(text: str | None) -> str:
    """What somebody typed, line by line; a browser's line ends and signs that no page can show are left out."""
    plain = unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTED.sub("", plain)


class TextForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """One field of the hearing, with the version that was seen."""

    text = TextAreaField(_l("Text"), [no_longer(LONGEST)], filters=[as_typed])
    seen = HiddenField(default="0", validators=[_VERSION])


class QuestionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A question with the gist of the answer. The page gives each its mark, so that sending twice asks once."""

    mark = HiddenField(validators=[Regexp(r"[a-z0-9-]{1,40}", message=_l("Load the page again."))])
    text = TextAreaField(_l("Question"), [no_longer(LONGEST)], filters=[as_typed])
    gist = TextAreaField(_l("Gist of the answer"), [no_longer(LONGEST)], filters=[as_typed])
    asked_by = SelectField(
        _l("Asked by"), [Optional()], coerce=choice_number, default=NOBODY, validate_choice=False
    )
    seen = HiddenField(default="0", validators=[_VERSION])


class TicketsForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The set from which tickets are drawn."""

    set_id = RadioField(_l("Set of tickets"), [_CHOOSE], coerce=int)


class EndForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """How a hearing ends without a decision."""

    ending = RadioField(_l("How it ends"), [_CHOOSE])
    reason = TextAreaField(
        _l("Reason"),
        [Optional(), no_longer(500)],
        description=_l("Needed unless the candidate did not come and gave none"),
        filters=[tidy],
    )


class WhyForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """An act of the meeting that needs its reason."""

    reason = StringField(_l("Reason"), [*asked(_l("Say why.")), no_longer(500)], filters=[tidy])


class MotivesForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Why the commission decided so."""

    motives = TextAreaField(
        _l("Motives of the decision"),
        [*asked(_l("Say why the commission decided so.")), no_longer(LONGEST)],
        filters=[as_typed],
    )


class VoteForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """One vote."""

    vote = RadioField(_l("Your vote"), [_CHOOSE], choices=options(VOTES.items()))


class CastingForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The casting vote: for or against."""

    vote = RadioField(
        _l("Your casting vote"),
        [_CHOOSE, AnyOf([Vote.FOR.value, Vote.AGAINST.value])],
        choices=options(list(VOTES.items())[:2]),
    )


class OpinionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The own opinion of a member."""

    text = TextAreaField(
        _l("Your own opinion"),
        [*asked(_l("Write your opinion.")), no_longer(LONGEST)],
        description=_l("It is attached to the protocol as you write it, with your name."),
        filters=[as_typed],
    )


def level_name(row: Criterion) -> str:
    """The name of the field for one criterion, as the verb names it in a refusal."""
    return f"level-{row.id}"


def sheet_form(rows: Iterable[Criterion], *, fresh: bool = False) -> FlaskForm:
    """The rubric sheet: a row of levels for each criterion, and a remark; `fresh` as it is before anything is sent."""
    made: dict[str, object] = {}
    for row in rows:
        made[level_name(row)] = RadioField(
            row.title,
            [InputRequired(_l("Choose a level for each criterion."))],
            coerce=int,
            choices=options((str(place), level.title) for place, level in enumerate(row.levels)),
        )
    made["remark"] = TextAreaField(_l("Your remark"), [Optional(), no_longer(LONGEST)], filters=[as_typed])
    kind = type("SheetForm", (FlaskForm,), made)
    return kind(formdata=None) if fresh else kind()
