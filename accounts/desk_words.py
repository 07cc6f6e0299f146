"""What an empty desk says to each role: what will come here, and what is done with it."""

from __future__ import annotations

from accounts.roles import Role
from core.languages import Text, _l

EXPECT: dict[Role, Text] = {
    Role.CHANCERY_CLERK: _l(
        "New applications to your office will appear here. You register each one and give the receipt; what the"
        " office has decided, you hand out."
    ),
    Role.CENTRE_INSPECTOR: _l(
        "Applications that people bring to the service centre will appear here: accepted, on their way to the"
        " office, and back with the result."
    ),
    Role.STATISTICS_SPECIALIST: _l(
        "Applications for attachment to the clinic will appear here. Each is decided within one working day."
    ),
    Role.RESPONSIBLE_OFFICIAL: _l(
        "Cases that the head assigns to you will appear here, those due soonest first: documents to be checked,"
        " tests to be announced, orders to be drafted."
    ),
    Role.HEAD: _l(
        "Cases that wait for an executor, for your decision or for your signature will appear here, those due"
        " soonest first."
    ),
    Role.ACTING_HEAD: _l(
        "Cases that wait for the head's decision or signature will appear here for as long as the order names you."
    ),
    Role.AUTHORISED_SIGNATORY: _l("Results that wait for your electronic signature will appear here."),
    Role.LAWYER: _l("Drafts of orders and of refusals that wait for a lawyer's eye will appear here."),
    Role.COMMISSION_SECRETARY: _l(
        "People who have passed the test and wait for an interview will appear here, and protocols to be finished."
    ),
    Role.COMMISSION_MEMBER: _l("Meetings to which you are called will appear here, with their cases."),
    Role.APPEAL_MEMBER: _l(
        "Appeals that wait for your commission will appear here. You hear none in which you had a hand yourself."
    ),
    Role.EXPERT_MEMBER: _l("Organisations that your group is to evaluate will appear here, with dates."),
    Role.QUESTION_AUTHOR: _l("Your questions will appear here: drafts, those in review, those sent back."),
    Role.TRANSLATOR: _l("Questions whose other language is missing or out of date will appear here."),
    Role.REVIEWER: _l("Questions that wait for a second pair of eyes will appear here, never your own."),
    Role.BANK_ADMINISTRATOR: _l("The state of the question banks will appear here, and what hinders a test."),
    Role.INVIGILATOR: _l("Sittings that you watch over will appear here on their day, hall by hall."),
    Role.REGISTER_EDITOR: _l("Entries of the public register that need a correction will appear here."),
    Role.INSPECTOR: _l("What you may look into will appear here. You read everything and change nothing."),
    Role.ADMINISTRATOR: _l("What keeps the system from running well will appear here."),
}
