"""Every service and procedure walked from the application to the issued result, step by step as the text has it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regulations.bars import Bar, Forbidden
from regulations.kinds import ChannelId, Office, Role, StepKind
from regulations.path import Facts, Moved, gates_before
from regulations.places import ISSUED, NEW, UnknownPlace, all_places, parse
from regulations.possible import Possible, holding_office, possible
from regulations.verbs import Outcome, Verb
from tests.regulations.walking import Walk, procedures, walks

# The steps that a case passes from the portal application to the issued result.
WAYS = {
    ("specialist-certificate", "main"): "s01 s02 s03 s04 s05 s06 s07 s08 s09 s10 s11 s12",
    ("specialist-certificate-with-category", "main"): "s01 s02 s03 s04 s05 s06 s07 s08 s09 s10 s11 s12 s13",
    (
        "organisation-accreditation",
        "main",
    ): "s01 s02 s03 s04 s04a s04b s05 s06 s07 s08 s09 s10 s11 s12 s13 s14",
    (
        "independent-expert-accreditation",
        "main",
    ): "s01 s02 s03 s04 s05 s06 s07 s08 s09 s10 s11 s12 s13 s14 s15 s16",
    (
        "forensic-expert-attestation",
        "main",
    ): "s01 s02 s03 s04 s05 s06 s07 s08 s09 s10 s11 s12 s13 s14 s15 s16",
    (
        "forensic-expert-qualification",
        "main",
    ): "s01 s02 s03 s04 s05 s06 s07 s08 s09 s10 s11 s12 s13 s14 s15 s16",
    ("organ-tissue-blood-licence", "tissue_blood"): "s01 s02 s03a s04 s05 s06a s07 s08",
    ("organ-tissue-blood-licence", "organ"): "s01 s02 s03b s04 s05 s06b s07 s08",
    ("medical-licence", "issue"): "s01 s02 s03 s04a s05 s06a",
    ("medical-licence", "reissue"): "s01 s02 s03 s04b s05 s06b",
    ("medical-licence", "duplicate"): "s01 s02 s03c s04c s05 s06c",
    ("pharmaceutical-licence", "issue"): "s00 s01 s02 s03 s04a s05a s06 s07",
    ("pharmaceutical-licence", "reissue"): "s00 s01 s02 s03 s04b s05b s06 s07",
    ("pharmaceutical-licence", "duplicate"): "s00 s01 s02 s03 s04c s05c s06 s07",
    ("narcotics-licence", "issue"): "s00 s01 s02 s03 s04a s05a s06 s07",
    ("narcotics-licence", "reissue"): "s00 s01 s02 s03 s04b s05b s06 s07",
    ("narcotics-licence", "duplicate"): "s00 s01 s02 s03 s04c s05c s06 s07",
    ("rural-pharmacy-attestation", "main"): "s01 s02 s03 s04 s04a s05 s06 s07 s08 s09",
    ("clinic-attachment", "main"): "s01 s02",
}


def test_the_table_names_every_procedure_of_every_service() -> None:
    assert set(WAYS) == set(procedures())


@pytest.mark.parametrize(("service", "procedure"), WAYS)
def test_a_good_case_passes_every_step_of_its_text_in_order_and_is_issued(
    service: str, procedure: str
) -> None:
    channel = ChannelId.IN_PERSON if service == "clinic-attachment" else None
    walk = Walk(service, procedure).submit(channel).to_the_end()
    assert walk.place == ISSUED
    assert walk.steps == WAYS[service, procedure].split()


def test_the_optional_steps_at_the_committee_can_be_passed_over() -> None:
    walk = Walk("organisation-accreditation", "main").submit().to("s04a")
    offered = [(one.verb, one.step.id, one.passes_over) for one in _possible(walk)]
    assert offered == [
        (Verb.REGISTER, "s04a", ()),
        (Verb.ASSIGN, "s04b", ("s04a",)),
        (Verb.DRAFT_ORDER, "s05", ("s04a", "s04b")),
    ]
    walk.do(Verb.DRAFT_ORDER)
    assert walk.place == "s06"


def test_an_organisation_has_no_test_and_its_gate_is_the_finished_evaluation() -> None:
    walk = Walk("organisation-accreditation", "main")
    assert all(step.kind is not StepKind.TEST for step in walk.edition.steps)
    walk.submit().to("s07")
    barred = Walk(walk.service, "main", "s08", walk.passed).ask(
        Verb.INTERVIEW, Facts(outcome=Outcome.POSITIVE)
    )
    assert isinstance(barred, Forbidden)
    assert barred.bar is Bar.GATE_NOT_PASSED
    assert barred.clause == "pt 5 2) paras 2-3"
    walk.onward()
    assert walk.place == "s08"


def test_no_organ_licence_is_tested_and_its_order_is_drafted_once() -> None:
    for track in ("tissue_blood", "organ"):
        kinds = [step.kind for step in Walk("organ-tissue-blood-licence", track).edition.steps_of(track)]
        assert StepKind.TEST not in kinds
        assert kinds.count(StepKind.ORDER) == 1


@pytest.mark.parametrize("service", ["pharmaceutical-licence", "narcotics-licence"])
def test_payment_is_asked_on_the_portal_and_elsewhere_only_when_the_office_decided_so(service: str) -> None:
    portal, chancery = ChannelId.EGOV_PORTAL, ChannelId.CHANCERY
    for channel, required, first in (
        (portal, None, "s00"),
        (chancery, None, "s01"),
        (chancery, True, "s00"),
        (portal, False, "s01"),
    ):
        walk = Walk(service, "issue")
        moved = walk.do(Verb.SUBMIT, Facts(channel=channel, payment_required=required))
        assert walk.place == first
        assert moved.establishes == (("s00",) if first == "s01" else ())
        assert walk.to_the_end().place == ISSUED


def test_a_service_without_a_fee_is_never_asked_to_pay() -> None:
    walk = Walk("rural-pharmacy-attestation", "main")
    walk.do(Verb.SUBMIT, Facts(channel=ChannelId.EGOV_PORTAL, payment_required=True))
    assert walk.place == "s01"


def test_by_telephone_one_can_only_book() -> None:
    answer = Walk("clinic-attachment", "main").ask(Verb.SUBMIT, Facts(channel=ChannelId.PHONE))
    assert isinstance(answer, Forbidden)
    assert answer.bar is Bar.CHANNEL_ONLY_BOOKS


def test_a_service_is_not_given_through_a_channel_that_its_text_does_not_name() -> None:
    answer = Walk("specialist-certificate", "main").ask(Verb.SUBMIT, Facts(channel=ChannelId.CON))
    assert isinstance(answer, Forbidden)
    assert (answer.bar, answer.clause) == (Bar.CHANNEL_NOT_OPEN, "pt 1")


@pytest.mark.parametrize(
    ("service", "forward", "gate"),
    [
        ("independent-expert-accreditation", "s07", "s05"),
        ("forensic-expert-attestation", "s07", "s05"),
        ("forensic-expert-qualification", "s07", "s05"),
        ("organisation-accreditation", "s04", "s03"),
    ],
)
def test_the_territorial_official_forwards_after_the_gate_and_then_only_reads(
    service: str, forward: str, gate: str
) -> None:
    walk = Walk(service, "main").submit().to(forward)
    assert holding_office(walk.edition, "main", walk.place) is Office.TERRITORIAL
    assert gate in {step.id for step in gates_before(walk.edition, "main", forward)}
    walk.onward()
    while walk.place != ISSUED:
        assert holding_office(walk.edition, "main", walk.place) is Office.COMMITTEE
        for one in _possible(walk, Facts(office=Office.TERRITORIAL)):
            assert one.barred is not None
            assert one.barred.bar is Bar.OTHER_OFFICE
        walk.onward()


def test_the_test_result_of_an_expert_is_recorded_before_the_file_is_forwarded() -> None:
    walk = Walk("forensic-expert-attestation", "main").submit().to("s06")
    assert isinstance(walk.ask(Verb.FORWARD), Forbidden)
    walk.do(Verb.RECORD_RESULT)
    walk.do(Verb.FORWARD)
    assert walk.place == "s08"


def test_only_those_services_pass_an_order_whose_text_has_one() -> None:
    with_order = {
        walk.service
        for walk in walks()
        if any(step.kind is StepKind.ORDER_SIGNATURE for step in walk.edition.steps_of(walk.procedure))
    }
    assert with_order == {
        "specialist-certificate",
        "specialist-certificate-with-category",
        "organisation-accreditation",
        "independent-expert-accreditation",
        "forensic-expert-attestation",
        "forensic-expert-qualification",
        "organ-tissue-blood-licence",
    }


def test_what_a_result_rests_on_is_said_by_the_text() -> None:
    bases = {walk.service: str(walk.edition.result.basis) for walk in walks()}
    assert {basis for service, basis in bases.items() if "licence" in service and "organ" not in service} == {
        "head_signature"
    }
    assert bases["rural-pharmacy-attestation"] == "head_signature"
    assert bases["clinic-attachment"] == "acceptance"
    assert {service for service, basis in bases.items() if basis == "order"} == {
        service for service in bases if service.startswith(("specialist", "forensic", "independent", "org"))
    }


def test_where_the_text_names_nobody_only_the_appointed_role_may_act() -> None:
    walk = Walk("forensic-expert-attestation", "main").submit().to("s16")
    nobody = walk.ask(Verb.ISSUE, Facts(role=Role.CHANCERY_CLERK, office=Office.COMMITTEE))
    assert isinstance(nobody, Forbidden)
    assert (nobody.bar, nobody.setting) == (Bar.NOBODY_APPOINTED, "issuing_role")
    appointed = {"issuing_role": Role.CHANCERY_CLERK}
    assert isinstance(
        walk.ask(Verb.ISSUE, Facts(role=Role.HEAD, office=Office.COMMITTEE, appointed=appointed)), Forbidden
    )
    assert isinstance(
        walk.ask(Verb.ISSUE, Facts(role=Role.CHANCERY_CLERK, office=Office.COMMITTEE, appointed=appointed)),
        Moved,
    )


def test_the_chancery_or_the_executor_issues_a_narcotics_licence() -> None:
    walk = Walk("narcotics-licence", "issue").submit().to("s07")
    (issue,) = _possible(walk)
    assert issue.roles == (Role.CHANCERY_CLERK, Role.EXECUTOR)


def test_the_official_of_the_committee_acts_as_the_secretary_at_the_interview() -> None:
    walk = Walk("forensic-expert-attestation", "main").submit().to("s10")
    (interview,) = _possible(walk)
    assert interview.roles == (Role.RESPONSIBLE_OFFICIAL, Role.COMMISSION_SECRETARY)


def test_somebody_elses_step_is_refused_with_its_clause() -> None:
    walk = Walk("specialist-certificate", "main").submit()
    answer = walk.ask(Verb.REGISTER, Facts(role=Role.HEAD, office=Office.TERRITORIAL))
    assert isinstance(answer, Forbidden)
    assert (answer.bar, answer.clause) == (Bar.OTHER_ROLE, "pt 5 1) para 1; pt 6 1); pt 8")


def test_a_step_out_of_turn_is_refused_with_the_clause_of_the_step_that_is_due() -> None:
    walk = Walk("medical-licence", "issue").submit()
    for verb in set(Verb) - {Verb.REGISTER, Verb.WITHDRAW}:
        answer = walk.ask(verb, Facts(outcome=None, channel=ChannelId.CHANCERY))
        assert isinstance(answer, Forbidden), verb


def test_an_absent_candidate_waits_for_a_new_notice_and_is_not_refused() -> None:
    walk = Walk("forensic-expert-attestation", "main").submit().to("s05")
    walk.onward(Outcome.ABSENT)
    assert walk.place == "s04"
    walk.to("s10").onward(Outcome.ABSENT)
    assert walk.place == "s10"


def test_the_applicant_is_told_of_the_interview_only_after_a_positive_test() -> None:
    for service in (
        "specialist-certificate-with-category",
        *_two_level_with_test(),
        "rural-pharmacy-attestation",
    ):
        walk = Walk(service, "main").submit().to("s05")
        before = walk.told.count("interview")
        walk.onward(Outcome.NEGATIVE)
        walk.to_the_end()
        assert walk.told.count("interview") == before
        good = Walk(service, "main").submit().to("s05")
        before = good.told.count("interview")
        good.onward()
        if good.place == "s06" and good.edition.step("s06").kind is StepKind.RECORD_RESULT:
            good.onward()
        assert good.told.count("interview") == before + 1, service


def test_a_place_that_the_procedure_does_not_have_is_a_fault_of_the_caller() -> None:
    edition = Walk("medical-licence", "duplicate").edition
    for place in ("s03", "s99", "x-test", "x-documents/s03c", "suspended:issued", ""):
        with pytest.raises(UnknownPlace):
            parse(edition, "duplicate", place)
    with pytest.raises(UnknownPlace):
        parse(edition, "main", NEW)


@pytest.mark.parametrize(("service", "procedure"), WAYS)
def test_every_place_can_be_written_down_and_read_again(service: str, procedure: str) -> None:
    edition = Walk(service, procedure).edition
    for place in all_places(edition, procedure):
        assert str(parse(edition, procedure, place)) == place


def _possible(walk: Walk, facts: Facts | None = None) -> tuple[Possible, ...]:
    return possible(walk.edition, walk.procedure, walk.place, replace(facts or Facts(), passed=walk.passed))


def _two_level_with_test() -> tuple[str, ...]:
    return (
        "independent-expert-accreditation",
        "forensic-expert-attestation",
        "forensic-expert-qualification",
    )
