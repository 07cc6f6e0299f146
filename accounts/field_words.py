"""What the forms' library says by itself, in the three languages of the house.

It knows no Kazakh, and its sentences name values that no reader has seen. Every field that has no sentence of its own
says one of these.
"""

from __future__ import annotations

from flask_wtf import FlaskForm

from core.languages import Text, _l

_NOT_A_CHOICE = _l("What you chose is no longer on the list. Look at the list again.")
_NO_NUMBER = _l("Type a whole number.")
_SAID: dict[str, Text] = {
    "Not a valid choice.": _NOT_A_CHOICE,
    "Invalid Choice: could not coerce.": _NOT_A_CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _NOT_A_CHOICE,
    "'%(value)s' is not a valid choice for this field.": _NOT_A_CHOICE,
    "'%(value)s' are not valid choices for this field.": _NOT_A_CHOICE,
    "Not a valid integer value.": _NO_NUMBER,
    "Not a valid integer value": _NO_NUMBER,
    "Not a valid date value.": _l("Type the day as day, month and year, such as 16.04.2026."),
    "Not a valid time value.": _l("Type hours and minutes, such as 09:30."),
    "This field is required.": _l("Fill in this field."),
}
_ANYTHING_ELSE = _l("Look at this field again.")


class FieldWords:
    """Asked by the library for the words of a message that it wrote itself."""

    def gettext(self, message: str) -> str:
        """The sentence of the house for one of the library's."""
        return str(_SAID.get(message, _ANYTHING_ELSE))

    def ngettext(self, one: str, _many: str, _number: int) -> str:
        """The same whatever the number."""
        return self.gettext(one)


def init_field_words() -> None:
    """Every form of the house speaks so."""
    FlaskForm.Meta.get_translations = lambda _meta, _form: FieldWords()
