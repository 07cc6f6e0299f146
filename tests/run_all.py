"""Every check of the house, each with its time; `python3 run.py test` ends here.

Without arguments: lint, types, the import law, templates, and the tests: what asks for a database on SQLite and on
PostgreSQL, what asks for none once, and what a browser does; two parts side by side where the machine has two cores;
what a part printed is shown when it is done. With arguments: pytest alone with these arguments, on both databases. A
test that is skipped fails the run, for it has shown nothing.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# Longer than any part should take; a part that hangs is ended and counts as failed.
PATIENCE_SECONDS = 45 * 60
# More would only disturb each other: a part keeps a core busy, and its servers some of the other.
MOST_LANES = 2


@dataclass
class Part:
    """One check: its command, and what came of it."""

    name: str
    command: list[str]
    report: Path | None = None
    seconds: float = 0.0
    fault: str = ""
    counts: dict[str, int] = field(default_factory=lambda: {"passed": 0, "failed": 0, "skipped": 0})

    @property
    def result(self) -> str:
        told = [f"{number} {word}" for word, number in self.counts.items() if number]
        return ", ".join(([f"FAILED ({self.fault})"] if self.fault else ["ok"]) + told)


def checks() -> list[Part]:
    """The checks that read the code."""
    return [
        Part("ruff check", [tool("ruff"), "check", "."]),
        Part("ruff format", [tool("ruff"), "format", "--check", "."]),
        Part("import law", [tool("lint-imports"), "--no-logo"]),
        Part("templates", [tool("djlint"), "templates", "--lint", "--quiet"]),
        Part("mypy --strict", [tool("mypy")]),
    ]


def tests(reports: Path, words: list[str]) -> list[Part]:
    """The tests; with words of one's own, just those, on both databases."""
    if words:
        return [pytest_part(f"pytest on {kind}", kind, reports, words) for kind in ("sqlite", "postgresql")]
    # What asks for no database would show the same twice. The longest first, and none so long that a lane waits for it.
    walk = "tests/browser"
    steps = [f"--steps-taken={reports}"]
    return [
        pytest_part(
            "pytest on postgresql", "postgresql", reports, [*steps, "-m", "database and not browser"]
        ),
        pytest_part("pytest on sqlite", "sqlite", reports, [*steps, "-m", "database and not browser"]),
        pytest_part("pytest in chromium", "sqlite", reports, ["-m", "browser", f"--ignore={walk}"]),
        pytest_part("every page in chromium", "sqlite", reports, ["-m", "browser", walk]),
        pytest_part("pytest without a database", "sqlite", reports, ["-m", "not database and not browser"]),
    ]


def step_map(reports: Path) -> Part:
    """What the journeys walked, all of them together, held against the digest of the regulations."""
    return Part("step map", [sys.executable, "-m", "tests.journeys.step_map", str(reports)])


def pytest_part(name: str, kind: str, reports: Path, words: list[str]) -> Part:
    """Pytest on one kind of database, counted by the report that it writes."""
    report = reports / f"{name.replace(' ', '-')}.xml"
    command = [sys.executable, "-m", "pytest", f"--database={kind}", f"--junit-xml={report}", *words]
    return Part(name, command, report)


def tool(name: str) -> str:
    """A program of this environment, whatever the PATH says."""
    return str(BIN / name)


def work(part: Part, output: IO[bytes] | None = None) -> Part:
    """Run one part and enter its time and result; what it prints goes to the output, or straight to the person."""
    began = time.monotonic()
    with subprocess.Popen(part.command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT) as process:
        try:
            code = process.wait(PATIENCE_SECONDS)
            part.fault = f"exit {code}" if code else ""
        except subprocess.TimeoutExpired:
            part.fault = f"not done after {PATIENCE_SECONDS} s"
            end(process)
    part.seconds = time.monotonic() - began
    if part.report:
        count(part)
    return part


def one_after_another(parts: list[Part]) -> None:
    """Work through the parts in order, each speaking as it goes."""
    for part in parts:
        print(f"\n=== {part.name}", flush=True)
        work(part)


def side_by_side(parts: list[Part], folder: Path) -> None:
    """Work through the parts in as many lanes as there are cores, and show what each printed when it is done."""
    lanes = min(MOST_LANES, os.cpu_count() or 1)
    with ThreadPoolExecutor(lanes) as pool:
        waiting = [pool.submit(_into_file, part, folder / f"{at}.txt") for at, part in enumerate(parts)]
        try:
            for done in as_completed(waiting):
                part, output = done.result()
                print(f"\n=== {part.name}", flush=True)
                sys.stdout.write(output.read_text(encoding="utf-8", errors="replace"))
        finally:
            pool.shutdown(cancel_futures=True)


def _into_file(part: Part, path: Path) -> tuple[Part, Path]:
    with path.open("wb") as output:
        return work(part, output), path


def end(process: subprocess.Popen[bytes]) -> None:
    """Interrupt first, so that pytest ends the servers that it has started."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()


def count(part: Part) -> None:
    """Read pytest's report; a run that ended without one, or badly without a failed test, is one failure."""
    if part.report and part.report.exists():
        for suite in ET.parse(part.report).getroot().iter("testsuite"):
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            part.counts["failed"] += bad
            part.counts["skipped"] += skipped
            part.counts["passed"] += int(suite.get("tests", 0)) - bad - skipped
    if part.fault and not part.counts["failed"]:
        part.counts["failed"] = 1
    if part.counts["skipped"] and not part.fault:
        part.fault = "a skipped test shows nothing"


def table(parts: list[Part], together: float) -> str:
    """The seconds and the result of each part, and how long the person waited for all of them."""
    rows = [(part.name, f"{part.seconds:.1f}", part.result) for part in parts]
    rows.append(("together", f"{together:.1f}", ""))
    wide = max(len(name) for name, _, _ in rows)
    return "\n".join(
        [f"\n{'part':<{wide}}  seconds  result", "-" * (wide + 17)]
        + [f"{name:<{wide}}  {seconds:>7}  {result}".rstrip() for name, seconds, result in rows]
    )


def closing_line(parts: list[Part]) -> str:
    """The one line of counts, over all tests of the run."""
    total = {word: sum(part.counts[word] for part in parts) for word in ("passed", "failed", "skipped")}
    line = f"{total['passed']} passed, {total['failed']} failed"
    return f"{line}, {total['skipped']} skipped" if total["skipped"] else line


def main(words: list[str]) -> int:
    """Work through the parts to the end, whatever fails on the way."""
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="synaq-reports-") as name:
        folder = Path(name)
        parts = ordered(folder, words)
        try:
            if words:
                one_after_another(parts)
            else:
                side_by_side(parts, folder)
                parts.append(step_map(folder))
                one_after_another(parts[-1:])
        except KeyboardInterrupt:
            for part in parts:
                part.fault = part.fault or ("" if part.seconds else "stopped")
    print(table(parts, time.monotonic() - began))
    failed = [part.name for part in parts if part.fault]
    if failed:
        print(f"\nNot in order: {', '.join(failed)}.")
    print(f"\n{closing_line(parts)}", flush=True)
    return 1 if failed else 0


def ordered(reports: Path, words: list[str]) -> list[Part]:
    """What is done, in the order in which it is begun: what is told at once first, then the long parts."""
    if words:
        return tests(reports, words)
    *quick, types = checks()
    return [*quick, *tests(reports, words), types]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
