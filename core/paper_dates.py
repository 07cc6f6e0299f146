"""Days and hours as a paper spells them, in three languages at once.

The months stand here and not in a library's tables: the same facts must give the same bytes in ten years,
and a new edition of a locale database must not change a paper that was issued.
"""

from __future__ import annotations

from datetime import date, datetime

_MONTHS = {
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_WEEKDAYS = {
    "kk": "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі".split(),
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}


def written(value: date) -> dict[str, object]:
    """A day, or a moment in the zone it carries, as plain data for a template.

    A moment without a zone is refused. Put it into the office's zone first: what is printed is its own clock.
    """
    facts: dict[str, object] = {
        "iso": value.isoformat(),
        "short": f"{value:%d.%m.}{value.year}",
        "day": {
            "kk": f"{value.year} жылғы {value.day} {_MONTHS['kk'][value.month - 1]}",
            "ru": f"{value.day} {_MONTHS['ru'][value.month - 1]} {value.year} года",
            "en": f"{value.day} {_MONTHS['en'][value.month - 1]} {value.year}",
        },
        "weekday": {language: names[value.weekday()] for language, names in _WEEKDAYS.items()},
    }
    if isinstance(value, datetime):
        facts["clock"] = f"{value:%H:%M}"
        facts["zone"] = _zone(value)
    return facts


def _zone(moment: datetime) -> str:
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"a moment needs a time zone: {moment!r}")
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
