"""The pages of this room through HTTP: what each role sees and does there, and what it never sees."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import Account
from core.clock import now
from core.database import db
from core.models import JournalEntry
from question_banks.models import QuestionDraft, QuestionEdition, SavedView, StoredQuestion
from tests.accounts.house_of_offices import Browser, done, filled_in
from tests.accounts.people import some_iin
from tests.question_banks.house_of_banks import ROLES, Banks, approved, begun, build_banks
from tests.question_banks.makers import case, every_kind, png, single


@pytest.fixture
def banks(app: Flask) -> Banks:
    return build_banks(app)


def browser(app: Flask, banks: Banks, who: str) -> Browser:
    return Browser(app, banks.people[who], ROLES.get(who, "question_author"))


def made(app: Flask, banks: Banks, *, in_use: bool = True) -> int:
    with app.app_context():
        question = approved(banks, single()) if in_use else begun(banks, single())
        return question.id


def words(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def test_an_author_writes_and_sends_and_a_reviewer_approves(app: Flask, banks: Banks) -> None:
    author = browser(app, banks, "author")
    answer = author.send("/banks/forensic/questions/new", kind="single", language="ru")
    edit = answer.location
    fields: dict[str, Any] = filled_in(author.see(edit))
    fields |= {
        "t-ru-stem": "Что **не** относится к ранним?",
        "t-ru-option:a": "Трупные пятна",
        "t-ru-option:b": "Мумификация",
        "t-ru-option:c": "Окоченение",
        "t-ru-option:d": "Высыхание",
        "right": "b",
        "act": "send",
    }
    page = author.client.post(edit, data=fields, follow_redirects=True).text
    assert "waits for review" in page
    reviewer = browser(app, banks, "reviewer")
    desk = reviewer.see("/questions/work")
    assert "Waiting for approval" in desk
    review = re.search(r'href="(/questions/\d+/review)"', desk)
    assert review is not None
    shown = reviewer.see(review[1])
    assert "<strong>не</strong>" in shown
    fields = filled_in(shown)
    answer = reviewer.client.post(f"{review[1]}/approve", data=fields)
    assert answer.status_code == 302
    with app.app_context():
        assert db.session.scalar(select(StoredQuestion.state)) == "approved"


def test_buttons_add_and_take_away_without_a_script_and_lose_nothing(app: Flask, banks: Banks) -> None:
    number = made(app, banks, in_use=False)
    author = browser(app, banks, "author")
    url = f"/questions/{number}/edit"
    fields = filled_in(author.see(url))
    author.client.post(url, data=fields | {"t-ru-option:a": "Нигде", "act": "add:option"})
    page = author.see(url)
    assert 'name="t-ru-option:e"' in page
    assert "Нигде" in page
    author.client.post(url, data=filled_in(page) | {"act": "remove:e"})
    author.client.post(url, data=filled_in(author.see(url)) | {"act": "up:b"})
    with app.app_context():
        held = db.session.get_one(QuestionDraft, number).content
    assert held.index('"id":"b"') < held.index('"id":"a"')
    assert '"id":"e"' not in held


def test_every_kind_opens_in_the_editor_and_saving_it_untouched_changes_nothing(
    app: Flask, banks: Banks
) -> None:
    with app.app_context():
        numbers = [begun(banks, one).id for one in every_kind()]
    author = browser(app, banks, "author")
    for number in numbers:
        with app.app_context():
            before = db.session.get_one(QuestionDraft, number).content
        url = f"/questions/{number}/edit"
        answer = author.client.post(url, data=filled_in(author.see(url)) | {"act": "save"})
        assert answer.status_code == 302, answer.text
        with app.app_context():
            assert db.session.get_one(QuestionDraft, number).content == before
        author.see(f"/questions/{number}")


def test_a_case_is_written_like_a_question(app: Flask, banks: Banks) -> None:
    author = browser(app, banks, "author")
    edit = author.send("/banks/forensic/questions/new", kind="case", language="kk").location
    author.client.post(
        edit, data=filled_in(author.see(edit)) | {"t-kk-vignette": "Науқас 40 жаста.", "act": "send"}
    )
    with app.app_context():
        assert db.session.scalar(select(QuestionEdition.source_language)) == "kk"
    assert case().vignette.source_language == "ru"


def test_a_translator_sees_no_key_anywhere(app: Flask, banks: Banks) -> None:
    number = made(app, banks)
    translator = browser(app, banks, "translator")
    for page in (f"/questions/{number}", f"/questions/{number}/edit", "/banks/forensic", "/questions/work"):
        seen = translator.see(page)
        assert "shown-right" not in seen
        assert 'name="right"' not in seen
        assert "Верно" not in seen, "the remark on the right option tells the key"
    assert translator.get(f"/questions/{number}/editions/1/differences").status_code == 403


def test_whoever_looks_at_a_key_is_in_the_journal(app: Flask, banks: Banks) -> None:
    number = made(app, banks)
    browser(app, banks, "reviewer").see(f"/questions/{number}")
    browser(app, banks, "author").see(f"/questions/{number}")
    browser(app, banks, "translator").see(f"/questions/{number}")
    with app.app_context():
        seen = db.session.scalars(
            select(JournalEntry.actor_id).where(JournalEntry.tag == "question_banks:question:see_key")
        ).all()
    assert seen == [banks.people["reviewer"]]


def test_another_office_finds_nothing(app: Flask, banks: Banks) -> None:
    number = made(app, banks)
    other = browser(app, banks, "other")
    assert "forensic" not in other.see("/banks")
    for page in ("/banks/forensic", f"/questions/{number}", f"/questions/{number}/edit"):
        assert other.get(page).status_code == 404


def test_what_has_grown_old_is_shown_with_what_changed(app: Flask, banks: Banks) -> None:
    number = made(app, banks)
    author, translator = browser(app, banks, "author"), browser(app, banks, "translator")
    url = f"/questions/{number}/edit"
    author.client.post(url, data=filled_in(author.see(url)) | {"t-ru-option:a": "На складе", "act": "save"})
    assert "out of date" in translator.see("/questions/work")
    page = translator.see(url)
    assert "<del>зале</del><ins>складе</ins>" in page.replace("\n", "")
    fields = filled_in(page) | {"t-kk-option:a": "Қоймада", "act": "save"}
    translator.client.post(url, data=fields)
    with app.app_context():
        assert db.session.get_one(StoredQuestion, number).kk_state == "draft"


def test_saving_by_itself_answers_with_faults_and_states(app: Flask, banks: Banks) -> None:
    number = made(app, banks, in_use=False)
    author = browser(app, banks, "author")
    fields = filled_in(author.see(f"/questions/{number}/edit"))
    told = author.client.post(
        f"/questions/{number}/autosave", data=fields | {"t-ru-option:a": "В сейфе", "t-ru-stem": r"\(x^2\)?"}
    ).json
    assert told is not None
    assert told["version"] == int(fields["version"]) + 1
    assert any(one["field"] == "t-ru-option:b" or one["field"] == "t-ru-option:a" for one in told["faults"])
    assert "<math" in told["previews"]["t-ru-stem"]
    answer = author.client.post(f"/questions/{number}/autosave", data=fields)
    assert (answer.status_code, answer.json is not None and answer.json["stale"]) == (409, True)


def test_an_image_is_kept_and_shown_only_to_readers_of_the_bank(app: Flask, banks: Banks) -> None:
    number = made(app, banks, in_use=False)
    author = browser(app, banks, "author")
    url = f"/questions/{number}/edit"
    fields = filled_in(author.see(url)) | {
        "act": "image",
        "alternative": "Рана",
        "image": (io.BytesIO(png()), "рана.png"),
    }
    page = author.client.post(
        url, data=fields, content_type="multipart/form-data", follow_redirects=True
    ).text
    mark = re.search(r"!\[Рана\]\(image:[0-9a-f]{12}\)", words(page))
    address = re.search(r'src="(/banks/forensic/images/[0-9a-f]{64})"', page)
    assert mark is not None
    assert address is not None
    answer = author.get(address[1])
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert browser(app, banks, "other").get(address[1]).status_code == 404
    author.client.post(
        url, data=filled_in(author.see(url)) | {"t-ru-stem": f"Что здесь? {mark[0]}", "act": "save"}
    )
    assert f'src="{address[1]}" alt="Рана"' in author.see(f"/questions/{number}?language=ru")


def test_a_bank_is_searched_narrowed_and_the_search_is_kept(app: Flask, banks: Banks) -> None:
    made(app, banks)
    keeper = browser(app, banks, "keeper")
    assert "1 question found" in keeper.see("/banks/forensic?q=МОРФ&state=approved&kind=single")
    assert "No question fits" in keeper.see("/banks/forensic?q=инсулин")
    keeper.post("/banks/forensic/views", name="Морфин", query="q=морф&state=approved")
    assert "Морфин" in keeper.see("/banks/forensic")
    with app.app_context():
        view = db.session.scalars(select(SavedView)).one()
    keeper.post(f"/banks/forensic/views/{view.id}/forget")
    assert browser(app, banks, "author").post(f"/banks/forensic/views/{view.id}/forget").status_code == 404


def test_a_mass_act_says_first_what_it_will_do(app: Flask, banks: Banks) -> None:
    numbers = [made(app, banks), made(app, banks, in_use=False)]
    keeper = browser(app, banks, "keeper")
    sent: dict[str, Any] = {"verb": "suspend", "pick": numbers, "reason": "Приказ отменён"}
    page = words(keeper.post("/banks/forensic/mass/keep", **sent).text)
    assert "It will be done to 1 question" in page
    assert "Only an approved question can be suspended" in page
    with app.app_context():
        assert set(db.session.scalars(select(StoredQuestion.state))) == {"approved", "draft"}
    keeper.post("/banks/forensic/mass/keep", **sent, step="do")
    with app.app_context():
        assert set(db.session.scalars(select(StoredQuestion.state))) == {"suspended", "draft"}
    reviewer = browser(app, banks, "reviewer")
    assert reviewer.post("/banks/forensic/mass/keep", **sent).status_code == 403


def test_a_keeper_opens_a_bank_classifies_suspends_and_retires(app: Flask, banks: Banks) -> None:
    number = made(app, banks)
    keeper = browser(app, banks, "keeper")
    fields = {"code": "pharmacy", "name_kk": "Ф", "name_ru": "Ф", "name_en": "P"}
    assert keeper.send("/banks/new", **fields).status_code == 302
    assert "already" in words(keeper.send("/banks/new", **fields).text)
    assert keeper.send("/banks/pharmacy/topics/new", code="storage").status_code == 302
    keeper.send(
        f"/questions/{number}/classify",
        difficulty="hard",
        sources="Кодекс о здоровье; ст. 10; 07.07.2020",
        labels="яды, 2026",
    )
    assert "Кодекс о здоровье" in keeper.see("/banks/acts?act=кодекс")
    assert "Кодекс о здоровье; ст. 10" in words(keeper.see(f"/questions/{number}"))
    keeper.send(f"/questions/{number}/suspend", reason="Жалоба")
    assert "Жалоба" in keeper.see(f"/questions/{number}")
    keeper.post(f"/questions/{number}/return")
    keeper.send(f"/questions/{number}/retire", reason="Устарел")
    assert "Retired" in keeper.see(f"/questions/{number}")


def test_a_reviewer_sends_back_and_the_author_finds_the_remark(app: Flask, banks: Banks) -> None:
    number = made(app, banks, in_use=False)
    author, reviewer = browser(app, banks, "author"), browser(app, banks, "reviewer")
    author.post(f"/questions/{number}/send")
    fields = filled_in(reviewer.see(f"/questions/{number}/review"))
    reviewer.client.post(f"/questions/{number}/review/send-back", data=fields | {"remark": "Какой шкаф?"})
    assert "Sent back to you" in author.see("/questions/work")
    assert "Какой шкаф?" in author.see(f"/questions/{number}")


def test_two_editions_are_compared_word_by_word(app: Flask, banks: Banks) -> None:
    number = made(app, banks)
    author = browser(app, banks, "author")
    url = f"/questions/{number}/edit"
    author.client.post(url, data=filled_in(author.see(url)) | {"t-ru-option:a": "На складе", "act": "send"})
    page = author.see(f"/questions/{number}/editions/2/differences")
    assert "<ins>" in page
    assert "Option A" in page


def test_no_candidate_reaches_a_route_of_this_room(app: Flask, banks: Banks) -> None:
    candidate = Browser(app, make_applicant(app))
    token, refused = candidate.token(), 0
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("question_banks."):
            continue
        values = {name: 1 if "id" in name or name == "number" else "forensic" for name in rule.arguments}
        with app.test_request_context():
            built = rule.build(values)
        assert built is not None
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            data = {"csrf_token": token} if method == "POST" else None
            assert candidate.client.open(built[1], method=method, data=data).status_code == 403, built
            refused += 1
    assert refused > 40


def make_applicant(app: Flask) -> int:
    """Somebody who may take the test."""
    with done(app):
        person = Account(
            kind="person",
            login=None,
            surname="Кандидат",
            given_name="Айгүл",
            sort_key="үміткер",
            email="candidate@example.kz",
            iin=some_iin(),
            language="kk",
            password="-",
            created_at=now(),
        )
        db.session.add(person)
        db.session.flush()
        return person.id


def test_the_count_of_what_is_drawn_does_not_change_while_a_newer_text_is_written(
    app: Flask, banks: Banks
) -> None:
    number = made(app, banks)
    author = browser(app, banks, "author")
    url = f"/questions/{number}/edit"
    author.client.post(url, data=filled_in(author.see(url)) | {"t-ru-stem": "Где?", "act": "save"})
    assert "A newer text is being written" in author.see(f"/questions/{number}")
    with app.app_context():
        current = select(func.count()).where(QuestionEdition.is_current.is_(True))
        assert db.session.scalar(current.select_from(QuestionEdition)) == 1
