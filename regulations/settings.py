"""What the law leaves open: the kinds of office settings and how a text declares them.

For `accounts`, which keeps each office's values with the decision behind them, and for every verb that
must not run while such a value is missing. There are no defaults anywhere in this file: an unset setting
is unset, and the act that needs it waits.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from regulations.kinds import ChannelId, Need, SettingType
from regulations.model import Choice, DeclaredSetting, Edition
from regulations.reader import Node, TextFault, open_yaml
from regulations.words import Words


@dataclass(frozen=True, slots=True)
class SettingKind:
    """A setting as the dictionary knows it, before a text declares it for a clause."""

    name: str
    type: SettingType
    label: Words
    explanation: Words
    choices: tuple[Choice, ...]
    needed_for: tuple[Need, ...]
    may_be_zero: bool


def load_setting_kinds(path: Path) -> dict[str, SettingKind]:
    root = open_yaml(path)
    kinds = {}
    for name in root.mapping():
        node = root.need(str(name))
        kinds[str(name)] = SettingKind(
            name=str(name),
            type=node.need("type").word(SettingType),
            label=node.need("label").words(),
            explanation=node.need("explanation").words(),
            choices=node.all("choices", _choice),
            needed_for=node.all("needed_for", lambda need: need.word(Need)),
            may_be_zero=node.flag("may_be_zero"),
        )
        node.done()
    if root.faults:
        raise TextFault(root.faults)
    return kinds


def _choice(node: Node) -> Choice:
    choice = Choice(node.text_of("id"), node.need("label").words())
    node.done()
    return choice


def read_declared(
    root: Node, kinds: Mapping[str, SettingKind], procedures: tuple[str, ...], channels: tuple[ChannelId, ...]
) -> tuple[DeclaredSetting, ...]:
    """The declarations of one text. `per: procedure` and `per: channel` declare one setting for each."""
    declared: list[DeclaredSetting] = []
    for node in root.items("settings"):
        name = node.text_of("use")
        kind = kinds.get(name)
        if kind is None:
            node.child("use", None).fault(f'"{name}" is no setting of the dictionary')
        per = node.maybe("per", Node.text)
        if per not in (None, "procedure", "channel"):
            node.child("per", None).fault(f'"{per}" is neither procedure nor channel')
        wanted = node.all("procedures", Node.text) or procedures
        unknown_by, clause = node.text_of("unknown_by"), node.text_of("clause")
        proposed = node.maybe("proposed", Node.text)
        choices = node.all("choices", _choice)
        node.done()
        if kind is None:
            continue
        for procedure, channel in _instances(per, wanted, channels):
            suffix = procedure or channel
            declared.append(
                DeclaredSetting(
                    key=f"{name}/{suffix}" if suffix else name,
                    name=name,
                    type=kind.type,
                    label=kind.label,
                    explanation=kind.explanation,
                    unknown_by=unknown_by,
                    clause=clause,
                    procedure=procedure,
                    channel=channel,
                    choices=choices or kind.choices,
                    proposed=proposed,
                    needed_for=kind.needed_for,
                    may_be_zero=kind.may_be_zero,
                )
            )
    return tuple(declared)


def _instances(
    per: str | None, procedures: tuple[str, ...], channels: tuple[ChannelId, ...]
) -> list[tuple[str | None, ChannelId | None]]:
    if per == "procedure":
        return [(procedure, None) for procedure in procedures]
    if per == "channel":
        return [(None, channel) for channel in channels]
    return [(None, None)]


def unset(edition: Edition, set_keys: Collection[str]) -> tuple[DeclaredSetting, ...]:
    """The declared settings of this text that the office has not answered yet."""
    return tuple(setting for setting in edition.settings if setting.key not in set_keys)


def missing_for(
    edition: Edition,
    need: Need,
    set_keys: Collection[str],
    procedure: str | None = None,
    channel: ChannelId | None = None,
) -> tuple[DeclaredSetting, ...]:
    """What must be decided before this act is lawful here. No refusal leaves while this is not empty for REFUSAL."""
    return tuple(
        setting
        for setting in unset(edition, set_keys)
        if need in setting.needed_for
        and (procedure is None or setting.procedure in (None, procedure))
        and (channel is None or setting.channel in (None, channel))
    )
