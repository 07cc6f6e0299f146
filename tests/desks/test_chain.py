"""The chain of proof: every link the text demands, proved from its documents, and found broken when one is changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask, current_app

from accounts.roles import Role
from applications.models import Case
from core.actor import Actor, acting
from core.canonical import canonical
from core.clock import now
from core.database import db
from core.languages import speaking
from desks import evidence_taken
from desks.chain.checking import checks_of
from desks.chain.demanded import prove_absences, unproved
from desks.chain.evidence_file import FORM, MANIFEST, SIGNATURE, NoEvidence, opened
from desks.chain.links import Absence, Holds, Kind, Link, Missing
from desks.chain.proof import prove_all, prove_link
from exam.actions import recording
from gateways.signatures.authority import make_authority
from gateways.signatures.door import StandInSignatures, authority_folder
from orders.actions import deciding, drawing, issuing
from orders.order_queries import signed_lines_of
from orders.paper_content import Wanted
from orders.paper_proof import key_text
from orders.register_key import register_key
from regulations.verbs import Outcome
from tests.accounts.signing_hands import sign_all
from tests.applications import making as applying
from tests.commissions.evaluating import Accreditation, accreditation
from tests.commissions.hearing import Hearing, at, hearing
from tests.desks.chain_hands import Files, changed, interviewed, packed, read_chain, unpacked
from tests.exam import making
from tests.orders.hands import Decisive, decided_case, decisive
from tests.orders.ordering import drafted, signed
from tests.orders.papering import issued_licence, sheet_of
from tests.orders.signed_orders import annulled, awarded

__all__ = ["accreditation", "at", "decisive", "hearing"]
SERVICE = "specialist-certificate"


@pytest.fixture(autouse=True)
def signed_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """The requests of these cases were declared by a signature."""
    monkeypatch.setattr(making, "DECLARED_HOW", "signed")


def head_of(hearing: Hearing) -> Actor:
    return applying.staff(Role.HEAD, hearing.closed.hall.office)


def file_of(case: Case, actor: Actor) -> bytes:
    with acting(actor):
        return evidence_taken.take(read_chain(case, actor), actor, current_app.extensions["synaq.settings"])


def own_key() -> bytes:
    return register_key(current_app.extensions["synaq.settings"]).public_key().public_bytes_raw()


def faults(data: bytes) -> list[str]:
    """Every line that does not hold, of the file and of its links."""
    with speaking("en"):
        found = opened(data, own_key())
        lines = [
            *found.lines,
            *prove_absences(found.evidence),
            *(line for one in prove_all(found.evidence, checks_of()) for line in one.lines),
        ]
        return [
            str(line.sentence)
            for line in lines
            if line.holds is not Holds.YES and line.holds is not Holds.NOTE
        ]


def test_a_paper_is_proved_after_the_installation_has_moved_and_is_no_trial_any_more(
    make_app: Callable[..., Flask],
) -> None:
    with make_app().app_context():
        at, case, _paper = issued_licence()
        head, number = at.actor(Role.HEAD, at.provider), case.id
    moved = make_app(public_address="https://synaq.example.kz", mode="development")
    with moved.app_context():
        assert faults(file_of(db.session.get_one(Case, number), head)) == []


def test_a_tested_and_interviewed_case_is_proved_link_by_link(hearing: Hearing) -> None:
    case, _protocol = interviewed(hearing)
    chain = read_chain(case, head_of(hearing))
    assert {one.kind for one in chain.present} == set(Kind) - {Kind.EVALUATION, Kind.ORDER, Kind.PAPER}
    with speaking("en"):
        proved = prove_all(chain.evidence(), checks_of())
        assert {one.kind: [line for line in one.lines if line.holds is Holds.NO] for one in proved} == {
            one.kind: [] for one in proved
        }
    assert {one.holds for one in proved} == {Holds.YES}


def test_what_is_missing_says_why(hearing: Hearing) -> None:
    case = hearing.cases[1]
    links = read_chain(case, head_of(hearing)).links
    why = {kind: one.why for kind, one in links.items() if isinstance(one, Missing)}
    assert why[Kind.EVALUATION] is Absence.NOT_IN_TEXT
    assert why[Kind.RECORD] is Absence.NOT_YET if case.ended_at is None else Absence.ENDED_BEFORE
    assert Kind.RESULT not in why


def test_a_licence_rests_on_its_application_and_the_heads_signature_alone(context: None) -> None:
    at, case, _paper = issued_licence()
    chain = read_chain(case, at.actor(Role.HEAD, at.provider))
    assert [one.kind for one in chain.present] == [Kind.APPLICATION, Kind.PAPER]
    assert faults(file_of(case, at.actor(Role.HEAD, at.provider))) == []


def test_an_order_rests_on_the_result_of_the_chain_and_a_refusal_says_so(decisive: Decisive) -> None:
    with acting(decisive.official):
        recording.issue_record(decisive.closed.sitting_id)
    order = drafted(
        decisive.official,
        "award",
        SERVICE,
        [decided_case(decisive).case_id, decided_case(decisive, 1).case_id],
    )
    signed(order, decisive.official, decisive.head)
    awarded_case, refused = decisive.cases[:2]
    for case, why in ((awarded_case, Absence.NOT_YET), (refused, Absence.REFUSED)):
        chain = read_chain(case, decisive.head)
        assert isinstance(chain.links[Kind.ORDER], Link)
        missing = chain.links[Kind.PAPER]
        assert isinstance(missing, Missing)
        assert missing.why is why
        assert faults(file_of(case, decisive.head)) == []
    own, other = file_of(awarded_case, decisive.head), unpacked(file_of(refused, decisive.head))
    annulled(signed_lines_of(awarded_case.id)[0], decisive.official, decisive.head)
    with speaking("en"):
        proved = prove_link(Kind.ORDER, read_chain(awarded_case, decisive.head).evidence(), checks_of())
        assert "annulled by a later order" in str(proved.lines[-1].sentence)

    def swap(files: Files) -> None:
        files["transcript/test.json"] = other["transcript/test.json"]

    said = faults(changed(own, swap, keep_books=True))
    assert "The line rests on the result and the transcript of this chain." in said


def test_a_certificate_is_proved_from_the_paper_in_hand_back_to_the_signed_request(hearing: Hearing) -> None:
    case, _protocol = interviewed(hearing)
    head = head_of(hearing)
    with acting(head):
        decision = deciding.decide(case.id, deciding.Ruling(Outcome.AWARD))
    line = awarded(decision, hearing.official, head)
    with acting(hearing.official):
        paper = drawing.draw(case.id, Wanted(head.grant_id or 0))
    db.session.commit()
    sign_all(sheet_of(paper).id)
    with acting(applying.staff(Role.CHANCERY_CLERK, hearing.closed.hall.office)):
        issuing.issue(paper.id)
    db.session.commit()
    chain = read_chain(case, head)
    assert {one.kind for one in chain.present} == set(Kind) - {Kind.EVALUATION}
    data = file_of(case, head)
    assert faults(data) == []
    with speaking("en"):
        said = [
            str(line.sentence) for one in prove_all(opened(data).evidence, checks_of()) for line in one.lines
        ]
    assert f"The paper names the order of this chain: No. {line.line.order.spelled_number}." in said

    def another_order(files: Files) -> None:
        files["paper/facts.json"] = files["paper/facts.json"].replace(
            line.line.order.spelled_number.encode(), b"2026-000999"
        )

    assert any(
        "The paper names the order" in one for one in faults(changed(data, another_order, keep_books=True))
    )


def test_an_organisation_has_the_report_of_its_evaluation_where_a_person_has_the_test(
    accreditation: Accreditation,
) -> None:
    at = accreditation
    at.open()
    at.plan()
    at.mark_all()
    report = at.finish()
    chain = read_chain(at.case, at.head)
    assert [one.kind for one in chain.present] == [Kind.APPLICATION, Kind.EVALUATION]
    assert chain.links[Kind.RESULT] == Missing(Kind.RESULT, Absence.NOT_IN_TEXT)
    data = file_of(at.case, at.head)
    assert faults(data) == []

    def better(files: Files) -> None:
        files["evaluation/facts.json"] = files["evaluation/facts.json"].replace(report.number.encode(), b"ZZ")

    assert len(faults(changed(data, better, keep_books=True))) > 1


def test_the_same_case_gives_the_same_bytes_and_no_key_leaks(hearing: Hearing) -> None:
    case, _protocol = interviewed(hearing)
    head = head_of(hearing)
    first = file_of(case, head)
    assert first == file_of(case, head)
    salt = hearing.result().key_salt
    assert salt is not None
    whole = b"".join(unpacked(first).values())
    assert salt not in whole
    assert salt.hex().encode() not in whole
    assert b'"seed"' not in whole


@pytest.fixture
def evidence(hearing: Hearing) -> bytes:
    case, _protocol = interviewed(hearing)
    data = file_of(case, head_of(hearing))
    db.session.commit()
    assert faults(data) == []
    return data


def test_a_byte_changed_in_any_file_is_found(evidence: bytes) -> None:
    for name in unpacked(evidence):

        def flip(files: Files, name: str = name) -> None:
            held = bytearray(files[name])
            held[len(held) // 2] ^= 1
            files[name] = bytes(held)

        try:
            assert faults(changed(evidence, flip)), name
        except NoEvidence:
            assert name == MANIFEST


def test_a_forger_who_writes_the_manifest_anew_is_found_by_the_chain_and_by_the_key(evidence: bytes) -> None:
    for name in [one for one in unpacked(evidence) if "/" in one]:

        def flip(files: Files, name: str = name) -> None:
            held = bytearray(files[name])
            held[len(held) // 2] ^= 1
            files[name] = bytes(held)

        found = faults(changed(evidence, flip, keep_books=True))
        assert any("manifest was signed" in one for one in found)
        assert len(found) > 1, f"{name}: the chain itself must find it too"


def test_a_file_taken_away_or_added_is_found(evidence: bytes) -> None:
    for name in unpacked(evidence):
        without = packed({one: data for one, data in unpacked(evidence).items() if one != name})
        try:
            assert faults(without), name
        except NoEvidence:
            assert name == MANIFEST
    added = packed(unpacked(evidence) | {"paper/another.pdf": b"%PDF-1.7"})
    assert faults(added) == ["paper/another.pdf was added: the manifest knows no such file."]


def test_a_file_of_another_case_is_found(hearing: Hearing) -> None:
    case, _protocol = interviewed(hearing)
    head = head_of(hearing)
    own, other = file_of(case, head), unpacked(file_of(hearing.cases[1], head))
    for name in [one for one in other if one in unpacked(own) and other[one] != unpacked(own)[one]]:

        def swap(files: Files, name: str = name) -> None:
            files[name] = other[name]

        assert faults(changed(own, swap, keep_books="/" in name)), name


def test_another_register_cannot_sign_for_ours(evidence: bytes) -> None:
    ours = own_key()
    assert all(line.holds is Holds.YES for line in opened(evidence, ours).lines)
    assert any(line.holds is Holds.NO for line in opened(evidence, bytes(32)).lines)
    assert SIGNATURE in unpacked(evidence)
    assert [line.holds for line in opened(evidence).lines].count(Holds.UNSAID) == 1, (
        "of a key that nobody gave nothing is said"
    )


def forged(case: Mapping[str, object], links: Sequence[Mapping[str, object]]) -> bytes:
    """A file of nothing but a manifest, signed by a key that the forger has just made."""
    key = Ed25519PrivateKey.generate()
    told = {
        "form": FORM,
        "case": {**case, "register_key": key_text(key.public_key().public_bytes_raw())},
        "links": links,
        "files": {},
        "withheld": {},
    }
    manifest = canonical(told).encode()
    return packed({MANIFEST: manifest, SIGNATURE: key.sign(FORM.encode() + b"\0" + manifest).hex().encode()})


def test_a_file_that_holds_nothing_proves_nothing(evidence: bytes, app: Flask, tmp_path: Path) -> None:
    case, file = json.loads(unpacked(evidence)[MANIFEST])["case"], tmp_path / "forged.zip"
    for links in ([], [{"link": kind, "missing": "not_in_text"} for kind in Kind]):
        file.write_bytes(forged(case, links))
        answer = app.test_cli_runner().invoke(args=["verify", "case", str(file)])
        assert answer.exit_code == 1
        assert "is proved" not in answer.output
        assert "! Application" in answer.output
        assert "! Protocol of the commission" in answer.output
    file.write_bytes(
        forged(case | {"edition": "no-such-text"}, [{"link": kind, "missing": "not_yet"} for kind in Kind])
    )
    answer = app.test_cli_runner().invoke(args=["verify", "case", str(file)])
    assert (answer.exit_code, "is not known here" in answer.output) == (1, True)


def test_a_paper_without_the_steps_before_it_proves_nothing(evidence: bytes) -> None:
    found = opened(evidence, own_key()).evidence
    assert list(prove_absences(found)) == []
    assert unproved(found) == [Kind.ORDER, Kind.PAPER], (
        "the case has not come so far, and the last sentence says so"
    )
    issued = replace(
        found, facts={**found.facts, Kind.PAPER: {}}, missing={Kind.ORDER: Absence.NOT_YET, **found.missing}
    )
    with speaking("en"):
        assert [str(one.sentence).partition(":")[0] for one in prove_absences(issued)] == [
            "Order of the head"
        ]


def test_the_command_line_proves_it_in_three_languages_and_says_what_is_wrong(
    evidence: bytes, app: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "evidence.zip"
    file.write_bytes(evidence)
    key = key_text(own_key())
    for language, said in (("en", "is proved."), ("ru", "доказан"), ("kk", "дәлелденді")):
        answer = app.test_cli_runner().invoke(
            args=["verify", "case", str(file), "--key", key, "--language", language]
        )
        assert answer.exit_code == 0, answer.output
        assert said in answer.output
    assert app.test_cli_runner().invoke(args=["verify", "case", str(file)]).exit_code == 2
    file.write_bytes(
        packed({name: data for name, data in unpacked(evidence).items() if name != "result/result.json"})
    )
    answer = app.test_cli_runner().invoke(args=["verify", "case", str(file)])
    assert answer.exit_code == 1
    assert "! result/result.json" in answer.output
    file.write_bytes(b"hello")
    answer = app.test_cli_runner().invoke(args=["verify", "case", str(file)])
    assert answer.exit_code == 1
    assert "This is no evidence file" in answer.output


def test_with_given_roots_alone_papers_prove_themselves_and_a_bare_signature_stays_unsaid(
    evidence: bytes, app: Flask, tmp_path: Path
) -> None:
    """A paper was sealed for long, with what the authority said; of a bare signature only the authority can say it."""
    file, roots = tmp_path / "evidence.zip", tmp_path / "roots.pem"
    file.write_bytes(evidence)
    door = StandInSignatures(authority_folder(current_app.extensions["synaq.settings"]))
    roots.write_bytes(door.authority().bundle)
    key = key_text(own_key())
    answer = app.test_cli_runner().invoke(
        args=["verify", "case", str(file), "--roots", str(roots), "--key", key]
    )
    assert answer.exit_code == 2, answer.output
    assert [line for line in answer.output.splitlines() if line.strip().startswith("!")] == []
    assert [line[4:29] for line in answer.output.splitlines() if line.strip().startswith("?")] == [
        "Signature of the request:"
    ]
    other = make_authority(tmp_path / "other" / "authority", now(), "http://127.0.0.1:9")
    roots.write_bytes(other.bundle)
    answer = app.test_cli_runner().invoke(args=["verify", "case", str(file), "--roots", str(roots)])
    assert answer.exit_code == 1, "signed under a root that is not among those given"
    keys = app.extensions["synaq.settings"].data_folder / "keys"
    keys.rename(
        tmp_path / "at home"
    )  # as on another machine, which knows neither the register nor its signatories
    answer = app.test_cli_runner().invoke(args=["verify", "case", str(file)])
    assert answer.exit_code == 2, answer.output
    assert "give --roots" in answer.output
    assert [line for line in answer.output.splitlines() if line.strip().startswith("!")] == []
    assert not keys.exists(), "checking makes nothing"
    (tmp_path / "at home").rename(keys)
