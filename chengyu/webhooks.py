"""Tells a group robot of 企业微信, 钉钉 or 飞书 one line of text. Imports chengyu.deliver for how a sending ends.

Forms: developer.work.weixin.qq.com/document/path/91770 (wecom); open.dingtalk.com, 自定义机器人接入 (dingtalk);
open.feishu.cn, 自定义机器人使用指南 (feishu). The robot's address holds its key, so it is a secret itself.
"""

import base64
import hashlib
import hmac
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, quote_plus, urlsplit

from chengyu.deliver import Sent

_TIMEOUT = 20
# Each robot says by one of these that it took the message, whatever the status line says.
_CODES = ("errcode", "code", "StatusCode")


class WebhookError(ValueError):
    """An address that nothing may be sent to; the message is its host."""


@dataclass(frozen=True, slots=True)
class Robot:
    """Where and how to send; `secret` signs what is sent (钉钉, 飞书), "" where the robot asks for none."""

    kind: str
    address: str
    secret: str


def checked_address(address: str, domains: tuple[str, ...]) -> SplitResult:
    """The parts of an address whose host is listed and which is encrypted or on this machine; raises WebhookError."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not safe or host not in {domain.lower() for domain in domains}:
        raise WebhookError(host)
    return parts


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def request(robot: Robot, text: str, now: datetime) -> tuple[str, Mapping[str, Any]]:
    """What is added to the query, and the body."""
    if robot.kind == "feishu":
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        moment = str(int(now.timestamp()))
        signed = {"timestamp": moment, "sign": _signature(f"{moment}\n{robot.secret}", "")} if robot.secret else {}
        return "", signed | body
    body = {"msgtype": "text", "text": {"content": text}}
    if robot.kind == "dingtalk" and robot.secret:
        moment = str(int(now.timestamp() * 1000))
        sign = quote_plus(_signature(robot.secret, f"{moment}\n{robot.secret}"))
        return f"timestamp={moment}&sign={sign}", body
    return "", body


def tell(robot: Robot, domains: tuple[str, ...], text: str, now: datetime) -> Sent:
    """Send one line, once; redirects are not followed. Raises WebhookError before anything leaves."""
    parts = checked_address(robot.address, domains)
    extra, body = request(robot, text, now)
    query = "&".join(part for part in (parts.query, extra) if part)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT)
    try:
        raw = json.dumps(body, ensure_ascii=False).encode()
        path = f"{parts.path or '/'}{'?' if query else ''}{query}"
        connection.request("POST", path, raw, {"Content-Type": "application/json; charset=utf-8"})
        answer = connection.getresponse()
        return _ended(answer.status, answer.read(10_000))
    except (OSError, http.client.HTTPException) as error:
        return Sent("failed", type(error).__name__, 1)
    finally:
        connection.close()


def _ended(status: int, raw: bytes) -> Sent:
    try:
        said = json.loads(raw)
        code = next((said[name] for name in _CODES if name in said), None) if isinstance(said, dict) else None
    except ValueError:
        code = None
    if status == 200 and code == 0:
        return Sent("sent", "", 1)
    return Sent("refused" if status == 200 else "failed", f"{status} {code}", 1)


def _signature(key: str, text: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), hashlib.sha256)).decode()
