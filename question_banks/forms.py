"""The forms of banks and questions: fields and formats only. The editor's form is made of rows, in `editor`."""

from __future__ import annotations

from datetime import date

from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from accounts.desk_forms import TypedDay
from accounts.formats import tidy
from accounts.forms import asked, no_longer, options
from core.languages import _l
from question_banks.kind_words import DIFFICULTIES, LEVELS

CODE_HINT = _l("Small Latin letters, digits and hyphens, for example forensic-medicine.")


class AgainForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A button that remembers which state it was pressed on."""

    version = HiddenField()


class BankForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A bank's code, names and specialties."""

    version = HiddenField()
    office = SelectField(_l("Office that keeps the bank"), [Optional()])
    code = StringField(
        _l("Code"),
        [*asked(_l("Give the bank a code.")), no_longer(60)],
        description=CODE_HINT,
        filters=[tidy],
    )
    name_kk = StringField(
        _l("Name in Kazakh"), [*asked(_l("Write the Kazakh name.")), no_longer(300)], filters=[tidy]
    )
    name_ru = StringField(
        _l("Name in Russian"), [*asked(_l("Write the Russian name.")), no_longer(300)], filters=[tidy]
    )
    name_en = StringField(
        _l("Name in English"), [*asked(_l("Write the English name.")), no_longer(300)], filters=[tidy]
    )
    specialties = SelectMultipleField(
        _l("Specialties"),
        [Optional()],
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class TopicForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A topic's code, names and place."""

    parent = SelectField(_l("Below the topic"), [Optional()])
    code = StringField(
        _l("Code"),
        [*asked(_l("Give the topic a code.")), no_longer(200)],
        description=_l("Short; it stands in files and blueprints."),
        filters=[tidy],
    )
    name_kk = StringField(_l("Name in Kazakh"), [Optional(), no_longer(300)], filters=[tidy])
    name_ru = StringField(_l("Name in Russian"), [Optional(), no_longer(300)], filters=[tidy])
    name_en = StringField(_l("Name in English"), [Optional(), no_longer(300)], filters=[tidy])


class CloseForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """From which day a bank is closed."""

    version = HiddenField()
    day = TypedDay(_l("Closed from"), [InputRequired(_l("Choose a day."))], default=date.today)


class BeginForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The kind and the language with which a question begins."""

    kind = SelectField(_l("Kind"))
    language = SelectField(
        _l("Language in which you write"),
        description=_l("The other languages are translated from it; any of the three may be the source."),
    )


class RemarkForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A comment in the thread."""

    words = TextAreaField(_l("Comment"), [*asked(_l("Write the comment.")), no_longer(4000)])
    language = SelectField(_l("About the language"), [Optional()])


class ReasonForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Why a question is set aside."""

    reason = TextAreaField(
        _l("Reason"),
        [*asked(_l("Say why: the reason stays with the question.")), no_longer(2000)],
        description=_l("Name the act, the complaint or the fault."),
    )


class ViewForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A name under which a search is kept."""

    name = StringField(
        _l("Name of the view"), [*asked(_l("Give the view a name.")), no_longer(120)], filters=[tidy]
    )
    query = HiddenField()


class ClassifyForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Where a question stands and how it is drawn."""

    version = HiddenField()
    name = StringField(_l("Name for those who work on it"), [Optional(), no_longer(300)], filters=[tidy])
    topic = SelectField(_l("Topic"), [Optional()])
    difficulty = SelectField(
        _l("Difficulty, as estimated"),
        [Optional()],
        choices=options([("", _l("not said yet")), *DIFFICULTIES.items()]),
    )
    level = SelectField(
        _l("Cognitive level"), [Optional()], choices=options([("", _l("not said yet")), *LEVELS.items()])
    )
    expected_seconds = IntegerField(
        _l("Expected time, in seconds"),
        [Optional(), NumberRange(1, 7200, _l("A number of seconds, 1 to 7200."))],
    )
    case_key = StringField(
        _l("Situation to which the question belongs"),
        [Optional(), no_longer(120)],
        description=_l("The number of the situation in this bank."),
        filters=[tidy],
    )
    case_place = IntegerField(
        _l("Place within the situation"), [Optional(), NumberRange(1, 100, _l("A number, 1 to 100."))]
    )
    sources = TextAreaField(
        _l("Acts on which the question rests"),
        [Optional(), no_longer(8000)],
        description=_l(
            "One a line: act; clause; date, for example 07.07.2020. Clause and date may be left out."
        ),
    )
    labels = StringField(
        _l("Labels"), [Optional(), no_longer(2000)], description=_l("Parted by commas."), filters=[tidy]
    )
    enemies = StringField(
        _l("Questions that never stand in one paper with this one"),
        [Optional(), no_longer(2000)],
        description=_l("Their numbers in this bank, parted by commas."),
        filters=[tidy],
    )
