"""The one loader: a YAML text becomes a frozen Edition, or the full list of its faults.

For the catalogue and for whoever writes a text. First every fact is read with its own place in the file;
then `soundness` asks whether the facts fit together. Nothing is filled in: what the text does not say
stays unsaid.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from regulations.act import Channel, LegalBasis, LegalStatus, Provider, Responsibilities, Result, Start
from regulations.kinds import (
    Basis,
    ChannelId,
    Commission,
    CountedFrom,
    Identifier,
    ItemType,
    LegalState,
    Medium,
    Office,
    ProcedureKind,
    Role,
    ServiceForm,
    TermStatus,
)
from regulations.loader_steps import (
    collect_contradictions,
    counted_from,
    maybe_amount,
    read_amount,
    read_exit,
    read_step,
)
from regulations.model import (
    Contradiction,
    Edition,
    InteractionRoute,
    Procedure,
    RouteItem,
    Suspension,
    TotalTerm,
)
from regulations.reader import Node, TextFault, open_yaml
from regulations.settings import SettingKind, read_declared
from regulations.soundness import faults_of


def load_edition(path: Path, kinds: dict[str, SettingKind]) -> Edition:
    """Reads one text. Raises TextFault with every fault of the file, never a half-read edition."""
    root = open_yaml(path)
    edition = _edition(root, kinds)
    if path.parent.name != edition.service or path.stem != edition.edition:
        root.fault(f'lies in the wrong place: the text calls itself "{edition.id}"')
    if not root.faults:
        root.faults.extend(f"{root.file}: {fault}" for fault in faults_of(edition))
    if root.faults:
        raise TextFault(root.faults)
    return edition


def _edition(root: Node, kinds: dict[str, SettingKind]) -> Edition:
    found: list[Contradiction] = []
    procedures = root.all("procedures", partial(_procedure, found=found))
    ids = tuple(procedure.id for procedure in procedures)
    channels = root.all("channels", _channel)
    form = root.need("form")
    steps = root.all("steps", partial(read_step, all_procedures=ids, found=found))
    exits = root.all("exits", partial(read_exit, found=found))
    routes = root.all("routes", partial(_route, found=found))
    collect_contradictions(root, "", found)
    edition = Edition(
        service=root.text_of("service"),
        edition=root.text_of("edition"),
        title=root.need("title").words(),
        title_quoted_in=root.text_of("title_quoted_in"),
        plain=root.need("plain").words(),
        who_may_apply=root.need("who_may_apply").words(),
        identified_by=root.all("identified_by", lambda node: node.word(Identifier)),
        registers=root.all("registers", Node.text),
        legal=_legal(root.need("legal")),
        status=_status(root.need("status")),
        providers=root.all("providers", _provider),
        two_level=root.need("two_level").truth(),
        channels=channels,
        form=form.need("value").word(ServiceForm),
        form_quote=form.text_of("quote"),
        form_source=form.text_of("source"),
        start=_start(root.need("start")),
        result=_result(root.need("result")),
        responsibilities=_responsibilities(root.need("responsibilities")),
        procedures=procedures,
        steps=steps,
        exits=exits,
        suspensions=root.all("suspensions", _suspension),
        settings=read_declared(root, kinds, ids, tuple(channel.id for channel in channels)),
        routes=routes,
        contradictions=tuple(sorted(found, key=lambda record: record.issue)),
    )
    form.done()
    root.done()
    return edition


def _total_term(node: Node) -> TotalTerm:
    term = TotalTerm(
        status=node.need("status").word(TermStatus),
        amount=maybe_amount(node),
        quote=node.maybe("quote", Node.text),
        source=node.text_of("source"),
        counted_from=counted_from(node, CountedFrom.SUBMISSION),
        setting=node.maybe("setting", Node.text),
    )
    node.done()
    return term


def _procedure(node: Node, found: list[Contradiction]) -> Procedure:
    procedure = Procedure(
        id=node.text_of("id"),
        kind=node.need("kind").word(ProcedureKind),
        title=node.need("title").words(),
        quote=node.maybe("quote", Node.text),
        total_term=_total_term(node.need("total_term")),
    )
    collect_contradictions(node, f"procedures.{procedure.id}.", found)
    node.done()
    return procedure


def _channel(node: Node) -> Channel:
    channel = Channel(
        id=node.need("id").word(ChannelId),
        quote=node.text_of("quote"),
        source=node.text_of("source"),
        pre_registration_only=node.flag("pre_registration_only"),
        acceptance_day_counts=node.maybe("acceptance_day_counts", Node.truth),
        acceptance_day_quote=node.maybe("acceptance_day_quote", Node.text),
    )
    node.done()
    return channel


def _provider(node: Node) -> Provider:
    provider = Provider(node.need("office").word(Office), node.need("name").words(), node.text_of("source"))
    node.done()
    return provider


def _legal(node: Node) -> LegalBasis:
    legal = LegalBasis(
        act=node.need("act").words(),
        number=node.text_of("number"),
        date=node.need("date").day(),
        annex=node.need("annex").words(),
        registered=node.maybe("registered", Node.words),
        law=node.maybe("law", Node.words),
        standard=node.need("standard").words(),
        in_force=node.maybe("in_force", Node.words),
    )
    node.done()
    return legal


def _status(node: Node) -> LegalStatus:
    status = LegalStatus(
        state=node.need("state").word(LegalState),
        by=node.maybe("by", Node.words),
        on=node.maybe("date", Node.day),
        effective=node.maybe("effective", Node.words),
        amended=node.maybe("amended", Node.words),
        source=node.text_of("source"),
    )
    node.done()
    return status


def _start(node: Node) -> Start:
    start = Start(node.need("what").words(), node.text_of("quote"), node.text_of("source"))
    node.done()
    return start


def _result(node: Node) -> Result:
    result = Result(
        name=node.maybe("name", Node.words),
        name_setting=node.maybe("name_setting", Node.text),
        media=node.all("media", lambda medium: medium.word(Medium)),
        basis=node.need("basis").word(Basis),
        source=node.text_of("source"),
    )
    node.done()
    return result


def _responsibilities(node: Node) -> Responsibilities:
    def role(key: str) -> Role | None:
        return node.maybe(key, lambda found: found.word(Role))

    responsibilities = Responsibilities(
        commission=node.maybe("commission", lambda found: found.word(Commission)),
        secretary=role("secretary"),
        protocol=role("protocol"),
        order_drafter=role("order_drafter"),
        order_signer=role("order_signer"),
        result_signer=role("result_signer"),
        source=node.text_of("source"),
    )
    node.done()
    return responsibilities


def _suspension(node: Node) -> Suspension:
    suspension = Suspension(
        node.text_of("id"), node.need("ground").words(), node.text_of("quote"), node.text_of("source")
    )
    node.done()
    return suspension


def _route(node: Node, found: list[Contradiction]) -> InteractionRoute:
    route = InteractionRoute(
        id=node.text_of("id"),
        family=node.text_of("family"),
        source=node.text_of("source"),
        items=node.all("items", _route_item),
    )
    collect_contradictions(node, f"routes.{route.id}.", found)
    node.done()
    return route


def _route_item(node: Node) -> RouteItem:
    item = RouteItem(
        item=node.maybe("item", Node.text),
        ref=node.text_of("ref"),
        type=node.need("type").word(ItemType),
        actor=node.text_of("actor"),
        office=node.maybe("office", Node.text),
        systems=node.all("systems", Node.text),
        action=node.need("action").words(),
        on_fail=node.maybe("on_fail", Node.text),
        limit=node.maybe("limit", read_amount),
        quote=node.maybe("quote", Node.text),
    )
    node.done()
    return item
