"""What the offices have decided where the law is silent, as the regulations ask for it."""

from __future__ import annotations

from typing import Any

from accounts.declared_settings import declare_for_offices, own_setting
from accounts.queries import setting_rows, setting_value
from accounts.roles import Role
from applications.models import Case
from core.languages import _l
from core.refusals import Refusal
from regulations.kinds import ChannelId, Need, SettingType
from regulations.kinds import Role as Actor
from regulations.model import Amount, DeclaredSetting, Edition
from regulations.setting_values import read_value
from regulations.settings import missing_for
from regulations.words import Words

_ACTOR_OF: dict[str, Actor] = {
    Role.CHANCERY_CLERK: Actor.CHANCERY_CLERK,
    Role.RESPONSIBLE_OFFICIAL: Actor.RESPONSIBLE_OFFICIAL,
    Role.HEAD: Actor.HEAD,
    Role.AUTHORISED_SIGNATORY: Actor.AUTHORISED_SIGNATORY,
    Role.COMMISSION_SECRETARY: Actor.COMMISSION_SECRETARY,
    Role.STATISTICS_SPECIALIST: Actor.STATISTICS_SPECIALIST,
}


QUEUE_COUNTERS = "queue_counters"
declare_for_offices(
    own_setting(
        QUEUE_COUNTERS,
        SettingType.INTEGER,
        Words("Алдын ала жазылатын терезелер саны", "Число окон для записи", "Counters open to bookings"),
        Words(
            "Электрондық кезекте бір уақытқа қанша келуші жазыла алатынын мекеме шешеді. Шешім жоқ болса немесе 0 "
            "болса, алдын ала жазылу ашылмайды.",
            "Сколько посетителей могут записаться в электронную очередь на одно время, решает учреждение. Пока "
            "решения нет или указан 0, запись закрыта.",
            "How many visitors may book the same time in the electronic queue is for the office to decide. While "
            "there is no decision, or it is 0, bookings are closed.",
        ),
    ),
    {"service_centre", "clinic"},
)


def counters(office_id: int) -> int:
    """How many counters an office opens to bookings; none while it has not decided."""
    value = setting_value(office_id, QUEUE_COUNTERS)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


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
    rows = setting_rows(office_id, {setting.key for setting in edition.settings}, edition.service)
    return {key for key, row in rows.items() if row is not None and row.value is not None}


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
    keys = [setting.key for setting in edition.settings if setting.type is SettingType.OFFICE_ROLE]
    rows = setting_rows(case.committee_id or case.office_id, keys, edition.service) if keys else {}
    found: dict[str, Actor] = {}
    for key, row in rows.items():
        value = row.value if row is not None else None
        if value in _ACTOR_OF:
            found[key] = _ACTOR_OF[value]
        elif value in set(Actor):
            found[key] = Actor(value)
    return found
