"""What the journal's entries on cases, papers, payments and consignments say, as plain sentences."""

from __future__ import annotations

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import is_about, tells
from applications.paper_kinds import PAPER_KINDS
from core.languages import Text, _, _l, current_language
from regulations.naming import name_of, systems
from regulations.verbs import Outcome, Verb

ENDED: dict[Outcome, Text] = {
    Outcome.ACCEPT: _l("they are in order"),
    Outcome.REFUSE: _l("refusal"),
    Outcome.POSITIVE: _l("with a positive result"),
    Outcome.NEGATIVE: _l("with a negative result"),
    Outcome.ABSENT: _l("without a result"),
    Outcome.FINISHED: _l("finished"),
    Outcome.AWARD: _l("award"),
}
MOVED: dict[Verb, Text] = {
    Verb.SUBMIT: _l("The application was submitted."),
    Verb.PAY: _l("The payment was confirmed; the case went on."),
    Verb.REGISTER: _l("The application was registered."),
    Verb.ASSIGN: _l("The executor was named."),
    Verb.CHECK_DOCUMENTS: _l("The documents were checked."),
    Verb.NOTIFY_TEST: _l("The candidate was told of the test."),
    Verb.FINISH_TEST: _l("The test has ended."),
    Verb.RECORD_RESULT: _l("The result of the test was entered."),
    Verb.EVALUATE: _l("The external evaluation was carried out."),
    Verb.INTERVIEW: _l("The interview was held."),
    Verb.DECIDE: _l("The decision was taken."),
    Verb.DRAFT_ORDER: _l("The order was drafted."),
    Verb.SIGN_ORDER: _l("The order was signed."),
    Verb.DRAFT_DOCUMENT: _l("The result paper was drawn."),
    Verb.SIGN_DOCUMENT: _l("The result paper was signed."),
    Verb.REFUSE: _l("The motivated refusal was given."),
    Verb.SUSPEND: _l("The case was suspended."),
    Verb.RESUME: _l("The case was taken up again."),
    Verb.FORWARD: _l("The file was forwarded to the Committee."),
    Verb.ISSUE: _l("The result was issued."),
    Verb.ANNUL: _l("The case was annulled."),
    Verb.REOPEN: _l("The case was reopened."),
}


def _step(entry: Entry, _names: Names) -> str:
    """A verb of the regulation, with what it came to where it has several ends."""
    verb = Verb(entry.tag.rsplit(":", 1)[1])
    if verb is Verb.FORWARD and entry.new.get("to") == "commission":
        return _("The file was passed to the commission.")
    outcome = entry.new.get("outcome")
    done = str(MOVED.get(verb) or f"{name_of(verb).in_(current_language())}.")
    if outcome == Outcome.UNPAID:
        return _("The fee was found unpaid.")
    if outcome in ENDED:
        return f"{done.removesuffix('.')}: {ENDED[Outcome(outcome)]}."
    return done


def _taken_back(entry: Entry, _names: Names) -> str:
    return _(
        "The applicant took the application back. Reason: %(reason)s", reason=entry.new.get("reason", "")
    )


def _reassigned(entry: Entry, _names: Names) -> str:
    return _("Another executor was named. Reason: %(reason)s", reason=entry.new.get("reason", ""))


def _checked(entry: Entry, _names: Names) -> str:
    if entry.new.get("fault"):
        return _("A document was found faulty: %(fault)s", fault=entry.new["fault"])
    return _("A document was accepted.")


def _wish_decided(entry: Entry, _names: Names) -> str:
    decisions: dict[str, Text] = {
        "granted": _l("What the candidate asked for at the test was granted."),
        "other": _l("Something else than what the candidate asked for at the test was granted."),
        "refused": _l("What the candidate asked for at the test was refused."),
    }
    return str(decisions.get(entry.new.get("decision", ""), decisions["granted"]))


def _payment_refused(entry: Entry, _names: Names) -> str:
    return _("The payment was refused: %(reason)s", reason=entry.new.get("reason") or "")


def _slip_refused(entry: Entry, _names: Names) -> str:
    return _("The payment slip was refused: %(reason)s", reason=entry.new.get("reason") or "")


def _returned(entry: Entry, _names: Names) -> str:
    return _(
        "The fee that arrived after the end was returned by document No. %(number)s.",
        number=entry.new.get("document", ""),
    )


def _called_back(entry: Entry, _names: Names) -> str:
    return _("The unsigned refusal was called back. Reason: %(reason)s", reason=entry.new.get("reason", ""))


def _issued(entry: Entry, _names: Names) -> str:
    kind = entry.tag.split(":")[1]
    return _("A paper was made: %(paper)s.", paper=PAPER_KINDS[kind])


def _entered_there(entry: Entry, _names: Names) -> str:
    return _(
        "It was entered by hand in another system (%(system)s) under number %(number)s.",
        system=systems()[entry.new["system"]].name.in_(current_language()),
        number=entry.new["number"],
    )


for _verb in Verb:
    tells(f"applications:case:{_verb.value}", _step)
for _kind in PAPER_KINDS:
    tells(f"applications:{_kind}:issue", _issued)
tells("applications:case:withdraw", _taken_back)
tells("applications:case:reassign", _reassigned)
tells("applications:document:check", _checked)
tells("applications:accommodation:decide", _wish_decided)
tells("applications:told:by_hand", _entered_there)
tells("applications:consent:take", _l("The consent was taken on paper."))
tells("applications:result:hand_over", _l("The result was handed over."))
tells("applications:paper:sign", _l("The paper signed by hand was scanned in."))
tells("applications:refusal:send", _l("The refusal was sent to be signed."))
tells("applications:refusal:sign", _l("The refusal was signed."))
tells("applications:refusal:call_back", _called_back)
tells("applications:telephonogram:note", _l("A telephone message was entered."))
tells("applications:payment:begin", _l("A payment was begun."))
tells("applications:payment:paid", _l("The fee was paid."))
tells("applications:payment:returned", _returned)
tells("applications:payment:refused", _payment_refused)
tells("applications:payment:slip", _l("A payment slip was handed in."))
tells("applications:payment:slip_accepted", _l("The payment slip was accepted."))
tells("applications:payment:slip_refused", _slip_refused)
tells("applications:slot:book", _l("A place in the queue was booked."))
tells("applications:slot:cancel", _l("A place in the queue was given back."))
tells("applications:consignment:send", _l("The files were given to the courier."))
tells("applications:consignment:receive", _l("The file was received from the courier."))
is_about("case", _l("Case"), lambda identity, _names: identity)
is_about("slot", _l("Place in the queue"), lambda identity, _names: identity)
is_about("consignment", _l("Consignment"), lambda identity, _names: identity)
is_about("paper", _l("Paper"), lambda identity, _names: identity)
