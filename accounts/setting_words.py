"""A setting's value as people read it: one line, or a line for each thing in a list."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from babel.numbers import format_currency, format_decimal

from accounts.declared_settings import SettingKind
from accounts.refused_facts import RefusedFact
from core.languages import _, current_language
from regulations.kinds import Role, SettingType
from regulations.model import Amount
from regulations.naming import amount_words, name_of
from regulations.setting_values import DocumentItem, GroundItem, Money, Value
from regulations.words import Words


def value_lines(kind: SettingKind, service: str, stored: Any) -> list[str]:
    """The value in the reader's language."""
    try:
        value = kind.read(service, stored)
    except RefusedFact:
        # Decided under an earlier text that took other answers: shown as it was decided, never hidden.
        return [_("“%(value)s” – no longer an answer to this setting", value=stored)]
    if kind.type is SettingType.CHOICE:
        return [
            choice.label.in_(current_language()) for choice in kind.choices(service) if choice.id == value
        ]
    return _lines(value)


def _lines(value: Value) -> list[str]:
    if isinstance(value, tuple):
        return [_item(item) for item in value]
    return [_line(value)]


def _line(value: Any) -> str:
    language = current_language()
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal):
        return f"{format_decimal(value, locale=language)} %"
    if isinstance(value, int):
        return format_decimal(value, locale=language)
    if isinstance(value, Money):
        return format_currency(value.amount, value.currency, locale=language)
    if isinstance(value, Amount):
        if value.value == 0:
            return _("nothing to wait for (0)")
        return amount_words(value).in_(language)
    if isinstance(value, Role):
        return name_of(value).in_(language)
    return value.in_(language) if isinstance(value, Words) else str(value)


def _item(item: DocumentItem | GroundItem) -> str:
    language = current_language()
    if isinstance(item, GroundItem):
        return f"{item.text.in_(language)} ({item.clause})"
    name = item.name.in_(language)
    if item.note is not None:
        name = f"{name} – {item.note.in_(language)}"
    return name if item.required else _("%(document)s (if there is one)", document=name)
