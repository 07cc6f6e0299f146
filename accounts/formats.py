"""What a field may look like: numbers, names, addresses; and the sentence for each way of being wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from wtforms import Field, Form, ValidationError

from accounts.actions.good_password import WEAKNESSES
from accounts.identifiers import WrongNumber, looks_like_iin, read_bin, read_iin
from accounts.passwords import weakness
from accounts.queries import today
from core.languages import Text, _l

LONGEST_PASSWORD = 200
_EMAIL = re.compile(r"[^\s@<>\"(),;:\\]+@[^\s@<>\"(),;:\\]+\.[^\s@<>\"(),;:\\.]{2,}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,30}")
_NAME_MARKS = frozenset(" -'’ʼ.")

IIN_FAULTS: dict[str, Text] = {
    "length": _l("An IIN has 12 digits. Look again at the identity card."),
    "check": _l("One digit of this IIN is wrong: the last digit does not fit the others."),
    "date": _l("The first six digits of an IIN are the birth date, and these are no date that has been."),
    "kind": _l("The seventh digit of an IIN tells century and sex; it is one of 1 to 6."),
}
BIN_FAULTS: dict[str, Text] = {
    "length": _l("A BIN has 12 digits. Look again at the certificate of registration."),
    "check": _l("One digit of this BIN is wrong: the last digit does not fit the others."),
    "date": _l("The third and fourth digits of a BIN are the month of registration, 01 to 12."),
    "kind": _l("The fifth digit of a BIN is 4, 5 or 6; this looks like a citizen's IIN."),
}

Check = Callable[[Form, Field], None]


def tidy(text: str | None) -> str:
    """One spelling of each letter, single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def closed_up(text: str | None) -> str:
    """Without any space: numbers are copied with them."""
    return "".join((text or "").split())


def name_check(sentence: Text) -> Check:
    """Letters and what stands between the parts of a name; digits are a slip."""

    def check(_form: Form, field: Field) -> None:
        text = field.data or ""
        if text and not all(character.isalpha() or character in _NAME_MARKS for character in text):
            raise ValidationError(sentence)

    return check


def matches(pattern: re.Pattern[str], sentence: Text) -> Check:
    """The whole of what was typed looks like this; nothing typed is another validator's matter."""

    def check(_form: Form, field: Field) -> None:
        if field.data and not pattern.fullmatch(field.data):
            raise ValidationError(sentence)

    return check


def email_check() -> Check:
    """Something that can be an address; whether it is one, the first letter shows."""
    return matches(
        _EMAIL, _l("This is no e-mail address: it needs a name, the sign @ and a domain such as mail.kz.")
    )


def phone_check() -> Check:
    """Digits, perhaps with a plus, spaces, brackets and hyphens."""
    return matches(_PHONE, _l("A telephone number consists of digits, such as +7 701 123 45 67."))


def iin_check(_form: Form, field: Field) -> None:
    """Digits of a citizen's number that do not contradict each other."""
    try:
        read_iin(field.data or "", today())
    except WrongNumber as wrong:
        raise ValidationError(IIN_FAULTS[wrong.reason]) from None


def bin_check(_form: Form, field: Field) -> None:
    """Digits of an organisation's number that do not contradict each other."""
    try:
        read_bin(field.data or "")
    except WrongNumber as wrong:
        raise ValidationError(BIN_FAULTS[wrong.reason]) from None


def number_check(form: Form, field: Field) -> None:
    """An IIN or a BIN, whichever the fifth digit says."""
    digits = field.data or ""
    check = iin_check if len(digits) != 12 or looks_like_iin(digits) else bin_check
    check(form, field)


def strength_check(form: Form, field: Field) -> None:
    """A password that would be guessed is told together with all else that is wrong; the verb refuses it anyway."""
    personal = ("surname", "given_name", "organisation_name", "iin", "bin", "email")
    reason = weakness(field.data or "", *(form[name].data or "" for name in personal if name in form))
    if reason is not None:
        raise ValidationError(WEAKNESSES[reason])


def same_as(other: str, sentence: Text) -> Check:
    """What was typed twice is the same."""

    def check(form: Form, field: Field) -> None:
        if field.data != form[other].data:
            raise ValidationError(sentence)

    return check


def fail(field: Any, sentence: Text) -> None:
    """Put the sentence of a refusal beside the field that it is about."""
    field.errors = [*field.errors, sentence]
