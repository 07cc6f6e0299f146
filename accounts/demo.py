"""Invented offices, people and decisions, for the demo and for trying out: everything by the same verbs as real ones.

Everybody has one password; the second factor of each is fixed, so that its codes can be shown. Nothing here comes near
a production installation: it is refused there.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.actions import grants, mandates, office_settings, offices, registration, specialties, staff
from accounts.hours import usual_week, write_week
from accounts.identifiers import check_digit
from accounts.models import Account, Office
from accounts.passwords import digest_password
from accounts.roles import ROLE_NAMES, Role
from core.actor import SYSTEM, Actor, acting
from core.database import db
from core.languages import Text, _, _l, current_language, speaking
from core.settings import Settings
from core.vault import seal
from regulations.office_hours import OfficeHours, OpenHours

PASSWORD = "synaq-demo-2026"  # noqa: S105 - known to all on purpose; demo data are refused in production
FOLDER = Path(__file__).with_name("demo_data")
SINCE = date(2025, 1, 6)


@dataclass(frozen=True, slots=True)
class DemoLogIn:
    """One line of the table of log-ins: what to type, and who one is then."""

    role: Text
    office: str
    name: str
    password: str
    person: str


class NotForProduction(RuntimeError):
    """Demo data were asked for where people rely on what they see."""


def read(name: str) -> Any:
    """One file of the demo's data."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def fill_demo(settings: Settings) -> bool:
    """Fill in the demo's data and commit; False where they are there already."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    if db.session.scalar(select(Account.id).where(Account.login == "administrator")) is not None:
        return False
    with acting(SYSTEM):
        found = _enter_offices()
        for row in read("specialties"):
            name = row["name"]
            specialties.enter_specialty(
                specialties.SpecialtyFacts(row["code"], row["branch"], name["kk"], name["ru"], name["en"])
            )
        digest = digest_password(PASSWORD, settings.password_cost)
        people = _enter_staff(found, digest, settings)
        _enter_decisions(found)
        _enter_applicants(people["clerk"], settings)
    db.session.commit()
    return True


def _enter_offices() -> dict[str, Office]:
    found: dict[str, Office] = {}
    for row in read("offices"):
        name, short = row["name"], row["short"]
        found[row["code"]] = offices.enter_office(
            offices.OfficeFacts(
                code=row["code"],
                kind=row["kind"],
                parent_id=found[row["parent"]].id if row["parent"] else None,
                name_kk=name["kk"],
                name_ru=name["ru"],
                name_en=name["en"],
                short_kk=short["kk"],
                short_ru=short["ru"],
                short_en=short["en"],
                zone=row["zone"],
                hours=_week(row["kind"]),
                address=row["city"]["kk"],
            )
        )
    return found


def _week(kind: str) -> dict[str, str]:
    """Front offices and clinics are open longer, and on Saturday."""
    if kind not in {"service_centre", "clinic"}:
        return usual_week()
    long_day = OpenHours(time(9), time(20)) if kind == "service_centre" else OpenHours(time(8), time(20))
    return write_week(OfficeHours((long_day,) * 5 + (OpenHours(time(9), time(13)), None)))


def _enter_staff(found: dict[str, Office], digest: str, settings: Settings) -> dict[str, Account]:
    people = read("people")
    entered: dict[str, Account] = {}
    for number, row in enumerate(read("staff"), start=1):
        person = people[row["person"]]
        account = staff.enter_staff(
            staff.StaffFacts(
                login=row["login"],
                surname=person["surname"],
                given_name=person["given_name"],
                patronymic=person["patronymic"],
                iin=make_iin(person, number),
                email=f"{row['login']}@office.example",
                language=row["language"],
            )
        )
        staff.make_ready(account, digest, seal(settings, demo_secret(row["login"])))
        for role, office in row["grants"]:
            grants.grant_role(
                account,
                role,
                found[office].id,
                grants.Term(SINCE),
                grants.Order(f"DEMO-{number}", SINCE),
            )
        entered[row["login"]] = account
    return entered


def _enter_decisions(found: dict[str, Office]) -> None:
    for row in read("settings"):
        office_settings.decide(
            row["key"],
            row["service"],
            found[row["office"]] if row["office"] else None,
            row["value"],
            office_settings.Decision(row["decision"], SINCE, SINCE),
            is_demo=True,
        )


def _enter_applicants(clerk: Account, settings: Settings) -> None:
    told = read("applicants")
    entered = []
    for number, row in enumerate(told["people"], start=1):
        person = row["person"]
        account = registration.register_person(
            make_iin(person, 500 + number),
            registration.Claim(
                email=row["email"],
                password=PASSWORD,
                language=row["language"],
                phone=row["phone"],
                surname=person["surname"],
                given_name=person["given_name"],
                patronymic=person["patronymic"],
            ),
            settings,
        )
        entered.append(account)
        if row["proven"]:
            registration.prove_identity(account, f"DEMO {number}")
    company = told["organisation"]
    organisation = registration.register_organisation(
        make_bin(company["registered"]),
        registration.Claim(
            email=company["email"],
            password=PASSWORD,
            language=company["language"],
            phone=company["phone"],
            organisation_name=company["name"],
        ),
        settings,
    )
    registration.prove_identity(organisation, company["document"])
    agent = entered[next(i for i, row in enumerate(told["people"]) if row["role"] == "organisation")]
    wanted = told["mandate"]
    dated = SINCE
    for principal, agent_of, kind, title in (
        (organisation, agent, "organisation", company["document"]),
        (entered[wanted["principal"]], entered[wanted["agent"]], "power_of_attorney", wanted["document"]),
    ):
        mandate = mandates.ask(principal, agent_of, mandates.Document(kind, title, dated, dated))
        with acting(Actor(clerk.id, Role.CHANCERY_CLERK.value, name=clerk.name)):
            mandates.confirm(mandate)


def demo_secret(login: str) -> str:
    """The fixed second factor of somebody of the demo."""
    return base64.b32encode(hashlib.sha256(f"synaq demo {login}".encode()).digest()[:20]).decode()


def make_iin(person: dict[str, Any], number: int) -> str:
    """An IIN that fits birth date and sex and ends in its check digit; nobody real was asked for theirs."""
    born = date.fromisoformat(person["born"])
    digit = {1800: 1, 1900: 3, 2000: 5}[born.year // 100 * 100] + (person["sex"] == "f")
    return _checked(f"{born:%y%m%d}{digit}", number, 4)


def make_bin(registered: str) -> str:
    """A BIN of a company registered in that year and month."""
    return _checked(f"{registered}40", 1, 5)


def _checked(begins: str, number: int, digits: int) -> str:
    for candidate in range(number * 7, 10**digits):
        eleven = f"{begins}{candidate:0{digits}d}"
        last = check_digit(eleven)
        if last is not None:
            return eleven + str(last)
    raise ValueError(f"no number begins with {begins}")


def demo_logins() -> list[DemoLogIn]:
    """One log-in for each role, for the terminal and for the log-in page of the demo."""
    return list(_shown())


def _shown() -> Iterator[DemoLogIn]:
    language = current_language()
    shorts = {row["code"]: row["short"][language] for row in read("offices")}
    people = read("people")
    for number, row in enumerate(read("applicants")["people"], start=1):
        if row["shown"]:
            yield DemoLogIn(
                _APPLICANTS[row["role"]],
                "",
                make_iin(row["person"], 500 + number),
                PASSWORD,
                _name(row["person"]),
            )
    for row in read("staff"):
        if row["shown"]:
            role, office = row["grants"][0]
            yield DemoLogIn(
                ROLE_NAMES[Role(role)], shorts[office], row["login"], PASSWORD, _name(people[row["person"]])
            )


def _name(person: dict[str, Any]) -> str:
    return " ".join(part for part in (person["surname"], person["given_name"], person["patronymic"]) if part)


_APPLICANTS: dict[str, Text] = {
    "applicant": ROLE_NAMES[Role.APPLICANT],
    "unproven": _l("Applicant whom nobody has identified yet"),
    "organisation": ROLE_NAMES[Role.ORGANISATION],
    "representative": ROLE_NAMES[Role.REPRESENTATIVE],
}


def log_in_table(language: str = "en") -> str:
    """The log-ins as lines for the terminal."""
    with speaking(language):
        rows = [(str(one.role), one.office, one.name, one.password) for one in demo_logins()]
        head = (_("Role"), _("Office"), _("Name to type"), _("Password"))
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in (head, *rows)
    ]
    return "\n".join(line.rstrip() for line in lines)
