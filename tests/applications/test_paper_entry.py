"""The chancery clerk enters what came on paper: identity, answers, documents, the register's word, number, receipt."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import Account, Specialty
from accounts.roles import Role
from applications import asking_again
from applications.models import (
    Accommodation,
    Case,
    CaseDocument,
    CasePerson,
    Consent,
    IncomingEntry,
    Lookup,
    Paper,
)
from core.actor import SYSTEM, Actor, acting
from core.clock import frozen, now
from core.database import db
from core.models import JournalEntry
from regulations.catalogue import SERVICES, catalogue
from regulations.kinds import ChannelId
from tests.applications import making
from tests.applications.visitor import Visitor, visitor
from tests.core.file_samples import png

SLUG = "specialist-certificate"
NAME = "Қабдығалиева-Әбдіғаппарова Жұлдызгүл Нұрсұлтанқызы"
PAPER = [slug for slug in SERVICES if slug != "clinic-attachment"]


@dataclass
class Chancery:
    """A clerk at the chancery of an office that gives a service, and what the service is called in addresses."""

    slug: str
    clerk: Actor
    office_id: int
    specialty: str
    takes_people: bool

    def filled(self, **changes: Any) -> dict[str, Any]:
        number = making.iin(77) if self.takes_people else making.bin_number(77)
        facts = {
            "number": number,
            "name": NAME,
            "phone": "+7 701 000 00 00",
            "language": "kk",
            "specialty": self.specialty,
            "category": "first",
            "activity": "Терапия",
            "test": "kk",
            "interview": "ru",
            "brought": "diploma",
            "sheets": "7",
            "consented": "y",
        }
        return facts | changes


def chancery(app: Flask, slug: str = SLUG) -> Chancery:
    with app.app_context():
        at = making.service(slug)
        for branch in ("medical", "forensic-medical"):
            named = {f"name_{code}": branch for code in ("kk", "ru", "en")}
            db.session.add(Specialty(code=branch, branch=branch, **named))
        db.session.flush()
        branch = "forensic-medical" if slug.startswith("forensic") else "medical"
        specialty = db.session.scalars(select(Specialty.id).where(Specialty.branch == branch)).one()
        clerk = at.actor(Role.CHANCERY_CLERK, at.provider)
        db.session.commit()
        return Chancery(slug, clerk, at.provider.id, str(specialty), "iin" in at.edition.identified_by)


def address_of(clerk: Visitor, slug: str) -> str:
    """The form of a service, opened as the page of all services opens it, with its first procedure or cargo."""
    page = clerk.page("/paper")
    assert f'action="/paper/{slug}"' in page
    form = page.split(f'action="/paper/{slug}"')[1]
    chosen = re.search(r'<option value="([^"]+)"|name="of" value="([^"]+)"', form)
    assert chosen
    return f"/paper/{slug}?of={chosen[1] or chosen[2]}"


def only(app: Flask, table: Any) -> Any:
    with app.app_context():
        found = db.session.scalars(select(table)).one()
        db.session.expunge(found)
        return found


def count(app: Flask, table: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("slug", PAPER)
def test_a_clerk_enters_an_application_on_paper_for_every_service_of_a_chancery(
    app: Flask, slug: str
) -> None:
    at = chancery(app, slug)
    clerk = visitor(app, at.clerk)
    address = address_of(clerk, slug)
    done = clerk.post(address, clerk.page(address), **at.filled())
    assert done.status_code == 200, done.text[:3000]
    case, person = only(app, Case), only(app, CasePerson)
    assert (case.service, case.came_by, case.channel) == (slug, "paper", ChannelId.CHANCERY.value)
    assert (case.entered_by, case.declared_how, case.language) == (at.clerk.account_id, "on_paper", "kk")
    assert (person.name, person.phone) == (NAME, "+7 701 000 00 00")
    assert only(app, CaseDocument).on_paper
    assert only(app, Consent).how == "on_paper"
    register = {"individuals-db", "legal-entities-db"} & set(catalogue().newest(slug).registers)
    assert person.checked == ("confirmed" if register else "by_hand")
    assert count(app, Lookup) == (1 if register else 0)
    if case.registered_at is not None:
        assert only(app, IncomingEntry).sheets == 7
        assert only(app, Paper).kind == "receipt"
        assert clerk.get(f"/papers/{only(app, Paper).public_id}/file").mimetype == "application/pdf"
    else:
        assert "төлем" in done.text or "оплата" in done.text


def test_the_answers_of_the_paper_stand_in_the_case(app: Flask) -> None:
    at = chancery(app, "specialist-certificate-with-category")
    clerk = visitor(app, at.clerk)
    address = address_of(clerk, at.slug)
    wish = {"kinds": "extra_time", "wish": "Көзім нашар көреді", "evidence": (io.BytesIO(png()), "a.png")}
    done = clerk.post(address, clerk.page(address), **at.filled(agent="Сейіт Н., сенімхат № 3", **wish))
    assert done.status_code == 200, done.text[:3000]
    case = only(app, Case)
    assert (case.category, case.test_language, case.interview_language) == ("first", "kk", "ru")
    assert (str(case.specialty_id), case.declared_by) == (at.specialty, "Сейіт Н., сенімхат № 3")
    asked = only(app, Accommodation)
    assert (asked.kinds, asked.wish) == (["extra_time"], "Көзім нашар көреді")
    assert asked.evidence_id is not None


@pytest.mark.parametrize("behaviour", ["not_found", "differs"])
def test_what_the_register_does_not_confirm_is_no_refusal_but_entered_by_hand_and_marked(
    make_app: Callable[..., Flask], behaviour: str
) -> None:
    app = make_app(door_behaviour=behaviour)
    at = chancery(app)
    clerk = visitor(app, at.clerk, "en")
    address = address_of(clerk, at.slug)
    # Somebody of the book of invented people, so that there is a record that can differ.
    filled = at.filled(number="910721490011")
    told = clerk.post(address, clerk.page(address), **filled)
    assert told.status_code == 422
    assert "That is no refusal" in told.text
    assert (count(app, Case), count(app, Consent), count(app, Lookup)) == (0, 0, 0)
    with app.app_context():
        asked = db.session.scalars(
            select(JournalEntry).where(JournalEntry.tag == "applications:lookup:ask")
        ).one()
        assert asked.actor_id == at.clerk.account_id
    done = clerk.post(address, told.text, **filled, by_hand="y")
    assert done.status_code == 200, done.text[:3000]
    assert only(app, CasePerson).checked == "by_hand"
    assert only(app, Lookup).state == behaviour
    case = only(app, Case)
    assert case.registered_at is not None
    assert "entered by hand from the document" in clerk.page(f"/cases/{case.public_id}")


def test_a_silent_register_keeps_nobody_waiting_and_the_sweep_asks_again(
    make_app: Callable[..., Flask],
) -> None:
    silent = make_app(door_behaviour="dead")
    at = chancery(silent)
    clerk = visitor(silent, at.clerk, "en")
    address = address_of(clerk, at.slug)
    assert clerk.post(address, clerk.page(address), **at.filled()).status_code == 200
    assert only(silent, Case).registered_at is not None
    assert only(silent, CasePerson).checked == "waiting"
    awake = make_app()
    with awake.app_context(), acting(SYSTEM), frozen(now() + timedelta(minutes=20)):
        assert asking_again.ask_again() == 1
    assert only(awake, CasePerson).checked == "confirmed"
    assert only(awake, Lookup).state == "found"


def test_a_register_that_knows_nothing_later_leaves_the_data_entered_by_hand(
    make_app: Callable[..., Flask],
) -> None:
    silent = make_app(door_behaviour="dead")
    at = chancery(silent)
    clerk = visitor(silent, at.clerk)
    address = address_of(clerk, at.slug)
    clerk.post(address, clerk.page(address), **at.filled())
    awake = make_app(door_behaviour="not_found")
    with awake.app_context(), acting(SYSTEM), frozen(now() + timedelta(minutes=20)):
        assert asking_again.ask_again() == 1
    assert only(awake, CasePerson).checked == "by_hand"


def test_no_register_is_asked_before_the_consent_is_signed(app: Flask) -> None:
    at = chancery(app)
    clerk = visitor(app, at.clerk)
    address = address_of(clerk, at.slug)
    told = clerk.post(address, clerk.page(address), **at.filled(consented=""))
    assert told.status_code == 422
    with app.app_context():
        tags = db.session.scalars(select(JournalEntry.tag)).all()
        assert "applications:lookup:ask" not in tags
    assert count(app, Case) == 0


def test_a_double_click_enters_one_case(app: Flask) -> None:
    at = chancery(app)
    clerk = visitor(app, at.clerk)
    address = address_of(clerk, at.slug)
    page = clerk.page(address)
    for _ in range(2):
        assert clerk.post(address, page, **at.filled()).status_code == 200
    assert (count(app, Case), count(app, IncomingEntry), count(app, Consent)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("slug", "number"),
    [("specialist-certificate", making.bin_number(5)), ("organisation-accreditation", making.iin(5))],
)
def test_a_number_of_the_wrong_kind_is_told_at_its_field(app: Flask, slug: str, number: str) -> None:
    at = chancery(app, slug)
    clerk = visitor(app, at.clerk)
    address = address_of(clerk, slug)
    told = clerk.post(address, clerk.page(address), **at.filled(number=number))
    assert told.status_code == 422
    assert 'href="#number"' in told.text
    assert count(app, Case) == 0


@pytest.mark.parametrize("forged", ["no-such", "../..", "", "issue' OR 1=1"])
def test_a_forged_way_leads_back_to_the_services(app: Flask, forged: str) -> None:
    at = chancery(app, "pharmaceutical-licence")
    clerk = visitor(app, at.clerk)
    answer = clerk.client.get(f"/paper/{at.slug}", query_string={"of": forged})
    assert answer.status_code == 302
    assert clerk.get("/paper/medical-cannabis").status_code == 404
    assert clerk.get("/paper/clinic-attachment").status_code == 404


def test_a_holder_with_a_proven_account_finds_the_case_in_the_cabinet(app: Flask) -> None:
    at = chancery(app)
    with app.app_context():
        holder = making.applicant()
        db.session.commit()
        iin, holder_id, name = holder.iin, holder.id, holder.name
    clerk = visitor(app, at.clerk)
    address = address_of(clerk, at.slug)
    done = clerk.post(address, clerk.page(address), **at.filled(number=iin, name=name))
    assert done.status_code == 200, done.text[:2000]
    case = only(app, Case)
    assert case.applicant_id == holder_id
    assert case.number in Visitor(app, holder_id).page("/cabinet")
    assert count(app, Account) >= 1
