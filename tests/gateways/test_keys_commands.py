"""`synaq keys` from the first authority to a revoked certificate."""

from __future__ import annotations

from flask import Flask

from gateways.signatures.door import StandInSignatures, authority_folder
from gateways.signatures.findings import Expected, Fault, NotValid, Use, Valid
from gateways.signatures.keystore import open_keystore, sign_detached
from tests.gateways.signing import BIN, IIN, REQUEST

WORDS = ["--passphrase", "сөз"]


def run(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=["keys", *words])
    return f"{result.exit_code} {result.output}"


def test_a_key_is_issued_renewed_and_revoked(app: Flask, settings) -> None:  # type: ignore[no-untyped-def]  # a fixture
    assert "1 Error: there is no authority yet" in run(app, "list")
    assert "made" in run(app, "make")
    assert "is there already" in run(app, "make")
    named = [IIN, "Қайырбекова", "Өлмесхан", "--patronymic", "Үсенқызы"]
    assert run(app, "issue", *named, *WORDS).startswith("0 ")
    assert "is there; renew it" in run(app, "issue", *named, *WORDS)
    path = settings.keystore_folder / f"{IIN}-signing.p12"
    door = StandInSignatures(authority_folder(settings))
    first = sign_detached(open_keystore(path, "сөз"), REQUEST)
    assert isinstance(door.check(REQUEST, first, Expected(Use.SIGNING, IIN)), Valid)
    serial = run(app, "list").split()[1]
    assert "is revoked" in run(app, "renew", serial, *WORDS)
    second = sign_detached(open_keystore(path, "сөз"), REQUEST)
    assert isinstance(door.check(REQUEST, second, Expected(Use.SIGNING, IIN)), Valid)
    found = door.check(REQUEST, first, Expected(Use.SIGNING, IIN))
    assert isinstance(found, NotValid)
    assert found.fault is Fault.REVOKED
    listed = run(app, "list")
    assert listed.count("Қайырбекова Өлмесхан Үсенқызы") == 2
    assert listed.count("revoked 2") == 1
    assert "was revoked already" in run(app, "revoke", serial)
    assert "was not issued here" in run(app, "revoke", "../root")


def test_a_signatory_of_an_organisation_has_a_file_of_their_own(app: Flask, settings) -> None:  # type: ignore[no-untyped-def]  # a fixture
    run(app, "make", "--rsa")
    told = run(
        app, "issue", IIN, "Қ", "Ө", "--bin", BIN, "--organisation", "«Шипа»", "--use", "sign-in", *WORDS
    )
    assert told.startswith("0 ")
    path = settings.keystore_folder / f"{IIN}-{BIN}-sign-in.p12"
    door = StandInSignatures(authority_folder(settings))
    signature = sign_detached(open_keystore(path, "сөз"), REQUEST)
    assert isinstance(door.check(REQUEST, signature, Expected(Use.SIGN_IN, IIN, BIN)), Valid)
