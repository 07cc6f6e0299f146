"""From the answers of one paper to its points by section, its total and its verdict by the blueprint's pass rule.

Pure: the same paper, answers and rulings give the same score whenever it is recounted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from exam.scoring import ALL, credit
from question_banks.answers import AnswerRefused, AnswerValue, Blank, read_answer
from question_banks.blueprint import Blueprint
from question_banks.content import Question

Verdict = Literal["positive", "negative"]
# What a decision on a faulty question does to it: out of the reckoning for everybody, or full points for everybody.
Ruling = Literal["left_out", "credited"]
# unreadable: what was stored is no answer to this question; it earns nothing, and the transcript shows it.
Standing = Literal["right", "partly", "wrong", "blank", "unreadable", "left_out", "credited"]


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question at its place on a paper, in the edition that was shown."""

    number: int
    section: str
    edition_id: int
    question: Question


@dataclass(frozen=True, slots=True)
class QuestionScore:
    number: int
    section: str
    standing: Standing
    earned: Fraction
    possible: Fraction


@dataclass(frozen=True, slots=True)
class SectionScore:
    """`needed` is None where the blueprint has no pass rule for the section."""

    id: str
    earned: Fraction
    possible: Fraction
    needed: Fraction | None
    passed: bool


@dataclass(frozen=True, slots=True)
class Score:
    questions: tuple[QuestionScore, ...]
    sections: tuple[SectionScore, ...]
    earned: Fraction
    possible: Fraction
    needed: Fraction
    verdict: Verdict


class NoVerdict(ValueError):
    """The paper cannot be judged: its blueprint has no pass rule, or nothing of it is left to score."""


def grade(
    blueprint: Blueprint,
    paper: Sequence[PaperQuestion],
    answers: Mapping[int, AnswerValue],
    rulings: Mapping[int, Ruling] | None = None,
) -> Score:
    """Score a paper. `answers` are by number on the paper, `rulings` by edition.

    The verdict is positive when the total reaches the blueprint's share and every section with a share reaches its
    own; both ends count as reached.
    """
    if blueprint.pass_share is None:
        raise NoVerdict("the blueprint has no pass rule")
    ordered, ruled = sorted(paper, key=lambda one: one.number), rulings or {}
    scored = tuple(_question(one, answers.get(one.number), ruled.get(one.edition_id)) for one in ordered)
    possible = sum((one.possible for one in scored), Fraction(0))
    if not possible:
        raise NoVerdict("nothing on this paper is left to score")
    sections = tuple(_section(one.id, one.pass_share, scored) for one in blueprint.sections)
    earned, needed = sum((one.earned for one in scored), Fraction(0)), blueprint.pass_share * possible
    passed = earned >= needed and all(one.passed for one in sections)
    return Score(scored, sections, earned, possible, needed, "positive" if passed else "negative")


def _question(one: PaperQuestion, value: AnswerValue, ruling: Ruling | None) -> QuestionScore:
    points = one.question.points
    if ruling == "left_out":
        return QuestionScore(one.number, one.section, "left_out", Fraction(0), Fraction(0))
    if ruling == "credited":
        return QuestionScore(one.number, one.section, "credited", points, points)
    try:
        answer = read_answer(one.question.body, value)
    except AnswerRefused:
        return QuestionScore(one.number, one.section, "unreadable", Fraction(0), points)
    if isinstance(answer, Blank):
        return QuestionScore(one.number, one.section, "blank", Fraction(0), points)
    share = credit(one.question, answer)
    standing: Standing = "right" if share == ALL else "partly" if share else "wrong"
    return QuestionScore(one.number, one.section, standing, share * points, points)


def _section(id_: str, share: Fraction | None, scored: Sequence[QuestionScore]) -> SectionScore:
    mine = [one for one in scored if one.section == id_]
    earned = sum((one.earned for one in mine), Fraction(0))
    possible = sum((one.possible for one in mine), Fraction(0))
    needed = None if share is None else share * possible
    return SectionScore(id_, earned, possible, needed, needed is None or earned >= needed)
