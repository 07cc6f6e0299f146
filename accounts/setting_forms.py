"""The form of a decision on a setting: fields for a value of each type, and the paper behind it."""

from __future__ import annotations

import secrets
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from accounts.declared_settings import SettingKind
from accounts.forms import asked, choice_field, no_longer, options
from accounts.forms_administration import day_field, line_field, one_of, typed
from core.languages import LANGUAGES, _l, current_language
from regulations.kinds import Role, SettingType, Unit
from regulations.naming import name_of

MOST_ROWS = 60


class DecisionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The paper by which an office decides; the value's own fields come before it."""

    seen = HiddenField()
    decision_number = line_field(_l("Number of the decision"), _l("Write the number of the decision."), 60)
    decision_date = day_field(_l("Date of the decision"), _l("Type the date of the decision."))
    from_day = day_field(_l("Holds from"), _l("Type the first day on which it holds."))
    is_demo = BooleanField(
        _l("This is a demo value: it rests on no real decision"),
        description=_l("It is marked as demo wherever it shows."),
    )

    def value_fields(self) -> list[Field]:
        """The fields of the value, in their order."""
        return []

    def stored(self) -> Any:
        """The value in the form in which it is kept."""
        raise NotImplementedError

    def show(self, stored: Any) -> None:
        """Begin with a value decided earlier."""


class WithdrawForm(DecisionForm):
    """The paper by which a decision is taken back; there is no value."""

    def stored(self) -> None:
        return None


class YesNoForm(DecisionForm):
    """Yes or no."""

    value = choice_field(_l("Decision"), _l("Choose yes or no."), [("yes", _l("Yes")), ("no", _l("No"))])

    def value_fields(self) -> list[Field]:
        return [self.value]

    def stored(self) -> bool:
        return bool(self.value.data == "yes")

    def show(self, stored: Any) -> None:
        self.value.data = "yes" if stored else "no"


class NumberForm(DecisionForm):
    """A whole number."""

    value = line_field(_l("Decision"), _l("Type a number."), 12, render_kw={"inputmode": "numeric"})

    def value_fields(self) -> list[Field]:
        return [self.value]

    def stored(self) -> Any:
        text = str(self.value.data).replace(" ", "")
        return int(text) if text.isdecimal() and text.isascii() else text

    def show(self, stored: Any) -> None:
        self.value.data = str(stored)


class PercentForm(NumberForm):
    """A share; a comma is what the country writes."""

    def stored(self) -> Any:
        return _decimal_text(self.value.data)


class MoneyForm(NumberForm):
    """An amount in tenge."""

    def stored(self) -> Any:
        return {"amount": _decimal_text(self.value.data), "currency": "KZT"}

    def show(self, stored: Any) -> None:
        self.value.data = str(stored["amount"])


class ChoiceForm(DecisionForm):
    """One of the answers that the text knows."""

    value = RadioField(
        _l("Decision"),
        asked(_l("Choose one of the answers.")),
        invalid_choice_message=_l("Choose one of the answers."),
    )

    def value_fields(self) -> list[Field]:
        return [self.value]

    def stored(self) -> Any:
        return self.value.data

    def show(self, stored: Any) -> None:
        self.value.data = str(stored)


class DurationForm(DecisionForm):
    """A length of time in the unit in which it is counted."""

    value = line_field(_l("Decision"), _l("Type a number."), 9, render_kw={"inputmode": "numeric"})
    unit = one_of(_l("Counted in"), _l("Choose the unit."))

    def value_fields(self) -> list[Field]:
        return [self.value, self.unit]

    def stored(self) -> Any:
        text = str(self.value.data).replace(" ", "")
        number: Any = int(text) if text.isdecimal() and text.isascii() else text
        return {"value": number, "unit": self.unit.data}

    def show(self, stored: Any) -> None:
        self.value.data, self.unit.data = str(stored["value"]), stored["unit"]


class WordsForm(DecisionForm):
    """A text in the three languages."""

    kk = TextAreaField(_l("In Kazakh"), [*asked(_l("Write it in Kazakh.")), no_longer(2000)], filters=[typed])
    ru = TextAreaField(
        _l("In Russian"), [*asked(_l("Write it in Russian.")), no_longer(2000)], filters=[typed]
    )
    en = TextAreaField(
        _l("In English"), [*asked(_l("Write it in English.")), no_longer(2000)], filters=[typed]
    )

    def value_fields(self) -> list[Field]:
        return [self.kk, self.ru, self.en]

    def stored(self) -> Any:
        return {"kk": self.kk.data, "ru": self.ru.data, "en": self.en.data}

    def show(self, stored: Any) -> None:
        self.kk.data, self.ru.data, self.en.data = stored["kk"], stored["ru"], stored["en"]


def _cell(label: Any, most: int = 500) -> Field:
    return StringField(label, [Optional(), no_longer(most)], filters=[typed])


class DocumentRow(Form):  # type: ignore[misc]  # wtforms has no types
    """One document of a list."""

    id = HiddenField()
    kk = _cell(_l("Document in Kazakh"))
    ru = _cell(_l("Document in Russian"))
    en = _cell(_l("Document in English"))
    required = BooleanField(_l("Everybody must bring it"))
    # A note that came by an import is kept; the page does not ask for one.
    note_kk, note_ru, note_en = HiddenField(), HiddenField(), HiddenField()


class GroundRow(Form):  # type: ignore[misc]  # wtforms has no types
    """One ground of refusal."""

    id = HiddenField()
    kk = _cell(_l("Ground in Kazakh"))
    ru = _cell(_l("Ground in Russian"))
    en = _cell(_l("Ground in English"))
    clause = _cell(_l("Clause"), 200)


class ListForm(DecisionForm):
    """A list of things; a row left empty is no row."""

    rows: Any

    def items(self) -> list[dict[str, Any]]:
        """The rows that say something, each with a mark by which later rooms know it.

        The mark of a row that was struck off never comes again: what refers to it would seem to mean another row.
        """
        filled = [row for row in self.rows.data if row["kk"] or row["ru"] or row["en"]]
        return [row | {"id": row["id"] or f"i{secrets.token_hex(6)}"} for row in filled]

    def add_row(self) -> None:
        """Room for one thing more."""
        if len(self.rows) < MOST_ROWS:
            self.rows.append_entry()


class DocumentsForm(ListForm):
    """The list of documents that an applicant brings."""

    rows = FieldList(FormField(DocumentRow), min_entries=1, max_entries=MOST_ROWS)

    def stored(self) -> Any:
        return [
            {
                "id": row["id"],
                "name": _three(row),
                "required": bool(row["required"]),
                "note": _three(row, "note_") if row["note_kk"] else None,
            }
            for row in self.items()
        ]

    def show(self, stored: Any) -> None:
        self.rows.process(None, [_document_row(item) for item in stored])


class GroundsForm(ListForm):
    """The grounds on which the service may be refused."""

    rows = FieldList(FormField(GroundRow), min_entries=1, max_entries=MOST_ROWS)

    def stored(self) -> Any:
        return [{"id": row["id"], "text": _three(row), "clause": row["clause"]} for row in self.items()]

    def show(self, stored: Any) -> None:
        self.rows.process(
            None, [{"id": item["id"], "clause": item["clause"], **item["text"]} for item in stored]
        )


def _three(row: dict[str, Any], prefix: str = "") -> dict[str, str]:
    return {code: row[prefix + code] or "" for code in LANGUAGES}


def _document_row(item: dict[str, Any]) -> dict[str, Any]:
    notes = {f"note_{code}": text for code, text in (item["note"] or {}).items()}
    return {"id": item["id"], "required": item["required"], **item["name"], **notes}


def _decimal_text(text: str | None) -> str:
    return (text or "").replace(" ", "").replace(",", ".")


_FORMS: dict[SettingType, type[DecisionForm]] = {
    SettingType.YES_NO: YesNoForm,
    SettingType.INTEGER: NumberForm,
    SettingType.PERCENT: PercentForm,
    SettingType.MONEY: MoneyForm,
    SettingType.CHOICE: ChoiceForm,
    SettingType.OFFICE_ROLE: ChoiceForm,
    SettingType.DURATION: DurationForm,
    SettingType.TEXT: WordsForm,
    SettingType.DOCUMENTS: DocumentsForm,
    SettingType.GROUNDS: GroundsForm,
}


def decision_form(kind: SettingKind, service: str, **given: Any) -> DecisionForm:
    """The form for a value of this setting."""
    form = _FORMS[kind.type](**given)
    language = current_language()
    if kind.type is SettingType.CHOICE:
        form.value.choices = options(
            (choice.id, choice.label.in_(language)) for choice in kind.choices(service)
        )
    elif kind.type is SettingType.OFFICE_ROLE:
        roles = [role for role in Role if role is not Role.ACTOR_NOT_NAMED]
        form.value.choices = options((role.value, name_of(role).in_(language)) for role in roles)
    elif isinstance(form, DurationForm):
        form.unit.choices = options((unit.value, label) for unit, label in UNITS.items())
        if kind.may_be_zero(service):
            form.value.description = _l("0 is an answer too: then there is nothing to wait for.")
    return form


UNITS = {
    Unit.MINUTE: _l("minutes"),
    Unit.HOUR: _l("hours"),
    Unit.WORKING_DAY: _l("working days"),
    Unit.CALENDAR_DAY: _l("calendar days"),
}
