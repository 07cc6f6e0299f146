"""The verbs of those who hold the keys: set a passphrase, and release a set, two of them within an hour.

The first holder's passphrase opens their part, which is at once sealed anew to the other holders and kept so: nobody
reads it without a second passphrase. The second holder's passphrase opens their own part and the offered one, and
only then the set. Passphrases are neither kept nor logged; a wrong one is counted and entered in the journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from sqlalchemy import delete, select

from accounts.actions.good_password import refuse_weak
from accounts.models import Account
from accounts.refused_facts import RefusedFact
from core import rates
from core.actor import current_actor
from core.clock import now
from core.database import db, let_go
from core.holding import held
from core.journal import record
from core.languages import Text, _l, ngettext
from core.refusals import NotFound, Refusal
from question_banks import key_parts, locks
from question_banks.actions.sealing import box_context, share_context
from question_banks.canonical import digest
from question_banks.key_parts import Part
from question_banks.models import HolderKey, SealedSet, SetKeyOffer, SetKeyShare
from question_banks.sealed_content import SetContent, pack_paper, set_digest, unpack_set
from question_banks.set_reading import key_of, papers_of, set_aside_in, shares_of

GOOD_FOR = timedelta(hours=1)
SHORTEST_PASSPHRASE = 12
TRIES, TRIES_WITHIN = 5, timedelta(minutes=15)
_COUNTER = "passphrase of a set"

Outcome = Literal["offered", "released", "wrong_passphrase", "broken"]


def set_passphrase(passphrase: str, repeated: str, cost: locks.Cost) -> HolderKey:
    """A new key pair under a passphrase that only the official knows; what is sealed to an older one stays with it."""
    account = db.session.get_one(Account, current_actor().account_id)
    tidy = locks.tidy_passphrase(passphrase)
    if len(tidy) < SHORTEST_PASSPHRASE:
        raise RefusedFact(
            "passphrase",
            _l(
                "The passphrase is too short: it needs at least %(least)s characters.",
                least=SHORTEST_PASSPHRASE,
            ),
        )
    if tidy != locks.tidy_passphrase(repeated):
        raise RefusedFact("repeated", _l("The two passphrases differ. Type both again."))
    try:
        refuse_weak(account, tidy)
    except Refusal as refusal:
        raise RefusedFact("passphrase", refusal.sentence) from None
    account_id = account.id
    let_go()  # nobody waits for the database while the passphrase is worked on
    pair = locks.new_pair(tidy, cost)
    old = key_of(account_id)
    moment = now()
    if old is not None:
        old.replaced_at = moment
        db.session.flush()
    key = HolderKey(
        account_id=account_id,
        public_key=pair.public_key,
        salt=pair.salt,
        passes=pair.cost.passes,
        memory_kib=pair.cost.memory_kib,
        nonce=pair.nonce,
        locked_key=pair.locked_key,
        made_at=moment,
    )
    db.session.add(key)
    db.session.flush()
    record(
        "question_banks:holder_key:make",
        subject=("account", account_id),
        office_id=current_actor().office_id,
        old={"mark": key_mark(old)} if old else None,
        new={"mark": key_mark(key)},
    )
    return key


def key_mark(key: HolderKey) -> str:
    """The sign by which people tell one key pair from another: on the holder's page and on the printed sheet."""
    mark = digest(key.public_key.hex())[:16]
    return " ".join(mark[at : at + 4] for at in range(0, len(mark), 4))


def may_be_released(sealed: SealedSet) -> Text | None:
    """Why a set cannot be opened; None when it can. Asked by the page and by the verb alike."""
    if sealed.state == "released":
        return _l("This set is open already.")
    if sealed.state == "given_up":
        return _l("This set was given up and is never opened.")
    if set_aside_in([sealed.id]):
        return _l(
            "This set holds a question that has been suspended or retired since. It is not opened: the bank"
            " administrator draws it anew, and the new set opens with the same passphrases."
        )
    return None


def release(set_id: int, passphrase: str) -> Outcome:
    """Put one's part in: the first holder offers it for an hour, the second opens the set with it."""
    account_id = current_actor().account_id
    _count_try(account_id)
    private = _private_key(set_id, account_id, passphrase)
    sealed = held(SealedSet, set_id)
    if private is None:
        _note(sealed, "question_banks:set:wrong_passphrase", {"number": sealed.number})
        return "wrong_passphrase"
    rates.take_back(_COUNTER, str(account_id), TRIES_WITHIN)
    why_not = may_be_released(sealed)
    if why_not is not None:
        raise Refusal(why_not)
    shares = shares_of(set_id)
    own = next(share for share in shares if share.holder_id == account_id)
    try:
        part = Part(own.place, locks.unseal(private, own.sealed_share, _context(sealed, own.place)))
    except locks.DoesNotOpen:
        _note(sealed, "question_banks:set:find_broken", {"number": sealed.number, "what": "part"})
        return "broken"
    offer = _good_offer(set_id, own.place)
    if offer is None:
        _offer(sealed, own, part, shares)
        return "offered"
    return _open(sealed, own, part, private, offer, shares)


def _count_try(account_id: int | None) -> None:
    """Slow down guessing at a log-in that somebody left open."""
    if rates.count(_COUNTER, str(account_id), TRIES_WITHIN) <= TRIES:
        return
    minutes = int(TRIES_WITHIN.total_seconds()) // 60
    raise Refusal(
        ngettext(
            "The passphrase was tried too often. Try again in %(num)s minute.",
            "The passphrase was tried too often. Try again in %(num)s minutes.",
            minutes,
        ),
        status=429,
    )


def _private_key(set_id: int, account_id: int | None, passphrase: str) -> bytes | None:
    """The private half of the key pair to which the holder's part was sealed; None for a wrong passphrase."""
    key = db.session.scalar(
        select(HolderKey)
        .join(SetKeyShare, SetKeyShare.key_id == HolderKey.id)
        .where(SetKeyShare.set_id == set_id, SetKeyShare.holder_id == account_id)
    )
    if key is None:
        raise NotFound
    pair = locks.LockedPair(
        key.public_key, key.salt, locks.Cost(key.passes, key.memory_kib), key.nonce, key.locked_key
    )
    let_go()  # on SQLite nobody could write for as long as a passphrase takes
    try:
        return locks.unlock(pair, passphrase)
    except locks.DoesNotOpen:
        return None


def _context(sealed: SealedSet, place: int) -> str:
    return share_context(sealed.number, sealed.office_id, place)


def _offer_context(sealed: SealedSet, from_place: int, to_place: int) -> str:
    return f"{share_context(sealed.number, sealed.office_id, from_place)}>{to_place}"


def _good_offer(set_id: int, place: int) -> SetKeyOffer | None:
    found: SetKeyOffer | None = db.session.scalar(
        select(SetKeyOffer)
        .where(SetKeyOffer.set_id == set_id, SetKeyOffer.to_place == place, SetKeyOffer.good_until > now())
        .order_by(SetKeyOffer.offered_at, SetKeyOffer.from_place)
    )
    return found


def _offer(sealed: SealedSet, own: SetKeyShare, part: Part, shares: Sequence[SetKeyShare]) -> None:
    """Keep the opened part, sealed anew to each of the others, in place of an earlier offer."""
    db.session.execute(
        delete(SetKeyOffer).where(SetKeyOffer.set_id == sealed.id, SetKeyOffer.from_place == own.place)
    )
    moment = now()
    for share in shares:
        if share.place != own.place:
            context = _offer_context(sealed, own.place, share.place)
            db.session.add(
                SetKeyOffer(
                    set_id=sealed.id,
                    from_place=own.place,
                    to_place=share.place,
                    sealed_share=locks.seal_to(share.key.public_key, part.data, context),
                    offered_at=moment,
                    good_until=moment + GOOD_FOR,
                )
            )
    db.session.flush()
    _note(sealed, "question_banks:set:offer", {"number": sealed.number, "good_until": moment + GOOD_FOR})


def _open(
    sealed: SealedSet,
    own: SetKeyShare,
    part: Part,
    private: bytes,
    offer: SetKeyOffer,
    shares: Sequence[SetKeyShare],
) -> Outcome:
    try:
        context = _offer_context(sealed, offer.from_place, own.place)
        offered = Part(offer.from_place, locks.unseal(private, offer.sealed_share, context))
        content = _content(sealed, key_parts.join([part, offered]))
    except (locks.DoesNotOpen, ValueError):
        _note(sealed, "question_banks:set:find_broken", {"number": sealed.number, "what": "content"})
        return "broken"
    other = next(share for share in shares if share.place == offer.from_place)
    sealed.state, sealed.released_at = "released", now()
    sealed.released_by, sealed.released_with = own.holder_id, other.holder_id
    db.session.flush()
    for row, paper in zip(papers_of(sealed.id), content.papers, strict=True):
        row.content = pack_paper(paper)
    db.session.flush()
    db.session.execute(delete(SetKeyOffer).where(SetKeyOffer.set_id == sealed.id))
    record(
        "question_banks:set:release",
        subject=("sealed_set", sealed.id),
        office_id=sealed.office_id,
        old={"state": "sealed"},
        new={
            "state": "released",
            "number": sealed.number,
            "digest": sealed.digest,
            "by": [other.holder_id, own.holder_id],
        },
    )
    return "released"


def _content(sealed: SealedSet, key: bytes) -> SetContent:
    """What the cipher holds, if it is what was sealed: each digest is computed again."""
    data = locks.open_box(
        key, sealed.nonce, sealed.cipher, box_context(sealed.office_id, sealed.number, sealed.digest)
    )
    content = unpack_set(data)
    digests = [digest(paper) for paper in content.papers]
    kept = [paper.digest for paper in papers_of(sealed.id)]
    if digests != kept or set_digest(sealed.number, sealed.edition.digest, digests) != sealed.digest:
        raise locks.DoesNotOpen
    return content


def drop_lapsed_offers() -> int:
    """The chore that forgets parts whose hour is over; commits for itself."""
    lapsed = delete(SetKeyOffer).where(SetKeyOffer.good_until <= now()).returning(SetKeyOffer.set_id)
    dropped = len(db.session.execute(lapsed).all())
    db.session.commit()
    return dropped


def _note(sealed: SealedSet, tag: str, new: dict[str, object]) -> None:
    record(tag, subject=("sealed_set", sealed.id), office_id=sealed.office_id, new=new)
