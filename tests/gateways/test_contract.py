"""A stand-in and the real door keep the same promise: what is said of one here holds for the other."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from core.outbox import Letter, NotDelivered
from core.setting_readers import DOORS
from core.settings import Settings
from gateways import payment
from gateways.answers import (
    Differs,
    Found,
    NotConnected,
    NotFound,
    RegisterAnswer,
    Unanswered,
    Why,
    kept,
    lookup_state,
)
from gateways.carrying import Carrier
from gateways.doors import Doors, open_doors
from gateways.payment import Bill, Declined, Opened, Paid, Pending, payment_state
from gateways.records import OrganisationFacts, PersonFacts, Question
from tests.gateways.good_manners import WellMannered, silence
from tests.gateways.other_side import Asked, OtherSide, answer

# The last digits decide, on both sides: see docs/doors.md.
PERSON, ORGANISATION = "910721490011", "050140090017"
SILENT_PEOPLE = ("850101399024", "850101399034", "850101399044")
SILENT_ORGANISATIONS = ("050140099020", "050140099030", "050140099040")
CARRIERS = ("quality", "document_flow", "elicensing", "service_centres")


def settings_of(kind: str, side: OtherSide, folder: Path) -> Settings:
    if kind == "stand-in":
        return Settings(mode="test", data_folder=folder)
    addresses = {f"{door}_address": side.address for door in DOORS}
    return Settings(mode="test", data_folder=folder, door_seconds=1, **addresses)  # type: ignore[arg-type]  # by name


@pytest.fixture(params=["stand-in", "real"])
def opened(request: pytest.FixtureRequest, other_side: OtherSide, tmp_path: Path) -> Doors:
    other_side.always = WellMannered(other_side)
    return open_doors(settings_of(request.param, other_side, tmp_path))


def ask_person(doors: Doors, iin: str, claimed: str = "") -> RegisterAnswer[PersonFacts]:
    return doors.individuals.ask(Question(iin, "C-1", "specialist-certificate", claimed))


def ask_organisation(doors: Doors, number: str, claimed: str = "") -> RegisterAnswer[OrganisationFacts]:
    return doors.legal_entities.ask(Question(number, "C-1", "organisation-accreditation", claimed))


def test_a_person_is_found_with_the_facts_of_the_record(opened: Doors) -> None:
    found = ask_person(opened, PERSON, "Сейітова Әсел")
    assert isinstance(found, Found)
    assert (found.facts.name, found.facts.iin) == ("Сейітова Әсел Нұрланқызы", PERSON)
    assert kept(found) == {
        "facts": {
            "iin": PERSON,
            "surname": "Сейітова",
            "given_name": "Әсел",
            "patronymic": "Нұрланқызы",
            "birth_date": "1991-07-21",
            "alive": True,
        }
    }


def test_a_name_that_is_not_the_recorded_one_differs(opened: Doors) -> None:
    answered = ask_person(opened, PERSON, "Сейтова Асель")
    assert isinstance(answered, Differs)
    assert answered.fields == ("person_name",)
    assert lookup_state(answered) == "differs"


def test_a_number_of_nobody_is_not_found(opened: Doors) -> None:
    assert ask_person(opened, "850101399014") == NotFound()
    assert ask_organisation(opened, "050140099010") == NotFound()


@pytest.mark.parametrize("iin", SILENT_PEOPLE)
def test_a_silent_register_is_never_not_found(opened: Doors, iin: str) -> None:
    answered = ask_person(opened, iin)
    assert isinstance(answered, Unanswered)
    assert answered.why is silence(iin).why
    assert (lookup_state(answered), answered.final) == ("unanswered", False)


@pytest.mark.parametrize("number", SILENT_ORGANISATIONS)
def test_a_silent_register_of_organisations_is_never_not_found_either(opened: Doors, number: str) -> None:
    answered = ask_organisation(opened, number)
    assert isinstance(answered, Unanswered)
    assert answered.why is silence(number).why


def test_an_organisation_is_found_under_its_name_in_either_language(opened: Doors) -> None:
    found = ask_organisation(opened, ORGANISATION, "ТОО «ШИПА» медициналық орталығы")
    assert isinstance(found, Found)
    assert found.facts.registered_on.isoformat() == "2005-01-19"


def test_an_organisation_that_has_ended_differs(opened: Doors) -> None:
    answered = ask_organisation(opened, "120241090011", "Дәрі-Дәрмек ЖШС")
    assert isinstance(answered, Differs)
    assert answered.fields == ("active",)


def bill(payer: str, reference: str = "2026-000123-1") -> Bill:
    return Bill(reference, 325_000, payer, "Licence fee")


def open_and_ask(doors: Doors, payer: str) -> tuple[payment.OpenAnswer, payment.PaymentAnswer]:
    owed = bill(payer)
    return doors.payment.open(owed, "http://localhost/cabinet", "kk"), doors.payment.ask(owed)


def test_a_payment_is_opened_and_paid(opened: Doors) -> None:
    first, then = open_and_ask(opened, ORGANISATION)
    assert isinstance(first, Opened)
    assert first.page.startswith("http://localhost")
    assert isinstance(then, Paid)
    assert (then.gateway_number, payment_state(then)) == (first.gateway_number, "paid")


def test_a_payment_that_nobody_reported_yet_waits(opened: Doors) -> None:
    _first, then = open_and_ask(opened, "050140099010")
    assert then == Pending()
    assert payment_state(then) == "waiting"


def test_a_payment_that_failed_says_why(opened: Doors) -> None:
    _first, then = open_and_ask(opened, "050140099050")
    assert isinstance(then, Declined)
    assert then.reason
    assert payment_state(then) == "refused"


@pytest.mark.parametrize("payer", SILENT_ORGANISATIONS)
def test_a_silent_gateway_leaves_the_payment_waiting_and_never_unpaid(opened: Doors, payer: str) -> None:
    first, then = open_and_ask(opened, payer)
    assert isinstance(first, Unanswered)
    assert isinstance(then, Unanswered)
    assert (payment_state(then), then.final) == ("waiting", False)


def letter(number: str, key: str = "k-1") -> Letter:
    return Letter(key, "a system", {"kind": "notice", "applicant_number": number})


@pytest.mark.parametrize("name", CARRIERS)
def test_a_message_is_delivered_once_however_often_it_arrives(opened: Doors, name: str) -> None:
    carrier: Carrier = getattr(opened, name)
    proof = carrier.deliver(letter(PERSON))
    assert "number" in proof
    assert carrier.deliver(letter(PERSON)) == proof
    assert carrier.deliver(letter(PERSON, "k-2")) != proof


@pytest.mark.parametrize("name", CARRIERS)
@pytest.mark.parametrize(
    ("number", "final"), [("850101399014", True), ("850101399024", False), ("850101399044", False)]
)
def test_a_message_that_is_refused_fails_and_one_that_met_silence_waits(
    opened: Doors, name: str, number: str, final: bool
) -> None:
    with pytest.raises(NotDelivered) as caught:
        getattr(opened, name).deliver(letter(number))
    assert caught.value.final is final


def test_a_text_message_goes_by_the_number_of_the_telephone(opened: Doors) -> None:
    text = {"kind": "text", "text": "Сынақ ертең", "language": "kk"}
    assert opened.sms.deliver(Letter("k-1", "+77010000000", text))
    with pytest.raises(NotDelivered) as caught:
        opened.sms.deliver(Letter("k-2", "+77010009902", text))
    assert not caught.value.final


def test_every_door_says_whether_it_is_a_stand_in(other_side: OtherSide, tmp_path: Path) -> None:
    invented = open_doors(settings_of("stand-in", other_side, tmp_path)).by_name()
    assert {door.stand_in for door in invented.values()} == {True}
    real = open_doors(settings_of("real", other_side, tmp_path)).by_name()
    assert {name for name, door in real.items() if door.stand_in} == {"mail", "signatures"}, (
        "their settings are others"
    )


def test_a_door_that_leads_nowhere_yet_says_so_and_never_no(tmp_path: Path) -> None:
    closed = open_doors(Settings(mode="test", data_folder=tmp_path, doors_not_connected=DOORS))
    assert ask_person(closed, PERSON) == NotConnected()
    assert ask_organisation(closed, ORGANISATION) == NotConnected()
    first, then = open_and_ask(closed, ORGANISATION)
    assert (first, then) == (NotConnected(), NotConnected())
    assert payment_state(then) == "waiting"
    for name in (*CARRIERS, "sms"):
        assert not getattr(closed, name).connected
        with pytest.raises(NotDelivered, match="by hand") as caught:
            getattr(closed, name).deliver(letter(PERSON))
        assert caught.value.final


# --- What only the real doors can meet: an answer that is well formed and yet not to be believed. ---


@pytest.fixture
def real(other_side: OtherSide, tmp_path: Path) -> Doors:
    return open_doors(settings_of("real", other_side, tmp_path))


GOOD_PERSON = {"surname": "С", "given_name": "Ә", "patronymic": "", "birth_date": "1991-07-21", "alive": True}


@pytest.mark.parametrize(
    "told",
    [
        {"found": False},
        {"iin": "840315390012", "found": False},
        {"iin": "840315390012", "found": True, "person": GOOD_PERSON},
        {"iin": PERSON, "found": "false"},
        {"iin": PERSON, "found": None},
        {"iin": PERSON, "found": True},
        {"iin": PERSON, "found": True, "person": GOOD_PERSON | {"birth_date": "21.07.1991"}},
        {"iin": PERSON, "found": True, "person": GOOD_PERSON | {"surname": "<script>" * 100}},
    ],
)
def test_a_record_of_another_or_half_a_record_is_no_answer(
    real: Doors, other_side: OtherSide, told: dict[str, object]
) -> None:
    other_side.always = answer(told)
    assert ask_person(real, PERSON) == Unanswered(Why.NONSENSE)


def test_an_address_that_is_not_there_does_not_mean_that_a_person_is_not(
    real: Doors, other_side: OtherSide
) -> None:
    other_side.always = answer({"iin": PERSON, "found": False}, status=404)
    assert ask_person(real, PERSON) == Unanswered(Why.TURNED_AWAY)


def test_what_somebody_claims_to_be_called_does_not_leave_the_house(
    real: Doors, other_side: OtherSide
) -> None:
    other_side.always = WellMannered(other_side)
    ask_person(real, PERSON, "Сейітова Әсел")
    assert other_side.asked[0].body == {"iin": PERSON, "consent": "C-1", "purpose": "specialist-certificate"}


PAID = {
    "reference": "2026-000123-1",
    "state": "paid",
    "currency": "KZT",
    "tiyn": 325_000,
    "number": "G-7",
    "paid_at": "2026-04-16T14:00:00+05:00",
}


@pytest.mark.parametrize(
    "change",
    [
        {"tiyn": 324_999},
        {"tiyn": 3250},
        {"tiyn": "325000"},
        {"currency": "USD"},
        {"reference": "2026-000124-1"},
    ]
    + [{"state": "PAID"}, {"paid_at": "yesterday"}, {"number": ""}],
)
def test_a_payment_that_is_not_this_one_is_neither_paid_nor_unpaid(
    real: Doors, other_side: OtherSide, change: dict[str, object]
) -> None:
    other_side.always = answer(PAID | change)
    assert real.payment.ask(bill(ORGANISATION)) == Unanswered(Why.NONSENSE)


def test_a_bill_that_the_gateway_does_not_know_waits(real: Doors, other_side: OtherSide) -> None:
    other_side.always = answer({"reference": "2026-000123-1", "state": "unknown"})
    assert real.payment.ask(bill(ORGANISATION)) == Pending()


@pytest.mark.parametrize(
    "page", ["https://evil.example/pay", "javascript:alert(1)", "https://localhost@evil.example/"]
)
def test_a_payer_is_not_led_to_a_host_that_the_operator_did_not_name(
    real: Doors, other_side: OtherSide, page: str
) -> None:
    other_side.always = answer({"reference": "2026-000123-1", "number": "G-7", "page": page})
    assert real.payment.open(bill(ORGANISATION), "http://localhost/", "kk") == Unanswered(Why.NONSENSE)


def test_a_receipt_for_another_message_proves_nothing(real: Doors, other_side: OtherSide) -> None:
    receipt = {"accepted": True, "key": "k-9", "number": "R-1", "received_at": "2026-04-16T14:00:00+05:00"}
    other_side.always = answer(receipt)
    with pytest.raises(NotDelivered) as caught:
        real.quality.deliver(letter(PERSON))
    assert not caught.value.final


def test_a_message_that_the_other_side_does_not_accept_fails_for_good(
    real: Doors, other_side: OtherSide
) -> None:
    other_side.always = answer({"accepted": False, "key": "k-1"})
    with pytest.raises(NotDelivered) as caught:
        real.quality.deliver(letter(PERSON))
    assert caught.value.final


def test_a_message_is_never_repeated_by_the_door_itself(real: Doors, other_side: OtherSide) -> None:
    def hang_up(_asked: Asked, connection: socket.socket) -> None:
        connection.shutdown(socket.SHUT_RDWR)

    other_side.always = hang_up
    with pytest.raises(NotDelivered):
        real.elicensing.deliver(letter(PERSON))
    assert len(other_side.asked) == 1
    assert other_side.asked[0].headers["idempotency-key"] == other_side.asked[0].body["key"] == "k-1"


@pytest.mark.parametrize("number", ["", "91072149001", "91072149001x", "９10721490011"])
def test_nothing_but_twelve_digits_is_asked_about(number: str) -> None:
    with pytest.raises(ValueError, match="twelve digits"):
        Question(number, "C-1", "specialist-certificate")


def test_nobody_is_asked_without_a_consent() -> None:
    with pytest.raises(ValueError, match="consent"):
        Question(PERSON, "", "specialist-certificate")
