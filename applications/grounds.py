"""The grounds on which an office refuses: its own decided list, each with its clause."""

from __future__ import annotations

from accounts.queries import setting_value
from applications import office_rules
from applications.models import Case
from core.languages import _l, current_language
from core.refusals import Refusal
from regulations.catalogue import catalogue
from regulations.setting_values import GroundItem, read_value


def refusal_grounds(case: Case) -> tuple[GroundItem, ...]:
    """The list of the office on whose desk the case lies; nothing is refused while there is none."""
    edition = catalogue().edition(case.edition_id)
    office_id = case.desk_office_id or case.office_id
    setting = edition.setting("refusal_grounds")
    stored = office_rules.decided(office_id, edition, setting.key)
    if stored is None:
        raise Refusal(
            _l("The office has not entered its list of refusal grounds yet. Without it nothing is refused."),
            clause=setting.clause,
            next_step=_l("Ask the administrator to enter the office's decision."),
        )
    grounds = read_value(setting, stored)
    assert isinstance(grounds, tuple)
    return tuple(ground for ground in grounds if isinstance(ground, GroundItem))


def listed_ground(office_id: int, service: str, ground_id: str) -> GroundItem | None:
    """A ground as it stands on the office's list now; none where the office has struck it off."""
    setting = catalogue().newest(service).setting("refusal_grounds")
    stored = setting_value(office_id, setting.key, service)
    grounds = read_value(setting, stored) if stored is not None else ()
    assert isinstance(grounds, tuple)
    return next((one for one in grounds if isinstance(one, GroundItem) and one.id == ground_id), None)


def ground_in_words(ground: GroundItem, language: str | None = None) -> str:
    """The ground in the reader's language, or in another."""
    return str(getattr(ground.text, language or current_language()))
