"""An appeal is decided: by the own commission, which signs its decision, or by a body outside, with its act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.languages import _l
from core.models import StoredFile
from core.refusals import NotFound, Refusal
from orders import appeal_notices
from orders.actions import appeal_signing
from orders.actions.appealing import demand_past, demand_state, locked, note
from orders.models import Appeal, AppealDecision, AppealHearer


@dataclass(frozen=True, slots=True)
class Ruling:
    """How an appeal is decided, by which clause; on a late one also whether the term is restored, and why."""

    outcome: str
    reasons: str
    clause: str
    restored: bool | None = None
    restored_because: str = ""


@dataclass(frozen=True, slots=True)
class OutsideAct:
    """The act of the body outside that decided: its number, its day, its scan."""

    number: str
    day: date
    file: StoredFile


def enter_outside_decision(appeal_id: int, ruling: Ruling, act: OutsideAct) -> AppealDecision:
    """What the body outside decided, with its act."""
    appeal = locked(appeal_id)
    demand_state(appeal, "passed_on")
    if not act.number.strip():
        raise RefusedFact("act_number", _l("Type the number of the act."))
    demand_past(appeal, "act_day", act.day)
    return _decided(appeal, ruling, act_number=act.number.strip(), act_day=act.day, act_file_id=act.file.id)


def decide(appeal_id: int, ruling: Ruling, hearers: Sequence[int] = ()) -> AppealDecision:
    """The appeal commission decides: whoever enters it heard the appeal, together with those who are named."""
    appeal, actor = locked(appeal_id), current_actor()
    if actor.role != Role.APPEAL_MEMBER:
        raise NotFound
    demand_state(appeal, "registered")
    if appeal.heard_by != "own":
        raise Refusal(_l("This appeal is heard by a body outside: its decision is entered with its act."))
    for account_id in dict.fromkeys((actor.account_id or 0, *hearers)):
        _hear(appeal, account_id)
    made = _decided(appeal, ruling)
    appeal_signing.draw(appeal, made)
    return made


def _hear(appeal: Appeal, account_id: int) -> None:
    """A guard knows who had a hand in the case; whoever had is told so, and hears nothing."""
    try:
        with db.session.begin_nested():
            db.session.add(AppealHearer(appeal_id=appeal.id, case_id=appeal.case_id, account_id=account_id))
            db.session.flush()
    except IntegrityError as error:
        own = account_id == current_actor().account_id
        raise RefusedFact(
            "hearers",
            _l("You had a hand in this case yourself: others hear the appeal.")
            if own
            else _l(
                "One of those named had a hand in this case, or does not belong to the appeal commission."
            ),
        ) from error


def _decided(appeal: Appeal, ruling: Ruling, **act: object) -> AppealDecision:
    _demand_reasons(appeal, ruling)
    actor, late = current_actor(), appeal.lateness is not None
    made = AppealDecision(
        appeal_id=appeal.id,
        case_id=appeal.case_id,
        heard_by=appeal.heard_by,
        outcome=ruling.outcome,
        reasons=ruling.reasons.strip(),
        clause=ruling.clause.strip(),
        restored=ruling.restored if late else None,
        restored_because=ruling.restored_because.strip() if late else None,
        entered_by=actor.account_id,
        entered_as=actor.role,
        entered_at=now(),
        **act,
    )
    db.session.add(made)
    db.session.flush()
    appeal.state, appeal.ended_at = ruling.outcome, now()
    db.session.flush()
    note(appeal, "decide", {"outcome": made.outcome, "clause": made.clause, "restored": made.restored},
         personal={"reasons": made.reasons})  # fmt: skip
    appeal_notices.tell_decided(appeal, made)
    return made


def _demand_reasons(appeal: Appeal, ruling: Ruling) -> None:
    if ruling.outcome not in {"granted", "rejected", "returned"}:
        raise RefusedFact("outcome", _l("Choose how the appeal is decided."))
    if not ruling.reasons.strip():
        raise RefusedFact("reasons", _l("Write the reasons of the decision."))
    if not ruling.clause.strip():
        raise RefusedFact("clause", _l("Name the clause."))
    if appeal.lateness is None:
        return
    if ruling.restored is None or not ruling.restored_because.strip():
        raise RefusedFact("restored_because", _l("Say whether the term is restored, and why."))
    if not ruling.restored and ruling.outcome != "returned":
        raise RefusedFact("outcome", _l("Where the term is not restored, the appeal is returned unheard."))
