"""The disk under the database of a fault program: a small one of its own that can be filled, where that is permitted.

Where this process may not mount anything, a full disk is imitated by a limit on the size of files for the processes
that write the database; which of the two it is stands on the screen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

MEGABYTE = 1024**2
# What a fresh cluster with its log and three databases takes, and what an empty SQLite database takes, several times.
ROOM = {"postgresql": 256 * MEGABYTE, "sqlite": 48 * MEGABYTE}
# Under a limit: no byte goes into a file beyond this place, be it of a database or of a log.
LARGEST = 64 * 1024
BLOCK = 4096
MOUNT = "synaq-small-disk"


class NotMade(Exception):
    """The fault did not come about: the round shows nothing, and must not pass for one that did."""


@dataclass
class Disk:
    """Where the database lies. `mounted`: a file system of its own, of a size of its own."""

    folder: Path
    mounted: bool
    size: int

    def __str__(self) -> str:
        if self.mounted:
            return f"a tmpfs of {self.size // MEGABYTE} MB at {self.folder}"
        return f"the disk of {self.folder}; a full disk is a limit on the size of files (RLIMIT_FSIZE)"

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self, writers: Iterable[psutil.Process]) -> None:
        """From now on nothing more goes onto the disk: no byte on it is free, or no file may grow."""
        if self.mounted:
            with self._ballast.open("wb", buffering=0) as ballast, suppress(OSError):
                while True:
                    ballast.write(bytes(BLOCK))
            return
        for process in writers:
            limit(process, str(LARGEST))

    def free(self, writers: Iterable[psutil.Process]) -> None:
        self._ballast.unlink(missing_ok=True)
        for process in () if self.mounted else writers:
            limit(process, "unlimited")


def limit(process: psutil.Process, size: str) -> None:
    """Let no file of the process grow beyond the size. Its owner asks for it: a container's root may not for others."""
    with suppress(psutil.NoSuchProcess):
        own = process.uids().real == os.getuid()
        as_owner = {} if own else {"user": process.uids().real, "group": process.gids().real}
        words = ["prlimit", "--pid", str(process.pid), f"--fsize={size}:unlimited"]
        try:
            done = subprocess.run(words, capture_output=True, text=True, check=False, **as_owner)  # type: ignore[call-overload]  # numbers, or none
        except OSError as error:
            raise NotMade(
                f"this machine permits no small disk, and a limit cannot be set: {error}"
            ) from error
        if done.returncode and process.is_running():
            raise NotMade(f"this machine permits neither a small disk nor a limit: {done.stderr.strip()}")


@contextmanager
def open_disk(kind: str, *, small: bool) -> Iterator[Disk]:
    """A folder for the databases, on a small disk where one is wanted and can be had."""
    remove_those_of_dead_runs()
    folder = Path(tempfile.mkdtemp(prefix=f"{MOUNT}-{os.getpid()}-"))
    folder.chmod(0o755)
    mounted = small and mount(folder, ROOM[kind])
    try:
        yield Disk(folder, mounted, ROOM[kind])
    finally:
        remove(folder)


def mount(folder: Path, size: int) -> bool:
    """Whether a tmpfs of that size stands there now."""
    words = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", MOUNT, str(folder)]
    try:
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def remove(folder: Path) -> None:
    """Take the disk away, also from under a process that was killed a moment ago."""
    if folder.is_mount():
        subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=True)
    shutil.rmtree(folder, ignore_errors=True)


def remove_those_of_dead_runs() -> None:
    """A run that was killed could not tidy up."""
    for folder in Path(tempfile.gettempdir()).glob(f"{MOUNT}-*"):
        owner = folder.name.removeprefix(f"{MOUNT}-").partition("-")[0]
        if not owner.isdecimal() or psutil.pid_exists(int(owner)) or not os.access(folder, os.W_OK):
            continue
        for process in psutil.process_iter(["cmdline"]):
            if any(str(folder) in word for word in process.info["cmdline"] or []):
                process.kill()
        remove(folder)
