"""Who must not decide on whom: a conflict of interest that was declared, or that is found by rule.

Pure. What is found is shown to the secretary with the facts that agree; whether the member is recused is recorded by a
person, for two people may share a name and an address by chance, and a common employer may be a whole ministry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    DECLARED = "declared"
    SAME_PERSON = "same_person"
    SAME_EMPLOYER = "same_employer"
    SAME_HOUSEHOLD = "same_household"
    TAUGHT = "taught"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Employer:
    """Where somebody works: the number decides where both have one, the name otherwise."""

    name: str = ""
    bin: str | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """A member of the commission as far as conflicts need them."""

    name: str
    iin: str | None = None
    address: str = ""
    employers: tuple[Employer, ...] = ()
    declared: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom the papers of the candidate name."""

    name: str
    iin: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """The candidate, and whom the papers name as teachers and as signatories of the documents."""

    name: str
    iin: str | None = None
    address: str = ""
    employers: tuple[Employer, ...] = ()
    taught_by: tuple[Named, ...] = ()
    signed_by: tuple[Named, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Conflict:
    """One conflict, with the fact that agrees."""

    kind: Kind
    fact: str


def conflicts(judge: Judge, candidate: Candidate) -> tuple[Conflict, ...]:
    """Every conflict between the two, in the order in which they weigh."""
    found: list[Conflict] = []
    if judge.iin and judge.iin == candidate.iin:
        found.append(Conflict(Kind.SAME_PERSON, candidate.name))
    if judge.declared.strip():
        found.append(Conflict(Kind.DECLARED, judge.declared.strip()))
    found += [Conflict(Kind.TAUGHT, one.name) for one in candidate.taught_by if _is(judge, one)]
    found += [Conflict(Kind.SIGNED, one.name) for one in candidate.signed_by if _is(judge, one)]
    found += [
        Conflict(Kind.SAME_EMPLOYER, theirs.name or mine.name)
        for mine in judge.employers
        for theirs in candidate.employers
        if _same_employer(mine, theirs)
    ]
    if _same_household(judge, candidate):
        found.append(Conflict(Kind.SAME_HOUSEHOLD, candidate.address))
    return tuple(dict.fromkeys(found))


def _is(judge: Judge, named: Named) -> bool:
    """The number decides where both have one; else the words of the names, in any order."""
    if judge.iin and named.iin:
        return judge.iin == named.iin
    mine, theirs = _words(judge.name), _words(named.name)
    # A paper often leaves the patronymic out: two words that agree are enough, one is not.
    return len(set(mine) & set(theirs)) >= 2 and (set(mine) <= set(theirs) or set(theirs) <= set(mine))


def _same_employer(mine: Employer, theirs: Employer) -> bool:
    if mine.bin and theirs.bin:
        return mine.bin == theirs.bin
    words = _words(mine.name)
    return bool(words) and words == _words(theirs.name)


def _same_household(judge: Judge, candidate: Candidate) -> bool:
    address = _words(judge.address)
    return bool(address) and address == _words(candidate.address) and _surname(judge) == _surname(candidate)


def _surname(who: Judge | Candidate) -> str:
    """The first word of the name without its gendered ending: Сейітов and Сейітова, Ковальский and Ковальская."""
    words = _words(who.name)
    if not words:
        return ""
    first = words[0]
    for ending, stem in (("ская", "ск"), ("ский", "ск"), ("цкая", "цк"), ("цкий", "цк")):
        if first.endswith(ending):
            return first.removesuffix(ending) + stem
    return first[:-1] if re.search(r"(?:ов|ев|ин|ын)а$", first) else first


def _words(text: str) -> tuple[str, ...]:
    """The words of a name or an address as they are compared: without case, stops and quotation marks."""
    return tuple(re.findall(r"\w+", text.casefold().replace("ё", "е")))
