"""What the journal's entries on a live meeting say, as plain sentences. Of a ballot it says only that it was cast."""

from __future__ import annotations

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import tells
from commissions.models import Member
from core.database import db
from core.languages import Text, _, _l


def _member(entry: Entry) -> str:
    found = db.session.get(Member, entry.new.get("member") or 0)
    return found.account.name if found is not None else ""


def _attendance(entry: Entry, _names: Names) -> str:
    if entry.new.get("present"):
        return _("%(name)s is present.", name=_member(entry))
    return _(
        "%(name)s is absent. %(reason)s", name=_member(entry), reason=entry.new.get("reason", "")
    ).strip()


def _paused(entry: Entry, _names: Names) -> str:
    return _("The meeting was paused. Reason: %(reason)s", reason=entry.new.get("reason", ""))


def _ticket(entry: Entry, _names: Names) -> str:
    return _("Ticket %(number)s fell to the candidate.", number=entry.new.get("ticket", ""))


def _sealed(entry: Entry, _names: Names) -> str:
    return _("%(name)s sealed the rubric sheet.", name=_member(entry))


def _cast(entry: Entry, _names: Names) -> str:
    return _("%(name)s voted.", name=_member(entry))


def _counted(entry: Entry, _names: Names) -> str:
    return _(
        "The votes were counted: %(pro)s for, %(contra)s against, %(none)s abstained.",
        pro=entry.new.get("for", ""),
        contra=entry.new.get("against", ""),
        none=entry.new.get("abstained", ""),
    )


def _void(entry: Entry, _names: Names) -> str:
    return _("The vote was declared void. Reason: %(reason)s", reason=entry.new.get("reason", ""))


def _broken(entry: Entry, _names: Names) -> str:
    return _("%(name)s gave the casting vote.", name=_member(entry))


_DECIDED: dict[str, Text] = {
    "positive": _l("The commission decided: positive."),
    "negative": _l("The commission decided: negative."),
}
ENDINGS: dict[str, Text] = {
    "decided": _l("Decided"),
    "absent": _l("The candidate did not come"),
    "absent_with_good_reason": _l("The candidate was absent with good reason"),
    "no_quorum": _l("Not heard for want of a quorum"),
    "not_reached": _l("Not reached in this meeting"),
}


def _decided(entry: Entry, _names: Names) -> str:
    return str(_DECIDED.get(entry.new.get("decision", ""), ""))


def _ended(entry: Entry, _names: Names) -> str:
    ending = ENDINGS.get(entry.new.get("ending", ""), "")
    return _(
        "The hearing ended: %(ending)s. %(reason)s", ending=ending, reason=entry.new.get("reason", "")
    ).strip()


def _dissent(entry: Entry, _names: Names) -> str:
    return _("%(name)s attached an own opinion.", name=_member(entry))


tells("commissions:session:open", _l("The meeting was opened."))
tells("commissions:session:take_tickets", _l("The meeting took its set of oral tickets."))
tells("commissions:session:pause", _paused)
tells("commissions:session:resume", _l("The meeting was continued."))
tells("commissions:session:close", _l("The meeting was closed."))
tells("commissions:attendance:mark", _attendance)
tells("commissions:hearing:begin", _l("The candidate was called before the commission."))
tells("commissions:hearing:draw", _ticket)
tells("commissions:hearing:end", _ended)
tells("commissions:hearing:decide", _decided)
tells("commissions:hearing:dissent", _dissent)
tells("commissions:sheet:seal", _sealed)
tells("commissions:vote:open", _l("The commission began to vote."))
tells("commissions:vote:cast", _cast)
tells("commissions:vote:count", _counted)
tells("commissions:vote:void", _void)
tells("commissions:vote:break_tie", _broken)
