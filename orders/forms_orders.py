"""The forms of orders: fields and formats only."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from accounts.desk_forms import ManyBoxes, TypedDay
from accounts.formats import tidy
from accounts.forms import asked, no_longer
from core.languages import _l

_DAY = _l("For example 16.04.2026")
_CHOOSE = InputRequired(_l("Choose one."))


class NewOrderForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Of which kind, about which service."""

    kind = RadioField(_l("Kind of order"), [_CHOOSE])
    service = SelectField(
        _l("Service"),
        [Optional()],
        description=_l("Only the composition of a commission is about no single service."),
    )


class CasesForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which of the waiting cases the order decides."""

    cases = ManyBoxes(_l("Applications"), [InputRequired(_l("Choose at least one application."))], coerce=int)


class SendForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Sending for approval asks nothing."""


class ApproveForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The version that was read: a newer one is not approved unread."""

    version = IntegerField(widget=HiddenInput())


class RemarksForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What is to be changed."""

    remarks = TextAreaField(
        _l("What is to be changed"),
        [*asked(_l("Say what is to be changed.")), no_longer(2000)],
        filters=[tidy],
    )


class OrderReasonForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Why an order is called back or withdrawn."""

    reason = TextAreaField(_l("Reason"), [*asked(_l("Say why.")), no_longer(500)], filters=[tidy])


class OpenSigningForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Who signs the order."""

    signatory = RadioField(_l("Who signs the order"), [_CHOOSE], coerce=int)


class ScannedOrderForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The order as it came back from whoever signed it by hand."""

    scan = FileField(
        _l("Scan of the signed order"),
        [FileRequired(_l("Choose the scanned file."))],
        description=_l("A PDF file"),
    )
    signed_on = TypedDay(
        _l("Day on which it was signed"), [InputRequired(_l("Type the day."))], description=_DAY
    )
    sealed = BooleanField(_l("The order bears the seal of the office"))


class GroupForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The expert group and its days."""

    from_day = TypedDay(
        _l("First day of the evaluation"), [InputRequired(_l("Type the first day."))], description=_DAY
    )
    until_day = TypedDay(
        _l("Last day of the evaluation"), [InputRequired(_l("Type the last day."))], description=_DAY
    )
    chair = RadioField(_l("Leader of the group"), [_CHOOSE], coerce=int)
    members = ManyBoxes(_l("Members"), coerce=int)
    name = StringField(_l("Name of the group"), [Optional(), no_longer(200)], filters=[tidy])


class CompositionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A commission: one chair, the members, its secretary."""

    commission_kind = RadioField(_l("Kind of commission"), [_CHOOSE])
    name = StringField(
        _l("Name of the commission"),
        [*asked(_l("Type the name as the order has it.")), no_longer(200)],
        filters=[tidy],
    )
    chair = RadioField(_l("Chair"), [_CHOOSE], coerce=int)
    members = ManyBoxes(_l("Members"), coerce=int)
    people = ManyBoxes(_l("Secretary"), coerce=int)


class PointForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which point of an earlier order is annulled or corrected, and why."""

    earlier = SelectField(_l("Point of a signed order"), [_CHOOSE], coerce=int)
    reopen_at = SelectField(
        _l("The case is reopened at"),
        [Optional()],
        description=_l("Only when a decision is annulled; never further on than the case has come before."),
    )
    ground = StringField(_l("Ground"), [*asked(_l("Say on which ground.")), no_longer(1000)], filters=[tidy])
    clause = StringField(_l("Clause"), [*asked(_l("Name the clause.")), no_longer(300)], filters=[tidy])
    facts = TextAreaField(
        _l("Facts"),
        [*asked(_l("Write what was found.")), no_longer(4000)],
        description=_l("What was found; in a correction, how the point is to be read."),
        filters=[tidy],
    )


class StatusForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which issued paper, what becomes of it, and why."""

    number = StringField(
        _l("Number of the paper"),
        [*asked(_l("Type the number of the paper.")), no_longer(60)],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )
    outcome = RadioField(_l("What becomes of the paper"), [_CHOOSE])
    ground = StringField(_l("Ground"), [*asked(_l("Say on which ground.")), no_longer(1000)], filters=[tidy])
    clause = StringField(_l("Clause"), [*asked(_l("Name the clause.")), no_longer(300)], filters=[tidy])
    facts = TextAreaField(_l("Facts"), [*asked(_l("Write what was found.")), no_longer(4000)], filters=[tidy])


class EditionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The words of one kind of order in both languages; the headings of its lists stand one a line."""

    title_kk = TextAreaField(
        _l("Title in Kazakh"), [*asked(_l("Write this text.")), no_longer(600)], filters=[tidy]
    )
    title_ru = TextAreaField(
        _l("Title in Russian"), [*asked(_l("Write this text.")), no_longer(600)], filters=[tidy]
    )
    preamble_kk = TextAreaField(
        _l("Preamble in Kazakh"), [*asked(_l("Write this text.")), no_longer(2000)], filters=[tidy]
    )
    preamble_ru = TextAreaField(
        _l("Preamble in Russian"), [*asked(_l("Write this text.")), no_longer(2000)], filters=[tidy]
    )
    lists_kk = TextAreaField(
        _l("Headings of the lists in Kazakh"),
        [*asked(_l("Write this text.")), no_longer(4000)],
        description=_l("One a line, in the order of the lists."),
    )
    lists_ru = TextAreaField(
        _l("Headings of the lists in Russian"),
        [*asked(_l("Write this text.")), no_longer(4000)],
        description=_l("One a line, in the order of the lists."),
    )
    closing_kk = TextAreaField(
        _l("Closing points in Kazakh"),
        [*asked(_l("Write this text.")), no_longer(4000)],
        description=_l("One a line; they are numbered after the lists."),
    )
    closing_ru = TextAreaField(
        _l("Closing points in Russian"),
        [*asked(_l("Write this text.")), no_longer(4000)],
        description=_l("One a line; they are numbered after the lists."),
    )
    reason = StringField(_l("Why the words change"), [*asked(_l("Say why.")), no_longer(500)], filters=[tidy])
