"""Terms in words: read from what a person types, and said in the sentence that every page shows.

    due Thursday 16 April, 18:30 (2 working days left)

Kazakh, Russian and English are written out here as whole phrases rather than left to a catalogue, because the three
languages bend the number, the unit and the verb differently. The locale is an argument; nothing is asked of a request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_time

from regulations.clock import RecordedSuspension
from regulations.kinds import Unit
from regulations.model import Amount
from regulations.office_time import OfficeTime
from regulations.time_left import TimeLeft, time_left
from regulations.two_clocks import Fit, FitCheck
from regulations.words import Words

# One form for each plural category that differs; Kazakh has a single form after a number.
_UNITS: dict[Unit, dict[str, dict[str, str]]] = {
    Unit.MINUTE: {
        "kk": {"other": "минут"},
        "ru": {"one": "минута", "few": "минуты", "other": "минут"},
        "en": {"one": "minute", "other": "minutes"},
    },
    Unit.HOUR: {
        "kk": {"other": "сағат"},
        "ru": {"one": "час", "few": "часа", "other": "часов"},
        "en": {"one": "hour", "other": "hours"},
    },
    Unit.WORKING_DAY: {
        "kk": {"other": "жұмыс күні"},
        "ru": {"one": "рабочий день", "few": "рабочих дня", "other": "рабочих дней"},
        "en": {"one": "working day", "other": "working days"},
    },
    Unit.CALENDAR_DAY: {
        "kk": {"other": "күнтізбелік күн"},
        "ru": {"one": "календарный день", "few": "календарных дня", "other": "календарных дней"},
        "en": {"one": "calendar day", "other": "calendar days"},
    },
}
# "Late by" wants the dative of the last unit in Kazakh and the accusative in Russian, where only the minute shows it.
_LATE_BY = {Unit.MINUTE: "минутқа", Unit.HOUR: "сағатқа", Unit.WORKING_DAY: "жұмыс күніне"}

_DAY = Words("d MMMM, EEEE", "EEEE, d MMMM", "EEEE d MMMM")
_DAY_AND_YEAR = Words("y 'жылғы' d MMMM, EEEE", "EEEE, d MMMM y 'г'.", "EEEE d MMMM y")
_DUE = Words("мерзімі: {moment} ({left})", "срок: {moment} ({left})", "due {moment} ({left})")
_OVER = Words("мерзімі өтті: {moment} ({late})", "срок истёк: {moment} ({late})", "was due {moment} ({late})")
_JUST_OVER = Words("мерзімі өтті: {moment}", "срок истёк: {moment}", "was due {moment}")
_LAST_MINUTE = Words("бір минуттан аз қалды", "осталось меньше минуты", "less than a minute left")
_STOPPED = Words(
    "мерзім тоқтатылып тұр (басталуы: {moment}; негізі: {clause})",
    "срок приостановлен (начало: {moment}; основание: {clause})",
    "the term stands still (since {moment}; by {clause})",
)
_TIGHT = Words(
    "Қадамдардың ең ұзақ мерзімдері қосылғанда: {sums}. Минутпен және сағатпен өлшенетін қадамдар басқа қадамдардың"
    " күндері ішінде орындалса ғана, олар жалпы мерзімге ({total}) сыяды.",
    "Шаги по их наибольшим срокам составляют в сумме: {sums}. В общий срок ({total}) они укладываются, только если"
    " измеряемое минутами и часами выполняется в пределах дней других шагов.",
    "The steps at their maximum add up to {sums}. They fit into the total term of {total} only if what is counted in"
    " minutes and hours is done within the days of other steps.",
)
_TOO_LONG = Words(
    "Қадамдардың ең ұзақ мерзімдері ({sums}) жалпы мерзімге ({total}) сыймайды. Жалпы мерзім басым:"
    " {total_end}.",
    "Шаги по их наибольшим срокам ({sums}) не укладываются в общий срок ({total}). Действует общий срок:"
    " {total_end}.",
    "The steps at their maximum ({sums}) do not fit into the total term of {total}. The total term binds:"
    " {total_end}.",
)


def parse_amount(text: str) -> Amount:
    """`15 working days`, `20 минут`, `30 күнтізбелік күн` as an amount of time; ValueError says what is wrong."""
    found = re.fullmatch(r"(\d+)\s+(\S.*)", " ".join(text.split()))
    if not found or int(found[1]) < 1:
        raise ValueError(f"{text!r} is no term; write it as '15 working days', '2 hours' or '20 minutes'")
    words = found[2].casefold()
    if words in {"day", "days", "день", "дня", "дней", "күн"}:
        raise ValueError(f"{text!r} does not say which days; write working days or calendar days")
    for unit, languages in _UNITS.items():
        if any(words in forms.values() for forms in languages.values()):
            return Amount(int(found[1]), unit)
    raise ValueError(
        f"{found[2]!r} is no unit of the regulations; they count minutes, hours, working days"
        " and calendar days"
    )


def amount_words(amount: Amount, locale: str) -> str:
    """`15 working days`, with the unit in the form that the number asks for."""
    known = Locale.parse(locale)
    forms = _UNITS[amount.unit].get(known.language) or _UNITS[amount.unit]["en"]
    return f"{amount.value} {forms.get(known.plural_form(amount.value), forms['other'])}"


def amounts_words(amounts: Iterable[Amount], locale: str) -> str:
    """Several amounts in one line; days and hours stay apart, as in the regulations."""
    return ", ".join(amount_words(amount, locale) for amount in amounts)


def day_words(day: date, locale: str, *, with_year: bool = False) -> str:
    """`Thursday 16 April`: a date always comes with its weekday."""
    pattern = (_DAY_AND_YEAR if with_year else _DAY).in_(Locale.parse(locale).language)
    return format_date(day, pattern, locale=locale)


def moment_words(moment: datetime, locale: str, *, with_year: bool = False) -> str:
    """`Thursday 16 April, 18:30`, in the zone that the moment carries."""
    clock = format_time(moment.time(), "HH:mm", locale=locale)
    return f"{day_words(moment.date(), locale, with_year=with_year)}, {clock}"


def left_words(left: TimeLeft, locale: str) -> str:
    """`2 working days left`, `3 hours 20 minutes late`; on the last day in hours and minutes. Empty when just over."""
    amounts = _shown(left)
    language = Locale.parse(locale).language
    if not amounts:
        return "" if left.late else _LAST_MINUTE.in_(language)
    said = " ".join(amount_words(amount, locale) for amount in amounts)
    if language == "kk":
        return f"{_dative(said, amounts[-1])} кешікті" if left.late else f"{said} қалды"
    if language == "ru":
        return f"просрочено на {_accusative(said)}" if left.late else f"{_remained(amounts[0])} {said}"
    return f"{said} {'late' if left.late else 'left'}"


def due_sentence(moment: datetime, now: datetime, office: OfficeTime, locale: str) -> str:
    """`due Thursday 16 April, 18:30 (2 working days left)`; the year is said when it is not the present one."""
    left = time_left(now, moment, office)
    language = Locale.parse(locale).language
    here = moment.astimezone(office.hours.tzinfo)
    said = moment_words(here, locale, with_year=here.year != office.local(now).year)
    if not left.late:
        return _DUE.filled(moment=said, left=left_words(left, locale)).in_(language)
    late = left_words(left, locale)
    return (_OVER if late else _JUST_OVER).filled(moment=said, late=late).in_(language)


def stopped_sentence(suspension: RecordedSuspension, office: OfficeTime, locale: str) -> str:
    """What is shown in the place of a due moment while a term stands still: since when, and by which clause."""
    said = moment_words(suspension.since.astimezone(office.hours.tzinfo), locale, with_year=True)
    return _STOPPED.filled(moment=said, clause=suspension.clause).in_(Locale.parse(locale).language)


def fit_warning(check: FitCheck, locale: str) -> str | None:
    """The warning that the steps at their maximum do not fit into the total term; None when they do."""
    if check.fit is Fit.ROOMY:
        return None
    warning = (_TIGHT if check.fit is Fit.TIGHT else _TOO_LONG).in_(Locale.parse(locale).language)
    return warning.format(
        sums=amounts_words(check.sums, locale),
        total=amount_words(check.total, locale),
        total_end=moment_words(check.total_end, locale, with_year=True),
    )


def _shown(left: TimeLeft) -> list[Amount]:
    """Days while there are any; hours and minutes after that."""
    if left.working_days:
        return [Amount(left.working_days, Unit.WORKING_DAY)]
    parts = ((left.hours, Unit.HOUR), (left.minutes, Unit.MINUTE))
    return [Amount(value, unit) for value, unit in parts if value]


def _dative(said: str, last: Amount) -> str:
    return said.removesuffix(_UNITS[last.unit]["kk"]["other"]) + _LATE_BY[last.unit]


def _accusative(said: str) -> str:
    return re.sub(r"минута$", "минуту", said)


def _remained(first: Amount) -> str:
    if Locale("ru").plural_form(first.value) != "one":
        return "осталось"
    return "осталась" if first.unit is Unit.MINUTE else "остался"
