"""The sweep asks again for those whose register was silent, so that nobody has to come back and press a button."""

from __future__ import annotations

from applications.actions import lookups
from gateways.asking import waiting_chore

ask_again = waiting_chore("waiting look-ups", lookups.waiting, lookups.put, lookups.fill)
