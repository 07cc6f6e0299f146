"""What pages and the command line call the links of a chain, and why one is missing."""

from __future__ import annotations

from core.languages import Text, _l
from desks.chain.links import Absence, Holds, Kind

NAMES: dict[Kind, Text] = {
    Kind.APPLICATION: _l("Application"),
    Kind.SEAL: _l("Sealed set of papers"),
    Kind.TRANSCRIPT: _l("Transcript of the test"),
    Kind.RECORD: _l("Record of the hall"),
    Kind.RESULT: _l("Result of the test"),
    Kind.EVALUATION: _l("Report of the external evaluation"),
    Kind.PROTOCOL: _l("Protocol of the commission"),
    Kind.ORDER: _l("Order of the head"),
    Kind.PAPER: _l("Certificate, licence or other result"),
}

ABSENCES: dict[Absence, Text] = {
    Absence.NOT_IN_TEXT: _l("Not in the text: the regulation of this service has no such step."),
    Absence.NOT_YET: _l("Not yet: the case has not come so far."),
    Absence.ENDED_BEFORE: _l("The case ended before it came so far."),
    Absence.REFUSED: _l("The service was refused: there is a motivated refusal in its place."),
    Absence.TAKEN_BACK: _l("Taken back: the case has no result of the test at present."),
}

# The word and the kind of its mark.
STANDINGS: dict[Holds, tuple[Text, str]] = {
    Holds.YES: (_l("proved"), "ok"),
    Holds.NO: (_l("not proved"), "bad"),
    Holds.UNSAID: (_l("not proved here"), "warn"),
    Holds.NOTE: (_l("noted"), ""),
}

LINES: dict[Holds, tuple[Text, str]] = {
    Holds.YES: (_l("holds"), "ok"),
    Holds.NO: (_l("does not hold"), "bad"),
    Holds.UNSAID: (_l("cannot be said here"), "warn"),
    Holds.NOTE: (_l("noted"), ""),
}
