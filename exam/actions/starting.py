"""The time of candidates begins to run: of one, or of all who press the button in the same moment.

A hall starts at once, so those who come together are started together: one lock over their attempts, one look at where
they stand, one journal entry for each of them, one commit. Each is judged by itself; a refusal concerns nobody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from core.requests import as_request
from exam.attempt_reading import Sitter, sitters
from exam.device_tokens import DeviceToken
from exam.saving.saying import by_keys, said
from exam.time_left import Clock
from question_banks.blueprint_form import minutes_of

# Each takes its batch as one parameter, so that it is the same statement whoever comes together. Only a true token
# holds an attempt; the locks are taken in the order of their numbers, so that two batches never wait for each other.
_LOCK = """
SELECT a.id FROM attempt a WHERE a.id IN (
    SELECT d.attempt_id FROM ROWS JOIN attempt_device d
    ON d.attempt_id = r.attempt_id AND d.epoch = r.epoch AND d.token_digest = r.token_digest
) ORDER BY a.id
"""
_MORE_TIME = """
SELECT r.case_id, c.extra_minutes, c.reason FROM ROWS JOIN accommodation c ON c.case_id = r.case_id
WHERE c.extra_minutes IS NOT NULL AND c.decision IN ('granted', 'other') ORDER BY c.id
"""
_GRANT = "INSERT INTO time_grant (COLUMNS) SELECT COLUMNS FROM ROWS WHERE TRUE"
_BEGIN = "UPDATE attempt SET started_at = r.started_at FROM ROWS WHERE attempt.id = r.attempt_id"
_OF_GRANT = ("attempt_id", "number", "kind", "seconds", "reason", "actor_id", "actor_role", "granted_at")


class Press(NamedTuple):
    """Somebody presses the button: whose token, in which request."""

    token: DeviceToken
    request_id: str | None = None


class Started(NamedTuple):
    """The attempt as it stands now, and its clock; None for one that had started before."""

    sitter: Sitter
    clock: Clock | None


def start(token: DeviceToken) -> Started:
    """The candidate's time begins to run; a second press changes nothing."""
    (found,) = start_all([Press(token)])
    if isinstance(found, Refusal):
        raise found
    return found


def start_all(presses: Sequence[Press]) -> list[Started | Refusal]:
    """Each time that may begin begins now; the answers are in the order of the presses."""
    shown = sorted({(press.token.attempt_id, press.token.epoch, press.token.digest) for press in presses})
    by_keys()
    said(_LOCK + _for_update(), ("attempt_id", "epoch", "token_digest"), shown)
    # Read after the lock is held, so that it sees what the last one to start, close or transfer has written.
    judged = [_judged(one) for one in sitters([press.token for press in presses])]
    fresh = {
        one.attempt.id: (press, one)
        for press, one in zip(presses, judged, strict=True)
        if isinstance(one, Sitter) and one.attempt.started_at is None
    }
    begun = _begin([one for _press, one in fresh.values()]) if fresh else {}
    for press, one in fresh.values():
        subject = ("attempt", one.attempt.public_id)
        with as_request(press.request_id):
            record("exam:attempt:start", subject=subject, office_id=one.around.office_id)
    return [one if isinstance(one, Refusal) else _started(one, begun.get(one.attempt.id)) for one in judged]


def _started(found: Sitter, clock: Clock | None) -> Started:
    if clock is not None:
        found.attempt.started_at = clock.started_at
    return Started(found, clock)


def _for_update() -> str:
    return " FOR UPDATE" if db.session.get_bind().dialect.name == "postgresql" else ""


def _judged(found: Sitter | None) -> Sitter | Refusal:
    """Whether this one's time runs or may begin to."""
    if found is None or found.moved:
        return NotFound()
    if found.attempt.started_at is not None:
        return found
    if not found.around.begun or found.around.over:
        return Refusal(_l("The test has not begun, or is over."))
    if minutes_of(found.around.blueprint) is None:
        return Refusal(_l("The blueprint of this test gives no time."))
    return found


def _begin(fresh: Sequence[Sitter]) -> dict[int, Clock]:
    """Grant the time of each, with what was decided with the documents, and let it run: the clocks by attempt."""
    moment, actor, more = now(), current_actor(), _more_time(fresh)
    begun: dict[int, Clock] = {}
    grants: list[tuple[Any, ...]] = []
    for one in fresh:
        minutes = minutes_of(one.around.blueprint)
        assert minutes is not None, "whoever is given no time was refused"
        given = [("base", minutes * 60, one.around.number), *more[one.attempt.case_id]]
        for number, (kind, seconds, reason) in enumerate(given, start=1):
            by = (actor.account_id, actor.role, moment)
            grants.append((one.attempt.id, number, kind, seconds, reason, *by))
        begun[one.attempt.id] = Clock(moment, sum(seconds for _kind, seconds, _reason in given), len(given))
    said(_GRANT, _OF_GRANT, grants)
    said(_BEGIN, ("attempt_id", "started_at"), [(attempt_id, moment) for attempt_id in sorted(begun)])
    return begun


def _more_time(fresh: Sequence[Sitter]) -> dict[int | None, list[tuple[str, int, str]]]:
    """The extra minutes that were granted with the document check, by case, each with its reason."""
    more = defaultdict[int | None, list[tuple[str, int, str]]](list)
    cases = sorted({(one.attempt.case_id,) for one in fresh if one.attempt.case_id is not None})
    for case_id, minutes, reason in said(_MORE_TIME, ("case_id",), cases) if cases else ():
        more[case_id].append(("accommodation", minutes * 60, reason or ""))
    return more
