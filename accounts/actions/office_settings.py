"""The verbs of an office's settings: enter a decision, withdraw it. Nothing is overwritten; the newest counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts import declared_settings
from accounts.declared_settings import SettingKind
from accounts.models import Office, OfficeSetting
from accounts.queries import today
from accounts.refused_facts import RefusedFact
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal


@dataclass(frozen=True, slots=True)
class Decision:
    """The paper by which an office decided, and from which day it holds."""

    number: str
    dated: date
    from_day: date


def decide(
    key: str, service: str, office: Office | None, value: Any, decision: Decision, *, is_demo: bool = False
) -> OfficeSetting:
    """Enter what an office has decided on a setting, for one service or for all; without an office for every office."""
    kind = _asked_for(key, service, decision)
    kind.read(service, value)
    return _enter("decide", key, service, office, value, decision, is_demo=is_demo)


def withdraw(
    key: str, service: str, office: Office | None, decision: Decision, *, is_demo: bool = False
) -> OfficeSetting:
    """Take the office's own decision back: what is next in line counts again, or nobody has decided.

    Next is the decision for all services, then that of the office above, then that for every office.
    """
    _asked_for(key, service, decision)
    present = _latest(key, service, office)
    if present is None or present.is_withdrawal:
        raise Refusal(
            _l("There is no decision of this office on the setting that could be withdrawn."),
            next_step=_l("Load the page of the setting again: it shows whose decision counts."),
        )
    if decision.from_day < present.from_day:
        raise RefusedFact(
            "from_day", _l("The decision cannot be withdrawn before the day from which it holds.")
        )
    return _enter("withdraw", key, service, office, None, decision, is_demo=is_demo)


def _asked_for(key: str, service: str, decision: Decision) -> SettingKind:
    """The setting that is decided on, by a paper that can be."""
    kind = declared_settings.find(key)
    if kind is None:
        raise NotFound(_l("Nobody asks for a setting of this name."))
    if service and service not in kind.services:
        raise RefusedFact("service", _l("This service does not ask for the setting."))
    if not decision.number.strip():
        raise RefusedFact("decision_number", _l("Write the number of the decision."))
    if decision.dated > today():
        raise RefusedFact("decision_date", _l("The decision is dated in the future."))
    if decision.from_day < decision.dated:
        raise RefusedFact("from_day", _l("A decision cannot hold from a day before its own date."))
    return kind


def _enter(
    verb: str,
    key: str,
    service: str,
    office: Office | None,
    value: Any,
    decision: Decision,
    *,
    is_demo: bool,
) -> OfficeSetting:
    row = OfficeSetting(
        office_id=office.id if office else None,
        key=key,
        service=service,
        value=value,
        from_day=decision.from_day,
        decision_number=decision.number.strip(),
        decision_date=decision.dated,
        is_demo=is_demo,
        set_by=current_actor().account_id,
        set_at=now(),
    )
    old = _latest(key, service, office)
    db.session.add(row)
    db.session.flush()
    record(
        f"accounts:setting:{verb}",
        subject=("setting", key),
        office_id=row.office_id,
        old=None if old is None else _facts(old),
        new=_facts(row),
    )
    return row


def _latest(key: str, service: str, office: Office | None) -> OfficeSetting | None:
    """What this very office had decided before, whether it has begun to hold or not."""
    rows = db.session.query(OfficeSetting).filter_by(
        key=key, service=service, office_id=office.id if office else None
    )
    return rows.order_by(OfficeSetting.from_day.desc(), OfficeSetting.id.desc()).first()


def _facts(row: OfficeSetting) -> dict[str, Any]:
    return {
        "office": row.office_id,
        "service": row.service,
        "value": row.value,
        "from": row.from_day,
        "decision": row.decision_number,
        "decision_date": row.decision_date,
        "demo": row.is_demo,
    }
