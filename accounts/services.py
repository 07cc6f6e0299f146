"""Which services are open at an office, under which text, and by whose decision.

For the room that takes applications and for the pages. A text whose act is repealed is opened only by a recorded
decision that names the act in force; where nothing has legal force (demo, test, development) it is open as a
specimen, and says so. Decisions are office settings like any other: `service_opened_by` names the act in force,
`service_edition` the text where a service has several, `service_closed` closes a service.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts import declared_settings
from accounts.declared_settings import own_setting
from accounts.models import Office, OfficeSetting
from accounts.office_services import PROVIDERS
from accounts.setting_book import SettingBook
from core.database import db
from core.languages import current_language
from core.settings import Settings
from regulations.catalogue import (
    SERVICES,
    TEXTS,
    InForce,
    NotInForce,
    OpeningDecision,
    Unopened,
    catalogue,
)
from regulations.kinds import SettingType
from regulations.model import Choice, Edition
from regulations.words import LANGUAGES, Words

OPENED_BY, EDITION, CLOSED = "service_opened_by", "service_edition", "service_closed"


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a service is open at an office on a day, and by what."""

    standing: InForce | NotInForce
    specimen: bool  # nothing done here has legal force

    @property
    def edition(self) -> Edition | None:
        return self.standing.edition if isinstance(self.standing, InForce) else None


def opening(service: str, office_id: int, day: date, settings: Settings) -> Opening:
    """How a service stands at an office on a day."""
    standing = catalogue().in_force(service, day, office_id, decisions_on(service, office_id, day))
    repealed = isinstance(standing, NotInForce) and standing.why is Unopened.ACT_REPEALED
    if settings.specimen and repealed:
        standing = InForce(catalogue().newest(service), None)
    return Opening(standing, settings.specimen)


def edition_for(service: str, office_id: int, day: date, settings: Settings) -> Edition | None:
    """The text under which a case begins here on this day; None where the service is not open."""
    return opening(service, office_id, day, settings).edition


def is_open(service: str, office_id: int, day: date, settings: Settings) -> bool:
    """Whether an application for this service may be taken here on this day."""
    return edition_for(service, office_id, day, settings) is not None


def gives(office: Office, service: str) -> bool:
    """Whether this is an office at which one applies for this service."""
    kinds = PROVIDERS.get(service, frozenset())
    if catalogue().newest(service).two_level:
        kinds -= {"committee"}
    return office.kind in kinds and office.closed_on is None


def decisions_on(service: str, office_id: int, day: date) -> list[OpeningDecision]:
    """The recorded decisions on a service as the catalogue reads them: what counts on this day, and what is to come."""
    office = db.session.get(Office, office_id)
    if office is None:
        return []
    book = SettingBook(office, day)
    edition = _edition_named(book, service)
    found: list[OpeningDecision] = []
    for key in (OPENED_BY, CLOSED):
        for row in _rows(book, key, service):
            act = _act(row.value) if key == OPENED_BY else (row.decision_number if row.value is True else "")
            if act:
                found.append(
                    OpeningDecision(
                        service=service,
                        edition=edition,
                        act_in_force=act,
                        office=office_id if row.office_id == office_id else None,
                        decided_on=row.decision_date,
                        valid_from=row.from_day,
                        closes=key == CLOSED,
                    )
                )
    return found


def _rows(book: SettingBook, key: str, service: str) -> list[OfficeSetting]:
    kind = declared_settings.find(key)
    if kind is None:
        return []
    line = book.line(kind, service)
    return [row for row in (line.row, *line.coming) if row is not None and not row.is_withdrawal]


def _edition_named(book: SettingBook, service: str) -> str:
    """The text that a decision opens: the only one there is, or the one that was chosen of several."""
    editions = catalogue().editions_of(service)
    if len(editions) == 1:
        return editions[0].edition
    chosen = [row.value for row in _rows(book, EDITION, service)[:1]]
    return str(chosen[0]) if chosen else ""


def _act(stored: Any) -> str:
    """The act in force in the reader's language; what is no name of an act opens nothing."""
    return str(stored.get(current_language(), "")).strip() if isinstance(stored, dict) else ""


def declare_openings() -> None:
    """Let the offices be asked by which act they give each service, and whether they have closed it."""
    for service in SERVICES:
        declared_settings.declare(_OPENED_BY, service)
        declared_settings.declare(_CLOSED, service)
        editions = sorted(path.stem for path in (TEXTS / service).glob("*.yaml"))
        if len(editions) > 1:
            choices = tuple(Choice(name, Words(*(name for _code in LANGUAGES))) for name in editions)
            declared_settings.declare(
                own_setting(EDITION, SettingType.CHOICE, _EDITION_LABEL, _EDITION_WHY, choices), service
            )


_OPENED_BY = own_setting(
    OPENED_BY,
    SettingType.TEXT,
    Words("Қолданыстағы акт", "Действующий акт", "Act in force"),
    Words(
        "Мәтін актісінің күші жойылса, қызмет қолданыстағы актіні атаған шешіммен ғана ашылады.",
        "Если акт этого текста утратил силу, услуга открывается только решением, называющим действующий акт.",
        "Where the act of the text is repealed, the service is opened only by a decision that names the act in force.",
    ),
)
_CLOSED = own_setting(
    CLOSED,
    SettingType.YES_NO,
    Words("Қызмет жабық", "Услуга закрыта", "The service is closed"),
    Words(
        "Мекеме қызметті шешіммен жаба алады; ашық болса, ештеңе белгіленбейді.",
        "Учреждение может закрыть услугу решением; пока она открыта, ничего не указывается.",
        "An office may close the service by a decision; while it is open nothing is entered.",
    ),
)
_EDITION_LABEL = Words("Мәтіннің редакциясы", "Редакция текста", "Edition of the text")
_EDITION_WHY = Words(
    "Қызметтің бірнеше мәтіні бар: шешім қайсысын ашатынын атайды.",
    "У услуги несколько текстов: решение называет, какой из них открывает.",
    "The service has several texts: the decision names the one that it opens.",
)
declare_openings()
