"""What the journal's entries on applications being filled in say, as plain sentences."""

from __future__ import annotations

from accounts.journal_sentences import is_about, tells
from core.languages import _l

tells("applications:draft:begin", _l("An application was begun."))
tells("applications:draft:save", _l("An answer of the application was saved."))
tells("applications:draft:attach", _l("A document was attached to the application."))
tells("applications:draft:detach", _l("A document was taken away from the application."))
tells("applications:draft:offer", _l("The request was offered to be signed."))
tells("applications:draft:discard", _l("The application was thrown away before it was submitted."))
tells("applications:lookup:ask", _l("A register was asked about the applicant."))
tells("applications:lookup:answer", _l("A register answered a question that had waited."))
tells("applications:notice:read", _l("The applicant read a message in the cabinet."))
tells(
    "applications:request:sign",
    _l("The request was handed in with an electronic signature, which was checked."),
)
is_about("draft", _l("Application being filled in"), lambda identity, _names: identity)
