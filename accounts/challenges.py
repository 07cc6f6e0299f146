"""The text that somebody signs to show who they are: made for one browser, for a few minutes, for one use. Pure.

It says in words what signing it does, and where, so that nobody signs it for another site without reading so.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

LASTS = timedelta(minutes=10)


def new_nonce() -> str:
    """What makes each challenge another one."""
    return secrets.token_hex(16)


def challenge_text(nonce: str, address: str, since: datetime) -> bytes:
    """The text to be signed, byte for byte the same each time it is made from these facts."""
    lines = (
        f"Synaq: {address}",
        "Осы файлға қол қою арқылы мен осы мекенжайдағы Synaq жүйесінде кім екенімді растаймын.",
        "Подписывая этот файл, я подтверждаю свою личность в системе Synaq по этому адресу.",
        "By signing this file I show who I am in the system Synaq at this address.",
        f"{since:%Y-%m-%dT%H:%M:%SZ} {nonce}",
    )
    return ("\n".join(lines) + "\n").encode()
