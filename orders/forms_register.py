"""The forms of the public register: fields and formats only."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Form, StringField

from accounts.forms import asked, no_longer
from core.languages import _l


class LookUpForm(Form):  # type: ignore[misc]  # wtforms has no types
    """Number and name together; sent by GET, so that the answer can be reloaded."""

    number = StringField(
        _l("Number of the paper"),
        [*asked(_l("Type the number as it stands on the paper.")), no_longer(60)],
        description=_l("As on the paper, for example LM-AST-2026-000123"),
        render_kw={"autocomplete": "off"},
    )
    name = StringField(
        _l("Holder of the paper"),
        [*asked(_l("Type the name as it stands on the paper.")), no_longer(320)],
        description=_l("The full name, or the name of the organisation, as on the paper"),
        render_kw={"autocomplete": "off"},
    )


class FileToCheckForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A PDF that somebody was shown."""

    file = FileField(
        _l("The PDF file of the paper"),
        [FileRequired(_l("Choose the file."))],
        description=_l("Its signatures are checked, it is compared, and it is not kept."),
        render_kw={"accept": "application/pdf"},
    )
