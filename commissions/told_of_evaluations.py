"""What the journal's entries on external evaluations say, as plain sentences."""

from __future__ import annotations

from datetime import date

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import is_about, tells
from commissions.evaluation_words import MARKS
from commissions.models import Evaluation, StandardSet
from core.database import db
from core.incoming import row_number
from core.languages import _, _l, long_date


def _day(entry: Entry, key: str) -> str:
    written = entry.new.get(key)
    return long_date(date.fromisoformat(written)) if written else ""


def _opened(entry: Entry, _names: Names) -> str:
    return _(
        "Order No. %(order)s opened the external evaluation, from %(first)s to %(last)s.",
        order=entry.new.get("order", ""),
        first=_day(entry, "from"),
        last=_day(entry, "until"),
    )


def _chosen(entry: Entry, _names: Names) -> str:
    return _("The standards were chosen: %(act)s.", act=entry.new.get("act", ""))


def _planned(entry: Entry, _names: Names) -> str:
    return _(
        "A visit was planned for %(day)s: %(place)s.",
        day=_day(entry, "day"),
        place=entry.new.get("place", ""),
    )


def _moved(entry: Entry, _names: Names) -> str:
    return _(
        "A visit was moved to %(day)s. Reason: %(reason)s",
        day=_day(entry, "day"),
        reason=entry.new.get("reason", ""),
    )


def _declared(entry: Entry, _names: Names) -> str:
    if entry.new.get("conflict"):
        return _("A conflict of interest was declared: %(fact)s", fact=entry.new.get("fact", ""))
    return _("The expert declared that nothing stands between them and the organisation.")


def _noted(entry: Entry, names: Names) -> str:
    name = names.person(entry.new.get("account")) or ""
    if entry.new.get("conflict"):
        return _(
            "A conflict of interest of %(name)s was recorded: %(fact)s",
            name=name,
            fact=entry.new.get("fact", ""),
        )
    return _("It was recorded that no conflict of interest of %(name)s remains.", name=name)


def _marked(entry: Entry, _names: Names) -> str:
    return _(
        "Standard %(code)s was marked: %(mark)s.",
        code=entry.new.get("standard", ""),
        mark=MARKS.get(entry.new.get("mark", ""), ""),
    )


def _brought(entry: Entry, _names: Names) -> str:
    return _("Evidence was brought for standard %(code)s.", code=entry.new.get("standard", ""))


def _removed(entry: Entry, _names: Names) -> str:
    return _("Evidence for standard %(code)s was taken away.", code=entry.new.get("standard", ""))


def _finished(entry: Entry, _names: Names) -> str:
    return _(
        "The external evaluation was finished with report No. %(number)s.",
        number=entry.new.get("report", ""),
    )


def _set_brought(entry: Entry, _names: Names) -> str:
    return _("The set was brought in. Standards in it: %(count)s.", count=entry.new.get("standards", 0))


def _evaluation_name(identity: str, _names: Names) -> str:
    found = db.session.get(Evaluation, row_number(identity) or 0)
    return found.case.number if found is not None else ""


def _set_name(identity: str, _names: Names) -> str:
    found = db.session.get(StandardSet, row_number(identity) or 0)
    return found.name if found is not None else ""


tells("commissions:evaluation:open", _opened)
tells("commissions:evaluation:choose_standards", _chosen)
tells("commissions:evaluation:plan_visit", _planned)
tells("commissions:evaluation:move_visit", _moved)
tells("commissions:evaluation:declare", _declared)
tells("commissions:evaluation:note_conflict", _noted)
tells("commissions:evaluation:mark", _marked)
tells("commissions:evaluation:bring_evidence", _brought)
tells("commissions:evaluation:remove_evidence", _removed)
tells("commissions:evaluation:finish", _finished)
tells("commissions:standards:bring", _set_brought)
tells("commissions:standards:retire", _l("The set of standards was retired."))
is_about("evaluation", _l("External evaluation"), _evaluation_name)
is_about("standard_set", _l("Set of standards"), _set_name)
