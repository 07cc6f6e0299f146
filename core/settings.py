"""What the operator decides before the start: one frozen object, read once, refused as a whole when wrong.

Each value comes from the environment (`SYNAQ_…`) or from the file named by `SYNAQ_SETTINGS` (lines `NAME=value`);
the environment wins. `docs/settings.md` is written from this list by `synaq settings explain`.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "SYNAQ_"
MODES = ("demo", "test", "development", "production")
DEMO_SECRET = "demo-secret-that-production-refuses"  # noqa: S105 - known to all on purpose; production refuses it


class WrongSettings(Exception):
    """The start is refused; every fault is listed at once, so that one reading mends all."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("Synaq cannot start:\n" + "\n".join(f"  - {fault}" for fault in faults))
        self.faults = faults


def _yes_no(text: str) -> bool:
    if text.lower() in {"1", "yes", "true", "on"}:
        return True
    if text.lower() in {"0", "no", "false", "off", ""}:
        return False
    raise ValueError("say yes or no")


def _mode(text: str) -> str:
    if text not in MODES:
        raise ValueError(f"one of {', '.join(MODES)}")
    return text


def _whole(text: str) -> int:
    if not text.isdecimal() or int(text) <= 0:
        raise ValueError("a whole number above zero")
    return int(text)


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError("an address such as https://exam.example.kz, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def _networks(text: str) -> tuple[str, ...]:
    names = [part.strip() for part in text.split(",") if part.strip()]
    return tuple(str(ipaddress.ip_network(name, strict=False)) for name in names)


def _folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _plain(text: str) -> str:
    return text


def setting(default: Any, read: Callable[[str], Any], explain: str, *, secret: bool = False) -> Any:
    """One value that the operator may set, with the sentence that explains it."""
    return field(default=default, metadata={"read": read, "explain": explain, "secret": secret})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is decided before the start."""

    mode: str = setting(
        "development",
        _mode,
        "What this installation is for: demo, test, development or production. Papers carry SPECIMEN in every mode "
        "but production.",
    )
    secret_key: str = setting(
        DEMO_SECRET,
        _plain,
        "At least 32 random characters that sign cookies and forms. Production refuses the built-in one.",
        secret=True,
    )
    database_url: str = setting(
        "",
        _plain,
        "Where the data live: postgresql://user@host/name, or sqlite:///path. Empty means a SQLite file in the data "
        "folder, which production refuses.",
        secret=True,
    )
    data_folder: Path = setting(  # noqa: RUF009 - it makes a dataclass field
        ROOT / "var",
        _folder,
        "Folder for stored files, keys, compiled translations and the embedded database.",
    )
    public_address: str = setting(
        "http://127.0.0.1:5000",
        _address,
        "The address people type. With https, cookies are sent over https only; production demands https.",
    )
    trusted_proxies: tuple[str, ...] = setting(
        (),
        _networks,
        "Networks of the proxies in front, separated by commas (127.0.0.1/32). Only from them is X-Forwarded-For "
        "believed.",
    )
    workers: int = setting(
        1,
        _whole,
        "Server processes. SQLite allows one; with PostgreSQL take about as many as there are processor cores.",
    )
    debug: bool = setting(False, _yes_no, "Flask's debugger, for development on one's own machine only.")
    show_login_codes: bool = setting(
        False, _yes_no, "Show staff's current second-factor codes on the log-in page. Demo and test only."
    )
    password_cost: str = setting(
        "full", _plain, "Cost of a password digest: full (argon2id, about 50 ms) or cheap (test mode only)."
    )
    session_idle_minutes: int = setting(30, _whole, "A log-in ends after so many minutes without a request.")
    session_hours: int = setting(12, _whole, "A log-in ends after so many hours whatever happens.")
    upload_limit_mb: int = setting(20, _whole, "Largest stored file, in megabytes.")
    metrics_token: str = setting("", _plain, "Bearer token for /metrics. Empty closes the page.", secret=True)
    mail_server: str = setting(
        "",
        _plain,
        "host:port of the SMTP server. Empty: letters stay in the demo letter box (not in production).",
    )
    mail_sender: str = setting("synaq@localhost", _plain, "Address from which letters are sent.")
    mail_user: str = setting("", _plain, "SMTP user, where the server asks for one.")
    mail_password: str = setting("", _plain, "SMTP password.", secret=True)
    head_key_file: str = setting(
        "", _plain, "Ed25519 key (PEM) that signs published journal heads. Empty: made in the data folder."
    )
    retain_sessions_days: int = setting(90, _whole, "Ended log-ins are destroyed after so many days.")
    retain_messages_days: int = setting(
        365, _whole, "Texts of sent messages are destroyed after so many days."
    )
    retain_counters_days: int = setting(2, _whole, "Rate counters are destroyed after so many days.")
    log_level: str = setting(
        "info", _plain, "debug, info, warning or error. The log is JSON, one line an event."
    )

    @property
    def is_production(self) -> bool:
        return self.mode == "production"

    @property
    def specimen(self) -> bool:
        """Whether papers must say that they are none."""
        return not self.is_production

    @property
    def secure_cookies(self) -> bool:
        return self.public_address.startswith("https://")

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database, with the driver named."""
        if not self.database_url:
            return f"sqlite:///{self.data_folder / 'synaq.sqlite'}"
        scheme, _, rest = self.database_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else self.database_url

    @property
    def on_sqlite(self) -> bool:
        return self.database.startswith("sqlite")


def read_file(path: Path) -> dict[str, str]:
    """`NAME=value` lines; blank lines and lines with # are passed over."""
    values: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        name, equals, value = stripped.partition("=")
        if not equals:
            raise WrongSettings([f"{path}, line {number}: not NAME=value"])
        values[name.strip()] = value.strip().strip('"')
    return values


def load(environment: Mapping[str, str], **given: Any) -> Settings:
    """Read the settings; refuse the start with the whole list of what is wrong."""
    faults: list[str] = []
    values: dict[str, str] = {}
    source = environment.get(f"{PREFIX}SETTINGS")
    if source:
        try:
            values.update(read_file(Path(source)))
        except OSError as error:
            faults.append(f"{PREFIX}SETTINGS: {source} cannot be read ({error.strerror})")
    values.update({name: text for name, text in environment.items() if name.startswith(PREFIX)})
    if "DATABASE_URL" in environment:
        values.setdefault(f"{PREFIX}DATABASE_URL", environment["DATABASE_URL"])

    known = {f"{PREFIX}{part.name.upper()}": part for part in fields(Settings)}
    taken: dict[str, Any] = {}
    for name, text in values.items():
        if name == f"{PREFIX}SETTINGS":
            continue
        part = known.get(name)
        if part is None:
            faults.append(f"{name}: there is no such setting")
            continue
        try:
            taken[part.name] = part.metadata["read"](text)
        except ValueError as error:
            faults.append(f"{name}: {error}" if part.metadata["secret"] else f"{name}={text}: {error}")
    settings = Settings(**(taken | given))
    faults += find_faults(settings)
    if faults:
        raise WrongSettings(faults)
    return settings


def find_faults(settings: Settings) -> list[str]:
    """What does not fit together, above all in production."""
    faults: list[str] = []
    if settings.password_cost not in {"full", "cheap"}:
        faults.append(f"{PREFIX}PASSWORD_COST: full or cheap")
    if settings.password_cost != "full" and settings.mode != "test":  # noqa: S105 - a cost, no password
        faults.append(f"{PREFIX}PASSWORD_COST=cheap: only in test mode")
    if settings.log_level not in {"debug", "info", "warning", "error"}:
        faults.append(f"{PREFIX}LOG_LEVEL: debug, info, warning or error")
    if settings.on_sqlite and settings.workers > 1:
        faults.append(
            f"{PREFIX}WORKERS={settings.workers}: SQLite allows one worker; set a PostgreSQL database"
        )
    if settings.show_login_codes and settings.mode not in {"demo", "test"}:
        faults.append(f"{PREFIX}SHOW_LOGIN_CODES: only in demo and test mode")
    if settings.is_production:
        faults += _production_faults(settings)
    return faults


def _production_faults(settings: Settings) -> list[str]:
    faults: list[str] = []
    if settings.secret_key == DEMO_SECRET or len(settings.secret_key) < 32:
        hint = secrets.token_urlsafe(32)
        faults.append(
            f"{PREFIX}SECRET_KEY: production needs a secret of its own, 32 characters or more, e.g. {hint}"
        )
    if not settings.database_url:
        faults.append(f"{PREFIX}DATABASE_URL: production needs a database address")
    if settings.debug:
        faults.append(f"{PREFIX}DEBUG: never in production")
    if not settings.secure_cookies:
        faults.append(f"{PREFIX}PUBLIC_ADDRESS: production needs an https address")
    if not settings.mail_server:
        faults.append(f"{PREFIX}MAIL_SERVER: production needs a mail server, or nobody gets a notice")
    return faults


def explain() -> str:
    """The settings page of the documentation, made from the list above."""
    lines = [
        "# Settings",
        "",
        "Written by `synaq settings explain`; a test holds this page against the code. Every setting is an environment",
        "variable, or a line `NAME=value` in the file that `SYNAQ_SETTINGS` names; the environment wins. A wrong or",
        "unknown setting stops the start, and the message lists all that is wrong.",
        "",
        "| name | default | what it decides |",
        "| --- | --- | --- |",
    ]
    for part in fields(Settings):
        default = part.default
        if isinstance(default, Path):
            shown = default.relative_to(ROOT).as_posix()
        elif isinstance(default, bool):
            shown = "yes" if default else "no"
        elif part.metadata["secret"] and default:
            shown = "a built-in one"
        else:
            shown = f"`{default}`" if default not in ("", ()) else "empty"
        lines.append(f"| `{PREFIX}{part.name.upper()}` | {shown} | {part.metadata['explain']} |")
    return "\n".join(lines) + "\n"
