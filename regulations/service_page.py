"""What the page of a service says: the text arranged for somebody who wants to apply.

For the views. What the law leaves open is told as open, or as the chosen office has decided it.
"""

from __future__ import annotations

from dataclasses import dataclass

from regulations.kinds import ChannelId, LegalState, Need, StepKind, Unit
from regulations.limits import StepSum
from regulations.model import Amount, DeclaredSetting, Edition, Procedure
from regulations.office_answers import Answer, OfficeAnswers
from regulations.reading import Station, TotalReading, stations, total_of

# Shown in places of their own on the page; the rest stands together under what the law leaves open.
_ELSEWHERE = frozenset(
    {"document_list", "fee", "fee_on_channel", "total_term", "refusal_grounds", "appeal_body", "appeal_term"}
)


@dataclass(frozen=True, slots=True)
class Open:
    """Something that the law leaves to the office, with the office's answer if there is one."""

    setting: DeclaredSetting
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class ServicePage:
    """One procedure of one service for a reader, perhaps as one office gives it."""

    edition: Edition
    procedure: Procedure
    office: OfficeAnswers | None

    @property
    def repealed(self) -> bool:
        return self.edition.status.state is LegalState.REPEALED

    @property
    def stations(self) -> tuple[Station, ...]:
        return stations(self.edition, self.procedure.id)

    @property
    def total(self) -> TotalReading:
        return total_of(self.edition, self.procedure.id)

    @property
    def sums(self) -> tuple[Amount, ...]:
        """The terms of the steps added up, days and hours apart."""
        return sums_of(self.total.steps)

    @property
    def numbers(self) -> dict[str, int]:
        """The steps by the number they have in this procedure, in the picture as in the list."""
        return {station.step.id: station.number for station in self.stations}

    @property
    def documents(self) -> list[Open]:
        return self.open("document_list")

    @property
    def fee(self) -> list[Open]:
        return self.open("fee")

    @property
    def decided_total(self) -> list[Open]:
        return self.open("total_term")

    @property
    def grounds(self) -> list[Open]:
        return self.open("refusal_grounds")

    @property
    def appeal(self) -> list[Open]:
        return self.open("appeal_body", "appeal_term")

    @property
    def fee_channels(self) -> tuple[ChannelId, ...]:
        """The ways of applying for which the text itself wants payment."""
        return tuple(
            channel
            for station in self.stations
            if station.step.kind is StepKind.PAYMENT
            for channel in station.step.channels
        )

    def open(self, *names: str) -> list[Open]:
        """The declared settings of these names that concern this procedure."""
        return [
            self._answered(setting)
            for setting in self.edition.settings
            if setting.name in names and setting.procedure in (None, self.procedure.id)
        ]

    @property
    def left_open(self) -> list[tuple[Need | None, list[Open]]]:
        """Everything else that the law leaves to the office, under the act that needs it; what none needs last."""
        found: dict[Need | None, list[Open]] = {}
        for setting in self.edition.settings:
            if setting.name in _ELSEWHERE or setting.procedure not in (None, self.procedure.id):
                continue
            need = setting.needed_for[0] if setting.needed_for else None
            found.setdefault(need, []).append(self._answered(setting))
        return sorted(found.items(), key=lambda group: group[0] is None)

    def _answered(self, setting: DeclaredSetting) -> Open:
        return Open(setting, self.office.answers.get(setting.key) if self.office else None)


def sums_of(steps: StepSum) -> tuple[Amount, ...]:
    """A sum of terms as amounts: working days, calendar days, hours, minutes."""
    hours, minutes = divmod(steps.minutes, 60)
    parts = (
        (steps.working_days, Unit.WORKING_DAY),
        (steps.calendar_days, Unit.CALENDAR_DAY),
        (hours, Unit.HOUR),
        (minutes, Unit.MINUTE),
    )
    return tuple(Amount(value, unit) for value, unit in parts if value)


def chosen_procedure(edition: Edition, asked: str | None) -> Procedure:
    """The procedure the reader asked for; the first of the text where the text has no such."""
    return next((p for p in edition.procedures if p.id == asked), edition.procedures[0])
