"""What candidates and members are told of meetings: where, when, and what has changed."""

from __future__ import annotations

from collections.abc import Iterable

from applications import notices, office_rules
from applications.models import Case
from commissions.models import Meeting, MeetingHandover, Member, Slot
from commissions.presence import candidate_comes, notice_of_interview
from core.languages import Text, _l, long_moment, speaking
from core.languages import gettext as _
from core.outbox import post
from regulations.catalogue import catalogue
from regulations.model import Edition

BY_HAND: dict[str, Text] = {
    "telephonogram": _l(
        "By the office's decision the candidate is told by telephone: call, and enter the call with the case."
    ),
    "written": _l(
        "By the office's decision the candidate is told in writing: print the message from the page of the case and"
        " send it."
    ),
}


def tell_candidate(case: Case, slot: Slot, *, moved_for: str = "") -> None:
    """Place, date and time, in the case's language: by the media that the text has for it, and all that reach besides.

    A time in place of another one is told as such, and so is the first where the text has no notice of its own.
    """
    with speaking(case.language):
        edition = catalogue().edition(case.edition_id)
        said = "\n".join(words_of_interview(slot, edition))
        of_the_text = notice_of_interview(edition)
        if of_the_text is not None and not moved_for:
            notices.of_step(case, (of_the_text,), {of_the_text.about.value: said})
            return
        if moved_for:
            moved = _("The interview was moved to another time. Reason: %(reason)s", reason=moved_for)
            said = f"{moved}\n{said}"
        notices.tell(case, "interview", _("Application %(number)s: the interview", number=case.number), said)


def owed_by_hand(case: Case, office_id: int) -> Text | None:
    """What the office's decision on the medium leaves to a person: a call, or a letter. The rest goes out by itself."""
    edition = catalogue().edition(case.edition_id)
    declared = next((one for one in edition.settings if one.name == "interview_notice_medium"), None)
    medium = office_rules.decided(office_id, edition, declared.key) if declared else None
    return BY_HAND.get(str(medium))


def words_of_interview(slot: Slot, edition: Edition) -> list[str]:
    """Where, when, and what to bring, a sentence each, in the language that is spoken."""
    said = [
        *_where(slot.meeting),
        _("Begins: %(moment)s.", moment=long_moment(slot.starts_at, slot.meeting.office.zone)),
    ]
    if not candidate_comes(edition):
        return [*said, _("The rules of this service do not ask you to come.")]
    return [*said, _("Bring your identity document.")]


def tell_candidate_called_off(slot: Slot, reason: str) -> None:
    """The time that was told does not hold any more."""
    case = slot.interview.case
    with speaking(case.language):
        notices.tell(
            case,
            "interview",
            _("Application %(number)s: the interview", number=case.number),
            _(
                "Your interview at this time is not held: %(moment)s. Reason: %(reason)s",
                moment=long_moment(slot.starts_at, slot.meeting.office.zone),
                reason=reason,
            ),
        )


def tell_members(meeting: Meeting, members: Iterable[Member]) -> None:
    """The members with an address, each in their own language; candidates are not named in a letter."""
    for member in members:
        if not member.account.email:
            continue
        with speaking(member.account.language):
            moment = long_moment(meeting.starts_at, meeting.office.zone)
            said = [_("Begins: %(moment)s.", moment=moment), *_where(meeting)]
            if meeting.called_off_at is not None:
                said = [
                    _(
                        "The meeting of %(moment)s is not held. Reason: %(reason)s",
                        moment=moment,
                        reason=meeting.called_off_reason,
                    )
                ]
            _post_of(meeting, member, said)


def tell_handed_over(meeting: Meeting, giver: Member, taker: Member, handed: MeetingHandover) -> None:
    """Both secretaries, each in their own language: who keeps the meeting from now on, by whom it was handed, why."""
    for member in (giver, taker):
        if not member.account.email:
            continue
        with speaking(member.account.language):
            said = [
                _("From now on %(name)s keeps this meeting.", name=taker.account.name),
                _(
                    "It was handed over by %(name)s. Reason: %(reason)s",
                    name=handed.hander.name,
                    reason=handed.reason,
                ),
                _("Begins: %(moment)s.", moment=long_moment(meeting.starts_at, meeting.office.zone)),
                *_where(meeting),
            ]
            _post_of(meeting, member, said)


def _post_of(meeting: Meeting, member: Member, said: list[str]) -> None:
    post(
        "mail",
        member.account.email or "",
        {
            "subject": _("%(name)s: meeting %(number)s", name=meeting.commission.name, number=meeting.number),
            "body": "\n".join(said),
            "language": member.account.language,
        },
        office_id=meeting.office_id,
    )


def _where(meeting: Meeting) -> list[str]:
    found = []
    if meeting.place:
        found.append(_("Place: %(place)s.", place=meeting.place))
    if meeting.link:
        found.append(_("Link: %(link)s", link=meeting.link))
    return found
