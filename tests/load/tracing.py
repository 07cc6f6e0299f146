"""What a process really asks of the kernel, and in which order: for the tests that do not take a setting's word."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

WRITES = ("write", "writev", "pwrite64", "pwritev", "sendto", "sendmsg")
SYNCS = ("fsync", "fdatasync")
# Longer than a page of the database, so that what is written can be recognised.
LONGEST = 8192

_CALL = re.compile(r"(?P<call>\w+)\(\d+<(?P<where>[^>]*)>(?P<rest>.*)")
_RESUMED = re.compile(r"<\.\.\. (?P<call>\w+) resumed>.* = 0$")


@dataclass(frozen=True)
class Step:
    """One thing that reached a file or a connection: `written` when it was begun, `synced` when it was done."""

    what: str
    where: str
    text: str = ""


def tracer(output: Path) -> list[str]:
    """The words to put before a command, so that its writes and syncs are told in `output`."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.fail("This test needs strace: `apt-get install strace`.", pytrace=False)
    calls = ",".join(WRITES + SYNCS)
    words = [
        strace,
        "-f",
        "--seccomp-bpf",
        "-y",
        "-s",
        str(LONGEST),
        "-e",
        f"trace={calls}",
        "-o",
        str(output),
    ]
    tried = subprocess.run([*words, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.fail(
            "This test needs leave to trace a process of its own, and this machine refuses it (in a container: "
            f"--cap-add=SYS_PTRACE). strace said: {tried.stderr.strip()}",
            pytrace=False,
        )
    return words


def end_traced(process: subprocess.Popen[bytes], patience: float) -> None:
    """End what runs under the tracer, so that the tracer writes down the rest and ends by itself."""
    for child in psutil.Process(process.pid).children(recursive=True):
        child.kill()
    process.wait(patience)


def steps(output: Path) -> list[Step]:
    """The writes and syncs of all threads in the order of the kernel; a sync counts when it is done, and done well."""
    told: list[Step] = []
    syncing: dict[str, str] = {}
    for line in output.read_text(errors="replace").splitlines():
        thread, _, rest = line.partition(" ")
        if call := _CALL.match(rest.strip()):
            if call["call"] in WRITES:
                told.append(Step("written", call["where"], call["rest"]))
            elif "<unfinished" in call["rest"]:
                syncing[thread] = call["where"]
            elif call["rest"].endswith(" = 0"):
                told.append(Step("synced", call["where"]))
        elif (resumed := _RESUMED.match(rest.strip())) and resumed["call"] in SYNCS:
            told.append(Step("synced", syncing.pop(thread)))
    return told
