"""The front page of administration: what there is to keep, each with a sentence."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed
from accounts.views import blueprint
from core.access import permission
from core.frame import add_to_menu
from core.languages import Text, _l

# Endpoint, word that opens it, name, what is done there.
AREAS: tuple[tuple[str, str, Text, Text], ...] = (
    (
        "accounts.offices",
        "offices.manage",
        _l("Offices"),
        _l("The tree of offices: names, hours, time zones, who works there"),
    ),
    (
        "accounts.people",
        "people.manage",
        _l("Staff"),
        _l("Enter people, grant and revoke roles, help with a lost password or device"),
    ),
    (
        "accounts.settings_home",
        "office_settings.read",
        _l("Office settings"),
        _l("What the law leaves open and an office decides: pass marks, terms, fees, lists of documents"),
    ),
    (
        "accounts.lawyer",
        "regulations.lawyer",
        _l("Regulations and what is unset"),
        _l(
            "Which services are open at an office and by whose decision, what is undecided, editions side by side"
        ),
    ),
    (
        "accounts.specialties",
        "specialties.manage",
        _l("Specialties"),
        _l("The list in which people are tested"),
    ),
    (
        "accounts.calendar",
        "calendar.manage",
        _l("Working calendar"),
        _l("Days moved by decree; terms are counted by it"),
    ),
    (
        "accounts.api_tokens",
        "tokens.manage",
        _l("Tokens"),
        _l("Keys by which other systems call this one"),
    ),
    (
        "accounts.system_state",
        "system.watch",
        _l("State of the system"),
        _l("Versions, database, messages that did not leave, proof of the journal"),
    ),
)

add_to_menu("accounts.administration", _l("Administration"), "offices.manage", 70)
add_to_menu("accounts.settings_home", _l("Office settings"), "office_settings.read", 80)
add_to_menu("accounts.journal", _l("Journal"), "journal.read", 85)
add_to_menu("accounts.system_state", _l("State of the system"), "system.watch", 90)


@blueprint.get("/administration")
@permission("offices.manage")
def administration() -> ResponseReturnValue:
    """What there is to keep."""
    areas = [
        {"name": name, "hint": does, "url": url_for(endpoint)}
        for endpoint, word, name, does in AREAS
        if allowed(word)
    ]
    return render_template("accounts/admin/index.html", areas=areas)
