"""Whatever the other side does, the door answers in time and with a reason, and only ever calls whom it may."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable

import pytest

from core.settings import Settings, WrongSettings
from gateways.answers import NoAnswer, Why
from gateways.http_door import HttpDoor
from gateways.line import ANSWER_LIMIT, Line, NotAllowed, is_allowed, tls_context
from gateways.strict_json import Fields
from tests.gateways.certificates import Authority
from tests.gateways.other_side import OtherSide, answer, free_port, raw

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
DoorTo = Callable[..., HttpDoor]


def said(fields: Fields) -> str:
    return fields.text("said")


def why_not(door: HttpDoor) -> Why:
    with pytest.raises(NoAnswer) as caught:
        door.call("/v1/ask", {"n": 1}, said)
    return caught.value.why


def test_a_good_answer_is_read(other_side: OtherSide, door_to: DoorTo) -> None:
    other_side.always = answer({"said": "Сәлем", "more": 1})
    door = door_to(other_side.address, token="t0ken")
    assert door.call("/v1/ask", {"name": "Әсел"}, said, key="k-1") == "Сәлем"
    asked = other_side.asked[0]
    assert (asked.path, asked.body) == ("/synaq/v1/ask", {"name": "Әсел"})
    assert asked.headers["authorization"] == "Bearer t0ken"
    assert asked.headers["idempotency-key"] == "k-1"
    assert len(asked.headers["x-request-id"]) == 16
    assert asked.headers["host"] == f"localhost:{other_side.port}"


def test_without_token_and_key_no_header_pretends_to_one(other_side: OtherSide, door_to: DoorTo) -> None:
    other_side.always = answer({"said": "yes"})
    door_to(other_side.address).call("/v1/ask", {}, said)
    assert not {"authorization", "idempotency-key"} & other_side.asked[0].headers.keys()


def test_an_answer_in_pieces_and_chunks_is_read(other_side: OtherSide, door_to: DoorTo) -> None:
    other_side.always = raw(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
        b'8\r\n{"said":\r\n',
        b'5\r\n "y"}\r\n0\r\n\r\n',
        pause=0.02,
    )
    assert door_to(other_side.address).call("/v1/ask", {}, said) == "y"


@pytest.mark.parametrize(
    ("behave", "why"),
    [
        (answer({"said": "x"}, status=500), Why.BROKEN),
        (answer({"said": "x"}, status=502), Why.BROKEN),
        (answer({"said": "x"}, status=503), Why.BUSY),
        (answer({"said": "x"}, status=429), Why.BUSY),
        (answer({"said": "x"}, status=401), Why.TURNED_AWAY),
        (answer({"said": "x"}, status=404), Why.TURNED_AWAY),
        (answer({"said": "x"}, status=400), Why.TURNED_AWAY),
        (answer({"said": "x"}, status=409), Why.REFUSED),
        (answer({"said": "x"}, status=422), Why.REFUSED),
        (answer({"said": "x"}, status=202), Why.NONSENSE),
        (answer({"said": "x"}, status=301, Location="http://127.0.0.1/elsewhere"), Why.NONSENSE),
        (answer({"said": "x"}, status=307, Location="https://evil.example/"), Why.NONSENSE),
        (answer({"said": "x"}, kind="text/html"), Why.NONSENSE),
        (answer({"said": "x"}, kind=""), Why.NONSENSE),
        (answer({"said": "x"}, kind="application/json; charset=windows-1251"), Why.NONSENSE),
        (answer({"said": "x"}, Content_Encoding="gzip"), Why.NONSENSE),
        (answer(b"<html>maintenance</html>"), Why.NONSENSE),
        (answer(b""), Why.NONSENSE),
        (answer(b'{"said": "x"'), Why.NONSENSE),
        (answer(b'{"said": "\xff"}'), Why.NONSENSE),
        (answer(b'{"said": "x", "said": "y"}'), Why.NONSENSE),
        (answer(b'{"said": "x", "n": NaN}'), Why.NONSENSE),
        (answer(b'{"said": "x", "n": ' + b"9" * 5000 + b"}"), Why.NONSENSE),
        (answer(b"[" * 100_000), Why.NONSENSE),
        (answer(["said"]), Why.NONSENSE),
        (answer({"other": "x"}), Why.NONSENSE),
        (answer({"said": None}), Why.NONSENSE),
        (answer({"said": "x\u202ey"}), Why.NONSENSE),
        (answer(b'{"said": "' + b"x" * ANSWER_LIMIT + b'"}'), Why.NONSENSE),
        (raw(HEAD + b"\r\n", b" " * (ANSWER_LIMIT + 10)), Why.NONSENSE),
        (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"fffff\r\n" + b" " * 0xFFFFF), Why.NONSENSE),
        (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"what\r\n"), Why.UNREACHABLE),
        (raw(HEAD + b"Content-Length: 99\r\n\r\n", b'{"said": "x"}'), Why.UNREACHABLE),
        (raw(b"220 mail.example.kz ESMTP\r\n"), Why.NONSENSE),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 300 + b"\r\n"), Why.NONSENSE),
        (raw(), Why.UNREACHABLE),
    ],
)
def test_a_bad_answer_is_no_answer_and_never_a_crash(
    other_side: OtherSide, door_to: DoorTo, behave: Callable[..., None], why: Why
) -> None:
    other_side.always = behave
    assert why_not(door_to(other_side.address)) is why
    assert len(other_side.asked) == 1, "neither redirected nor repeated"


def test_nobody_there_is_said_at_once(door_to: DoorTo) -> None:
    with pytest.raises(NoAnswer) as caught:
        door_to(f"http://127.0.0.1:{free_port()}").call("/v1/ask", {}, said)
    assert (caught.value.why, caught.value.sent) == (Why.UNREACHABLE, False), "not that it took too long"


def test_a_name_that_nobody_knows_is_a_reason_too(tmp_path: object) -> None:
    line = Line("http://nobody.invalid", frozenset({"nobody.invalid"}), ssl.create_default_context())
    with pytest.raises(NoAnswer) as caught:
        line.post("/", b"", {}, time.monotonic() + 5)
    assert caught.value.why is Why.UNREACHABLE


@pytest.mark.parametrize(
    "slow",
    [
        "silent",
        raw(*[b"H"] * 60, pause=0.1),
        raw(HEAD, *[b"A: b\r\n"] * 60, pause=0.1),
        raw(HEAD + b"Content-Length: 60\r\n\r\n", *[b" "] * 60, pause=0.1),
        raw(*[b"HTTP/1.1 100 Continue\r\n\r\n"] * 60, pause=0.1),
    ],
    ids=["silent", "status", "headers", "body", "continue"],
)
def test_a_slow_side_does_not_hold_the_line_beyond_its_time(
    other_side: OtherSide, door_to: DoorTo, slow: Callable[..., None] | str
) -> None:
    other_side.always = other_side.silent if isinstance(slow, str) else slow
    # Whoever waits for the end of it finds a side that hangs up or talks nonsense, and says so.
    assert why_not(door_to(other_side.address, seconds=0.6)) is Why.TOO_SLOW


def test_a_side_that_takes_the_call_and_never_reads_is_given_up(door_to: DoorTo) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(1)
        assert why_not(door_to(f"http://127.0.0.1:{deaf.getsockname()[1]}", seconds=0.5)) is Why.TOO_SLOW


def test_a_proxy_of_the_environment_is_not_used(
    other_side: OtherSide, door_to: DoorTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    other_side.always = answer({"said": "y"})
    assert door_to(other_side.address).call("/v1/ask", {}, said) == "y"


def test_over_tls_only_whom_the_authority_vouches_for(authority: Authority, door_to: DoorTo) -> None:
    side = OtherSide(authority.server_context())
    side.always = answer({"said": "y"})
    try:
        assert door_to(side.address, door_ca_file=str(authority.root)).call("/v1/ask", {}, said) == "y"
        assert why_not(door_to(side.address)) is Why.UNTRUSTED
        other_name = side.address.replace("localhost", "127.0.0.1")
        assert why_not(door_to(other_name, door_ca_file=str(authority.root))) is Why.UNTRUSTED
        assert len(side.asked) == 1
    finally:
        side.close()


def test_a_side_that_asks_for_our_certificate_gets_it(authority: Authority, door_to: DoorTo) -> None:
    side = OtherSide(authority.server_context(asks_for_certificate=True))
    side.always = answer({"said": "y"})
    trusts = {"door_ca_file": str(authority.root)}
    try:
        shown = door_to(side.address, **trusts, door_certificate_file=str(authority.caller))
        assert shown.call("/v1/ask", {}, said) == "y"
        assert why_not(door_to(side.address, **trusts)) is Why.UNREACHABLE
    finally:
        side.close()


def test_a_slow_side_holds_nobody_during_the_handshake_either(authority: Authority, door_to: DoorTo) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(1)
        address = f"https://localhost:{deaf.getsockname()[1]}"
        assert why_not(door_to(address, seconds=0.5)) is Why.UNREACHABLE


def test_certificates_that_cannot_be_read_stop_the_start(tmp_path: object, authority: Authority) -> None:
    with pytest.raises(WrongSettings, match="SYNAQ_DOOR_CERTIFICATE_FILE"):
        tls_context(Settings(mode="test", door_certificate_file=str(authority.root)))


@pytest.mark.parametrize("path", ["//evil.example/v1", "http://evil.example/", "/v1/../admin", "v1", "/v1/Ә"])
def test_a_path_cannot_lead_elsewhere(path: str) -> None:
    line = Line(
        "https://register.example.kz/synaq", frozenset({"register.example.kz"}), ssl.create_default_context()
    )
    with pytest.raises(NotAllowed):
        line.post(path, b"", {}, time.monotonic() + 1)


def test_a_host_that_is_not_on_the_list_is_refused_before_any_call() -> None:
    with pytest.raises(NotAllowed):
        Line("https://evil.example", frozenset({"register.example.kz"}), ssl.create_default_context())


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://pay.example.kz/bill/7?x=1", True),
        ("https://PAY.example.kz:8443/", True),
        ("http://localhost:9000/", True),
        ("http://pay.example.kz/", False),
        ("https://pay.example.kz.evil.example/", False),
        ("https://evil.example/?pay.example.kz", False),
        ("https://pay.example.kz@evil.example/", False),
        ("https://user@pay.example.kz/", False),
        ("https://pay.example.kz:port/", False),
        ("https://[pay.example.kz/", False),
        ("javascript:alert(1)", False),
        ("//pay.example.kz/", False),
        ("https://pay.example.kz/\r\nX: y", False),
        ("", False),
    ],
)
def test_a_browser_is_led_only_to_hosts_of_the_list(address: str, allowed: bool) -> None:
    assert is_allowed(address, frozenset({"pay.example.kz", "localhost"})) is allowed
