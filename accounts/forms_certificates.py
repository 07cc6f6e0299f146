"""The forms of showing who one is by a certificate: fields and formats only."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import PasswordField, StringField

from accounts.formats import closed_up
from accounts.forms import (
    again_field,
    asked,
    email_field,
    language_field,
    new_password_field,
    no_longer,
    phone_field,
)
from core.languages import _l


class CertificateForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The signed challenge."""

    signature = FileField(
        _l("File with the signature"),
        [FileRequired(_l("Choose the file with the signature first."))],
        description=_l("A detached signature (CMS): .cms, .p7s or .sig"),
        render_kw={"accept": ".cms,.p7s,.p7b,.sig,.pem"},
    )


class DemoCertificateForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Whose demo key, and its passphrase."""

    number = StringField(
        _l("IIN or BIN"),
        [*asked(_l("Type the IIN or BIN.")), no_longer(12)],
        filters=[closed_up],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    passphrase = PasswordField(
        _l("Passphrase of the demo key"),
        [*asked(_l("Type the passphrase.")), no_longer(200)],
        render_kw={"autocomplete": "off"},
    )


class RegisterByCertificateForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What a certificate does not say of its holder."""

    email = email_field()
    phone = phone_field()
    language = language_field()
    password = new_password_field(_l("Password"))
    again = again_field()
