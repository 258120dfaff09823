"""Open alerts from the command line, and what of them leaves the house."""

import base64
import hashlib
import hmac
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from chengyu.commands.alerts import outside_text
from chengyu.config import load_settings
from chengyu.webhooks import Robot, WebhookError, checked_address, request, tell
from chengyu.wiring import chosen_model
from pipeline.database import PostRows, open_database, save_posts, save_raw_file, save_scores
from pipeline.score import model_label
from tests.chengyu.conftest import Call
from tests.chengyu.listeners import robot
from tests.chengyu.mail import mail_server
from tests.pipeline.test_database import post, score

NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
WORDS = "文庙街城管队员打人，摊主受伤送医"


@pytest.fixture
def told(office: Path) -> Path:
    """An office with one open alert of the rule on officer violence."""
    at = datetime.fromisoformat("2026-11-22T09:00")
    settings = load_settings()
    model = model_label(chosen_model(settings, "linear"))
    row = post(1, clean_text=WORDS, title=WORDS, published_at=at, day=at.date(), collected_at=at)
    db = open_database(settings.database_url)
    with db.write() as connection:
        save_raw_file(connection, {"path": "daily/1.jsonl", "digest": "0" * 64, "lines": 1, "stored_at": at})
        save_posts(connection, PostRows(outcomes=[], posts=[row]))
    save_scores(db, [score(1, model=model, frames=["officer_violence"], issues=["enforcement"])])
    db.close()
    return office


def switch_on(office: Path, **changes: str) -> None:
    lines = {"enabled": "true", "least_level": '"关注"', "address": '"http://10.0.0.8/"'} | changes
    path = office / "settings.toml"
    before, section = path.read_text(encoding="utf-8").split("[alerts]")
    for name, value in lines.items():
        section = "\n".join(f"{name} = {value}" if ln.startswith(f"{name} =") else ln for ln in section.split("\n"))
    path.write_text(f"{before}[alerts]{section}", encoding="utf-8")


def test_an_open_alert_is_printed_with_its_clock(call: Call, told: Path) -> None:
    called = call("alerts", "--model", "linear")
    assert called.code == 0
    assert "没有回应的 1 条" in called.out
    assert "暴力执法指称" in called.out
    assert "时限 11-2" in called.out
    assert not (told / "state" / "alerts").exists()


def test_an_office_without_posts_has_no_alert(call: Call, office: Path) -> None:
    assert office.is_dir()
    assert call("alerts", "--model", "linear").out == "预警：没有回应的 0 条\n"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (None, "没有开启"),
        ({"enabled": "true"}, "没有开启"),
        ({"robot": '"wecom"'}, "不在 [alerts] 的 domains 里"),
        ({"robot": '"wecom"', "domains": '["qyapi.weixin.qq.com"]'}, "不在 [alerts] 的 domains 里"),
        ({"recipients": '["a@b.cn"]'}, "a@b.cn 不能发"),
    ],
)
def test_nothing_is_sent_without_leave(
    call: Call, told: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str] | None, words: str
) -> None:
    monkeypatch.setenv("CHENGYU_ALERT_WEBHOOK", "http://127.0.0.1:9/")
    if changes is not None:
        switch_on(told, **changes)
    called = call("alerts", "--send", "--model", "linear")
    assert (called.code, words in called.err) == (2, True)


def test_an_address_outside_the_house_is_refused(call: Call, told: Path) -> None:
    switch_on(told, address='"https://example.com/"')
    called = call("alerts")
    assert (called.code, "alerts.address：不是内网地址" in called.err) == (1, True)


def test_a_robot_is_told_once_and_no_words(call: Call, told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    switch_on(told, robot='"wecom"', domains='["127.0.0.1"]')
    with robot(b'{"errcode":0,"errmsg":"ok"}') as (address, got):
        monkeypatch.setenv("CHENGYU_ALERT_WEBHOOK", address)
        first = call("alerts", "--send", "--model", "linear")
        second = call("alerts", "--send", "--model", "linear")
    assert (first.code, second.code, "企业微信：1 条已发送" in first.out) == (0, 0, True)
    ((path, body),) = got
    assert path == "/robot?key=k"
    text = body["text"]["content"]
    assert text.startswith("城舆预警：")
    assert text.endswith("1 条。查看：http://10.0.0.8/")
    assert not any(word in text for word in ("文庙", "城管", "打人"))


@pytest.mark.parametrize(("answer", "status"), [(b'{"errcode":93000}', 200), (b"down", 502)])
def test_what_was_not_taken_is_sent_again(
    call: Call, told: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes, status: int
) -> None:
    switch_on(told, robot='"feishu"', domains='["127.0.0.1"]')
    with robot(answer, status) as (address, got):
        monkeypatch.setenv("CHENGYU_ALERT_WEBHOOK", address)
        assert [call("alerts", "--send", "--model", "linear").code for _ in range(2)] == [1, 1]
    assert len(got) == 2


def test_a_mailbox_is_told_once(call: Call, told: Path) -> None:
    with mail_server() as box:
        path = told / "settings.toml"
        text = path.read_text(encoding="utf-8").replace("[deliver]\n", "[deliver]\n#\n", 1)
        for old, new in (
            ("enabled = false", "enabled = true"), ('host = ""', 'host = "127.0.0.1"'), ("port = 465", f"port = {box.port}"),
            ('security = "tls"', 'security = "none"'), ('sender = ""', 'sender = "a@city.cn"'),
            ("domains = []", 'domains = ["city.cn"]'),
        ):  # fmt: skip
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
        switch_on(told, recipients='["b@city.cn"]')
        assert [call("alerts", "--send", "--model", "linear").code for _ in range(2)] == [0, 0]
    ((recipient, raw),) = box.mails
    body = message_from_bytes(raw, policy=default).get_body()
    assert (recipient, body is not None and body.get_content().startswith("城舆预警：")) == ("b@city.cn", True)


def test_a_light_run_collects_and_reads_the_rules(call: Call, told: Path) -> None:
    (told / "sources.toml").write_text("", encoding="utf-8")
    called = call("run", "--light", "--model", "linear")
    assert called.code == 0
    assert "没有回应的 1 条" in called.out
    assert not list((told / "reports").glob("*"))
    assert call("run", "--light", "--week", "2026-W47").code == 2


def test_the_signatures_are_those_of_the_robots() -> None:
    query, body = request(Robot("dingtalk", "https://x/", "s"), "t", NOW)
    sent = parse_qs(query)
    signed = base64.b64encode(hmac.digest(b"s", f"{sent['timestamp'][0]}\ns".encode(), hashlib.sha256)).decode()
    assert (sent["timestamp"], sent["sign"]) == (["1795392000000"], [signed])
    assert body == {"msgtype": "text", "text": {"content": "t"}}
    query, body = request(Robot("feishu", "https://x/", "s"), "t", NOW)
    signed = base64.b64encode(hmac.digest(b"1795392000\ns", b"", hashlib.sha256)).decode()
    assert (query, body["timestamp"], body["sign"], body["content"]) == ("", "1795392000", signed, {"text": "t"})


@pytest.mark.parametrize(
    "address",
    ["http://open.feishu.cn/x", "https://evil.cn/x", "https://open.feishu.cn.evil.cn/", "", "ftp://127.0.0.1"],
)
def test_only_listed_and_encrypted_addresses(address: str) -> None:
    with pytest.raises(WebhookError):
        checked_address(address, ("open.feishu.cn",))
    assert urlsplit("https://open.feishu.cn/x") == checked_address("https://open.feishu.cn/x", ("Open.Feishu.cn",))


def test_a_robot_that_is_away_is_no_success() -> None:
    assert tell(Robot("wecom", "http://127.0.0.1:9/", ""), ("127.0.0.1",), "t", NOW).outcome == "failed"


def test_the_text_counts_by_level() -> None:
    rows = [{"level": "重大"}, {"level": "一般"}, {"level": "一般"}]
    assert outside_text(rows, "") == "城舆预警：重大 1 条，一般 2 条。请在办公室电脑上运行 chengyu alerts 查看"
