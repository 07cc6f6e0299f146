"""The verbs of sealing: draw papers and seal them as a set, give a set up, draw it anew.

The seed, the papers and the key live only inside the call: what reaches the database is a cipher, three parts of its
key, each sealed to its holder, and digests.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.refused_facts import RefusedFact
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import Text, _l
from core.numbering import next_number
from core.refusals import Refusal
from question_banks import key_parts, locks
from question_banks.blueprint import Blueprint, PoolQuestion
from question_banks.blueprint_form import unpack_blueprint
from question_banks.blueprint_reading import banks_of, current_edition
from question_banks.canonical import digest
from question_banks.drawing import Drawn, NotDrawn, draw
from question_banks.feasibility import Shortage
from question_banks.models import (
    BlueprintEdition,
    BlueprintPlan,
    SealedPaper,
    SealedSet,
    SetKeyShare,
    SetQuestion,
    StoredQuestion,
)
from question_banks.pool import Pool, pool_of
from question_banks.queries import editions_by_id
from question_banks.sealed_content import (
    SEED_BYTES,
    HeldQuestion,
    SetContent,
    contents_of,
    pack_set,
    set_digest,
)
from question_banks.set_reading import (
    Holder,
    cases_in_use,
    possible_holders,
    set_aside_in,
    shares_of,
    uses_since,
)

HOLDERS, NEEDED = 3, 2
MOST_PAPERS = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many papers, how many reserves, who holds the key, and from which day uses of a question are counted."""

    papers: int
    reserves: int
    holder_ids: tuple[int, ...]
    uses_since: date


class CannotDraw(Refusal):
    """No papers by this blueprint from these banks; the shortages say why, and the page puts them into words."""

    def __init__(self, missing: Sequence[Shortage], drawn: int = 0) -> None:
        super().__init__(
            _l("Papers cannot be drawn by this blueprint from its banks as they are now."),
            next_step=_l("Look at what is missing on the page of the blueprint."),
        )
        self.missing, self.drawn = tuple(missing), drawn


def share_context(set_number: str, office_id: int, place: int) -> str:
    """What a part of a key is bound to: its set and its place."""
    return f"{office_id}/{set_number}/{place}"


def box_context(office_id: int, set_number: str, digest_of_set: str) -> str:
    """What the cipher of a set is bound to."""
    return f"{office_id}/{set_number}/{digest_of_set}"


def seal_set(plan: BlueprintPlan, wanted: Wanted) -> SealedSet:
    """Draw papers by the edition in force and seal them under a key that any two of three holders put together."""
    edition = _edition_in_force(plan)
    holders = _holders(plan.office_id, wanted.holder_ids)
    return _seal(plan, edition, wanted, holders, replaces=None)


def draw_anew(old: SealedSet, reason: str, uses_from: date) -> SealedSet:
    """Give an unopened set up and draw another in its place, for the same holders; the new one is printed anew."""
    plan = old.edition.blueprint
    edition = _edition_in_force(plan)
    holder_ids = tuple(share.holder_id for share in shares_of(old.id))
    holders = _holders(plan.office_id, holder_ids)
    give_up(old, reason)
    return _seal(
        plan, edition, Wanted(old.papers, old.reserves, holder_ids, uses_from), holders, replaces=old
    )


def give_up(sealed: SealedSet, reason: str) -> None:
    """Give an unopened set up: nobody opens it any more, and its questions count as unused."""
    if not reason.strip():
        raise RefusedFact("reason", _l("Say why the set is given up."))
    held(SealedSet, sealed.id)
    why_not = may_be_given_up(sealed)
    if why_not is not None:
        raise Refusal(why_not)
    sealed.state, sealed.given_up_reason = "given_up", reason.strip()
    sealed.given_up_by, sealed.given_up_at = current_actor().account_id, now()
    db.session.flush()
    record(
        "question_banks:set:give_up",
        subject=("sealed_set", sealed.id),
        office_id=sealed.office_id,
        old={"state": "sealed"},
        new={"state": "given_up", "reason": sealed.given_up_reason},
    )


def may_be_given_up(sealed: SealedSet) -> Text | None:
    """Why a set cannot be given up; None when it can. Asked by the page and by the verb alike."""
    if sealed.state == "released":
        return _l("This set is open already: its papers may be in use.")
    if sealed.state == "given_up":
        return _l("This set is given up already.")
    return None


def _edition_in_force(plan: BlueprintPlan) -> BlueprintEdition:
    edition = current_edition(plan.id)
    if plan.closed_on is not None or edition is None:
        raise Refusal(
            _l("Papers are drawn by an approved edition of an open blueprint only, and this one has none."),
            next_step=_l("Have an edition of the blueprint approved first."),
        )
    return edition


def _holders(office_id: int, holder_ids: Collection[int]) -> list[Holder]:
    """The three officials, each with a key pair; the one who seals is none of them."""
    if len(set(holder_ids)) != HOLDERS:
        raise RefusedFact("holders", _l("Choose three different officials: any two of them open the set."))
    if current_actor().account_id in holder_ids:
        raise RefusedFact(
            "holders", _l("Whoever seals a set holds no part of its key. Choose another official.")
        )
    known = {holder.account.id: holder for holder in possible_holders(office_id)}
    chosen = []
    for holder_id in holder_ids:
        holder = known.get(holder_id)
        if holder is None:
            raise RefusedFact(
                "holders",
                _l(
                    "Choose officials whose role at this office, or at one below it, lets them open sealed sets."
                ),
            )
        if holder.key is None:
            raise RefusedFact(
                "holders",
                _l(
                    "%(name)s has not set a passphrase yet. Ask them to do so on their page “Sealed sets”.",
                    name=holder.account.name,
                ),
            )
        chosen.append(holder)
    return chosen


def _seal(
    plan: BlueprintPlan,
    edition: BlueprintEdition,
    wanted: Wanted,
    holders: Sequence[Holder],
    *,
    replaces: SealedSet | None,
) -> SealedSet:
    if not 0 < wanted.papers <= MOST_PAPERS:
        raise RefusedFact("papers", _l("Draw between 1 and %(most)s papers.", most=MOST_PAPERS))
    if not 0 <= wanted.reserves <= MOST_PAPERS:
        raise RefusedFact("reserves", _l("Draw no more than %(most)s papers in reserve.", most=MOST_PAPERS))
    seed = secrets.token_bytes(SEED_BYTES)
    blueprint = unpack_blueprint(edition.content)
    pool = pool_of([bank.id for bank in banks_of(plan.id)], plan.purpose)
    drawn = _drawn(blueprint, pool, wanted, _start_of(wanted.uses_since, plan.office.zone), seed)
    held = held_questions(pool)
    moment = now()
    year = moment.astimezone(ZoneInfo(plan.office.zone)).year
    number = f"{year}-{next_number('sealed_set', plan.office_id, year):04d}"
    content = contents_of(drawn, number, held, drawing_seed=seed, random=secrets.token_bytes)
    paper_digests = [digest(paper) for paper in content.papers]
    whole = set_digest(number, edition.digest, paper_digests)
    key = secrets.token_bytes(locks.KEY_BYTES)
    nonce, cipher = locks.close_box(key, pack_set(content), box_context(plan.office_id, number, whole))
    sealed = SealedSet(
        office_id=plan.office_id,
        number=number,
        blueprint_edition_id=edition.id,
        papers=wanted.papers,
        reserves=wanted.reserves,
        digest=whole,
        cipher=cipher,
        nonce=nonce,
        state="sealed",
        sealed_by=current_actor().account_id,
        sealed_at=moment,
        replaces_id=replaces.id if replaces else None,
    )
    db.session.add(sealed)
    db.session.flush()
    _add_papers(sealed, paper_digests)
    _add_shares(sealed, key, holders)
    _add_questions(sealed, content)
    record(
        "question_banks:set:seal",
        subject=("sealed_set", sealed.id),
        office_id=sealed.office_id,
        new={
            "number": number,
            "blueprint": plan.code,
            "edition": edition.number,
            "papers": wanted.papers,
            "reserves": wanted.reserves,
            "digest": whole,
            "holders": [holder.account.id for holder in holders],
            "uses_since": wanted.uses_since,
            "replaces": replaces.number if replaces else None,
        },
    )
    return sealed


def _start_of(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _drawn(blueprint: Blueprint, pool: Pool, wanted: Wanted, since: datetime, seed: bytes) -> Drawn:
    made = draw(
        blueprint,
        pool.questions,
        papers=wanted.papers + wanted.reserves,
        seed=seed,
        uses=uses_since(since),
    )
    if isinstance(made, NotDrawn):
        raise CannotDraw(made.shortages, made.drawn)
    return made


def held_questions(pool: Pool) -> Mapping[str, HeldQuestion]:
    """By which edition each question of a pool is shown, and with which edition of its case."""
    cases = cases_in_use({int(question.case) for question in pool.questions if question.case is not None})
    return {question.id: _held(question, pool, cases) for question in pool.questions}


def _held(question: PoolQuestion, pool: Pool, cases: Mapping[int, int]) -> HeldQuestion:
    case = None if question.case is None else cases[int(question.case)]
    return HeldQuestion(edition=pool.editions[question.id], case=case)


def _add_papers(sealed: SealedSet, digests: Sequence[str]) -> None:
    db.session.add_all(
        SealedPaper(set_id=sealed.id, number=number, reserve=number > sealed.papers, digest=one)
        for number, one in enumerate(digests, start=1)
    )


def _add_shares(sealed: SealedSet, key: bytes, holders: Sequence[Holder]) -> None:
    for part, holder in zip(key_parts.split(key, parts=HOLDERS, needed=NEEDED), holders, strict=True):
        if holder.key is None:
            raise ValueError("a part is sealed to a key pair")
        context = share_context(sealed.number, sealed.office_id, part.place)
        db.session.add(
            SetKeyShare(
                set_id=sealed.id,
                place=part.place,
                holder_id=holder.account.id,
                key_id=holder.key.id,
                sealed_share=locks.seal_to(holder.key.public_key, part.data, context),
            )
        )


def _add_questions(sealed: SealedSet, content: SetContent) -> None:
    """Enter what the set holds, and make sure that none of it was set aside while papers were drawn."""
    counts: Counter[int] = Counter()
    for paper in content.papers:
        counts.update(paper.editions)
        counts.update(paper.cases)
    questions = _questions_of(counts)
    db.session.add_all(
        SetQuestion(set_id=sealed.id, edition_id=edition, question_id=questions[edition], papers=count)
        for edition, count in sorted(counts.items())
    )
    db.session.flush()
    ordered = sorted(set(questions.values()))
    for start in range(0, len(ordered), 1_000):
        # Whoever suspends a question afterwards waits for these locks and then finds this set.
        db.session.execute(
            select(StoredQuestion.id)
            .where(StoredQuestion.id.in_(ordered[start : start + 1_000]))
            .order_by(StoredQuestion.id)
            .with_for_update(read=True)
        ).all()
    if set_aside_in([sealed.id]):
        raise Refusal(
            _l("A question was set aside while the papers were drawn. Nothing was sealed."),
            next_step=_l("Seal the set again."),
        )


def _questions_of(editions: Collection[int]) -> dict[int, int]:
    return {number: edition.question_id for number, edition in editions_by_id(editions).items()}
