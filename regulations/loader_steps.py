"""Reads the steps and exits of a text, and what stands inside them: limits, gates, signatures, notices.

For the loader. Each reader takes its own node, asks for every fact by name and lets nothing else pass.
"""

from __future__ import annotations

from regulations.kinds import (
    Basis,
    By,
    Cause,
    ChannelId,
    Commission,
    CountedFrom,
    GateFact,
    InterviewForm,
    LimitStatus,
    Medium,
    NoticeAbout,
    Office,
    RefusalForm,
    Role,
    Severity,
    SignatureKind,
    Signed,
    StepKind,
    Unit,
)
from regulations.model import (
    Amount,
    Contradiction,
    Exit,
    Gate,
    Limit,
    MediaRule,
    Notice,
    Signature,
    Step,
)
from regulations.reader import Node


def collect_contradictions(node: Node, prefix: str, found: list[Contradiction]) -> None:
    """The contradictions recorded beside a fact; `about` is told from where they stand."""
    for record in node.items("contradictions"):
        about = tuple(prefix + name.text() for name in record.items("about"))
        found.append(
            Contradiction(
                issue=record.text_of("issue"),
                severity=record.need("severity").word(Severity),
                about=about,
                clauses=record.text_of("clauses"),
                title=record.need("title").words(),
                reading_a=record.need("reading_a").words(),
                reading_b=record.need("reading_b").words(),
                settled=record.need("settled").words(),
                reason=record.need("reason").words(),
            )
        )
        if not about:
            record.child("about", None).fault("is missing")
        record.done()


def read_amount(node: Node) -> Amount:
    amount = Amount(node.need("value").number(), node.need("unit").word(Unit))
    node.done()
    return amount


def maybe_amount(node: Node) -> Amount | None:
    value, unit = node.get("value"), node.get("unit")
    if value is None and unit is None:
        return None
    return Amount(node.need("value").number(), node.need("unit").word(Unit))


def counted_from(node: Node, otherwise: CountedFrom) -> CountedFrom:
    return node.maybe("counted_from", lambda found: found.word(CountedFrom)) or otherwise


def _limit(node: Node) -> Limit:
    limit = Limit(
        status=node.need("status").word(LimitStatus),
        amount=maybe_amount(node),
        quote=node.maybe("quote", Node.text),
        quote_kk=node.maybe("quote_kk", Node.text),
        shared_with=node.all("shared_with", Node.text),
        counted_from=counted_from(node, CountedFrom.PREVIOUS_STEP),
        read_as=node.maybe("read_as", read_amount),
    )
    node.done()
    return limit


def _gate(node: Node) -> Gate:
    gate = Gate(
        fact=node.need("fact").word(GateFact),
        condition=node.need("condition").words(),
        quote=node.maybe("quote", Node.text),
        fails_to=node.maybe("fails_to", Node.text),
        source=node.text_of("source"),
        inferred=node.maybe("inferred", Node.text),
    )
    node.done()
    return gate


def _signature(node: Node) -> Signature:
    signature = Signature(
        of=node.need("of").word(Signed),
        by=node.need("by").word(Role),
        kind=node.need("kind").word(SignatureKind),
        quote=node.text_of("quote"),
    )
    node.done()
    return signature


def _media(node: Node) -> tuple[MediaRule, ...]:
    rules = tuple(MediaRule(by, node.all(by, lambda found: found.word(Medium))) for by in By if node.get(by))
    node.done()
    return rules


def _notice(node: Node) -> Notice:
    notice = Notice(
        about=node.need("about").word(NoticeAbout),
        what=node.need("what").words(),
        media=_media(node.need("media")),
        only=node.maybe("only", lambda found: found.word(By)),
        after_pass=node.flag("after_pass"),
        provisional=node.flag("provisional"),
        at_once=node.flag("at_once"),
        quote=node.maybe("quote", Node.text),
        source=node.text_of("source"),
        inferred=node.maybe("inferred", Node.text),
    )
    node.done()
    return notice


def read_step(node: Node, all_procedures: tuple[str, ...], found: list[Contradiction]) -> Step:
    step = Step(
        id=node.text_of("id"),
        name=node.need("name").words(),
        procedures=node.all("for", Node.text) or all_procedures,
        office=node.need("office").word(Office),
        actor=node.need("actor").word(Role),
        also=node.all("also", lambda role: role.word(Role)),
        actor_setting=node.maybe("actor_setting", Node.text),
        kind=node.need("kind").word(StepKind),
        form=node.maybe("form", lambda form: form.word(InterviewForm)),
        commission=node.maybe("commission", lambda commission: commission.word(Commission)),
        acts_as=node.maybe("acts_as", lambda role: role.word(Role)),
        keeps_protocol=node.flag("keeps_protocol"),
        action=node.need("action").words(),
        limit=_limit(node.need("limit")),
        gate=node.maybe("gate", _gate),
        signature=node.maybe("signature", _signature),
        notices=node.all("notices", _notice),
        leaves=node.need("leaves").words(),
        channels=node.all("channels", lambda channel: channel.word(ChannelId)),
        records_in=node.all("records_in", Node.text),
        may_record_in=node.all("may_record_in", Node.text),
        optional=node.flag("optional"),
        source=node.text_of("source"),
        inferred=node.maybe("inferred", Node.text),
    )
    collect_contradictions(node, f"steps.{step.id}.", found)
    node.done()
    return step


def read_exit(node: Node, found: list[Contradiction]) -> Exit:
    way_out = Exit(
        id=node.text_of("id"),
        name=node.need("name").words(),
        cause=node.need("cause").word(Cause),
        leaves_from=node.all("leaves_from", Node.text),
        way=node.all("way", Node.text),
        by=node.maybe("by", lambda role: role.word(Role)),
        by_system=node.maybe("by_system", Node.text),
        signed_by=node.maybe("signed_by", lambda role: role.word(Role)),
        form=node.need("form").word(RefusalForm),
        media=node.all("media", lambda medium: medium.word(Medium)),
        basis=node.need("basis").word(Basis),
        ground=node.need("ground").words(),
        quotes=node.all("quotes", Node.text),
        source=node.text_of("source"),
        inferred=node.maybe("inferred", Node.text),
        notices=node.all("notices", _notice),
    )
    collect_contradictions(node, f"exits.{way_out.id}.", found)
    node.done()
    return way_out
