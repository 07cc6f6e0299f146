"""Text messages to telephones in Kazakhstan: short, in the applicant's language, never with a paper's content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.outbox import post

if TYPE_CHECKING:
    from core.models import OutboxMessage

CHANNEL = "sms"
PATH = "/v1/messages"
# Five parts of 67 letters: Kazakh ones need two bytes each.
LONGEST = 335
# Mobile operators' codes are 70x, 747 and 77x; 71x to 73x are land lines.
_MOBILE = re.compile(r"(?:\+?7|8)(7(?:0\d|47|7\d)\d{7})", re.ASCII)


def mobile_number(text: str) -> str | None:
    """The number as gateways want it, +77011234567; None where no message can be sent to it."""
    found = _MOBILE.fullmatch(re.sub(r"[\s()\-–.]", "", text))
    return f"+7{found[1]}" if found else None


def send_text(phone: str, text: str, language: str, office_id: int | None) -> OutboxMessage | None:
    """Queue a message; None where the number is no mobile one, so that the caller takes another way."""
    number = mobile_number(phone)
    if number is None:
        return None
    if not 0 < len(text) <= LONGEST:
        raise ValueError(f"a text message has 1 to {LONGEST} letters")
    payload = {"kind": "text", "text": text, "language": language}
    return post(CHANNEL, number, payload, office_id=office_id)
