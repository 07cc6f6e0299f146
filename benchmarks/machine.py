"""On which machine a figure was taken: without it, a figure says nothing to anybody else."""

from __future__ import annotations

import os
import platform
import sqlite3
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import psutil

LIBRARIES = ("flask", "sqlalchemy", "psycopg", "granian", "argon2-cffi", "typst")
SYNCS = 200
PAGE = b"\0" * 4096


def describe(folder: Path) -> dict[str, Any]:
    """Processor, memory, disk and versions; `folder` is where the databases of the run lie."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": _processor(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "fdatasync_us": round(_sync_time(folder) * 1e6),
        "busy_before": [round(load, 2) for load in os.getloadavg()],
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "libraries": {name: version(name) for name in LIBRARIES},
    }


def _processor() -> str:
    """The model's name where the kernel tells it, else the kind."""
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        for line in facts.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def _sync_time(folder: Path) -> float:
    """The median seconds in which a written page reaches the disk: what every commit pays at least."""
    sync = getattr(os, "fdatasync", os.fsync)
    took: list[float] = []
    path = folder / "sync-time"
    with path.open("wb", buffering=0) as stream:
        for number in range(SYNCS):
            os.pwrite(stream.fileno(), PAGE, number * len(PAGE))
            began = time.perf_counter()
            sync(stream.fileno())
            took.append(time.perf_counter() - began)
    path.unlink()
    return median(took)
