"""The journal page of a head or an inspector: what happened at the own office and below it, in plain sentences."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from accounts import journal_reading
from accounts.door import signed_in
from accounts.grant_queries import staff_named
from accounts.journal_reading import Wish
from accounts.journal_sentences import thing_word
from accounts.models import Office
from accounts.office_tree import office_choices
from accounts.roles import Role
from accounts.views import blueprint
from accounts.views.finding import own_zone, visible_offices
from accounts.views.histories import shown
from core.access import permission
from core.incoming import asked_day, asked_number, asked_page, asked_text
from core.journal import SYSTEM_CHAIN


@blueprint.get("/journal")
@permission("journal.read")
def journal() -> ResponseReturnValue:
    """Entries of the offices this reader may look into, filtered by office, thing, person and day."""
    offices = visible_offices()
    chains = {office.id for office in offices} | system_chain()
    office_id = asked_number("office")
    told = chains & {office_id} if office_id is not None else chains
    chosen: dict[str, Any] = {
        name: asked_text(name)
        for name in ("office", "kind", "about", "who", "since", "until")
        if asked_text(name)
    }
    wish = Wish(
        subject_kind=asked_text("kind")[:40],
        subject_id=asked_text("about")[:64],
        actors=staff_named(asked_text("who")) if asked_text("who") else None,
        since=_midnight("since", 0),
        until=_midnight("until", 1),
    )
    page = asked_page()
    entries, count = journal_reading.of_chains(told, wish, page)
    return render_template(
        "accounts/admin/journal.html",
        entries=shown(entries, with_thing=True),
        count=count,
        page=page,
        pages=-(-count // journal_reading.PAGE),
        chosen=chosen,
        offices=office_choices(offices) if len(offices) > 1 else [],
        kinds=[(kind, thing_word(kind)) for kind in journal_reading.kinds_in(chains)],
        url_of=lambda number: url_for("accounts.journal", page=number, **chosen),
    )


def system_chain() -> set[int]:
    """The chain of what concerns no office is read by the inspector of the Committee alone."""
    person = signed_in()
    office: Office | None = person.grant.office if person.grant else None
    inspects_all = person.role is Role.INSPECTOR and office is not None and office.kind == "committee"
    return {SYSTEM_CHAIN} if inspects_all else set()


def _midnight(name: str, days: int) -> datetime | None:
    """The beginning of a day that the address names, in the reader's zone; `days` after it."""
    day = asked_day(name)
    return datetime.combine(day + timedelta(days=days), time(0), ZoneInfo(own_zone())) if day else None
