"""The forms of bringing questions in and taking them out: fields and formats only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from accounts.forms import asked, choice_field, no_longer, options
from core.languages import LANGUAGES, NAMES, Text, _l
from question_banks.sheet_form import OPTION_SLOTS, SLOT_LETTERS, Column, SheetMapping

FORM_NAMES: dict[str, Text] = {
    "archive": _l("Own archive: everything, to the letter"),
    "sheet": _l("Spreadsheet (XLSX)"),
    "moodle_xml": _l("Moodle XML"),
    "gift": _l("GIFT"),
    "aiken": _l("Aiken: single choice in one language only"),
}
LANGUAGE_NAMES: list[tuple[str, Text]] = [(code, NAMES[code][1]) for code in LANGUAGES]
CHARSETS = ("utf-8", "kz1048", "ptcp154", "windows-1251", "cp866", "koi8-r", "windows-1252")
ROLE_WORDS: dict[str, Text] = {
    "question": _l("Question"),
    "option": _l("Option"),
    "options": _l("All options in one cell"),
    "key": _l("Right answer"),
    "explanation": _l("Explanation"),
    "topic": _l("Topic"),
    "difficulty": _l("Difficulty"),
    "level": _l("Level"),
    "act": _l("Act"),
    "clause": _l("Clause"),
    "points": _l("Points"),
    "kind": _l("Kind"),
    "id": _l("Key of the question"),
    "name": _l("Title"),
    "labels": _l("Labels"),
    "rule": _l("Scoring rule"),
    "penalty": _l("Penalty"),
    "accepted": _l("Accepted answers"),
    "unit": _l("Unit"),
    "seconds": _l("Expected seconds"),
    "act_date": _l("Date of the act"),
    "case": _l("Case (vignette)"),
    "enemies": _l("Enemies"),
    "format": _l("Format of the texts"),
}
IN_LANGUAGES = ("question", "option", "explanation", "accepted", "unit")


class BringForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A file, and what it does not say of itself."""

    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose a file."))],
        description=_l(
            "Own archive, spreadsheet (XLSX, XLS, ODS, CSV), Moodle XML, GIFT or Aiken; at most 64 MB."
        ),
    )
    language = choice_field(
        _l("Language of texts that name none"), _l("Choose the language of the texts."), LANGUAGE_NAMES
    )
    charset = SelectField(
        _l("Charset"),
        [Optional()],
        choices=options([("", _l("told by the file itself")), *((one, one) for one in CHARSETS)]),
        description=_l("Choose one only when the report shows wrong letters."),
    )


def column_choices() -> list[tuple[str, Text]]:
    """What a column may hold, as values of a list."""
    found: list[tuple[str, Text]] = [("", _l("does not count"))]
    for role, word in ROLE_WORDS.items():
        slots = range(OPTION_SLOTS) if role == "option" else range(1)
        for slot in slots:
            letter = f" {SLOT_LETTERS[slot]}" if role == "option" else ""
            found.append((f"{role}::{slot}", _l("%(what)s%(letter)s", what=word, letter=letter)))
            if role in IN_LANGUAGES:
                found += [
                    (
                        f"{role}:{code}:{slot}",
                        _l("%(what)s%(letter)s, %(language)s", what=word, letter=letter, language=own),
                    )
                    for code, own in LANGUAGE_NAMES
                ]
    return found


class MappingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """How somebody else's sheet is meant; a field for each column is added by `mapping_form`."""

    header_rows = SelectField(
        _l("Rows above the first question"), choices=options((str(n), str(n)) for n in range(11))
    )
    key_form = SelectField(
        _l("How the right answer is given"),
        choices=options(
            [
                ("auto", _l("told by the cells themselves")),
                ("letter", _l("by the letter of the option")),
                ("number", _l("by the number of the option")),
                ("text", _l("by the words of the option")),
                ("mark", _l("by a mark * or + before the right option")),
                ("first", _l("the first option is right")),
            ]
        ),
    )
    key_alphabet = SelectField(
        _l("Letters of the options"),
        choices=options(
            [
                ("auto", _l("told by the other keys of the sheet")),
                ("latin", _l("Latin: A, B, C, D")),
                ("cyrillic", _l("Cyrillic: А, Б, В, Г")),
            ]
        ),
    )

    def columns(self) -> list[Field]:
        """The fields of the columns, in their order."""
        return [field for field in self if field.name.startswith("column_")]

    def mapping(self, sheet: str | None = None) -> SheetMapping:
        """What the person has said."""
        chosen = {int(one.name.removeprefix("column_")): str(one.data or "") for one in self.columns()}
        return SheetMapping(
            columns={at: _column(value) for at, value in chosen.items() if value},
            header_rows=int(self.header_rows.data),
            sheet=sheet,
            key_form=self.key_form.data,
            key_alphabet=self.key_alphabet.data,
        )


def _column(value: str) -> Column:
    role, language, slot = value.split(":")
    return Column(role, language or None, int(slot))  # type: ignore[arg-type]  # a value of the list


def mapping_form(titles: Sequence[str], guess: SheetMapping, header_rows: int) -> MappingForm:
    """The form for a sheet with these columns, filled with the guess."""
    choices = options(column_choices())
    fields: dict[str, Any] = {
        f"column_{at}": SelectField(title, [Optional()], choices=choices) for at, title in enumerate(titles)
    }
    made = type("MappingOfThisSheet", (MappingForm,), fields)
    held = {f"column_{at}": _value(column) for at, column in guess.columns.items()}
    form: MappingForm = made(
        data={
            **held,
            "header_rows": str(header_rows),
            "key_form": guess.key_form,
            "key_alphabet": guess.key_alphabet,
        }
    )
    return form


def _value(column: Column) -> str:
    return f"{column.role}:{column.language or ''}:{column.slot}"


class TakeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Taking what the report says."""

    duplicates = BooleanField(_l("Take the duplicates too"))
    without_refused = BooleanField(_l("The refused items stay out; I bring them another time"))


class UndoForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Taking a whole import back."""

    edited_too = BooleanField(_l("What was written in these questions since may go too"))


class ExportForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """In which form and languages questions are taken out, and for what."""

    form = choice_field(_l("Form"), _l("Choose a form."), list(FORM_NAMES.items()))
    languages = SelectMultipleField(
        _l("Languages"),
        asked(_l("Choose at least one language.")),
        choices=options(LANGUAGE_NAMES),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    reason = TextAreaField(
        _l("For what are they taken out?"),
        [*asked(_l("Say for what the questions are taken out.")), no_longer(500)],
        description=_l("Kept in the journal and written into the file together with your name and the time."),
    )
