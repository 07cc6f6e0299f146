"""What the journal's entries on reading files say, as plain sentences."""

from __future__ import annotations

from accounts.journal_sentences import tells
from core.languages import _l

tells(
    "commissions:reading_file:take",
    _l("The reading file on the candidate was downloaded for the interview."),
)
tells(
    "commissions:reading_file:take_paper",
    _l("A paper of the candidate was downloaded for the interview."),
)
