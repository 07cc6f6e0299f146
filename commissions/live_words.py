"""What the pages of a meeting call the next step, the state of a hearing, and what a vote came to."""

from __future__ import annotations

from dataclasses import dataclass

from commissions.meeting_steps import Step
from commissions.voting import Outcome
from core.languages import Text, _l


@dataclass(frozen=True, slots=True)
class Told:
    """The next step as a title, and what is to be known of it."""

    title: Text
    hint: Text | str = ""


STEPS: dict[Step, Told] = {
    Step.OPEN: Told(
        _l("Open the meeting"), _l("From half an hour before its time. Who is there is noted next.")
    ),
    Step.PRESENCE: Told(
        _l("Note who is there"), _l("Whoever comes later or leaves earlier is noted at that moment.")
    ),
    Step.CALL: Told(
        _l("Call the next candidate"),
        _l("The gate is asked once more, and the panel is made up of those who are there now."),
    ),
    Step.IDENTIFY: Told(_l("Identify the candidate"), _l("Name the document and its number.")),
    Step.LISTEN: Told(
        _l("Note questions and the gist of the answers"),
        _l("The vote opens when every member of the panel has sealed a sheet."),
    ),
    Step.LISTEN_AND_VOTE: Told(
        _l("Note questions and answers, then open the vote"),
        _l("The office has decided that the commission votes without rubric sheets."),
    ),
    Step.OPEN_VOTE: Told(
        _l("Open the vote"), _l("All sheets are in and open. The commission deliberates, then votes.")
    ),
    Step.VOTING: Told(_l("The members vote"), _l("Each on the own page. Nobody comes or goes meanwhile.")),
    Step.COUNT: Told(_l("Count the votes"), _l("Everybody has voted.")),
    Step.VOTE_AGAIN: Told(
        _l("Open the vote again"),
        _l("It came to no decision, and the office has decided that one votes again."),
    ),
    Step.CASTING: Told(
        _l("Wait for the casting vote"), _l("Whoever presides gives it openly, on the own page.")
    ),
    Step.DECIDE: Told(
        _l("Enter the decision with its motives"),
        _l("The decision is what was counted; it ends the hearing."),
    ),
    Step.CANNOT: Told(
        _l("The panel cannot decide now"),
        _l("End this hearing for want of a quorum; another one may follow."),
    ),
    Step.RESUME: Told(_l("Continue the meeting"), _l("Nothing is written while it is paused.")),
    Step.CLOSE: Told(
        _l("Close the meeting"),
        _l("Own opinions are attached before it closes. From then on nothing changes."),
    ),
    Step.CLOSED: Told(_l("The meeting is closed"), _l("Its protocol is drawn of what was noted.")),
    Step.CALLED_OFF: Told(_l("The meeting was called off")),
}
# The word, and the kind of tag in which it stands.
STATES: dict[str, tuple[Text, str]] = {
    "waiting": (_l("waits"), ""),
    "now": (_l("before the commission"), "now"),
    "decided": (_l("decided"), "ok"),
    "absent": (_l("did not come"), "bad"),
    "absent_with_good_reason": (_l("did not come, for a good reason"), "warn"),
    "no_quorum": (_l("no quorum"), "warn"),
    "not_reached": (_l("not reached"), "warn"),
}
COME_TO: dict[Outcome, Text] = {
    Outcome.POSITIVE: _l("Positive decision"),
    Outcome.NEGATIVE: _l("Negative decision"),
    Outcome.VOTE_AGAIN: _l("No decision: one votes again"),
    Outcome.CASTING_VOTE: _l("Equal votes: the casting vote decides"),
}
