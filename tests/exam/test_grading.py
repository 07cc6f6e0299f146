"""From answers to a verdict: sections, totals, pass rules at their very edge, and rulings on faulty questions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from exam.grading import NoVerdict, PaperQuestion, Ruling, Score, Verdict, grade
from question_banks.answers import AnswerValue
from question_banks.blueprint import Blueprint, Cell, Section
from tests.question_banks import makers

BLUEPRINT = Blueprint(
    sections=(
        Section(id="law", cells=(Cell(count=2),), pass_share=Fraction(1, 2)),
        Section(id="drugs", cells=(Cell(count=3),)),
    ),
    languages=("kk", "ru"),
    pass_share=Fraction(3, 5),
)
PAPER = tuple(
    PaperQuestion(number, "law" if number <= 2 else "drugs", 100 + number, makers.single("b"))
    for number in range(1, 6)
)


def told(*points: str) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, points))


def answered(letters: str) -> dict[int, AnswerValue]:
    return {number: letter for number, letter in enumerate(letters, start=1) if letter != "."}


def scored(letters: str, **rulings: Ruling) -> Score:
    return grade(BLUEPRINT, PAPER, answered(letters), {int(one[1:]): rule for one, rule in rulings.items()})


@pytest.mark.parametrize(
    ("letters", "verdict"),
    [
        ("bbbbb", "positive"),
        ("bbb..", "positive"),  # exactly the share
        ("b.bb.", "positive"),  # the section's share exactly too
        ("bb...", "negative"),
        ("..bbb", "negative"),  # enough in all, nothing in the section that has its own rule
        ("a.bbb", "negative"),
        (".....", "negative"),
    ],
)
def test_the_verdict_follows_the_total_and_each_section_that_has_a_rule(
    letters: str, verdict: Verdict
) -> None:
    assert scored(letters).verdict == verdict


def test_sections_and_total_are_sums_of_their_questions() -> None:
    score = scored("b.ab.")
    assert [(one.id, str(one.earned), str(one.possible), one.passed) for one in score.sections] == [
        ("law", "1", "2", True),
        ("drugs", "1", "3", True),
    ]
    assert (score.earned, score.possible, score.needed) == told("2", "5", "3")
    assert [one.standing for one in score.questions] == ["right", "blank", "wrong", "right", "blank"]


def test_points_weigh_and_parts_of_them_count() -> None:
    paper = (
        *PAPER[:4],
        PaperQuestion(5, "drugs", 105, replace(makers.multiple(), points=Fraction(3))),
    )
    score = grade(BLUEPRINT, paper, {**answered("bbb"), 5: ["a", "c"]})
    assert score.questions[4].standing == "wrong"  # one right, one wrong at a half: nothing left
    score = grade(BLUEPRINT, paper, {**answered("bbb"), 5: ["a"]})
    assert (score.questions[4].standing, score.questions[4].earned) == ("partly", Fraction(3, 2))
    assert (score.earned, score.possible) == told("9/2", "7")


def test_what_is_no_answer_to_the_question_earns_nothing_and_says_so() -> None:
    score = grade(BLUEPRINT, PAPER, {1: "z", 2: ["b"], 3: "b"})
    assert [one.standing for one in score.questions[:3]] == ["unreadable", "unreadable", "right"]


def test_a_faulty_question_is_left_out_or_credited_for_everybody() -> None:
    assert scored("bb...").verdict == "negative"
    left_out = scored("bb...", e104="left_out", e105="left_out")
    assert (left_out.earned, left_out.possible) == told("2", "3")
    assert left_out.verdict == "positive"
    credited = scored("bb...", e105="credited")
    assert (credited.earned, credited.possible) == told("3", "5")
    assert credited.verdict == "positive"


def test_a_section_of_which_nothing_is_left_fails_nobody() -> None:
    assert scored("..bbb", e101="left_out", e102="left_out").verdict == "positive"


def test_without_a_pass_rule_or_without_questions_there_is_no_verdict() -> None:
    with pytest.raises(NoVerdict):
        grade(replace(BLUEPRINT, pass_share=None), PAPER, {})
    everything: dict[int, Ruling] = {one.edition_id: "left_out" for one in PAPER}
    with pytest.raises(NoVerdict):
        grade(BLUEPRINT, PAPER, {}, everything)
