"""The whole chain of a case: every link that its text demands, read from the tables, or why it is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from applications import queries as cases
from applications.case_reading import edition_of
from applications.models import Case
from commissions import protocol_queries
from commissions.evaluation_queries import current_report
from core.actor import Actor
from core.database import db
from core.settings import Settings
from desks.chain import (
    application,
    evaluation,
    links,
    order,
    paper,
    protocol,
    record,
    result,
    seal,
    transcript,
)
from desks.chain.demanded import demanded
from desks.chain.links import Absence, Document, Evidence, Kind, Link, Missing
from exam import hall_tree
from exam.models import Attempt, HallRecord, Sitting, SittingPlace
from exam.result_queries import current_result, records_of
from orders.actions.drawing import check_code, last_paper
from orders.actions.standing import entries_of
from orders.models import ResultPaperIssued, ResultPaperSigned
from orders.order_queries import lines_of, signed_lines_of
from orders.paper_proof import key_text
from orders.register_key import register_key


@dataclass(frozen=True, slots=True)
class Chain:
    """A case with its links, from the first to the last."""

    case: Case
    head: links.Case
    links: Mapping[Kind, Link | Missing]

    @property
    def present(self) -> tuple[Link, ...]:
        return tuple(one for one in self.links.values() if isinstance(one, Link))

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple(document for link in self.present for document in link.documents)

    def evidence(self) -> Evidence:
        """The chain as it stands without the database."""
        return Evidence(
            self.head,
            {one.kind: one.facts for one in self.present},
            {one.kind: one.why for one in self.links.values() if isinstance(one, Missing)},
            {one.name: one.data for one in self.documents if one.data is not None},
            frozenset(one.name for one in self.documents if one.data is None),
        )


def chain_of(case: Case, actor: Actor, settings: Settings) -> Chain:
    """Read every link; what names people whom the reader may not see is withheld."""
    reading = _Reading(case, actor)
    public = register_key(settings).public_key().public_bytes_raw()
    head = links.Case(
        case.number, case.service, case.edition_id, case.procedure, settings.specimen, key_text(public)
    )
    found = {kind: reading.link(kind) or Missing(kind, reading.why_not(kind)) for kind in Kind}
    return Chain(case, head, found)


class _Reading:
    """One case while its links are read: what several of them need is asked for once."""

    def __init__(self, case: Case, actor: Actor) -> None:
        self.case, self.actor = case, actor
        self.demanded = demanded(edition_of(case), case.procedure)
        self.result = current_result(case.id)
        scored = self.result is not None and self.result.transcript is not None
        self.attempt = db.session.get_one(Attempt, self.result.attempt_id) if self.result and scored else None
        self.record, self.leaves, self.place = self._tree()

    def link(self, kind: Kind) -> Link | None:
        """The link, if the case has it."""
        read = {
            Kind.APPLICATION: lambda: application.read(self.case),
            Kind.SEAL: lambda: seal.read(self.attempt) if self.attempt else None,
            Kind.TRANSCRIPT: self._transcript,
            Kind.RECORD: self._record,
            Kind.RESULT: lambda: result.read(self.result) if self.result and self.attempt else None,
            Kind.EVALUATION: self._evaluation,
            Kind.PROTOCOL: self._protocol,
            Kind.ORDER: self._order,
            Kind.PAPER: self._paper,
        }
        return read[kind]()

    def why_not(self, kind: Kind) -> Absence:
        """Why a link is missing: the text has none, the case ended before it, it was taken back, or it is to come."""
        if kind not in self.demanded:
            return Absence.NOT_IN_TEXT
        if self.result is not None and self.result.verdict == "void" and kind is not Kind.PAPER:
            return Absence.TAKEN_BACK
        if kind is Kind.PAPER and cases.refusal_of(self.case) is not None:
            return Absence.REFUSED
        return Absence.ENDED_BEFORE if self.case.ended_at is not None else Absence.NOT_YET

    def _tree(self) -> tuple[HallRecord | None, Sequence[bytes], int]:
        """The leaves of the sitting's tree, as far as the newest record that holds this transcript counted them."""
        if self.attempt is None or self.result is None:
            return None, (), 0
        leaves = hall_tree.leaves_of(self.attempt.sitting_id)
        place = hall_tree.place_of(self.result, self.attempt.sitting_id)
        made = next((one for one in records_of(self.attempt.sitting_id) if one.tree_size > place), None)
        return made, leaves[: made.tree_size] if made else leaves, place

    def _transcript(self) -> Link | None:
        if self.attempt is None or self.result is None:
            return None
        return transcript.read(self.result, self.attempt, self.leaves, self.place)

    def _record(self) -> Link | None:
        if self.record is None:
            return None
        sitting = db.session.get_one(Sitting, self.record.sitting_id)
        tested = select(SittingPlace.case_id).where(
            SittingPlace.sitting_id == sitting.id, SittingPlace.case_id.is_not(None)
        )
        return record.read(self.record, sitting, whole=self._sees_all(db.session.scalars(tested).all()))

    def _evaluation(self) -> Link | None:
        report = current_report(self.case.id)
        return evaluation.read(report) if report is not None else None

    def _protocol(self) -> Link | None:
        item = protocol_queries.signed_item_of(self.case.id)
        if item is None:
            return None
        others = [one.case_id for one in protocol_queries.items_of(item.protocol_id)]
        return protocol.read(item, whole=self._sees_all(others))

    def _order(self) -> Link | None:
        """The last order that awarded or refused the case, rather one whose line still stands."""
        decided = [one for one in signed_lines_of(self.case.id) if one.outcome in order.DECIDES]
        if not decided:
            return None
        line = max(decided, key=lambda one: (one.line.released_at is None, one.line_id))
        others = [one.case_id for one in lines_of(line.order_id)]
        return order.read(line, whole=self._sees_all(others))

    def _sees_all(self, ids: Sequence[int | None]) -> bool:
        """Whether the reader may see each of these cases."""
        seen = db.session.scalars(select(Case.id).where(Case.id.in_(ids), cases.may_see(self.actor)))
        return set(seen) == set(ids)

    def _paper(self) -> Link | None:
        drawn = last_paper(self.case.id)
        signed = db.session.get(ResultPaperSigned, drawn.id) if drawn else None
        if signed is None:
            return None
        issued = db.session.get(ResultPaperIssued, signed.paper_id)
        code = check_code(signed.paper)
        return paper.read(signed, issued.issued_at if issued else None, code, entries_of(signed.paper_id))
