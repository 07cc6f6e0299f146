"""The verbs of banks and topics: open, change, close, open again; enter, change and take away a topic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from accounts.models import Office, Specialty
from accounts.refused_facts import RefusedFact, check_version, refuse_far_day
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from question_banks.models import Bank, BankSpecialty, StoredQuestion, Topic
from question_banks.topic_paths import LONGEST_CODE, LONGEST_PATH, codes_of, path_of

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE_FIELDS = ("name_kk", "name_ru", "name_en")


@dataclass(frozen=True, slots=True)
class BankFacts:
    """A bank under its code, with its name in three languages and the specialties that it serves."""

    code: str
    name_kk: str
    name_ru: str
    name_en: str
    specialties: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """A topic under its code; without names it is called by the code."""

    code: str
    name_kk: str = ""
    name_ru: str = ""
    name_en: str = ""
    parent_id: int | None = None


def open_bank(office_id: int, facts: BankFacts) -> Bank:
    """Open a bank at an office."""
    _check_facts(facts)
    if db.session.scalar(select(Bank.id).where(Bank.code == facts.code)) is not None:
        raise RefusedFact("code", _l("Another bank has this code already."))
    office = db.session.get(Office, office_id)
    if office is None or office.closed_on is not None:
        raise RefusedFact("office", _l("Choose an office that works."))
    bank = Bank(
        code=facts.code,
        office_id=office.id,
        opened_by=_person(),
        opened_at=now(),
        **{name: getattr(facts, name).strip() for name in LANGUAGE_FIELDS},
    )
    db.session.add(bank)
    db.session.flush()
    _set_specialties(bank, facts.specialties)
    _record("question_banks:bank:open", bank, new=_told(facts))
    return bank


def change_bank(bank: Bank, facts: BankFacts, seen: int | None = None) -> None:
    """Change the names and the specialties of a bank; its code stands in papers and stays."""
    check_version(bank.version, seen)
    _check_facts(facts)
    if facts.code != bank.code:
        raise RefusedFact("code", _l("The code of a bank stands in blueprints and papers and cannot change."))
    old = {name: getattr(bank, name) for name in LANGUAGE_FIELDS} | {"specialties": specialties_of(bank.id)}
    for name in LANGUAGE_FIELDS:
        setattr(bank, name, getattr(facts, name).strip())
    db.session.flush()
    _set_specialties(bank, facts.specialties)
    _record("question_banks:bank:change", bank, old=old, new=_told(facts))


def close_bank(bank: Bank, day: date, seen: int | None = None) -> None:
    """Close a bank from a day on: nothing new is written in it and nothing is drawn from it."""
    check_version(bank.version, seen)
    if bank.closed_on is not None:
        raise Refusal(_l("This bank is closed already."))
    refuse_far_day("day", day)
    bank.closed_on = day
    db.session.flush()
    _record("question_banks:bank:close", bank, new={"closed_on": day})


def reopen_bank(bank: Bank, seen: int | None = None) -> None:
    """Open a closed bank again."""
    check_version(bank.version, seen)
    if bank.closed_on is None:
        raise Refusal(_l("This bank is open."))
    old, bank.closed_on = bank.closed_on, None
    db.session.flush()
    _record("question_banks:bank:reopen", bank, old={"closed_on": old})


def check_open(bank: Bank) -> None:
    """Refuse to write in a closed bank."""
    if bank.closed_on is not None:
        raise Refusal(
            _l("This bank is closed. Nothing new is written in it."),
            next_step=_l("Ask the bank administrator to open it again."),
        )


def enter_topic(bank: Bank, facts: TopicFacts) -> Topic:
    """Enter a topic, at the top or below another one of the same bank."""
    check_open(bank)
    parent = _topic(bank.id, facts.parent_id)
    code = _topic_code(facts.code)
    path = _free_path(bank.id, parent, code)
    topic = Topic(bank_id=bank.id, parent_id=parent.id if parent else None, code=code, path=path)
    _name(topic, facts)
    db.session.add(topic)
    db.session.flush()
    _record("question_banks:topic:enter", bank, new={"topic": path})
    return topic


def change_topic(topic: Topic, facts: TopicFacts) -> None:
    """Change a topic's code, names or place; what stands below it comes along."""
    bank = db.session.get_one(Bank, topic.bank_id)
    parent = _topic(bank.id, facts.parent_id)
    if parent is not None and (parent.id == topic.id or parent.path.startswith(f"{topic.path}/")):
        raise RefusedFact("parent", _l("A topic cannot stand below itself."))
    old, code = topic.path, _topic_code(facts.code)
    path = path_of((*(codes_of(parent.path) if parent else ()), code))
    if path != old:
        _free_path(bank.id, parent, code)
        _move_below(bank.id, old, path)
    topic.code, topic.parent_id, topic.path = code, parent.id if parent else None, path
    _name(topic, facts)
    db.session.flush()
    _record("question_banks:topic:change", bank, old={"topic": old}, new={"topic": path})


def _move_below(bank_id: int, old: str, path: str) -> None:
    below = db.session.scalars(select(Topic).where(Topic.bank_id == bank_id, Topic.path > f"{old}/"))
    for topic in below:
        if topic.path.startswith(f"{old}/"):
            moved = path + topic.path[len(old) :]
            if len(moved) > LONGEST_PATH:
                raise RefusedFact("code", _l("The topics would be nested too deeply."))
            topic.path = moved


def take_topic_away(topic: Topic) -> None:
    """Take away a topic in which nothing stands."""
    below = db.session.scalar(select(Topic.id).where(Topic.parent_id == topic.id).limit(1))
    used = db.session.scalar(select(StoredQuestion.id).where(StoredQuestion.topic_id == topic.id).limit(1))
    if below is not None or used is not None:
        raise Refusal(
            _l("There are questions or topics in this topic."),
            next_step=_l("Move them to another topic first."),
        )
    bank = db.session.get_one(Bank, topic.bank_id)
    _record("question_banks:topic:take_away", bank, old={"topic": topic.path})
    db.session.execute(delete(Topic).where(Topic.id == topic.id))
    db.session.expunge(topic)


def topics_for(bank: Bank, paths: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """The topics of these codes from the top, entered where they are missing; for the verbs that take questions in."""
    known = {
        codes_of(path): number
        for path, number in db.session.execute(select(Topic.path, Topic.id).where(Topic.bank_id == bank.id))
    }
    wanted = sorted(
        {path[:depth] for path in paths for depth in range(1, len(path) + 1)} - known.keys(), key=len
    )
    for codes in wanted:
        path = path_of(codes)
        if len(path) > LONGEST_PATH or len(codes[-1]) > LONGEST_CODE or not codes[-1].strip():
            raise Refusal(_l("The topic “%(topic)s” is empty or too long.", topic="/".join(codes)[:80]))
        known[codes] = db.session.execute(
            insert(Topic)
            .values(
                bank_id=bank.id,
                parent_id=known.get(codes[:-1]),
                code=codes[-1],
                path=path,
                name_kk="",
                name_ru="",
                name_en="",
            )
            .returning(Topic.id)
        ).scalar_one()
    return known


def specialties_of(bank_id: int) -> list[int]:
    """The numbers of the specialties that a bank serves."""
    return sorted(
        db.session.scalars(select(BankSpecialty.specialty_id).where(BankSpecialty.bank_id == bank_id))
    )


def _set_specialties(bank: Bank, wanted: Sequence[int]) -> None:
    known = set(db.session.scalars(select(Specialty.id).where(Specialty.id.in_(wanted))))
    if known != set(wanted):
        raise RefusedFact("specialties", _l("Choose specialties of the list."))
    db.session.execute(delete(BankSpecialty).where(BankSpecialty.bank_id == bank.id))
    if known:
        rows = [{"bank_id": bank.id, "specialty_id": one} for one in sorted(known)]
        db.session.execute(insert(BankSpecialty), rows)


def _check_facts(facts: BankFacts) -> None:
    if not _CODE.fullmatch(facts.code) or len(facts.code) > 60:
        raise RefusedFact("code", _l("Write the code in small Latin letters, digits and single hyphens."))
    for name in LANGUAGE_FIELDS:
        if not getattr(facts, name).strip():
            raise RefusedFact(name, _l("Write the name of the bank in all three languages."))


def _topic(bank_id: int, topic_id: int | None) -> Topic | None:
    if topic_id is None:
        return None
    topic = db.session.scalar(select(Topic).where(Topic.id == topic_id, Topic.bank_id == bank_id))
    if topic is None:
        raise NotFound
    return topic


def _topic_code(typed: str) -> str:
    code = " ".join(typed.split())
    if not code or len(code) > LONGEST_CODE:
        raise RefusedFact("code", _l("Give the topic a code of at most %(most)s letters.", most=LONGEST_CODE))
    return code


def _free_path(bank_id: int, parent: Topic | None, code: str) -> str:
    path = path_of((*(codes_of(parent.path) if parent else ()), code))
    if len(path) > LONGEST_PATH:
        raise RefusedFact("code", _l("The topics would be nested too deeply."))
    if db.session.scalar(select(Topic.id).where(Topic.bank_id == bank_id, Topic.path == path)) is not None:
        raise RefusedFact("code", _l("There is a topic with this code here already."))
    return path


def _name(topic: Topic, facts: TopicFacts) -> None:
    for name in LANGUAGE_FIELDS:
        setattr(topic, name, " ".join(getattr(facts, name).split()))


def _person() -> int:
    number = current_actor().account_id
    if number is None:
        raise Refusal(_l("A person must answer for this."))
    return number


def _told(facts: BankFacts) -> dict[str, Any]:
    return {
        "code": facts.code,
        **{name: getattr(facts, name) for name in LANGUAGE_FIELDS},
        "specialties": sorted(facts.specialties),
    }


def _record(
    tag: str, bank: Bank, *, old: dict[str, Any] | None = None, new: dict[str, Any] | None = None
) -> None:
    record(tag, subject=("question_bank", bank.id), office_id=bank.office_id, old=old, new=new)
