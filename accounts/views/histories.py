"""The history of a thing as its page shows it: sentences, who, and the record itself one click deeper."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from accounts.journal_reading import Entry, Names, about
from accounts.journal_sentences import FIELD_NAMES, role_word, sentence_of, thing_named
from accounts.views.finding import own_zone
from core.languages import _, long_moment


def history_of(kind: str, identity: int | str, *, personal: bool = False) -> list[dict[str, Any]]:
    """What happened to one thing, for the macro that draws it."""
    return shown(about(kind, identity, personal=personal))


def shown(entries: Iterable[Entry], *, with_thing: bool = False) -> list[dict[str, Any]]:
    """Entries for the macro `history`; on a page of many things each says what it is about."""
    listed = list(entries)
    names = Names(listed)
    zone = own_zone() if listed else ""
    return [
        {
            "when": long_moment(entry.moment, zone),
            "iso": entry.moment.isoformat(),
            "sentence": _sentence(entry, names, with_thing),
            "who": _who(entry, names),
            "details": _details(entry, names),
        }
        for entry in listed
    ]


def _sentence(entry: Entry, names: Names, with_thing: bool) -> str | Markup:
    sentence = sentence_of(entry, names)
    if not with_thing:
        return sentence
    return Markup("<b>{}</b><br>{}").format(thing_named(entry, names), sentence)


def _who(entry: Entry, names: Names) -> str:
    parts = (
        names.person(entry.actor_id) or ("Synaq" if entry.actor_id is None else ""),
        role_word(entry.actor_role),
        names.office(entry.actor_office_id),
    )
    return ", ".join(part for part in parts if part)


def _details(entry: Entry, names: Names) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = [(_("Record"), entry.tag)]
    rows += _changes(entry.old, entry.new)
    rows += _changes(_part(entry.personal, "old"), _part(entry.personal, "new") or entry.personal)
    if entry.personal_state == "kept" and not entry.personal:
        rows.append((_("Personal part"), _("kept apart; not shown here")))
    if entry.personal_state == "erased":
        rows.append((_("Personal part"), _("lawfully erased; the chain goes on proving the rest")))
    place = names.office(entry.chain) or _("the whole system")
    rows.append((_("Chain and place"), f"{place}, {entry.position}"))
    rows.append((_("Digest"), _mono(entry.digest)))
    rows.append((_("Digest before it"), _mono(entry.previous)))
    if entry.request_id:
        rows.append((_("Number of the request"), _mono(entry.request_id)))
    return rows


def _part(facts: dict[str, Any], name: str) -> dict[str, Any]:
    found = facts.get(name)
    return found if isinstance(found, dict) else {}


def _changes(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, Any]]:
    """Each fact of the record: what it was and what it became."""
    rows = []
    for name in dict.fromkeys((*old, *new)):
        word = str(FIELD_NAMES.get(name, name))
        if name in old and name in new and old[name] != new[name]:
            rows.append((word, f"{_raw(old[name])} → {_raw(new[name])}"))
        else:
            rows.append((word, _raw(new[name] if name in new else old[name])))
    return rows


def _raw(value: Any) -> str:
    if value is None or value == "":
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _mono(text: str) -> Markup:
    return Markup('<span class="digest">{}</span>').format(text)
