"""The line to a time-stamp authority (RFC 3161 over HTTP)."""

from __future__ import annotations

import time

from core import VERSION
from gateways.answers import NoAnswer
from gateways.line import Line
from gateways.signatures.evidence import Ask
from gateways.signatures.findings import NoStamp


def stamps_over(line: Line, path: str, seconds: float) -> Ask:
    """Ask over this line; silence is said as such."""
    headers = {
        "Content-Type": "application/timestamp-query",
        "Accept": "application/timestamp-reply",
        "Connection": "close",
        "User-Agent": f"Synaq/{VERSION}",
    }

    def ask(question: bytes) -> bytes:
        try:
            reply = line.post(path, question, headers, time.monotonic() + seconds)
        except NoAnswer as error:
            raise NoStamp(error.why.value) from error
        if reply.status != 200:
            raise NoStamp(f"it answered {reply.status}")
        return reply.body

    return ask
