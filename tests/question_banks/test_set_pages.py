"""The pages of blueprints and sealed sets, used as people use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from core.database import db
from question_banks.blueprint import Blueprint, Cell
from question_banks.blueprint_form import unpack_blueprint
from question_banks.blueprint_reading import draft_of, find_plan
from question_banks.content import Language
from question_banks.models import BlueprintPlan, SealedSet, SetQuestion
from question_banks.set_reading import papers_of
from tests.accounts.house_of_offices import Browser
from tests.paper_reading import pages_of
from tests.question_banks.house_of_sets import (
    HOLDERS,
    PASSPHRASES,
    House,
    approved_plan,
    build_house,
    fill_bank,
    give_passphrases,
    open_plan,
    sent_edition,
    some_blueprint,
)
from tests.question_banks.test_sealed_sets import suspend

By = Callable[[str], Browser]


@pytest.fixture
def house(app: Flask) -> House:
    with app.app_context():
        made = build_house(app)
        fill_bank(made)
        return made


@pytest.fixture
def by(app: Flask, house: House) -> By:
    return lambda who: Browser(app, house.people[who])


def in_context(house: House, work: Callable[[], object]) -> None:
    with house.app.app_context():
        work()


def plan_of(house: House, code: str = "test-forensic") -> BlueprintPlan:
    return find_plan(code, house.actor("keeper"))


OPENING = {
    "code": "forensic-2026", "purpose": "test", "service": "forensic-expert-qualification", "specialty_id": "",
    "category": "", "name_kk": "Тест", "name_ru": "Тест", "name_en": "A test",
}  # fmt: skip


def test_a_blueprint_is_opened_written_sent_and_approved_page_by_page(house: House, by: By) -> None:
    keeper, reviewer = by("keeper"), by("reviewer")
    answer = keeper.send("/blueprints/new", **OPENING, banks=[str(house.bank)])
    assert answer.headers["Location"].endswith("/blueprints/forensic-2026/edit")
    home = "/blueprints/forensic-2026"
    keeper.send(f"{home}/edit", minutes="40", pass_percent="66,67", languages=["kk", "ru"])
    assert "asks for no question" in keeper.see(home)
    fields = {"title_kk": "Жарақат", "title_ru": "Травма", "shuffle": "y", "by_level": "y"}
    # The bank as a whole stands first, then poisons, then trauma.
    answer = keeper.send(f"{home}/sections/new", **fields, **{"cell.0.any.any": "2", "cell.2.hard.any": "1"})
    assert answer.headers["Location"].endswith("/sections/s1")
    page = keeper.see(f"{home}/sections/s1")
    assert re.search(r'name="cell.2.hard.any" value="1"', page)
    cases = {"case.0.topic": "2", "case.0.cases": "1", "case.0.questions": "2"}
    keeper.send(f"{home}/sections/s1", **cases)
    with house.app.app_context():
        draft = draft_of(plan_of(house, "forensic-2026").id)
        assert draft is not None
        written = unpack_blueprint(draft.content)
        assert written.size == 5
        assert Cell(topic=("forensic", "trauma"), difficulty="hard", count=1) in written.sections[0].cells
    page = keeper.see(home)
    assert "papers were drawn to try, and nothing is lacking" in page
    assert "66.67 %" in page
    keeper.send(f"{home}/send", decision_number="45-НҚ", decision_date="12.01.2026")
    page = reviewer.see(f"{home}/editions/1")
    assert "No. 45-НҚ" in page
    answer = reviewer.post(f"{home}/editions/1/approve")
    assert answer.status_code == 302
    assert "edition 1 in force" in reviewer.see("/blueprints")


def in_three_languages() -> Blueprint:
    made = some_blueprint(languages=("kk", "ru", "en"))
    titles: dict[Language, str] = {"kk": "Бөлім", "ru": "Раздел", "en": "Section"}
    return replace(made, sections=tuple(replace(section, titles=titles) for section in made.sections))


def test_what_is_lacking_is_said_in_sentences(house: House, by: By) -> None:
    in_context(house, lambda: sent_edition(house, open_plan(house), in_three_languages()))
    page = by("reviewer").see("/blueprints/test-forensic?papers=3")
    assert "3 papers cannot be drawn" in page
    assert (
        "Trauma, easy: needs 2, has 0 that may be drawn; 8 approved in Kazakh; 8 approved in Russian" in page
    )
    assert "0 approved in English" in page


def test_numbers_that_cannot_be_read_are_told_beside_the_matrix(house: House, by: By) -> None:
    in_context(house, lambda: open_plan(house))
    keeper = by("keeper")
    url = "/blueprints/test-forensic/sections/new"
    answer = keeper.send(url, **{"title_kk": "т", "cell.0.any.any": "two", "cell.1.hard.any": "501"})
    assert answer.status_code == 422
    assert "Type a whole number, or leave the field empty." in answer.text
    assert "at most 500 questions" in answer.text
    assert 'value="two"' in answer.text
    answer = keeper.send(url, **{"case.0.cases": "1"})
    assert "For cases choose a topic" in answer.text


def test_sections_are_moved_and_taken_out(house: House, by: By) -> None:
    in_context(house, lambda: approved_plan(house))
    keeper = by("keeper")
    home = "/blueprints/test-forensic"
    keeper.post(f"{home}/sections/s2/up")
    with house.app.app_context():
        draft = draft_of(plan_of(house).id)
        assert draft is not None
        assert [one.id for one in unpack_blueprint(draft.content).sections] == ["s2", "s1"]
    keeper.post(f"{home}/sections/s1/take-away", version="1")
    page = keeper.see(home)
    assert "Trauma" not in page[page.index("The numbers as they are being written") : page.index("Editions")]
    assert keeper.get(f"{home}/sections/s1").status_code == 404
    keeper.post(f"{home}/draft/discard")
    assert "a draft is open" not in keeper.see(home)


def test_two_editions_are_compared_line_by_line(house: House, by: By) -> None:
    def two() -> None:
        plan = approved_plan(house)
        sent_edition(house, plan, some_blueprint(minutes=55, sections=some_blueprint().sections[:1]))

    in_context(house, two)
    page = by("head").see("/blueprints/test-forensic/editions/2")
    assert "What differs from edition 1" in page
    table = page[page.index("Differences") : page.index("The numbers of this edition")]
    assert "40 minutes" in table
    assert "55 minutes" in table
    refused = by("head").post("/blueprints/test-forensic/editions/2/send-back", remark="")
    assert refused.status_code == 422
    assert "Say what must be changed." in refused.text
    by("head").post("/blueprints/test-forensic/editions/2/send-back", remark="Too long")
    assert "Too long" in by("keeper").see("/blueprints/test-forensic/editions/2")


def stems(page: str) -> list[str]:
    """The questions of a page with their options, in order."""
    return re.findall(r'<fieldset class="question".*?</fieldset>', page, re.DOTALL)


def test_a_trial_paper_is_shown_in_each_language_and_for_print(house: House, by: By) -> None:
    in_context(house, lambda: approved_plan(house))
    keeper = by("keeper")
    answer = keeper.get("/blueprints/test-forensic/trial?language=kk")
    url = answer.headers["Location"]
    assert "language=kk" in url
    kazakh = keeper.see(url)
    assert "сақталады" in kazakh
    assert "Науқас 40 жаста" in kazakh
    russian = keeper.see(url.replace("language=kk", "language=ru"))
    assert "Где хранят" in russian
    assert "Сақтау" not in russian
    assert len(re.findall('<fieldset class="question"', russian)) == 8
    assert "trial-large" in keeper.see(url + "&size=large")
    assert stems(keeper.see(url)) == stems(kazakh)
    # No key: what explains or decides stands nowhere in the page.
    for secret in ("Верно", "Дұрыс", "Приказ", "Бұйрық"):
        assert secret not in russian + kazakh


def sealed_by_page(house: House, by: By) -> int:
    def prepared() -> None:
        approved_plan(house)
        give_passphrases(house)

    in_context(house, prepared)
    ids = [str(house.people[who]) for who in HOLDERS]
    answer = by("keeper").send(
        "/blueprints/test-forensic/seal",
        papers="3", reserves="1", uses_since="01.01.2020", holder_1=ids[0], holder_2=ids[1], holder_3=ids[2],
    )  # fmt: skip
    assert answer.status_code == 302, answer.text
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def test_holders_set_passphrases_and_two_open_what_the_administrator_sealed(house: House, by: By) -> None:
    head = by("head")
    assert "You have not set a passphrase yet" in head.see("/sets")
    phrase = "қырық құлан қыста қар"
    assert head.send("/sets/passphrase", passphrase=phrase, repeated="басқа").status_code == 422
    assert head.send("/sets/passphrase", passphrase=phrase, repeated=phrase).status_code == 302
    assert "Mark of your key" in head.see("/sets")
    set_id = sealed_by_page(house, by)
    page = by("keeper").see(f"/sets/{set_id}")
    assert "Put my part in" not in page
    url = f"/sets/{set_id}/release"
    wrong = head.post(url, passphrase="мүлде басқа сөйлем")
    assert wrong.status_code == 422
    assert "This is not the passphrase" in wrong.text
    assert head.post(url, passphrase=PASSPHRASES["head"]).status_code == 302
    secretary = by("secretary")
    assert "has put their part in" in secretary.see(f"/sets/{set_id}")
    secretary.post(url, passphrase=PASSPHRASES["secretary"])
    page = secretary.see(f"/sets/{set_id}")
    assert "opened by two" in page
    with house.app.app_context():
        assert db.session.get_one(SealedSet, set_id).state == "released"
        assert all(paper.content for paper in papers_of(set_id))


def test_a_wrong_passphrase_typed_on_the_page_stands_in_the_journal(house: House, by: By) -> None:
    set_id = sealed_by_page(house, by)
    by("head").post(f"/sets/{set_id}/release", passphrase="мүлде басқа сөйлем")
    assert "A wrong passphrase was typed." in by("keeper").see(f"/sets/{set_id}")
    assert by("head").post(f"/sets/{set_id}/release", passphrase="").status_code == 422


def test_the_sheet_shows_digests_and_holders_and_no_question(house: House, by: By) -> None:
    set_id = sealed_by_page(house, by)
    answer = by("keeper").get(f"/sets/{set_id}/sheet")
    assert answer.mimetype == "application/pdf"
    words = re.sub(r"\s", "", "".join(pages_of(answer.data)))
    with house.app.app_context():
        sealed = db.session.get_one(SealedSet, set_id)
        assert sealed.digest in words
        assert all(paper.digest in words for paper in papers_of(set_id))
    assert "сақталады" not in words


def test_a_set_with_a_suspended_question_is_drawn_anew_on_its_page(house: House, by: By) -> None:
    set_id = sealed_by_page(house, by)

    def aside() -> None:
        held = db.session.query(SetQuestion).filter_by(set_id=set_id).first()
        assert held is not None
        suspend(held.question_id, house)

    in_context(house, aside)
    keeper = by("keeper")
    assert f"/sets/{set_id}/draw-anew" in keeper.see("/sets")
    assert "set aside" in by("head").see(f"/sets/{set_id}")
    refused = by("head").post(f"/sets/{set_id}/release", passphrase=PASSPHRASES["head"])
    assert refused.status_code == 409
    answer = keeper.send(f"/sets/{set_id}/draw-anew")
    assert answer.status_code == 302, answer.text
    page = keeper.see(answer.headers["Location"])
    assert "In place of set" in page
    assert "Replaced by set" in keeper.see(f"/sets/{set_id}")


def test_whoever_suspends_a_question_is_told_which_sets_hold_it(house: House, by: By) -> None:
    set_id = sealed_by_page(house, by)
    with house.app.app_context():
        held = db.session.query(SetQuestion).filter_by(set_id=set_id).first()
        assert held is not None
        question_id = held.question_id
    keeper = by("keeper")
    assert f"/sets/{set_id}" in keeper.see(f"/questions/{question_id}")
    page = keeper.see(f"/questions/{question_id}/suspend")
    assert "unopened" in page
    keeper.send(f"/questions/{question_id}/suspend", reason="A doubt")
    assert f"/sets/{set_id}/draw-anew" in keeper.see("/sets")


def test_a_set_is_given_up_for_a_reason(house: House, by: By) -> None:
    set_id = sealed_by_page(house, by)
    keeper = by("keeper")
    assert keeper.send(f"/sets/{set_id}/give-up", reason=" ").status_code == 422
    keeper.send(f"/sets/{set_id}/give-up", reason="The sitting was cancelled")
    assert "The sitting was cancelled" in keeper.see(f"/sets/{set_id}")


def test_papers_that_cannot_be_drawn_are_not_sealed_and_the_page_says_why(house: House, by: By) -> None:
    def prepared() -> None:
        approved_plan(house, some_blueprint(most_uses=1))
        give_passphrases(house)

    in_context(house, prepared)
    ids = [str(house.people[who]) for who in HOLDERS]
    answer = by("keeper").send(
        "/blueprints/test-forensic/seal",
        papers="30", reserves="1", uses_since="01.01.2020", holder_1=ids[0], holder_2=ids[1], holder_3=ids[2],
    )  # fmt: skip
    assert answer.status_code == 409
    assert "all papers together need 62 uses" in answer.text


def test_a_blueprint_is_closed_on_its_page(house: House, by: By) -> None:
    in_context(house, lambda: approved_plan(house))
    keeper = by("keeper")
    for slip, said in (("01.01.0001", "The calendar reaches"), ("01.01.1999", "Enter a day from")):
        refused = keeper.send("/blueprints/test-forensic/close", day=slip)
        assert (refused.status_code, said in refused.text) == (422, True)
    keeper.send("/blueprints/test-forensic/close")
    assert "Draw papers and seal them" not in keeper.see("/blueprints/test-forensic")


@pytest.mark.parametrize("who", ["author", "official"])
def test_who_has_no_word_for_a_page_does_not_see_it(house: House, by: By, who: str) -> None:
    in_context(house, lambda: approved_plan(house))
    for url in ("", "/test-forensic", "/test-forensic/trial", "/test-forensic/seal", "/test-forensic/edit"):
        assert by(who).get(f"/blueprints{url}").status_code == 403
