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
    ("change", "named"),
    [
        ({"SYNAQ_SECRET_KEY": "short"}, "SYNAQ_SECRET_KEY"),
        ({"SYNAQ_SECRET_KEY": "demo-secret-that-production-refuses"}, "SYNAQ_SECRET_KEY"),
        ({"SYNAQ_DATABASE_URL": ""}, "SYNAQ_DATABASE_URL"),
        ({"SYNAQ_DEBUG": "yes"}, "SYNAQ_DEBUG"),
        ({"SYNAQ_SHOW_LOGIN_CODES": "yes"}, "SYNAQ_SHOW_LOGIN_CODES"),
        ({"SYNAQ_PUBLIC_ADDRESS": "http://exam.example.kz"}, "SYNAQ_PUBLIC_ADDRESS"),
        ({"SYNAQ_MAIL_SERVER": ""}, "SYNAQ_MAIL_SERVER"),
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
