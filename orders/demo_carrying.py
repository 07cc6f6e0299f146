"""Carries the demo's cases from step to step until each stands where it was meant to: alone, or many in one act.

What is done to one case is done by whoever has it on the desk; tests, meetings, evaluations and orders take all that
wait for them together, as an office does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.demo_hands import sign_all
from accounts.roles import Role
from accounts.signing_queries import sheet_of
from applications import queries as case_queries
from applications.actions import chancery, checking, course, payment
from applications.demo_plan import ADMITTED, REFUSED
from applications.demo_steps import assign, at_clinic, check_all, due_person, motives, sign_refusal, whose
from applications.given_papers import SHEET
from applications.grounds import ground_in_words, refusal_grounds
from applications.models import Case
from applications.own_refusals import waiting_in
from core.actor import SYSTEM, acting
from core.clock import frozen
from core.database import db
from core.settings import Settings
from orders import paper_content
from orders.actions import deciding, drawing, issuing, recording, refusing
from orders.actions.drawing import live_paper
from orders.models.papers import KIND as PAPER
from orders.paper_content import Wanted
from regulations.kinds import Cause, ProcedureKind, StepKind
from regulations.model import Step
from regulations.places import Place, parse
from regulations.verbs import Outcome

_ANNEX = ("Амбулаториялық-емханалық көмек, терапия: Көкшетау қ., Абай көшесі, 1",)
# What a re-issue or a duplicate stands for: a licence from before the register.
_EARLIER, _EARLIER_DAY = "20-00417", date(2020, 3, 2)
_UNPAID = "Төлем түскен жоқ."
_COURT = deciding.Departure(
    "Осы қызмет түріне тыйым салған сот шешімі бар. / Есть решение суда, запрещающее этот вид деятельности.",
    "DEMO 10.3",
)


@dataclass
class Carried:
    """One case on its way to the place that it is to show."""

    case: Case
    goal: str
    # When what is done to it next is done.
    moment: datetime
    today: datetime

    @property
    def here(self) -> Place:
        return parse(course.edition_of(self.case), self.case.procedure, self.case.place)

    @property
    def step(self) -> Step | None:
        """The step that is due, if it is not there yet."""
        here = self.here
        if self.case.place == self.goal or here.step is None:
            return None
        return course.edition_of(self.case).step(here.step)

    @property
    def leaves_by(self) -> str:
        """The way out that it is to take, if it is to take one."""
        first = self.goal.partition("/")[0]
        return first if any(one.id == first for one in course.edition_of(self.case).exits) else ""

    @property
    def fails(self) -> bool:
        """Whether the step that is due is the one at which it leaves."""
        if not self.leaves_by or self.here.exit or self.step is None:
            return False
        return self.step.id in course.edition_of(self.case).exit(self.leaves_by).leaves_from


# What rests on a signature is done today: keys and their proofs know no other time.
_TODAY = frozenset(
    {
        StepKind.DECISION,
        StepKind.RECORD_RESULT,
        StepKind.DOCUMENT_DRAFT,
        StepKind.DOCUMENT_SIGNATURE,
        StepKind.ISSUE,
    }
)
Alone = Callable[[Carried, Settings], None]
Together = Callable[[Sequence[Carried], Settings], None]


def carry(carried: Sequence[Carried], settings: Settings) -> None:
    """Each to its place: first what can be done alone, then what is done together, until nothing is left to do."""
    from orders.demo_together import TOGETHER

    while True:
        for one in carried:
            _alone(one, settings)
        db.session.commit()
        for kind, work in TOGETHER:
            waiting = [one for one in carried if one.step is not None and one.step.kind is kind]
            if waiting:
                work(waiting, settings)
                db.session.commit()
                break
        else:
            return


def _alone(one: Carried, settings: Settings) -> None:
    while (step := one.step) is not None and (work := _ALONE.get(step.kind)) is not None:
        if waiting_in(one.case) is not None:
            sign_refusal(one.case, settings)
            continue
        if step.kind in _TODAY or one.fails or one.here.exit:
            work(one, settings)
            continue
        with frozen(one.moment):
            work(one, settings)


def _pay(one: Carried, _settings: Settings) -> None:
    if one.fails:
        with acting(whose(one.case.office, (Role.RESPONSIBLE_OFFICIAL,))):
            payment.declare_unpaid(one.case.id, _UNPAID)
        return
    with acting(SYSTEM):
        payment.note_paid(payment.begin(one.case.id).id, f"DEMO-{one.case.id}")


def _register(one: Carried, _settings: Settings) -> None:
    if one.case.service == "clinic-attachment":
        at_clinic(one.case, REFUSED if one.fails else ADMITTED)
        return
    with acting(due_person(one.case)):
        chancery.register(one.case.id, 4)


def _assign(one: Carried, _settings: Settings) -> None:
    assign(one.case)


def _check(one: Carried, _settings: Settings) -> None:
    check_all(one.case, REFUSED if one.fails else ADMITTED)


def _forward(one: Carried, _settings: Settings) -> None:
    """On the way out the file is not forwarded: whoever would have done it writes the refusal."""
    if one.here.exit:
        _refuse(one)
        return
    with acting(due_person(one.case)):
        chancery.forward(one.case.id)


def _refuse(one: Carried) -> None:
    with acting(due_person(one.case)) as actor:
        verb = checking.refusing_verb(one.case, actor)
        if verb is None:
            raise LookupError(f"nobody refuses {one.case.number} at {one.case.place}")
        checking.refuse(one.case.id, motives(one.case), verb)


def unfit(case: Case, departure: deciding.Departure | None = None) -> deciding.Ruling:
    """Whoever does not meet the requirements is refused, by the office's own list."""
    ground = refusal_grounds(case)[1]
    words = ground_in_words(ground, case.language)
    found = "Нәтиже теріс. / Результат отрицательный."
    return deciding.Ruling(Outcome.REFUSE, words, ground.clause, found, departure, ground_id=ground.id)


def _decide(one: Carried, _settings: Settings) -> None:
    """As it was found before; whom the head refuses against it, with the ground and clause of the departure."""
    refuses = bool(one.here.exit) or one.fails
    departs = refuses and course.edition_of(one.case).exit(one.leaves_by).cause is Cause.DECISION
    ruling = unfit(one.case, _COURT if departs else None) if refuses else deciding.Ruling(Outcome.AWARD)
    with acting(due_person(one.case)):
        deciding.decide(one.case.id, ruling)


def _record(one: Carried, _settings: Settings) -> None:
    with acting(due_person(one.case)):
        recording.record_result(one.case.id)


def _draw(one: Carried, _settings: Settings) -> None:
    """The result or the refusal is drawn and sent to whoever signs it."""
    grant = paper_content.signatories(one.case)[0]
    with acting(due_person(one.case)):
        if one.here.exit:
            refusing.send(one.case.id, grant.id)
        else:
            drawing.draw(one.case.id, wanted(one.case, grant.id))


def wanted(case: Case, grant_id: int) -> Wanted:
    """What the drafter adds: kinds of activity, and the licence in whose place another one comes."""
    annex = _ANNEX if "licence" in case.service else ()
    kind = course.edition_of(case).procedure(case.procedure).kind
    if kind in {ProcedureKind.REISSUE, ProcedureKind.DUPLICATE}:
        return Wanted(grant_id, annex, _EARLIER, _EARLIER_DAY)
    return Wanted(grant_id, annex)


def _sign(one: Carried, settings: Settings) -> None:
    """Signed by whom the sheet names; where the text has no step for drawing it, it is drawn first."""
    if one.here.exit:
        refused = case_queries.refusal_of(one.case)
        sheet = sheet_of(SHEET, refused.id) if refused else None
    else:
        if live_paper(one.case.id) is None:
            _draw(one, settings)
        paper = live_paper(one.case.id)
        sheet = sheet_of(PAPER, paper.id) if paper else None
    if sheet is None:
        raise LookupError(f"nothing of {one.case.number} is to be signed")
    sign_all(sheet.id, settings)


def _issue(one: Carried, settings: Settings) -> None:
    """The result, or the refusal, into the hands of the applicant."""
    refused = case_queries.refusal_of(one.case) if one.here.exit else None
    if one.here.exit and refused is None:
        _refuse(one)
        return
    if refused is not None and not refusing.may_go_out(one.case, refused):
        _sign(one, settings)
    with acting(due_person(one.case)):
        if one.here.exit:
            refusing.hand_over(one.case.id)
            return
        paper = live_paper(one.case.id)
        if paper is None:
            raise LookupError(f"{one.case.number} has no paper")
        issuing.issue(paper.id)


_ALONE: dict[StepKind, Alone] = {
    StepKind.PAYMENT: _pay,
    StepKind.REGISTER: _register,
    StepKind.ASSIGN: _assign,
    StepKind.DOCUMENT_CHECK: _check,
    StepKind.FORWARD: _forward,
    StepKind.DECISION: _decide,
    StepKind.RECORD_RESULT: _record,
    StepKind.DOCUMENT_DRAFT: _draw,
    StepKind.DOCUMENT_SIGNATURE: _sign,
    StepKind.ISSUE: _issue,
}
