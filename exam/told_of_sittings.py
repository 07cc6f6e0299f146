"""What the journal's entries on halls, sittings and places say, as plain sentences."""

from __future__ import annotations

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import Sentence, is_about, tells
from core.database import db
from core.incoming import row_number
from core.languages import Text, _, _l
from exam.models import Room, Sitting


def _seats(entry: Entry, _names: Names) -> str:
    return _("Seats were entered: %(count)s.", count=entry.new.get("seats", ""))


def _seat_closed(entry: Entry, _names: Names) -> str:
    return _("Seat %(seat)s was closed.", seat=entry.new.get("seat", ""))


def _set_named(entry: Entry, _names: Names) -> str:
    return _("Sealed set %(number)s was named for the sitting.", number=entry.new.get("set", ""))


def _invigilator_named(entry: Entry, names: Names) -> str:
    return _("%(name)s was named invigilator.", name=names.person(entry.new.get("account")) or "")


def _annulled(entry: Entry, _names: Names) -> str:
    return _("The sitting was annulled. Reason: %(reason)s", reason=entry.new.get("reason", ""))


def _booked(entry: Entry, _names: Names) -> str:
    return _(
        "The case got place %(slot)s in sitting %(sitting)s.",
        slot=entry.new.get("slot", ""),
        sitting=entry.new.get("sitting", ""),
    )


def _released(entry: Entry, _names: Names) -> str:
    return _(
        "The place in sitting %(sitting)s was given back. Reason: %(reason)s",
        sitting=entry.new.get("sitting", ""),
        reason=entry.new.get("reason", ""),
    )


def _admitted(entry: Entry, _names: Names) -> str:
    return _(
        "The candidate of place %(place)s was admitted to seat %(seat)s.",
        place=entry.new.get("place", ""),
        seat=entry.new.get("seat", ""),
    )


def _turned_away(entry: Entry, _names: Names) -> str:
    return _(
        "The candidate of place %(place)s was not admitted: %(reason)s",
        place=entry.new.get("place", ""),
        reason=entry.new.get("reason", ""),
    )


def _declared(entry: Entry, _names: Names) -> str:
    if entry.new.get("conflict"):
        return _("The invigilator declared a conflict of interest.")
    return _("The invigilator declared no conflict of interest.")


def _papers_fixed(entry: Entry, _names: Names) -> str:
    return _("Papers were fixed: %(count)s.", count=entry.new.get("papers", ""))


def _act(words: Text) -> Sentence:
    """An act of the board with its reason, and how many candidates it concerned."""

    def told(entry: Entry, _names: Names) -> str:
        count = len(entry.new.get("attempts") or ())
        reason = entry.new.get("reason") or entry.new.get("words") or ""
        return _(
            "%(act)s Candidates: %(count)s. %(reason)s", act=words, count=count or _("all"), reason=reason
        )

    return told


def _attempt_ended(entry: Entry, _names: Names) -> str:
    words = {
        "finished": _("The candidate finished the test."),
        "time": _("A test ended with its time."),
        "closed": _("A test was ended by an invigilator."),
        "removed": _("A test was ended by removal from the hall."),
    }
    return words.get(entry.new.get("how", ""), words["finished"])


def _scored(entry: Entry, _names: Names) -> str:
    if entry.new.get("verdict") == "positive":
        return _("The test was scored: positive.")
    return _("The test was scored: negative.")


def _decided(entry: Entry, _names: Names) -> str:
    return _(
        "It was decided what follows where there is no result. Reasons: %(reason)s",
        reason=entry.new.get("reason", ""),
    )


def _corrected(entry: Entry, _names: Names) -> str:
    reason = entry.new.get("reason", "")
    words = {
        "positive": _("The test was counted again: positive. Reason: %(reason)s", reason=reason),
        "negative": _("The test was counted again: negative. Reason: %(reason)s", reason=reason),
    }
    void = _("The result of the test was taken back. Reason: %(reason)s", reason=reason)
    return words.get(entry.new.get("verdict", ""), void)


def _ruled(entry: Entry, _names: Names) -> str:
    reason = entry.new.get("reason", "")
    if entry.new.get("ruling") == "credited":
        return _("A question is credited to everybody in this sitting. Reason: %(reason)s", reason=reason)
    return _("A question counts for nobody in this sitting. Reason: %(reason)s", reason=reason)


def _entries_judged(entry: Entry, _names: Names) -> str:
    reason = entry.new.get("reason", "")
    if entry.new.get("admits"):
        return _("One of two decided that late answers count. Reason: %(reason)s", reason=reason)
    return _("One of two decided that late answers do not count. Reason: %(reason)s", reason=reason)


def _entries_proposed(entry: Entry, _names: Names) -> str:
    return _(
        "Late answers were proposed to count: %(count)s. Reason: %(reason)s",
        count=entry.new.get("entries", ""),
        reason=entry.new.get("reason", ""),
    )


def _record_made(entry: Entry, _names: Names) -> str:
    return _("Record No. %(number)s of the hall was made.", number=entry.new.get("number", ""))


def _room_name(identity: str, _names: Names) -> str:
    room = db.session.get(Room, row_number(identity) or 0)
    return room.name if room is not None else ""


def _sitting_name(identity: str, _names: Names) -> str:
    sitting = db.session.get(Sitting, row_number(identity) or 0)
    return sitting.number if sitting is not None else ""


tells("exam:room:open", _l("The hall was entered."))
tells("exam:room:add_seats", _seats)
tells("exam:room:close_seat", _seat_closed)
tells("exam:sitting:plan", _l("The sitting was planned."))
tells("exam:sitting:name_set", _set_named)
tells("exam:sitting:name_invigilator", _invigilator_named)
tells("exam:sitting:publish", _l("The sitting was published: cases may be placed in it."))
tells("exam:sitting:annul", _annulled)
tells("exam:sitting:declare", _declared)
tells("exam:sitting:fix_papers", _papers_fixed)
tells("exam:sitting:open_doors", _l("The doors were opened."))
tells("exam:sitting:begin", _l("The test began."))
tells("exam:sitting:close", _l("The sitting was closed."))
tells("exam:result:score", _scored)
tells("exam:result:correct", _corrected)
tells("exam:sitting:rule", _ruled)
tells("exam:hall:propose_entries", _entries_proposed)
tells("exam:hall:judge_entries", _entries_judged)
tells("exam:place:decide", _decided)
tells("exam:sitting:issue_record", _record_made)
tells("exam:attempt:end", _attempt_ended)
tells("exam:hall:give_time", _act(_l("Time was given.")))
tells("exam:hall:pause", _act(_l("The test was paused.")))
tells("exam:hall:resume", _act(_l("The test went on.")))
tells("exam:hall:transfer", _act(_l("A candidate was moved to another computer.")))
tells("exam:hall:message", _act(_l("A message was sent.")))
tells("exam:hall:incident", _act(_l("An incident was noted.")))
tells("exam:hall:remove", _act(_l("A candidate was removed from the hall.")))
tells("exam:hall:close", _act(_l("Tests were ended.")))
tells("exam:place:admit", _admitted)
tells("exam:place:turn_away", _turned_away)
tells("exam:place:book", _booked)
tells("exam:place:release", _released)
tells("exam:device:open", _l("The test was opened on a computer."))
tells("exam:attempt:start", _l("The candidate started the test."))
is_about("exam_room", _l("Hall"), _room_name)
is_about("attempt", _l("Test"), lambda identity, _names: identity[:8])
is_about("sitting", _l("Sitting"), _sitting_name)
