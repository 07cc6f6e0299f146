"""Letters reach a real mail server, once, to one person, over a line that nobody reads along."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.clock import frozen
from core.database import db
from core.models import OutboxMessage
from core.outbox import Letter, NotDelivered, post, work
from core.settings import Settings
from gateways import mail
from gateways.doors import open_doors, register_channels
from gateways.mail import LetterBox, SmtpMail, mail_door
from tests.gateways.certificates import Authority
from tests.gateways.mail_server import MailServer
from tests.gateways.other_side import free_port

BODY = "Сәлеметсіз бе, Әсел!\n\nСынақ 16 сәуірде, сағат 10:00-де.\n.\nА " + "ұзын жол " * 200
PAYLOAD = {"subject": "Сынақ күні", "body": BODY, "language": "kk"}


@pytest.fixture
def server(authority: Authority) -> Iterator[MailServer]:
    made = MailServer(authority.server_context())
    yield made
    made.close()


@pytest.fixture
def at(authority: Authority, tmp_path: Path) -> Callable[..., Settings]:
    """Settings that lead to a server: `at(server, mail_user=…)`."""

    def make(server: MailServer, **changes: str) -> Settings:
        settings = Settings(
            mode="test",
            data_folder=tmp_path,
            mail_server=f"localhost:{server.port}",
            mail_sender="Synaq <synaq@exam.example.kz>",
            door_ca_file=str(authority.root),
        )
        return replace(settings, **changes)  # type: ignore[arg-type]  # by name

    return make


def letter(recipient: str = "asel@example.kz", **changes: str) -> Letter:
    return Letter("a1b2c3", recipient, PAYLOAD | changes)


def not_delivered(door: SmtpMail, sent: Letter | None = None) -> NotDelivered:
    with pytest.raises(NotDelivered) as caught:
        door.deliver(sent or letter())
    return caught.value


def read(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


def test_a_letter_arrives_whole_and_over_a_closed_line(
    server: MailServer, at: Callable[..., Settings]
) -> None:
    with frozen(datetime(2026, 4, 10, 6, 0, tzinfo=UTC)):
        proof = SmtpMail(at(server)).deliver(letter())
    (taken,) = server.received
    assert (taken.sender, taken.recipients, taken.closed) == (
        "synaq@exam.example.kz",
        ["asel@example.kz"],
        True,
    )
    taken.data.decode("ascii")
    assert max(len(line) for line in taken.data.split(b"\r\n")) < 999
    arrived = read(taken.data)
    assert arrived["Subject"] == "Сынақ күні"
    assert arrived["Message-ID"] == "<a1b2c3@exam.example.kz>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Content-Language"] == "kk"
    assert arrived["Date"] == "Fri, 10 Apr 2026 06:00:00 +0000"
    assert arrived.get_content().split() == BODY.split()
    assert "Әсел!\r\n\r\nСынақ" in arrived.get_content()
    assert "a1b2c3@exam.example.kz" in proof


def test_a_line_that_is_closed_from_the_first_byte(authority: Authority, at: Callable[..., Settings]) -> None:
    server = MailServer(authority.server_context(), closed_at_once=True)
    try:
        SmtpMail(at(server, mail_security="tls")).deliver(letter())
        assert server.received[0].closed
        assert "STARTTLS" not in server.verbs
    finally:
        server.close()


def test_a_server_on_this_machine_may_be_spoken_to_openly(
    server: MailServer, at: Callable[..., Settings]
) -> None:
    SmtpMail(at(server, mail_security="none")).deliver(letter())
    assert not server.received[0].closed


def test_a_server_that_offers_no_closed_line_gets_nothing(
    server: MailServer, at: Callable[..., Settings]
) -> None:
    server.manners.offers_starttls = False
    assert not not_delivered(SmtpMail(at(server))).final
    assert "MAIL" not in server.verbs


def test_a_server_whose_certificate_is_not_trusted_gets_nothing(
    server: MailServer, at: Callable[..., Settings]
) -> None:
    assert "not trusted" in str(not_delivered(SmtpMail(at(server, door_ca_file=""))))
    elsewhere = at(server, mail_server=f"127.0.0.1:{server.port}")
    assert "not trusted" in str(not_delivered(SmtpMail(elsewhere)))
    assert "MAIL" not in server.verbs


def test_a_user_is_named_only_over_the_closed_line(server: MailServer, at: Callable[..., Settings]) -> None:
    server.manners.password = "s3cret"
    SmtpMail(at(server, mail_user="synaq", mail_password="s3cret")).deliver(letter())
    assert server.received[0].user == "synaq"
    assert server.verbs.index("STARTTLS") < server.verbs.index("AUTH")


def test_a_wrong_password_is_mended_by_the_operator_so_letters_wait(
    server: MailServer, at: Callable[..., Settings]
) -> None:
    server.manners.password = "s3cret"
    assert not not_delivered(SmtpMail(at(server, mail_user="synaq", mail_password="wrong"))).final


@pytest.mark.parametrize(
    ("verb", "reply", "final"),
    [
        ("RCPT", "550 no such person", True),
        ("RCPT", "450 greylisted, come again", False),
        ("RCPT", "452 too many", False),
        ("MAIL", "451 later", False),
        ("MAIL", "553 not with this sender", False),
        ("DATA", "451 later", False),
        ("after the letter", "451 later", False),
        ("after the letter", "554 looks like spam", True),
        ("STARTTLS", "454 not now", False),
        ("EHLO", None, False),
        ("MAIL", None, False),
        ("RCPT", None, False),
    ],
)
def test_the_server_says_later_or_never(
    server: MailServer, at: Callable[..., Settings], verb: str, reply: str | None, final: bool
) -> None:
    server.manners.replies[verb] = reply
    assert not_delivered(SmtpMail(at(server))).final is final
    assert server.received == []


def test_nobody_there_means_not_sent(at: Callable[..., Settings], server: MailServer) -> None:
    away = at(server, mail_server=f"localhost:{free_port()}")
    assert not not_delivered(SmtpMail(away)).final


def test_a_server_that_is_slow_to_say_goodbye_has_the_letter(
    server: MailServer, at: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT_SECONDS", 0.3)
    server.manners.replies["QUIT"] = 1.0
    assert "accepted" in SmtpMail(at(server)).deliver(letter())
    server.manners.replies["QUIT"] = None
    assert "accepted" in SmtpMail(at(server)).deliver(letter())


@pytest.mark.parametrize("reply", [None, 1.0])
def test_silence_after_the_letter_is_a_doubt_and_goes_up_as_one(
    server: MailServer, at: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch, reply: float | None
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT_SECONDS", 0.3)
    server.manners.replies["after the letter"] = reply
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        SmtpMail(at(server)).deliver(letter())


@pytest.mark.parametrize(
    "recipient",
    [
        "asel@example.kz, head@example.kz",
        "asel@example.kz\r\nBcc: all@example.kz",
        "<asel@example.kz>",
        "asel",
        "",
        "әсел@example.kz",
        "asel@" + "ә" * 70 + ".kz",
    ],
)
def test_a_letter_goes_to_one_person_or_to_nobody(
    server: MailServer, at: Callable[..., Settings], recipient: str
) -> None:
    assert not_delivered(SmtpMail(at(server)), letter(recipient)).final
    assert server.verbs == []


def test_a_kazakh_domain_is_spelled_as_servers_know_it(
    server: MailServer, at: Callable[..., Settings]
) -> None:
    SmtpMail(at(server)).deliver(letter("asel@пошта.қаз"))
    assert server.received[0].recipients == ["asel@xn--80a1acn3a.xn--80ao21a"]


def test_a_subject_cannot_write_headers(server: MailServer, at: Callable[..., Settings]) -> None:
    SmtpMail(at(server)).deliver(letter(subject="Сынақ\r\nBcc: all@example.kz"))
    arrived = read(server.received[0].data)
    assert arrived["Bcc"] is None
    assert arrived["Subject"] == "Сынақ Bcc: all@example.kz"


def test_a_letter_without_words_is_a_fault_of_ours_and_not_repeated(
    server: MailServer, at: Callable[..., Settings]
) -> None:
    assert not_delivered(SmtpMail(at(server)), Letter("k", "asel@example.kz", {"subject": "x"})).final


def states(context: Flask) -> list[tuple[str, str | None]]:
    rows = db.session.execute(select(OutboxMessage.state, OutboxMessage.fault).order_by(OutboxMessage.id))
    return [(row.state, row.fault) for row in rows]


def test_the_outbox_carries_through_the_server_and_keeps_the_proof(
    context: Flask, server: MailServer, at: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT_SECONDS", 0.5)
    register_channels(open_doors(at(server)))
    for name in ("asel", "nobody", "later", "doubt"):
        post("mail", f"{name}@example.kz", PAYLOAD)
        db.session.commit()
        server.manners.replies = {
            "asel": {},
            "nobody": {"RCPT": "550 no such person"},
            "later": {"RCPT": "450 come again"},
            "doubt": {"after the letter": None},
        }[name]  # type: ignore[assignment]  # replies of every kind
        assert work(limit=1) == 1
    told = states(context)
    assert [state for state, _fault in told] == ["sent", "failed", "waiting", "perhaps_sent"]
    assert len(server.received) == 1


def test_without_a_server_letters_lie_in_the_letter_box(tmp_path: Path) -> None:
    box = mail_door(Settings(mode="demo", data_folder=tmp_path))
    assert isinstance(box, LetterBox)
    assert box.stand_in
    with frozen(datetime(2026, 4, 10, 6, 0, tzinfo=UTC)):
        box.deliver(Letter("../../etc/passwd", "asel@example.kz", PAYLOAD))
    with frozen(datetime(2026, 4, 10, 6, 1, tzinfo=UTC)):
        box.deliver(Letter("k-2", "nurlan@example.kz", PAYLOAD))
    assert [told["to"] for told in box.letters()] == ["nurlan@example.kz", "asel@example.kz"]
    assert {path.parent for path in tmp_path.rglob("*.json")} == {tmp_path / "letters"}
