"""What the journal's entries on sheets to sign say, as plain sentences."""

from __future__ import annotations

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import is_about, tells
from core.languages import _, _l


def _signed(entry: Entry, _names: Names) -> str:
    if entry.new.get("done"):
        return _(
            "The paper was signed in place %(place)s; everybody has signed.", place=entry.new.get("position")
        )
    return _("The paper was signed in place %(place)s.", place=entry.new.get("position"))


def _refused(entry: Entry, _names: Names) -> str:
    return _("The paper was not signed. Reason: %(reason)s", reason=entry.new.get("reason", ""))


def _withdrawn(entry: Entry, _names: Names) -> str:
    return _("The paper was withdrawn from signing. Reason: %(reason)s", reason=entry.new.get("reason", ""))


tells("accounts:sheet:open", _l("The paper was sent to be signed."))
tells("accounts:sheet:offer", _l("The paper was handed out to be signed outside."))
tells("accounts:sheet:sign", _signed)
tells("accounts:sheet:sign_on_paper", _l("The paper was signed by hand and scanned in."))
tells("accounts:sheet:refuse", _refused)
tells("accounts:sheet:withdraw", _withdrawn)
is_about("signing_sheet", _l("Paper to sign"), lambda identity, _names: identity)
