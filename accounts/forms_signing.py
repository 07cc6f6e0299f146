"""The forms of signing a paper and of refusing to: fields and formats only."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, PasswordField, TextAreaField
from wtforms.validators import ValidationError

from accounts.formats import tidy
from accounts.forms import asked, no_longer
from core.languages import _, _l

MOST_SIGNATURE_BYTES = 512 * 1024


class SheetSignatureForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The signature that one's own program made: as a file, or as the text that it shows."""

    signature = FileField(
        _l("File with the signature"),
        description=_l("A detached signature (CMS): .cms, .p7s or .sig"),
        render_kw={"accept": ".cms,.p7s,.p7b,.sig,.pem"},
    )
    pasted = TextAreaField(
        _l("Or the signature as text"),
        [no_longer(MOST_SIGNATURE_BYTES)],
        description=_l("Base64 or PEM, as your program shows it."),
    )

    def validate_signature(self, field: Any) -> None:
        """One of both must be there."""
        if not field.data and not (self.pasted.data or "").strip():
            raise ValidationError(_("Choose the file with the signature, or paste its text."))

    def brought(self) -> bytes:
        """What came: the file before the text."""
        if self.signature.data:
            return bytes(self.signature.data.read(MOST_SIGNATURE_BYTES + 1))
        return str(self.pasted.data).strip().encode()

    @property
    def proof(self) -> Field:
        """Where what is wrong with a signature is said."""
        return self.signature


class KeyOnServerForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The passphrase of a key that lies on this server."""

    passphrase = PasswordField(
        _l("Passphrase of the key"),
        [*asked(_l("Type the passphrase.")), no_longer(200)],
        render_kw={"autocomplete": "off"},
    )

    @property
    def proof(self) -> Field:
        """Where what is wrong with a signature is said."""
        return self.passphrase


class RefuseToSignForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Why somebody does not sign."""

    reason = TextAreaField(
        _l("Why do you not sign?"),
        [*asked(_l("Say why you do not sign.")), no_longer(1000)],
        filters=[tidy],
        description=_l("Everybody whom the paper names reads it, and whoever drew the paper up."),
    )
