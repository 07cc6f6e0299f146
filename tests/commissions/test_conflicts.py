"""Conflicts of interest: declared, or found by what the two have in common."""

from __future__ import annotations

import pytest

from commissions.conflicts import Candidate, Employer, Judge, Kind, Named, conflicts

HOME = "Көкшетау, Абай көшесі, 87, 12-пәтер"
AIGERIM = Candidate("Сейітова Әйгерім")
CLINIC = Employer("«Облыстық аурухана» ШЖҚ МКК", "990140000123")
HOUSEHOLD = [Kind.SAME_HOUSEHOLD]


def of(name: str, *employers: Employer) -> Candidate:
    return Candidate(name, employers=employers)


@pytest.mark.parametrize(
    ("judge", "candidate", "kinds"),
    [
        (Judge("Ахметов Болат"), AIGERIM, []),
        (Judge("Ахметов Болат", declared=" Досым "), AIGERIM, [Kind.DECLARED]),
        (Judge("Ахметов Болат", declared="  "), AIGERIM, []),
        (Judge("А Б", iin="1" * 12), Candidate("А Б", iin="1" * 12), [Kind.SAME_PERSON]),
        # One employer: by number where both have one, else by name, however it is written.
        (Judge("А", employers=(CLINIC,)), of("Б", Employer("басқа атау", CLINIC.bin)), [Kind.SAME_EMPLOYER]),
        (Judge("А", employers=(CLINIC,)), Candidate("Б", employers=(Employer(CLINIC.name, "990140000999"),)), []),
        (Judge("А", employers=(Employer("ОБЛЫСТЫҚ аурухана, ШЖҚ МКК"),)), of("Б", CLINIC), [Kind.SAME_EMPLOYER]),
        (Judge("А", employers=(Employer(),)), Candidate("Б", employers=(Employer(),)), []),
        # One surname at one address, whichever ending it has.
        (Judge("Сейітов Арман", address=HOME), Candidate("Сейітова Әйгерім", address=HOME.upper()), HOUSEHOLD),
        (Judge("Ковальский Иван", address=HOME), Candidate("Ковальская Анна", address=HOME), HOUSEHOLD),
        (Judge("Ким Вера", address=HOME), Candidate("Ким Олег", address=HOME), HOUSEHOLD),
        (Judge("Сейітов Арман", address=HOME), Candidate("Ахметова Әйгерім", address=HOME), []),
        (Judge("Сейітов Арман"), AIGERIM, []),
        (Judge("Сейітов Арман", address=HOME), Candidate("Сейітова Әйгерім", address="Көкшетау"), []),
        # Taught, or signed for the candidate: by number, else by at least two words of the name.
        (Judge("Ахметов Болат Ерланұлы"), Candidate("Б", taught_by=(Named("Болат Ахметов"),)), [Kind.TAUGHT]),
        (Judge("Ахметов Болат"), Candidate("Б", signed_by=(Named("АХМЕТОВ Болат Ерланұлы"),)), [Kind.SIGNED]),
        (Judge("Ахметов Болат"), Candidate("Б", taught_by=(Named("Ахметов"),)), []),
        (Judge("Ахметов Болат"), Candidate("Б", taught_by=(Named("Ахметов Ерлан"),)), []),
        (Judge("Ахметов Болат", iin="1" * 12), Candidate("Б", taught_by=(Named("Ахметов Болат", "2" * 12),)), []),
        (Judge("Ахметов Болат", iin="1" * 12), Candidate("Б", signed_by=(Named("Akhmetov", "1" * 12),)), [Kind.SIGNED]),
    ],
)  # fmt: skip
def test_what_two_people_have_in_common(judge: Judge, candidate: Candidate, kinds: list[Kind]) -> None:
    assert [one.kind for one in conflicts(judge, candidate)] == kinds


def test_each_conflict_says_which_fact_agrees_and_is_named_once() -> None:
    judge = Judge("Ахметов Болат", declared="Шәкіртім", employers=(CLINIC, CLINIC))
    teacher = Named("Ахметов Болат")
    candidate = Candidate("Б", employers=(CLINIC,), taught_by=(teacher,), signed_by=(teacher,))
    assert [(one.kind, one.fact) for one in conflicts(judge, candidate)] == [
        (Kind.DECLARED, "Шәкіртім"),
        (Kind.TAUGHT, "Ахметов Болат"),
        (Kind.SIGNED, "Ахметов Болат"),
        (Kind.SAME_EMPLOYER, CLINIC.name),
    ]
