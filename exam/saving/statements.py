"""The statements of the saving path, in the words of each database; they are the same whatever a batch holds.

A batch goes over as one parameter, a JSON list of rows, so that each statement is prepared once. Only how such a list
is read as a table differs between the two databases.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

_TYPES = {
    "attempt_id": "bigint",
    "epoch": "integer",
    "sequence": "integer",
    "standing": "integer",
    "question": "integer",
    "value": "text",
    "why": "text",
    "made_at": "timestamptz",
    "arrived_at": "timestamptz",
    "answered": "integer",
    "unsent": "integer",
    "focused": "boolean",
    "clock": "integer",
    "kind": "text",
    "number": "integer",
    "reason": "text",
    "seconds": "integer",
    "case_id": "bigint",
    "started_at": "timestamptz",
    "granted_at": "timestamptz",
    "actor_id": "bigint",
    "actor_role": "text",
    "token_digest": "text",
    "silent_since": "timestamptz",
}
_ENTRY = ("attempt_id", "epoch", "sequence", "question", "value", "made_at", "arrived_at", "standing")
_APART = (*_ENTRY, "why")
_KEY = ("attempt_id", "epoch", "sequence")
_DEVICE = ("attempt_id", "epoch")
_PAGE = (
    "attempt_id",
    "question",
    "answered",
    "unsent",
    "focused",
    "clock",
    "standing",
    "arrived_at",
    "silent_since",
)


Name = Literal["lock", "devices", "known", "keep", "keep_apart", "silences", "presence", "news"]


def statements(dialect: str) -> dict[str, str]:
    """Each statement by its name, in the words of this kind of database."""
    return {name: spelled(words, columns, dialect) for name, (words, columns) in _STATEMENTS.items()}


def spelled(words: str, columns: Sequence[str], dialect: str) -> str:
    """One statement for this kind of database: ROWS is the batch as a table of these columns."""
    table = _in_postgresql if dialect == "postgresql" else _in_sqlite
    return words.replace("ROWS", table(columns)).replace("COLUMNS", ", ".join(columns))


def _in_postgresql(columns: Sequence[str]) -> str:
    """The rows of the parameter as a table: each is a list, its values known by their places."""
    read = ", ".join(f"CAST(value ->> {at} AS {_TYPES[name]}) AS {name}" for at, name in enumerate(columns))
    return f"(SELECT {read} FROM json_array_elements($1) AS given(value)) AS r"  # noqa: S608 - own names


def _in_sqlite(columns: Sequence[str]) -> str:
    read = ", ".join(f"json_extract(value, '$[{at}]') AS {name}" for at, name in enumerate(columns))
    return f"(SELECT {read} FROM json_each(?)) AS r"  # noqa: S608 - own names


# In the order of their numbers, so that two batches never wait for each other. For PostgreSQL: on SQLite whoever writes
# is alone.
_LOCK = "SELECT id FROM attempt WHERE id IN (SELECT attempt_id FROM ROWS) ORDER BY id FOR SHARE"

_DEVICES = """
SELECT d.attempt_id, d.epoch, d.token_digest, a.standing, d.ended_at IS NOT NULL AS device_ended,
    a.started_at, a.paused_at, a.ended_at IS NOT NULL AS attempt_ended, a.questions, s.grace_seconds,
    COALESCE(SUM(g.seconds), 0) AS granted, a.pauses + COUNT(g.id) AS version
FROM ROWS
JOIN attempt_device d ON d.attempt_id = r.attempt_id AND d.epoch = r.epoch
JOIN attempt a ON a.id = d.attempt_id
JOIN sitting s ON s.id = a.sitting_id
LEFT JOIN time_grant g ON g.attempt_id = a.id
GROUP BY d.attempt_id, d.epoch, a.id, s.id
"""

_KNOWN = """
WITH given AS (SELECT * FROM ROWS)
SELECT e.attempt_id, e.epoch, e.sequence, e.question, e.value, NULL AS why
FROM given r JOIN answer_entry e ON e.attempt_id = r.attempt_id AND e.epoch = r.epoch AND e.sequence = r.sequence
UNION ALL
SELECT e.attempt_id, e.epoch, e.sequence, e.question, e.value, e.why
FROM given r JOIN apart_entry e ON e.attempt_id = r.attempt_id AND e.epoch = r.epoch AND e.sequence = r.sequence
"""

# What was judged by one standing of an attempt is written only while it stands so: these follow the lock, and see what
# the last one to close, pause, grant or transfer has written. As the value of a subquery, for PostgreSQL would rather
# go through all attempts for a list of whose length it knows nothing.
_GOES_ON = "(SELECT a.standing FROM attempt a WHERE a.id = r.attempt_id AND a.ended_at IS NULL) = r.standing"
_AS_JUDGED = """(SELECT a.standing FROM attempt a WHERE a.id = r.attempt_id
    AND (a.ended_at IS NOT NULL) = (r.why = 'after_end')) = r.standing"""

_KEEP = f"""
INSERT INTO answer_entry (attempt_id, epoch, sequence, question, value, made_at, arrived_at)
SELECT attempt_id, epoch, sequence, question, value, made_at, arrived_at FROM ROWS WHERE {_GOES_ON}
ON CONFLICT (attempt_id, epoch, sequence) DO NOTHING RETURNING attempt_id, epoch, sequence
"""  # noqa: S608 - own words

_KEEP_APART = f"""
INSERT INTO apart_entry (attempt_id, epoch, sequence, question, value, made_at, arrived_at, why)
SELECT attempt_id, epoch, sequence, question, value, made_at, arrived_at, why FROM ROWS WHERE {_AS_JUDGED}
ON CONFLICT (attempt_id, epoch, sequence) DO NOTHING RETURNING attempt_id, epoch, sequence
"""  # noqa: S608 - own words

# An attempt that was not heard of for longer than usual was out of reach: a fact for the board and for lost minutes.
_SILENCES = f"""
INSERT INTO attempt_event (attempt_id, kind, began_at, ended_at, told, entered_at)
SELECT r.attempt_id, 'unreachable', p.seen_at, r.arrived_at, '{{}}', r.arrived_at
FROM ROWS JOIN attempt_presence p ON p.attempt_id = r.attempt_id WHERE p.seen_at < r.silent_since AND {_GOES_ON}
"""  # noqa: S608 - own words

_PRESENCE = f"""
INSERT INTO attempt_presence (attempt_id, question, answered, unsent, focused, clock_version, seen_at)
SELECT attempt_id, question, answered, unsent, focused, clock, arrived_at FROM ROWS WHERE {_GOES_ON}
ON CONFLICT (attempt_id) DO UPDATE SET question = excluded.question, answered = excluded.answered,
    unsent = excluded.unsent, focused = excluded.focused, clock_version = excluded.clock_version,
    seen_at = excluded.seen_at
RETURNING attempt_id
"""  # noqa: S608 - own words

_NEWS = """
SELECT a.id, MAX(m.id) FROM ROWS JOIN attempt a ON a.id = r.attempt_id
JOIN hall_message m ON m.sitting_id = a.sitting_id AND (m.attempt_id IS NULL OR m.attempt_id = a.id)
GROUP BY a.id
"""

_STATEMENTS: dict[Name, tuple[str, Sequence[str]]] = {
    "lock": (_LOCK, ("attempt_id",)),
    "devices": (_DEVICES, _DEVICE),
    "known": (_KNOWN, _KEY),
    "keep": (_KEEP, _ENTRY),
    "keep_apart": (_KEEP_APART, _APART),
    "silences": (_SILENCES, _PAGE),
    "presence": (_PRESENCE, _PAGE),
    "news": (_NEWS, _PAGE),
}
