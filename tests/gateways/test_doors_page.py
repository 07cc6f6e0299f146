"""docs/doors.md tells the truth: every system has its door or its reason, every example is what is really said."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core.database import db
from core.models import OutboxMessage
from core.outbox import Letter
from core.setting_readers import BEHAVIOURS, CLOSABLE, DOORS
from core.settings import ROOT, Settings
from gateways import document_flow, elicensing, quality, service_centres, sms
from gateways.answers import Found, NotFound, Why
from gateways.demo_book import ORGANISATIONS, PEOPLE
from gateways.doors import Doors, open_doors
from gateways.payment import Bill, Declined, Opened, Paid, Pending
from gateways.records import Question
from gateways.saying import SYSTEMS
from gateways.stand_in import CODES, Behaviour
from regulations.naming import systems
from tests.gateways.other_side import OtherSide, answer

PAGE = (ROOT / "docs" / "doors.md").read_text(encoding="utf-8")
NAMED = [
    line
    for line in (Path(__file__).parent / "systems.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
EXAMPLES: dict[str, dict[str, Any]] = {
    name: json.loads(text) for name, text in re.findall(r"<!-- (.+?) -->\n```json\n(.+?)\n```", PAGE)
}


def table(section: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head."""
    part = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_every_system_of_the_regulations_has_its_door_or_its_reason() -> None:
    rows = table("Every system of the regulations")
    assert [row[0].strip("`") for row in rows] == NAMED
    assert set(NAMED) == set(systems())
    for _system, _what, door, reason in rows:
        if door == "none":
            assert reason.endswith("."), "why not"
        else:
            assert door.strip("`") in CLOSABLE


def test_every_door_to_a_system_is_named_after_the_same_system_on_pages() -> None:
    told = {
        row[2].strip("`"): row[0].strip("`") for row in reversed(table("Every system of the regulations"))
    }
    told.pop("none")
    assert told == SYSTEMS


def test_every_door_is_told_with_its_settings() -> None:
    rows = table("How a door is opened")
    assert [row[0].strip("`") for row in rows] == [part.name for part in fields(Doors)]
    known = {f"SYNAQ_{part.name.upper()}" for part in fields(Settings)}
    for name, named, _how, _repeats in rows[:-2]:
        door = name.strip("`").upper()
        assert re.findall(r"`(\w+)`", named) == [f"SYNAQ_{door}_ADDRESS", f"SYNAQ_{door}_TOKEN"]
    for name in re.findall(r"\bSYNAQ_[A-Z_]+[A-Z]\b(?!_)", PAGE):
        assert name in known or name == "SYNAQ_MAIL"


def test_every_reason_for_silence_is_told() -> None:
    assert {row[1] for row in table("What counts as an answer")} == {why.value for why in Why}


def test_every_behaviour_of_stand_ins_is_told() -> None:
    rows = table("Stand-ins")
    assert {row[0]: Behaviour(row[1]) for row in rows[1:]} == CODES
    assert {row[1] for row in rows} | {"by_number"} == set(BEHAVIOURS)


def test_the_invented_people_are_told() -> None:
    page = " ".join(PAGE.split())
    for person in PEOPLE.values():
        assert f"{person.name} {person.iin}" in page
    for organisation in ORGANISATIONS.values():
        assert f"{organisation.name} {organisation.bin}" in page


@pytest.fixture
def real(other_side: OtherSide, tmp_path: Path) -> Doors:
    addresses = {f"{door}_address": other_side.address for door in DOORS}
    hosts = ("localhost", "pay.example.kz")
    settings = Settings(mode="test", data_folder=tmp_path, door_hosts=hosts, **addresses)  # type: ignore[arg-type]  # by name
    return open_doors(settings)


def test_the_registers_speak_as_the_page_says(real: Doors, other_side: OtherSide) -> None:
    other_side.next(*(answer(EXAMPLES[f"individuals {said}"]) for said in ("found", "not found")))
    person = Question("910721490011", "C-1", "specialist-certificate", "Сейітова Әсел")
    assert real.individuals.ask(person) == Found(PEOPLE["910721490011"])
    assert real.individuals.ask(person) == NotFound()
    assert (other_side.asked[0].path, other_side.asked[0].body) == (
        "/synaq/v1/persons/ask",
        EXAMPLES["individuals question"],
    )
    other_side.next(*(answer(EXAMPLES[f"legal_entities {said}"]) for said in ("found", "not found")))
    organisation = Question("050140090017", "C-1", "organisation-accreditation")
    assert real.legal_entities.ask(organisation) == Found(ORGANISATIONS["050140090017"])
    assert real.legal_entities.ask(organisation) == NotFound()
    assert (other_side.asked[2].path, other_side.asked[2].body) == (
        "/synaq/v1/organisations/ask",
        EXAMPLES["legal_entities question"],
    )


def test_the_payment_gateway_speaks_as_the_page_says(real: Doors, other_side: OtherSide) -> None:
    other_side.next(
        *(
            answer(EXAMPLES[f"payment {said}"])
            for said in ("opened", "paid", "pending", "unknown", "declined")
        )
    )
    bill = Bill("2026-000123-1", 325_000, "050140090017", "Licence fee")
    opened = real.payment.open(bill, "https://exam.example.kz/cases/7", "kk")
    assert opened == Opened("G-7", "https://pay.example.kz/bill/G-7")
    assert [real.payment.ask(bill) for _ in range(4)] == [
        Paid("G-7", datetime(2026, 4, 16, 9, 0, tzinfo=UTC)),
        Pending(),
        Pending(),
        Declined("the bank refused"),
    ]
    assert [asked.path.removeprefix("/synaq/v1/payments/") for asked in other_side.asked] == ["open"] + [
        "ask"
    ] * 4
    assert other_side.asked[0].body == EXAMPLES["payment open question"]
    assert other_side.asked[1].body == EXAMPLES["payment ask question"]
    assert other_side.asked[0].headers["idempotency-key"] == "2026-000123-1"


CLINIC = ("050140090017", "«Шипа» медициналық орталығы ЖШС")
MORNING = datetime(2026, 4, 14, 4, 10, tzinfo=UTC)
DUE = datetime(2026, 5, 4, 4, 10, tzinfo=UTC)


def messages() -> dict[str, OutboxMessage | None]:
    """Each kind of message, queued by its own function with the facts of the page."""
    text = "Сынақ 16 сәуірде, сағат 10:00-де."
    return {
        "quality documents": quality.tell_documents(
            quality.CheckedDocuments("2026-000123", *CLINIC, date(2026, 4, 14), ("Жарғы", "Лицензия")), 1
        ),
        "document_flow incoming": document_flow.tell_registration(
            document_flow.IncomingLetter("2026-000123", "17", MORNING, *CLINIC, "Лицензия алуға өтініш", 12),
            1,
        ),
        "document_flow order": document_flow.tell_order(
            document_flow.SignedOrder(
                "2026-000017",
                date(2026, 4, 14),
                "award",
                "Маман сертификатын беру туралы",
                "Төлегенов Марат",
                "9f2c",
                ("2026-000123",),
            ),
            1,
        ),
        "elicensing notice": elicensing.tell_notice(
            elicensing.PortalNotice("2026-000123", "910721490011", "test", "kk", "Сынақ күні", text), 1
        ),
        "elicensing status": elicensing.tell_status(
            elicensing.PortalStatus(
                "2026-000123", "910721490011", "specialist-certificate", "document_check", MORNING
            ),
            1,
        ),
        "elicensing result": elicensing.tell_result(
            elicensing.PortalResult(
                "2026-000123",
                "910721490011",
                "forensic-expert-attestation",
                "positive",
                "27",
                "30",
                "9f2c",
                False,
                MORNING,
            ),
            1,
        ),
        "elicensing paper": elicensing.tell_paper(
            elicensing.PortalPaper(
                case_number="2026-000123",
                applicant_number="910721490011",
                service="specialist-certificate",
                number="SC-AST-2026-000123",
                status="valid",
                valid_from=date(2026, 4, 14),
                valid_until=date(2031, 4, 14),
                order_number="2026-000017",
                order_day=date(2026, 4, 13),
                check_address="https://exam.example.kz/register/7K3M",
                file_digest="9f2c",
                since=MORNING,
                signature="c2ln",
            ),
            1,
        ),
        "service_centres acceptance": service_centres.tell_acceptance(
            service_centres.Acceptance(
                "2026-000123",
                MORNING,
                "medical-licence",
                ("Өтініш", "Жарғы"),
                DUE,
                "№ 1 ХҚО",
                "Г. Қ. Жұмабаева",
                *CLINIC,
                "+77010000000",
            ),
            1,
        ),
        "service_centres handed_over": service_centres.tell_handed_over(
            service_centres.HandedOver("2026-000123", CLINIC[0], "17", DUE, "Г. Қ. Жұмабаева"), 1
        ),
        "sms text": sms.send_text("8 (701) 000-00-00", text, "kk", 1),
    }


def test_every_message_is_what_the_page_says(context: Flask, real: Doors, other_side: OtherSide) -> None:
    other_side.always = answer(EXAMPLES["receipt"])
    for name, message in messages().items():
        assert message is not None
        db.session.flush()
        channel = name.split()[0]
        assert (message.channel, message.office_id) == (channel, 1)
        letter = Letter("b7e1", message.recipient, message.payload or {})
        proof = getattr(real, channel).deliver(letter)
        assert proof == "number R-1, 2026-04-14T04:10:01+00:00"
        assert other_side.asked[-1].body == EXAMPLES[name]
        assert other_side.asked[-1].path == "/synaq/v1/messages"


def test_no_example_is_left_untried() -> None:
    tried = {
        "individuals",
        "legal_entities",
        "payment",
        "quality",
        "document_flow",
        "elicensing",
        "service_centres",
    }
    assert {name.split()[0] for name in EXAMPLES} == tried | {"sms", "receipt"}
    assert len(EXAMPLES) == 24
