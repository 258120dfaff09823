"""A mail server on this machine, plain or behind TLS, that keeps what it is given and answers as it is told."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "chengyu", "correct horse"


@dataclass(slots=True)
class Post:
    """The mails that came in and how the next recipients and mails are answered; 250 where nothing is left to say.

    `logins` holds each name and password that was told; `cut` makes the server hang up instead of answering to a mail.
    """

    port: int = 0
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    connections: int = 0
    cut: bool = False

    async def handle_RCPT(  # noqa: N802  # the names that the server looks for
        self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]
    ) -> str:
        """The next answer; a recipient that is taken stands in the envelope."""
        answer = self.answers.pop(0) if self.answers else "250 ok"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        assert server.transport is not None
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        return answer

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail."""
        self.mails += [(recipient, bytes(envelope.content or b"")) for recipient in envelope.rcpt_tos]
        if self.cut:
            assert server.transport is not None
            server.transport.abort()
        return "250 kept"

    def check(self, _: SMTP, __: Session, ___: Envelope, mechanism: str, told: Any) -> AuthResult:
        """Whether a login is the right one."""
        assert isinstance(told, LoginPassword), mechanism
        login = (told.login.decode(), told.password.decode())
        self.logins.append(login)
        return AuthResult(success=login == (USER, PASSWORD), handled=False)


class _Counting(Controller):
    """Counts who connects, besides the first, by which it learns that it is up."""

    def factory(self) -> SMTP:
        self.handler.connections += 1
        return super().factory()


@contextmanager
def mail_server(security: str = "none", certificate: Path | None = None) -> Iterator[Post]:
    """Serve on a free port until the context ends, by `none`, or with a certificate by `tls` or `starttls`."""
    post = Post(port=_free_port())
    options: dict[str, Any] = {}
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        options = {"tls": {"ssl_context": context}, "starttls": {"tls_context": context, "require_starttls": True}}
        options = options[security] | {"authenticator": post.check}
    # Behind implicit TLS the server itself sees no STARTTLS, which it would else ask for before a login.
    controller = _Counting(
        post, hostname="127.0.0.1", port=post.port, auth_require_tls=security == "starttls", **options
    )
    controller.start()
    post.connections = 0
    try:
        yield post
    finally:
        controller.stop()


def write_certificate(folder: Path, name: str = "localhost") -> Path:
    """A key and a certificate that vouches for itself, for a server of that name, as one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / f"{name}.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
