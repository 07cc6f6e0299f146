"""A protocol from the closed meeting to the last signature, by the verbs."""

from __future__ import annotations

from commissions.actions import protocols
from commissions.models import Meeting, MeetingProtocol
from core.actor import acting
from core.database import db
from tests.accounts.signing_hands import sign_all
from tests.commissions.live_hands import secretary_of


def drawn_protocol(meeting: Meeting) -> MeetingProtocol:
    """Drawn by the secretary of a closed meeting."""
    with acting(secretary_of(meeting)):
        return protocols.draw_protocol(meeting.id)


def sent_protocol(meeting: Meeting) -> tuple[MeetingProtocol, int]:
    """Drawn and sent for signature; the number of its sheet comes along."""
    drawn = drawn_protocol(meeting)
    with acting(secretary_of(meeting)):
        return drawn, protocols.open_signing(drawn.id).id


def signed_protocol(meeting: Meeting) -> MeetingProtocol:
    """Drawn, sent, and signed by everybody in their order; committed."""
    drawn, sheet = sent_protocol(meeting)
    sign_all(sheet)
    db.session.commit()
    return drawn
