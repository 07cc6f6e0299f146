"""The demo authority: its files, who may read them, and that two who make it at once make one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gateways.signatures.authority import make_authority
from gateways.signatures.findings import Use
from gateways.signatures.key_files import new_key
from gateways.signatures.keystore import WrongPassphrase, open_keystore, sign_detached, write_keystore
from gateways.signatures.profiles import Subject
from tests.gateways.signing import IIN, NOW, REQUEST, make_bench


def test_nobody_else_reads_a_private_key(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    key = new_key()
    certificate = bench.authority.issue(Subject("Қ", "Ө", IIN), Use.SIGNING, key, NOW)
    write_keystore(tmp_path / "people" / f"{IIN}.p12", key, certificate, [], "passphrase")
    private = [*tmp_path.rglob("*.key"), *tmp_path.rglob("*.p12")]
    assert len(private) == 5
    assert {path.stat().st_mode & 0o777 for path in private} == {0o600}
    folders = {path.parent for path in private}
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}


def test_two_who_make_it_at_once_make_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _n: make_authority(tmp_path / "a", NOW, "http://127.0.0.1:1"), range(8)))
    assert len({authority.bundle for authority in made}) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"], "nothing half-made is left"


def test_a_keystore_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    key = new_key()
    certificate = bench.authority.issue(Subject("Қ", "Ө", IIN), Use.SIGNING, key, NOW)
    path = tmp_path / "p.p12"
    write_keystore(path, key, certificate, [bench.authority.certificate("issuing")], "дұрыс сөз")
    signature = sign_detached(open_keystore(path, "дұрыс сөз"), REQUEST)
    assert type(bench.check(signature)).__name__ == "Valid"
    with pytest.raises(WrongPassphrase):
        open_keystore(path, "бұрыс сөз")


def test_what_is_issued_is_listed_and_revoked_once(tmp_path: Path) -> None:
    fresh = make_bench(tmp_path)
    fresh.person()
    (one,) = fresh.authority.issued()
    assert fresh.authority.revoke(one.serial, NOW)
    assert not fresh.authority.revoke(one.serial, NOW), "it is revoked already"
    (one,) = fresh.authority.issued()
    assert one.revoked_at == NOW
    with pytest.raises(KeyError):
        fresh.authority.revoke("ff", NOW)
