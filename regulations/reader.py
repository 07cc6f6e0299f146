"""Reads one YAML file strictly and says exactly where it is wrong.

For the lawyer or the administrator who writes a text: every fault names the file and the place in it
(`steps[4].limit.unit: "wrking_day" is no unit`), all faults of a file are told at once, and a key that
nobody reads is a fault too, because a misspelt key is a fact lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import yaml

from regulations.words import LANGUAGES, Words

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

# What a person calls the things of a closed list, for the sentence of the fault.
NOUNS = {
    "StepKind": "kind of step",
    "Office": "office level",
    "Role": "actor",
    "Unit": "unit",
    "LimitStatus": "status of a limit",
    "TermStatus": "status of a term",
    "GateFact": "fact of a gate",
    "ChannelId": "channel",
    "Medium": "medium",
    "SettingType": "type of setting",
    "SignatureKind": "kind of signature",
}


class TextFault(Exception):
    """A text that does not load. `faults` are whole sentences, each beginning with the file and the path."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class Node:
    """One value of the file together with its path; remembers which of its keys were read."""

    __slots__ = ("faults", "file", "path", "seen", "value")

    def __init__(self, value: object, file: str, path: str, faults: list[str]) -> None:
        self.value, self.file, self.path, self.faults = value, file, path, faults
        self.seen: set[str] = set()

    def fault(self, sentence: str) -> None:
        place = f"{self.path}: " if self.path else ""
        self.faults.append(f"{self.file}: {place}{sentence}")

    def child(self, key: str, value: object) -> Node:
        return Node(value, self.file, f"{self.path}.{key}" if self.path else key, self.faults)

    def mapping(self) -> dict[str, Any]:
        if isinstance(self.value, dict):
            return self.value
        if self.value is not None:
            self.fault(f"{said(self.value)} stands where a group of named facts is expected")
        return {}

    def get(self, key: str) -> Node | None:
        """The value under an optional key; nothing when the key is absent or empty."""
        self.seen.add(key)
        found = self.mapping().get(key)
        return None if found is None else self.child(key, found)

    def need(self, key: str) -> Node:
        """The value under a key that must be there."""
        node = self.get(key)
        if node is None:
            node = self.child(key, None)
            node.fault("is missing")
        return node

    def items(self, key: str) -> Iterator[Node]:
        """The members of a list; an absent list is an empty one."""
        self.seen.add(key)
        found = self.mapping().get(key)
        if found is None:
            return
        if not isinstance(found, list):
            self.child(key, found).fault("must be a list")
            return
        for number, member in enumerate(found):
            yield Node(
                member,
                self.file,
                f"{self.path}.{key}[{number}]" if self.path else f"{key}[{number}]",
                self.faults,
            )

    def done(self) -> None:
        """Every key must have been asked for by now; the rest is unknown to us and therefore refused."""
        for key in self.mapping():
            if key not in self.seen:
                self.child(str(key), None).fault("is no fact that a text can state here")

    # one value

    def text(self) -> str:
        if isinstance(self.value, str) and self.value.strip():
            return self.value
        if self.value is not None:
            self.fault(f"{said(self.value)} is no sentence")
        return ""

    def number(self) -> int:
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return self.value
        if self.value is not None:
            self.fault(f"{said(self.value)} is no whole number")
        return 0

    def truth(self) -> bool:
        if isinstance(self.value, bool):
            return self.value
        self.fault(f"{said(self.value)} is neither true nor false")
        return False

    def day(self) -> date:
        if type(self.value) is date:
            return self.value
        if self.value is not None:
            self.fault(f"{said(self.value)} is no date (write 2014-03-19)")
        return date.min

    def word(self, kind: type[E]) -> E:
        """A word of a closed list."""
        try:
            return kind(self.value)  # type: ignore[arg-type]  # a wrong value is what is being asked about
        except ValueError:
            if self.value is not None:
                self.fault(f"{said(self.value)} is no {NOUNS.get(kind.__name__, kind.__name__.lower())}")
            return next(iter(kind))

    def words(self) -> Words:
        """A sentence in all three languages."""
        if self.value is None:
            return Words("", "", "")
        words = Words(*[self.need(language).text() for language in LANGUAGES])
        self.done()
        return words

    # a value under a key

    def text_of(self, key: str) -> str:
        return self.need(key).text()

    def maybe(self, key: str, read: Callable[[Node], T]) -> T | None:
        node = self.get(key)
        return None if node is None else read(node)

    def flag(self, key: str) -> bool:
        node = self.get(key)
        return False if node is None else node.truth()

    def all(self, key: str, read: Callable[[Node], T]) -> tuple[T, ...]:
        return tuple(read(node) for node in self.items(key))


def said(value: object) -> str:
    """A value as the fault repeats it: in quotation marks, short."""
    shown = str(value)
    return f'"{shown[:60]}…"' if len(shown) > 60 else f'"{shown}"'


class StrictLoader(yaml.CSafeLoader):
    """YAML as such lets a key stand twice and keeps the last: here the second one is refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        made = super().construct_mapping(node, deep=deep)
        if len(made) != len(node.value):
            raise yaml.constructor.ConstructorError(
                None, None, f"a key stands twice among {', '.join(str(key) for key in made)}", node.start_mark
            )
        return made


def open_yaml(path: Path) -> Node:
    """The root of a YAML file. A file that is no YAML is a fault with its line."""
    name = f"{path.parent.name}/{path.name}"
    try:
        with path.open(encoding="utf-8") as stream:
            value = yaml.load(stream, Loader=StrictLoader)  # noqa: S506 - a subclass of the safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f" in line {mark.line + 1}" if mark else ""
        raise TextFault([f"{name}: is not readable as YAML{line}: {error.problem}"]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise TextFault([f"{name}: cannot be read: {error}"]) from error
    root = Node(value, name, "", [])
    if not isinstance(value, dict):
        raise TextFault([f"{root.file}: holds no named facts"])
    return root
