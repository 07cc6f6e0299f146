"""What the public pages of the regulations are told of our offices: who gives a service, and what was decided there."""

from __future__ import annotations

from collections.abc import Sequence

from accounts import declared_settings
from accounts.declared_settings import SettingKind
from accounts.hours import hours_of
from accounts.models import Office, OfficeSetting
from accounts.office_tree import all_offices
from accounts.queries import today
from accounts.refused_facts import RefusedFact
from accounts.services import gives, opening
from accounts.setting_book import SettingBook
from accounts.setting_words import value_lines
from accounts.working_calendar import working_calendar
from core.database import db
from core.languages import _, long_date
from core.settings import Settings
from core.sorting import sort_key
from regulations.calendar import WorkingCalendar
from regulations.office_answers import Answer, OfficeAnswers, OfficeCard


class OfficesOfThisInstallation:
    """The office book of the regulations, kept by the tables of accounts."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def offices(self, service: str) -> Sequence[OfficeCard]:
        """The offices at which one applies for a service, in the order of the alphabet."""
        found = [office for office in all_offices(closed=False) if gives(office, service)]
        return [OfficeCard(one.id, one.short) for one in sorted(found, key=lambda one: sort_key(one.short))]

    def answers(self, service: str, office_id: int) -> OfficeAnswers | None:
        """What an office has decided on all that a service's texts leave open."""
        office = db.session.get(Office, office_id) if 0 < office_id < 2**63 else None
        if office is None or not gives(office, service):
            return None
        opened = opening(service, office.id, today(), self.settings)
        book = SettingBook(office)
        answers: dict[str, Answer] = {}
        for kind in declared_settings.kinds():
            row = book.line(kind, service).row if service in kind.declared else None
            answer = _answer(kind, service, row) if row is not None else None
            if answer is not None:
                answers[kind.key] = answer
        return OfficeAnswers(
            office=OfficeCard(office.id, office.short),
            hours=hours_of(office),
            standing=opened.standing,
            specimen=opened.specimen,
            answers=answers,
        )

    def calendar(self) -> WorkingCalendar:
        """The working calendar with the days that administrators entered."""
        return working_calendar()

    def specimens(self) -> bool:
        """Whether nothing here has legal force."""
        return self.settings.specimen


def _answer(kind: SettingKind, service: str, row: OfficeSetting) -> Answer | None:
    """A decided value; one that its text no longer takes is none, and the public page says the office decides."""
    try:
        value = kind.read(service, row.value)
    except RefusedFact:
        return None
    decision = _("No. %(number)s of %(day)s", number=row.decision_number, day=long_date(row.decision_date))
    if row.is_demo:
        decision = _("demo value")
    return Answer(value, tuple(value_lines(kind, service, row.value)), decision)
