"""All that was decided for an office, read at once: which decision counts, from where, and what is unset."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from accounts import declared_settings
from accounts.counting import counting
from accounts.declared_settings import SettingKind
from accounts.models import Office, OfficeSetting
from accounts.office_services import services_of
from accounts.queries import offices_above, today
from core.database import db


@dataclass(frozen=True, slots=True)
class Line:
    """One setting of an office for one service: the decision that counts today, and those still to come."""

    kind: SettingKind
    service: str
    row: OfficeSetting | None
    coming: tuple[OfficeSetting, ...]

    @property
    def is_unset(self) -> bool:
        """Nobody has decided, whether something waits for it or not."""
        return self.row is None

    @property
    def is_missing(self) -> bool:
        """Nobody has decided, and some act must wait."""
        return self.row is None and bool(self.kind.needed_for(self.service))


class SettingBook:
    """The decisions that concern one office: its own, those of the offices above, those for every office."""

    def __init__(self, office: Office | None, day: date | None = None) -> None:
        self.office = office
        self.day = day or today()
        self.chain = offices_above(office.id) if office else []
        query = select(OfficeSetting).order_by(OfficeSetting.id)
        whose = OfficeSetting.office_id.is_(None)
        query = query.where(or_(whose, OfficeSetting.office_id.in_(self.chain)) if self.chain else whose)
        self.rows: Sequence[OfficeSetting] = db.session.scalars(query).all()

    def services(self) -> tuple[str, ...]:
        """The services on which this office decides."""
        known = declared_settings.services()
        if self.office is None:
            return known
        return tuple(service for service in services_of(self.office.kind) if service in known)

    def lines(self, service: str) -> list[Line]:
        """The settings that a service asks for; the unset ones first."""
        found = [self.line(kind, service) for kind in declared_settings.kinds() if service in kind.declared]
        return sorted(found, key=lambda line: not line.is_unset)

    def lines_of_office(self) -> list[Line]:
        """The settings that concern an office of this kind as a whole, whatever it gives."""
        kinds = [kind for kind in declared_settings.kinds() if "" in kind.declared]
        if self.office is not None:
            kinds = [kind for kind in kinds if kind.concerns(self.office.kind)]
        return [self.line(kind, "") for kind in kinds]

    def own(self, kind: SettingKind, service: str) -> OfficeSetting | None:
        """The last decision of this very office on a setting, also one that begins to hold later."""
        whose = self.office.id if self.office else None
        rows = [
            row for row in self.rows if (row.key, row.service, row.office_id) == (kind.key, service, whose)
        ]
        return max(rows, key=lambda row: (row.from_day, row.id), default=None)

    def without(self, row: OfficeSetting) -> SettingBook:
        """The same book as if this office had not decided what this row decides."""
        other = copy(self)
        alike = (row.key, row.service, row.office_id)
        other.rows = [one for one in self.rows if (one.key, one.service, one.office_id) != alike]
        return other

    def missing(self) -> int:
        """How many settings nobody has decided although some act waits for them."""
        return sum(line.is_missing for service in self.services() for line in self.lines(service))

    def line(self, kind: SettingKind, service: str) -> Line:
        """One setting; the same order of nearness as `accounts.queries.setting_row`."""
        about = [row for row in self.rows if row.key == kind.key and row.service in ("", service)]
        holding = [row for row in about if row.from_day <= self.day]
        coming = sorted(
            (row for row in about if row.from_day > self.day), key=lambda row: (row.from_day, row.id)
        )
        row = counting(
            holding, lambda row: (-self._distance(row), row.service == service, row.from_day, row.id)
        )
        return Line(kind, service, row, tuple(coming))

    def history(self, kind: SettingKind, service: str) -> list[OfficeSetting]:
        """Every decision that ever concerned this setting here, the newest first."""
        about = [row for row in self.rows if row.key == kind.key and row.service in ("", service)]
        return sorted(about, key=lambda row: (row.from_day, row.id), reverse=True)

    def _distance(self, row: OfficeSetting) -> int:
        return len(self.chain) if row.office_id is None else self.chain.index(row.office_id)
