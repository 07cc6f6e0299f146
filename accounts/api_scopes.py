"""What a token lets another system do through the API, and the word that a route of the API carries. Pure data."""

from __future__ import annotations

from core.languages import Text, _l

SCOPES: dict[str, Text] = {
    "cases.submit": _l("Submit applications"),
    "cases.read": _l("Read applications and the history of their status"),
    "papers.read": _l("Take papers"),
    "notices.read": _l("Read notices to applicants"),
    "results.read": _l("Take the results of services: certificates, licences, and what became of them"),
}

_PREFIX = "api."
# The permission words of the API's routes; no role of a person holds them.
API_WORDS: frozenset[str] = frozenset(_PREFIX + scope for scope in SCOPES)


def scope_of(word: str) -> str:
    """The scope that a word of the API asks for."""
    return word.removeprefix(_PREFIX)
