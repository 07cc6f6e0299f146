"""What the offices have decided where the law is silent, as the regulations ask for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from accounts.models import OfficeSetting
from accounts.queries import setting_value
from accounts.roles import Role
from applications.models import Case
from core.database import db
from core.languages import _l
from core.refusals import Refusal
from regulations.kinds import ChannelId, Need, SettingType
from regulations.kinds import Role as Actor
from regulations.model import Amount, DeclaredSetting, Edition
from regulations.setting_values import read_value
from regulations.settings import missing_for

_ACTOR_OF: dict[str, Actor] = {
    Role.CHANCERY_CLERK: Actor.CHANCERY_CLERK,
    Role.RESPONSIBLE_OFFICIAL: Actor.RESPONSIBLE_OFFICIAL,
    Role.HEAD: Actor.HEAD,
    Role.AUTHORISED_SIGNATORY: Actor.AUTHORISED_SIGNATORY,
    Role.COMMISSION_SECRETARY: Actor.COMMISSION_SECRETARY,
    Role.STATISTICS_SPECIALIST: Actor.STATISTICS_SPECIALIST,
}


def decided(office_id: int, edition: Edition, key: str) -> Any:
    """What the office has decided on one declared setting; None while it has not."""
    return setting_value(office_id, key, edition.service)


def total_term(office_id: int, edition: Edition, procedure: str) -> Amount | None:
    """The total term that the office has decided where the text states none."""
    name = edition.procedure(procedure).total_term.setting
    declared = next(
        (one for one in edition.settings if name and one.name == name and one.procedure in (None, procedure)),
        None,
    )
    stored = decided(office_id, edition, declared.key) if declared else None
    if declared is None or stored is None:
        return None
    amount = read_value(declared, stored)
    return amount if isinstance(amount, Amount) else None


def decided_keys(office_id: int, edition: Edition) -> set[str]:
    """The declared settings of a text that the office has answered."""
    asked = {setting.key for setting in edition.settings}
    known = set(db.session.scalars(select(OfficeSetting.key).where(OfficeSetting.key.in_(asked)).distinct()))
    return {key for key in known if decided(office_id, edition, key) is not None}


def missing(
    office_id: int, edition: Edition, need: Need, procedure: str, channel: ChannelId | None
) -> tuple[DeclaredSetting, ...]:
    """What the office must still decide before an act is lawful."""
    return missing_for(edition, need, decided_keys(office_id, edition), procedure, channel)


def demand(
    office_id: int, edition: Edition, need: Need, procedure: str, channel: ChannelId | None = None
) -> None:
    """Refuse an act that rests on a decision which the office has not taken."""
    from core.languages import current_language

    lacking = missing(office_id, edition, need, procedure, channel)
    if lacking:
        names = ", ".join(getattr(setting.label, current_language()) for setting in lacking)
        raise Refusal(
            _l("The office has not decided yet what the law leaves open: %(names)s.", names=names),
            clause=lacking[0].clause,
            next_step=_l("Ask the administrator to enter the office's decision; then repeat this step."),
        )


def appointed(case: Case, edition: Edition) -> dict[str, Actor]:
    """The roles that the office has appointed where the text names nobody."""
    found: dict[str, Actor] = {}
    for setting in edition.settings:
        if setting.type is SettingType.OFFICE_ROLE:
            value = decided(case.committee_id or case.office_id, edition, setting.key)
            if value in _ACTOR_OF:
                found[setting.key] = _ACTOR_OF[value]
            elif value in set(Actor):
                found[setting.key] = Actor(value)
    return found
