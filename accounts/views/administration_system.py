"""The state of the system, for its keeper and the inspector: versions, stuck messages, proof of the journal."""

from __future__ import annotations

import platform
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select, text

from accounts.actions import messages as verbs
from accounts.door import allowed
from accounts.models import Office
from accounts.views import blueprint
from accounts.views.finding import found, own_zone
from core import VERSION, journal_proof, outbox, schema
from core.access import permission
from core.database import db
from core.incoming import asked_page
from core.languages import Text, _, _l, short_moment
from core.models import JournalEntry, OutboxMessage
from core.views import settings

STATES: dict[str, tuple[Text, str]] = {
    "failed": (_l("failed"), "bad"),
    "perhaps_sent": (_l("perhaps sent"), "warn"),
    "waiting": (_l("waits to be sent"), "now"),
    "sending": (_l("being sent"), "now"),
    "sent": (_l("sent"), "ok"),
}
PAGE = 50


@blueprint.get("/administration/system")
@permission("system.watch")
def system_state() -> ResponseReturnValue:
    """Versions, database, messages."""
    counted = outbox.counts()
    page = asked_page()
    stuck = (
        select(OutboxMessage).where(OutboxMessage.state.in_(verbs.STUCK)).order_by(OutboxMessage.id.desc())
    )
    return render_template(
        "accounts/admin/system.html",
        version=VERSION,
        mode=settings().mode,
        python=platform.python_version(),
        database=database_words(),
        schema_present=schema.present(db.engine),
        schema_needed=schema.newest(),
        counts=[(word, kind, counted.get(state, 0)) for state, (word, kind) in STATES.items()],
        stuck=[_message(row) for row in db.session.scalars(stuck.limit(PAGE).offset((page - 1) * PAGE))],
        page=page,
        pages=-(-sum(counted.get(state, 0) for state in verbs.STUCK) // PAGE),
        url_of=lambda number: url_for("accounts.system_state", page=number),
        entries=db.session.scalar(select(func.count()).select_from(JournalEntry)) or 0,
        may_send=allowed("messages.send_again"),
    )


def database_words() -> str:
    """Which database this is, with its version."""
    name = db.engine.dialect.name
    asked = "SHOW server_version" if name == "postgresql" else "SELECT sqlite_version()"
    kind = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}.get(name, name)
    return f"{kind} {db.session.scalar(text(asked))}"


def _message(row: OutboxMessage) -> dict[str, Any]:
    word, kind = STATES[row.state]
    return {
        "id": row.id,
        "channel": row.channel,
        "recipient": masked(row.recipient),
        "state": (word, kind),
        "attempts": row.attempts,
        "fault": row.fault or "",
        "when": short_moment(row.created_at, own_zone()),
        "gone": row.payload is None,
    }


def masked(recipient: str) -> str:
    """Enough of an address to tell two apart, too little to know a person by."""
    name, at, host = recipient.partition("@")
    return f"{name[:1]}…{at}{host}" if at else f"{recipient[:2]}…{recipient[-2:]}"


@blueprint.post("/administration/system/messages/<int:message_id>/send-again")
@permission("messages.send_again")
def send_message_again(message_id: int) -> ResponseReturnValue:
    """Let a stuck message be sent once more."""
    verbs.send_again(found(OutboxMessage, message_id))
    flash(_("The message is put back among those to be sent."), "ok")
    return redirect(url_for("accounts.system_state"))


@blueprint.get("/administration/system/proof")
@permission("system.watch")
def prove_journal() -> ResponseReturnValue:
    """Walk every chain now and name the first entry that does not fit, if there is one."""
    proof = journal_proof.verify()
    offices = {
        office.id: office.short
        for office in db.session.scalars(
            select(Office).where(Office.id.in_({broken.chain for broken in proof.breaks}))
        )
    }
    return render_template(
        "accounts/admin/proof.html",
        proof=proof,
        breaks=[
            (offices.get(broken.chain) or _("the whole system"), broken.position, broken.fault)
            for broken in proof.breaks
        ],
    )
