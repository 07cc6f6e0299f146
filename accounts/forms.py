"""The forms of signing in, registering and of one's own account: fields and formats only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional

from accounts.formats import (
    LONGEST_PASSWORD,
    bin_check,
    closed_up,
    email_check,
    iin_check,
    name_check,
    phone_check,
    same_as,
    strength_check,
    tidy,
)
from core.languages import NAMES, Text, _l


def asked(sentence: Text) -> list[Any]:
    """This must be answered; nothing but spaces is nothing."""
    return [DataRequired(sentence)]


def no_longer(most: int) -> Length:
    """A text that fits its column."""
    return Length(max=most, message=_l("This is too long: at most %(max)d characters.", max=most))


def name_field(label: Text, missing: Text | None = None) -> Field:
    """A part of a person's name."""
    wrong = _l("A name consists of letters; hyphen and apostrophe may stand between them.")
    first = asked(missing) if missing is not None else [Optional()]
    return StringField(label, [*first, no_longer(100), name_check(wrong)], filters=[tidy])


def email_field() -> Field:
    """An e-mail address, in small letters as it is kept."""
    return StringField(
        _l("E-mail"),
        [*asked(_l("Type your e-mail address.")), no_longer(200), email_check()],
        description=_l("Links for a forgotten password and all notices go there."),
        filters=[closed_up, str.casefold],
        render_kw={"autocomplete": "email"},
    )


def phone_field() -> Field:
    """A telephone number, for those who have one."""
    return StringField(
        _l("Telephone"),
        [Optional(), phone_check()],
        filters=[tidy],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )


def options(pairs: Iterable[tuple[str, Text]]) -> list[SelectChoice]:
    """Values and their words, as a field of choices takes them."""
    return [SelectChoice(value, label) for value, label in pairs]


def choice_field(label: Text, missing: Text, choices: list[tuple[str, Text]]) -> Field:
    """One of a few; nothing chosen and something unheard of get the same sentence."""
    known = AnyOf([value for value, _label in choices], missing)
    return RadioField(label, [InputRequired(missing), known], choices=options(choices), validate_choice=False)


def language_field() -> Field:
    """In which language letters are written."""
    choices: list[tuple[str, Text]] = [(code, own) for code, (_short, own) in NAMES.items()]
    return choice_field(
        _l("Language of letters to you"), _l("Choose the language of letters to you."), choices
    )


def new_password_field(label: Text) -> Field:
    """A password that is being chosen."""
    return PasswordField(
        label,
        [*asked(_l("Choose a password.")), no_longer(LONGEST_PASSWORD), strength_check],
        description=_l(
            "At least 10 characters. Three or four words that belong together only for you are good."
        ),
        render_kw={"autocomplete": "new-password"},
    )


def again_field() -> Field:
    """The same password once more: nobody sees what was typed."""
    return PasswordField(
        _l("The same password again"),
        [same_as("password", _l("The two passwords differ. Type the same one twice."))],
        render_kw={"autocomplete": "new-password"},
    )


def present_password_field(missing: Text | None = None) -> Field:
    """The password that holds now, before something that a thief would do first."""
    first = asked(missing or _l("Type your present password."))
    return PasswordField(
        _l("Present password"),
        [*first, no_longer(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )


class LogInForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Who, and the password."""

    name = StringField(
        _l("IIN, BIN, e-mail or staff name"),
        [*asked(_l("Type your IIN, BIN, e-mail address or staff name.")), no_longer(200)],
        filters=[tidy],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    also = StringField(
        _l("Your e-mail address, or your number if you typed the address above"),
        [Optional(), no_longer(200)],
        description=_l(
            "Several people have registered with this name, so one thing more is needed to find you."
        ),
        filters=[tidy],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        [*asked(_l("Type your password.")), no_longer(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )


class CodeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The second factor: six digits, or a recovery code."""

    code = StringField(
        _l("Code"),
        [*asked(_l("Type the code.")), no_longer(40)],
        description=_l("6 digits from your device; or one of your recovery codes."),
        filters=[tidy],
        render_kw={"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "characters"},
    )


class PersonForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A citizen registers; the fields in the order of the page, so that the summary of errors follows it."""

    iin = StringField(
        _l("Individual identification number (IIN)"),
        [*asked(_l("Type your IIN.")), iin_check],
        description=_l("12 digits, as on the identity card"),
        filters=[closed_up],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    surname = name_field(_l("Surname"), _l("Type your surname."))
    given_name = name_field(_l("Given name"), _l("Type your given name."))
    patronymic = name_field(_l("Patronymic"))
    email = email_field()
    phone = phone_field()
    language = language_field()
    password = new_password_field(_l("Password"))
    again = again_field()


class OrganisationForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """An organisation registers."""

    bin = StringField(
        _l("Business identification number (BIN)"),
        [*asked(_l("Type the BIN.")), bin_check],
        description=_l("12 digits, as in the certificate of registration"),
        filters=[closed_up],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    organisation_name = StringField(
        _l("Name of the organisation"),
        [*asked(_l("Type the name of the organisation.")), no_longer(300)],
        description=_l("In full, as in the certificate of registration"),
        filters=[tidy],
        render_kw={"autocomplete": "organization"},
    )
    email = email_field()
    phone = phone_field()
    language = language_field()
    password = new_password_field(_l("Password"))
    again = again_field()


class ForgottenForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Whom to send a link: two things that belong together, so that it reaches only the right one."""

    name = StringField(
        _l("IIN, BIN or staff name"),
        [*asked(_l("Type your IIN, BIN or staff name.")), no_longer(200)],
        filters=[tidy],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    email = StringField(
        _l("E-mail"),
        [*asked(_l("Type your e-mail address.")), no_longer(200), email_check()],
        description=_l("The address with which you registered"),
        filters=[closed_up, str.casefold],
        render_kw={"autocomplete": "email"},
    )


class NewPasswordForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A password by a link."""

    password = new_password_field(_l("New password"))
    again = again_field()


class OwnPasswordForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Another password, by who knows the present one."""

    old = present_password_field()
    password = new_password_field(_l("New password"))
    again = again_field()


class ContactForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """How to reach somebody."""

    email = email_field()
    phone = phone_field()
    language = language_field()
    old = PasswordField(
        _l("Present password"),
        [Optional(), no_longer(LONGEST_PASSWORD)],
        description=_l("Only if you change the e-mail address"),
        render_kw={"autocomplete": "current-password"},
    )


class PersonNameForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The name of somebody who has not been identified yet."""

    surname = name_field(_l("Surname"), _l("Type your surname."))
    given_name = name_field(_l("Given name"), _l("Type your given name."))
    patronymic = name_field(_l("Patronymic"))


class OrganisationNameForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The name of an organisation that has not been identified yet."""

    organisation_name = StringField(
        _l("Name of the organisation"),
        [*asked(_l("Type the name of the organisation.")), no_longer(300)],
        filters=[tidy],
    )


class FirstFactorForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The first code of a new device."""

    code = StringField(
        _l("Code from your device"),
        [*asked(_l("Type the code that your device shows now.")), no_longer(40)],
        description=_l("6 digits; a new one every 30 seconds"),
        filters=[closed_up],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class OtherFactorForm(FirstFactorForm):
    """Another device in place of the one that is set up."""

    old = present_password_field()


class OwnPasswordAgainForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The present password alone."""

    old = present_password_field()
