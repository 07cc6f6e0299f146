"""The kinds of offices, in words. Pure data."""

from __future__ import annotations

from core.languages import Text, _l

OFFICE_KINDS: dict[str, Text] = {
    "committee": _l("Committee"),
    "territorial": _l("Territorial department"),
    "health_department": _l("Health department"),
    "akimat": _l("Akimat"),
    "clinic": _l("Medical organisation"),
    "service_centre": _l("Service centre"),
}
