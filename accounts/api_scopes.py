"""What a token lets another system do through the API. Pure data."""

from __future__ import annotations

from core.languages import Text, _l

SCOPES: dict[str, Text] = {
    "cases.submit": _l("Submit applications"),
    "cases.read": _l("Read applications and the history of their status"),
    "papers.read": _l("Take papers"),
    "notices.read": _l("Read notices to applicants"),
}
