"""Why a day is not counted, or is counted although it looks like a day off: one phrase for a person."""

from __future__ import annotations

from babel import Locale

from regulations.calendar import DayKind, DayOff, WorkedDay
from regulations.term_text import day_words
from regulations.words import Words

_WEEKEND = Words("демалыс күні", "выходной", "weekend")
_AFTER_WEEKEND = Words(
    "мереке демалыс күніне тура келді ({day}): {name}",
    "праздник пришёлся на выходной ({day}): {name}",
    "the holiday fell on a weekend ({day}): {name}",
)
_TRANSFERRED = Words(
    "ауыстырылған демалыс күні (оның орнына жұмыс күні: {day})",
    "перенесённый день отдыха (вместо него рабочий: {day})",
    "day of rest moved by decree (worked instead: {day})",
)
_WORKED = Words(
    "ауыстыру бойынша жұмыс күні (оның орнына демалыс: {day})",
    "рабочий день по переносу (вместо него отдых: {day})",
    "worked by decree (day of rest instead: {day})",
)
_EXPECTED = Words(
    "{name} (есептелген күн, әлі бекітілмеген)",
    "{name} (расчётная дата, ещё не подтверждена)",
    "{name} (calculated date, not confirmed yet)",
)
_NAME = Words("{name}", "{name}", "{name}")
_PHRASES = {
    DayKind.WEEKEND: _WEEKEND,
    DayKind.AFTER_WEEKEND: _AFTER_WEEKEND,
    DayKind.TRANSFERRED: _TRANSFERRED,
}


def reason_words(off: DayOff, locale: str) -> str:
    """Why offices are closed on a day."""
    language = Locale.parse(locale).language
    name = off.name.in_(language)
    instead = day_words(off.instead_of, locale) if off.instead_of else ""
    phrase = _PHRASES.get(off.kind, _NAME).filled(day=instead, name=name).in_(language)
    return _EXPECTED.filled(name=phrase).in_(language) if off.expected else phrase


def worked_words(worked: WorkedDay, locale: str) -> str:
    """Why offices work on a day that looks like a day off."""
    language = Locale.parse(locale).language
    if worked.instead_of is None:
        return worked.name.in_(language)
    return _WORKED.filled(day=day_words(worked.instead_of, locale)).in_(language)
