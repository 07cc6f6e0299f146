"""The import law reaches every room, also the newest one."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
LAW = SETTINGS["importlinter"]
ORDER = [
    "core",
    "regulations",
    "gateways",
    "accounts",
    "question_banks",
    "applications",
    "exam",
    "commissions",
    "orders",
    "desks",
]


def rooms() -> set[str]:
    return {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks", "migrations"}


def test_every_room_stands_under_the_law() -> None:
    assert set(LAW["root_packages"]) == rooms()
    for contract in LAW["contracts"]:
        if contract["type"] == "forbidden":
            assert set(contract["source_modules"]) == rooms()


def test_the_law_names_the_rooms_in_the_order_of_a_case() -> None:
    layers = next(contract["layers"] for contract in LAW["contracts"] if contract["type"] == "layers")
    assert [name.strip("()") for name in reversed(layers)] == ORDER


def test_every_room_is_part_of_what_is_installed() -> None:
    patterns = SETTINGS["setuptools"]["packages"]["find"]["include"]
    assert rooms() <= {pattern.rstrip("*") for pattern in patterns}
