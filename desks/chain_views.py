"""The chain of proof of a case on one page, proved anew at each look; and the same as an evidence file."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.way_in import way_in
from applications import queries as cases
from applications.case_reading import edition_of, in_words
from core.access import permission
from core.languages import Text, long_moment
from core.views import settings
from desks import evidence_taken
from desks.chain.checking import checks_of
from desks.chain.links import RESTS_ON, Kind, Line, Link, Missing
from desks.chain.proof import prove_link
from desks.chain.whole import Chain, chain_of
from desks.chain.words import ABSENCES, LINES, NAMES, STANDINGS
from desks.views import blueprint
from orders.appeal_queries import appeals_of
from orders.appeal_showing import shown as appeal_shown


@dataclass(frozen=True, slots=True)
class Shown:
    """One link as the page shows it; `why` only where it is missing."""

    kind: Kind
    name: Text
    number: str
    when: str
    signers: str
    documents: tuple[tuple[str, str, bool], ...]
    rests_on: tuple[tuple[Kind, Text], ...]
    carries: tuple[tuple[Kind, Text], ...]
    word: Text
    mark: str
    lines: tuple[Line, ...]
    url: str
    why: Text


@blueprint.get("/cases/<public_id>/chain")
@permission("cases.prove")
def chain(public_id: str) -> ResponseReturnValue:
    """Every link from the result back to the application, what it rests on, and whether that is proved."""
    found = cases.find(public_id, signed_in().actor())
    read = chain_of(found, signed_in().actor(), settings())
    shown = [_shown(read, kind) for kind in reversed(Kind) if _belongs(read.links[kind])]
    return render_template(
        "desks/chain.html",
        case=found,
        title=in_words(edition_of(found).title),
        links=shown,
        absent=[NAMES[kind] for kind in Kind if not _belongs(read.links[kind])],
        stations=[_station(one) for one in reversed(shown)],
        line_words=LINES,
        appeals=[appeal_shown(one) for one in appeals_of(found.id)],
        broken=any(one.mark == "bad" for one in shown),
    )


@blueprint.post("/cases/<public_id>/evidence.zip")
@permission("cases.prove")
def evidence(public_id: str) -> Response:
    """The chain as a file that proves itself; who took it stands in the journal."""
    actor = signed_in().actor()
    found = cases.find(public_id, actor)
    data = evidence_taken.take(chain_of(found, actor, settings()), actor, settings())
    return Response(
        data,
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="evidence-{found.number}.zip"',
            "Cache-Control": "no-store",
        },
    )


def _station(link: Shown) -> dict[str, str | Text]:
    """A link as a station of the way from the application to the result."""
    return {
        "name": link.name,
        "state": "ahead" if link.why else "done",
        "when": link.when,
        "url": f"#{link.kind}",
    }


def _belongs(link: Link | Missing) -> bool:
    """Whether the text has such a link at all."""
    return not (isinstance(link, Missing) and link.why == "not_in_text")


def _shown(read: Chain, kind: Kind) -> Shown:
    link = read.links[kind]
    rests = tuple((one, NAMES[one]) for one in RESTS_ON[kind] if _belongs(read.links[one]))
    carries = tuple((one, NAMES[one]) for one in Kind if kind in RESTS_ON[one] and _belongs(read.links[one]))
    if isinstance(link, Missing):
        return Shown(kind, NAMES[kind], "", "", "", (), rests, carries, "", "", (), "", ABSENCES[link.why])
    proved = prove_link(kind, read.evidence(), checks_of())
    word, mark = STANDINGS[proved.holds]
    return Shown(
        kind,
        NAMES[kind],
        link.number,
        long_moment(link.at, read.case.office.zone),
        ", ".join(link.signers),
        tuple((one.name.partition("/")[2], one.digest, one.data is None) for one in link.documents),
        rests,
        carries,
        word,
        mark,
        proved.lines,
        _page_of(read, link),
        "",
    )


def _page_of(read: Chain, link: Link) -> str:
    """Where the reader finds the thing itself, if they may go there."""
    case = read.case.public_id
    match link.kind:
        case Kind.APPLICATION:
            return way_in("desks.case", public_id=case)
        case Kind.RESULT:
            return way_in("exam.results_of_case", public_id=case)
        case Kind.SEAL:
            return way_in("question_banks.sealed_set", set_id=link.subject)
        case Kind.RECORD:
            return way_in("exam.sitting", sitting_id=link.subject)
        case Kind.PROTOCOL:
            return way_in("commissions.protocol_file", protocol_id=link.subject)
        case Kind.ORDER:
            return way_in("orders.order", order_id=link.subject)
        case Kind.PAPER if link.facts["issued"]:
            return way_in("orders.paper", register_id=link.facts["register"])
    return ""
