"""Planning: the sittings of the office, one of them whole, and the cases that wait for a place."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed, signed_in
from accounts.forms import options
from accounts.queries import executors_at
from accounts.roles import Role
from accounts.views.carrying_out import made_by
from accounts.views.histories import history_of
from accounts.views.visitor import form_page
from accounts.way_in import found_by
from applications.case_reading import due_of, in_words
from core.access import permission
from core.frame import add_to_menu
from core.incoming import asked_page, sent_number
from core.languages import NAMES, _, _l, current_language, long_moment
from exam import queries
from exam.actions import annulling, planning
from exam.annulment_reading import concerned_by
from exam.forms_planning import NameInvigilatorForm, NameSetForm, ReasonForm, SittingForm
from exam.models import Sitting
from exam.office_settings import SHOWN
from exam.sitting_words import SET_STATES, SITTING_STATES, tested
from exam.views import blueprint
from question_banks.blueprint_form import unpack_blueprint
from question_banks.models import BlueprintEdition
from regulations.catalogue import catalogue
from regulations.kinds import StepKind

add_to_menu(
    "exam.sittings",
    _l("Sittings"),
    "sittings.read",
    25,
    (Role.RESPONSIBLE_OFFICIAL, Role.COMMISSION_SECRETARY, Role.INVIGILATOR),
)


@blueprint.get("/sittings")
@permission("sittings.read")
def sittings() -> ResponseReturnValue:
    """The sittings that somebody may see."""
    past = request.args.get("past") == "yes"
    found = queries.sittings(signed_in().actor(), past=past, page=asked_page())
    given = queries.given_by_sitting([one.id for one in found])
    return render_template(
        "exam/sittings.html", sittings=found, given=given, states=SITTING_STATES, tested=tested, past=past
    )


@blueprint.get("/sittings/waiting")
@permission("sittings.plan")
def waiting() -> ResponseReturnValue:
    """The cases that wait for a place in a sitting, with the last lawful day of each."""
    found = queries.waiting_cases(signed_in().actor())
    rows = [
        {
            "id": case.public_id,
            "number": case.number,
            "url": url_for("exam.place_case", public_id=case.public_id),
            "person": case.person.name,
            "service": ": ".join(
                part
                for part in (
                    in_words(catalogue().edition(case.edition_id).title),
                    case.specialty.name if case.specialty else "",
                    NAMES[case.test_language or case.language][1],
                )
                if part
            ),
            "act": _("Place in a sitting")
            if queries.stands_at(case, StepKind.NOTIFY_TEST)
            else _("Place again"),
            "due": due_of(case, case.due_at),
            "holder": case.executor.name if case.executor else "",
        }
        for case in found
    ]
    return render_template("exam/waiting.html", rows=rows, most=queries.MOST_WAITING)


@blueprint.route("/sittings/new", methods=["GET", "POST"])
@permission("sittings.plan")
def new_sitting() -> ResponseReturnValue:
    """Plan a sitting."""
    actor = signed_in().actor()
    form = SittingForm()
    editions = queries.blueprints_in_force(actor.office_id or 0)
    rooms = queries.rooms(actor.office_id or 0)
    seats = queries.seats_by_room([room.id for room in rooms])
    form.blueprint.choices = options((str(one.id), _blueprint_words(one)) for one in editions)
    form.room.choices = options(
        (
            str(room.id),
            _("%(name)s, %(address)s (%(seats)s seats)", name=room.name, address=room.address,
              seats=seats.get(room.id, 0)),
        )
        for room in rooms
    )  # fmt: skip
    form.languages.choices = options((code, own) for code, (_short, own) in NAMES.items())
    sitting = made_by(form, lambda: planning.plan(_plan(form, signed_in())))
    if sitting is not None:
        flash(_("Sitting %(number)s is planned.", number=sitting.number), "ok")
        return redirect(url_for("exam.sitting", sitting_id=sitting.id))
    return form_page("exam/sitting_new.html", form, editions=editions, rooms=rooms)


def _blueprint_words(edition: BlueprintEdition) -> str:
    plan = edition.blueprint
    name = str(getattr(plan, f"name_{current_language()}"))
    content = unpack_blueprint(edition.content)
    parts = [name, in_words(catalogue().newest(plan.service).title)]
    if plan.specialty:
        parts.append(plan.specialty.name)
    parts.append(_("%(minutes)s minutes", minutes=content.minutes))
    return "; ".join(parts)


def _plan(form: SittingForm, person: Any) -> planning.Plan:
    zone = ZoneInfo(person.grant.office.zone)

    def at(clock: str) -> datetime:
        hours, minutes = (int(part) for part in clock.split(":"))
        return datetime(
            form.day.data.year, form.day.data.month, form.day.data.day, hours, minutes, tzinfo=zone
        )

    return planning.Plan(
        room_id=form.room.data,
        edition_id=form.blueprint.data,
        starts_at=at(form.starts.data),
        ends_at=at(form.ends.data),
        capacity=form.capacity.data,
        languages=tuple(form.languages.data or ()),
        shift=form.shift.data or "",
        interview_note=form.interview_note.data or "",
        kind="rehearsal" if form.rehearsal.data else "test",
    )


found_by("exam.sitting", lambda sitting_id: queries.find_sitting(sitting_id, signed_in().actor()))


@blueprint.get("/sittings/<int:sitting_id>")
@permission("sittings.read")
def sitting(sitting_id: int) -> ResponseReturnValue:
    """One sitting whole: what is tested, where, with which sets, who watches, who has a place."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    naming_set, naming_invigilator = NameSetForm(formdata=None), NameInvigilatorForm(formdata=None)
    named = {one.account_id for one in queries.invigilators_of(found.id)}
    naming_set.set_id.choices = options((str(one.id), one.number) for one in queries.sets_for(found))
    naming_invigilator.account_id.choices = options(
        (str(one.id), one.name)
        for one in executors_at(found.office_id, {Role.INVIGILATOR})
        if one.id not in named
    )
    return render_template(
        "exam/sitting.html",
        sitting=found,
        tested=tested(found),
        state=SITTING_STATES[found.state],
        begins=long_moment(found.starts_at, found.office.zone),
        ends=long_moment(found.ends_at, found.office.zone),
        spoken=", ".join(NAMES[code][1] for code in found.languages),
        shown=SHOWN[found.score_shown],
        blueprint=_blueprint_words(found.blueprint_edition),
        sets=queries.sets_of(found.id),
        set_states=SET_STATES,
        invigilators=queries.invigilators_of(found.id),
        declared=queries.declarations_of(found.id),
        places=queries.places_of(found.id),
        naming_set=naming_set,
        naming_invigilator=naming_invigilator,
        plans=allowed("sittings.plan") and found.office_id == signed_in().actor().office_id,
        annul_at=_annul_at(found),
        history=history_of("sitting", found.id),
    )


def _annul_at(found: Sitting) -> str:
    """Where this reader annuls the sitting; empty where they do not."""
    if found.annulled_at or not found.published_at or found.office_id != signed_in().actor().office_id:
        return ""
    if found.begun_at is None:
        return url_for("exam.annul", sitting_id=found.id) if allowed("sittings.plan") else ""
    mine = allowed("results.correct") and found.planned_by != signed_in().actor().account_id
    return url_for("exam.annul_results", sitting_id=found.id) if mine else ""


@blueprint.post("/sittings/<int:sitting_id>/sets")
@permission("sittings.plan")
def name_set(sitting_id: int) -> ResponseReturnValue:
    """Name a sealed set for the sitting."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    planning.name_set(found.id, sent_number("set_id"))
    flash(_("The set is named."), "ok")
    return _back(found)


@blueprint.post("/sittings/<int:sitting_id>/invigilators")
@permission("sittings.plan")
def name_invigilator(sitting_id: int) -> ResponseReturnValue:
    """Name who watches over the hall."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    planning.name_invigilator(found.id, sent_number("account_id"))
    flash(_("The invigilator is named."), "ok")
    return _back(found)


@blueprint.post("/sittings/<int:sitting_id>/publish")
@permission("sittings.plan")
def publish(sitting_id: int) -> ResponseReturnValue:
    """Let cases be placed in it."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    planning.publish(found.id)
    flash(_("The sitting is published: cases may be placed in it."), "ok")
    return _back(found)


@blueprint.route("/sittings/<int:sitting_id>/annul", methods=["GET", "POST"])
@permission("sittings.plan")
def annul(sitting_id: int) -> ResponseReturnValue:
    """Call a sitting off before its test begins; asked once, with what follows."""
    return _annul(sitting_id)


@blueprint.route("/sittings/<int:sitting_id>/annulment", methods=["GET", "POST"])
@permission("results.correct")
def annul_results(sitting_id: int) -> ResponseReturnValue:
    """The head annuls a sitting that has begun, with every result in it; first whom it concerns, and how."""
    return _annul(sitting_id)


def _annul(sitting_id: int) -> ResponseReturnValue:
    found = queries.find_sitting(sitting_id, signed_in().actor())
    annulling.refuse_wrong_hand(found)
    form = ReasonForm()
    if form.validate_on_submit():
        count = annulling.annul(found.id, form.reason.data)
        flash(_("The sitting is annulled. Results taken back: %(count)s.", count=count), "ok")
        return _back(found)
    return form_page("exam/sitting_annul.html", form, sitting=found, concerned=concerned_by(found.id))


def _back(found: Sitting) -> ResponseReturnValue:
    return redirect(url_for("exam.sitting", sitting_id=found.id))
