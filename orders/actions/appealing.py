"""Appeals: filed in time or with the request to restore the term, registered, passed on, taken back.

Nothing is undone here. What a granted appeal asks for is done by an act of its own kind, in `appeal_carrying`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from accounts.models import Office
from accounts.queries import today
from accounts.refused_facts import RefusedFact, refuse_far_day
from applications import papers
from applications.actions import course
from applications.case_reading import edition_of
from applications.models import Case
from core.actor import current_actor
from core.canonical import canonical
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.models import StoredFile
from core.numbering import next_number
from core.refusals import NotFound, Refusal
from orders import appeal_notices
from orders.appeal_queries import decision_of
from orders.appeal_reading import Appealable, appealable
from orders.appeal_words import OPEN
from orders.models import Appeal
from orders.office_settings import own_commission_hears
from regulations.words import LANGUAGES, Words


@dataclass(frozen=True, slots=True)
class Filed:
    """What the applicant says: against which decision, on which grounds; why it comes late, where it does."""

    against: str
    grounds: str
    lateness: str = ""
    enclosure: StoredFile | None = None


def file(case: Case, filed: Filed) -> Appeal:
    """The applicant appeals; the appeal has its number at once."""
    return _filed(course.locked(case.id), filed, came_on=None)


def enter_on_paper(case_id: int, filed: Filed, came_on: date) -> Appeal:
    """The chancery enters an appeal that came on paper, with its scan, and registers it thereby."""
    case = course.locked(case_id)
    if filed.enclosure is None:
        raise RefusedFact("enclosure", _l("Scan the appeal in."))
    refuse_far_day("came_on", came_on)
    if came_on > today(case.office.zone):
        raise RefusedFact("came_on", _l("This day has not come yet."))
    return _filed(case, filed, came_on=came_on)


def _filed(case: Case, filed: Filed, came_on: date | None) -> Appeal:
    actor, on_paper = current_actor(), came_on is not None
    decision = _decision_against(case, filed.against)
    if on_paper and decision.office.id != actor.office_id:
        raise NotFound
    came = came_on or now().astimezone(ZoneInfo(decision.office.zone)).date()
    late = decision.until is not None and came > decision.until
    if not filed.grounds.strip():
        raise RefusedFact("grounds", _l("Write why you do not agree with the decision."))
    if late and not filed.lateness.strip():
        raise RefusedFact(
            "lateness",
            _l("The term to appeal is over: say why the appeal comes late, and ask to restore it."),
        )
    office_id, year = decision.office.id, came.year
    own = own_commission_hears(office_id)
    body = _commission_of(decision.office) if own else papers.appeal_words(office_id, edition_of(case)).bodies
    column = {"refusal": "refused_id", "test": "result_id", "interview": "item_id"}[filed.against]
    made = Appeal(
        case_id=case.id,
        office_id=office_id,
        year=year,
        number=next_number("appeal", office_id, year),
        against=filed.against,
        verdict="negative" if filed.against == "test" else None,
        decision="negative" if filed.against == "interview" else None,
        came_by="paper" if on_paper else "portal",
        came_on=came,
        until=decision.until,
        lateness=filed.lateness.strip() if late else None,
        grounds=filed.grounds.strip(),
        enclosure_id=filed.enclosure.id if filed.enclosure else None,
        heard_by="own" if own else "outside",
        body=canonical({one: body.in_(one) for one in LANGUAGES}),
        state="registered" if on_paper else "filed",
        filed_by=actor.account_id,
        filed_as=actor.role,
        filed_at=now(),
        registered_by=actor.account_id if on_paper else None,
        registered_at=now() if on_paper else None,
        **{column: decision.row_id},
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError as error:
        raise _appealed_already() from error
    note(made, "file", {"against": made.against, "late": late}, personal={"grounds": made.grounds})
    appeal_notices.tell_received(made)
    return made


def _commission_of(office: Office) -> Words:
    """The appeal commission of the office itself, by the office's name."""
    return Words(
        f"{office.name_kk}, апелляциялық комиссия",
        f"{office.name_ru}, апелляционная комиссия",
        f"{office.name_en}, appeal commission",
    )


def _decision_against(case: Case, against: str) -> Appealable:
    found = next((one for one in appealable(case) if one.against == against), None)
    if found is None:
        raise _appealed_already()
    return found


def _appealed_already() -> Refusal:
    return Refusal(
        _l(
            "There is no such decision here that could still be appealed: it does not stand, or was appealed already."
        ),
        next_step=_l("Open the application: it shows what was decided, and every appeal."),
    )


def register(appeal_id: int) -> Appeal:
    """The chancery registers what came through the cabinet."""
    appeal = locked(appeal_id)
    demand_state(appeal, "filed")
    appeal.state, appeal.registered_at = "registered", now()
    appeal.registered_by = current_actor().account_id
    db.session.flush()
    note(appeal, "register", {})
    appeal_notices.tell_registered(appeal)
    return appeal


def withdraw(case: Case, appeal_id: int) -> Appeal:
    """The applicant takes the appeal back, as long as nobody has decided on it."""
    course.locked(case.id)
    appeal = held(Appeal, appeal_id)
    if appeal.case_id != case.id:
        raise NotFound
    if appeal.state not in OPEN:
        raise Refusal(_l("This appeal is decided, or was taken back already."))
    appeal.state, appeal.ended_at = "withdrawn", now()
    db.session.flush()
    note(appeal, "withdraw", {})
    return appeal


def pass_on(appeal_id: int, day: date, number: str) -> Appeal:
    """The appeal goes to the body outside, by a document with its number and day."""
    appeal = locked(appeal_id)
    demand_state(appeal, "registered")
    if appeal.heard_by != "outside":
        raise Refusal(
            _l("This appeal is heard by the office's own appeal commission: it is passed on to nobody.")
        )
    if not number.strip():
        raise RefusedFact("number", _l("Type the number of the document."))
    demand_past(appeal, "day", day)
    appeal.state, appeal.passed_on, appeal.passed_number = "passed_on", day, number.strip()
    appeal.passed_by = current_actor().account_id
    db.session.flush()
    note(appeal, "pass_on", {"document": appeal.passed_number, "day": day.isoformat()})
    appeal_notices.tell_passed_on(appeal)
    return appeal


def demand_past(appeal: Appeal, field: str, day: date) -> None:
    """A day on which something was done lies behind, and not far."""
    refuse_far_day(field, day)
    if day > today(appeal.office.zone):
        raise RefusedFact(field, _l("This day has not come yet."))


def demand_state(appeal: Appeal, *states: str) -> None:
    """The appeal stands where this is due; a decided one is left alone."""
    if appeal.state in states:
        return
    decided = decision_of(appeal.id) is not None
    raise Refusal(
        _l("This appeal is decided: nothing of it is changed any more.")
        if decided
        else _l("This is not due in the appeal now."),
        next_step=_l("Load the page again: it shows what has happened and what is due."),
        stale=True,
    )


def of_own_office(appeal_id: int) -> Appeal:
    """An appeal of the own office, read and not held."""
    found = db.session.get(Appeal, appeal_id)
    if found is None or found.office_id != current_actor().office_id:
        raise NotFound
    return found


def locked(appeal_id: int) -> Appeal:
    """An appeal of the own office, held until the commit; its case before it."""
    course.locked(of_own_office(appeal_id).case_id)
    return held(Appeal, appeal_id)


def note(
    appeal: Appeal, verb: str, new: dict[str, object], personal: dict[str, object] | None = None
) -> None:
    """Enter in the journal what was done, in the history of the case."""
    record(
        f"orders:appeal:{verb}",
        subject=("case", appeal.case_id),
        office_id=appeal.office_id,
        new={"appeal": appeal.id, "number": appeal.spelled_number, **new},
        personal=personal,
    )
