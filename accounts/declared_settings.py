"""The settings that regulations and rooms ask an office to decide: what each is, and what a value must be.

The texts of the regulations declare what the law leaves open, each for its service; a room may declare besides what
it needs itself. Types, values and their faults are those of the regulations. There is no default anywhere: what
nobody has decided is unset, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from accounts.refused_facts import RefusedFact
from core.languages import Text, current_language
from regulations.catalogue import Catalogue, catalogue
from regulations.kinds import ChannelId, Need, ProcedureKind, SettingType
from regulations.model import Choice, DeclaredSetting, Edition
from regulations.naming import name_of, sentence
from regulations.setting_values import Value, ValueFault, read_value
from regulations.words import LANGUAGES, Words


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the law gives no answer: the contradiction or gap that was recorded, and why it is settled so."""

    title: Words
    reason: Words


@dataclass(frozen=True, slots=True)
class SettingKind:
    """A setting that somebody asks for. `declared` has what each service says of it; the key "" speaks for a room."""

    key: str
    type: SettingType
    label: Words
    explanation: Words
    declared: Mapping[str, DeclaredSetting]
    why_unknown: tuple[Reason, ...] = ()
    # Which kinds of office are asked for a setting that concerns the office as a whole; empty: all.
    office_kinds: frozenset[str] = frozenset()
    # What the room that asks finds wrong with a value of the right type; nothing where it takes any.
    fault: Callable[[Value], Text | None] | None = None

    @property
    def services(self) -> tuple[str, ...]:
        """The services whose texts ask for it; none where it concerns the office as a whole."""
        return tuple(service for service in self.declared if service)

    def concerns(self, office_kind: str) -> bool:
        """Whether an office of this kind is asked as a whole."""
        return not self.office_kinds or office_kind in self.office_kinds

    def needed_for(self, service: str = "") -> tuple[Need, ...]:
        """The acts that must wait while it is unset."""
        return tuple(dict.fromkeys(need for part in self._parts(service) for need in part.needed_for))

    def may_be_zero(self, service: str = "") -> bool:
        """Whether a length of time of nothing at all is an answer; for all services only if it suits every text."""
        return all(part.may_be_zero for part in self._parts(service))

    def choices(self, service: str = "") -> tuple[Choice, ...]:
        """The answers to choose from; for all services together only those that every text knows."""
        parts = self._parts(service)
        common = set.intersection(*({choice.id for choice in part.choices} for part in parts))
        return tuple(choice for choice in parts[0].choices if choice.id in common)

    def proposed(self, service: str = "") -> str | None:
        """What the settled contradiction advises; never taken as a value by itself."""
        advice = {part.proposed for part in self._parts(service)}
        return advice.pop() if len(advice) == 1 else None

    def read(self, service: str, stored: Any) -> Value:
        """The typed value of a stored one, or a sentence that says what is wrong with it."""
        try:
            values = [read_value(part, stored) for part in self._parts(service)]
        except ValueFault as fault:
            raise RefusedFact("value", _fault(fault.code)) from fault
        wrong = self.fault(values[0]) if self.fault else None
        if wrong is not None:
            raise RefusedFact("value", wrong)
        return values[0]

    def _parts(self, service: str) -> list[DeclaredSetting]:
        """Whom a value must suit: the text of its service, or all of them."""
        if service in self.declared:
            return [self.declared[service]]
        return list(self.declared.values())


def _fault(code: str) -> Text:
    return sentence("value_faults", code).in_(current_language())


_kinds: dict[str, SettingKind] = {}
_titles: dict[str, Words] = {}


def declare(setting: DeclaredSetting, service: str = "", label: Words | None = None) -> SettingKind:
    """Let the offices be asked for a setting, by a service's text or by a room."""
    known = _kinds.get(setting.key)
    if known is None:
        known = SettingKind(setting.key, setting.type, label or setting.label, setting.explanation, {})
    elif known.type is not setting.type:
        raise ValueError(f"{setting.key} is declared as {known.type} and as {setting.type}")
    _kinds[setting.key] = replace(known, declared={**known.declared, service: setting})
    return _kinds[setting.key]


def declare_for_offices(
    setting: DeclaredSetting,
    office_kinds: Iterable[str],
    fault: Callable[[Value], Text | None] | None = None,
) -> SettingKind:
    """Let offices of these kinds be asked for a setting that concerns the office as a whole, by a room.

    `fault` says what is wrong with a value of the right type.
    """
    kind = replace(declare(setting), office_kinds=frozenset(office_kinds), fault=fault)
    _kinds[setting.key] = kind
    return kind


def own_setting(
    key: str, kind: SettingType, label: Words, explanation: Words, choices: tuple[Choice, ...] = ()
) -> DeclaredSetting:
    """A setting that no text declares: a room of Synaq itself asks for it."""
    return DeclaredSetting(
        key=key,
        name=key,
        type=kind,
        label=label,
        explanation=explanation,
        unknown_by="",
        clause="",
        procedure=None,
        channel=None,
        choices=choices,
        proposed=None,
        needed_for=(),
    )


def declare_texts(texts: Catalogue) -> None:
    """Let the offices be asked for all that these texts leave open, in the order in which services are shown."""
    for service in texts.services():
        _titles[service] = texts.newest(service).title
        for edition in texts.editions_of(service):
            for setting in edition.settings:
                kind = declare(setting, service, _label(edition, setting))
                reasons = dict.fromkeys((*kind.why_unknown, *_reasons(edition, setting)))
                _kinds[kind.key] = replace(kind, why_unknown=tuple(reasons))


def _label(edition: Edition, setting: DeclaredSetting) -> Words:
    """One setting may be asked for each procedure or channel: then its name says which."""
    part: Words | None = None
    if setting.channel is not None:
        part = name_of(ChannelId(setting.channel))
    elif setting.procedure is not None:
        procedure = edition.procedure(setting.procedure)
        named = procedure.kind in (ProcedureKind.ISSUE, ProcedureKind.REISSUE, ProcedureKind.DUPLICATE)
        part = name_of(procedure.kind) if named else procedure.title
    if part is None:
        return setting.label
    return Words(*(f"{setting.label.in_(code)}: {_small(part.in_(code))}" for code in LANGUAGES))


def _small(text: str) -> str:
    """A name inside a sentence begins small, unless it is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _reasons(edition: Edition, setting: DeclaredSetting) -> Iterable[Reason]:
    for found in edition.contradictions:
        if found.issue == setting.unknown_by:
            yield Reason(found.title, found.reason)


@cache
def _texts() -> None:
    """The texts of this installation declare theirs when somebody first asks."""
    declare_texts(catalogue())


def kinds() -> tuple[SettingKind, ...]:
    """Every declared setting, in the order of declaration."""
    _texts()
    return tuple(_kinds.values())


def find(key: str) -> SettingKind | None:
    """A declared setting by its key."""
    _texts()
    return _kinds.get(key)


def services() -> tuple[str, ...]:
    """The services that ask for settings."""
    _texts()
    return tuple(_titles)


def service_title(service: str, language: str | None = None) -> str:
    """A service by its title."""
    _texts()
    words = _titles.get(service)
    return words.in_(language or current_language()) if words else service
