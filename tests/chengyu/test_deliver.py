"""Mail goes out to those on the list, is tried again where a fault may pass, and never twice."""

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from chengyu.deliver import Server, allowed, message, send
from tests.chengyu.mail import PASSWORD, USER, mail_server, write_certificate

MADE = datetime.fromisoformat("2026-11-23T08:00:00+08:00")


def server(port: int, attempts: int = 3) -> Server:
    return Server("127.0.0.1", port, "none", "chengyu@city.example", "", "", attempts, 2)


def guarded(port: int, security: str, password: str = PASSWORD) -> Server:
    return Server("localhost", port, security, "chengyu@city.example", USER, password, 2, 0)


@pytest.fixture
def mail(pdf: Path) -> EmailMessage:
    return message("chengyu@city.example", "a@city.example", "周报", "要览", pdf, MADE)


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate for this machine, trusted as an office trusts its own root."""
    path = write_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "望澜市-2026-W47.pdf"
    path.write_bytes(b"%PDF-1.7 \x00\xff")
    return path


@pytest.mark.parametrize(
    ("address", "is_allowed"),
    [
        ("a@city.example", True), ("A@CITY.example", True), ("b@gov.example", True), ("b@evil.gov.example", False),
        ("b@gov.example.evil", False), ("gov.example", False), ("", False),
    ],
)  # fmt: skip
def test_only_those_on_the_list_get_mail(address: str, is_allowed: bool) -> None:
    assert allowed(address, ("a@city.example",), ("gov.example",)) is is_allowed


def test_the_paper_arrives_with_its_name_and_title(pdf: Path) -> None:
    with mail_server() as post:
        mail = message("chengyu@city.example", "a@city.example", "周报（第47期）", "要览", pdf, MADE)
        assert send(server(post.port), mail, lambda _: None).outcome == "sent"
    (recipient, raw), *more = post.mails
    read = message_from_bytes(raw, policy=policy.default)
    (attached,) = read.iter_attachments()
    assert (recipient, more, read["Subject"]) == ("a@city.example", [], "周报（第47期）")
    assert (attached.get_filename(), attached.get_content()) == (pdf.name, pdf.read_bytes())
    again = message("chengyu@city.example", "a@city.example", "周报", "要览", pdf, MADE)
    assert read["Message-ID"] == again["Message-ID"]


@pytest.mark.parametrize(
    ("answers", "outcome", "attempts", "waits"),
    [
        (["451 later", "451 later"], "sent", 3, [2, 4]),
        (["451 later"] * 3, "failed", 3, [2, 4]),
        (["550 no such user"], "refused", 1, []),
    ],
)
def test_a_passing_fault_is_tried_again_and_a_refusal_is_not(
    pdf: Path, answers: list[str], outcome: str, attempts: int, waits: list[float]
) -> None:
    waited: list[float] = []
    with mail_server() as post:
        post.answers = list(answers)
        mail = message("chengyu@city.example", "a@city.example", "周报", "要览", pdf, MADE)
        sent = send(server(post.port), mail, waited.append)
    assert (sent.outcome, sent.attempts, waited) == (outcome, attempts, waits)
    assert post.connections == attempts
    assert len(post.mails) == (outcome == "sent")


def test_no_server_is_a_failure_with_a_reason(pdf: Path) -> None:
    with mail_server() as post:
        port = post.port
    mail = message("chengyu@city.example", "a@city.example", "周报", "要览", pdf, MADE)
    sent = send(server(port, 2), mail, lambda _: None)
    assert (sent.outcome, sent.attempts) == ("failed", 2)
    assert sent.detail


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_goes_through_tls_with_a_login(security: str, mail: EmailMessage, trusted: Path) -> None:
    with mail_server(security, trusted) as post:
        sent = send(guarded(post.port, security), mail, lambda _: None)
    assert (sent.outcome, sent.detail, post.logins, post.encrypted) == ("sent", "", [(USER, PASSWORD)], [True])
    assert [name for name, _ in post.mails] == ["a@city.example"]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_wrong_password_is_told_and_not_tried_again(security: str, mail: EmailMessage, trusted: Path) -> None:
    with mail_server(security, trusted) as post:
        sent = send(guarded(post.port, security, "wrong"), mail, lambda _: None)
    assert (sent.outcome, sent.attempts, post.mails) == ("refused", 1, [])
    assert sent.detail.startswith("535")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_that_cannot_prove_its_name_gets_nothing(security: str, mail: EmailMessage, tmp_path: Path) -> None:
    with mail_server(security, write_certificate(tmp_path)) as post:
        sent = send(guarded(post.port, security), mail, lambda _: None)
    assert (sent.outcome, post.logins, post.mails) == ("failed", [], [])
    assert "certificate verify failed" in sent.detail


def test_a_server_without_starttls_gets_no_password(mail: EmailMessage) -> None:
    with mail_server() as post:
        sent = send(guarded(post.port, "starttls"), mail, lambda _: None)
    assert (sent.outcome, post.logins, post.mails) == ("failed", [], [])
    assert "STARTTLS" in sent.detail


def test_a_mail_that_may_have_arrived_is_not_sent_again(mail: EmailMessage) -> None:
    waited: list[float] = []
    with mail_server() as post:
        post.cut = True
        sent = send(server(post.port), mail, waited.append)
    assert (sent.outcome, sent.attempts, waited, len(post.mails)) == ("uncertain", 1, [], 1)
