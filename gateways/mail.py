"""The mail door: SMTP in earnest, a letter box on this machine where no server is named."""

from __future__ import annotations

import json
import re
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from core.clock import now
from core.outbox import Letter, NotDelivered
from core.settings import Settings
from gateways.breaker import BreakerState
from gateways.carrying import Carrier
from gateways.line import tls_context

TIMEOUT_SECONDS = 20
# Seven bits, so that a server of any age carries Kazakh letters unharmed.
_POLICY = SMTP.clone(cte_type="7bit")
_ONE_ADDRESS = re.compile(r"[^\s@<>\"(),;:\\]+@([^\s@<>\"(),;:\\]+)")


class MailDoor(Carrier, Protocol):
    """Carries a letter to one person's mail address."""


class SmtpMail:
    """A mail server. It does not recognise a repeated letter, so a doubtful sending is not repeated.

    Until the letter itself is handed over, every fault means that it was not sent. From then on only the server's
    answer counts: without one nobody knows, and the fault goes up as it is.
    """

    stand_in = False
    connected = True
    state = BreakerState.CLOSED

    def __init__(self, settings: Settings) -> None:
        self._host = settings.mail_host.strip("[]")
        _host, colon, port = settings.mail_server.rpartition(":")
        self._security = settings.mail_security
        self._port = int(port) if colon else {"tls": 465, "starttls": 587}.get(self._security, 25)
        self._sender = settings.mail_sender
        self._user = settings.mail_user
        self._password = settings.mail_password
        # Our name for the greeting, without asking a name server that may be away.
        own = urlsplit(settings.public_address).hostname or "localhost"
        self._own_name = own if own[-1].isalpha() else f"[{own}]"
        self._tls = tls_context(settings, own_certificate=False)

    def deliver(self, letter: Letter) -> str:
        recipient = _plain_address(letter.recipient)
        message = self._message(letter, recipient)
        server = self._connect()
        try:
            self._introduce(server, recipient)
            _hand_over(server, message)
        finally:
            # The letter is where it is; a server that is slow to say goodbye changes nothing.
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()
        return f"accepted by {self._host}, Message-ID {message['Message-ID']}"

    def _message(self, letter: Letter, recipient: str) -> EmailMessage:
        _name, sender = parseaddr(self._sender)
        message = EmailMessage(policy=_POLICY)
        try:
            message["From"] = self._sender
            message["To"] = recipient
            message["Subject"] = " ".join(str(letter.payload["subject"]).split())
            message["Date"] = format_datetime(now())
            message["Message-ID"] = f"<{_word(letter.key)}@{sender.rpartition('@')[2]}>"
            # No holiday notices in reply, please.
            message["Auto-Submitted"] = "auto-generated"
            message.set_content(str(letter.payload["body"]))
            # After the content, which clears what is said of it.
            message["Content-Language"] = _word(str(letter.payload.get("language", "")) or "kk")
        except (KeyError, ValueError) as error:
            raise NotDelivered(
                f"the letter cannot be written ({type(error).__name__})", final=True
            ) from error
        return message

    def _connect(self) -> smtplib.SMTP:
        try:
            if self._security == "tls":
                return smtplib.SMTP_SSL(
                    self._host, self._port, self._own_name, timeout=TIMEOUT_SECONDS, context=self._tls
                )
            server = smtplib.SMTP(self._host, self._port, self._own_name, timeout=TIMEOUT_SECONDS)
        except ssl.SSLCertVerificationError as error:
            raise NotDelivered("the mail server's certificate is not trusted") from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotDelivered(f"the mail server cannot be reached ({type(error).__name__})") from error
        try:
            if self._security == "starttls":
                server.starttls(context=self._tls)
        except ssl.SSLCertVerificationError as error:
            server.close()
            raise NotDelivered("the mail server's certificate is not trusted") from error
        except (OSError, smtplib.SMTPException) as error:
            server.close()
            raise NotDelivered(
                f"the way to the mail server cannot be closed ({type(error).__name__})"
            ) from error
        return server

    def _introduce(self, server: smtplib.SMTP, recipient: str) -> None:
        """Log in and name sender and recipient; nothing of the letter has left yet."""
        try:
            if self._user:
                server.login(self._user, self._password)
            server.ehlo_or_helo_if_needed()
            _name, sender = parseaddr(self._sender)
            _expect(server.mail(sender), "the sender")
            _expect(server.rcpt(recipient), "the address")
        except (OSError, smtplib.SMTPException) as error:
            raise NotDelivered(f"the mail server did not take the letter ({type(error).__name__})") from error


def _expect(reply: tuple[int, bytes], what: str) -> None:
    """A 4xx says "later" (greylisting too), a 5xx "never"."""
    code = reply[0]
    if code not in {250, 251}:
        raise NotDelivered(
            f"the mail server refused {what} ({code})", final=what == "the address" and code >= 500
        )


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Send the letter itself. Only a refusal in words is known not to have left."""
    try:
        code, _said = server.data(message.as_bytes(policy=_POLICY))
    except smtplib.SMTPDataError as error:
        raise NotDelivered(f"the mail server refused the letter ({error.smtp_code})") from error
    if code != 250:
        raise NotDelivered(f"the mail server refused the letter ({code})", final=code >= 500)


def _plain_address(recipient: str) -> str:
    """One address and nothing else: a list would tell several people, a line break would write headers."""
    found = _ONE_ADDRESS.fullmatch(recipient.strip())
    if found is None:
        raise NotDelivered("this is no mail address", final=True)
    try:
        domain = found[1] if found[1].isascii() else found[1].encode("idna").decode()
    except UnicodeError:
        raise NotDelivered("this is no mail address", final=True) from None
    local = recipient.strip()[: found.start(1) - 1]
    if not local.isascii():
        raise NotDelivered("mail servers do not take this address", final=True)
    return f"{local}@{domain}"


def _word(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]", "-", text)


class LetterBox:
    """The stand-in: letters are put into a folder and shown on the demo's letter box page."""

    stand_in = True
    connected = True
    state = BreakerState.CLOSED

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, letter: Letter) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        mark = sha256(letter.key.encode()).hexdigest()[:12]
        path = self.folder / f"{now():%Y%m%d-%H%M%S-%f}-{mark}.json"
        told = {"to": letter.recipient, "sent": now().isoformat(), **letter.payload}
        # Written beside and moved: the page never reads half a letter.
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        partial.replace(path)
        return f"letter box: {path.name}"

    def letters(self, most: int = 100) -> list[dict[str, str]]:
        """The newest letters first."""
        if not self.folder.is_dir():
            return []
        paths = sorted(self.folder.glob("*.json"), reverse=True)[:most]
        return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def mail_door(settings: Settings) -> MailDoor:
    """The door of this installation."""
    return SmtpMail(settings) if settings.mail_server else letter_box(settings)


def letter_box(settings: Settings) -> LetterBox:
    """The folder of letters of an installation without a mail server."""
    return LetterBox(settings.data_folder / "letters")
