"""What the operator decides before the start: one frozen object, read once, refused as a whole when wrong.

Each value comes from the environment (`SYNAQ_…`) or from the file named by `SYNAQ_SETTINGS` (lines `NAME=value`);
the environment wins. `docs/settings.md` is written from this list by `synaq settings explain`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from core import setting_readers as read
from core.setting_faults import DEMO_SECRET, PREFIX, find_faults

ROOT = Path(__file__).resolve().parent.parent


class WrongSettings(Exception):
    """The start is refused; every fault is listed at once, so that one reading mends all."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("Synaq cannot start:\n" + "\n".join(f"  - {fault}" for fault in faults))
        self.faults = faults


def setting(default: Any, reader: Callable[[str], Any], explain: str, *, secret: bool = False) -> Any:
    """One value that the operator may set, with the sentence that explains it."""
    return field(default=default, metadata={"read": reader, "explain": explain, "secret": secret})


def _door(what: str) -> Any:
    return setting(
        "", read.door_address, f"Address of {what}. Empty: the stand-in answers (not in production)."
    )


def _token(what: str) -> Any:
    return setting("", read.token, f"Bearer token for {what}.", secret=True)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is decided before the start."""

    mode: str = setting(
        "development",
        read.mode,
        "What this installation is for: demo, test, development or production. Papers carry SPECIMEN in every mode "
        "but production.",
    )
    secret_key: str = setting(
        DEMO_SECRET,
        read.plain,
        "At least 32 random characters that sign cookies and forms. Production refuses the built-in one.",
        secret=True,
    )
    database_url: str = setting(
        "",
        read.plain,
        "Where the data live: postgresql://user@host/name, or sqlite:///path. Empty means a SQLite file in the data "
        "folder, which production refuses.",
        secret=True,
    )
    data_folder: Path = setting(  # noqa: RUF009 - it makes a dataclass field
        ROOT / "var",
        read.folder,
        "Folder for stored files, keys, compiled translations and the embedded database.",
    )
    public_address: str = setting(
        "http://127.0.0.1:5000",
        read.address,
        "The address people type. With https, cookies are sent over https only; production demands https.",
    )
    trusted_proxies: tuple[str, ...] = setting(
        (),
        read.networks,
        "Networks of the proxies in front, separated by commas (127.0.0.1/32). Only from them is X-Forwarded-For "
        "believed.",
    )
    workers: int = setting(
        1,
        read.whole,
        "Server processes. SQLite allows one; with PostgreSQL take about as many as there are processor cores.",
    )
    threads: int = setting(
        64,
        read.whole,
        "Requests that one server process has in hand at a time. Answers saved at the same moment go to the disk "
        "together, so a hall is served best by many.",
    )
    debug: bool = setting(False, read.yes_no, "Flask's debugger, for development on one's own machine only.")
    show_login_codes: bool = setting(
        False, read.yes_no, "Show staff's current second-factor codes on the log-in page. Demo and test only."
    )
    password_cost: str = setting(
        "full",
        read.plain,
        "Cost of a password digest: full (argon2id, about 50 ms) or cheap (test mode only).",
    )
    session_idle_minutes: int = setting(
        30, read.whole, "A log-in ends after so many minutes without a request."
    )
    session_hours: int = setting(12, read.whole, "A log-in ends after so many hours whatever happens.")
    upload_limit_mb: int = setting(20, read.whole, "Largest stored file, in megabytes.")
    metrics_token: str = setting(
        "", read.plain, "Bearer token for /metrics. Empty closes the page.", secret=True
    )
    mail_server: str = setting(
        "",
        read.mail_server,
        "host:port of the SMTP server. Empty: letters stay in the demo letter box (not in production).",
    )
    mail_security: str = setting(
        "starttls",
        read.mail_security,
        "How the way to the mail server is closed: starttls (port 587 or 25), tls (port 465), or none for a server on "
        "this machine.",
    )
    mail_sender: str = setting("synaq@localhost", read.plain, "Address from which letters are sent.")
    mail_user: str = setting("", read.plain, "SMTP user, where the server asks for one.")
    mail_password: str = setting("", read.plain, "SMTP password.", secret=True)
    individuals_address: str = _door("the citizens' register (state database “Individuals”)")
    individuals_token: str = _token("the citizens' register")
    legal_entities_address: str = _door("the legal entities' register (state database “Legal entities”)")
    legal_entities_token: str = _token("the legal entities' register")
    payment_address: str = _door("the payment gateway")
    payment_token: str = _token("the payment gateway")
    quality_address: str = _door("the Medical Service Quality Management System (МҚСБЖ)")
    quality_token: str = _token("the quality management system")
    document_flow_address: str = _door("the unified document-flow system (ЭҚАБЖ)")
    document_flow_token: str = _token("the document-flow system")
    elicensing_address: str = _door("the E-licensing information system")
    elicensing_token: str = _token("the E-licensing information system")
    service_centres_address: str = _door("the service centres' integrated system (ИИС ЦОН)")
    service_centres_token: str = _token("the service centres' system")
    sms_address: str = _door("the gateway for text messages")
    sms_token: str = _token("the gateway for text messages")
    doors_not_connected: tuple[str, ...] = setting(
        (),
        read.doors,
        "Doors that lead nowhere yet, separated by commas, or all: individuals, legal_entities, payment, quality, "
        "document_flow, elicensing, service_centres, sms, signatures. What they would tell is entered by hand, and "
        "pages say so.",
    )
    door_hosts: tuple[str, ...] = setting(
        (),
        read.hosts,
        "Hosts that Synaq may call, or lead a payer to, separated by commas. Empty: only those of the addresses above.",
    )
    door_seconds: int = setting(
        5,
        read.whole,
        "A person who waits for a register or the payment gateway waits at most so many seconds.",
    )
    door_ca_file: str = setting(
        "",
        read.plain,
        "Certificate authorities (PEM) that neighbouring systems and the mail server are checked against. Empty: those "
        "of this machine.",
    )
    door_certificate_file: str = setting(
        "", read.plain, "Own certificate with its key (PEM), shown to systems that ask for one (mutual TLS)."
    )
    door_behaviour: str = setting(
        "by_number",
        read.behaviour,
        "How stand-ins behave: by_number (the book of invented people and the last digits decide; see docs/doors.md), "
        "found, differs, not_found, dead, slow or nonsense.",
    )
    signature_roots: str = setting(
        "",
        read.plain,
        "File (PEM) with the root certificates that signatures are checked against, and the issuing ones under them. "
        "Empty: a demo authority of this installation is trusted (not in production).",
    )
    signature_hosts: tuple[str, ...] = setting(
        (),
        read.hosts,
        "Hosts that may be asked whether a certificate is revoked (OCSP and CRL), separated by commas. Empty: nobody "
        "is asked, and no signature counts as checked.",
    )
    signature_stamps_address: str = setting(
        "",
        read.door_address,
        "Address of the time-stamp authority (RFC 3161). Empty: signed papers carry no attested time.",
    )
    signature_keystore: str = setting(
        "",
        read.plain,
        "Folder of PKCS#12 files that sign on this server by passphrase, where an office has decided so. Empty: "
        "keys/people in the data folder.",
    )
    head_key_file: str = setting(
        "",
        read.plain,
        "Ed25519 key (PEM) that signs published journal heads. Empty: made in the data folder.",
    )
    register_key_file: str = setting(
        "",
        read.plain,
        "Ed25519 key (PEM) that signs the codes on result papers and the status list. Empty: made in the data folder.",
    )
    retain_sessions_days: int = setting(90, read.whole, "Ended log-ins are destroyed after so many days.")
    retain_messages_days: int = setting(
        365, read.whole, "Texts of sent messages are destroyed after so many days."
    )
    retain_counters_days: int = setting(2, read.whole, "Rate counters are destroyed after so many days.")
    retain_names_days: int = setting(
        0,
        read.days_or_none,
        "Names in the journal may be erased (`synaq accounts erase-names`) after so many days. 0: no term has been "
        "decided, and nothing is erased.",
    )
    log_level: str = setting(
        "info", read.plain, "debug, info, warning or error. The log is JSON, one line an event."
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
    def mail_host(self) -> str:
        """The mail server without its port."""
        return self.mail_server.rpartition(":")[0] or self.mail_server

    def door_address(self, door: str) -> str:
        """Where a door leads; empty for a stand-in and for a door that is not connected."""
        return str(getattr(self, f"{door}_address"))

    def door_token(self, door: str) -> str:
        """What shows a door's other side who we are."""
        return str(getattr(self, f"{door}_token"))

    @property
    def keystore_folder(self) -> Path:
        """Where keys lie that sign on this server."""
        return Path(self.signature_keystore or self.data_folder / "keys" / "people")

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
