"""`chengyu show`: one post, its scores, its story and where its raw page lies. May import everything."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

import typer

from chengyu.access import record_access
from chengyu.config import load_settings
from chengyu.console import say
from chengyu.errors import ShellError
from chengyu.wiring import database
from crawlers.post import CHANNEL_ZH, TIER_ZH, Channel, Tier
from models.labels import FRAME_ZH, ISSUE_ZH, KIND_ZH, SENTIMENT_ZH, TONE_ZH, Frame, Issue, Kind, Sentiment, Tone
from pipeline.database import post_row, post_scores, stories_between
from pipeline.wording import SIEVED_ZH


class NoSuchPostError(ShellError):
    """An id that stands in no row."""

    def __init__(self, post_id: str) -> None:
        super().__init__(f"数据库里没有编号为 {post_id} 的条目")


def command(post_id: Annotated[str, typer.Argument(metavar="编号", help="条目编号，报告附录和 Excel 里有")]) -> None:
    """Print one post."""
    settings = load_settings()
    with database(settings) as opened:
        post = post_row(opened, post_id)
        if post is None:
            raise NoSuchPostError(post_id)
        scores = post_scores(opened, post_id)
        day = post["day"]
        record_access(settings, "show", [post_id])
        stories = {story["id"]: story for story in stories_between(opened, day, day + timedelta(days=1))}
    road_class = settings.city.road_class(post["road"])
    for line in _post_lines(post, stories.get(post["story_id"]), road_class):
        say(line)
    for score in scores:
        for line in _score_lines(score):
            say(line)


def _post_lines(post: Mapping[str, Any], story: Mapping[str, Any] | None, road_class: str) -> list[str]:
    place = " ".join(post[name] for name in ("district", "street", "road") if post[name]) or "未定位"
    place += f"（{road_class}）" if road_class else ""
    lines = [
        f"编号：{post['id']}",
        f"来源：{post['source']}（{CHANNEL_ZH[Channel(post['channel'])]}，{TIER_ZH[Tier(post['tier'])]}）",
        f"时间：{post['published_at']:%Y-%m-%d %H:%M}",
        f"地址：{post['url'] or '无'}",
        f"地点：{place}",
        f"标题：{post['title'] or '无'}",
        f"正文：{post['text']}",
    ]
    if post["clean_text"] not in ("", post["text"]):
        lines.append(f"清洗后：{post['clean_text']}")
    if post["off_topic"]:
        kind, _, word = post["off_topic"].partition(":")
        lines.append(f"第一道筛：算作无关（{SIEVED_ZH[kind]}{'：' + word if word else ''}）")
    if post["duplicate_of"]:
        lines.append(f"转载自：{post['duplicate_of']}")
    lines.append(f"事件：{story['id']} {story['title']}" if story else "事件：无")
    lines.append(f"网页存档：{post['archive'] or '未存原页'}")
    return lines


def _score_lines(score: Mapping[str, Any]) -> list[str]:
    head = f"评分（{score['model']}）："
    if score["error"]:
        return [f"{head}无法评分，原因 {score['error']}"]
    issues = "、".join(ISSUE_ZH[Issue(code)] for code in score["issues"]) or "无"
    frames = "、".join(FRAME_ZH[Frame(code)] for code in score["frames"]) or "无"
    shares = "，".join(f"{SENTIMENT_ZH[label]} {score['p_' + label.value]:.2f}" for label in Sentiment)
    return [
        head + ("相关" if score["relevant"] else "不相关") + f"（{score['relevance']:.2f}）",
        f"  对城管的态度：{SENTIMENT_ZH[Sentiment(score['sentiment'])]}（{shares}）",
        f"  语气：{TONE_ZH[Tone(score['tone'])]}；体裁：{KIND_ZH[Kind(score['kind'])]}；事项：{issues}；说法：{frames}",
        f"  依据：{'、'.join(score['why']) or '无'}",
    ]
