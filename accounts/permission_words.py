"""The words that roles may use: one for each thing that can be done, from one list.

Pure data. Every route of every room carries one of these words; the table is shown as a page to those it binds.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts.roles import GRANTED, PRIVATE, Role
from core.languages import Text, _l


@dataclass(frozen=True, slots=True)
class Word:
    """One permission: its name on the route, what it allows in plain words, and who holds it."""

    name: str
    allows: Text
    roles: frozenset[Role]


def _word(name: str, allows: Text, *roles: Role) -> Word:
    return Word(name, allows, frozenset(roles))


_OFFICE_STAFF = (
    Role.CHANCERY_CLERK,
    Role.CENTRE_INSPECTOR,
    Role.STATISTICS_SPECIALIST,
    Role.RESPONSIBLE_OFFICIAL,
    Role.HEAD,
    Role.ACTING_HEAD,
    Role.AUTHORISED_SIGNATORY,
    Role.LAWYER,
    Role.COMMISSION_SECRETARY,
)

WORDS: tuple[Word, ...] = (
    _word("cabinet.use", _l("Use one's own cabinet"), Role.APPLICANT, Role.REPRESENTATIVE, Role.ORGANISATION),
    _word("desk.use", _l("See one's own desk"), *GRANTED),
    _word("applications.apply", _l("Apply for a service"), *sorted(PRIVATE)),
    _word("mandates.ask", _l("Name a representative or act as one"), *sorted(PRIVATE)),
    _word(
        "identity.prove",
        _l("Identify an applicant at the desk by a document"),
        Role.CHANCERY_CLERK,
        Role.CENTRE_INSPECTOR,
        Role.STATISTICS_SPECIALIST,
    ),
    _word(
        "mandates.confirm",
        _l("Confirm a representative's document"),
        Role.CHANCERY_CLERK,
        Role.CENTRE_INSPECTOR,
        Role.STATISTICS_SPECIALIST,
        Role.RESPONSIBLE_OFFICIAL,
    ),
    _word("cases.read", _l("See the cases of the office"), *_OFFICE_STAFF, Role.INSPECTOR),
    _word("cases.register", _l("Register applications in the incoming journal"), Role.CHANCERY_CLERK),
    _word("applications.enter_paper", _l("Enter applications on paper for others"), Role.CHANCERY_CLERK),
    _word("cases.assign", _l("Name the executor of a case"), Role.HEAD, Role.ACTING_HEAD),
    _word(
        "cases.check",
        _l("Check documents, decide on accommodations, admit or refuse"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
    ),
    _word(
        "cases.forward",
        _l("Forward a file to the Committee or to the commission"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
    ),
    _word(
        "cases.notify",
        _l("Note messages given to applicants by telephone"),
        Role.CHANCERY_CLERK,
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
    ),
    _word(
        "systems.enter",
        _l("Note what was entered by hand in another system"),
        Role.CHANCERY_CLERK,
        Role.CENTRE_INSPECTOR,
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
    ),
    _word(
        "cases.overview",
        _l("See the overview of cases, terms and delays"),
        Role.HEAD,
        Role.ACTING_HEAD,
        Role.INSPECTOR,
    ),
    _word(
        "cases.prove",
        _l("See what proves a result, from the certificate back to the application, and take it as a file"),
        Role.INSPECTOR,
        Role.HEAD,
        Role.ACTING_HEAD,
        Role.RESPONSIBLE_OFFICIAL,
    ),
    _word("papers.read", _l("See the papers of a case"), *sorted(PRIVATE), *_OFFICE_STAFF, Role.INSPECTOR),
    _word("papers.sign", _l("Scan in papers signed by hand"), *_OFFICE_STAFF),
    _word(
        "sheets.sign",
        _l("Sign papers that name oneself among those who sign, or refuse to"),
        Role.COMMISSION_SECRETARY,
        Role.COMMISSION_MEMBER,
        Role.APPEAL_MEMBER,
        Role.EXPERT_MEMBER,
        Role.RESPONSIBLE_OFFICIAL,
        Role.INVIGILATOR,
        Role.STATISTICS_SPECIALIST,
        Role.AUTHORISED_SIGNATORY,
        Role.HEAD,
        Role.ACTING_HEAD,
    ),
    _word("payment.make", _l("Pay the fee or hand in a payment slip"), *sorted(PRIVATE)),
    _word(
        "payment.check",
        _l("Look at payment slips and declare a fee unpaid"),
        Role.CHANCERY_CLERK,
        Role.RESPONSIBLE_OFFICIAL,
    ),
    _word("queue.book", _l("Book a place in the queue of a service centre"), *sorted(PRIVATE)),
    _word(
        "front_office.work", _l("Take applications at the counter of a service centre"), Role.CENTRE_INSPECTOR
    ),
    _word(
        "consignments.work",
        _l("Send and receive files with the courier"),
        Role.CENTRE_INSPECTOR,
        Role.CHANCERY_CLERK,
    ),
    _word(
        "results.hand_over",
        _l("Hand results over against the receipt"),
        Role.CENTRE_INSPECTOR,
        Role.CHANCERY_CLERK,
    ),
    _word("clinic.work", _l("Take and decide applications at a clinic"), Role.STATISTICS_SPECIALIST),
    _word(
        "visits.keep",
        _l("Keep the list of visits: book, give back"),
        Role.CENTRE_INSPECTOR,
        Role.STATISTICS_SPECIALIST,
    ),
    _word(
        "banks.read",
        _l("See the question banks of the office and of those below it, without keys"),
        Role.QUESTION_AUTHOR,
        Role.TRANSLATOR,
        Role.REVIEWER,
        Role.BANK_ADMINISTRATOR,
    ),
    _word(
        "banks.keys",
        _l("See which answers are right"),
        Role.QUESTION_AUTHOR,
        Role.REVIEWER,
        Role.BANK_ADMINISTRATOR,
    ),
    _word(
        "banks.draft",
        _l("Work on the draft of a question and send it to review"),
        Role.QUESTION_AUTHOR,
        Role.TRANSLATOR,
    ),
    _word("banks.write", _l("Write questions with their keys"), Role.QUESTION_AUTHOR),
    _word(
        "banks.classify",
        _l("Set topic, difficulty, acts and labels of questions"),
        Role.QUESTION_AUTHOR,
        Role.BANK_ADMINISTRATOR,
    ),
    _word("banks.translate", _l("Translate questions"), Role.TRANSLATOR),
    _word("banks.review", _l("Approve questions and check languages, never one's own"), Role.REVIEWER),
    _word(
        "banks.manage",
        _l("Keep question banks: topics, classification, suspending, retiring"),
        Role.BANK_ADMINISTRATOR,
    ),
    _word(
        "banks.exchange",
        _l("Bring questions in from files and take them out, with their keys"),
        Role.BANK_ADMINISTRATOR,
    ),
    _word("blueprints.write", _l("Write blueprints and send them for approval"), Role.BANK_ADMINISTRATOR),
    _word(
        "blueprints.read",
        _l("See blueprints and what their banks lack"),
        Role.BANK_ADMINISTRATOR,
        Role.REVIEWER,
        Role.HEAD,
        Role.ACTING_HEAD,
    ),
    _word(
        "blueprints.approve",
        _l("Approve blueprints or send them back, never one's own"),
        Role.REVIEWER,
        Role.HEAD,
        Role.ACTING_HEAD,
    ),
    _word(
        "blueprints.try",
        _l("Draw trial papers by a blueprint and see them as a candidate would"),
        Role.BANK_ADMINISTRATOR,
        Role.REVIEWER,
    ),
    _word("sets.seal", _l("Draw papers, seal them, give sealed sets up"), Role.BANK_ADMINISTRATOR),
    _word(
        "sets.hold",
        _l("Hold a part of the key of sealed sets, and open them together with another official"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.HEAD,
        Role.ACTING_HEAD,
        Role.COMMISSION_SECRETARY,
    ),
    _word(
        "sets.read",
        _l("See the list of sealed sets, their state and digests"),
        Role.BANK_ADMINISTRATOR,
        Role.RESPONSIBLE_OFFICIAL,
        Role.HEAD,
        Role.ACTING_HEAD,
        Role.COMMISSION_SECRETARY,
        Role.INSPECTOR,
    ),
    _word(
        "sittings.read",
        _l("See sittings: time, hall, sealed sets, invigilators, places"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
        Role.HEAD,
        Role.ACTING_HEAD,
        Role.INVIGILATOR,
        Role.INSPECTOR,
    ),
    _word(
        "sittings.plan",
        _l("Plan sittings, publish them, and place cases in them"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
    ),
    _word(
        "hall.admit",
        _l("Open the doors of a hall, check identity, give seats, begin the test"),
        Role.INVIGILATOR,
    ),
    _word("hall.watch", _l("Watch over a hall: time, pauses, transfers, incidents"), Role.INVIGILATOR),
    _word(
        "results.decide",
        _l("Score closed sittings, enter results, decide where there is none, make the record of the hall"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
    ),
    _word(
        "results.correct",
        _l("Rule on faulty questions, have results counted again or taken back"),
        Role.HEAD,
        Role.ACTING_HEAD,
    ),
    _word(
        "entries.judge",
        _l("Decide with another person which late answers count"),
        Role.HEAD,
        Role.ACTING_HEAD,
        Role.LAWYER,
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
    ),
    _word(
        "commissions.read",
        _l("See commissions: members, meetings, agendas, and who waits for an interview"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
        Role.COMMISSION_MEMBER,
        Role.APPEAL_MEMBER,
        Role.EXPERT_MEMBER,
        Role.HEAD,
        Role.ACTING_HEAD,
        Role.INSPECTOR,
    ),
    _word(
        "commissions.form",
        _l("Enter commissions by their orders, name and release members"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
        Role.HEAD,
        Role.ACTING_HEAD,
    ),
    _word(
        "commissions.prepare",
        _l("Schedule meetings, keep their agendas, record recusals"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
    ),
    _word(
        "meetings.hand_over",
        _l("Hand a meeting to another secretary of its commission"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
        Role.HEAD,
        Role.ACTING_HEAD,
    ),
    _word(
        "commissions.declare",
        _l("Declare a conflict of interest with a candidate"),
        Role.COMMISSION_MEMBER,
        Role.APPEAL_MEMBER,
        Role.EXPERT_MEMBER,
    ),
    _word(
        "reading_files.read",
        _l("Read and download the file on a candidate before whose interview one sits"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
        Role.COMMISSION_MEMBER,
        Role.APPEAL_MEMBER,
        Role.EXPERT_MEMBER,
    ),
    _word(
        "meetings.keep",
        _l("Keep the meetings of which one is the secretary: presence, hearings, votes"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
    ),
    _word(
        "meetings.sit",
        _l("Sit in the meetings of the own commission: mark, vote, attach an own opinion"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
        Role.COMMISSION_MEMBER,
        Role.APPEAL_MEMBER,
        Role.EXPERT_MEMBER,
    ),
    _word(
        "protocols.keep",
        _l("Draw the protocols of commissions, send them for signature, correct them"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
    ),
    _word(
        "cases.decide",
        _l("Decide on test and interview: award or refuse"),
        Role.HEAD,
        Role.ACTING_HEAD,
        # Where the commission decides itself, its secretary enters what the signed protocol says.
        Role.COMMISSION_SECRETARY,
    ),
    _word(
        "orders.read",
        _l("See the orders of the office, their versions and their words"),
        *_OFFICE_STAFF,
        Role.LAWYER,
        Role.INSPECTOR,
    ),
    _word(
        "orders.draft",
        _l("Draft orders, send them for approval and to be signed, enter results after them"),
        Role.RESPONSIBLE_OFFICIAL,
    ),
    _word(
        "orders.approve",
        _l("Approve drafts of orders, or return them with remarks"),
        Role.LAWYER,
        Role.HEAD,
        Role.ACTING_HEAD,
    ),
    _word(
        "orders.words",
        _l("Make new editions of the words of orders"),
        Role.LAWYER,
        Role.HEAD,
        Role.ACTING_HEAD,
    ),
    _word(
        "result_papers.read",
        _l(
            "See certificates, licences and tickets of the office, and what waits to be drawn, signed, issued"
        ),
        *_OFFICE_STAFF,
        Role.INSPECTOR,
    ),
    _word(
        "result_papers.draw",
        _l("Draw certificates, licences and tickets, send refusals to be signed, take unsigned ones back"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
        Role.STATISTICS_SPECIALIST,
    ),
    _word(
        "result_papers.issue",
        _l("Give out signed certificates and licences, and refusals"),
        Role.CHANCERY_CLERK,
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
        Role.AUTHORISED_SIGNATORY,
        Role.HEAD,
        Role.ACTING_HEAD,
    ),
    _word(
        "result_papers.copy",
        _l("Enter copies of issued papers that were given out on paper"),
        Role.CHANCERY_CLERK,
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
        Role.STATISTICS_SPECIALIST,
    ),
    _word(
        "evaluations.read",
        _l("See external evaluations of organisations: plan, expert group, marks, report"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
        Role.EXPERT_MEMBER,
        Role.HEAD,
        Role.ACTING_HEAD,
        Role.INSPECTOR,
    ),
    _word(
        "evaluations.plan",
        _l("Plan external evaluations: standards, visits, conflicts of interest of experts"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
    ),
    _word(
        "evaluations.mark",
        _l("Evaluate organisations: mark standards, bring evidence, conclude the report"),
        Role.EXPERT_MEMBER,
    ),
    _word("appeals.file", _l("Appeal against a decision on one's own application"), *sorted(PRIVATE)),
    _word(
        "appeals.read",
        _l("See the appeals of the office and what became of them"),
        *_OFFICE_STAFF,
        Role.APPEAL_MEMBER,
        Role.INSPECTOR,
    ),
    _word(
        "appeals.register",
        _l("Register appeals, pass them on, enter the decisions of bodies outside"),
        Role.CHANCERY_CLERK,
        Role.STATISTICS_SPECIALIST,
    ),
    _word(
        "appeals.hear", _l("Hear appeals in which one had no hand, and decide on them"), Role.APPEAL_MEMBER
    ),
    _word(
        "appeals.carry_out",
        _l("Carry granted appeals out: draft the order, annul the own act, correct the result"),
        Role.RESPONSIBLE_OFFICIAL,
        Role.COMMISSION_SECRETARY,
        Role.STATISTICS_SPECIALIST,
        Role.HEAD,
        Role.ACTING_HEAD,
    ),
    _word("permissions.read", _l("See which role may do what"), *GRANTED),
    _word("offices.manage", _l("Enter and change offices"), Role.ADMINISTRATOR),
    _word("people.manage", _l("Enter staff and reset their log-in"), Role.ADMINISTRATOR),
    _word("grants.manage", _l("Grant and revoke roles"), Role.ADMINISTRATOR),
    _word(
        "office_settings.read",
        _l("See the settings of an office"),
        *_OFFICE_STAFF,
        Role.INSPECTOR,
        Role.ADMINISTRATOR,
    ),
    _word("office_settings.manage", _l("Enter an office's decisions on its settings"), Role.ADMINISTRATOR),
    _word("specialties.manage", _l("Keep the list of specialties"), Role.ADMINISTRATOR),
    _word("tokens.manage", _l("Issue and revoke tokens for other systems"), Role.ADMINISTRATOR),
    _word(
        "system.watch",
        _l("See the state of the system: outbox, journal, versions"),
        Role.ADMINISTRATOR,
        Role.INSPECTOR,
    ),
    _word("messages.send_again", _l("Send messages again that did not leave"), Role.ADMINISTRATOR),
    _word(
        "journal.read",
        _l("Read the journal of the own office and of those below it"),
        Role.HEAD,
        Role.ACTING_HEAD,
        Role.INSPECTOR,
    ),
    _word(
        "regulations.lawyer",
        _l("See unset settings and compare editions"),
        Role.ADMINISTRATOR,
        Role.LAWYER,
        Role.INSPECTOR,
    ),
    _word("calendar.manage", _l("Keep the table of decreed transfers of working days"), Role.ADMINISTRATOR),
)

BY_NAME: dict[str, Word] = {word.name: word for word in WORDS}


def may(role: Role, word: str) -> bool:
    """Whether the table gives this role this word."""
    return role in BY_NAME[word].roles
