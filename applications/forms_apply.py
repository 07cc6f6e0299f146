"""The forms of applying: one for each page, fields and formats only; the choices are offered by the views."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from accounts.formats import closed_up, email_check, phone_check, tidy
from accounts.forms import asked, choice_field, no_longer, options
from applications.questions import ACCOMMODATIONS, CARGOES, CATEGORIES, TITLES, Page
from core.languages import NAMES, _l

FILES = ".pdf,.jpg,.jpeg,.png"


class BeginForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """For whom the application is."""

    whom = RadioField(
        _l("For whom do you apply?"),
        [InputRequired(_l("Choose for whom you apply."))],
        validate_choice=True,
    )


class OfficeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """To which office."""

    office = SelectField(
        TITLES[Page.OFFICE], [InputRequired(_l("Choose an office."))], coerce=str, validate_choice=True
    )


class ProcedureForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Issue, re-issue or duplicate."""

    procedure = RadioField(TITLES[Page.PROCEDURE], [InputRequired(_l("Choose what you apply for."))])


class CargoForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What is carried over the border."""

    cargo = choice_field(
        TITLES[Page.CARGO], _l("Choose what you want to bring in or take out."), [*CARGOES.items()]
    )


class SpecialtyForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """In which specialty."""

    specialty = SelectField(
        TITLES[Page.SPECIALTY], [InputRequired(_l("Choose from the list."))], coerce=str, validate_choice=True
    )


class CategoryForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which category."""

    category = choice_field(TITLES[Page.CATEGORY], _l("Choose a category."), [*CATEGORIES.items()])


class ActivityForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What exactly, in one's own words."""

    activity = TextAreaField(
        TITLES[Page.ACTIVITY],
        [*asked(_l("Write what exactly you apply for.")), no_longer(300)],
        filters=[tidy],
    )


class LanguagesForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The language of the test and of the interview."""

    test = choice_field(
        _l("Language of the test"),
        _l("Choose the language of the test."),
        [(code, own) for code, (_short, own) in NAMES.items()],
    )
    interview = choice_field(
        _l("Language of the interview"),
        _l("Choose the language of the interview."),
        [(code, own) for code, (_short, own) in NAMES.items() if code != "en"],
    )


class AccommodationsForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What somebody needs; all of it may stay empty."""

    kinds = SelectMultipleField(
        _l("What do you need?"),
        [Optional()],
        choices=options(ACCOMMODATIONS.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    wish = TextAreaField(
        _l("What else should the office know?"), [Optional(), Length(max=1000)], filters=[tidy]
    )
    evidence = FileField(
        _l("A medical document about it"),
        [Optional()],
        description=_l("Only the official who decides on your wish sees it. PDF, JPEG or PNG."),
        render_kw={"accept": FILES},
    )


class ContactForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """How to reach the applicant in this matter."""

    email = StringField(
        _l("E-mail"),
        [Optional(), no_longer(200), email_check()],
        filters=[closed_up, str.casefold],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    phone = StringField(
        _l("Telephone"),
        [*asked(_l("Type a telephone number: some notices are given by telephone.")), phone_check()],
        filters=[tidy],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    address = StringField(
        _l("Postal address"),
        [*asked(_l("Type your postal address.")), no_longer(300)],
        description=_l("Town or village, street, house, flat"),
        filters=[tidy],
        render_kw={"autocomplete": "street-address"},
    )


class DocumentForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """One file."""

    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose a file first."))],
        description=_l("PDF, JPEG or PNG"),
        render_kw={"accept": FILES},
    )


class ConsentForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The consent, ticked."""

    agree = BooleanField(
        _l("I have read this and agree"),
        [
            InputRequired(
                _l("Without your consent nobody may ask a register, and the application cannot be submitted.")
            )
        ],
    )


class PlainForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Nothing but the button."""


class DeclarationForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The typed declaration."""

    name = StringField(
        _l("Your full name, typed by yourself"),
        [*asked(_l("Type your full name: it stands for your signature.")), no_longer(320)],
        filters=[tidy],
        render_kw={"autocomplete": "off", "autocapitalize": "words", "spellcheck": "false"},
    )


class SignatureForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The signature that a program of the applicant's made."""

    signature = FileField(
        _l("File with the signature"),
        [FileRequired(_l("Choose the file with the signature first."))],
        description=_l("A detached signature (CMS): .cms, .p7s or .sig"),
        render_kw={"accept": ".cms,.p7s,.p7b,.sig,.pem"},
    )

    @property
    def proof(self) -> Field:
        """Where what is wrong with a signature is said."""
        return self.signature


class DemoKeyForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The passphrase of a demo key."""

    passphrase = PasswordField(
        _l("Passphrase of the demo key"),
        [*asked(_l("Type the passphrase.")), no_longer(200)],
        render_kw={"autocomplete": "off"},
    )

    @property
    def proof(self) -> Field:
        """Where what is wrong with a signature is said."""
        return self.passphrase


class WithdrawForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Why the application is taken back; the page must still be true."""

    version = HiddenField()
    reason = TextAreaField(
        _l("Why do you take it back?"),
        [*asked(_l("Write in a few words why.")), no_longer(300)],
        filters=[tidy],
    )
