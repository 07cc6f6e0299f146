"""Whether the facts of one text fit together: a text may be complete in every line and still lead nowhere.

For the loader. Each fault begins with the place in the text, as the reader's own faults do.
"""

from __future__ import annotations

from collections.abc import Iterator

from regulations.kinds import Basis, By, LimitStatus, Office, Role, StepKind, TermStatus
from regulations.model import Edition, Exit, InteractionRoute, Limit, Notice, Procedure, Step
from regulations.naming import systems

INFERRED_BY = ("sequence", "refusal")


def faults_of(edition: Edition) -> Iterator[str]:
    """Every fault that shows only when the facts are seen side by side."""
    yield from _twice("procedures", [procedure.id for procedure in edition.procedures])
    yield from _twice("steps", [step.id for step in edition.steps])
    yield from _twice("exits", [way_out.id for way_out in edition.exits])
    yield from _twice("settings", [setting.key for setting in edition.settings])
    yield from _twice("channels", [channel.id for channel in edition.channels])
    for number, procedure in enumerate(edition.procedures):
        yield from _procedure(edition, number, procedure)
    for number, step in enumerate(edition.steps):
        for fault in _step(edition, step):
            yield f"steps[{number}].{fault}"
    for number, way_out in enumerate(edition.exits):
        for fault in _exit(edition, way_out):
            yield f"exits[{number}].{fault}"
    yield from _whole(edition)
    yield from _systems(edition)
    yield from _contradictions(edition)


def _twice(group: str, names: list[str]) -> Iterator[str]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield f'{group}[{number}]: "{name}" stands twice'


def _procedure(edition: Edition, number: int, procedure: Procedure) -> Iterator[str]:
    steps = edition.steps_of(procedure.id)
    at = f"procedures[{number}]"
    if not steps or steps[-1].kind is not StepKind.ISSUE:
        yield f'{at}: "{procedure.id}" does not end with the issue of a result'
    term = procedure.total_term
    if (term.status is TermStatus.NOT_STATED) is not (term.amount is None):
        yield f"{at}.total_term: a term is {term.status} exactly when it has a value"
    if term.status is TermStatus.STATED and not term.quote:
        yield f"{at}.total_term.quote: a stated term is quoted"
    if term.status is not TermStatus.STATED and term.setting is None:
        yield f"{at}.total_term.setting: the text states no total, so an office setting must hold it"
    names = {setting.name for setting in edition.settings if setting.procedure in (None, procedure.id)}
    if term.setting is not None and term.setting not in names:
        yield f'{at}.total_term.setting: "{term.setting}" is not declared for this procedure'


def _step(edition: Edition, step: Step) -> Iterator[str]:
    for procedure in step.procedures:
        if procedure not in {known.id for known in edition.procedures}:
            yield f'for: "{procedure}" is no procedure of this text'
    yield from _limit(edition, step, step.limit)
    yield from _gate(edition, step)
    yield from _actor(edition, step)
    if step.kind is StepKind.DECISION and not any(
        step.id in way_out.leaves_from for way_out in edition.exits
    ):
        yield "kind: a decision needs an exit for the refusal"
    if (step.kind is StepKind.INTERVIEW) is not (step.form is not None):
        yield "form: an interview says how the commission works, and no other step does"
    if step.kind in (StepKind.ORDER_SIGNATURE, StepKind.DOCUMENT_SIGNATURE) and step.signature is None:
        yield "signature: a step that signs says what, by whom and how"
    for channel in step.channels:
        if edition.channel(channel) is None:
            yield f'channels: "{channel}" is no channel of this service'
    yield from _inferred("inferred", step.inferred, edition)
    yield from _notices(edition, step.notices)


def _gate(edition: Edition, step: Step) -> Iterator[str]:
    if step.gate is None:
        return
    yield from _inferred("gate.inferred", step.gate.inferred, edition)
    ways = {way_out.id: way_out for way_out in edition.exits}
    fails_to = step.gate.fails_to
    if fails_to is not None and fails_to not in ways:
        yield f'gate.fails_to: "{fails_to}" is no exit'
    elif fails_to is not None and step.id not in ways[fails_to].leaves_from:
        yield f'gate.fails_to: the exit "{fails_to}" does not leave from here'


def _actor(edition: Edition, step: Step) -> Iterator[str]:
    if step.actor in (Role.ACTOR_NOT_NAMED, Role.AUTHORISED_SIGNATORY) and step.actor_setting is None:
        yield "actor_setting: the text names nobody, so an office setting must"
    if step.actor_setting and step.actor_setting not in {setting.name for setting in edition.settings}:
        yield f'actor_setting: "{step.actor_setting}" is not declared'
    if step.office not in {provider.office for provider in edition.providers} | {Office.PORTAL}:
        yield f'office: "{step.office}" is no office of this service'


def _limit(edition: Edition, step: Step, limit: Limit) -> Iterator[str]:
    stated = limit.status in (LimitStatus.STATED, LimitStatus.SUSPECT)
    if stated is not (limit.amount is not None):
        yield f"limit.value: a limit that is {limit.status} {'needs a' if stated else 'has no'} value"
    if (stated or limit.status is LimitStatus.LOST) and not limit.quote:
        yield "limit.quote: the words of the text are missing"
    if (limit.status is LimitStatus.SUSPECT) is not (limit.read_as is not None):
        yield "limit.read_as: exactly a suspect limit says what it is read as"
    if (limit.status is LimitStatus.SHARED) is not bool(limit.shared_with):
        yield "limit.shared_with: exactly a shared limit names the step inside whose limit it runs"
    for procedure in step.procedures if limit.status is LimitStatus.SHARED else ():
        before = {s.id: s for s in edition.steps_of(procedure)[: _index(edition, procedure, step)]}
        leaders = [before[name] for name in limit.shared_with if name in before]
        if len(leaders) != 1:
            yield f"limit.shared_with: for {procedure} exactly one earlier step must hold the limit"
        elif leaders[0].limit.status is LimitStatus.SHARED:
            yield f'limit.shared_with: "{leaders[0].id}" shares its limit itself'


def _index(edition: Edition, procedure: str, step: Step) -> int:
    return [s.id for s in edition.steps_of(procedure)].index(step.id) if procedure in step.procedures else 0


def _exit(edition: Edition, way_out: Exit) -> Iterator[str]:
    steps = {step.id: number for number, step in enumerate(edition.steps)}
    for key, names in (("leaves_from", way_out.leaves_from), ("way", way_out.way)):
        for name in names:
            if name not in steps:
                yield f'{key}: "{name}" is no step'
    if not way_out.leaves_from:
        yield "leaves_from: nobody can leave by this exit"
    if way_out.by is None and way_out.by_system is None:
        yield "by: a refusal comes from somebody"
    kinds = {edition.steps[steps[name]].kind for name in way_out.way if name in steps}
    if way_out.basis is Basis.ORDER and StepKind.ORDER_SIGNATURE not in kinds:
        yield "way: a refusal that rests on an order passes the signature of that order"
    yield from _inferred("inferred", way_out.inferred, edition)
    yield from _notices(edition, way_out.notices)


def _whole(edition: Edition) -> Iterator[str]:
    levels = {provider.office for provider in edition.providers}
    if edition.two_level is not (len(levels) > 1):
        yield "two_level: does not fit the offices of the providers"
    if (edition.result.name is None) is not (edition.result.name_setting is not None):
        yield "result.name: either the text names the result or an office setting does"
    if edition.result.basis is Basis.ORDER:
        for number, procedure in enumerate(edition.procedures):
            if all(step.kind is not StepKind.ORDER_SIGNATURE for step in edition.steps_of(procedure.id)):
                yield f"procedures[{number}]: the result rests on an order, but none is signed"
    for number, setting in enumerate(edition.settings):
        choices = {choice.id for choice in setting.choices}
        if setting.proposed is not None and choices and setting.proposed not in choices:
            yield f'settings[{number}].proposed: "{setting.proposed}" is no choice'
        yield from _inferred(f"settings[{number}].unknown_by", setting.unknown_by, edition)


def _systems(edition: Edition) -> Iterator[str]:
    known = set(systems())
    named = [("registers", name) for name in edition.registers]
    for number, step in enumerate(edition.steps):
        named += [(f"steps[{number}].records_in", name) for name in step.records_in]
        named += [(f"steps[{number}].may_record_in", name) for name in step.may_record_in]
    for number, way_out in enumerate(edition.exits):
        named += [(f"exits[{number}].by_system", way_out.by_system)] if way_out.by_system else []
    for number, route in enumerate(edition.routes):
        for place, item in enumerate(route.items):
            named += [(f"routes[{number}].items[{place}].systems", name) for name in item.systems]
            if item.actor not in known and item.actor != "provider" and item.actor not in set(Role):
                yield f'routes[{number}].items[{place}].actor: "{item.actor}" is neither an actor nor a system'
    for at, name in named:
        if name not in known:
            yield f'{at}: "{name}" is no neighbouring system of the dictionary'


def _notices(edition: Edition, notices: tuple[Notice, ...]) -> Iterator[str]:
    for number, notice in enumerate(notices):
        if not notice.media or any(not rule.media for rule in notice.media):
            yield f"notices[{number}].media: say by which medium, or that the text does not state it"
        if notice.only is By.ANY:
            yield f"notices[{number}].only: leave it out when the notice goes to all"
        yield from _inferred(f"notices[{number}].inferred", notice.inferred, edition)


def _inferred(at: str, reason: str | None, edition: Edition) -> Iterator[str]:
    known = {record.issue for record in edition.contradictions}
    if reason is not None and reason not in known and reason not in INFERRED_BY:
        yield f'{at}: "{reason}" is no contradiction recorded in this text'


def _contradictions(edition: Edition) -> Iterator[str]:
    yield from _twice("contradictions", [record.issue for record in edition.contradictions])
    for record in edition.contradictions:
        for about in record.about:
            if not _has(edition, about.split(".")):
                yield f'contradictions: {record.issue} is recorded beside "{about}", which this text does not have'


def _has(edition: Edition, about: list[str]) -> bool:
    """Whether the text has a fact at this path: `title`, `steps.s07.actor`, `routes.con.K5`."""
    if about[0] not in Edition.__dataclass_fields__:
        return False
    if len(about) == 1:
        return True
    member = next((m for m in getattr(edition, about[0]) if m.id == about[1]), None)
    if member is None or len(about) == 2:
        return member is not None
    if isinstance(member, InteractionRoute):
        return any(item.ref == about[2] for item in member.items)
    return about[2] in member.__dataclass_fields__
