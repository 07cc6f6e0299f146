"""Every check of the house, one after another, each with its time; `python3 run.py test` ends here.

Without arguments: lint, types, the import law, templates, then the tests on SQLite, on PostgreSQL and in a browser.
With arguments: pytest alone with these arguments, on both databases. A test that is skipped fails the run, for it
has shown nothing.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# Longer than any part should take; a part that hangs is ended and counts as failed.
PATIENCE_SECONDS = 20 * 60


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
        Part("mypy --strict", [tool("mypy")]),
        Part("import law", [tool("lint-imports"), "--no-logo"]),
        Part("templates", [tool("djlint"), "templates", "--lint", "--quiet"]),
    ]


def tests(reports: Path, words: list[str]) -> list[Part]:
    """The tests; with words of one's own, just those, on both databases."""
    if words:
        return [pytest_part(f"pytest on {kind}", kind, reports, words) for kind in ("sqlite", "postgresql")]
    apart = ["-m", "not browser"]
    return [
        pytest_part("pytest on sqlite", "sqlite", reports, apart),
        pytest_part("pytest on postgresql", "postgresql", reports, apart),
        pytest_part("pytest in chromium", "sqlite", reports, ["-m", "browser"]),
    ]


def pytest_part(name: str, kind: str, reports: Path, words: list[str]) -> Part:
    """Pytest on one kind of database, counted by the report that it writes."""
    report = reports / f"{name.replace(' ', '-')}.xml"
    command = [sys.executable, "-m", "pytest", f"--database={kind}", f"--junit-xml={report}", *words]
    return Part(name, command, report)


def tool(name: str) -> str:
    """A program of this environment, whatever the PATH says."""
    return str(BIN / name)


def work(part: Part) -> None:
    """Run one part and enter its time and result."""
    print(f"\n=== {part.name}", flush=True)
    began = time.monotonic()
    with subprocess.Popen(part.command, cwd=ROOT) as process:
        try:
            code = process.wait(PATIENCE_SECONDS)
            part.fault = f"exit {code}" if code else ""
        except subprocess.TimeoutExpired:
            part.fault = f"not done after {PATIENCE_SECONDS} s"
            end(process)
    part.seconds = time.monotonic() - began
    if part.report:
        count(part)


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


def table(parts: list[Part]) -> str:
    """The seconds and the result of each part."""
    rows = [(part.name, f"{part.seconds:.1f}", part.result) for part in parts]
    rows.append(("together", f"{sum(part.seconds for part in parts):.1f}", ""))
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
    done: list[Part] = []
    with tempfile.TemporaryDirectory(prefix="synaq-reports-") as folder:
        try:
            for part in ([] if words else checks()) + tests(Path(folder), words):
                done.append(part)
                work(part)
        except KeyboardInterrupt:
            done[-1].fault = "stopped"
    print(table(done))
    failed = [part.name for part in done if part.fault]
    if failed:
        print(f"\nNot in order: {', '.join(failed)}.")
    print(f"\n{closing_line(done)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
