"""The operator's verb on the outbox: let a message that failed, or perhaps left, be sent again."""

from __future__ import annotations

from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.models import OutboxMessage
from core.refusals import Refusal

STUCK = ("failed", "perhaps_sent")


def send_again(message: OutboxMessage) -> None:
    """Put a stuck message back among those that wait; it keeps its key, by which a receiver knows a repeat."""
    if message.state not in STUCK:
        raise Refusal(_l("This message is not stuck: it waits, is being sent or was sent."))
    if message.payload is None:
        raise Refusal(_l("The text of this message has been destroyed; it cannot be sent again."))
    old = {"state": message.state, "attempts": message.attempts}
    message.state, message.attempts, message.due_at = "waiting", 0, now()
    db.session.flush()
    record(
        "accounts:message:send_again",
        subject=("message", message.id),
        office_id=message.office_id,
        old=old,
        new={"state": "waiting", "channel": message.channel},
    )
