"""What comes in by an address, a form or a script's body, held to what a database and a calendar can keep.

The one place that reads numbers, days, pages and addresses which somebody else wrote. A number that no row can have
names nothing, on either database; a day beyond the calendar is no day; a text with the sign NUL, which PostgreSQL
cannot keep and no keyboard types, is no request that a person makes.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST_ROW = 2**63 - 1
MOST_PAGES = 100_000
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# No act of a service is older, and no term ends later: reckoning and zones hold between them.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]")


class RowNumber(IntegerConverter):
    """The number of a row: `<int:case_id>` in an address."""

    def to_python(self, value: str) -> int:
        number: int = super().to_python(value)
        if number > LARGEST_ROW:
            raise ValidationError
        return number


def init_incoming(app: Flask) -> None:
    """Hold addresses and forms to it; comes before any route is hung."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    values = list(request.args.values())
    if request.mimetype in FORMS:
        values += request.form.values()
    if any("\0" in value for value in values) or "\0" in request.path:
        abort(400)


def row_number(text: str) -> int | None:
    """The number that a row could have; None for everything else."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 19:
        return None
    return number if (number := int(text)) <= LARGEST_ROW else None


def choice_number(value: Any) -> int:
    """For a field with a choice of rows: what could be none is refused as nobody's choice."""
    text = str(value).strip()
    found = row_number(text.removeprefix("-"))
    if found is None:
        raise ValueError(text[:40])
    return -found if text.startswith("-") else found


def calendar_day(text: str) -> date | None:
    """A day as addresses write it, within the calendar; None for everything else."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if in_calendar(day) else None


def calendar_moment(text: str) -> datetime | None:
    """A moment with its zone, within the calendar; None for everything else."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and in_calendar(moment.date()) else None


def in_calendar(day: date) -> bool:
    """Whether a day can be reckoned with."""
    return FIRST_DAY <= day <= LAST_DAY


def asked_text(name: str) -> str:
    """What the address asks for."""
    return request.args.get(name, "").strip()[:200]


def asked_number(name: str) -> int | None:
    """A number that the address asks for; nonsense is as if nothing was asked."""
    return row_number(asked_text(name))


def asked_page(name: str = "page") -> int:
    """Which page of a list; never before the first."""
    return max(1, min(asked_number(name) or 1, MOST_PAGES))


def asked_day(name: str) -> date | None:
    """A day that the address asks for; nonsense is as if nothing was asked."""
    return calendar_day(asked_text(name))


def sent_number(name: str) -> int:
    """A row that a form names; 0, which no row has, for everything else."""
    return row_number(request.form.get(name, "").strip()) or 0


def sent_numbers(name: str) -> list[int]:
    """The rows that are ticked in a form."""
    found = (row_number(text.strip()) for text in request.form.getlist(name))
    return [one for one in found if one is not None]


def sent_json() -> Any:
    """What a script sent; None where a database could not keep it, or it is no JSON."""
    try:
        told = request.get_json(silent=True)
        return told if _kept(told) else None
    except RecursionError:
        # Nested deeper than anybody writes: made to make a reader stumble.
        return None


def _kept(told: Any) -> bool:
    if isinstance(told, dict):
        return all(_kept(one) for pair in told.items() for one in pair)
    if isinstance(told, list):
        return all(_kept(one) for one in told)
    if isinstance(told, str):
        return "\0" not in told
    return not isinstance(told, int) or abs(told) <= LARGEST_ROW


def local_address(wanted: str) -> str:
    """An address inside this site, else the front page; never another host's, and never two lines."""
    if _UNSEEN.search(wanted) or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc else wanted
