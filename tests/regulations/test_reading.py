"""A text arranged for people: lanes, stations, the state of a case, clauses in three languages, the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from regulations.catalogue import SERVICES, TEXTS, catalogue
from regulations.clauses import cite, clause_words
from regulations.commands import regulations_group
from regulations.kinds import Role, TermStatus
from regulations.naming import actor_name, name_of, systems
from regulations.places import all_places
from regulations.reading import (
    Passing,
    exits_of,
    full_table,
    lanes,
    limit_words,
    needs_order,
    progress,
    stations,
    systems_asked,
    total_of,
)
from tests.regulations.walking import procedures


def test_the_lanes_are_the_actors_in_the_order_of_the_way() -> None:
    edition = catalogue().newest("forensic-expert-attestation")
    assert [lane.key for lane in lanes(edition, "main")] == [
        "territorial:chancery_clerk",
        "territorial:head",
        "territorial:responsible_official",
        "committee:chancery_clerk",
        "committee:head",
        "committee:responsible_official",
        "committee:authorised_signatory",
        "committee:actor_not_named",
    ]
    rural = lanes(catalogue().newest("rural-pharmacy-attestation"), "main")
    assert [lane.name.en for lane in rural] == [
        "Chancery clerk",
        "Head",
        "Commission secretary",
        "Attestation commission",
    ]


@pytest.mark.parametrize(("service", "procedure"), procedures())
def test_every_station_lies_in_a_lane_and_every_exit_leaves_from_a_station(
    service: str, procedure: str
) -> None:
    edition = catalogue().newest(service)
    keys = {lane.key for lane in lanes(edition, procedure)}
    drawn = stations(edition, procedure)
    assert {station.lane for station in drawn} == keys
    assert [station.number for station in drawn] == list(range(1, len(drawn) + 1))
    leaving = {way_out.id for station in drawn for way_out in station.exits}
    assert leaving == {way_out.id for way_out in exits_of(edition, procedure)}


def test_a_limit_is_told_in_words_or_said_to_be_unstated() -> None:
    edition = catalogue().newest("specialist-certificate-with-category")
    told = {station.step.id: limit_words(station.term) for station in stations(edition, "main")}
    assert told["s03"].ru == "4 рабочих дня"
    assert told["s03"].kk == "4 жұмыс күні"
    assert told["s02"].en == "2 hours"
    assert told["s09"].en == "The text breaks off here"
    assert told["s12"].ru == "В тексте не указан"


def test_the_total_of_a_text_without_one_is_the_computed_sum_and_says_so() -> None:
    rural = total_of(catalogue().newest("rural-pharmacy-attestation"), "main")
    assert (rural.status, rural.amount, rural.setting) == (TermStatus.NOT_STATED, None, "total_term")
    assert (rural.steps.working_days, rural.steps.minutes) == (14, 30)
    organ = total_of(catalogue().newest("organ-tissue-blood-licence"), "organ")
    assert organ.status is TermStatus.INFERRED
    category = total_of(catalogue().newest("specialist-certificate-with-category"), "main")
    assert category.spare_working_days == 6
    assert category.steps.without_limit == ("s09", "s12")


@pytest.mark.parametrize(("service", "procedure"), procedures())
def test_the_state_of_a_case_can_be_drawn_at_every_place(service: str, procedure: str) -> None:
    edition = catalogue().newest(service)
    for place in all_places(edition, procedure):
        marks = progress(edition, procedure, place)
        here = [mark.step.id for mark in marks if mark.passing is Passing.HERE]
        step = place.rpartition("/")[2]
        assert here == ([step] if any(step == mark.step.id for mark in marks) and place[0] in "sx" else [])
        if here:
            first = [mark.passing for mark in marks].index(Passing.HERE)
            assert all(mark.passing is Passing.DONE for mark in marks[:first])


def test_a_refused_case_is_drawn_up_to_its_exit_and_on_its_way_out() -> None:
    edition = catalogue().newest("specialist-certificate")
    marks = progress(edition, "main", "x-test/s08")
    assert [mark.step.id for mark in marks] == ["s01", "s02", "s03", "s04", "s05", "s06", "s07", "s08", "s12"]
    assert [mark.passing for mark in marks][-2:] == [Passing.HERE, Passing.TO_COME]


def test_the_full_table_has_every_step_with_its_clause_and_its_contradictions() -> None:
    rows = {service: full_table(catalogue().newest(service)) for service in SERVICES}
    assert sum(len(table) for table in rows.values()) == 146
    assert all(row.clause and row.actor.kk and row.kind.ru for table in rows.values() for row in table)
    licence = {row.step.id: row for row in rows["organ-tissue-blood-licence"]}
    assert [record.issue for record in licence["s07"].contradictions] == ["I01"]
    assert licence["s07"].limit.en == "30 minutes"
    assert licence["s07"].quote == "30 (отыз) жұмыс күні"


def test_needing_an_order_is_read_off_the_steps() -> None:
    assert needs_order(catalogue().newest("organ-tissue-blood-licence"), "organ")
    assert not needs_order(catalogue().newest("medical-licence"), "issue")


def test_whoever_acts_in_a_portal_list_has_a_name() -> None:
    for service in SERVICES:
        edition = catalogue().newest(service)
        assert set(systems_asked(edition)) <= set(systems())
        for route in edition.routes:
            assert all(actor_name(item.actor).kk for item in route.items)


def _clauses(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for member in value:
            yield from _clauses(member)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            inner = getattr(value, field.name)
            if field.name in ("source", "form_source", "clause") and inner:
                yield inner
            else:
                yield from _clauses(inner)


def test_every_clause_of_every_text_can_be_said_in_kazakh_and_russian() -> None:
    for edition in catalogue().editions.values():
        for clause in _clauses(edition):
            said = clause_words(clause)
            assert not re.search(r"[A-Za-z]", said.kk + said.ru), (clause, said.kk, said.ru)


@pytest.mark.parametrize(
    ("clause", "kk", "ru"),
    [
        (
            "pt 5 1) para 3; pt 6",
            "5-тармақ, 1) тармақша, 3-іс-қимыл; 6-тармақ",
            "пункт 5, подпункт 1), действие 3; пункт 6",
        ),
        (
            "pt 10 P5-C3-P6",
            "10-тармақ, 5-процесс, 3-шарт, 6-процесс",
            "пункт 10, процесс 5, условие 3, процесс 6",
        ),
        ("pt 8 (section 4)", "8-тармақ (4-бөлім)", "пункт 8 (раздел 4)"),
        (
            "pt 9 portal P12-P13",
            "9-тармақ, портал тізбесі, 12–13-процестер",
            "пункт 9, перечень портала, процессы 12–13",
        ),
        ("pt 4-1", "4-1-тармақ", "пункт 4-1"),
        ("pt 10 of the Standard", "стандарттың 10-тармағы", "пункт 10 стандарта"),
    ],
)
def test_a_clause_is_cited_as_people_cite_it(clause: str, kk: str, ru: str) -> None:
    assert (clause_words(clause).kk, clause_words(clause).ru) == (kk, ru)


def test_a_cited_clause_names_its_act() -> None:
    edition = catalogue().newest("forensic-expert-attestation")
    assert cite(edition, "pt 8 1)").ru == "Приложение 5, пункт 8, подпункт 1) (№ 144, 2014-03-19)"


def test_the_names_of_roles_are_there_in_every_language() -> None:
    assert name_of(Role.COMMISSION_SECRETARY).kk == "Комиссия хатшысы"


def run(*words: str) -> str:
    ran = CliRunner().invoke(regulations_group, list(words))
    assert ran.exit_code == 0, ran.output
    return ran.output


def test_the_command_line_lists_shows_and_checks_the_texts() -> None:
    listed = run("list", "-l", "en")
    assert all(edition.id in listed for edition in catalogue().editions.values())
    shown = run("show", "organ-tissue-blood-licence", "-l", "ru")
    for told in ("s07", "30 минут", "suspect", "x-documents", "track_for_blood", "I03", "pt 5 para 8"):
        assert told in shown
    assert run("show", "clinic-attachment/2015-314-2017-339").startswith("Медициналық-санитариялық")
    assert "12 texts are sound" in run("check")
    assert "12 texts are sound" in run("check", str(TEXTS))


def test_the_command_line_says_which_text_is_unknown() -> None:
    ran = CliRunner().invoke(regulations_group, ["show", "veterinary-licence"])
    assert ran.exit_code == 1
    assert 'there is no text "veterinary-licence"' in ran.output


def test_the_check_fails_with_the_place_of_the_fault(tmp_path: Path) -> None:
    spoilt = tmp_path / "medical-licence" / "2014-195.yaml"
    spoilt.parent.mkdir()
    text = (TEXTS / "medical-licence" / "2014-195.yaml").read_text(encoding="utf-8")
    spoilt.write_text(text.replace("unit: working_day", "unit: wrking_day", 1), encoding="utf-8")
    ran = CliRunner().invoke(regulations_group, ["check", str(tmp_path)])
    assert ran.exit_code == 1
    assert 'limit.unit: "wrking_day" is no unit' in ran.output
