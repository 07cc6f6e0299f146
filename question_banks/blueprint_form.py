"""A blueprint as it is kept: one canonical text; and what must be in it before anybody is asked to approve it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from question_banks.blueprint import Blueprint
from question_banks.canonical import canonical_bytes, decode

LackCode = Literal[
    "no_sections", "empty_section", "no_title", "no_minutes", "no_pass_rule", "pass_rule_of_a_ticket", "too_large"
]  # fmt: skip
MOST_QUESTIONS = 500


@dataclass(frozen=True, slots=True)
class Lack:
    """What a blueprint lacks, and in which section and language."""

    code: LackCode
    section: int = 0
    language: str = ""


def pack_blueprint(blueprint: Blueprint) -> str:
    """The canonical text of a blueprint."""
    return canonical_bytes(blueprint).decode("utf-8")


def unpack_blueprint(content: str) -> Blueprint:
    """The blueprint that a stored text holds."""
    return decode(Blueprint, json.loads(content))


@lru_cache(maxsize=64)
def minutes_of(blueprint: str) -> int | None:
    """The minutes that a blueprint gives: a hall that starts asks the same one a thousand times."""
    return unpack_blueprint(blueprint).minutes


def lacks(blueprint: Blueprint) -> tuple[Lack, ...]:
    """Everything that keeps a blueprint from being decided on; that questions are missing is told apart."""
    found: list[Lack] = []
    if not blueprint.sections:
        found.append(Lack("no_sections"))
    for at, section in enumerate(blueprint.sections, start=1):
        if not section.size:
            found.append(Lack("empty_section", at))
        found += [
            Lack("no_title", at, one)
            for one in blueprint.languages
            if not section.titles.get(one, "").strip()
        ]
    if blueprint.size > MOST_QUESTIONS:
        found.append(Lack("too_large"))
    if blueprint.purpose == "test":
        if blueprint.minutes is None:
            found.append(Lack("no_minutes"))
        if blueprint.pass_share is None:
            found.append(Lack("no_pass_rule"))
    elif blueprint.pass_share is not None or any(one.pass_share for one in blueprint.sections):
        found.append(Lack("pass_rule_of_a_ticket"))
    return tuple(found)
