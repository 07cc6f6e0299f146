"""Asking an authority for a time-stamp; how the question travels is the caller's."""

from __future__ import annotations

from typing import Any

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError, handle_tsp_response

from gateways.signatures.evidence import Ask
from gateways.signatures.findings import NoStamp


def ask_stamp(ask: Ask, digest: bytes, digest_name: str) -> Any:
    """The token over this digest. Checking it strictly is left to whoever embeds it."""
    stamper: Any = TimeStamper
    nonce, question = stamper().request_cms(digest, digest_name)
    try:
        return handle_tsp_response(tsp.TimeStampResp.load(ask(question.dump()), strict=True), nonce)
    except (TimestampRequestError, ValueError, TypeError, KeyError) as error:
        raise NoStamp(type(error).__name__) from error
