"""The demo's banks: written, translated and approved by the demo's people through the verbs, on the days before today.

Most questions are in use; some are left on the way, so that the desks of author, translator, reviewer and bank
administrator are alive. Nothing of it comes near a production installation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.demo import NotForProduction
from accounts.models import Account, RoleGrant
from accounts.roles import Role
from core.actor import Actor, acting
from core.clock import frozen, now
from core.database import db
from core.settings import Settings
from question_banks.actions.banks import BankFacts, TopicFacts, enter_topic, open_bank
from question_banks.actions.drafts import Change, save_draft, send_to_review
from question_banks.actions.review import approve, comment, send_back
from question_banks.actions.standing import suspend
from question_banks.actions.taking import write_questions
from question_banks.canonical import decode
from question_banks.content import LANGUAGES, Language
from question_banks.contents import Held
from question_banks.demo_files import bring_files
from question_banks.items import BankItem, CaseItem, Item
from question_banks.models import Bank

DATA = Path(__file__).parent / "demo_data"
BANKS = ("health-law", "forensic-medicine", "pharmacy-practice", "oral")
# Of the last questions of this bank none comes into use: they wait on somebody's desk.
UNFINISHED_BANK, UNFINISHED = "health-law", 6
# To this bank two files have been brought.
BRINGS = "pharmacy-practice"


def fill_demo(settings: Settings) -> bool:
    """Fill in the demo's banks and commit; False where there are some already, or no people for them."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    people = _people()
    if len(people) < 4 or db.session.scalar(select(Bank.id).limit(1)) is not None:
        return False
    today = now()
    for code in BANKS:
        _fill_bank(json.loads((DATA / f"{code}.json").read_text(encoding="utf-8")), people, today)
        db.session.commit()
    bring_files(
        db.session.scalars(select(Bank).where(Bank.code == BRINGS)).one(), people[Role.BANK_ADMINISTRATOR]
    )
    db.session.commit()
    return True


def _people() -> dict[str, Actor]:
    """The demo's people of this room, each in their role."""
    roles = (Role.QUESTION_AUTHOR, Role.TRANSLATOR, Role.REVIEWER, Role.BANK_ADMINISTRATOR)
    rows = db.session.execute(
        select(RoleGrant, Account)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.role.in_(roles), RoleGrant.revoked_at.is_(None))
        .order_by(RoleGrant.id.desc())
    )
    return {
        grant.role: Actor(account.id, grant.role, grant.office_id, grant.id, account.name)
        for grant, account in rows
    }


def _fill_bank(told: dict[str, Any], people: dict[str, Actor], today: datetime) -> None:
    name = told["name"]
    keeper = people[Role.BANK_ADMINISTRATOR]
    with frozen(today - timedelta(days=40)), acting(keeper):
        assert keeper.office_id is not None, "a role of staff is held at an office"
        bank = open_bank(keeper.office_id, BankFacts(told["code"], name["kk"], name["ru"], name["en"]))
        for code, names in told["topics"].items():
            enter_topic(bank, TopicFacts(code, names["kk"], names["ru"], names["en"]))
    items = [_item(one) for one in told["items"]]
    author, translator, reviewer = (
        people[role] for role in (Role.QUESTION_AUTHOR, Role.TRANSLATOR, Role.REVIEWER)
    )
    unfinished = items[-UNFINISHED:] if told["code"] == UNFINISHED_BANK else []
    finished = [item for item in items if item not in unfinished]
    languages = dict.fromkeys(LANGUAGES, translator.account_id or 0)
    with frozen(today - timedelta(days=30)), acting(author):
        numbers = write_questions(bank, finished, translators=languages)
        numbers |= write_questions(bank, [_in_source(item) for item in unfinished])
    with frozen(today - timedelta(days=20)), acting(translator):
        for item in unfinished[2:]:
            save_draft(numbers[item.key], Change(texts=_translations(item)))
    with frozen(today - timedelta(days=15)), acting(author):
        editions = {item.key: send_to_review(numbers[item.key]).id for item in (*finished, *unfinished[3:])}
    with frozen(today - timedelta(days=10)), acting(reviewer):
        for item in finished:
            approve(numbers[item.key], editions[item.key], list(_held(item).texts))
    if unfinished:
        _leave_on_the_way([numbers[item.key] for item in unfinished], editions, unfinished, reviewer, today)
        _let_grow_old([numbers[item.key] for item in finished], finished, people, today)


def _item(told: dict[str, Any]) -> Item:
    return decode(CaseItem, told) if told["kind"] == "case" else decode(BankItem, told)


def _held(item: Item) -> Held:
    return item.vignette if isinstance(item, CaseItem) else item.question


def _in_source(item: Item) -> Item:
    """The item as its author wrote it: in one language."""
    if isinstance(item, CaseItem):
        return replace(item, vignette=replace(item.vignette, texts=_source_only(item.vignette)))
    return replace(item, question=replace(item.question, texts=_source_only(item.question)))


def _source_only(held: Held) -> dict[Language, Any]:
    return {held.source_language: held.texts[held.source_language]}


def _translations(item: Item) -> dict[Language, dict[str, str]]:
    held = _held(item)
    return {
        one: dict(held.texts[one].parts)
        for one in LANGUAGES
        if one in held.texts and one != held.source_language
    }


def _leave_on_the_way(
    numbers: Sequence[int], editions: dict[str, int], items: Sequence[Item], reviewer: Actor, today: datetime
) -> None:
    """Two drafts in the source alone, one translated, one sent back, two waiting for review."""
    with frozen(today - timedelta(days=3)), acting(reviewer):
        remark = "Уточните, какая редакция статьи имеется в виду: с 2024 года пункт изложен иначе."
        send_back(numbers[3], editions[items[3].key], remark)


def _let_grow_old(
    numbers: Sequence[int], items: Sequence[Item], people: dict[str, Actor], today: datetime
) -> None:
    """Some of those in use: changed anew, in a second edition, suspended, commented on."""
    author, keeper = people[Role.QUESTION_AUTHOR], people[Role.BANK_ADMINISTRATOR]
    number, item = list(_plain(numbers, items, 3))[-1]
    with frozen(today - timedelta(days=6)), acting(author):
        stem = _held(item).texts["ru"].parts["stem"]
        save_draft(
            number,
            Change(texts={"ru": {"stem": f"Согласно действующему закону: {stem[0].lower()}{stem[1:]}"}}),
        )
        edition = send_to_review(number)
    with frozen(today - timedelta(days=5)), acting(people[Role.REVIEWER]):
        approve(number, edition.id)
    with frozen(today - timedelta(days=2)), acting(author):
        for number, item in _plain(numbers, items, 2):
            stem = _held(item).texts["ru"].parts["stem"]
            save_draft(
                number,
                Change(texts={"ru": {"stem": f"Согласно действующему закону: {stem[0].lower()}{stem[1:]}"}}),
            )
    with frozen(today - timedelta(days=1)), acting(keeper):
        suspend(
            numbers[-2],
            "Поступила жалоба кандидата на неоднозначность варианта; проверяется по тексту закона.",
        )
        comment(numbers[-3], "Проверить после вступления поправок в силу.")


def _plain(numbers: Sequence[int], items: Sequence[Item], count: int) -> Iterator[tuple[int, Item]]:
    """The first questions whose source is Russian."""
    found = 0
    for number, item in zip(numbers, items, strict=True):
        if isinstance(item, BankItem) and item.question.source_language == "ru" and found < count:
            found += 1
            yield number, item
