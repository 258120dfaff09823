"""Sends one paper to one recipient by SMTP, with retries for passing faults, never twice. Imports nothing of ours."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

# Answers of a server from 400 to 499 mean "try later" (RFC 5321, section 4.2.1).
_PASSING = range(400, 500)
_TIMEOUT = 60
# The answer to a text that the server now has.
_KEPT = 250


@dataclass(frozen=True, slots=True)
class Server:
    """Where to hand mail in; `security` is tls, starttls or none; `user` is "" where the server asks for none."""

    host: str
    port: int
    security: str
    sender: str
    user: str
    password: str
    attempts: int
    wait_seconds: float


@dataclass(frozen=True, slots=True)
class Sent:
    """How a delivery ended: `outcome` is sent, refused, failed or uncertain; `detail` what the server said last.

    It is uncertain where the connection broke after the text had been handed in and before the server had said that it
    has it: another try might send the paper twice.
    """

    outcome: str
    detail: str
    attempts: int


def allowed(recipient: str, recipients: tuple[str, ...], domains: tuple[str, ...]) -> bool:
    """Whether an address is listed, or its domain is."""
    address = recipient.strip().lower()
    domain = address.rpartition("@")[2]
    return "@" in address and (address in {r.lower() for r in recipients} or domain in {d.lower() for d in domains})


def message(sender: str, recipient: str, title: str, text: str, pdf: Path, made_at: datetime) -> EmailMessage:
    """The mail with the paper; its id is the same for the same paper and recipient, so that a copy can be told."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, recipient, title
    mail["Date"] = format_datetime(made_at)
    raw = pdf.read_bytes()
    key = sha256(recipient.lower().encode() + b"\0" + raw).hexdigest()[:32]
    mail["Message-ID"] = f"<{key}@{sender.rpartition('@')[2]}>"
    mail.set_content(text)
    mail.add_attachment(raw, maintype="application", subtype="pdf", filename=pdf.name)
    return mail


def send(server: Server, mail: EmailMessage, wait: Callable[[float], None]) -> Sent:
    """Hand a mail in; tried again after `wait` where the fault may pass, never where the server refused or may have it."""
    detail = ""
    for attempt in range(1, server.attempts + 1):
        outcome, detail = _attempt(server, mail)
        if outcome != "failed":
            return Sent(outcome, detail, attempt)
        if attempt < server.attempts:
            wait(server.wait_seconds * attempt)
    return Sent("failed", detail, server.attempts)


def _attempt(server: Server, mail: EmailMessage) -> tuple[str, str]:
    context = ssl.create_default_context()
    try:
        session = _connected(server, context)
    except (smtplib.SMTPException, OSError) as error:
        return _fault(error, begun=False)
    try:
        with session:
            _log_in(session, server, context)
            session.send_message(mail)
    except (smtplib.SMTPException, OSError) as error:
        # A fault in taking leave changes nothing: the server has the mail.
        return ("sent", "") if session.taken else _fault(error, session.begun)
    return "sent", ""


def _fault(error: smtplib.SMTPException | OSError, begun: bool) -> tuple[str, str]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _answered(code, said)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(error.smtp_code, error.smtp_error)
    return ("uncertain" if begun else "failed"), str(error)


def _answered(code: int, said: bytes | str) -> tuple[str, str]:
    return ("failed" if code in _PASSING else "refused"), _text(code, said)


class _Session(smtplib.SMTP):
    """Knows how far a mail has come: its text is on the way, and the server has said that it has it."""

    begun = taken = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hand in the text."""
        self.begun = True
        answer = super().data(msg)
        self.taken = answer[0] == _KEPT
        return answer


class _SecureSession(_Session, smtplib.SMTP_SSL):
    """The same through TLS from the first byte."""


def _connected(server: Server, context: ssl.SSLContext) -> _Session:
    if server.security == "tls":
        return _SecureSession(server.host, server.port, timeout=_TIMEOUT, context=context)
    return _Session(server.host, server.port, timeout=_TIMEOUT)


def _log_in(session: _Session, server: Server, context: ssl.SSLContext) -> None:
    if server.security == "starttls":
        session.starttls(context=context)
    if server.user:
        session.login(server.user, server.password)


def _text(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", errors="replace") if isinstance(said, bytes) else said
    return f"{code} {text}"
