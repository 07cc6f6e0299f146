"""The mail door: SMTP in earnest, a letter box on this machine where no server is named."""

from __future__ import annotations

import json
import smtplib
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

from core.clock import now
from core.outbox import Letter, NotDelivered
from core.settings import Settings


class MailDoor(Protocol):
    """Carries a letter; returns what proves the sending, or raises `NotDelivered`."""

    def deliver(self, letter: Letter) -> str: ...


class SmtpMail:
    """A mail server. It does not recognise a repeated letter, so a doubtful sending is not repeated."""

    def __init__(self, settings: Settings) -> None:
        self.host, _, port = settings.mail_server.partition(":")
        self.port = int(port or 25)
        self.sender = settings.mail_sender
        self.user = settings.mail_user
        self.password = settings.mail_password

    def deliver(self, letter: Letter) -> str:
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = letter.recipient
        message["Subject"] = str(letter.payload["subject"])
        message["Date"] = format_datetime(now())
        message["Message-ID"] = f"<{letter.key}@{self.sender.partition('@')[2]}>"
        message["Content-Language"] = str(letter.payload.get("language", ""))
        message.set_content(str(letter.payload["body"]))
        try:
            with smtplib.SMTP(self.host, self.port, timeout=20) as server:
                if server.has_extn("starttls") or self.user:
                    server.starttls()
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise NotDelivered("the mail server refused the address", final=True) from error
        except (smtplib.SMTPConnectError, smtplib.SMTPHeloError, ConnectionError, TimeoutError) as error:
            raise NotDelivered(f"the mail server cannot be reached ({type(error).__name__})") from error
        except smtplib.SMTPResponseException as error:
            raise NotDelivered(
                f"the mail server answered {error.smtp_code}", final=error.smtp_code >= 550
            ) from error
        return f"accepted by {self.host}, Message-ID {message['Message-ID']}"


class LetterBox:
    """The stand-in: letters are put into a folder and shown on the demo's letter box page."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, letter: Letter) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{now():%Y%m%d-%H%M%S}-{letter.key[:12]}.json"
        told = {"to": letter.recipient, "sent": now().isoformat(), **letter.payload}
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
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
