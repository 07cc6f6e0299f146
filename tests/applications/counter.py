"""A front office and a clinic with everything that their tests need."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accounts.models import Office
from accounts.roles import Role
from applications.actions import checking, course, front_office
from applications.actions.submission import Declaration, Entry, Person, Wishes
from applications.models import Case
from applications.own_refusals import waiting_in
from applications.queries import refusal_of
from core.actor import SYSTEM, Actor, acting
from core.database import db
from orders.actions import refusing
from regulations.kinds import ChannelId, StepKind
from regulations.setting_values import DocumentItem
from regulations.verbs import Verb
from regulations.words import Words
from tests.accounts.signing_hands import sign_all
from tests.applications import making
from tests.applications.signing_refusals import sign_refusal
from tests.applications.test_course import bring_to_check, kind_now

LISTED = (
    DocumentItem("application", Words("Өтініш", "Заявление", "Application"), True, None),
    DocumentItem("diploma", Words("Диплом", "Диплом", "Diploma"), True, None),
    DocumentItem("photo", Words("Фотосурет", "Фотография", "Photograph"), False, None),
)
KIND_OF = {
    Verb.DRAFT_DOCUMENT: StepKind.DOCUMENT_DRAFT,
    Verb.SIGN_DOCUMENT: StepKind.DOCUMENT_SIGNATURE,
    Verb.ISSUE: StepKind.ISSUE,
}
WHOLE = frozenset({"application", "diploma"})
LONG_NAME = "Қабдығалиева-Әбдіғаппарова Жұлдызгүл Нұрсұлтанқызы"


@dataclass
class Counter:
    """A service that comes through a front office, and the inspector there."""

    at: making.Service
    centre: Office
    inspector: Actor
    channel: ChannelId
    taken: int = 0

    @property
    def clerk(self) -> Actor:
        """The chancery clerk of the provider."""
        return self.at.actor(Role.CHANCERY_CLERK, self.at.provider)

    def entry(self, procedure: str = "issue", name: str = LONG_NAME, language: str = "ru") -> Entry:
        """An application on paper that lies on the counter."""
        return Entry(
            service=self.at.edition.service,
            edition=self.at.edition,
            procedure=procedure,
            channel=self.channel,
            office=self.at.provider,
            front_office=self.centre,
            person=Person("person", name, iin=making.iin(77), phone="+7 701 000 00 00", address="Петропавл"),
            wishes=Wishes(),
            declaration=Declaration(name, "on_paper"),
            language=language,
        )

    def accept(self) -> Case:
        """Take a whole set of one more applicant."""
        self.taken += 1
        entry = replace(self.entry(), person=replace(self.entry().person, iin=making.iin(100 + self.taken)))
        with acting(self.inspector):
            case = front_office.accept(entry, LISTED, WHOLE)
        db.session.commit()
        return case

    def accept_with_consent(self) -> Case:
        """Take a whole set and the consent."""
        case = self.accept()
        with acting(self.inspector):
            front_office.take_consent(case.id, None)
        db.session.commit()
        return case


def end_by_refusal(at: Counter, case: Case) -> None:
    """Bring a case to its end by a refusal, signed and issued where the text has that."""
    bring_to_check(at.at, case)
    with acting(at.at.actor(Role.RESPONSIBLE_OFFICIAL, at.at.provider)):
        checking.refuse(case.id, checking.Motives("Үлгі", "pt 10", "Диплом оқылмайды"))
    head = at.at.actor(Role.HEAD, at.at.provider)
    if kind_now(case) is StepKind.DOCUMENT_DRAFT:
        with acting(SYSTEM):
            course.perform(course.locked(case.id), Verb.DRAFT_DOCUMENT)
    if waiting_in(case) is not None:
        db.session.commit()
        sign_refusal(case)
    made = refusal_of(case)
    if case.ended_at is None and made is not None and refusing.to_be_sent(case, made):
        with acting(at.at.actor(Role.RESPONSIBLE_OFFICIAL, at.at.provider)):
            sheet = refusing.send(case.id, head.grant_id or 0)
            db.session.commit()
        sign_all(sheet.id)
    with acting(SYSTEM):
        for verb in (Verb.SIGN_DOCUMENT, Verb.ISSUE):
            if case.ended_at is None and kind_now(case) is KIND_OF[verb]:
                course.perform(course.locked(case.id), verb)
    db.session.commit()
    assert case.ended_at is not None, case.place


def counter(slug: str = "medical-licence") -> Counter:
    """The public service centre for the medical licence, or the State Corporation for the narcotics one."""
    at = making.service(slug)
    centre = making.office("service_centre")
    channel = ChannelId.CON if slug == "medical-licence" else ChannelId.STATE_CORPORATION
    made = Counter(at, centre, making.staff(Role.CENTRE_INSPECTOR, centre), channel)
    db.session.commit()
    return made
