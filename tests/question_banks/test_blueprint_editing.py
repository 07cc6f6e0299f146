"""The matrix of a section: laid out and read back it is the same, and what cannot be read is named."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from question_banks.blueprint import Cell, Section
from question_banks.blueprint_editing import (
    CaseRow,
    case_rows_of,
    field_name,
    free_id,
    moved_up,
    read_case_cells,
    read_cells,
    typed_of,
    uses_levels,
    with_section,
    without_section,
)
from question_banks.blueprint_form import pack_blueprint, unpack_blueprint
from question_banks.items import DIFFICULTIES, LEVELS
from tests.question_banks.house_of_sets import some_blueprint

TOPICS = [("forensic",), ("forensic", "trauma"), ("forensic", "trauma", "blunt"), ("forensic", "poison")]
CELLS = st.lists(
    st.builds(
        Cell,
        topic=st.sampled_from(TOPICS),
        difficulty=st.sampled_from([None, *DIFFICULTIES]),
        level=st.sampled_from([None, *LEVELS]),
        count=st.integers(1, 500),
    ),
    unique_by=lambda cell: (cell.topic, cell.difficulty, cell.level),
)


@given(CELLS)
def test_cells_laid_out_and_read_back_are_the_same(cells: list[Cell]) -> None:
    typed = typed_of(Section(id="s1", cells=tuple(cells)), TOPICS)
    found, wrong = read_cells(typed, TOPICS)
    assert not wrong
    assert len(found) == len(cells)
    assert set(found) == set(cells)
    assert uses_levels(typed) == any(cell.level for cell in cells)


@given(st.text(max_size=6))
def test_whatever_is_typed_is_a_number_nothing_or_named(text: str) -> None:
    name = field_name(1, "hard", None)
    found, wrong = read_cells({name: text}, TOPICS)
    assert len(found) + len(wrong) == (text.strip() not in ("", "0")) or (not wrong and found == ())
    assert all(one.name == name for one in wrong)


def test_fields_that_mean_no_cell_are_left_out() -> None:
    typed = {"cell.9.any.any": "1", "cell.0.impossible.any": "1", "cell.x.any.any": "1", "other": "1"}
    assert read_cells(typed, TOPICS) == ((), [])


def test_cases_laid_out_and_read_back_are_the_same() -> None:
    section = some_blueprint().sections[0]
    cells, wrong = read_case_cells(case_rows_of(section, TOPICS), TOPICS)
    assert (cells, wrong) == (section.case_cells, [])


def test_half_a_row_of_cases_is_named() -> None:
    for row in (
        CaseRow("1", "2", ""),
        CaseRow("", "1", "2"),
        CaseRow("99", "1", "2"),
        CaseRow("1", "a", "2"),
    ):
        cells, wrong = read_case_cells([CaseRow(), row], TOPICS)
        assert cells == ()
        assert [one.name for one in wrong] == ["case.1.cases"]


def test_sections_are_added_changed_moved_and_taken_out() -> None:
    held = some_blueprint()
    new = Section(id=free_id(held), cells=(Cell(count=1),))
    assert new.id == "s3"
    longer = with_section(held, new)
    assert [one.id for one in longer.sections] == ["s1", "s2", "s3"]
    assert [one.id for one in moved_up(longer, "s3").sections] == ["s1", "s3", "s2"]
    assert moved_up(longer, "s1") == longer
    assert [one.id for one in without_section(longer, "s2").sections] == ["s1", "s3"]
    changed = with_section(longer, replace(new, calculator=True))
    assert changed.sections[2].calculator


def test_a_blueprint_packed_and_unpacked_is_the_same() -> None:
    held = some_blueprint(most_shared=4, most_uses=3, language_switch=True)
    assert unpack_blueprint(pack_blueprint(held)) == held
