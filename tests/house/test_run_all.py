"""The closing words of the test command: nobody may read them as better than the run was."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import run_all
from tests.run_all import Part

REPORT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


def worked(folder: Path, code: int, *counts: int, name: str = "pytest") -> Part:
    """A part whose command ended with the code and left a report of these counts, or none."""
    report = folder / f"{name}.xml"
    if counts:
        report.write_text(REPORT.format(*counts))
    part = Part(name, [sys.executable, "-c", f"raise SystemExit({code})"], report)
    run_all.work(part)
    return part


def test_a_run_in_order_closes_with_its_counts(tmp_path: Path) -> None:
    parts = [worked(tmp_path, 0, 12, 0, 0, 0, name="a"), worked(tmp_path, 0, 30, 0, 0, 0, name="b")]
    assert run_all.closing_line(parts) == "42 passed, 0 failed"
    assert not any(part.fault for part in parts)


def test_a_failure_and_an_error_both_count_as_failed(tmp_path: Path) -> None:
    part = worked(tmp_path, 1, 10, 2, 1, 0)
    assert run_all.closing_line([part]) == "7 passed, 3 failed"
    assert part.fault == "exit 1"


def test_a_skipped_test_fails_the_run_though_pytest_was_content(tmp_path: Path) -> None:
    part = worked(tmp_path, 0, 10, 0, 0, 1)
    assert run_all.closing_line([part]) == "9 passed, 0 failed, 1 skipped"
    assert part.fault


def test_a_run_that_broke_before_its_report_is_a_failure(tmp_path: Path) -> None:
    part = worked(tmp_path, 3)
    assert run_all.closing_line([part]) == "0 passed, 1 failed"


def test_a_run_of_no_tests_is_a_failure(tmp_path: Path) -> None:
    part = worked(tmp_path, 5, 0, 0, 0, 0)
    assert run_all.closing_line([part]) == "0 passed, 1 failed"


def test_a_part_that_hangs_is_ended_and_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_all, "PATIENCE_SECONDS", 3)  # by then it sleeps, even on a busy machine
    part = Part("slow", [sys.executable, "-c", "import time; time.sleep(60)"])
    run_all.work(part)
    assert "not done" in part.fault
    assert part.seconds < 60


def test_the_table_names_every_part_with_its_seconds(tmp_path: Path) -> None:
    part = Part("mypy --strict", [], seconds=12.34, fault="exit 1")
    lines = run_all.table([part], 15.0).splitlines()
    assert lines[-2].split() == ["mypy", "--strict", "12.3", "FAILED", "(exit", "1)"]
    assert lines[-1].split() == ["together", "15.0"]


def test_parts_side_by_side_are_all_done_and_each_is_shown_whole(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    parts = [Part(f"part {n}", [sys.executable, "-c", f"print('said {n}')"]) for n in range(5)]
    run_all.side_by_side([*parts, Part("bad", [sys.executable, "-c", "raise SystemExit(3)"])], tmp_path)
    shown = capfd.readouterr().out
    assert all(f"=== part {n}\nsaid {n}\n" in shown for n in range(5))
    assert all(part.seconds and not part.fault for part in parts)


def test_every_check_and_every_test_part_is_begun(tmp_path: Path) -> None:
    names = {part.name for part in run_all.ordered(tmp_path, [])}
    assert names == {part.name for part in run_all.checks() + run_all.tests(tmp_path, [])}


def test_words_of_ones_own_go_to_pytest_on_both_databases(tmp_path: Path) -> None:
    parts = run_all.tests(tmp_path, ["tests/core", "-k", "journal"])
    assert [part.command[3] for part in parts] == ["--database=sqlite", "--database=postgresql"]
    assert all(part.command[-3:] == ["tests/core", "-k", "journal"] for part in parts)
