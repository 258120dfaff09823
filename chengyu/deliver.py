"""Sends one paper to one recipient by SMTP, with retries for passing faults, never twice. Imports nothing of ours."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    handed = _Handed()
    try:
        with _open(server, handed) as session:
            session.send_message(mail)
    except (smtplib.SMTPException, OSError) as error:
        # A fault in taking leave changes nothing: the server has the mail.
        return ("sent", "") if handed.taken else _fault(error, handed.begun)
    return "sent", ""


def _fault(error: smtplib.SMTPException | OSError, begun: bool) -> tuple[str, str]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        return ("uncertain" if begun else "failed"), str(error)
    return ("failed" if code in _PASSING else "refused"), _text(code, said)


@dataclass(slots=True)
class _Handed:
    """How far a mail has come: its text is on the way, and the server has said that it has it."""

    begun: bool = False
    taken: bool = False


@contextmanager
def _open(server: Server, handed: _Handed) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    if server.security == "tls":
        session: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT, context=context)
    else:
        session = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
    whole = session.data

    def data(text: Any) -> tuple[int, bytes]:
        handed.begun = True
        answer = whole(text)
        handed.taken = answer[0] == _KEPT
        return answer

    session.data = data  # type: ignore[method-assign]  # smtplib tells by nothing else how far it has come
    with session:
        if server.security == "starttls":
            session.starttls(context=context)
        if server.user:
            session.login(server.user, server.password)
        yield session


def _text(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", errors="replace") if isinstance(said, bytes) else said
    return f"{code} {text}"
