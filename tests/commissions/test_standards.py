"""What the marks of an expert group come to, and how the standards of an act are brought in."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlalchemy import select

from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from commissions.actions import standards
from commissions.models import StandardSet
from commissions.standards import Mark, Marked, Progress, lacks_remark, progress, share
from core.actor import acting
from core.database import db
from core.refusals import NotFound, Refusal
from tests.applications import making
from tests.commissions.evaluating import Accreditation, accreditation, bring, read, some_rows
from tests.commissions.hearing import order_file

__all__ = ["accreditation"]

MET, PARTLY, NOT_MET, NONE = Mark.MET, Mark.PARTLY, Mark.NOT_MET, Mark.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("marks", "partly", "expected"),
    [
        ([(1, MET)], 50, 100),
        ([(1, NOT_MET)], 50, 0),
        ([(1, MET), (1, NOT_MET)], 50, 50),
        ([(3, MET), (1, NOT_MET)], 50, 75),
        ([(1, PARTLY)], 50, 50),
        ([(1, PARTLY)], 0, 0),
        ([(1, PARTLY)], 100, 100),
        ([(5, MET), (3, PARTLY), (2, NONE)], 50, 81),
        ([(1, MET), (1, MET), (1, NOT_MET)], 50, 66),
        ([(9, NONE), (1, MET)], 50, 100),
        ([(1, NONE)], 50, None),
        ([], 50, None),
        ([(1, None), (1, MET)], 50, 100),
    ],
)
def test_the_share_is_weighted_leaves_out_what_does_not_apply_and_never_rounds_up(
    marks: list[tuple[int, Mark | None]], partly: int, expected: int | None
) -> None:
    assert share([Marked(weight, mark) for weight, mark in marks], partly) == expected


def test_the_share_is_exact_where_floats_are_not() -> None:
    found = share([Marked(7, MET), Marked(93, NOT_MET)], 33)
    assert found == 7 == int(Fraction(7, 100) * 100)


def test_what_takes_something_away_says_what_was_found() -> None:
    assert not lacks_remark(Marked(1, MET))
    for mark in (PARTLY, NOT_MET, NONE):
        assert lacks_remark(Marked(1, mark, "  "))
        assert not lacks_remark(Marked(1, mark, "Жоспар жоқ"))
    assert progress([Marked(1), Marked(1, NOT_MET), Marked(1, MET)]) == Progress(3, 1, 1)
    assert progress([Marked(1, MET)]).complete
    assert not progress([]).complete


def test_a_list_is_brought_in_whole_and_in_its_order(accreditation: Accreditation) -> None:
    found = accreditation.standards
    assert [(one.code, one.weight, one.position) for one in found.standards] == [
        ("1.1", 5, 1),
        ("1.2", 3, 2),
        ("2.1", 2, 3),
    ]


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        (0, "1.1", "A3"),
        (3, "", "D3"),
        (5, "0", "F3"),
        (5, "101", "F3"),
        (5, "ауыр", "F3"),
        (0, "1" * 21, "A3"),
    ],
)
def test_one_row_that_cannot_be_read_refuses_the_list_and_names_the_cell(
    accreditation: Accreditation, column: int, value: str, told: str
) -> None:
    rows = [list(row) for row in some_rows()]
    rows[1][column] = value
    with acting(accreditation.official), pytest.raises(RefusedFact, match=told):
        standards.bring(
            standards.Brought("А", "Б", "№ 1", 50, order_file(), read([tuple(row) for row in rows]))
        )
    assert len(db.session.scalars(select(StandardSet)).all()) == 1


def test_a_retired_set_is_chosen_no_more_and_a_foreign_one_is_not_found(
    accreditation: Accreditation,
) -> None:
    at = accreditation
    at.open()
    with acting(at.official):
        standards.retire(at.standards.id)
        with pytest.raises(Refusal):
            standards.retire(at.standards.id)
    from commissions.actions import evaluating

    with acting(at.official), pytest.raises(NotFound):
        evaluating.choose_standards(at.evaluation.id, at.standards.id)
    other = making.staff(Role.RESPONSIBLE_OFFICIAL, making.office("committee"))
    with acting(other):
        foreign = bring("Бөтен")
    with acting(at.official), pytest.raises(NotFound):
        evaluating.choose_standards(at.evaluation.id, foreign.id)
