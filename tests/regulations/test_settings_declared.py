"""What the law leaves open is a declared office setting with a type, a reason and never a default."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from regulations.catalogue import SERVICES, catalogue
from regulations.kinds import ChannelId, Need, Role, SettingType, Unit
from regulations.model import Amount, DeclaredSetting
from regulations.naming import name_of, sentence, setting_kinds
from regulations.setting_values import DocumentItem, GroundItem, Money, ValueFault, read_value
from regulations.settings import missing_for, unset
from regulations.words import LANGUAGES, Words


def declared() -> Iterator[tuple[str, DeclaredSetting]]:
    for service in SERVICES:
        for setting in catalogue().newest(service).settings:
            yield service, setting


def names(service: str) -> set[str]:
    return {setting.name for setting in catalogue().newest(service).settings}


def test_every_setting_says_in_three_languages_what_is_unknown_and_which_clause_is_silent() -> None:
    for service, setting in declared():
        known = {record.issue for record in catalogue().newest(service).contradictions}
        assert setting.unknown_by in known, (service, setting.key)
        assert setting.clause
        assert all(
            setting.label.in_(language) and setting.explanation.in_(language) for language in LANGUAGES
        )
        if setting.type is SettingType.CHOICE:
            assert len(setting.choices) >= 2
        else:
            assert setting.choices == ()


def test_every_setting_of_the_dictionary_is_declared_by_some_text() -> None:
    assert {setting.name for _, setting in declared()} == set(setting_kinds())


def test_a_proposal_is_advice_of_a_settled_contradiction_and_only_for_the_cargo() -> None:
    proposed = {
        setting.key: (setting.proposed, setting.unknown_by) for _, setting in declared() if setting.proposed
    }
    assert proposed == {
        "track_for_tissue": ("tissue_blood", "I03"),
        "track_for_blood": ("tissue_blood", "I03"),
        "track_for_organ_or_part": ("organ", "I03"),
    }


TESTED = [service for service in SERVICES if "test" in {s.kind for s in catalogue().newest(service).steps}]
WITH_COMMISSION = [s for s in SERVICES if catalogue().newest(s).responsibilities.commission]


def test_every_text_with_a_test_leaves_pass_mark_questions_and_notice_to_the_office() -> None:
    assert len(TESTED) == 6
    wanted = {"pass_mark", "number_of_questions", "test_time", "test_notice_minimum", "test_retake_allowed"}
    for service in SERVICES:
        assert (wanted <= names(service)) is (service in TESTED)


def test_every_text_with_a_commission_leaves_quorum_majority_vote_and_protocol_to_the_office() -> None:
    assert len(WITH_COMMISSION) == 6
    wanted = {
        "commission_quorum",
        "commission_majority",
        "commission_casting_vote",
        "commission_vote",
        "protocol_signatories",
    }
    for service in SERVICES:
        assert (wanted <= names(service)) is (service in WITH_COMMISSION)


def test_a_total_term_that_the_text_does_not_state_is_a_setting_of_each_procedure() -> None:
    for service in SERVICES:
        edition = catalogue().newest(service)
        for procedure in edition.procedures:
            held = any(
                s.name == "total_term" and s.procedure in (None, procedure.id) for s in edition.settings
            )
            assert held is (procedure.total_term.status != "stated")


def test_what_single_texts_leave_open_is_declared_there_and_nowhere_else() -> None:
    for name, services in (
        ("result_document", {"rural-pharmacy-attestation"}),
        ("fee", {"pharmaceutical-licence", "narcotics-licence"}),
        ("fee_on_channel", {"pharmaceutical-licence", "narcotics-licence"}),
        ("refusal_draft_limit", {"medical-licence"}),
        ("track_for_organ_or_part", {"organ-tissue-blood-licence"}),
        ("commission_secretary", {"specialist-certificate-with-category"}),
    ):
        assert {service for service in SERVICES if name in names(service)} == services, name
    two_level = {service for service in SERVICES if catalogue().newest(service).two_level}
    assert {service for service in SERVICES if "authorised_signatory" in names(service)} == two_level


def test_a_fee_is_asked_for_each_procedure_and_its_being_due_for_each_channel() -> None:
    keys = {setting.key for setting in catalogue().newest("narcotics-licence").settings}
    assert {"fee/issue", "fee/reissue", "fee/duplicate"} <= keys
    assert {
        f"fee_on_channel/{channel}" for channel in ("chancery", "state-corporation", "egov-portal")
    } <= keys


def test_no_act_is_lawful_while_a_setting_it_needs_is_unset() -> None:
    edition = catalogue().newest("pharmaceutical-licence")
    every = {setting.key for setting in edition.settings}
    assert missing_for(edition, Need.REFUSAL, every) == ()
    without = every - {"appeal_body"}
    assert [setting.key for setting in missing_for(edition, Need.REFUSAL, without)] == ["appeal_body"]
    assert [setting.key for setting in unset(edition, without)] == ["appeal_body"]
    fees = missing_for(edition, Need.PAYMENT, every - {"fee/issue", "fee_on_channel/chancery"})
    assert {setting.key for setting in fees} == {"fee/issue", "fee_on_channel/chancery"}
    narrowed = missing_for(
        edition,
        Need.PAYMENT,
        every - {"fee/issue", "fee_on_channel/chancery"},
        "duplicate",
        ChannelId.EGOV_PORTAL,
    )
    assert narrowed == ()


THREE = {"kk": "Сот", "ru": "Суд", "en": "Court"}
VALUES: list[tuple[str, Any, Any]] = [
    ("pass_mark", 70, Decimal(70)),
    ("pass_mark", "66.67", Decimal("66.67")),
    ("number_of_questions", 100, 100),
    ("test_retake_allowed", True, True),
    ("appeal_body", THREE, Words("Сот", "Суд", "Court")),
    ("appeal_term", {"value": 15, "unit": "working_day"}, Amount(15, Unit.WORKING_DAY)),
    ("test_notice_minimum", {"value": 0, "unit": "calendar_day"}, Amount(0, Unit.CALENDAR_DAY)),
    ("test_retake_wait", {"value": 0, "unit": "calendar_day"}, Amount(0, Unit.CALENDAR_DAY)),
    ("interview_notice_minimum", {"value": 0, "unit": "hour"}, Amount(0, Unit.HOUR)),
    ("commission_quorum", "two_thirds", "two_thirds"),
    ("authorised_signatory", "head", Role.HEAD),
    ("fee", {"amount": "1853.00", "currency": "KZT"}, Money(Decimal("1853.00"), "KZT")),
    (
        "document_list",
        [{"id": "diploma", "name": THREE, "required": True, "note": None}],
        (DocumentItem("diploma", Words("Сот", "Суд", "Court"), True, None),),
    ),
    (
        "refusal_grounds",
        [{"id": "g1", "text": THREE, "clause": "pt 10 1)"}],
        (GroundItem("g1", Words("Сот", "Суд", "Court"), "pt 10 1)"),),
    ),
]
BAD: list[tuple[str, Any, str]] = [
    ("pass_mark", 101, "not_percent"),
    ("pass_mark", "NaN", "not_percent"),
    ("pass_mark", True, "not_percent"),
    ("pass_mark", "seventy", "not_percent"),
    ("number_of_questions", 1.5, "not_integer"),
    ("number_of_questions", -1, "not_integer"),
    ("number_of_questions", True, "not_integer"),
    ("test_retake_allowed", "yes", "not_yes_no"),
    ("appeal_body", {"kk": "Сот", "ru": "Суд"}, "not_three_languages"),
    ("appeal_body", {**THREE, "ru": " "}, "not_three_languages"),
    ("appeal_term", {"value": 0, "unit": "working_day"}, "not_duration"),
    ("test_time", {"value": 0, "unit": "minute"}, "not_duration"),
    ("test_notice_minimum", {"value": -1, "unit": "calendar_day"}, "not_duration"),
    ("appeal_term", {"value": 3, "unit": "month"}, "not_duration"),
    ("appeal_term", {"value": 3, "unit": ["month"]}, "not_duration"),
    ("appeal_term", "15 days", "not_duration"),
    ("commission_quorum", "most", "not_a_choice"),
    ("authorised_signatory", "actor_not_named", "not_a_role"),
    ("authorised_signatory", [], "not_a_role"),
    ("fee", {"amount": "1.234", "currency": "KZT"}, "not_money"),
    ("fee", {"amount": "-1", "currency": "KZT"}, "not_money"),
    ("fee", {"amount": "Infinity", "currency": "KZT"}, "not_money"),
    ("fee", {"amount": "10", "currency": "USD"}, "not_money"),
    ("document_list", [], "not_documents"),
    ("document_list", [{"id": "a", "name": THREE, "required": "yes", "note": None}], "not_documents"),
    ("document_list", [{"id": "a", "name": THREE, "required": True, "note": None}] * 2, "not_documents"),
    ("refusal_grounds", [{"id": "a", "text": THREE, "clause": ""}], "not_grounds"),
    ("refusal_grounds", "pt 10", "not_grounds"),
]


def one(name: str) -> DeclaredSetting:
    return next(setting for _, setting in declared() if setting.name == name)


@pytest.mark.parametrize(("name", "stored", "value"), VALUES)
def test_a_stored_value_becomes_its_type(name: str, stored: Any, value: Any) -> None:
    assert read_value(one(name), stored) == value


@pytest.mark.parametrize(("name", "stored", "code"), BAD)
def test_a_value_its_setting_cannot_hold_is_refused_with_a_sentence(
    name: str, stored: Any, code: str
) -> None:
    with pytest.raises(ValueFault) as caught:
        read_value(one(name), stored)
    assert caught.value.code == code
    assert sentence("value_faults", code).kk


def test_every_type_of_setting_is_used_and_read() -> None:
    assert {setting.type for _, setting in declared()} == set(SettingType)
    assert {one(name).type for name, _, _ in VALUES} == set(SettingType)
    assert all(name_of(kind).kk for kind in SettingType)
