"""The page of a meeting for its secretary: drawn anew after each act; a refusal stands on it beside what was typed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField

from accounts.door import signed_in
from accounts.formats import fail
from accounts.forms import options
from accounts.refused_facts import RefusedFact
from applications.actions import course
from applications.case_reading import in_words
from commissions import keeping, live_reading, queries
from commissions.actions.hearing_texts import Overtaken
from commissions.faults import FAULTS
from commissions.forms_live import (
    ENDINGS,
    NOBODY,
    ONCE_CALLED,
    EndForm,
    MotivesForm,
    QuestionForm,
    TextForm,
    TicketsForm,
    WhyForm,
)
from commissions.keeping import HandedOn
from commissions.live_reading import Live, Now
from commissions.live_words import COME_TO, STATES, STEPS
from commissions.models import AskedQuestion, Meeting
from commissions.protocol_words import GROUNDS, VOTES
from commissions.views.preparing import own_meeting
from commissions.words import ROLES
from core.all_or_nothing import all_or_nothing
from core.languages import Text, _l, clock_time, current_language, long_moment
from core.refusals import NotFound, Refusal

NEW = "new"


@dataclass(slots=True)
class Refused:
    """What was refused on the way to this page: the sentence, or a form with its faults, or another's text."""

    refusal: Refusal | None = None
    forms: dict[str, FlaskForm] = field(default_factory=dict)
    overtaken: dict[str, Overtaken] = field(default_factory=dict)
    status: int = 200
    # What was typed into a form that the page may not show any more: it is told together with the refusal.
    typed: tuple[str, ...] = ()
    # All that was sent, for the table of those who are there.
    sent: Mapping[str, str] = field(default_factory=dict)


def kept_meeting(meeting_id: int) -> Meeting:
    """The meeting which whoever asks keeps now; to anybody else it is not there, or was handed on."""
    found = own_meeting(meeting_id)
    keeping.demand_keeper(found, signed_in().actor().account_id)
    return found


def on_its_agenda(meeting_id: int, interview_id: int) -> None:
    """The interview stands on the agenda of this very meeting."""
    kept_meeting(meeting_id)
    if all(slot.interview_id != interview_id for slot in queries.agenda_of(meeting_id)):
        raise NotFound


def live_page(meeting_id: int, refused: Refused | None = None) -> ResponseReturnValue:
    """The page as the meeting stands now."""
    live = live_reading.live_of(kept_meeting(meeting_id))
    told = refused or Refused()
    return render_template("commissions/live.html", **shown(live, told)), told.status


def shown(live: Live, told: Refused | None = None) -> dict[str, Any]:
    """All that the page and each part of it say."""
    told = told or Refused()
    return {
        "meeting": live.meeting,
        "live": live,
        "now": live.now,
        "mark": live_reading.mark_of(live),
        "me": signed_in().actor().account_id,
        "step": STEPS[live.step],
        "states": STATES,
        "come_to": COME_TO,
        "why_not": lambda panel: "; ".join(str(FAULTS[one]) for one in panel.faults),
        "roles": ROLES,
        "because": lambda ground: GROUNDS[ground].in_(current_language()),
        "spoken": lambda vote: VOTES[vote].in_(current_language()),
        "forms": _forms(live, told),
        "refusal": told.refusal or live.undecided,
        "overtaken": told.overtaken,
        "refused": told.status >= 400,
        "sent": told.sent,
        "typed": told.typed,
        "service": lambda case: in_words(course.edition_of(case).title),
        "opinions": live_reading.opinions_of(live.meeting.id),
        "new_mark": _new_mark(told),
        "at": lambda moment: clock_time(moment, live.zone),
        "begins": long_moment(live.meeting.starts_at, live.zone),
    }


def _new_mark(told: Refused) -> str:
    typed = told.forms.get(NEW)
    return (typed.mark.data if typed is not None else "") or f"q-{secrets.token_hex(8)}"


def _forms(live: Live, told: Refused) -> dict[str, FlaskForm]:
    """Every form of the page; one that was refused stands as it was sent."""
    made: dict[str, FlaskForm] = {"pause": WhyForm(formdata=None), "void": WhyForm(formdata=None)}
    made["end"], made["motives"] = EndForm(formdata=None), MotivesForm(formdata=None)
    sets = (
        live_reading.ticket_sets(live.meeting.office_id) if live.session and not live.session.set_id else []
    )
    if sets:
        made["tickets"] = TicketsForm(formdata=None)
    if live.now is not None:
        made |= _of_the_hearing(live.now)
    made |= told.forms
    if "tickets" in made:
        made["tickets"].set_id.choices = options(
            (str(one.id), f"{one.number}, {one.edition.blueprint.code}") for one in sets
        )
    _offer(made, live)
    for key, form in made.items():
        _name_apart(key, form)
    return made


def _of_the_hearing(now: Now) -> dict[str, FlaskForm]:
    made: dict[str, FlaskForm] = {NEW: QuestionForm(formdata=None)}
    for name in ("identity", "remarks"):
        row = now.texts.get(name)
        made[name] = TextForm(
            formdata=None, text=row.text if row else "", seen=str(row.version if row else 0)
        )
    motives = now.texts.get("motives")
    made["motives"] = MotivesForm(formdata=None, motives=motives.text if motives else "")
    for one in now.questions:
        made[one.mark] = _question(one)
    return made


def _question(one: AskedQuestion) -> QuestionForm:
    return QuestionForm(
        formdata=None, mark=one.mark, text=one.text, gist=one.gist, asked_by=one.asked_by or NOBODY,
        seen=str(one.version),
    )  # fmt: skip


def _offer(made: dict[str, FlaskForm], live: Live) -> None:
    """The choices of the page's forms, as things stand."""
    may_be_absent = live.now is None and live.following is not None and live.following.comes
    endings = {key: words for key, words in ENDINGS.items() if may_be_absent or key in ONCE_CALLED}
    made["end"].ending.choices = options(endings.items())
    now = live.now
    sitting = (
        [(str(one.member_id), now.names[one.member_id]) for one in now.seats if one.present] if now else []
    )
    for form in made.values():
        if isinstance(form, QuestionForm):
            form.asked_by.choices = options([(str(NOBODY), _l("not noted")), *sitting])


def _name_apart(key: str, form: FlaskForm) -> None:
    """The same field stands several times on the page: each by an own name in the page, by the same one when sent."""
    for one in form:
        if one.name != "csrf_token":
            one.id = f"{key}-{one.name}"
            one.label.field_id = one.id


def perform(
    meeting_id: int,
    act: Callable[[], object],
    *,
    form: FlaskForm | None = None,
    key: str = "",
    told: Text | None = None,
) -> ResponseReturnValue:
    """Do one thing and show the page; what is refused comes back on it, with all that was typed."""
    kept_meeting(meeting_id)
    forms = {key: form} if form is not None else {}
    if form is not None and not form.validate_on_submit():
        return live_page(meeting_id, Refused(forms=forms, status=422))
    refusal = all_or_nothing(act, Refusal)
    if isinstance(refusal, NotFound | HandedOn):
        raise refusal
    if isinstance(refusal, Refusal):
        told_again = _refused(refusal, forms, key)
        told_again.sent = request.form
        return live_page(meeting_id, told_again)
    if told is not None:
        flash(str(told), "ok")
    return redirect(url_for("commissions.live", meeting_id=meeting_id))


def _refused(refusal: Refusal, forms: dict[str, FlaskForm], key: str) -> Refused:
    form: Any = forms.get(key)
    if isinstance(refusal, Overtaken):
        # Saved once more, the own text takes the place of the other one, which stands beside it.
        form.seen.data = str(refusal.version)
        return Refused(forms=forms, overtaken={key: refusal}, status=refusal.status)
    if isinstance(refusal, RefusedFact) and form is not None and refusal.field in form:
        fail(form[refusal.field], refusal.sentence)
        return Refused(forms=forms, status=refusal.status)
    return Refused(refusal, forms, status=refusal.status, typed=texts_of(form))


def texts_of(form: FlaskForm | None) -> tuple[str, ...]:
    """All that was typed into a form, so that a refusal can give it back."""
    fields = [one for one in form or () if isinstance(one, StringField) and not isinstance(one, HiddenField)]
    return tuple(one.data.strip() for one in fields if one.data and one.data.strip())
