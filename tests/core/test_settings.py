"""The start is refused with the whole list of what is wrong, and the documentation tells the same settings."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from core.settings import ROOT, Settings, WrongSettings, explain, load

GOOD = {
    "SYNAQ_MODE": "production",
    "SYNAQ_SECRET_KEY": "k3y-of-this-installation-and-of-no-other",
    "SYNAQ_DATABASE_URL": "postgresql://synaq@db/synaq",
    "SYNAQ_PUBLIC_ADDRESS": "https://exam.example.kz",
    "SYNAQ_MAIL_SERVER": "mail.example.kz:587",
    "SYNAQ_DOORS_NOT_CONNECTED": "all",
}

OPEN_SMS = {
    "SYNAQ_DOORS_NOT_CONNECTED": (
        "individuals,legal_entities,payment,quality,document_flow,elicensing,service_centres,signatures"
    ),
    "SYNAQ_SMS_ADDRESS": "https://sms.example.kz/v2",
    "SYNAQ_SMS_TOKEN": "t0ken",
}


def faults(environment: dict[str, str]) -> str:
    with pytest.raises(WrongSettings) as refused:
        load(environment)
    return "\n".join(refused.value.faults)


def test_production_starts_with_what_it_needs() -> None:
    settings = load(GOOD)
    assert settings.secure_cookies
    assert settings.database == "postgresql+psycopg://synaq@db/synaq"
    assert not settings.specimen


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"SYNAQ_DOOR_HOSTS": "SMS.example.kz, pay.example.kz"},
        {"SYNAQ_SMS_ADDRESS": "http://127.0.0.1:8080/"},
        {"SYNAQ_SMS_ADDRESS": "http://[::1]:8080"},
        {"SYNAQ_MAIL_SERVER": "localhost", "SYNAQ_MAIL_SECURITY": "none"},
    ],
)
def test_production_starts_with_a_door_that_leads_somewhere(change: dict[str, str]) -> None:
    settings = load(GOOD | OPEN_SMS | change)
    assert not settings.door_address("sms").endswith("/")
    assert settings.door_token("sms") == "t0ken"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SYNAQ_SECRET_KEY": "short"}, "SYNAQ_SECRET_KEY"),
        ({"SYNAQ_SECRET_KEY": "demo-secret-that-production-refuses"}, "SYNAQ_SECRET_KEY"),
        ({"SYNAQ_DATABASE_URL": ""}, "SYNAQ_DATABASE_URL"),
        ({"SYNAQ_DEBUG": "yes"}, "SYNAQ_DEBUG"),
        ({"SYNAQ_SHOW_LOGIN_CODES": "yes"}, "SYNAQ_SHOW_LOGIN_CODES"),
        ({"SYNAQ_PUBLIC_ADDRESS": "http://exam.example.kz"}, "SYNAQ_PUBLIC_ADDRESS"),
        ({"SYNAQ_MAIL_SERVER": ""}, "SYNAQ_MAIL_SERVER"),
        ({"SYNAQ_MAIL_SERVER": "mail.example.kz:smtp"}, "SYNAQ_MAIL_SERVER"),
        ({"SYNAQ_MAIL_SECURITY": "none"}, "SYNAQ_MAIL_SECURITY=none"),
        ({"SYNAQ_MAIL_SECURITY": "ssl"}, "one of starttls, tls, none"),
        ({"SYNAQ_DOORS_NOT_CONNECTED": "sms"}, "SYNAQ_INDIVIDUALS_ADDRESS: production has no stand-ins"),
        ({"SYNAQ_DOORS_NOT_CONNECTED": "pigeons"}, "pigeons is no door"),
        (
            {"SYNAQ_SMS_ADDRESS": "https://sms.example.kz"},
            "SYNAQ_SMS_ADDRESS: SYNAQ_DOORS_NOT_CONNECTED says",
        ),
        (
            OPEN_SMS | {"SYNAQ_SMS_ADDRESS": "http://sms.example.kz"},
            "SYNAQ_SMS_ADDRESS: production needs https",
        ),
        (OPEN_SMS | {"SYNAQ_SMS_ADDRESS": "https://a:b@sms.example.kz"}, "SYNAQ_SMS_ADDRESS"),
        (OPEN_SMS | {"SYNAQ_SMS_ADDRESS": "https://sms.example.kz:port"}, "SYNAQ_SMS_ADDRESS"),
        (OPEN_SMS | {"SYNAQ_SMS_ADDRESS": "https://sms.example.kz/?to="}, "SYNAQ_SMS_ADDRESS"),
        (OPEN_SMS | {"SYNAQ_SMS_TOKEN": ""}, "SYNAQ_SMS_TOKEN: production needs a token"),
        (OPEN_SMS | {"SYNAQ_SMS_TOKEN": "two\nlines"}, "SYNAQ_SMS_TOKEN: letters"),
        (OPEN_SMS | {"SYNAQ_DOOR_HOSTS": "pay.example.kz"}, "SYNAQ_SMS_ADDRESS: its host is not on"),
        ({"SYNAQ_DOOR_HOSTS": "https://pay.example.kz"}, "no host name"),
        ({"SYNAQ_DOOR_CERTIFICATE_FILE": "/nowhere/own.pem"}, "/nowhere/own.pem is not there"),
        ({"SYNAQ_DOOR_BEHAVIOUR": "moody"}, "one of by_number"),
        ({"SYNAQ_PASSWORD_COST": "cheap"}, "SYNAQ_PASSWORD_COST"),
        ({"SYNAQ_WORKERS": "none"}, "SYNAQ_WORKERS"),
        ({"SYNAQ_WORKERS": "2", "SYNAQ_DATABASE_URL": "sqlite:////tmp/x"}, "SQLite allows one worker"),
        ({"SYNAQ_TRUSTED_PROXIES": "the proxy"}, "SYNAQ_TRUSTED_PROXIES"),
        ({"SYNAQ_MODE": "prod"}, "SYNAQ_MODE"),
        ({"SYNAQ_SECRET_KIE": "x"}, "there is no such setting"),
        ({"SYNAQ_SETTINGS": "/nowhere/synaq.env"}, "cannot be read"),
    ],
)
def test_production_refuses(change: dict[str, str], named: str) -> None:
    assert named in faults(GOOD | change)


def test_every_fault_is_listed_at_once() -> None:
    listed = faults({"SYNAQ_MODE": "production", "SYNAQ_DEBUG": "yes", "SYNAQ_WORKERS": "-1"})
    for name in ("SECRET_KEY", "DATABASE_URL", "DEBUG", "PUBLIC_ADDRESS", "MAIL_SERVER", "WORKERS"):
        assert f"SYNAQ_{name}" in listed


def test_a_secret_is_never_repeated_in_a_fault() -> None:
    assert "hush" not in faults(GOOD | {"SYNAQ_SECRET_KEY": "hush"})


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "synaq.env"
    file.write_text('# ours\nSYNAQ_WORKERS=4\nSYNAQ_MAIL_SENDER="a@b.kz"\n', encoding="utf-8")
    settings = load(GOOD | {"SYNAQ_SETTINGS": str(file), "SYNAQ_WORKERS": "2"})
    assert (settings.workers, settings.mail_sender) == (2, "a@b.kz")


def test_settings_cannot_be_changed_after_the_start() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().mode = "demo"  # type: ignore[misc]


def test_the_documentation_tells_every_setting() -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == explain()
