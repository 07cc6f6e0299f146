"""The public pages: every service in every language, with every step, every clause and every settled contradiction."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.settings import Settings
from regulations.calendar_table import shipped_calendar
from regulations.catalogue import InForce, NotInForce, OpeningDecision, Unopened, catalogue
from regulations.clauses import clause_words
from regulations.model import Edition
from regulations.office_answers import Answer, OfficeAnswers, OfficeCard, answer_with
from regulations.office_hours import OfficeHours, OpenHours
from regulations.words import LANGUAGES

SERVICES = catalogue().services()
ROOMS = ("", "/text", "/terms")


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()


def see(client: FlaskClient, address: str, language: str = "en") -> str:
    """The words of a page, as one line."""
    client.set_cookie("language", language)
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return spoken(answer.text)


def spoken(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def bare(words: str) -> str:
    """Without spaces: where a tag stood does not matter."""
    return re.sub(r"\s+", "", words)


def editions() -> Iterator[Edition]:
    for service in SERVICES:
        yield catalogue().newest(service)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_every_service_is_there_in_every_language(visitor: FlaskClient, language: str) -> None:
    for edition in editions():
        for room in ROOMS:
            page = see(visitor, f"/services/{edition.service}{room}", language)
            assert edition.title.in_(language) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_names_every_service_and_narrows_by_an_answer(visitor: FlaskClient, language: str) -> None:
    page = see(visitor, "/services", language)
    for edition in editions():
        assert edition.title.in_(language) in page
        assert edition.plain.in_(language) in page
    narrowed = see(visitor, "/services?who=patient", language)
    assert catalogue().newest("clinic-attachment").title.in_(language) in narrowed
    assert catalogue().newest("medical-licence").title.in_(language) not in narrowed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_procedure_tells_all_its_steps_in_words(visitor: FlaskClient, language: str) -> None:
    for edition in editions():
        for procedure in edition.procedures:
            page = bare(see(visitor, f"/services/{edition.service}?procedure={procedure.id}", language))
            for step in edition.steps_of(procedure.id):
                assert bare(step.name.in_(language)) in page
                assert bare(step.action.in_(language)) in page
                assert bare(clause_words(step.source).in_(language)) in page
            assert bare(edition.who_may_apply.in_(language)) in page


def facts_of_steps(edition: Edition, language: str) -> Iterator[str | None]:
    for step in edition.steps:
        yield from (step.name.in_(language), step.action.in_(language), step.leaves.in_(language))
        yield from (clause_words(step.source).in_(language), step.limit.quote, step.limit.quote_kk)
        if step.gate:
            yield from (step.gate.condition.in_(language), step.gate.quote)
        yield step.signature.quote if step.signature else None
        for notice in step.notices:
            yield from (notice.what.in_(language), notice.quote)


def facts_of_the_rest(edition: Edition, language: str) -> Iterator[str | None]:
    for way_out in edition.exits:
        yield from (way_out.name.in_(language), way_out.ground.in_(language), *way_out.quotes)
    for route in edition.routes:
        yield from (item.action.in_(language) for item in route.items)
    yield from (setting.explanation.in_(language) for setting in edition.settings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_text_holds_every_fact_with_its_clause_and_its_quotation(
    visitor: FlaskClient, language: str
) -> None:
    for edition in editions():
        page = bare(see(visitor, f"/services/{edition.service}/text", language))
        for fact in (*facts_of_steps(edition, language), *facts_of_the_rest(edition, language)):
            assert bare(fact or "") in page, (edition.id, fact)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_contradiction_is_told_with_both_readings_and_the_reason(
    visitor: FlaskClient, language: str
) -> None:
    for edition in editions():
        page = bare(see(visitor, f"/services/{edition.service}/text", language))
        for record in edition.contradictions:
            for words in (record.title, record.reading_a, record.reading_b, record.settled, record.reason):
                assert bare(words.in_(language)) in page, (edition.id, record.issue)


def test_the_anchors_of_the_text_are_the_names_that_the_text_itself_uses(visitor: FlaskClient) -> None:
    for edition in editions():
        page = visitor.get(f"/services/{edition.service}/text").text
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), edition.id
        names = [step.id for step in edition.steps] + [way_out.id for way_out in edition.exits]
        names += [record.issue for record in edition.contradictions] + [one.key for one in edition.settings]
        assert set(names) <= set(ids)
        for target in re.findall(r'href="#([^"]+)"', page):
            assert target in ids, f"{edition.id}: #{target} leads nowhere"


def test_in_kazakh_and_russian_no_clause_is_told_in_the_notation_of_the_texts(visitor: FlaskClient) -> None:
    for edition in editions():
        for language in ("kk", "ru"):
            for room in ("", "/text"):
                page = see(visitor, f"/services/{edition.service}{room}", language)
                assert not re.search(r"\bpt \d|\bpara \d|\bAnnex \d|\bvs\b", page), (edition.id, language)


def test_a_page_carries_no_style_and_no_script_of_its_own(visitor: FlaskClient) -> None:
    for address in ("/services", *(f"/services/medical-licence{room}" for room in ROOMS)):
        page = visitor.get(address).text
        assert " style=" not in page
        assert not re.search(r"<script(?![^>]* src=)", page)


def test_a_service_or_a_page_of_it_that_does_not_exist_is_not_found(visitor: FlaskClient) -> None:
    for address in ("/services/no-such-service", "/services/no-such-service/text", "/services/x/terms"):
        assert visitor.get(address).status_code == 404


def test_nonsense_in_the_address_changes_nothing(visitor: FlaskClient) -> None:
    for query in ("?who=x&want=y", "?who=", "?want=%F0%9F"):
        assert "12 services" in see(visitor, f"/services{query}")
    for query in ("?procedure=none", "?office=9999999999999999999999", "?office=x", "?edition=none"):
        see(visitor, f"/services/medical-licence{query}")
        see(visitor, f"/services/medical-licence/text{query}")
        see(visitor, f"/services/medical-licence/terms{query}")


def test_what_the_law_leaves_open_is_told_as_open(visitor: FlaskClient) -> None:
    page = see(visitor, "/services/specialist-certificate")
    assert "The office decides: ask the office." in page
    assert "The text speaks of no payment." in page
    paid = see(visitor, "/services/pharmaceutical-licence")
    assert "Payment is asked for when you apply through: e-government web portal" in paid.replace(" ,", ",")


def test_a_repealed_act_is_told_at_the_head_and_a_specimen_says_so(visitor: FlaskClient) -> None:
    for edition in editions():
        page = see(visitor, f"/services/{edition.service}")
        assert ("no longer in force" in page) is (edition.service != "clinic-attachment")
        assert "open as a specimen" in page


CASES = [
    # service, query, what the page must say
    (
        "specialist-certificate",
        "day=19.03.2025&hour=10:00&channel=chancery",
        [
            "Wednesday 19 March 2025, 10:00",
            "Friday 28 March, 18:30",
            "Monday 7 April, 18:30",
            "4 weekend days",
        ],
    ),
    (
        "specialist-certificate",
        "day=2025-03-19&hour=19:00&channel=chancery",
        ["Time runs from Thursday 20 March 2025, 09:00", "The two clocks agree only just"],
    ),
    (
        "narcotics-licence",
        "day=03.06.2025&hour=11:00&channel=state-corporation&procedure=issue",
        [
            "The day of acceptance is not part of the term",
            "Tuesday 24 June, 18:30",
            "Friday 6 June 2025: First day of Kurban Ait",
            "The text states no total term",
            "Not needed when you apply in this way: payment",
        ],
    ),
    (
        "independent-expert-accreditation",
        "day=01.04.2025&hour=09:00&channel=egov-portal",
        ["Friday 2 May, 18:30", "would have ended on Thursday 1 May 2025", "the total term binds"],
    ),
    ("clinic-attachment", "day=17.03.2027&hour=10:00&channel=in-person", ["These days may still change"]),
]


@pytest.mark.parametrize(("service", "query", "expected"), CASES)
def test_the_calculator_tells_what_was_counted_by_hand(
    visitor: FlaskClient, service: str, query: str, expected: list[str]
) -> None:
    page = see(visitor, f"/services/{service}/terms?{query}")
    for words in expected:
        assert words in page, page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("day=31.02.2025&hour=10:00&channel=chancery", "On which day?"),
        ("day=19.03.2025&hour=25:00&channel=chancery", "At what time?"),
        ("day=19.03.2025&hour=10:00&channel=pigeon", "In which way?"),
        ("day=19.03.2025&hour=10:00", "Choose the way in which you apply."),
        ("day=19.03.1875&hour=10:00&channel=chancery", "The calendar reaches from 2000 to 2099."),
    ],
)
def test_the_calculator_says_what_it_could_not_read(visitor: FlaskClient, query: str, sentence: str) -> None:
    page = visitor.get(
        f"/services/specialist-certificate/terms?{query}", headers={"Accept-Language": "en"}
    ).text
    assert "<title>Error:" in re.sub(r"\s+", " ", page).replace("<title> ", "<title>")
    assert sentence in html.unescape(page)


def test_the_usual_hours_are_told_as_a_setting(visitor: FlaskClient) -> None:
    page = see(visitor, "/services/specialist-certificate/terms")
    assert "the hours are a setting of each office" in page
    assert "Monday–Friday: 09:00–18:30, lunch 13:00–14:30 (Asia/Almaty)" in page


def test_the_calculator_forgets_nothing_of_the_procedure_asked_for(visitor: FlaskClient) -> None:
    visitor.set_cookie("language", "en")
    page = visitor.get("/services/medical-licence/terms?procedure=duplicate").text
    assert re.search(r'value="duplicate"\s+checked', page)


class OneOffice:
    """An office book with a single office that has decided a few things."""

    def __init__(self, standing: InForce | NotInForce, specimens: bool = False) -> None:
        self.card = OfficeCard(7, "Department of the city of Tobyl")
        self.standing, self.held = standing, specimens

    def offices(self, service: str) -> list[OfficeCard]:
        return [self.card]

    def answers(self, service: str, office_id: int) -> OfficeAnswers | None:
        if office_id != self.card.id:
            return None
        hours = OfficeHours.every_workday(OpenHours.parse("08:00-12:00"))
        answers = {"document_list": Answer((), ("Passport", "Diploma"), "No. 3 of 1 March")}
        return OfficeAnswers(self.card, hours, self.standing, self.held, answers)

    def calendar(self) -> Any:
        return shipped_calendar()

    def specimens(self) -> bool:
        return self.held


@pytest.fixture
def production(settings: Settings, app: Flask) -> Flask:
    """The pages as a production would show them: an office book that knows no specimens."""
    certificate = catalogue().newest("specialist-certificate")
    decision = OpeningDecision(
        "specialist-certificate", certificate.edition, "Order No. 99", 7, date(2025, 1, 1), date(2025, 1, 1)
    )
    answer_with(app, OneOffice(InForce(certificate, decision)))
    return app


def test_an_offices_answers_take_the_place_of_what_is_open(production: Flask) -> None:
    page = see(production.test_client(), "/services/specialist-certificate?office=7")
    assert "Passport" in page
    assert "No. 3 of 1 March" in page
    assert "This office has not decided yet: ask the office." in page
    assert "Department of the city of Tobyl gives the service under this act in force: Order No. 99." in page


def test_an_office_that_has_not_opened_a_repealed_service_is_told_to_be_closed(
    production: Flask,
) -> None:
    answer_with(production, OneOffice(NotInForce(Unopened.ACT_REPEALED, "Order No. 401")))
    page = see(production.test_client(), "/services/specialist-certificate?office=7")
    assert "Department of the city of Tobyl has not opened this service." in page
    assert "specimen" not in page


def test_terms_are_counted_by_the_hours_of_the_chosen_office(production: Flask) -> None:
    query = "day=19.03.2025&hour=10:00&channel=chancery&office=7"
    page = see(production.test_client(), f"/services/specialist-certificate/terms?{query}")
    assert "Monday 31 March, 12:00" in page
    assert "Monday–Friday: 08:00–12:00" in page


def test_visitors_see_the_services_in_the_menu(visitor: FlaskClient) -> None:
    visitor.set_cookie("language", "en")
    page = visitor.get("/services").text
    menu = re.search(r'<nav class="menu".*?</nav>', page, re.DOTALL)
    assert menu is not None
    assert 'href="/services"' in menu[0]


def test_a_page_of_a_service_stays_small(visitor: FlaskClient, tmp_path: Path) -> None:
    for edition in editions():
        size = len(visitor.get(f"/services/{edition.service}").data)
        assert size < 100_000, f"{edition.service}: {size} bytes"
