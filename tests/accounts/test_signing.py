"""A paper that several people sign: in order, by whom it names, holding their role, on what the one before left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts.actions import signing
from accounts.models import Account, Office, RoleGrant
from accounts.refused_facts import RefusedFact, Stale
from accounts.roles import Role
from accounts.signing_hooks import Hooks, hooks_of, register
from accounts.signing_models import SigningDeed, SigningSheet
from accounts.signing_queries import done_of, newest_offer, places_of, waiting_for
from accounts.signing_turns import offered, seal, turn_of
from core.actor import Actor, acting
from core.clock import now
from core.database import db
from core.files import read_file
from core.languages import _l, speaking
from core.refusals import NotFound, Refusal
from gateways.doors import doors
from gateways.signatures.authority import make_authority
from gateways.signatures.findings import Expected, Use, Valid
from gateways.signatures.key_files import new_key
from gateways.signatures.keystore import sign_detached, signer_with
from gateways.signatures.profiles import Subject
from tests.accounts import signing_hands as hands
from tests.accounts.people import some_iin
from tests.applications import making


@dataclass
class Table:
    office: Office
    actors: list[Actor]
    sheet: SigningSheet

    def account(self, number: int) -> Account:
        return db.session.get_one(Account, self.actors[number].account_id)


@pytest.fixture
def table(context: Flask) -> Iterator[Table]:
    with speaking("en"):
        yield laid()


def laid() -> Table:
    office = making.office("territorial")
    actors = [
        making.staff(role, office) for role in (Role.COMMISSION_SECRETARY, Role.COMMISSION_MEMBER, Role.HEAD)
    ]
    for actor in actors:
        hands.with_iin(db.session.get_one(Account, actor.account_id))
    hands.told.clear()
    return Table(office, actors, hands.opened(office, actors))


def test_three_people_sign_in_order_and_the_paper_is_done_with_the_last(table: Table) -> None:
    sheet, places = table.sheet, places_of(table.sheet.id)
    for place in places:
        assert done_of(sheet.id) is None
        assert [one.id for one in waiting_for(place.account_id)] == [sheet.id]
        hands.sign_next(place)
        assert waiting_for(place.account_id) == []
    done = done_of(sheet.id)
    assert done is not None
    assert (done.kind, done.subject_id) == (sheet.kind, sheet.subject_id)
    assert hands.told == [("signed", sheet.id)]
    found = doors().signatures.check_pdf(
        read_file(done.file), [Expected(iin=table.account(number).iin) for number in range(3)]
    )
    assert [type(one.finding) for one in found] == [Valid] * 3


def test_each_signature_is_appended_to_what_the_one_before_left(table: Table) -> None:
    hands.sign_all(table.sheet.id)
    db.session.refresh(table.sheet)
    left = [read_file(table.sheet.unsigned_file)]
    left += [read_file(deed.file) for deed in table.sheet.deeds if deed.file]
    for before, after in pairwise(left):
        assert after.startswith(before)
        assert len(after) > len(before)
    assert [deed.over_digest for deed in table.sheet.deeds][1:] == [
        deed.digest for deed in table.sheet.deeds
    ][:-1]


def test_nobody_signs_out_of_turn_twice_or_a_paper_that_does_not_name_them(table: Table) -> None:
    with acting(table.actors[1]), pytest.raises(Refusal, match="not your turn"):
        turn_of(table.sheet.id)
    hands.sign_next(places_of(table.sheet.id)[0])
    with acting(table.actors[0]), pytest.raises(Refusal, match="not your turn"):
        turn_of(table.sheet.id)
    with acting(making.staff(Role.HEAD, table.office)), pytest.raises(NotFound):
        turn_of(table.sheet.id)
    hands.sign_all(table.sheet.id)
    with acting(table.actors[2]), pytest.raises(Refusal, match="Everybody has signed"):
        turn_of(table.sheet.id)


def test_a_refusal_has_a_reason_and_stops_everybody(table: Table) -> None:
    hands.sign_next(places_of(table.sheet.id)[0])
    with acting(table.actors[1]):
        with pytest.raises(Refusal, match="Say why"):
            signing.refuse(table.sheet.id, "  ")
        signing.refuse(table.sheet.id, "бағалар қате")
    assert hands.told == [("refused", table.sheet.id)]
    for actor in table.actors:
        assert waiting_for(actor.account_id or 0) == []
        with acting(actor), pytest.raises(Refusal, match="бағалар қате"):
            turn_of(table.sheet.id)


def test_a_withdrawn_paper_is_signed_no_more_and_makes_room_for_a_new_one(table: Table) -> None:
    with pytest.raises(Refusal, match="already"):
        hands.opened(table.office, table.actors)
    with acting(making.staff(Role.HEAD, making.office("territorial"))), pytest.raises(NotFound):
        signing.withdraw(table.sheet.id, "қате")
    with acting(table.actors[0]):
        with pytest.raises(Refusal, match="Say why"):
            signing.withdraw(table.sheet.id, "")
        signing.withdraw(table.sheet.id, "қате кеткен")
        with pytest.raises(Refusal, match="қате кеткен"):
            turn_of(table.sheet.id)
    anew = hands.opened(table.office, table.actors)
    assert hands.sign_all(anew.id).subject_id == 1
    with acting(table.actors[0]), pytest.raises(Refusal, match="cannot be withdrawn"):
        signing.withdraw(anew.id, "кеш")


@pytest.mark.parametrize(
    "changes",
    [
        {"until_day": date(2026, 1, 1)},
        {"revoked_at": now(), "revoke_reason": "бұйрық"},
    ],
    ids=["ended", "revoked"],
)
def test_whoever_no_longer_holds_the_role_signs_no_more(table: Table, changes: dict[str, object]) -> None:
    if "revoked_at" in changes:
        changes = changes | {"revoked_by": table.actors[2].account_id}
    db.session.execute(update(RoleGrant).where(RoleGrant.id == table.actors[0].grant_id).values(**changes))
    with acting(table.actors[0]), pytest.raises(Refusal, match="do not hold the role"):
        turn_of(table.sheet.id)


def test_another_role_or_another_office_does_not_do(table: Table) -> None:
    elsewhere = making.office("territorial")
    head = making.staff(Role.HEAD, elsewhere)
    hands.with_iin(db.session.get_one(Account, head.account_id))
    sheet = hands.opened(table.office, [head], subject=2)
    with acting(head), pytest.raises(Refusal, match="do not hold the role"):
        turn_of(sheet.id)
    acting_head = making.staff(Role.ACTING_HEAD, table.office)
    sheet = hands.opened(table.office, [replace(acting_head, role=Role.HEAD.value)], subject=3)
    with acting(acting_head), pytest.raises(Refusal, match="do not hold the role"):
        turn_of(sheet.id)


def test_a_role_that_ends_between_the_finding_and_the_verb_is_noticed(table: Table) -> None:
    account = table.account(0)
    with acting(table.actors[0]):
        turn = turn_of(table.sheet.id)
        prepared = turn.prepare(now())
        sealed = seal(turn, prepared, hands.signature_of(account, prepared.covered), doors().signatures)
        db.session.execute(
            update(RoleGrant)
            .where(RoleGrant.id == table.actors[0].grant_id)
            .values(until_day=date(2026, 1, 1))
        )
        with pytest.raises(Refusal, match="do not hold the role"):
            signing.sign(turn, sealed, stand_in=True)


def test_whoever_has_no_iin_is_told_what_to_do(table: Table) -> None:
    head = making.staff(Role.HEAD, table.office)
    sheet = hands.opened(table.office, [head], subject=2)
    with acting(head), pytest.raises(Refusal, match="IIN is not entered"):
        turn_of(sheet.id)


def test_the_room_that_opened_the_sheet_may_keep_somebody_from_signing(table: Table) -> None:
    kept = hooks_of(hands.KIND)
    register(
        hands.KIND,
        Hooks(kept.when_signed, may_sign=lambda _sheet, _who: Refusal(_l("Say why."))),
    )
    try:
        with acting(table.actors[0]), pytest.raises(Refusal, match="Say why"):
            turn_of(table.sheet.id)
    finally:
        register(hands.KIND, kept)


def test_a_refusal_of_the_room_undoes_the_last_signature(table: Table) -> None:
    kept = hooks_of(hands.KIND)

    def refuse(_sheet: object, _done: object) -> None:
        raise Refusal(_l("Say why."))

    places = places_of(table.sheet.id)
    for place in places[:2]:
        hands.sign_next(place)
    register(hands.KIND, Hooks(refuse))
    try:
        with pytest.raises(Refusal, match="Say why"), db.session.begin_nested():
            hands.sign_next(places[2])
    finally:
        register(hands.KIND, kept)
    assert done_of(table.sheet.id) is None
    assert len(db.session.scalars(select(SigningDeed)).all()) == 2


def test_what_was_handed_out_is_signed_outside_and_comes_back(table: Table) -> None:
    account = table.account(0)
    with acting(table.actors[0]):
        signing.offer(turn_of(table.sheet.id), now())
    handed = newest_offer(table.sheet.id, 1)
    assert handed is not None
    prepared = offered(handed)
    assert prepared.digest == handed.covered_digest
    brought = hands.signature_of(account, prepared.covered)
    with acting(table.actors[0]):
        turn = turn_of(table.sheet.id)
        deed = signing.sign(turn, seal(turn, prepared, brought, doors().signatures), stand_in=True)
    assert deed.signer_iin == account.iin


def test_two_signatures_made_at_the_same_time_do_not_both_count(table: Table) -> None:
    account = table.account(0)
    with acting(table.actors[0]):
        turn = turn_of(table.sheet.id)
        sealed = []
        for _number in range(2):
            prepared = turn.prepare(now())
            signature = hands.signature_of(account, prepared.covered)
            sealed.append(seal(turn, prepared, signature, doors().signatures))
        signing.sign(turn, sealed[0], stand_in=True)
        with pytest.raises(Refusal, match="not your turn"):
            signing.sign(turn, sealed[1], stand_in=True)
    with acting(table.actors[1]), pytest.raises(Stale):
        signing.sign(replace(turn_of(table.sheet.id), over_digest="0" * 64), sealed[1], stand_in=True)


def test_the_signature_of_another_person_or_authority_is_refused_by_name(
    table: Table, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with acting(table.actors[0]):
        turn = turn_of(table.sheet.id)
        prepared = turn.prepare(now())
        others = hands.signature_of(table.account(1), prepared.covered)
        with pytest.raises(RefusedFact, match="not the IIN of the person"):
            seal(turn, prepared, others, doors().signatures)
        foreign = make_authority(tmp_path_factory.mktemp("foreign"), now(), "http://127.0.0.1:8811")
        key = new_key()
        subject = Subject("Қасымова", "Әлия", table.account(0).iin or "")
        certificate = foreign.issue(subject, Use.SIGNING, key, now())
        stranger = signer_with(key, certificate, [foreign.certificate("issuing")])
        with pytest.raises(RefusedFact, match="not issued by an authority that is trusted"):
            seal(turn, prepared, sign_detached(stranger, prepared.covered), doors().signatures)
        of_something_else = hands.signature_of(table.account(0), prepared.covered + b" ")
        with pytest.raises(RefusedFact, match="of something else"):
            seal(turn, prepared, of_something_else, doors().signatures)


def test_a_verb_does_not_take_a_finding_on_trust(table: Table) -> None:
    with acting(table.actors[0]):
        turn = turn_of(table.sheet.id)
        prepared = turn.prepare(now())
        signature = hands.signature_of(table.account(0), prepared.covered)
        sealed = seal(turn, prepared, signature, doors().signatures)
        other = replace(sealed, signer=replace(sealed.signer, iin=some_iin(77)))
        with pytest.raises(Refusal, match="IIN in the certificate"):
            signing.sign(turn, other, stand_in=True)
        for document in (b"%PDF-1.7 other", turn.document, b" " + sealed.document):
            with pytest.raises(Refusal, match="not the paper that was handed out"):
                signing.sign(turn, replace(sealed, document=document), stand_in=True)
