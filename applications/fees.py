"""What a service costs here: whether a fee is due on this channel, and how much, as the office decided."""

from __future__ import annotations

from typing import cast

from applications import office_rules
from applications.models import Case
from core.refusals import NotFound
from regulations.catalogue import catalogue
from regulations.kinds import ChannelId, Need, SettingType
from regulations.model import DeclaredSetting, Edition
from regulations.setting_values import Money, read_value


def fee_declared(edition: Edition, procedure: str) -> DeclaredSetting | None:
    """The setting that holds the amount, for a text that asks for payment at all."""
    return next(
        (
            setting
            for setting in edition.settings
            if setting.type is SettingType.MONEY and setting.procedure in (None, procedure)
        ),
        None,
    )


def payment_required(office_id: int, edition: Edition, channel: ChannelId) -> bool | None:
    """The office's decision for this channel; None = as the text has it."""
    decided = office_rules.decided(office_id, edition, f"fee_on_channel/{channel.value}")
    return decided if isinstance(decided, bool) else None


def fee_in_tiyn(case: Case) -> int:
    """The amount in hundredths of a tenge; while the office has not decided it nobody can be asked to pay."""
    tiyn = fee_decided(case)
    if tiyn is None:
        edition = catalogue().edition(case.edition_id)
        office_rules.demand(case.office_id, edition, Need.PAYMENT, case.procedure, ChannelId(case.channel))
        raise NotFound  # the service asks for no payment, so there is no such page and no such act
    return tiyn


def fee_decided(case: Case) -> int | None:
    """The amount in hundredths of a tenge; none while the office has not decided it, or where nothing is asked."""
    edition = catalogue().edition(case.edition_id)
    declared = fee_declared(edition, case.procedure)
    stored = office_rules.decided(case.office_id, edition, declared.key) if declared else None
    if declared is None or stored is None:
        return None
    return int(cast(Money, read_value(declared, stored)).amount * 100)


def tenge(tiyn: int) -> str:
    """An amount as people read it: `12 500 ₸`, with tiyn only where there are some."""
    whole, rest = divmod(tiyn, 100)
    said = f"{whole:,}".replace(",", "\u00a0")
    return f"{said},{rest:02}\u00a0₸" if rest else f"{said}\u00a0₸"
