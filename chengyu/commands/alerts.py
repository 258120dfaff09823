"""`chengyu alerts`: what is open and how its clock stands; can tell a group robot or a mailbox. May import everything."""

import os
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from typing import Annotated, Any

import typer

from chengyu.commands.deliver import mail_server
from chengyu.config import Settings, load_settings
from chengyu.console import say
from chengyu.deliver import Sent, allowed, send
from chengyu.errors import ShellError, WrongUseError
from chengyu.once import SENDING, claim, settle, standing
from chengyu.webhooks import Robot, WebhookError, checked_address, tell
from chengyu.wiring import TAXONOMY, analysis_context, chosen_model, chosen_period, database
from pipeline.alert_events import one_line_each
from pipeline.alert_levels import AlertLevels, read_levels
from pipeline.context import Rows
from pipeline.watch import open_alerts
from reports.formats import CLOCKS, named

WEBHOOK, SECRET = "CHENGYU_ALERT_WEBHOOK", "CHENGYU_ALERT_SECRET"
# A target's name, and what sends one line to it.
Targets = Mapping[str, Callable[[str], Sent]]


class AlertsOffError(WrongUseError):
    """Sending was not switched on, or has nowhere to go."""

    def __init__(self) -> None:
        super().__init__(
            f"预警外发没有开启：请在 settings.toml 的 [alerts] 里写好 robot 和 domains（地址放在环境变量 {WEBHOOK}）"
            "或 recipients，再把 enabled 改为 true"
        )


class HostNotAllowedError(WrongUseError):
    """An address on no list."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host or '（空地址）'} 不在 [alerts] 的 domains 里，或没有加密，不发送")


class MailboxNotAllowedError(WrongUseError):
    """A mailbox on no list, or no server for it."""

    def __init__(self, recipient: str) -> None:
        super().__init__(f"{recipient} 不能发：[deliver] 没有开启，或它不在 recipients、domains 里")


class NotToldError(ShellError):
    """Some target was not told."""

    def __init__(self, targets: Sequence[str]) -> None:
        super().__init__(f"{'、'.join(targets)} 没有收到，下次再发")


def command(
    wanted: Annotated[bool, typer.Option("--send", help="外发新预警的级别和条数（不含文字）")] = False,
    model: Annotated[str, typer.Option("--model", help="用哪个模型的评分")] = "",
) -> None:
    """Print what is open, and send what is new."""
    settings = load_settings()
    targets = targets_of(settings) if wanted else {}
    if wanted and not targets:
        raise AlertsOffError
    watch_office(settings, model, targets)


def watch_office(settings: Settings, model: str, targets: Targets) -> None:
    """Print the open alerts and tell each target those that it was not told; raises NotToldError."""
    levels = read_levels(TAXONOMY / "alert_levels.toml")
    context = analysis_context(settings, chosen_model(settings, model))
    with database(settings) as opened:
        rows = open_alerts(opened, context, levels, chosen_period(settings, "", "", "", ""))
    events = one_line_each(rows)
    say(f"预警：没有回应的 {len(rows)} 条" + (f"，{len(events)} 件事" if rows else ""))
    for row in events:
        say(alert_line(row))
    told = {name: tell_target(settings, rows, levels, name, targets[name]) for name in targets}
    if missed := [name for name, ended in told.items() if ended not in {"", "sent"}]:
        raise NotToldError(missed)


def alert_line(row: Mapping[str, Any]) -> str:
    """One open alert for a person in the office."""
    limit = "没有时限"
    if row["deadline_at"]:
        limit = f"时限 {datetime.fromisoformat(row['deadline_at']):%m-%d %H:%M}，{named(row['clock'], CLOCKS)}"
    others = f"（同一件事另有 {row['others']} 条预警）" if row["others"] else ""
    return f"  {row['level']}  {row['message']}{others}  {limit}；{row['task']}；报告：{row['tell']}（{row['id']}）"


def targets_of(settings: Settings) -> Targets:
    """Every target that is switched on; raises HostNotAllowedError and MailboxNotAllowedError."""
    told, mail = settings.file.alerts, settings.file.deliver
    if not told.enabled:
        return {}
    targets: dict[str, Callable[[str], Sent]] = {}
    if told.robot:
        robot = Robot(told.robot, os.environ.get(WEBHOOK, ""), os.environ.get(SECRET, ""))
        try:
            checked_address(robot.address, told.domains)
        except WebhookError as error:
            raise HostNotAllowedError(str(error)) from error
        targets[_ROBOTS[told.robot]] = partial(_by_robot, settings, robot)
    for recipient in told.recipients:
        if not (mail.enabled and allowed(recipient, mail.recipients, mail.domains)):
            raise MailboxNotAllowedError(recipient)
        targets[recipient] = partial(_by_mail, settings, recipient)
    return targets


_ROBOTS = {"wecom": "企业微信", "dingtalk": "钉钉", "feishu": "飞书"}


def tell_target(settings: Settings, rows: Rows, levels: AlertLevels, name: str, sending: Callable[[str], Sent]) -> str:
    """How the sending of what is new ended, "" where nothing was."""
    folder = settings.home / "state" / "alerts"
    names = [level.name for level in levels.levels]
    least = names.index(settings.file.alerts.least_level) if settings.file.alerts.least_level in names else 0
    # An alert that rose to a higher level is news again.
    keys = {f"{name}\n{row['id']}\n{row['level']}": row for row in rows if names.index(row["level"]) >= least}
    if unsure := sum(standing(folder, key) == SENDING for key in keys):
        say(f"{name}：有 {unsure} 条上次发送没有走完，是否送达不明，请核实")
    fresh = {key: row for key, row in keys.items() if claim(folder, key)}
    if not fresh:
        return ""
    done = sending(outside_text(list(fresh.values()), settings.file.alerts.address))
    for key in fresh:
        settle(folder, key, done.outcome == "sent")
    say(f"{name}：{len(fresh)} 条{'已发送' if done.outcome == 'sent' else f'没有发出（{done.detail}）'}")
    return done.outcome


def outside_text(rows: Rows, address: str) -> str:
    """All that leaves the house: how many alerts of which level, and where to read them inside."""
    counts = Counter(str(row["level"]) for row in rows)
    where = f"查看：{address}" if address else "请在办公室电脑上运行 chengyu alerts 查看"
    return f"城舆预警：{'，'.join(f'{level} {number} 条' for level, number in counts.items())}。{where}"


def _by_robot(settings: Settings, robot: Robot, text: str) -> Sent:
    return tell(robot, settings.file.alerts.domains, text, settings.now)


def _by_mail(settings: Settings, recipient: str, text: str) -> Sent:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = settings.file.deliver.sender, recipient, "城舆预警"
    mail["Date"] = format_datetime(settings.now)
    mail.set_content(text)
    return send(mail_server(settings), mail, time.sleep)
