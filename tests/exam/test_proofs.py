"""Exports prove themselves without the database; whoever changes a sign is found out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.canonical import canonical
from exam.commands import verify_group
from exam.proofs import export_attempt, export_sitting, faults_of_attempt, faults_of_sitting


def transcript(number: int, earned: str = "1") -> str:
    question = {"number": 1, "section": "s", "standing": "right", "earned": earned, "possible": "1"}
    passed = earned == "1"
    return canonical(
        {
            "form": "synaq-transcript-1",
            "attempt": f"a{number}",
            "sitting": "2026-0001",
            "questions": [{"number": 1}],
            "entries": [{"question": 1, "value": '"1"'}],
            "score": {
                "questions": [question],
                "sections": [{"id": "s", "earned": earned, "possible": "1", "needed": None, "passed": True}],
                "earned": earned,
                "possible": "1",
                "needed": "1",
                "verdict": "positive" if passed else "negative",
            },
        }
    )


TEXTS = [transcript(number, "1" if number % 2 else "0") for number in range(5)]


@pytest.mark.parametrize("at", range(5))
def test_every_test_of_a_sitting_proves_itself(at: int) -> None:
    assert faults_of_attempt(export_attempt(TEXTS, at)) == []


def test_a_whole_sitting_proves_itself() -> None:
    assert faults_of_sitting(export_sitting("2026-0001", TEXTS)) == []


def test_a_changed_verdict_a_moved_test_and_a_foreign_root_are_found_out() -> None:
    told = export_attempt(TEXTS, 0)
    changed = told["transcript"].replace("negative", "positive")
    assert faults_of_attempt(told | {"transcript": changed})
    assert faults_of_attempt(told | {"at": 1})
    assert faults_of_attempt(told | {"root": "0" * 64})
    assert faults_of_attempt(told | {"path": ["zz"]})
    assert faults_of_attempt({"form": told["form"]})
    assert faults_of_attempt([])


def test_a_sitting_with_one_test_left_out_or_exchanged_is_found_out() -> None:
    told = export_sitting("2026-0001", TEXTS)
    assert faults_of_sitting(told | {"transcripts": TEXTS[1:]})
    assert faults_of_sitting(told | {"transcripts": [*TEXTS[1:], TEXTS[0]]})
    assert faults_of_sitting(told | {"sitting": "2026-0002"})
    loose = [json.dumps(json.loads(one), indent=1) for one in TEXTS]
    assert any("canonical" in fault for fault in faults_of_sitting(export_sitting("2026-0001", loose)))


def test_the_command_line_says_proved_or_why_not(tmp_path: Path) -> None:
    told = export_sitting("2026-0001", TEXTS)
    file = tmp_path / "sitting.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    run = CliRunner().invoke
    good = run(verify_group, ["sitting", str(file), "--root", told["root"].upper()])
    assert (good.exit_code, "Proved" in good.output) == (0, True)
    assert run(verify_group, ["sitting", str(file), "--root", "00"]).exit_code == 1
    assert run(verify_group, ["attempt", str(file)]).exit_code == 1
    file.write_bytes(b"\xff")
    assert run(verify_group, ["sitting", str(file)]).exit_code == 1
