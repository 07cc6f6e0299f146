"""Which door stands where is decided by the settings, and every page can say what it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.catalogues import faults
from core.database import db
from core.languages import LANGUAGES, speaking
from core.models import OutboxMessage
from core.outbox import Letter, work
from core.setting_readers import DOORS
from core.settings import ROOT, Settings
from gateways import elicensing, sms
from gateways.answers import Differs, Found, NotConnected, NotFound, RegisterAnswer, Unanswered, Why
from gateways.breaker import BreakerState
from gateways.demo_book import PEOPLE
from gateways.doors import doors, open_doors
from gateways.line import NotAllowed
from gateways.payment import Declined, OpenAnswer, Opened, Paid, PaymentAnswer, Pending
from gateways.records import PersonFacts, Question
from gateways.saying import (
    FIELDS,
    REASONS,
    STATES,
    answer_sentence,
    door_sentence,
    payment_sentence,
    stand_in_sentence,
    system_name,
)
from gateways.stand_in import Manner, code_of

FACTS = PEOPLE["910721490011"]
MakeApp = Callable[..., Flask]


@pytest.mark.parametrize("door", DOORS)
def test_an_address_opens_the_real_door_and_its_name_closes_it(tmp_path: Path, door: str) -> None:
    def opened(**named: object) -> object:
        return getattr(open_doors(Settings(mode="test", data_folder=tmp_path, **named)), door)  # type: ignore[arg-type]  # by name

    invented = opened()
    real = opened(**{f"{door}_address": "https://gateway.example.kz/synaq"})
    closed = opened(doors_not_connected=(door,))
    assert [(made.stand_in, made.connected) for made in (invented, real, closed)] == [  # type: ignore[attr-defined]  # doors of any kind
        (True, True),
        (False, True),
        (False, False),
    ]


def test_a_door_beyond_the_list_of_hosts_is_not_opened(tmp_path: Path) -> None:
    settings = Settings(
        mode="test",
        data_folder=tmp_path,
        sms_address="https://sms.example.kz",
        door_hosts=("other.example.kz",),
    )
    with pytest.raises(NotAllowed):
        open_doors(settings)


def test_the_outbox_carries_each_message_to_its_system(context: Flask, settings: Settings) -> None:
    elicensing.tell_notice(elicensing.PortalNotice("7", "910721490011", "test", "kk", "С", "Б"), None)
    sms.send_text("+77010000000", "Сәлем", "kk", None)
    db.session.commit()
    assert work() == 2
    messages = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [message.state for message in messages] == ["sent", "sent"]
    assert all((message.proof or "").startswith("stand-in") for message in messages)
    (kept,) = (settings.data_folder / "told" / "sms").glob("*.json")
    assert json.loads(kept.read_text(encoding="utf-8"))["text"] == "Сәлем"


def test_a_message_to_a_door_that_is_closed_up_fails_visibly(make_app: MakeApp) -> None:
    with make_app(doors_not_connected=("sms",)).app_context():
        sms.send_text("+77010000000", "Сәлем", "kk", None)
        db.session.commit()
        work()
        message = db.session.scalars(select(OutboxMessage)).one()
        assert (message.state, "by hand" in (message.fault or "")) == ("failed", True)


def test_a_rehearsal_makes_every_stand_in_dead(make_app: MakeApp) -> None:
    with make_app(door_behaviour="dead").app_context():
        answered = doors().individuals.ask(Question("910721490011", "C-1", "specialist-certificate"))
        assert answered == Unanswered(Why.UNREACHABLE)


def test_a_stand_in_that_is_slow_takes_its_time_only_where_somebody_watches(tmp_path: Path) -> None:
    assert Manner("slow", 0.0).slow_seconds == 0
    assert Manner().slow_seconds > 0


@pytest.mark.parametrize(
    ("number", "code"),
    [("850101399024", "9902"), ("+7 701 000 99 02", "9902"), ("mqms", ""), ("2026-000123", "0123")],
)
def test_four_digits_decide(number: str, code: str) -> None:
    assert code_of(number) == code


def test_a_tray_keeps_what_it_was_told_in_order_and_once(tmp_path: Path) -> None:
    tray = open_doors(Settings(mode="test", data_folder=tmp_path)).quality
    for key in ("../../one", "two", "two"):
        tray.deliver(Letter(key, "mqms", {"applicant_number": "050140090017", "key_said": key}))
    assert [told["key"] for told in tray.told()] == ["two", "../../one"]  # type: ignore[attr-defined]  # of a stand-in
    assert {path.parent for path in tmp_path.rglob("*.json")} == {tmp_path / "told" / "quality"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+7 701 123 45 67", "+77011234567"),
        ("8 (701) 123-45-67", "+77011234567"),
        ("77011234567", "+77011234567"),
        ("+7-747-123-45-67", "+77471234567"),
        ("+7 727 123 45 67", None),
        ("+7 7172 12 34 56", None),
        ("+7 495 123 45 67", None),
        ("+998 90 123 45 67", None),
        ("7011234567", None),
        ("", None),
    ],
)
def test_a_text_message_goes_only_to_a_mobile_number(text: str, number: str | None) -> None:
    assert sms.mobile_number(text) == number


def test_a_number_that_is_no_mobile_one_sends_the_caller_another_way(context: Flask) -> None:
    assert sms.send_text("+7 7172 12 34 56", "Сәлем", "kk", None) is None
    with pytest.raises(ValueError, match="letters"):
        sms.send_text("+77010000000", "ә" * 336, "kk", None)


REGISTER_ANSWERS: list[RegisterAnswer[PersonFacts]] = [
    Found(FACTS),
    Differs(FACTS, tuple(FIELDS)),
    NotFound(),
    Unanswered(Why.TOO_SLOW),
    NotConnected(),
]
PAYMENT_ANSWERS: list[PaymentAnswer | OpenAnswer] = [
    Opened("G-7", "https://pay.example.kz/"),
    Paid("G-7", FACTS.birth_date),  # type: ignore[arg-type]  # any value
    Pending(),
    Declined("қаражат жеткіліксіз"),
    Unanswered(Why.RESTING),
    NotConnected(),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_has_a_sentence_of_its_own_in_every_language(context: Flask, language: str) -> None:
    with speaking(language):
        said = [answer_sentence("individuals", answered) for answered in REGISTER_ANSWERS]
        said += [payment_sentence(answered) for answered in PAYMENT_ANSWERS]
        said += [stand_in_sentence(door) for door in (*DOORS, "mail")]
        assert len(set(said)) == len(said)
        assert all(sentence.count("%(") == 0 for sentence in said)
        assert set(REASONS) == set(Why)
        assert set(STATES) == set(BreakerState)


def test_the_two_sentences_about_silence_never_say_no(context: Flask) -> None:
    with speaking("en"):
        assert "Nothing is lost" in answer_sentence("individuals", Unanswered(Why.BROKEN))
        assert "does not mean that nothing was paid" in payment_sentence(Unanswered(Why.BROKEN))


def test_a_page_can_say_what_a_door_is_before_anybody_uses_it(tmp_path: Path, context: Flask) -> None:
    opened = open_doors(
        Settings(
            mode="test",
            data_folder=tmp_path,
            quality_address="https://q.example.kz",
            doors_not_connected=("payment",),
        )
    ).by_name()
    with speaking("ru"):
        assert door_sentence("quality", opened["quality"]) is None
        assert "заглушка" in (door_sentence("individuals", opened["individuals"]) or "")
        assert "подключения здесь нет" in (door_sentence("payment", opened["payment"]) or "")
        assert system_name("sms") != system_name("mail")


def test_the_sentences_of_this_room_are_translated() -> None:
    ours = [fault for fault in faults(ROOT) if "gateways" in fault]
    assert ours == []
