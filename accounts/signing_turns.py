"""Whose turn it is on a sheet, and the paper as that person gets it to sign; and what a signature makes of it.

Nothing here changes a row. The signature door may take seconds: a view asks it between `turn_of` and the verb
`accounts.actions.signing.sign`, and the verb looks at everything again under the lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Account, RoleGrant
from accounts.queries import COUNTRY_ZONE, active_grants
from accounts.refused_facts import RefusedFact
from accounts.signing_hooks import hooks_of
from accounts.signing_models import SigningDeed, SigningOffer, SigningPlace, SigningSheet
from accounts.signing_queries import deeds_of, places_of
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.files import read_file
from core.languages import _, _l
from core.models import StoredFile
from core.refusals import NotFound, Refusal
from gateways.signatures.documents import Prepared, Sealed
from gateways.signatures.door import SignatureDoor
from gateways.signatures.findings import Expected, Flawed, NoStamp, NotChecked, NotValid
from gateways.signatures.saying import finding_sentence
from gateways.signatures.signing_order import (
    Complete,
    Deed,
    Next,
    RefusedToSign,
    Signed,
    State,
    Stopped,
    state_of,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's place on a sheet with the paper as the one before left it; plain values that outlive the reading."""

    sheet_id: int
    position: int
    account_id: int
    grant_id: int
    name: str
    capacity: str
    over_digest: str
    document: bytes
    expected: tuple[Expected, ...]

    @property
    def signer(self) -> Expected:
        """Who must sign now; those before stand in front."""
        return self.expected[-1]

    def prepare(self, moment: datetime) -> Prepared:
        """The paper with a place kept free for this signature; what was signed before stays to the byte."""
        # Loads what computes signatures; no start should wait for it.
        from gateways.signatures.signing import prepare_pdf

        field = f"Signature{self.position}"
        return prepare_pdf(self.document, field, self.name, moment, self.capacity)


def state_of_sheet(places: Sequence[SigningPlace], deeds: Sequence[SigningDeed]) -> State:
    """Where the sheet stands between those whom it names."""
    names = {place.position: str(place.account_id) for place in places}
    done: list[Deed] = [
        RefusedToSign(names[deed.position], deed.reason or "")
        if deed.what == "refused"
        else Signed(names[deed.position])
        for deed in deeds
    ]
    return state_of([names[position] for position in sorted(names)], done)


def turn_of(sheet_id: int) -> Turn:
    """The turn of whoever acts now; refused unless it is theirs and they hold what they sign as."""
    place, deeds, grant = demand_turn(sheet_id)
    sheet = place.sheet
    last = deeds[-1] if deeds else None
    file = db.session.get_one(StoredFile, last.file_id if last else sheet.unsigned_file_id)
    return Turn(
        sheet_id=sheet.id,
        position=place.position,
        account_id=place.account_id,
        grant_id=grant.id,
        name=place.account.name,
        capacity=place.capacity_kk,
        over_digest=file.digest,
        document=read_file(file),
        expected=(
            *(Expected(iin=deed.signer_iin) for deed in deeds),
            Expected(iin=place.account.iin),
        ),
    )


def demand_turn(sheet_id: int) -> tuple[SigningPlace, Sequence[SigningDeed], RoleGrant]:
    """The place of whoever acts now; every reason why it is not their turn has its sentence."""
    places, actor = places_of(sheet_id), current_actor()
    place = next((one for one in places if one.account_id == actor.account_id), None)
    if place is None:
        raise NotFound
    deeds = deeds_of(sheet_id)
    _demand_open(place.sheet)
    _demand_next(state_of_sheet(places, deeds), place)
    refusal = hooks_of(place.sheet.kind).may_sign(place.sheet, place.account_id)
    if refusal is not None:
        raise refusal
    return place, deeds, _held_grant(place.sheet, place)


def _demand_open(sheet: SigningSheet) -> None:
    if sheet.withdrawn_at is not None:
        raise Refusal(
            _("This paper was withdrawn from signing. Reason: %(reason)s", reason=sheet.withdrawn_reason),
            next_step=_l("Nothing is left to do here. If it is drawn up anew, you are told."),
        )


def _demand_next(state: State, place: SigningPlace) -> None:
    match state:
        case Next(who) if who == str(place.account_id):
            return
        case Next(who):
            holder = db.session.get_one(Account, int(who))
            raise Refusal(
                _("It is not your turn: %(name)s signs now.", name=holder.name),
                next_step=_l(
                    "You are told when the paper comes to you; if you have signed, nothing is left to do."
                ),
            )
        case Stopped(by, reason):
            holder = db.session.get_one(Account, int(by))
            raise Refusal(
                _(
                    "%(name)s has refused to sign, so nobody signs this paper any more. Reason: %(reason)s",
                    name=holder.name,
                    reason=reason,
                ),
                next_step=_l("Whoever drew the paper up withdraws it and draws up a new one."),
            )
        case Complete():
            raise Refusal(_l("Everybody has signed this paper."))
        case _:
            raise RuntimeError(f"sheet {place.sheet_id} was signed out of order")


def _held_grant(sheet: SigningSheet, place: SigningPlace) -> RoleGrant:
    """The role by which this person signs at this moment; the one in which they act now before others."""
    fitting = [
        grant
        for grant in active_grants(place.account_id, now())
        if grant.office_id == sheet.office_id and place.role in {None, grant.role}
    ]
    if not fitting:
        raise Refusal(
            _(
                "You do not hold the role any more in which you are to sign: %(capacity)s.",
                capacity=place.capacity,
            ),
            next_step=_l("Whoever drew the paper up names who signs in your place."),
        )
    if not place.account.iin:
        raise Refusal(
            _l("Your IIN is not entered in your account, so nobody could tell whether a signature is yours."),
            next_step=_l("Ask the administrator to enter it, then sign."),
        )
    return next((grant for grant in fitting if grant.id == current_actor().grant_id), fitting[0])


def offered(offer: SigningOffer) -> Prepared:
    """The paper that was handed out, as the door takes it back."""
    return Prepared(read_file(offer.file), offer.free_from, offer.free_until)


def seal(turn: Turn, prepared: Prepared, signature: bytes, door: SignatureDoor) -> Sealed:
    """Append a signature that holds and look at the whole paper again, every earlier signature with it.

    Refuses with the finding's own sentence, beside the field of the signature; no row is touched.
    """
    try:
        sealed = door.seal(prepared, signature, turn.signer)
    except Flawed as flaw:
        raise _not_confirmed(flaw.finding) from flaw
    except NoStamp as silent:
        raise RefusedFact(
            "signature",
            _l("The time-stamp authority does not answer, so the moment of your signature cannot be proved."),
            next_step=_l("Nothing is lost: try again in a few minutes with the same signature."),
        ) from silent
    found = door.check_pdf(sealed.document, turn.expected)
    if len(found) != turn.position:
        raise RuntimeError(f"sheet {turn.sheet_id} has {len(found)} signatures instead of {turn.position}")
    for one in found:
        if isinstance(one.finding, NotValid):
            raise _not_confirmed(one.finding)
    return sealed


def _not_confirmed(finding: NotValid | NotChecked) -> RefusedFact:
    return RefusedFact(
        "signature",
        _(
            "The signature is not accepted. %(reason)s",
            reason=finding_sentence(finding, COUNTRY_ZONE),
        ),
    )
