"""The map of steps can be wrong in each way that it should be able to tell."""

from __future__ import annotations

from dataclasses import replace

from tests.journeys.step_map import Taken, disorder, exits, faults, left, walked
from tests.regulations.digest_facts import digest

FIRST = Taken("case", "specialist-certificate", "s01", "chancery_clerk", "territorial", "")
STEPS = {f"{service['slug']} {step['id']}" for service in digest()["services"] for step in service["steps"]}
EVERY = STEPS | exits()


def test_the_digest_has_its_143_steps() -> None:
    assert len(STEPS) == 143


def test_a_step_counts_only_for_whom_and_where_the_digest_says() -> None:
    assert walked([FIRST]) == {"specialist-certificate s01"}
    assert walked([replace(FIRST, role="head")]) == set()
    assert walked([replace(FIRST, level="committee")]) == set()


def test_a_step_that_is_neither_walked_nor_listed_is_a_fault() -> None:
    listed = EVERY - {"specialist-certificate s01", "specialist-certificate s02"}
    assert faults([FIRST], listed) == ["no journey walks specialist-certificate s02"]


def test_a_listed_step_that_was_walked_is_a_fault() -> None:
    assert faults([FIRST], EVERY) == ["specialist-certificate s01 is walked: take it off not_walked.txt"]


def test_an_exit_is_taken_by_failing_a_gate_and_by_nothing_else() -> None:
    failed = Taken("case", "specialist-certificate", "s05", "system", "territorial", "negative")
    assert left([failed]) == {"specialist-certificate s05 exit"}
    assert left([replace(failed, outcome="positive"), replace(failed, step="s01")]) == set()
    assert "no journey walks specialist-certificate s05 exit" in faults([FIRST], STEPS)


def test_a_step_after_a_later_one_is_a_fault_unless_the_case_went_back() -> None:
    second = replace(FIRST, step="s02", role="head")
    assert list(disorder([FIRST, second])) == []
    assert list(disorder([second, FIRST])) == ["specialist-certificate: s01 was taken too late in case case"]
    assert list(disorder([second, replace(FIRST, step=""), FIRST])) == []
