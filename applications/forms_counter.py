"""The forms of the counter, the clinic, the courier, payment and signed papers: fields and formats only."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from accounts.desk_forms import ManyBoxes, TypedDay
from accounts.formats import closed_up, email_check, number_check, phone_check, tidy
from accounts.forms import asked, language_field, no_longer, options
from applications.forms_staff import CaseForm, stripped
from core.languages import Text, _l


def _short(label: Text, most: int, missing: Text | None = None, hint: Text | str = "") -> StringField:
    checks = asked(missing) if missing else [Optional()]
    return StringField(label, [*checks, no_longer(most)], description=hint, filters=[tidy])


class TakingForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What lies on the counter: for whom, and which documents."""

    number = StringField(
        _l("IIN or BIN"),
        [*asked(_l("Type the number on the document.")), number_check],
        description=_l("12 digits, as on the document"),
        filters=[closed_up],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    name = _short(
        _l("Full name, or name of the organisation"),
        320,
        _l("Type the name as in the document."),
        _l("As in the document"),
    )
    phone = StringField(
        _l("Telephone"),
        [Optional(), no_longer(40), phone_check()],
        filters=[tidy],
        render_kw={"inputmode": "tel"},
    )
    email = StringField(_l("E-mail address"), [Optional(), no_longer(200), email_check()], filters=[tidy])
    address = _short(_l("Postal address"), 300)
    agent = _short(
        _l("Representative, with the power of attorney"),
        320,
        hint=_l("Name, number and date of the power of attorney; empty if the applicant came in person"),
    )
    language = language_field()
    brought = ManyBoxes(
        _l("Documents on the counter"), description=_l("Tick what the applicant has brought.")
    )


class ConsentForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The signed consent, scanned where there is a scanner."""

    signed = BooleanField(
        _l("The applicant has signed the printed consent."),
        asked(_l("Without a signature there is no consent.")),
    )
    scan = FileField(_l("Scan of the signed consent"), [Optional()])


class HandOverForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Into whose hand, by which documents."""

    receipt_number = _short(
        _l("Number of the receipt"), 60, _l("Type the number of the receipt."), _l("For example 2026-000123")
    )
    given_to = _short(_l("Given to"), 320, _l("Type the name of who takes the result."))
    identity_document = _short(
        _l("Identity document"),
        100,
        _l("Say which document was shown, with its number."),
        _l("For example “identity card 041234567”"),
    )
    power_of_attorney = _short(
        _l("Power of attorney"), 200, hint=_l("Number and date, if somebody else than the applicant takes it")
    )


class VisitForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A visit that the desk enters for somebody, by telephone or at the door."""

    starts_at = SelectField(_l("Time"), [InputRequired(_l("Choose a time."))])
    service = SelectField(_l("Service"), [InputRequired(_l("Choose the service."))])
    kind = RadioField(
        _l("What for"),
        [InputRequired(_l("Choose what the visit is for."))],
        choices=options([("acceptance", _l("Hand in documents")), ("issue", _l("Take a result"))]),
        default="acceptance",
    )
    name = _short(_l("Name of the visitor"), 320, _l("Type the name of the visitor."))
    phone = StringField(
        _l("Telephone"),
        [Optional(), no_longer(40), phone_check()],
        filters=[tidy],
        render_kw={"inputmode": "tel"},
    )


class OwnVisitForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A visit that somebody books for themselves."""

    starts_at = SelectField(_l("Time"), [InputRequired(_l("Choose a time."))])
    service = SelectField(_l("Service"), [InputRequired(_l("Choose the service."))])
    kind = RadioField(
        _l("What for"),
        [InputRequired(_l("Choose what the visit is for."))],
        choices=options([("acceptance", _l("Hand in documents")), ("issue", _l("Take a result"))]),
        default="acceptance",
    )


class SendForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which files go with which courier."""

    target = HiddenField()
    courier = _short(_l("Courier"), 200, hint=_l("Name of the courier or of the post"))


class ScanForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The paper as it was signed."""

    signed_by = _short(
        _l("Who signed"), 320, _l("Type the name of who signed."), _l("As under the signature")
    )
    scan = FileField(
        _l("Scan of the signed paper"),
        [FileRequired(_l("Choose the scanned file."))],
        description=_l("PDF, JPEG or PNG"),
    )


class SlipForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A payment slip."""

    slip = FileField(
        _l("Payment slip"), [FileRequired(_l("Choose the scanned file."))], description=_l("PDF, JPEG or PNG")
    )


class BroughtSlipForm(SlipForm, CaseForm):
    """A slip on paper that an official scans in."""


class SlipVerdictForm(CaseForm):
    """Why a slip proves nothing."""

    reason = TextAreaField(
        _l("Reason"),
        [*asked(_l("Say why the slip proves nothing; the applicant reads it.")), no_longer(300)],
        filters=[stripped],
    )


class ReturnForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """By which document a fee went back."""

    document_number = _short(
        _l("Number of the document"),
        100,
        _l("Type the number of the document by which the fee was returned."),
        _l("The payment order or the decision by which the fee was returned"),
    )
    document_date = TypedDay(
        _l("Date of the document"),
        [InputRequired(_l("Type the date of the document."))],
        description=_l("For example 16.04.2026"),
    )


class UnpaidForm(CaseForm):
    """What was found when the fee was looked for."""

    facts = TextAreaField(
        _l("What was found"),
        [*asked(_l("Write how and when the payment was looked for.")), no_longer(2000)],
        filters=[stripped],
    )


class TicketForm(CaseForm):
    """The clinic accepts: how many sheets there are."""

    sheets = IntegerField(
        _l("Sheets received"),
        [
            InputRequired(_l("Type how many sheets you have; 0 if everything came electronically.")),
            NumberRange(0, 10000, _l("A number from 0 to 10,000.")),
        ],
        default=0,
    )


class ClinicRefuseForm(TicketForm):
    """The clinic refuses: ground, and what was found."""

    ground = RadioField(_l("Ground"), [InputRequired(_l("Choose the ground from the office's list."))])
    facts = TextAreaField(
        _l("What was found"),
        [*asked(_l("Write which documents or facts do not meet the requirement, and how.")), no_longer(4000)],
        description=_l(
            "Name each fact so that the applicant can mend it, in Kazakh and in Russian: the words go "
            "on the refusal as they are."
        ),
        filters=[stripped],
    )
