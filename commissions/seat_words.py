"""What the page of a member's seat says is asked of them now."""

from __future__ import annotations

from commissions.live_words import Told
from commissions.seat_reading import Turn
from core.languages import _l

TURNS: dict[Turn, Told] = {
    Turn.NOT_OPENED: Told(_l("The meeting has not begun"), _l("The secretary opens it.")),
    Turn.ABSENT: Told(
        _l("You are not noted as present"),
        _l("Tell the secretary that you are here; then load the page again."),
    ),
    Turn.PAUSED: Told(_l("The meeting is paused"), _l("Nothing is asked of you until it goes on.")),
    Turn.NOBODY: Told(_l("No candidate is before the commission"), _l("The secretary calls the next one.")),
    Turn.ASIDE: Told(
        _l("You do not decide on this candidate"),
        _l("You are recused, came later, or your place is taken by another member."),
    ),
    Turn.LISTEN: Told(
        _l("The candidate is heard"), _l("The secretary opens the vote when the questions are answered.")
    ),
    Turn.MARK: Told(
        _l("Mark your sheet"), _l("Nobody reads it before all sheets are in. Once sealed it stays as it is.")
    ),
    Turn.MARKED: Told(
        _l("Your sheet is sealed"),
        _l("When all sheets are in, they are opened and the commission deliberates."),
    ),
    Turn.VOTE: Told(_l("Vote")),
    Turn.VOTED: Told(_l("You have voted"), _l("The votes are counted when everybody has voted.")),
    Turn.CASTING: Told(
        _l("Give the casting vote"),
        _l("The votes were equal. You preside: your vote decides, and it is open."),
    ),
    Turn.DECIDED: Told(
        _l("The votes are counted"), _l("The secretary enters the decision with its motives.")
    ),
    Turn.CLOSED: Told(_l("The meeting is closed"), _l("Its protocol is drawn of what was noted.")),
}
