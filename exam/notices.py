"""What a candidate is told about the test: place, date and time, what to bring, when the score is seen."""

from __future__ import annotations

from applications import notices
from applications.models import Case
from core.languages import Text, _l, long_moment, speaking
from core.languages import gettext as _
from exam.models import Result, Sitting
from exam.office_settings import SHOWN
from exam.outcomes import Decision, Outcome
from regulations.model import Notice


def tell_of_test(case: Case, sitting: Sitting, told: tuple[Notice, ...]) -> None:
    """Place, date and time, in the case's language; by the media of the text where the step itself tells it.

    Where the text announces the interview in the same notice, it is mentioned provisionally and reserves nothing.
    """
    with speaking(case.language):
        test = words_of_test(sitting, case.language)
        if told:
            notices.of_step(case, told, {"test": test, "interview": interview_words(sitting)})
            return
        notices.tell(case, "test", _("Application %(number)s: the test", number=case.number), test)


def tell_of_move(case: Case, sitting: Sitting) -> None:
    """Another place or time than was told before."""
    with speaking(case.language):
        told = _("The test was moved to another time.") + "\n" + words_of_test(sitting, case.language)
        notices.tell(case, "test", _("Application %(number)s: the test", number=case.number), told)


def tell_of_correction(case: Case, new: Result) -> None:
    """Another result than the candidate has seen, or none any more; with the reason."""
    words = {
        "positive": _l("Your test was counted again. The result that stands now: positive."),
        "negative": _l("Your test was counted again. The result that stands now: negative."),
        "void": _l("The result of your test was taken back. It does not count any more."),
    }
    with speaking(case.language):
        told = f"{words[new.verdict]}\n" + _("Reason: %(reason)s", reason=new.reason or "")
        notices.tell(case, "test", _("Application %(number)s: the test", number=case.number), told)


def tell_of_annulment(case: Case, sitting: Sitting, reason: str, had_result: bool) -> None:
    """The sitting does not count: told to everybody who had a place, and what of theirs is undone by it."""
    with speaking(case.language):
        undone = (
            _("The result of your test was taken back. It does not count any more.")
            if had_result
            else _("What happened in it does not count.")
        )
        told = "\n".join(
            (
                _(
                    "Sitting %(number)s of your test, %(moment)s, was annulled.",
                    number=sitting.number,
                    moment=long_moment(sitting.starts_at, sitting.office.zone),
                ),
                _("Reason: %(reason)s", reason=reason),
                undone,
                _(
                    "You will be asked what you have to say; then it is decided what follows, and you are told."
                ),
            )
        )
        notices.tell(
            case, "test", _("Application %(number)s: the test was annulled", number=case.number), told
        )


WITHOUT_RESULT: dict[Outcome, Text] = {
    Outcome.ABSENT_WITH_REASON: _l("You did not come to the test, and had a good reason."),
    Outcome.ABSENT_WITHOUT_REASON: _l("You did not come to the test, and no good reason was found."),
    Outcome.REMOVED: _l("You were removed from the test."),
    Outcome.ANNULLED: _l("The sitting of your test was annulled; it was not your doing."),
}
FOLLOWS: dict[Decision, Text] = {
    Decision.SEAT_AGAIN: _l(
        "You get a place in another sitting for the same application; you are told its place, date and time."
    ),
    Decision.END: _l(
        "The test of this application has ended without a positive result; your cabinet shows what follows."
    ),
}


def tell_without_result(
    case: Case, sitting: Sitting, ended: Outcome, decision: Decision, reason: str
) -> None:
    """The test has ended without a result: what was found, what was decided, and why."""
    with speaking(case.language):
        told = "\n".join(
            (
                _("Sitting %(number)s", number=sitting.number),
                str(WITHOUT_RESULT[ended]),
                str(FOLLOWS[decision]),
                _("Reasons of the decision: %(reason)s", reason=reason),
            )
        )
        notices.tell(
            case, "test", _("Application %(number)s: decision on the test", number=case.number), told
        )


def words_of_test(sitting: Sitting, language: str) -> str:
    """Where and when, as one passage."""
    with speaking(language):
        return "\n".join(
            (
                _("Place: %(room)s, %(address)s.", room=sitting.room.name, address=sitting.room.address),
                _("Begins: %(moment)s.", moment=long_moment(sitting.starts_at, sitting.office.zone)),
                _("Bring your identity document and the admission ticket; it is in your cabinet."),
                _("You will see your score: %(when)s.", when=SHOWN[sitting.score_shown]),
            )
        )


def interview_words(sitting: Sitting) -> str:
    """The interview as a provisional word."""
    said = _(
        "The interview follows only after a positive result. What is said of it here is provisional: its place and time"
        " are told in a notice of their own."
    )
    return f"{sitting.interview_note}\n{said}" if sitting.interview_note else said


def interview_follows(language: str) -> str:
    """What can be said of the interview when the result admits to it: nobody has given it a time yet."""
    with speaking(language):
        return _(
            "Your result admits you to the interview. Its place, date and time are told in another message, as soon as"
            " the secretary of the commission has set them."
        )
