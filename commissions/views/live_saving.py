"""What the secretary types is saved while people speak, and the page asks what has changed: for the page's scripts.

A save names the edition that was seen and carries a number of the browser, which the receipt repeats. The same text
sent twice is one save; a text over a newer one is refused, and both are kept.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from accounts.views.carrying_out import in_one_line
from commissions import live_reading
from commissions.actions import hearing_texts as verbs
from commissions.forms_live import LONGEST, as_typed
from commissions.keeping import HandedOn
from commissions.live_reading import Live
from commissions.models import AskedQuestion, LiveText
from commissions.views import blueprint
from commissions.views.live_page import kept_meeting, on_its_agenda, shown
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.incoming import sent_json
from core.languages import _, clock_time
from core.refusals import NotFound, Refusal

_AT = "/commissions/meetings/<int:meeting_id>/live"
_MARK = re.compile(r"[a-z0-9-]{1,40}")


@blueprint.post(f"{_AT}/<int:interview_id>/save")
@permission("meetings.keep")
def live_save(meeting_id: int, interview_id: int) -> ResponseReturnValue:
    """One field as it stands in one browser; the receipt says which edition it is now."""
    on_its_agenda(meeting_id, interview_id)
    zone = kept_meeting(meeting_id).office.zone
    sent = sent_json()
    told = sent if isinstance(sent, dict) else {}
    number = _words(told, "number")[:60]
    row = all_or_nothing(lambda: _write(interview_id, told), Refusal)
    if isinstance(row, NotFound | HandedOn):
        raise row
    if isinstance(row, verbs.Overtaken):
        kept = {"version": row.version, "text": row.text, "gist": row.gist}
        return {"number": number, "overtaken": True, "refused": str(row.sentence), **kept}, 409
    if isinstance(row, Refusal):
        return {"number": number, "refused": in_one_line(row)}, row.status
    return {"number": number, "version": row.version, "saved": clock_time(row.saved_at, zone)}


def _write(interview_id: int, told: dict[str, Any]) -> LiveText | AskedQuestion:
    seen = told.get("seen", 0)
    if not isinstance(seen, int) or isinstance(seen, bool) or not 0 <= seen < 10**9:
        raise Refusal(_("Load the page again."), status=422)
    name, text = told.get("field"), _words(told, "text")
    if name != "question":
        if name not in verbs.FIELDS:
            raise NotFound
        return verbs.write_text(interview_id, str(name), text, seen)
    mark, asked_by = _words(told, "mark"), told.get("asked_by") or None
    if not _MARK.fullmatch(mark) or not (asked_by is None or isinstance(asked_by, int)):
        raise Refusal(_("Load the page again."), status=422)
    gist = _words(told, "gist")
    return verbs.note_question(interview_id, mark, text, gist, asked_by=asked_by, seen=seen)


def _words(told: dict[str, Any], name: str) -> str:
    found = told.get(name, "")
    if not isinstance(found, str):
        raise Refusal(_("Load the page again."), status=422)
    text = as_typed(found)
    if len(text) > LONGEST:
        raise Refusal(_("This is too long: at most %(max)d characters.", max=LONGEST), status=422)
    return text


@blueprint.get(f"{_AT}/now")
@permission("meetings.keep")
def live_now(meeting_id: int) -> Response:
    """What has changed since the page was drawn; 304 when nothing has."""
    live = live_reading.live_of(kept_meeting(meeting_id))
    mark = live_reading.mark_of(live)
    known = request.if_none_match.contains(mark)
    response = Response(status=304) if known else jsonify(_told(live))
    response.set_etag(mark)
    response.headers["Cache-Control"] = "no-cache, private"
    return response


def _told(live: Live) -> dict[str, object]:
    """The parts of the page that nobody types into, drawn anew; and the texts with their editions."""
    facts = shown(live)
    parts = ("step", "panel", "side", "agenda") if live.session else ("step", "side", "agenda")
    return {
        "hearing": live.now.interview_id if live.now else None,
        "step": live.step.value,
        "parts": {part: render_template(f"commissions/live/{part}.html", **facts) for part in parts},
        "fields": _fields(live),
    }


def _fields(live: Live) -> dict[str, object]:
    if live.now is None:
        return {}
    told: dict[str, object] = {
        name: {"version": row.version, "text": row.text, "saved": clock_time(row.saved_at, live.zone)}
        for name, row in live.now.texts.items()
    }
    return told | {
        f"question:{row.mark}": {
            "version": row.version,
            "text": row.text,
            "gist": row.gist,
            "asked_by": row.asked_by or 0,
            "saved": clock_time(row.saved_at, live.zone),
        }
        for row in live.now.questions
    }
