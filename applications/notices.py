"""Each message to an applicant: by which medium, in which language, with which facts. The outbox carries them.

The cabinet always has the message; mail and SMS go besides where an address is known, and the e-licensing system forms
it too where the text says so; the telephonogram is entered by the person who made the call. What the text calls
"written" is printed by the office.
"""

from __future__ import annotations

from collections.abc import Mapping

from applications.models import Case, CaseNotice
from core.clock import now
from core.database import db
from core.languages import Text, _l, speaking
from core.languages import gettext as _
from core.outbox import post
from gateways import elicensing
from gateways.doors import doors
from regulations.kinds import By, Medium, NoticeAbout
from regulations.model import Notice

SUBJECTS: dict[NoticeAbout, Text] = {
    NoticeAbout.RECEIPT: _l("Application %(number)s: the receipt"),
    NoticeAbout.STATUS: _l("Application %(number)s: where it stands now"),
    NoticeAbout.CHECK_OUTCOME: _l("Application %(number)s: the documents were checked"),
    NoticeAbout.TEST: _l("Application %(number)s: the test"),
    NoticeAbout.INTERVIEW: _l("Application %(number)s: the interview"),
    NoticeAbout.EVALUATION: _l("Application %(number)s: the external evaluation"),
    NoticeAbout.REFUSAL: _l("Application %(number)s: the refusal"),
    NoticeAbout.RESULT: _l("Application %(number)s: the result"),
}


def submitted(case: Case) -> None:
    """The application has arrived; its number."""
    with speaking(case.language):
        tell(
            case,
            "status",
            _("Your application %(number)s has arrived", number=case.number),
            _(
                "We have received your application %(number)s. The chancery registers it next; you then get a receipt. "
                "You see every step in your cabinet.",
                number=case.number,
            ),
        )


def of_step(case: Case, told: tuple[Notice, ...], facts: Mapping[str, str] | None = None) -> None:
    """What the text says the applicant must be told after a step; some only to those who came in this way.

    `facts` are what a later room has to say itself, by what the notice is about: place, date and time of a test.
    """
    with speaking(case.language):
        for notice in told:
            if notice.only not in (None, By.ANY, By(case.came_by)):
                continue
            what = str(getattr(notice.what, case.language))
            subject = str(SUBJECTS[notice.about]) % {"number": case.number}
            body = _("Application %(number)s. %(what)s.", number=case.number, what=what.rstrip("."))
            if facts and notice.about.value in facts:
                # What is to be known stands first; by which notice of the rules it is told, after it.
                body = f"{facts[notice.about.value]}\n{body}"
            tell(case, notice.about.value, subject, body)
            if _through_portal(case, notice):
                _tell_portal(case, notice.about.value, subject, body)


def _through_portal(case: Case, notice: Notice) -> bool:
    """Whether the text has the e-licensing system form this notice, and its door leads there."""
    rules = [rule for rule in notice.media if rule.by in (By.ANY, By(case.came_by))]
    named = any(Medium.ELICENSING in rule.media for rule in rules)
    return named and doors().elicensing.connected


def _tell_portal(case: Case, about: str, subject: str, body: str) -> None:
    notice = elicensing.PortalNotice(
        case_number=case.number,
        applicant_number=case.person.iin or case.person.bin or "",
        about=about,
        language=case.language,
        subject=subject,
        body=body,
    )
    message = elicensing.tell_notice(notice, case.office_id)
    db.session.flush()
    _said(case, about, "elicensing", subject, body, message.id)


def tell(case: Case, about: str, subject: str, body: str) -> list[CaseNotice]:
    """Say something to the applicant by every medium that reaches them."""
    said = [_said(case, about, "cabinet", subject, body)]
    if case.person.email:
        letter = post(
            "mail",
            case.person.email,
            {"subject": subject, "body": body, "language": case.language},
            office_id=case.office_id,
        )
        db.session.flush()
        said.append(_said(case, about, "mail", subject, body, letter.id))
    if case.person.phone:
        text = post(
            "sms", case.person.phone, {"text": subject, "language": case.language}, office_id=case.office_id
        )
        db.session.flush()
        said.append(_said(case, about, "sms", subject, subject, text.id))
    return said


def _said(
    case: Case, about: str, medium: str, subject: str, body: str, message_id: int | None = None
) -> CaseNotice:
    notice = CaseNotice(
        case_id=case.id,
        about=about,
        medium=medium,
        language=case.language,
        subject=subject,
        body=body,
        message_id=message_id,
        created_at=now(),
    )
    db.session.add(notice)
    return notice
