"""run.py, by which a stranger starts: what it makes, what it leaves alone, and what it says when it cannot."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import run

SOURCE = (Path(__file__).parents[2] / "run.py").read_text(encoding="utf-8")


class Machine:
    """A stranger's folder and machine: what was attempted on it, and which of it works there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.attempted: list[list[str]] = []
        self.failing: set[str] = set()
        self.has_pip = False

    def attempt(self, command: Sequence[str | Path]) -> None:
        words = [str(word).replace(f"{self.folder}/", "") for word in command]
        self.attempted.append(words)
        pip_of_the_environment = words[:3] == [".venv/bin/python", "-m", "pip"]
        if any(start in " ".join(words) for start in self.failing) or (
            pip_of_the_environment and not self.has_pip
        ):
            raise run.Failed("error: it does not work\n  cause: nobody knows")
        if "venv" in words:
            run.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            run.PYTHON.touch()
            self.has_pip = words[0] != "uv" and "--without-pip" not in words

    @property
    def steps(self) -> list[str]:
        return [" ".join(words[:-4] if "install" in words else words[:-1]) for words in self.attempted]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    venv = tmp_path / ".venv"
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "constraints.txt").write_text("flask==1\n")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", venv)
    monkeypatch.setattr(run, "BIN", venv / "bin")
    monkeypatch.setattr(run, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(run, "STAMP", venv / "made-from")
    monkeypatch.setattr(run, "LIBRARIES", (tmp_path / "pyproject.toml", tmp_path / "constraints.txt"))
    monkeypatch.setattr(run, "attempt", made.attempt)
    monkeypatch.setattr(run, "works", run.PYTHON.exists)
    monkeypatch.setattr(run, "base_python", lambda: "python3")
    monkeypatch.setattr("shutil.which", lambda name: name)
    for name in run.OWN_INDEX:
        monkeypatch.delenv(name, raising=False)
    return made


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    commands: list[list[str]] = []

    def hand_over(command: Sequence[str | Path]) -> int:
        commands.append([str(word) for word in command])
        return 0

    monkeypatch.setattr(run, "hand_over", hand_over)
    monkeypatch.setattr(run, "set_up", lambda extra: commands.append(["set up", extra]))
    return commands


def test_only_the_standard_library_is_needed_to_start() -> None:
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_a_python_of_2019_can_read_it_to_the_end() -> None:
    ast.parse(SOURCE, feature_version=(3, 8))


def test_an_old_python_says_in_one_line_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run.main(["demo"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Synaq needs Python 3.11 or newer; this is Python 3.9")
    assert said.count("\n") == 1


def test_an_old_python_steps_aside_for_a_newer_one_and_passes_over_hollow_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, handed_over: list[list[str]]
) -> None:
    for name, script in (
        ("python3.14", "#!/bin/sh\nexit 127\n"),
        ("python3.12", f"#!/bin/sh\necho {sys.executable}\n"),
    ):
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run.main(["demo", "--port", "5001"]) == 0
    assert handed_over == [[sys.executable, str(run.ROOT / "run.py"), "demo", "--port", "5001"]]


def test_every_word_reaches_the_command_line_unchanged(handed_over: list[list[str]]) -> None:
    assert run.main(["journal", "verify", "--heads", "a file", "--"]) == 0
    assert handed_over == [
        ["set up", ""],
        [str(run.BIN / "synaq"), "journal", "verify", "--heads", "a file", "--"],
    ]


def test_the_word_test_brings_the_tools_and_passes_the_rest_to_pytest(
    handed_over: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run.main(["test", "-k", "holiday"]) == 0
    assert Path.cwd() == run.ROOT
    assert handed_over == [
        ["set up", "test"],
        [str(run.PYTHON), str(run.ROOT / "tests" / "run_all.py"), "-k", "holiday"],
    ]


def test_the_word_benchmark_brings_the_tools_and_hands_over_to_the_benchmarks(
    handed_over: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run.main(["benchmark", "journal", "--rounds", "3"]) == 0
    assert handed_over == [
        ["set up", "test"],
        [str(run.PYTHON), "-m", "benchmarks", "journal", "--rounds", "3"],
    ]


def test_the_word_faults_brings_the_tools_and_hands_over_to_the_fault_programs(
    handed_over: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run.main(["faults", "--rounds", "3", "--seed", "7"]) == 0
    assert handed_over == [
        ["set up", "test"],
        [str(run.PYTHON), "-m", "tests.faults", "--rounds", "3", "--seed", "7"],
    ]


def test_without_a_word_it_says_what_it_can_do(
    handed_over: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main([]) == 0
    assert "run.py demo" in capsys.readouterr().err


def test_uv_makes_the_environment_where_it_works(machine: Machine) -> None:
    run.set_up("")
    assert machine.steps == [
        "uv venv --python python3",
        "uv pip install --compile-bytecode --python .venv/bin/python",
    ]
    assert machine.attempted[1][-4:] == ["-e", str(machine.folder), "-c", "constraints.txt"]


def test_pip_does_it_where_uv_refuses_a_certificate(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.failing = {"uv pip"}
    run.set_up("test")
    assert machine.steps[2:] == [
        ".venv/bin/python -m pip",
        "python3 -m venv",
        ".venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check",
    ]
    assert machine.attempted[-1][-3] == f"{machine.folder}[test]"
    assert "uv does not work here (cause: nobody knows)" in capsys.readouterr().err


def test_an_index_of_ones_own_is_left_to_pip(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example.kz/simple")
    run.set_up("")
    assert not [words for words in machine.attempted if words[0] == "uv"]


def test_where_debian_leaves_ensurepip_out_the_machines_own_pip_does_it(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    machine.failing = {"python3 -m venv .venv"}
    run.set_up("")
    assert machine.steps == [
        ".venv/bin/python -m pip",
        "python3 -m venv",
        "python3 -m venv --without-pip",
        "python3 -m pip --python .venv/bin/python",
        "python3 -m pip --python .venv/bin/python install --quiet --no-input --disable-pip-version-check",
    ]


def test_where_nothing_works_one_line_says_what_to_install(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr(run, "DEBIAN", Path(__file__))
    machine.failing = {"python"}
    assert run.main(["demo"]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert "Run `apt-get install python3-venv`, or install uv, and start again." in last
    assert not run.STAMP.exists()


def test_a_second_start_finds_everything_done(machine: Machine) -> None:
    run.set_up("")
    machine.attempted.clear()
    run.set_up("")
    assert machine.attempted == []


def test_the_tools_for_tests_serve_the_demo_too_but_not_the_other_way_round(machine: Machine) -> None:
    run.set_up("")
    assert not run.is_ready("test")
    run.set_up("test")
    assert run.is_ready("test")
    assert run.is_ready("")


@pytest.mark.parametrize("change", ["libraries", "versions", "room", "python"])
def test_what_the_environment_was_made_from_has_changed(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    run.set_up("")
    assert run.is_ready("")
    if change == "libraries":
        (machine.folder / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    elif change == "versions":
        (machine.folder / "constraints.txt").write_text("flask==2\n")
    elif change == "room":
        (machine.folder / "exam").mkdir()
        (machine.folder / "exam" / "__init__.py").touch()
    else:
        monkeypatch.setattr(sys, "version_info", (3, 99, 0, "final", 0))
    assert not run.is_ready("")


def test_a_folder_that_was_moved_gets_a_new_environment(machine: Machine) -> None:
    run.set_up("")
    run.STAMP.write_text(f"{run.digest()} of another folder\n\n/home/somebody/else\n")
    left_over = run.BIN / "program-of-the-old-place"
    left_over.touch()
    run.set_up("")
    assert not left_over.exists()
    assert run.is_ready("")


def test_a_set_up_that_broke_off_is_begun_again(machine: Machine) -> None:
    machine.failing = {"install"}
    with pytest.raises(run.Failed):
        run.set_up("")
    assert not run.is_ready("")
    machine.failing = set()
    run.set_up("")
    assert run.is_ready("")


def test_libraries_land_in_the_environment_whatever_pip_was_told_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "ROOT", tmp_path)
    for name in run.ELSEWHERE:
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("PIP_USER", "1")
    question = "import os, sys; sys.exit(os.environ['PIP_USER'] != '0' or 'PIP_TARGET' in os.environ)"
    run.attempt([sys.executable, "-c", question])


def test_the_last_words_of_what_failed_are_kept() -> None:
    with pytest.raises(run.Failed, match="no such wheel"):
        run.attempt([sys.executable, "-c", "import sys; sys.exit('no such wheel')"])
    with pytest.raises(run.Failed, match="not-a-program"):
        run.attempt(["/not-a-program"])


def test_help_comes_without_making_anything(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(SOURCE, encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, tmp_path / "run.py", "--help"], capture_output=True, text=True, check=True
    )
    assert "run.py test" in answer.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["run.py"]
