"""What an office may answer to a declared setting: the stored form is plain JSON, the answer has a type.

For `accounts`, which stores the values, and for every verb that reads one. A value that its setting cannot
hold is refused with a code whose sentence stands in the dictionary (`value_faults`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from regulations.kinds import Role, SettingType, Unit
from regulations.model import Amount, DeclaredSetting
from regulations.words import LANGUAGES, Words


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class DocumentItem:
    id: str
    name: Words
    required: bool
    note: Words | None


@dataclass(frozen=True, slots=True)
class GroundItem:
    id: str
    text: Words
    clause: str


Value = (
    bool
    | int
    | Decimal
    | str
    | Money
    | Amount
    | Words
    | Role
    | tuple[DocumentItem, ...]
    | tuple[GroundItem, ...]
)


class ValueFault(Exception):
    """A value that its setting cannot hold. The message is a code of the dictionary's `value_faults`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


CURRENCY: Final = "KZT"


def read_value(setting: DeclaredSetting, stored: Any) -> Value:
    """The typed value of a stored one. Raises ValueFault; never guesses, never falls back."""
    if setting.type is SettingType.CHOICE:
        if all(choice.id != stored for choice in setting.choices):
            raise ValueFault("not_a_choice")
        return str(stored)
    if setting.type is SettingType.DURATION:
        return _duration(stored, 0 if setting.may_be_zero else 1)
    return _READERS[setting.type](stored)


def _yes_no(stored: Any) -> bool:
    if not isinstance(stored, bool):
        raise ValueFault("not_yes_no")
    return stored


def _integer(stored: Any) -> int:
    if isinstance(stored, bool) or not isinstance(stored, int) or not 0 <= stored < 10**9:
        raise ValueFault("not_integer")
    return stored


def _percent(stored: Any) -> Decimal:
    share = _decimal(stored, "not_percent")
    if not 0 <= share <= 100:
        raise ValueFault("not_percent")
    return share


def _office_role(stored: Any) -> Role:
    if not isinstance(stored, str) or stored not in set(Role) - {Role.ACTOR_NOT_NAMED}:
        raise ValueFault("not_a_role")
    return Role(stored)


def _documents(stored: Any) -> tuple[DocumentItem, ...]:
    return tuple(_document(item) for item in _list(stored, "not_documents"))


def _grounds(stored: Any) -> tuple[GroundItem, ...]:
    return tuple(_ground(item) for item in _list(stored, "not_grounds"))


def _decimal(stored: Any, code: str) -> Decimal:
    if isinstance(stored, bool) or not isinstance(stored, int | str):
        raise ValueFault(code)
    try:
        number = Decimal(stored)
    except InvalidOperation as error:
        raise ValueFault(code) from error
    if not number.is_finite():
        raise ValueFault(code)
    return number


def _mapping(stored: Any, keys: set[str], code: str) -> dict[str, Any]:
    if not isinstance(stored, dict) or set(stored) != keys:
        raise ValueFault(code)
    return stored


def _list(stored: Any, code: str) -> list[Any]:
    if not isinstance(stored, list) or not stored:
        raise ValueFault(code)
    identities = [item.get("id") if isinstance(item, dict) else None for item in stored]
    if None in identities or len(set(map(str, identities))) != len(identities):
        raise ValueFault(code)
    return stored


def _words(stored: Any) -> Words:
    sentences = _mapping(stored, set(LANGUAGES), "not_three_languages")
    if not all(isinstance(text, str) and text.strip() for text in sentences.values()):
        raise ValueFault("not_three_languages")
    return Words(**sentences)


def _money(stored: Any) -> Money:
    money = _mapping(stored, {"amount", "currency"}, "not_money")
    amount = _decimal(money["amount"], "not_money")
    exponent = amount.as_tuple().exponent
    if amount < 0 or money["currency"] != CURRENCY or not isinstance(exponent, int) or exponent < -2:
        raise ValueFault("not_money")
    return Money(amount, CURRENCY)


def _duration(stored: Any, least: int) -> Amount:
    duration = _mapping(stored, {"value", "unit"}, "not_duration")
    value, unit = duration["value"], duration["unit"]
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ValueFault("not_duration")
    if not isinstance(unit, str) or unit not in set(Unit):
        raise ValueFault("not_duration")
    return Amount(value, Unit(unit))


def _document(stored: Any) -> DocumentItem:
    item = _mapping(stored, {"id", "name", "required", "note"}, "not_documents")
    if not isinstance(item["required"], bool) or not str(item["id"]).strip():
        raise ValueFault("not_documents")
    note = None if item["note"] is None else _words(item["note"])
    return DocumentItem(str(item["id"]), _words(item["name"]), item["required"], note)


def _ground(stored: Any) -> GroundItem:
    item = _mapping(stored, {"id", "text", "clause"}, "not_grounds")
    if not isinstance(item["clause"], str) or not item["clause"].strip():
        raise ValueFault("not_grounds")
    return GroundItem(str(item["id"]), _words(item["text"]), item["clause"])


_READERS: dict[SettingType, Callable[[Any], Value]] = {
    SettingType.YES_NO: _yes_no,
    SettingType.INTEGER: _integer,
    SettingType.PERCENT: _percent,
    SettingType.OFFICE_ROLE: _office_role,
    SettingType.MONEY: _money,
    SettingType.TEXT: _words,
    SettingType.DOCUMENTS: _documents,
    SettingType.GROUNDS: _grounds,
}
