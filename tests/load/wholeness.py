"""Whether a database that went through something holds all that was acknowledged, and nothing by halves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import orjson
from sqlalchemy import Select, create_engine, select
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

from accounts.models import Account, KnownDevice, LogIn
from core.models import JournalEntry, JournalPersonal, NumberSeries, OutboxMessage
from core.settings import Settings
from tests.load.pages import SERIES, TAG


@dataclass(frozen=True)
class Kept:
    """The letters that a database holds, whole each."""

    marks: frozenset[str]
    highest: dict[int, int]


def whole_letters(url: str) -> Kept:
    """Read all letters; each has its row, its number, its entry and the entry's personal part, and none is missing."""
    engine = create_engine(Settings(database_url=url).database, poolclass=NullPool)
    with engine.connect() as connection:
        rows = set(connection.scalars(select(OutboxMessage.key)))
        entries = _entries(connection)
        personal = set(connection.scalars(_personal(TAG)))
        query = select(NumberSeries.office_id, NumberSeries.last).where(NumberSeries.series == SERIES)
        last = {row.office_id: row.last for row in connection.execute(query)}
    engine.dispose()
    assert rows - set(entries) == set(), "rows without their entry"
    assert set(entries) - rows == set(), "entries without their row"
    assert personal == {f'{{"mark":"{mark}"}}' for mark in entries}, "personal parts do not fit the entries"
    numbers: dict[int, list[int]] = defaultdict(list)
    for office, number in entries.values():
        numbers[office].append(number)
    for office, given in numbers.items():
        assert sorted(given) == list(range(1, len(given) + 1)), f"numbers of office {office} have a gap"
    assert last == {office: len(given) for office, given in numbers.items()}, "a number was taken for nothing"
    return Kept(frozenset(entries), last)


def _entries(connection: Connection) -> dict[str, tuple[int, int]]:
    """Office and number of each letter, by its mark."""
    found = connection.execute(
        select(JournalEntry.subject_id, JournalEntry.chain, JournalEntry.new).where(JournalEntry.tag == TAG)
    ).all()
    told = {mark: (chain, int(orjson.loads(new or "{}")["number"])) for mark, chain, new in found}
    assert len(told) == len(found), "a letter has two entries"
    return told


def whole_accounts(url: str) -> frozenset[str]:
    """The marks of all who registered; each has the entry of it, and the log-in that began with it, with its entry."""
    engine = create_engine(Settings(database_url=url).database, poolclass=NullPool)
    with engine.connect() as connection:
        accounts = {str(row.id): row.email for row in connection.execute(select(Account.id, Account.email))}
        registered = list(connection.scalars(_about("accounts:account:register")))
        began = list(connection.scalars(_about("accounts:log_in:begin")))
        log_ins = [str(account) for account in connection.scalars(select(LogIn.account_id))]
        devices = [str(account) for account in connection.scalars(select(KnownDevice.account_id))]
        told_of = list(connection.scalars(_personal("accounts:account:register")))
    engine.dispose()
    for told, what in (
        (registered, "entries of registering"),
        (log_ins, "log-ins"),
        (began, "entries of log-ins"),
        (devices, "known browsers"),
    ):
        assert sorted(told) == sorted(accounts), f"accounts and {what} do not fit together"
    assert {orjson.loads(str(facts))["email"] for facts in told_of} == set(accounts.values())
    return frozenset(email.partition("@")[0] for email in accounts.values())


def _about(tag: str) -> Select[str]:
    """The subjects of all entries with the tag."""
    return select(JournalEntry.subject_id).where(JournalEntry.tag == tag)


def _personal(tag: str) -> Select[str | None]:
    """The personal parts of all entries with the tag."""
    same = (JournalEntry.chain == JournalPersonal.chain) & (JournalEntry.position == JournalPersonal.position)
    return select(JournalPersonal.facts).join(JournalEntry, same).where(JournalEntry.tag == tag)
