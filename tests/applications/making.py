"""Offices, people, decisions and applications for the tests of this room, on a real database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from accounts.hours import usual_week
from accounts.identifiers import check_digit
from accounts.models import Account, Office, OfficeSetting, RoleGrant
from accounts.roles import Role
from applications import request_declaration
from applications.actions.submission import Declaration, Entry, Person, Wishes, submit
from applications.models import Case, CaseDocument
from core.actor import SYSTEM, Actor, acting
from core.clock import now
from core.database import db
from core.sorting import sort_key
from regulations.catalogue import catalogue
from regulations.kinds import ChannelId, SettingType
from regulations.model import DeclaredSetting, Edition

THREE = {"kk": "Үлгі", "ru": "Образец", "en": "Specimen"}
_numbers = count(1)


def iin(serial: int) -> str:
    """A valid IIN of an invented person."""
    for suffix in range(serial * 7 % 10000, 10000):
        eleven = f"8503124{suffix:04d}"
        last = check_digit(eleven)
        if last is not None:
            return f"{eleven}{last}"
    raise AssertionError("no number left")


def bin_number(serial: int) -> str:
    """A valid BIN of an invented organisation."""
    for suffix in range(serial * 7 % 100000, 100000):
        eleven = f"140340{suffix:05d}"
        last = check_digit(eleven)
        if last is not None:
            return f"{eleven}{last}"
    raise AssertionError("no number left")


def office(kind: str, parent: Office | None = None, *, counters: int | None = 3) -> Office:
    """An office; a front office or a clinic has decided how many counters it opens to bookings, unless it is None."""
    number = next(_numbers)
    made = Office(
        code=f"{kind[:3].upper()}-{number}",
        kind=kind,
        parent_id=parent.id if parent else None,
        name_kk=f"Мекеме {number}",
        name_ru=f"Учреждение {number}",
        name_en=f"Office {number}",
        short_kk=f"М {number}",
        short_ru=f"У {number}",
        short_en=f"O {number}",
        zone="Asia/Almaty",
        hours=usual_week(),
    )
    db.session.add(made)
    db.session.flush()
    if kind in {"service_centre", "clinic"} and counters is not None:
        _decide(made, "queue_counters", "", counters)
    return made


def _decide(at: Office, key: str, service: str, value: Any) -> None:
    db.session.add(
        OfficeSetting(
            office_id=at.id,
            key=key,
            service=service,
            value=value,
            from_day=date(2020, 1, 1),
            decision_number="TEST-1",
            decision_date=date(2020, 1, 1),
            is_demo=True,
            set_at=now(),
        )
    )


def staff(role: Role, at: Office) -> Actor:
    """A member of staff in a role at an office, as the journal knows them."""
    number = next(_numbers)
    account = Account(
        kind="staff",
        login=f"staff{number}",
        surname="Қасымова",
        given_name=f"Әлия {number}",
        sort_key=sort_key(f"Қасымова Әлия {number}"),
        created_at=now(),
    )
    db.session.add(account)
    db.session.flush()
    grant = RoleGrant(
        account_id=account.id,
        role=role.value,
        office_id=at.id,
        from_day=date(2020, 1, 1),
        order_number="1-қ",
        order_date=date(2020, 1, 1),
        granted_at=now(),
    )
    db.session.add(grant)
    db.session.flush()
    return Actor(account.id, role.value, at.id, grant.id, account.name)


def applicant(kind: str = "person") -> Account:
    """A proven applicant, or a proven organisation."""
    number = next(_numbers)
    account = Account(
        kind=kind,
        iin=iin(number) if kind == "person" else None,
        bin=bin_number(number) if kind == "organisation" else None,
        surname="Сейітова" if kind == "person" else "",
        given_name="Әйгерім" if kind == "person" else "",
        organisation_name="" if kind == "person" else f"«Шипа {number}» ЖШС",
        sort_key="",
        email=f"applicant{number}@example.kz",
        proven_at=now(),
        proven_how="desk",
        created_at=now(),
    )
    db.session.add(account)
    db.session.flush()
    return account


def value_for(setting: DeclaredSetting) -> Any:
    """Some value that the setting can hold."""
    values: dict[SettingType, Any] = {
        SettingType.INTEGER: 30,
        SettingType.PERCENT: 70,
        SettingType.MONEY: {"amount": "10000", "currency": "KZT"},
        SettingType.DURATION: {"value": 10, "unit": "working_day"},
        SettingType.TEXT: THREE,
        SettingType.YES_NO: True,
        SettingType.OFFICE_ROLE: "responsible_official",
        SettingType.DOCUMENTS: [{"id": "diploma", "name": THREE, "required": True, "note": None}],
        SettingType.GROUNDS: [{"id": "incomplete", "text": THREE, "clause": "pt 10"}],
    }
    if setting.type is SettingType.CHOICE:
        # Members mark before they vote: the longer way, with all that hangs on it.
        return "marks_then_vote" if setting.name == "interview_pass_rule" else setting.choices[0].id
    return values[setting.type]


def decide_all(at: Office, edition: Edition) -> None:
    """Let the office decide everything that the text leaves open, and that a typed name is enough."""
    for setting in edition.settings:
        _decide(at, setting.key, edition.service, value_for(setting))
    _decide(at, request_declaration.KEY, edition.service, request_declaration.SIGNED_OR_TYPED)
    db.session.flush()


PROVIDER = {
    "medical-licence": "health_department",
    "pharmaceutical-licence": "health_department",
    "narcotics-licence": "health_department",
    "rural-pharmacy-attestation": "health_department",
    "organ-tissue-blood-licence": "committee",
    "clinic-attachment": "clinic",
}


@dataclass
class Service:
    """A service with its offices, its staff and everything decided, ready to be applied for."""

    edition: Edition
    provider: Office
    committee: Office | None
    people: dict[tuple[str, int], Actor] = field(default_factory=dict)

    def actor(self, role: Role, at: Office) -> Actor:
        """The one person in this role at this office."""
        key = (role.value, at.id)
        if key not in self.people:
            self.people[key] = staff(role, at)
        return self.people[key]


def service(slug: str) -> Service:
    edition = catalogue().newest(slug)
    committee = office("committee") if edition.two_level else None
    provider = office(PROVIDER.get(slug, "territorial"), committee)
    for at in (provider, committee):
        if at is not None:
            decide_all(at, edition)
    return Service(edition, provider, committee)


def apply(
    at: Service,
    procedure: str,
    channel: ChannelId | None = None,
    language: str = "kk",
    account: Account | None = None,
) -> Case:
    """Enter an application with one document, of somebody new or of whom it is said to be."""
    edition = at.edition
    way_in = channel or next(found.id for found in edition.channels if not found.pre_registration_only)
    kind = "person" if "iin" in edition.identified_by else "organisation"
    account = account or applicant(kind)
    person = Person(
        kind=kind,
        name=account.name,
        iin=account.iin,
        bin=account.bin,
        email=account.email,
        account_id=account.id,
    )
    with acting(SYSTEM):
        case = submit(
            Entry(
                service=edition.service,
                edition=edition,
                procedure=procedure,
                channel=way_in,
                office=at.provider,
                committee=at.committee,
                person=person,
                wishes=Wishes(test_language="kk", interview_language="kk"),
                declaration=Declaration(name=account.name, how="typed"),
                language=language,
            ),
            [CaseDocument(item="diploma", title=THREE, on_paper=True, added_at=now())],
        )
    db.session.commit()
    return case
