"""Writing, translating, reviewing: what each may do, what each is refused, and what the question is afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.refused_facts import Stale
from core.database import db
from core.models import JournalEntry
from core.refusals import Refusal
from question_banks.actions import ground
from question_banks.actions.classifying import Standing, classify, standing_of
from question_banks.actions.drafts import Change, save_draft, send_to_review, take_back
from question_banks.actions.media import add_image
from question_banks.actions.review import approve, check_language, comment, send_back
from question_banks.actions.standing import retire, return_to_use, suspend
from question_banks.actions.taking import begin_question, write_questions
from question_banks.bodies import Option, SingleChoice
from question_banks.content import Language, Question
from question_banks.items import BankItem, CaseItem, Classification, NormativeSource
from question_banks.models import (
    EditionLanguage,
    EditionMedium,
    QuestionEdition,
    QuestionFault,
    StoredQuestion,
    Topic,
)
from question_banks.pool import pool_of
from question_banks.queries import editions_by_id
from tests.question_banks.house_of_banks import Banks, approved, begun, build_banks, the_bank
from tests.question_banks.makers import case, every_kind, png, single


@pytest.fixture
def banks(app: Flask) -> Banks:
    return build_banks(app)


@pytest.fixture
def inside(banks: Banks, context: Flask) -> Banks:
    return banks


def russian(question: Question) -> Question:
    """Only the author's own language."""
    return replace(question, texts={"ru": question.texts["ru"]})


def kazakh_of(question: Question) -> dict[str, str]:
    return dict(question.texts["kk"].parts)


def states(question: StoredQuestion) -> tuple[str, str, str]:
    db.session.refresh(question)
    return question.kk_state, question.ru_state, question.en_state


def rows_of(edition: QuestionEdition) -> dict[str, EditionLanguage]:
    return {row.language: row for row in edition.languages}


def test_a_question_goes_from_draft_to_approved_and_speaks_the_checked_languages(inside: Banks) -> None:
    question = begun(inside, russian(single()))
    assert (question.state, states(question)) == ("draft", ("missing", "draft", "missing"))
    with inside.by("translator"):
        save_draft(question.id, Change(texts={"kk": kazakh_of(single())}))
    with inside.by("author"):
        edition = send_to_review(question.id)
    assert question.state == "in_review"
    with inside.by("reviewer"):
        approve(question.id, edition.id)
    assert (question.state, states(question)) == ("approved", ("draft", "checked", "missing"))
    assert pool_of([question.bank_id]).questions[0].languages == {"ru"}
    with inside.by("reviewer2"):
        check_language(question.id, edition.id, "kk")
    (found,) = pool_of([question.bank_id]).questions
    assert found.languages == {"ru", "kk"}
    assert found.topic == ("forensic",)
    assert editions_by_id([pool_of([question.bank_id]).editions[found.id]])[edition.id].question is question


def test_a_change_of_the_source_makes_the_translation_stale_and_takes_its_check_away(inside: Banks) -> None:
    question = approved(inside, single())
    assert states(question) == ("checked", "checked", "missing")
    with inside.by("author"):
        save_draft(question.id, Change(texts={"ru": {"stem": "Где ХРАНЯТ <strong>морфин</strong>?"}}))
    assert (question.state, states(question)) == ("approved", ("stale", "draft", "missing"))
    with inside.by("author"):
        edition = send_to_review(question.id)
    with inside.by("reviewer"):
        approve(question.id, edition.id)
        with pytest.raises(Refusal, match="source has changed"):
            check_language(question.id, edition.id, "kk")
    assert edition.number == 2
    assert pool_of([question.bank_id]).questions[0].languages == {"ru"}
    with inside.by("translator"):
        save_draft(question.id, Change(texts={"kk": kazakh_of(single())}, stands=frozenset({"kk"})), 0)
        again = send_to_review(question.id)
    assert not rows_of(again)["kk"].stale
    assert rows_of(again)["ru"].checked_by == inside.people["reviewer"], "nobody touched the Russian text"


def test_an_untouched_language_keeps_its_check_only_while_skeleton_and_source_stay(inside: Banks) -> None:
    question = approved(inside, single())
    with inside.by("translator"):
        save_draft(question.id, Change(texts={"kk": {"explanation": "Бұйрық бойынша"}}))
        edition = send_to_review(question.id)
    assert (rows_of(edition)["ru"].checked_by, rows_of(edition)["kk"].checked_by) == (
        inside.people["reviewer"],
        None,
    )
    with inside.by("reviewer"):
        approve(question.id, edition.id, ["kk"])
    with inside.by("author"):
        body = SingleChoice(options=tuple(Option(id=one, correct=one == "a") for one in "abcd"))
        save_draft(question.id, Change(body=body))
        third = send_to_review(question.id)
    assert {row.checked_by for row in third.languages} == {None}, "another key is another question"


def test_whoever_wrote_it_does_not_approve_it_and_does_not_check_it(inside: Banks) -> None:
    question = begun(inside, single())
    with inside.by("author"):
        edition = send_to_review(question.id)
        with pytest.raises(Refusal, match="approved by another person"):
            approve(question.id, edition.id)
        with pytest.raises(Refusal, match="checked by another person"):
            check_language(question.id, edition.id, "kk")
        assert take_back(question.id).based_on == edition.id
    assert question.state == "draft"


def test_a_question_sent_back_goes_on_as_a_draft_with_the_remark_in_its_thread(inside: Banks) -> None:
    question = begun(inside, single())
    with inside.by("author"):
        edition = send_to_review(question.id)
        with pytest.raises(Refusal, match="waits for its review"):
            save_draft(question.id, Change(texts={"ru": {"stem": "Иначе"}}))
    with inside.by("reviewer"):
        with pytest.raises(Refusal, match="Say what must be put right"):
            send_back(question.id, edition.id, "  ")
        send_back(question.id, edition.id, "Уточните, о каком шкафе речь.")
    draft = ground.draft_of(question.id)
    assert draft is not None
    assert (question.state, draft.based_on, draft.writers["body"]) == (
        "draft",
        edition.id,
        inside.people["author"],
    )
    with inside.by("author"):
        second = send_to_review(question.id)
        comment(question.id, "Уточнено.", language="ru", edition_id=second.id)
    assert second.number == 2


def test_a_translator_writes_neither_the_source_nor_the_key(inside: Banks) -> None:
    question = begun(inside, single())
    with inside.by("translator"):
        with pytest.raises(Refusal, match="source language is changed by an author"):
            save_draft(question.id, Change(texts={"ru": {"stem": "?"}}))
        with pytest.raises(Refusal, match="the key are changed by an author"):
            save_draft(question.id, Change(body=single("a").body))
    with inside.by("reviewer"), pytest.raises(Refusal, match="do not write questions"):
        save_draft(question.id, Change(texts={"kk": {"stem": "?"}}))


def test_two_who_save_at_once_lose_nothing(inside: Banks) -> None:
    question = begun(inside, single())
    with inside.by("author"):
        first = save_draft(question.id, Change(texts={"ru": {"stem": "Где лежит морфин?"}}), 1)
        with pytest.raises(Stale):
            save_draft(question.id, Change(texts={"ru": {"stem": "Где морфин?"}}), 1)
    assert first.version == 2


def test_a_half_done_translation_is_stale_only_where_it_was_not_touched(inside: Banks) -> None:
    question = begun(inside, single())
    with inside.by("author"):
        save_draft(question.id, Change(texts={"ru": {"stem": "Где?", "option:a": "Нигде"}}))
    with inside.by("translator"):
        save_draft(question.id, Change(texts={"kk": {"stem": "Қайда?"}}))
    held = ground.held_now(question)
    from question_banks.versions import stale_parts

    assert (states(question)[0], stale_parts(held, "kk")) == ("stale", ("option:a",))
    with inside.by("translator"):
        save_draft(question.id, Change(texts={"kk": {}}, stands=frozenset({"kk"})))
    assert states(question)[0] == "draft"


def test_what_has_errors_is_not_sent_and_what_could_harm_is_not_kept(inside: Banks) -> None:
    question = begun(inside, single())
    with inside.by("author"):
        with pytest.raises(Refusal, match="could do harm"):
            save_draft(question.id, Change(texts={"ru": {"stem": "<script>1</script>Где?"}}))
        save_draft(question.id, Change(texts={"ru": {"option:a": "В сейфе"}}))
        with pytest.raises(Refusal, match="faults that stand in the way"):
            send_to_review(question.id)
    codes = db.session.scalars(select(QuestionFault.code).where(QuestionFault.question_id == question.id))
    assert "twin_options" in set(codes)


def test_a_suspended_question_is_drawn_no_more_and_a_retired_one_never_again(inside: Banks) -> None:
    question = approved(inside, single())
    with inside.by("keeper"):
        with pytest.raises(Refusal, match="Say why"):
            suspend(question.id, " ")
        suspend(question.id, "Приказ отменён")
    assert pool_of([question.bank_id]).questions == ()
    with inside.by("keeper"):
        return_to_use(question.id)
    assert len(pool_of([question.bank_id]).questions) == 1
    with inside.by("keeper"):
        retire(question.id, "Устарел")
    assert pool_of([question.bank_id]).questions == ()
    with inside.by("author"), pytest.raises(Refusal, match="retired"):
        save_draft(question.id, Change(texts={"ru": {"stem": "Где?"}}))


def test_classification_needs_no_new_edition_and_is_journalled_with_old_and_new(inside: Banks) -> None:
    question = approved(inside, single())
    enemy = approved(inside, single("c"))
    topic = db.session.scalar(select(Topic).where(Topic.code == "blunt"))
    assert topic is not None
    standing = Standing(
        name="Хранение",
        topic_id=topic.id,
        difficulty="hard",
        level="recall",
        expected_seconds=90,
        labels=("2026", "яды"),
        sources=(NormativeSource(act="Приказ № ҚР ДСМ-1", clause="п. 4"),),
        enemies=(enemy.key,),
    )
    with inside.by("keeper"):
        classify(question.id, standing)
    assert standing_of(question) == standing
    mine, theirs = pool_of([question.bank_id]).questions
    assert mine.topic == ("forensic", "trauma", "blunt")
    assert (mine.ease, mine.seconds) == (300, 90)
    assert mine.enemies == {theirs.id}
    assert theirs.enemies == {mine.id}
    entry = db.session.scalars(
        select(JournalEntry).where(JournalEntry.tag == "question_banks:question:classify")
    ).one()
    assert '"difficulty":null' in (entry.old or "")
    assert '"difficulty":"hard"' in (entry.new or "")


def test_every_kind_is_written_reviewed_and_kept_as_it_was(inside: Banks) -> None:
    for one in every_kind():
        assert ground.held_now(approved(inside, one)) is not None
    kinds = db.session.scalars(select(StoredQuestion.kind).distinct())
    assert len(set(kinds)) == 9
    assert {question.id for question in pool_of([the_bank().id]).questions}.isdisjoint(
        {question.id for question in pool_of([the_bank().id], "ticket").questions}
    )


def test_a_question_of_a_case_is_drawn_only_while_its_case_is_in_use(inside: Banks) -> None:
    with inside.by("author"):
        numbers = write_questions(
            the_bank(),
            [
                CaseItem(key="k1", vignette=case().vignette),
                BankItem(key="q1", question=single(), classification=Classification(case="k1", case_place=1)),
            ],
        )
        editions = {key: send_to_review(number) for key, number in numbers.items()}
    languages: list[Language] = ["ru", "kk"]
    with inside.by("reviewer"):
        approve(numbers["q1"], editions["q1"].id, languages)
    assert pool_of([the_bank().id]).questions == ()
    with inside.by("reviewer"):
        approve(numbers["k1"], editions["k1"].id)
    (found,) = pool_of([the_bank().id]).questions
    assert (found.case, found.case_place) == (str(numbers["k1"]), 1)
    assert found.languages == {"ru"}


def test_many_questions_come_in_with_topics_enemies_and_labels(inside: Banks) -> None:
    items = [
        BankItem(
            key=f"m-{number}",
            question=single(),
            classification=Classification(
                topic=("тема/часть", f"{number % 3}"), enemies=(f"m-{number ^ 1}",), labels=("импорт",)
            ),
        )
        for number in range(100)
    ]
    with inside.by("keeper"):
        numbers = write_questions(the_bank(), items)
        with pytest.raises(Refusal, match="already has a question with the key"):
            write_questions(the_bank(), items[:1])
    assert len(numbers) == 100
    question = db.session.get_one(StoredQuestion, numbers["m-4"])
    assert (question.topic.code if question.topic else "", question.author_id) == (
        "1",
        inside.people["keeper"],
    )
    assert standing_of(question).enemies == ("m-5",)


def test_an_image_that_an_edition_shows_is_named_beside_it(inside: Banks) -> None:
    with inside.by("author"):
        image = add_image(the_bank(), "снимок.png", png())
        with pytest.raises(Refusal, match="not an image"):
            add_image(the_bank(), "снимок.png", b"<svg onload=alert(1)>")
    shown = replace(
        single(),
        texts={
            "ru": replace(
                single().texts["ru"],
                parts={
                    **single().texts["ru"].parts,
                    "stem": f'Что на снимке? <img src="media:{image.digest}" alt="Рана">',
                },
            )
        },
    )
    approved(inside, shown)
    assert db.session.scalar(select(EditionMedium.digest)) == image.digest


def test_a_key_of_one_s_own_is_given_when_none_is_typed(inside: Banks) -> None:
    with inside.by("author"):
        keys = [begin_question(the_bank(), BankItem(key="", question=single())).key for _ in range(2)]
    assert keys == ["0001", "0002"]
    assert db.session.scalar(select(func.count()).select_from(StoredQuestion)) == 2
