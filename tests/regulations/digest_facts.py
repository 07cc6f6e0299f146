"""The digest and our texts brought to one shape, so that they can be held against each other fact by fact.

Both sides become a flat table `place -> value` for each service; the digest's prose is turned into our
closed words by `digest_words`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from regulations.kinds import By, LimitStatus
from regulations.limits import step_sum
from regulations.model import Amount, Edition, Exit, Limit, Notice, Step
from tests.regulations.digest_words import (
    FORM,
    MEDIA,
    REFUSES,
    RESPONSIBILITIES,
    RESPONSIBLE,
    RESULT_MEDIA,
    SIGNED,
    STATUS,
    UNITS,
    WHEN,
    in_our_words,
)

DIGEST = Path(__file__).with_name("digest.yaml")
Facts = dict[str, object]


@cache
def digest() -> dict[str, Any]:
    with DIGEST.open(encoding="utf-8") as stream:
        loaded: dict[str, Any] = yaml.load(stream, Loader=yaml.CSafeLoader)
    return loaded


def services() -> dict[str, dict[str, Any]]:
    return {service["slug"]: service for service in digest()["services"]}


def bare(source: str) -> str:
    """The clause without the name of the file and of the annex, which the text carries in its head."""
    source = re.sub(r"\d{3}_[0-9a-f]{16}\.txt(?: \(Kazakh text: [^)]*\))?,? ?", "", source)
    return re.sub(r"^(?:Annex|regulation) \d,? *", "", source).strip()


def quoted(text: str | None) -> str | None:
    """A quote for comparing: white space means nothing in it."""
    return None if text is None else re.sub(r"\s+", "", text)


def digest_facts(service: dict[str, Any]) -> Facts:
    facts: Facts = {
        "title.kk": service["titles"]["kk"],
        "title.ru": service["titles"]["ru"],
        "title.en": service["titles"]["en"],
        "legal.number": service["legal_basis"]["number"],
        "legal.date": service["legal_basis"]["date"],
        "status.state": "repealed" if service["status"]["state"] == "repealed" else "no_repeal_noted",
        "status.date": service["status"]["date"],
        "two_level": service["office_levels"] == "two-level",
        "providers": tuple(provider["office"] for provider in service["providers"]),
        "channels": tuple((channel["id"], quoted(channel["quote"])) for channel in service["channels"]),
        "form": "electronic_or_paper" if "paper" in service["form"]["value"] else "electronic",
        "form.quote": quoted(service["form"]["quote"]),
        "start.quote": quoted(service["start"]["quote"]),
        "start.source": bare(service["start"]["source"]),
        "result.named": service["result"]["kk"] is not None,
        "procedures": tuple(service["procedures"]),
        "steps": tuple(step["id"] for step in service["steps"]),
        "contradictions": tuple(sorted(service["issues"])),
    }
    for procedure in service["procedures"]:
        term = service["total_term"]
        facts[f"procedures.{procedure}.total_term"] = (term["status"], term["value"], term["unit"])
        facts[f"procedures.{procedure}.step_sum"] = service["total_term"]["step_sum"][procedure]
        without = term["steps_without_limit"][procedure]
        facts[f"procedures.{procedure}.without_limit"] = tuple(line.split()[0] for line in without)
    facts["total_term.quote"] = quoted(service["total_term"]["quote"])
    facts["result.media"] = in_our_words(RESULT_MEDIA, service["result"]["medium"])
    for duty in RESPONSIBILITIES:
        prose = service["responsibilities"][duty]
        facts[f"responsibilities.{duty}"] = in_our_words(RESPONSIBLE, prose) if prose else None
    for step in service["steps"]:
        facts |= {f"steps.{step['id']}.{name}": value for name, value in _digest_step(step).items()}
    for route in service["interaction_routes"]:
        facts[f"routes.{route['id']}.family"] = route["family"]
        for item in route["items"]:
            facts[f"routes.{route['id']}.{item['ref']}"] = _digest_item(item)
    return facts


def _digest_step(step: dict[str, Any]) -> Facts:
    limit, gate, refusal, signature = step["limit"], step["gate"], step["refusal"], step["signature"]
    shared = tuple(name.strip() for name in limit.get("shared_with", "").split("/") if name)
    read_as = limit.get("recommended")
    facts: Facts = {
        "for": tuple(step["applies_to"]),
        "office": step["office"],
        "actor": step["actor"],
        "kind": step["kind"],
        "form": step.get("subkind"),
        "commission": step.get("commission"),
        "acts_as": step.get("acts_as"),
        "keeps_protocol": step.get("keeps_protocol", False),
        "limit": (STATUS.get(limit["status"], limit["status"]), limit["value"], limit["unit"], shared),
        "limit.quote": quoted(limit["quote"]),
        "limit.quote_kk": quoted(limit.get("quote_kk")),
        "limit.counted_from": "test" if limit.get("counted_from") == "day of the test" else "previous_step",
        "limit.read_as": (read_as["value"], read_as["unit"]) if read_as else None,
        "source": bare(step["source"]),
        "gate": gate is not None,
        "refusal": (REFUSES[refusal["by"]], in_our_words(FORM, refusal["form"])) if refusal else None,
        "refusal.quote": quoted(refusal["quote"]) if refusal else None,
        "refusal.by_order": bool(refusal and refusal.get("formalised_by_order")),
        "notices": tuple(
            (in_our_words(MEDIA, notice["medium"]), WHEN[notice.get("when")], quoted(notice["quote"]))
            for notice in step["notifies"]
        ),
    }
    if gate:
        facts["gate.on_pass"] = re.split(r" |$", gate["on_pass"])[0]
        facts["gate.quote"] = quoted(gate["quote"])
    if signature:
        what = SIGNED.get(signature["what"], "result")
        facts["signature"] = (what, signature["by"], signature["type"], quoted(signature["quote"]))
    return facts


def _digest_item(item: dict[str, Any]) -> tuple[object, ...]:
    on_fail = item.get("on_fail")
    if on_fail and not re.fullmatch(r"P\d+|refusal", on_fail):
        on_fail = "acceptance_refused"
    actor = "provider" if item["actor"] == "-" else item["actor"]
    length = item["limit"].split() if "limit" in item else None
    limit = (int(length[0]), UNITS[length[1]]) if length else (None, None)
    words = quoted(item.get("limit") or (item.get("note") if item["type"] == "rule" else None))
    return (
        item.get("item"),
        item["type"],
        actor,
        item.get("office"),
        tuple(item["systems"]),
        on_fail,
        limit,
        words,
    )


def edition_facts(edition: Edition) -> Facts:
    facts: Facts = {
        "title.kk": edition.title.kk,
        "title.ru": edition.title.ru,
        "title.en": edition.title.en,
        "legal.number": edition.legal.number,
        "legal.date": edition.legal.date.isoformat(),
        "status.state": str(edition.status.state),
        "status.date": edition.status.on.isoformat() if edition.status.on else None,
        "two_level": edition.two_level,
        "providers": tuple(str(provider.office) for provider in edition.providers),
        "channels": tuple((str(channel.id), quoted(channel.quote)) for channel in edition.channels),
        "form": str(edition.form),
        "form.quote": quoted(edition.form_quote),
        "start.quote": quoted(edition.start.quote),
        "start.source": edition.start.source,
        "result.named": edition.result.name is not None,
        "procedures": tuple(procedure.id for procedure in edition.procedures),
        "steps": tuple(step.id for step in edition.steps),
        "contradictions": tuple(record.issue for record in edition.contradictions),
    }
    for procedure in edition.procedures:
        term = procedure.total_term
        facts[f"procedures.{procedure.id}.total_term"] = (str(term.status), *_amount(term.amount))
        facts[f"procedures.{procedure.id}.step_sum"] = told_sum(edition, procedure.id)
        facts[f"procedures.{procedure.id}.without_limit"] = without_limit(edition, procedure.id)
        facts["total_term.quote"] = quoted(term.quote)
    facts["result.media"] = tuple(str(medium) for medium in edition.result.media)
    for duty in RESPONSIBILITIES:
        who = getattr(edition.responsibilities, duty)
        facts[f"responsibilities.{duty}"] = str(who) if who else None
    for step in edition.steps:
        facts |= {f"steps.{step.id}.{name}": value for name, value in _edition_step(edition, step).items()}
    for route in edition.routes:
        facts[f"routes.{route.id}.family"] = route.family
        for item in route.items:
            facts[f"routes.{route.id}.{item.ref}"] = (
                item.item,
                str(item.type),
                item.actor,
                item.office,
                item.systems,
                item.on_fail,
                _amount(item.limit),
                quoted(item.quote),
            )
    return facts


def _amount(amount: Amount | None) -> tuple[int | None, str | None]:
    return (amount.value, str(amount.unit)) if amount else (None, None)


def told_sum(edition: Edition, procedure: str) -> str:
    """The sum of the steps as the digest writes it: `16 wd + 3 h 35 min`."""
    total = step_sum(edition, procedure)
    hours, minutes = divmod(total.minutes, 60)
    clock = " ".join(
        part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part
    )
    days = f"{total.working_days} wd" if total.working_days else ""
    return " + ".join(part for part in (days, clock) if part)


def without_limit(edition: Edition, procedure: str) -> tuple[str, ...]:
    return step_sum(edition, procedure).without_limit


def _edition_step(edition: Edition, step: Step) -> Facts:
    limit, gate, signature = step.limit, step.gate, step.signature
    way_out = refusal_at(edition, step)
    facts: Facts = {
        "for": step.procedures,
        "office": str(step.office),
        "actor": str(step.actor),
        "kind": str(step.kind),
        "form": str(step.form) if step.form else None,
        "commission": str(step.commission) if step.commission else None,
        "acts_as": str(step.acts_as) if step.acts_as else None,
        "keeps_protocol": step.keeps_protocol,
        "limit": _limit(limit),
        "limit.quote": quoted(limit.quote),
        "limit.quote_kk": quoted(limit.quote_kk),
        "limit.counted_from": str(limit.counted_from),
        "limit.read_as": _amount(limit.read_as) if limit.read_as else None,
        "source": step.source,
        "gate": gate is not None,
        "refusal": _exit(way_out) if way_out else None,
        "refusal.quote": _quote(edition, step, way_out),
        "refusal.by_order": bool(way_out and way_out.basis == "order"),
        "notices": tuple(_notice(notice) for notice in step.notices),
    }
    if gate:
        facts["gate.on_pass"] = _following(edition, step)
        facts["gate.quote"] = quoted(gate.quote)
    if signature:
        facts["signature"] = (
            str(signature.of),
            str(signature.by),
            str(signature.kind),
            quoted(signature.quote),
        )
    return facts


def refusal_at(edition: Edition, step: Step) -> Exit | None:
    """The exit that leaves from this step, or that is given here instead of forwarding the file."""
    leaving = [e for e in edition.exits if step.id in e.leaves_from]
    given = [e for e in edition.exits if step.id in e.way and step.kind == "forward"]
    return next(iter(leaving + given), None)


def _quote(edition: Edition, step: Step, way_out: Exit | None) -> str | None:
    """The words of the digest's refusal at this step, when our exit carries them too; else what it carries."""
    if way_out is None or not way_out.quotes:
        return None
    printed = next(s for s in services()[edition.service]["steps"] if s["id"] == step.id)["refusal"]
    ours = [quoted(quote) for quote in way_out.quotes]
    theirs = quoted(printed["quote"]) if printed else None
    return theirs if theirs in ours else ours[0]


def _limit(limit: Limit) -> tuple[object, ...]:
    assert limit.status in LimitStatus
    return (str(limit.status), *_amount(limit.amount), limit.shared_with)


def _exit(way_out: Exit) -> tuple[object, ...]:
    who = tuple(str(one) if one else None for one in (way_out.by, way_out.by_system, way_out.signed_by))
    return who, str(way_out.form)


def _notice(notice: Notice) -> tuple[object, ...]:
    media = {str(rule.by): tuple(str(medium) for medium in rule.media) for rule in notice.media}
    when = "after_pass" if notice.after_pass else str(notice.only or "all")
    assert notice.only in (None, *By)
    return media, when, quoted(notice.quote)


def _following(edition: Edition, step: Step) -> str:
    """The first step that follows in the step's first procedure."""
    steps = edition.steps_of(step.procedures[0])
    return steps[steps.index(step) + 1].id
