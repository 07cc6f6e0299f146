"""What each word of the closed lists is called in Kazakh, Russian and English.

For pages, papers and the command line: `name_of(Role.HEAD).in_("kk")`. The words stand in `dictionary/`,
so that a lawyer can mend them without touching a line of code.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from regulations import kinds, term_text
from regulations.bars import Bar, Forbidden
from regulations.model import Amount
from regulations.reader import Node, TextFault, open_yaml
from regulations.settings import SettingKind, load_setting_kinds
from regulations.verbs import Outcome, Verb
from regulations.words import LANGUAGES, Words

DICTIONARY = Path(__file__).parent / "dictionary"

_GROUP_OF: dict[type[StrEnum], str] = {
    kinds.Office: "offices",
    kinds.Role: "roles",
    kinds.Commission: "commissions",
    kinds.StepKind: "kinds",
    Verb: "verbs",
    Outcome: "outcomes",
    kinds.LimitStatus: "limit_statuses",
    kinds.TermStatus: "term_statuses",
    kinds.SignatureKind: "signature_kinds",
    kinds.Signed: "signed",
    kinds.GateFact: "gate_facts",
    kinds.RefusalForm: "refusal_forms",
    kinds.Basis: "bases",
    kinds.Medium: "media",
    kinds.By: "ways",
    kinds.ChannelId: "channels",
    kinds.LegalState: "legal_states",
    kinds.ServiceForm: "service_forms",
    kinds.Severity: "severities",
    kinds.ProcedureKind: "procedure_kinds",
    kinds.SettingType: "setting_types",
    kinds.Need: "needs",
    Bar: "bars",
}


@dataclass(frozen=True, slots=True)
class System:
    """A neighbouring information system named by the texts."""

    id: str
    name: Words
    services: tuple[str, ...]
    clauses: str


@cache
def _words() -> dict[str, dict[str, Words]]:
    root = open_yaml(DICTIONARY / "words.yaml")
    groups = {
        group: {str(word): root.need(group).need(str(word)).words() for word in root.need(group).mapping()}
        for group in root.mapping()
    }
    for kind, group in _GROUP_OF.items():
        for word in kind:
            if word.value not in groups.get(group, {}):
                root.faults.append(f'{root.file}: {group}: "{word.value}" has no name')
    if root.faults:
        raise TextFault(root.faults)
    return groups


@cache
def systems() -> dict[str, System]:
    root = open_yaml(DICTIONARY / "systems.yaml")
    found = {}
    for name in root.mapping():
        node = root.need(str(name))
        found[str(name)] = System(
            str(name), node.need("name").words(), node.all("services", Node.text), node.text_of("clauses")
        )
        node.done()
    if root.faults:
        raise TextFault(root.faults)
    return found


@cache
def setting_kinds() -> dict[str, SettingKind]:
    return load_setting_kinds(DICTIONARY / "settings.yaml")


def name_of(word: StrEnum) -> Words:
    """The name of one word of a closed list."""
    return _words()[_GROUP_OF[type(word)]][word.value]


def sentence(group: str, code: str) -> Words:
    """A sentence of a group that has no list of its own: `value_faults`, `not_open`."""
    return _words()[group][code]


def bar_sentence(forbidden: Forbidden) -> Words:
    """The reason of a refusal in words; the clause is told beside it."""
    return name_of(forbidden.bar)


def actor_name(actor: str) -> Words:
    """Whoever acts in a portal list: a role, a neighbouring system, or the provider as a whole."""
    if actor in systems():
        return systems()[actor].name
    return name_of(kinds.Office.SINGLE) if actor == "provider" else name_of(kinds.Role(actor))


def amount_words(amount: Amount) -> Words:
    """A length of time in words: `4 жұмыс күні`, `4 рабочих дня`, `4 working days`."""
    return Words(*[term_text.amount_words(amount, language) for language in LANGUAGES])
