"""`chengyu deliver`: sends a published paper by e-mail to those on the list, once. May import everything."""

import os
import time
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from typing import Annotated, Any

import typer

from chengyu.config import Settings, load_settings
from chengyu.console import say
from chengyu.deliver import Server, allowed, message, send
from chengyu.errors import MissingFileError, ShellError, WrongUseError
from chengyu.papers import PUBLISHED, PaperStateError, checked, known_paper
from chengyu.wiring import database
from pipeline.database import Database, claim_delivery, end_delivery
from reports.brief import Brief

# Each delivery ends in one of these; all but the first two make the command fail.
OUTCOMES = {
    "sent": "已发送",
    "already": "以前已发送，不再发",
    "uncertain": "发送没有走完，是否送达不明，请先向收件人核实",
    "refused": "对方服务器拒收",
    "failed": "没有送达，可以再发",
}


class DeliverOffError(WrongUseError):
    """Delivery was not switched on, or lacks a server."""

    def __init__(self) -> None:
        super().__init__(
            "邮件发送没有开启：请在 settings.toml 的 [deliver] 里写好 host、sender、recipients，再把 enabled 改为 true"
        )


class NotAllowedError(WrongUseError):
    """A recipient who is on no list."""

    def __init__(self, recipient: str) -> None:
        super().__init__(f"{recipient} 不在 [deliver] 的 recipients 或 domains 里，不发送")


class PlainLoginError(WrongUseError):
    """A login that anyone on the way could read."""

    def __init__(self) -> None:
        super().__init__(
            "设置了 CHENGYU_SMTP_USER，而 deliver.security 是 none：口令不在不加密的连接上发送，请改用 tls 或 starttls"
        )


class NotDeliveredError(ShellError):
    """Some recipients did not get the paper."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} 个收件人没有收到")


def command(
    paper: Annotated[str, typer.Argument(metavar="编号", help="chengyu reports list 里的编号，例如 2026-W47")],
    to: Annotated[list[str] | None, typer.Option("--to", help="只发给这个地址（须在名单里），可写多次")] = None,
) -> None:
    """Send one paper."""
    settings = load_settings()
    told = settings.file.deliver
    if not (told.enabled and told.host and told.sender):
        raise DeliverOffError
    recipients = to or list(told.recipients)
    for recipient in recipients:
        if not allowed(recipient, told.recipients, told.domains):
            raise NotAllowedError(recipient)
    with database(settings) as opened:
        outcomes = deliver_paper(opened, settings, known_paper(opened, paper), recipients)
    for recipient, (outcome, detail) in outcomes.items():
        say(f"  {recipient}：{OUTCOMES[outcome]}{f'（{detail}）' if detail else ''}")
    if missed := sum(1 for outcome, _ in outcomes.values() if outcome not in {"sent", "already"}):
        raise NotDeliveredError(missed)


def deliver_paper(
    db: Database, settings: Settings, row: Mapping[str, Any], recipients: list[str]
) -> dict[str, tuple[str, str]]:
    """Send a published paper to each recipient that has not got it; outcome and detail by recipient."""
    if row["state"] != PUBLISHED:
        raise PaperStateError(row["id"], row["state"], "运行 chengyu reports publish 发布")
    path = checked(row)
    pdf = path.with_suffix(".pdf")
    if not pdf.is_file():
        raise MissingFileError(str(pdf))
    brief, server = Brief.from_json(path.read_text(encoding="utf-8")), mail_server(settings)
    made_at = datetime.fromisoformat(brief.head.made_at)
    title = f"{brief.head.title}（{brief.head.number}）"
    mails = {to: message(server.sender, to, title, _text(brief), pdf, made_at) for to in recipients}
    return {to: _deliver(db, settings, row["id"], server, mail) for to, mail in mails.items()}


def _deliver(db: Database, settings: Settings, paper_id: str, server: Server, mail: EmailMessage) -> tuple[str, str]:
    recipient = str(mail["To"])
    # The place is taken before the mail goes out: a crash in between leaves a question, never a second mail.
    standing = claim_delivery(db, paper_id, recipient.lower(), settings.now.replace(tzinfo=None))
    if standing:
        return ("already" if standing == "sent" else "uncertain"), ""
    done = send(server, mail, time.sleep)
    # What may have arrived stays taken, so that no second mail follows.
    if done.outcome != "uncertain":
        end_delivery(db, paper_id, recipient.lower(), "sent" if done.outcome == "sent" else "failed", done.detail)
    return done.outcome, done.detail


def _text(brief: Brief) -> str:
    sentences = brief.front.sentences if brief.front else ()
    return "\n\n".join((f"{brief.head.title}　{brief.days}　{brief.head.marking}", *sentences, "全文见附件。")) + "\n"


def mail_server(settings: Settings) -> Server:
    """The office's mail server, with its login from the environment; raises PlainLoginError."""
    told, user = settings.file.deliver, os.environ.get("CHENGYU_SMTP_USER", "")
    if user and told.security == "none":
        raise PlainLoginError
    return Server(
        told.host,
        told.port,
        told.security,
        told.sender,
        # A password has no place in a file that is copied and backed up.
        user,
        os.environ.get("CHENGYU_SMTP_PASSWORD", ""),
        told.attempts,
        told.wait_seconds,
    )
