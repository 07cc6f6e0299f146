"""What the journal's entries on commissions, meetings and agendas say, as plain sentences."""

from __future__ import annotations

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import is_about, tells
from commissions.models import Commission, Meeting
from commissions.words import ROLES
from core.database import db
from core.incoming import row_number
from core.languages import _, _l


def _named(entry: Entry, names: Names) -> str:
    return _(
        "%(name)s was named into the commission: %(role)s.",
        name=names.person(entry.new.get("account")) or "",
        role=ROLES.get(entry.new.get("role", ""), ""),
    )


def _released(entry: Entry, names: Names) -> str:
    return _(
        "%(name)s left the commission. Reason: %(reason)s",
        name=names.person(entry.new.get("account")) or "",
        reason=entry.new.get("reason", ""),
    )


def _called_off(entry: Entry, _names: Names) -> str:
    return _("The meeting was called off. Reason: %(reason)s", reason=entry.new.get("reason", ""))


def _handed_over(entry: Entry, names: Names) -> str:
    return _(
        "The meeting was handed over: %(name)s keeps it from now on. Reason: %(reason)s",
        name=names.person(entry.new.get("account")) or "",
        reason=entry.new.get("reason", ""),
    )


def _put_on(entry: Entry, _names: Names) -> str:
    return _("The case was put on the agenda of meeting %(meeting)s.", meeting=entry.new.get("meeting", ""))


def _taken_off(entry: Entry, _names: Names) -> str:
    return _(
        "The case was taken off the agenda of meeting %(meeting)s. Reason: %(reason)s",
        meeting=entry.new.get("meeting", ""),
        reason=entry.new.get("reason", ""),
    )


def _commission_name(identity: str, _names: Names) -> str:
    found = db.session.get(Commission, row_number(identity) or 0)
    return found.name if found is not None else ""


def _meeting_name(identity: str, _names: Names) -> str:
    found = db.session.get(Meeting, row_number(identity) or 0)
    return found.number if found is not None else ""


tells("commissions:commission:form", _l("The commission was formed."))
tells("commissions:commission:add_member", _named)
tells("commissions:commission:release_member", _released)
tells("commissions:meeting:schedule", _l("The meeting was scheduled."))
tells("commissions:meeting:call_off", _called_off)
tells("commissions:meeting:hand_over", _handed_over)
tells("commissions:interview:put_on", _put_on)
tells("commissions:interview:take_off", _taken_off)
is_about("commission", _l("Commission"), _commission_name)
is_about("commission_meeting", _l("Meeting"), _meeting_name)
