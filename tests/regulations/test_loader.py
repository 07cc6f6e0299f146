"""A text that is wrong does not load, and its faults name the file and the place as a person would."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from regulations.catalogue import TEXTS, load
from regulations.loader import load_edition
from regulations.naming import setting_kinds
from regulations.reader import TextFault, open_yaml

MEDICAL = TEXTS / "medical-licence" / "2014-195.yaml"
CATEGORY = TEXTS / "specialist-certificate-with-category" / "2014-144-a2.yaml"

# (what is replaced in the text, by what, a fault that must be told)
SPOILT = [
    (
        "unit: working_day, quote: 2 рабочих дня",
        "unit: wrking_day, quote: 2 рабочих дня",
        'steps[2].limit.unit: "wrking_day" is no unit',
    ),
    (
        "value: 2, unit: working_day",
        "value: two, unit: working_day",
        'steps[2].limit.value: "two" is no whole number',
    ),
    ("value: 15, unit: minute", "unit: minute", "steps[0].limit.value: is missing"),
    ("  kind: assign\n", "  kind: assignment\n", 'steps[1].kind: "assignment" is no kind of step'),
    (
        "  office: single\n  actor: head\n",
        "  office: regional\n  actor: head\n",
        'steps[1].office: "regional" is no office level',
    ),
    ("  actor: executor\n", "  actor: executioner\n", 'steps[2].actor: "executioner" is no actor'),
    ("    fact: documents\n", "    fact: papers\n", 'steps[2].gate.fact: "papers" is no fact of a gate'),
    (
        "    fails_to: x-documents\n",
        "    fails_to: x-papers\n",
        'steps[2].gate.fails_to: "x-papers" is no exit',
    ),
    (
        "systems: [courier]",
        "systems: [pigeon]",
        'routes[0].items[4].systems: "pigeon" is no neighbouring system of the dictionary',
    ),
    ("two_level: false\n", "two_level: maybe\n", 'two_level: "maybe" is neither true nor false'),
    ("two_level: false\n", "two_level: true\n", "two_level: does not fit the offices of the providers"),
    (
        "two_level: false\n",
        "two_level: false\ntwo_levels: false\n",
        "two_levels: is no fact that a text can state here",
    ),
    ("two_level: false\n", "", "two_level: is missing"),
    ("  date: 2014-06-11\n", "  date: 11 June\n", 'legal.date: "11 June" is no date (write 2014-03-19)'),
    (
        "status: stated, value: 60",
        "status: certain, value: 60",
        'steps[1].limit.status: "certain" is no status of a limit',
    ),
    (
        "shared_with: [s03c]",
        "shared_with: [s09]",
        "limit.shared_with: for duplicate exactly one earlier step must hold the limit",
    ),
    ("{use: appeal_term,", "{use: appeal_time,", '"appeal_time" is no setting of the dictionary'),
    ("  way: [s04a, s04b", "  way: [s04d, s04b", 'exits[0].way: "s04d" is no step'),
    (
        "service: medical-licence\n",
        "service: veterinary-licence\n",
        'lies in the wrong place: the text calls itself "veterinary-licence/2014-195"',
    ),
    ("- id: s02\n", "- id: s01\n", 'steps[1]: "s01" stands twice'),
    (
        "    kind: unspecified_eds_on_portal\n",
        "    kind: wax\n",
        '.signature.kind: "wax" is no kind of signature',
    ),
    (
        "    media: {front_office: [receipt]}\n",
        "    media: {front_office: [pigeon]}\n",
        'notices[0].media.front_office[0]: "pigeon" is no medium',
    ),
    (
        "  - issue: I52\n    severity: high\n    about: [action]",
        "  - issue: I52\n    severity: high\n    about: [hat]",
        'I52 is recorded beside "steps.s05.hat", which this text does not have',
    ),
]


def spoil(tmp_path: Path, source: Path, old: str, new: str) -> Path:
    text = source.read_text(encoding="utf-8")
    assert old in text, f"the text no longer has {old!r}"
    folder = tmp_path / source.parent.name
    folder.mkdir()
    target = folder / source.name
    target.write_text(text.replace(old, new, 1), encoding="utf-8")
    return target


@pytest.mark.parametrize(("old", "new", "fault"), SPOILT, ids=[new.strip()[:30] for _, new, _ in SPOILT])
def test_a_spoilt_text_says_where_it_is_wrong(tmp_path: Path, old: str, new: str, fault: str) -> None:
    path = spoil(tmp_path, MEDICAL, old, new)
    with pytest.raises(TextFault) as caught:
        load_edition(path, setting_kinds())
    assert any(fault in told for told in caught.value.faults), caught.value.faults
    assert all(told.startswith("medical-licence/2014-195.yaml: ") for told in caught.value.faults)


def test_a_sentence_missing_in_one_language_is_a_fault(tmp_path: Path) -> None:
    text = MEDICAL.read_text(encoding="utf-8")
    kazakh = next(line for line in text.splitlines() if line.startswith("  kk: "))
    with pytest.raises(TextFault, match=r"title\.kk: is missing"):
        load_edition(spoil(tmp_path, MEDICAL, kazakh + "\n", ""), setting_kinds())


def test_a_key_written_twice_is_a_fault_with_its_line(tmp_path: Path) -> None:
    path = spoil(tmp_path, MEDICAL, "edition: '2014-195'\n", "edition: a\nedition: b\n")
    with pytest.raises(
        TextFault, match=r"medical-licence/2014-195\.yaml: is not readable as YAML in line \d+"
    ):
        load_edition(path, setting_kinds())


def test_a_file_that_is_no_yaml_is_a_fault_with_its_line(tmp_path: Path) -> None:
    path = spoil(tmp_path, MEDICAL, "identified_by: [iin, bin]", "identified_by: [iin, bin")
    with pytest.raises(TextFault, match=r"is not readable as YAML in line \d+"):
        open_yaml(path)


def test_an_empty_file_holds_no_facts(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("", encoding="utf-8")
    with pytest.raises(TextFault, match="holds no named facts"):
        open_yaml(path)


def test_a_lost_limit_must_quote_where_the_text_breaks_off(tmp_path: Path) -> None:
    text = CATEGORY.read_text(encoding="utf-8")
    lost = re.search(r"\{status: lost, (quote: [^}]+)\}", text)
    assert lost is not None
    path = spoil(tmp_path, CATEGORY, lost[0], "{status: lost}")
    with pytest.raises(TextFault, match=r"steps\[8\]\.limit\.quote: the words of the text are missing"):
        load_edition(path, setting_kinds())


def test_all_faults_of_all_texts_are_told_at_once(tmp_path: Path) -> None:
    shutil.copytree(TEXTS, tmp_path / "texts")
    for slug, old, new in (
        ("medical-licence", "  actor: head\n", "  actor: boss\n"),
        ("clinic-attachment", "basis: acceptance", "basis: goodwill"),
    ):
        (path,) = (tmp_path / "texts" / slug).glob("*.yaml")
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(TextFault) as caught:
        load(tmp_path / "texts")
    told = "\n".join(caught.value.faults)
    assert told.count('"boss" is no actor') == 2
    assert 'result.basis: "goodwill" is no basis' in told
