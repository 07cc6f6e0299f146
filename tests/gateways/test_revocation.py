"""Authorities are asked over a line: only those on the list, once while an answer holds, and silence is said."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from core.clock import now
from core.setting_readers import CLOSABLE
from core.settings import Settings, WrongSettings, load
from gateways.breaker import BreakerState
from gateways.doors import open_doors
from gateways.signatures.authority import make_authority
from gateways.signatures.door import NoSignatures, RootedSignatures, StandInSignatures
from gateways.signatures.findings import Doubt, Expected, Fault, NotChecked, NotValid, Use, Valid
from gateways.signatures.key_files import new_key
from gateways.signatures.keystore import sign_detached, signer_with
from gateways.signatures.profiles import Subject
from gateways.signatures.responder import Responder
from gateways.signatures.revocation import HttpRevocation
from gateways.signatures.signing import prepare_pdf
from tests.gateways.other_side import free_port
from tests.gateways.signing import IIN, REQUEST, Bench, small_pdf


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Bench, Responder]]:
    """An authority that answers on a port of this machine."""
    port = free_port()
    authority = make_authority(tmp_path / "authority", now(), f"http://127.0.0.1:{port}")
    responder = Responder(authority, port, now)
    Thread(target=responder.serve_forever, daemon=True).start()
    yield Bench(authority), responder
    responder.shutdown()
    responder.server_close()


def source(*hosts: str) -> HttpRevocation:
    return HttpRevocation(frozenset(hosts), ssl.create_default_context(), 2)


def test_an_authority_on_the_list_is_asked_and_its_answer_kept(served: tuple[Bench, Responder]) -> None:
    bench, responder = served
    signature = sign_detached(bench.person(moment=now()), REQUEST)
    asked = source("127.0.0.1")
    assert isinstance(bench.check(signature, moment=now(), source=asked), Valid)
    responder.shutdown()
    responder.server_close()
    assert isinstance(bench.check(signature, moment=now(), source=asked), Valid), "kept while it holds"
    silent = bench.check(signature, moment=now(), source=source("127.0.0.1"))
    assert isinstance(silent, NotChecked)
    assert silent.doubt is Doubt.AUTHORITY_SILENT
    assert "unreachable" in silent.detail


def test_a_revoked_certificate_is_found_so_over_the_line(served: tuple[Bench, Responder]) -> None:
    bench, _responder = served
    signer = bench.person(moment=now())
    signature = sign_detached(signer, REQUEST)
    bench.revoke(signer, now())
    found = bench.check(signature, moment=now(), source=source("127.0.0.1"))
    assert isinstance(found, NotValid)
    assert found.fault is Fault.REVOKED


def test_nobody_beyond_the_list_is_asked(served: tuple[Bench, Responder]) -> None:
    bench, _responder = served
    asked = source("ocsp.example.kz")
    found = bench.check(sign_detached(bench.person(moment=now()), REQUEST), moment=now(), source=asked)
    assert isinstance(found, NotChecked)
    assert "127.0.0.1: not_allowed" in found.detail
    assert asked.state is BreakerState.CLOSED


def test_a_silent_authority_is_left_alone_for_a_while(served: tuple[Bench, Responder]) -> None:
    bench, responder = served
    responder.shutdown()
    responder.server_close()
    asked = source("127.0.0.1")
    bench.check(sign_detached(bench.person(moment=now()), REQUEST), moment=now(), source=asked)
    assert asked.state is BreakerState.OPEN


def test_roots_open_the_real_door_with_its_time_stamps(
    served: tuple[Bench, Responder], tmp_path: Path
) -> None:
    bench, responder = served
    roots = tmp_path / "roots.pem"
    roots.write_bytes(bench.authority.bundle)
    door = open_doors(
        Settings(
            mode="test",
            data_folder=tmp_path,
            signature_roots=str(roots),
            signature_hosts=("127.0.0.1",),
            signature_stamps_address=f"http://127.0.0.1:{responder.server_port}/stamps",
        )
    ).signatures
    assert isinstance(door, RootedSignatures)
    prepared = prepare_pdf(small_pdf(), "S1", "Қ", now())
    signature = sign_detached(bench.person(moment=now()), prepared.covered)
    signed = door.seal(prepared, signature, Expected(Use.SIGNING, IIN))
    assert signed.level.value == "B-LT"
    (found,) = door.check_pdf(signed.document, [Expected(Use.SIGNING, IIN)])
    assert isinstance(found.finding, Valid)
    assert found.finding.stamped_at is not None


def test_without_roots_a_demo_authority_stands_in_and_is_made_when_it_is_needed(tmp_path: Path) -> None:
    door = open_doors(Settings(mode="test", data_folder=tmp_path)).signatures
    assert isinstance(door, StandInSignatures)
    assert not (tmp_path / "keys").exists(), "nobody has needed it yet"
    authority = door.authority()
    key = new_key()
    certificate = authority.issue(Subject("Қ", "Ө", IIN), Use.SIGNING, key, now())
    signature = sign_detached(signer_with(key, certificate, [authority.certificate("issuing")]), REQUEST)
    assert isinstance(door.check(REQUEST, signature, Expected(Use.SIGNING, IIN)), Valid)


def test_a_door_that_is_closed_up_calls_nothing_valid(tmp_path: Path) -> None:
    door = open_doors(Settings(mode="test", data_folder=tmp_path, doors_not_connected=CLOSABLE)).signatures
    assert isinstance(door, NoSignatures)
    assert door.check(REQUEST, b"", Expected()) == NotChecked(Doubt.NOT_CONNECTED, "")


def test_roots_that_are_none_stop_the_start(tmp_path: Path) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_text("no certificates", encoding="utf-8")
    with pytest.raises(WrongSettings, match="SIGNATURE_ROOTS"):
        open_doors(Settings(mode="test", data_folder=tmp_path, signature_roots=str(roots)))


@pytest.mark.parametrize(
    ("named", "fault"),
    [
        ({"SYNAQ_SIGNATURE_ROOTS": "/nowhere.pem"}, "/nowhere.pem is not there"),
        ({"SYNAQ_MODE": "production"}, "production has no demo authority"),
        (
            {"SYNAQ_SIGNATURE_ROOTS": __file__, "SYNAQ_DOORS_NOT_CONNECTED": "signatures"},
            "says that signatures are not connected",
        ),
        (
            {"SYNAQ_MODE": "production", "SYNAQ_SIGNATURE_ROOTS": __file__},
            "SYNAQ_SIGNATURE_HOSTS: production asks",
        ),
    ],
)
def test_settings_that_do_not_fit_are_refused(named: dict[str, str], fault: str) -> None:
    with pytest.raises(WrongSettings, match=fault):
        load(named)
