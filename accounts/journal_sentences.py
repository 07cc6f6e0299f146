"""What each entry of the journal says, as a plain sentence: one for every tag that a verb of accounts leaves.

A later room adds the sentences of its own verbs with `tells`, and the kinds of its things with `is_about`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts import declared_settings
from accounts.journal_reading import Entry, Names
from accounts.roles import ROLE_NAMES, Role
from accounts.setting_words import value_lines
from core.languages import Text, _, _l, current_language, long_date

Sentence = Callable[[Entry, Names], str]
Namer = Callable[[str, Names], str]


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of thing that entries are about: its word, and how one of them is called."""

    word: Text
    name: Namer


_sentences: dict[str, Sentence] = {}
_things: dict[str, Thing] = {}


def tells(tag: str, sentence: Sentence | Text) -> None:
    """Say how entries of this tag read."""
    _sentences[tag] = sentence if callable(sentence) else _always(sentence)


def is_about(kind: str, word: Text, name: Namer) -> None:
    """Say what a kind of thing is called, and how to name one of them."""
    _things[kind] = Thing(word, name)


def knows(tag: str) -> bool:
    """Whether somebody has said how entries of this tag read."""
    return tag in _sentences


def sentence_of(entry: Entry, names: Names) -> str:
    """The entry in the reader's language. An unknown tag is named rather than hidden."""
    told = _sentences.get(entry.tag)
    return told(entry, names) if told else _("Recorded: %(tag)s.", tag=entry.tag)


def thing_word(kind: str) -> str:
    """The word for a kind of thing."""
    found = _things.get(kind)
    return str(found.word) if found else kind


def thing_named(entry: Entry, names: Names) -> str:
    """What the entry is about, by its kind and name."""
    found = _things.get(entry.subject_kind)
    name = found.name(entry.subject_id, names) if found else ""
    return f"{thing_word(entry.subject_kind)}: {name or entry.subject_id}"


def _always(sentence: Text) -> Sentence:
    return lambda _entry, _names: str(sentence)


def role_word(role: str) -> str:
    """A role by its name; the actor of an entry may also have had none."""
    if role in {known.value for known in Role}:
        return str(ROLE_NAMES[Role(role)])
    return str(_ACTORS.get(role, role))


_ACTORS: dict[str, Text] = {
    "system": _l("the system itself"),
    "api": _l("another system, through the API"),
    "staff": _l("member of staff without a role"),
    "person": _l("Applicant"),
    "organisation": _l("Authorised person of an organisation"),
}


def day_words(text: Any) -> str:
    """A day of an entry as people read it."""
    return long_date(date.fromisoformat(str(text)[:10])) if text else ""


FIELD_NAMES: dict[str, Text] = {
    "code": _l("code"),
    "kind": _l("kind"),
    "parent_id": _l("office above"),
    "name_kk": _l("name in Kazakh"),
    "name_ru": _l("name in Russian"),
    "name_en": _l("name in English"),
    "short_kk": _l("short name in Kazakh"),
    "short_ru": _l("short name in Russian"),
    "short_en": _l("short name in English"),
    "address": _l("address"),
    "zone": _l("time zone"),
    "hours": _l("hours"),
    "branch": _l("branch"),
    "closed_on": _l("closed from"),
    "login": _l("log-in name"),
    "surname": _l("surname"),
    "given_name": _l("given name"),
    "patronymic": _l("patronymic"),
    "iin": _l("IIN"),
    "email": _l("e-mail"),
    "phone": _l("telephone"),
    "language": _l("language"),
    "from": _l("first day"),
    "until": _l("last day"),
    "order": _l("number of the order"),
    "order_date": _l("date of the order"),
    "role": _l("role"),
    "office": _l("office"),
    "service": _l("service"),
    "value": _l("value"),
    "decision": _l("decision"),
    "decision_date": _l("date of the decision"),
    "reason": _l("reason"),
}


def field_words(names: Any) -> str:
    """The changed facts of an entry, in words."""
    return ", ".join(str(FIELD_NAMES.get(name, name)) for name in names)


def _granted(entry: Entry, names: Names) -> str:
    told = {
        "role": role_word(entry.new.get("role", "")),
        "office": names.office(entry.new.get("office")),
        "from_day": day_words(entry.new.get("from")),
        "order": entry.new.get("order", ""),
        "order_date": day_words(entry.new.get("order_date")),
    }
    if entry.new.get("until"):
        return _(
            "The role “%(role)s” at “%(office)s” was granted from %(from_day)s until %(until)s by order"
            " No. %(order)s of %(order_date)s.",
            until=day_words(entry.new["until"]),
            **told,
        )
    return _(
        "The role “%(role)s” at “%(office)s” was granted from %(from_day)s by order No. %(order)s of %(order_date)s.",
        **told,
    )


def _decided(entry: Entry, _names: Names) -> str:
    kind = declared_settings.find(entry.subject_id)
    if kind is None:
        return _("A decision was entered on the setting “%(setting)s”.", setting=entry.subject_id)
    service = entry.new.get("service", "")
    told = {
        "setting": kind.label.in_(current_language()),
        "value": "; ".join(value_lines(kind, service, entry.new.get("value"))),
        "day": day_words(entry.new.get("from")),
        "decision": entry.new.get("decision", ""),
    }
    if service:
        return _(
            "“%(setting)s” for “%(service)s” is %(value)s from %(day)s, by decision No. %(decision)s.",
            service=declared_settings.service_title(service),
            **told,
        )
    return _("“%(setting)s” is %(value)s from %(day)s, by decision No. %(decision)s.", **told)


def _withdrawn(entry: Entry, _names: Names) -> str:
    kind = declared_settings.find(entry.subject_id)
    told = {
        "setting": kind.label.in_(current_language()) if kind else entry.subject_id,
        "day": day_words(entry.new.get("from")),
        "decision": entry.new.get("decision", ""),
    }
    service = entry.new.get("service", "")
    if service:
        return _(
            "The office's decision on “%(setting)s” for “%(service)s” is withdrawn from %(day)s, by decision "
            "No. %(decision)s.",
            service=declared_settings.service_title(service),
            **told,
        )
    return _(
        "The office's decision on “%(setting)s” is withdrawn from %(day)s, by decision No. %(decision)s.",
        **told,
    )


def _decreed(entry: Entry, _names: Names) -> str:
    told = {"day": day_words(entry.new.get("day")), "decision": entry.new.get("decision", "")}
    works = entry.new.get("works")
    if works is None:
        return _("%(day)s is again what the law says of it, by decree No. %(decision)s.", **told)
    if works:
        return _("%(day)s became a working day by decree No. %(decision)s.", **told)
    return _("%(day)s became a day off by decree No. %(decision)s.", **told)


_ENDINGS: dict[str, Text] = {
    "left": _l("A log-in ended: the person left."),
    "ended": _l("A log-in was ended from another browser."),
    "idle": _l("A log-in ended because nothing was asked for a while."),
    "old": _l("A log-in ended because it had lasted as long as one may."),
    "password": _l("A log-in ended because the password was changed or taken back."),
    "reset": _l("A log-in ended because the second factor was taken back."),
    "closed": _l("A log-in ended because the account was closed."),
}


def _log_in_ended(entry: Entry, _names: Names) -> str:
    return str(_ENDINGS.get(entry.new.get("how", ""), _l("A log-in ended.")))


def _link_sent(entry: Entry, _names: Names) -> str:
    if entry.new.get("purpose") == "invitation":
        return _("A link for the first password was sent.")
    return _("A link for a new password was sent.")


def _token_issued(entry: Entry, _names: Names) -> str:
    return _(
        "A token was issued to “%(system)s”, to last until %(day)s.",
        system=entry.new.get("system", ""),
        day=day_words(entry.new.get("expires_at")),
    )


def _tell_of_offices() -> None:
    tells("accounts:office:enter", _l("The office was entered."))
    tells("accounts:office:change", lambda e, _n: _("Changed: %(facts)s.", facts=field_words(e.new)))
    tells(
        "accounts:office:close",
        lambda e, _n: _("The office is closed from %(day)s.", day=day_words(e.new.get("closed_on"))),
    )
    tells("accounts:office:reopen", _l("The office was opened again."))
    tells("accounts:setting:decide", _decided)
    tells("accounts:setting:withdraw", _withdrawn)
    tells("accounts:specialty:enter", _l("The specialty was entered."))
    tells("accounts:specialty:change", lambda e, _n: _("Changed: %(facts)s.", facts=field_words(e.new)))
    tells(
        "accounts:specialty:close",
        lambda e, _n: _("The specialty is closed from %(day)s.", day=day_words(e.new.get("closed_on"))),
    )
    tells("accounts:specialty:reopen", _l("The specialty was put back on the list."))
    tells("accounts:token:issue", _token_issued)
    tells("accounts:token:revoke", _l("The token was revoked."))
    tells("accounts:calendar_day:decree", _decreed)
    tells("accounts:message:send_again", _l("The message was put back among those to be sent."))


def _tell_of_staff() -> None:
    tells("accounts:staff:enter", _l("The person was entered as staff."))
    tells(
        "accounts:staff:change",
        lambda e, _n: _("Changed: %(facts)s.", facts=field_words(e.new.get("changed", ()))),
    )
    tells(
        "accounts:staff:close",
        lambda e, _n: _("The account was closed. Reason: %(reason)s", reason=e.new.get("reason", "")),
    )
    tells("accounts:staff:make_ready", _l("A ready log-in of the demo was made."))
    tells("accounts:staff:reopen", _l("The account was opened again."))
    tells("accounts:grant:give", _granted)
    tells(
        "accounts:grant:end",
        lambda e, n: _(
            "The role “%(role)s” at “%(office)s” ends on %(day)s.",
            role=role_word(e.new.get("role", "")),
            office=n.office(e.new.get("office")),
            day=day_words(e.new.get("until")),
        ),
    )
    tells(
        "accounts:grant:revoke",
        lambda e, n: _(
            "The role “%(role)s” at “%(office)s” was revoked. Reason: %(reason)s",
            role=role_word(e.old.get("role", "")),
            office=n.office(e.old.get("office")),
            reason=e.new.get("reason", ""),
        ),
    )


def _tell_of_accounts() -> None:
    tells("accounts:account:register", _l("The account was registered."))
    tells("accounts:account:prove", _l("The person was identified; the account counts as theirs."))
    tells("accounts:reset_link:send", _link_sent)
    tells("accounts:password:set", _l("A new password was set."))
    tells("accounts:second_factor:set_up", _l("The second factor was set up."))
    tells(
        "accounts:second_factor:reset",
        _l("The second factor was taken back; a new one is set up at the next log-in."),
    )
    tells("accounts:recovery_code:use", _l("A recovery code was used to log in."))
    tells("accounts:recovery_codes:renew", _l("New recovery codes were made; the old ones stopped working."))
    tells("accounts:log_in:begin", _l("Logged in."))
    tells("accounts:log_in:end", _log_in_ended)
    tells("accounts:log_in:take_role", _l("Went on in another role."))
    tells("accounts:log_in:act_for", _l("Began or ceased to act for somebody else."))
    tells("accounts:contact:change", _l("The address, telephone or language of letters was changed."))
    tells("accounts:contact:change_at_desk", _l("A lost e-mail address was replaced at a desk."))
    tells("accounts:name:change", _l("The name was changed."))
    tells("accounts:mandate:ask", _l("A representation was asked for."))
    tells("accounts:mandate:confirm", _l("The representation was confirmed."))
    tells("accounts:mandate:refuse", _l("The representation was refused."))
    tells("accounts:mandate:end", _l("The representation was ended."))


def _setting_name(key: str, _names: Names) -> str:
    kind = declared_settings.find(key)
    return kind.label.in_(current_language()) if kind else key


_tell_of_offices()
_tell_of_staff()
_tell_of_accounts()
is_about("account", _l("Person"), lambda identity, names: names.person(identity))
is_about("office", _l("Office"), lambda identity, names: names.office(identity))
is_about("setting", _l("Office setting"), _setting_name)
is_about("specialty", _l("Specialty"), lambda identity, names: names.specialty(identity))
is_about("api_token", _l("Token"), lambda identity, _names: identity)
is_about("calendar_day", _l("Calendar day"), lambda identity, _names: day_words(identity))
is_about("message", _l("Message"), lambda identity, _names: identity)
is_about("mandate", _l("Representation"), lambda identity, _names: identity)
