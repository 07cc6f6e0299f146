"""The forms of the external evaluation: fields and formats only."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from accounts.desk_forms import TypedDay
from accounts.formats import tidy
from accounts.forms import asked, no_longer, options
from commissions.evaluation_words import MARKS, VERDICTS
from core.languages import _l


class SetForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """By which standards the organisation is evaluated."""

    standards = RadioField(_l("Set of standards"), [InputRequired(_l("Choose a set."))], coerce=int)


class VisitForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A day at the organisation."""

    day = TypedDay(_l("Day of the visit"), [InputRequired(_l("Type the day of the visit."))])
    place = StringField(
        _l("Place of the visit"), [*asked(_l("Say where the group comes.")), no_longer(300)], filters=[tidy]
    )
    programme = TextAreaField(_l("Programme of the visit"), [Optional(), no_longer(1000)], filters=[tidy])


class MoveVisitForm(VisitForm):
    """Another day, and why."""

    reason = StringField(
        _l("Reason for the change"), [*asked(_l("Say why the day changes.")), no_longer(500)], filters=[tidy]
    )


class DeclareForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Whether something stands between an expert and the organisation."""

    conflict = RadioField(
        _l("Conflict of interest"),
        [InputRequired(_l("Choose one of the two."))],
        choices=options([("no", _l("There is none")), ("yes", _l("There is one"))]),
    )
    fact = TextAreaField(
        _l("What stands between the expert and the organisation"),
        [Optional(), no_longer(500)],
        filters=[tidy],
    )


class MarkForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """One standard: how it was found, and what was found. `version` is the mark that the page showed."""

    version = HiddenField()
    mark = RadioField(
        _l("How it was found"),
        [InputRequired(_l("Choose how the standard was found."))],
        choices=options(list(MARKS.items())),
    )
    remark = TextAreaField(
        _l("What was found"),
        [Optional(), no_longer(2000)],
        description=_l("Needed for every mark but “Met”; it stands in the report."),
        filters=[tidy],
    )


class EvidenceForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A photo or a file that shows what was found."""

    file = FileField(
        _l("Photo or file"),
        [FileRequired(_l("Choose a photo or a file."))],
        render_kw={"accept": "image/*,application/pdf"},
    )
    caption = StringField(_l("What it shows"), [Optional(), no_longer(300)], filters=[tidy])


class ReportForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What the group concludes."""

    verdict = RadioField(
        _l("Verdict of the group"),
        [InputRequired(_l("Choose the verdict."))],
        choices=options(list(VERDICTS.items())),
    )
    conclusion_kk = TextAreaField(
        _l("Conclusion in Kazakh"),
        [*asked(_l("Write the conclusion in Kazakh.")), no_longer(4000)],
        filters=[tidy],
    )
    conclusion_ru = TextAreaField(
        _l("Conclusion in Russian"),
        [*asked(_l("Write the conclusion in Russian.")), no_longer(4000)],
        filters=[tidy],
    )


class BringForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A set of standards as an act lists them, from a spreadsheet."""

    name_kk = StringField(
        _l("Name of the set in Kazakh"),
        [*asked(_l("Type the name in Kazakh.")), no_longer(300)],
        filters=[tidy],
    )
    name_ru = StringField(
        _l("Name of the set in Russian"),
        [*asked(_l("Type the name in Russian.")), no_longer(300)],
        filters=[tidy],
    )
    act = StringField(
        _l("Act that lists the standards"),
        [*asked(_l("Name the act with its number and date.")), no_longer(300)],
        filters=[tidy],
    )
    partly_percent = IntegerField(
        _l("How much a partly met standard counts, in per cent"),
        [InputRequired(_l("Type the percentage by the act.")),
         NumberRange(0, 100, _l("A number from 0 to 100."))],
    )  # fmt: skip
    act_file = FileField(
        _l("Scan of the act"),
        [FileRequired(_l("Choose the scan of the act."))],
        render_kw={"accept": "application/pdf"},
    )
    file = FileField(
        _l("Spreadsheet with the standards"),
        [FileRequired(_l("Choose the filled-in spreadsheet."))],
        description=_l("XLSX, 2 MB and 1000 rows at most"),
        render_kw={"accept": ".xlsx"},
    )
