#!/usr/bin/env python3
"""The one file a stranger starts: it makes the environment, then hands over.

    python3 run.py demo [--port N] [--host ADDRESS] [--fresh]   a working Synaq with demo data
    python3 run.py test [pytest arguments]                      every check, on SQLite and on PostgreSQL
    python3 run.py benchmark NAME ... | all | --help            how fast it is here, beside what could be done here
    python3 run.py faults [--rounds N] [--seed S]               what is lost when things break under the answers
    python3 run.py pictures                                     the pages that README shows, taken anew
    python3 run.py VERB ...                                     the command line: synaq VERB ...

It needs Python 3.11 or newer and nothing else. Only the standard library is used here, and only syntax that
Python 3.8 reads, so that an old Python says one clear sentence instead of stopping in the middle.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OLDEST = (3, 11)
# First those for which every library is published ready-made, the newest leading; then the ones to come.
NEWER_PYTHONS = ("3.14", "3.13", "3.12", "3.11", "3.15", "3.16", "3.17")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LIBRARIES = (ROOT / "pyproject.toml", ROOT / "constraints.txt")
STAMP = VENV / "made-from"
DEBIAN = Path("/etc/debian_version")

# What is no part of the installed service: it needs the libraries for tests, and this folder.
WORKSHOP = {
    "test": (ROOT / "tests" / "run_all.py",),
    "benchmark": ("-m", "benchmarks"),
    "faults": ("-m", "tests.faults"),
    "pictures": ("-m", "tests.pictures"),
}

# A person who points pip at an index of their own means it; uv does not read these.
OWN_INDEX = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_CONSTRAINT")
# These would put the libraries beside the environment instead of into it.
ELSEWHERE = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")


class Failed(Exception):
    """A way of making the environment does not work here; says what was tried and what came of it."""


def main(words: list[str]) -> int:
    """Make the environment when it is missing or out of date, then hand the words over."""
    if not os.environ.get("HOME", "unset"):
        # An empty HOME would put every cache into the root folder; without it the account's own home counts.
        del os.environ["HOME"]
    if sys.version_info < OLDEST:
        return start_again_with_a_newer_python(words)
    if not words or words[0] in {"-h", "--help"}:
        say(str(__doc__))
        return hand_over([BIN / "synaq", "--help"]) if is_ready("") else 0
    program = WORKSHOP.get(words[0])
    try:
        set_up("test" if program else "")
    except Failed as failure:
        say(str(failure))
        return 1
    if program:
        os.chdir(str(ROOT))
        return hand_over([PYTHON, *program, *words[1:]])
    return hand_over([BIN / "synaq", *words])


def say(sentence: str) -> None:
    """Tell the person; standard output belongs to the command that is handed over to."""
    print(sentence, file=sys.stderr, flush=True)


def hand_over(command: Sequence[str | Path]) -> int:
    """Become the command; Windows knows no such thing, there it is started and waited for."""
    texts = [str(part) for part in command]
    if os.name == "nt":
        return subprocess.call(texts)
    return os.execv(texts[0], texts)


# --- An old Python steps aside ---------------------------------------------------------------------------------


def start_again_with_a_newer_python(words: list[str]) -> int:
    """Run the same words under a newer Python of this machine; without one, say what is missing."""
    newer = find_newer_python()
    if newer is None:
        needed, here = "{}.{}".format(*OLDEST), "{}.{}".format(*sys.version_info[:2])
        say(
            f"Synaq needs Python {needed} or newer; this is Python {here} ({sys.executable}), and there is no newer "
            f"one on the PATH. Install one, from your system's packages or from python.org, and start again."
        )
        return 1
    return hand_over([newer, ROOT / "run.py", *words])


def find_newer_python() -> str | None:
    """The first new enough Python on the PATH that really starts: version managers leave hollow names there."""
    question = f"import sys; print(sys.executable if sys.version_info >= {OLDEST!r} else '')"
    for name in ["python" + version for version in NEWER_PYTHONS] + ["python3", "python"]:
        path = shutil.which(name)
        if path is None:
            continue
        answer = subprocess.run(
            [path, "-c", question], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
        )
        found = answer.stdout.decode(errors="replace").strip()
        if answer.returncode == 0 and found:
            return found
    return None


# --- The environment -------------------------------------------------------------------------------------------


def digest() -> str:
    """What the environment depends on: this Python, this folder, the rooms in it and the lists of libraries."""
    facts = ["{}.{}".format(*sys.version_info[:2]), str(ROOT)]
    facts += sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
    lists = [path.read_bytes() for path in LIBRARIES if path.exists()]
    return hashlib.sha256(b"\0".join([fact.encode() for fact in facts] + lists)).hexdigest()


def is_ready(extra: str) -> bool:
    """Whether the environment was made from just this, with at least the libraries that are asked for."""
    made_from, made_with, _folder = read_stamp()
    return PYTHON.exists() and made_from == digest() and extra in {"", made_with}


def read_stamp() -> list[str]:
    """What the environment was made from, with which extra, in which folder; nothing of it when it was not finished."""
    try:
        return (STAMP.read_text(encoding="utf-8").split("\n") + ["", "", ""])[:3]
    except OSError:
        return ["", "", ""]


def set_up(extra: str) -> None:
    """Make the environment by the first way that works: nothing to do, uv, pip."""
    if is_ready(extra):
        return
    with one_at_a_time():
        if is_ready(extra):
            return
        started = time.monotonic()
        if not works() or read_stamp()[2] not in {"", str(ROOT)}:
            # Made by another Python, or moved: the programs in it would start in the old place.
            shutil.rmtree(str(VENV), ignore_errors=True)
        elif STAMP.exists():
            STAMP.unlink()
        if not install_with_uv(extra):
            install_with_pip(extra)
        STAMP.write_text(f"{digest()}\n{extra}\n{ROOT}\n", encoding="utf-8")
        say(f"  ready after {time.monotonic() - started:.1f} s")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two starts in one folder must not build the same environment at once: the second waits for the first."""
    with LIBRARIES[0].open() as lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        except (ImportError, OSError):
            pass  # Windows, or a disk that knows no locks: as good as it gets there.
        yield


def works() -> bool:
    """Whether there is an environment that starts, made by a Python like this one."""
    question = f"import sys; raise SystemExit(sys.version_info[:2] != {tuple(sys.version_info[:2])!r})"
    try:
        return subprocess.call([str(PYTHON), "-c", question], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def libraries(extra: str) -> list[str]:
    """What to install: this folder, as it stands, in the versions that were tried together."""
    wanted = ["-e", f"{ROOT}[{extra}]" if extra else str(ROOT)]
    return wanted + (["-c", str(LIBRARIES[1])] if LIBRARIES[1].exists() else [])


def install_with_uv(extra: str) -> bool:
    """The fast way. It may fail where pip does not, above all behind a certificate authority of one's own."""
    uv = shutil.which("uv")
    own_index = any(name in os.environ for name in OWN_INDEX)
    if uv is None or (own_index and not any(name in os.environ for name in ("UV_DEFAULT_INDEX", "UV_INDEX"))):
        return False
    say("Making the environment in .venv with uv ...")
    made_before = PYTHON.exists()
    try:
        if not made_before:
            attempt([uv, "venv", "--python", base_python(), VENV])
        attempt([uv, "pip", "install", "--compile-bytecode", "--python", PYTHON, *libraries(extra)])
    except Failed as failure:
        say(f"  uv does not work here ({str(failure).splitlines()[-1].strip()}); pip will do it.")
        if not made_before:
            shutil.rmtree(str(VENV), ignore_errors=True)
        return False
    return True


def install_with_pip(extra: str) -> None:
    """The way that needs least: the environment's own pip, or this Python's where Debian leaves ensurepip out."""
    say("Making the environment in .venv with pip (about half a minute) ...")
    pip: list[str | Path] = [PYTHON, "-m", "pip"]
    try:
        attempt([*pip, "--version"])
    except Failed:
        try:
            attempt([base_python(), "-m", "venv", VENV])
        except Failed:
            shutil.rmtree(str(VENV), ignore_errors=True)
            pip = [base_python(), "-m", "pip", "--python", PYTHON]
            try:
                attempt([base_python(), "-m", "venv", "--without-pip", VENV])
                attempt([*pip, "--version"])
            except Failed:
                raise Failed(what_to_install()) from None
    try:
        attempt([*pip, "install", "--quiet", "--no-input", "--disable-pip-version-check", *libraries(extra)])
    except Failed as failure:
        raise Failed(
            f"{failure}\nThe libraries could not be installed; pip's own words stand above. Synaq needs a package "
            "index within reach: PIP_INDEX_URL names another one."
        ) from None


def what_to_install() -> str:
    """The one sentence for a machine that has neither way."""
    wanted = f"Install the venv and pip modules of {base_python()}"
    if DEBIAN.exists():
        wanted = "Run `apt-get install python3-venv`"
    return f"This Python has neither venv nor pip. {wanted}, or install uv, and start again."


def base_python() -> str:
    """This Python itself, also when it was started through an environment that is about to be remade."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def attempt(command: Sequence[str | Path]) -> None:
    """Run quietly; when it fails, what it said last becomes the reason."""
    surroundings = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    surroundings["PIP_USER"] = "0"
    if not can_keep_cache():
        surroundings["UV_NO_CACHE"] = "1"
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=str(ROOT),
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except OSError as error:
        raise Failed(f"{command[0]}: {error}") from None
    if done.returncode != 0:
        said = done.stdout.decode(errors="replace").strip().splitlines()[-12:]
        raise Failed("\n".join(said or [f"{command[0]} ended with {done.returncode}"]))


def can_keep_cache() -> bool:
    """Whether uv may write its cache; pip finds that out by itself, uv stops."""
    named = os.environ.get("UV_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    folder = Path(named or os.path.expanduser("~/.cache"))
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(str(folder), os.W_OK)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
