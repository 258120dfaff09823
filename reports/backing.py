"""The posts behind a paper as frozen records that a query can pick from. May import reports.reading, formats, events, moves, story_course."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from reports.events import by_event, event_text
from reports.formats import (
    CHANNELS,
    GROUPS,
    KINDS,
    OWNERS,
    TIERS,
    cut,
    day_text,
    frame_name,
    issue_name,
    matter_label,
    named,
    repeat_label,
    view_label,
)
from reports.moves import DIMENSIONS, moved, moves
from reports.reading import BriefError, Facts, Row
from reports.story_course import marks, released

SCHEMA = 1
NOWHERE = "未定位"
# As sections/proposals.py cuts them; a test opens every proposal of the demo week.
MATTER_LENGTH = 80
# How complaints that came again in the period, and those whose deadline fell into it, are told from others.
AGAIN, DUE = "本期又诉：", "本期到期："
# On a story: its posts, those of them in the appendix, and what marks its course (followed by the mark's words).
OF_STORY, LISTED, MARK = "本事件", "本事件负面信息", "节点："
# Articles that carry the bureau's side, and those that cite one kind of source or none.
SIDE, ONE_SIDED = "刊有本局说法", "引用来源单一"
# The first posts of stories that more than one told.
FIRST = "首发"
WITHHELD = "（涉及执法人员行为，另册呈送督察部门）"
TONES = {"negative": "负面", "neutral": "中性", "positive": "正面", "": "不计入"}
# A field of a post and the values that are wanted of it; a post is meant where every field has one of them.
Query = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post as a reader sees it: masked, no author, every code in words; `number` is its place in the appendix.

    `when` is 本期, 上期 or 更早; `tone` is 不计入 where the post counts in no share; `evidence` holds what rests on it
    (proposals, alerts, views, repeated complaints, deadlines), as the paper words it; `matter` is the one issue and part
    under which it counts; `both_years` says whether its source spoke a year before, too.
    """

    id: str
    when: str
    at: str
    source: str
    channel: str
    tier: str
    owner: str
    voice: str
    district: str
    relevant: str
    tone: str
    copy: str
    handled: str
    kind: str
    story: str
    number: str
    issues: tuple[str, ...]
    frames: tuple[str, ...]
    phrases: tuple[str, ...]
    evidence: tuple[str, ...]
    title: str
    text: str
    url: str
    matter: str = ""
    both_years: str = ""

    def values(self, field: str) -> tuple[str, ...]:
        """What the post has in a field of a query; `day` is the day in words. Raises AttributeError."""
        if field == "day":
            return (day_text(self.at),)
        value = getattr(self, field)
        return value if isinstance(value, tuple) else (value,)


@dataclass(frozen=True, slots=True)
class Backing:
    """All posts behind one paper; `run_id` names the analysis that counted them."""

    schema: int
    run_id: str
    posts: tuple[PostLine, ...]

    def to_json(self) -> str:
        """The posts as JSON, a line each."""
        lines = ",\n".join(_line().dump_json(post).decode() for post in self.posts)
        return f'{{"schema":{self.schema},"run_id":"{self.run_id}","posts":[\n{lines}\n]}}\n'

    @classmethod
    def from_json(cls, text: str) -> "Backing":
        """Read what to_json wrote; raises BriefError naming the field."""
        try:
            backing = TypeAdapter(Backing).validate_json(text)
        except ValidationError as error:
            first = error.errors()[0]
            raise BriefError(".".join(str(part) for part in first["loc"]) or "json") from error
        if backing.schema != SCHEMA:
            raise BriefError(f"schema={backing.schema}")
        return backing


def build_backing(tables: Mapping[str, Sequence[Mapping[str, Any]]], run_id: str, story_id: str = "") -> Backing:
    """The posts of the result tables; none where they were not kept. Raises BriefError naming measure and field.

    With `story_id` they carry the numbers of the appendix of the report on that story, which counts its items alone.
    """
    facts = Facts(tables)
    items = [row for row in facts.rows("negative_items") if not row["conduct"]]
    listed = [row["post_id"] for row in items if not story_id or row["story_id"] == story_id]
    numbers = {post: str(n) for n, post in enumerate(listed, 1)}
    rests, lasting = _evidence(facts, story_id), _of_both_years(facts)
    return Backing(SCHEMA, run_id, tuple(_post(row, numbers, rests, lasting) for row in facts.rows("posts")))


def picked(posts: Sequence[PostLine], query: Query) -> list[PostLine]:
    """The posts that a query means, in their order."""
    wanted = {field: frozenset(values) for field, values in query.items()}
    return [post for post in posts if all(not want.isdisjoint(post.values(f)) for f, want in wanted.items())]


def query_text(query: Query) -> str:
    """A query as a reader may check it: tone=负面 voice=新闻媒体,网络社区."""
    return " ".join(f"{field}={','.join(values)}" for field, values in sorted(query.items()))


@cache
def _line() -> TypeAdapter[PostLine]:
    return TypeAdapter(PostLine)


def _evidence(facts: Facts, story_id: str) -> dict[str, tuple[str, ...]]:
    """By post what rests on it, in the words of the paper, cut as it cuts them."""
    named_by = [(cut(row["matter"], MATTER_LENGTH), row["evidence"]) for row in facts.rows("guidance")]
    events = by_event(facts.rows("alerts"))
    named_by += [(event_text(event), [p for row in event for p in row.get("post_ids") or ()]) for event in events]
    named_by += [(view_label(row), row["post_ids"]) for row in facts.rows("views")]
    named_by += [(repeat_label(row), row["post_ids"]) for row in facts.rows("repeats")]
    named_by += [(AGAIN + repeat_label(row), row["again_ids"]) for row in facts.rows("repeats")]
    named_by += [(FIRST, row["first_ids"]) for row in facts.rows("by_source")]
    named_by += [(SIDE, row["side_ids"]) for row in facts.rows("press_sides") if row["tone"] == "all"]
    named_by += [(ONE_SIDED, row["one_sided_ids"]) for row in facts.rows("press_sides") if row["tone"] == "all"]
    named_by += [(moved(d, n), bar.post_ids) for d in DIMENSIONS for n, bar in enumerate(moves(facts, d))]
    named_by += [(DUE + named(row["channel"], CHANNELS), row["due_ids"]) for row in facts.rows("handling")]
    named_by += _of_story(facts, story_id) if story_id else []
    found: dict[str, tuple[str, ...]] = {}
    for text, ids in named_by:
        for post in dict.fromkeys(ids):
            found[post] = (*found.get(post, ()), text)
    return found


def _of_story(facts: Facts, story_id: str) -> list[tuple[str, list[str]]]:
    """What the report on a story counts: its posts, those listed, and those at each mark of its course."""
    posts = [row for row in facts.rows("posts") if row["story_id"] == story_id and row["current"]]
    items = [row for row in facts.rows("negative_items") if row["story_id"] == story_id and not row["conduct"]]
    story = facts.row("stories", "story_id", story_id)
    course = marks(story) if story else []
    at_marks = [(MARK + text, [p["post_id"] for p in posts if p["published_at"].startswith(at)]) for at, text in course]
    listed = [(LISTED, [row["post_id"] for row in items]), (OF_STORY, [row["post_id"] for row in posts])]
    own = [p for p in posts if p["voice"] == "own" and not p["copy"]]
    return [*listed, *at_marks, *((released(post), [post["post_id"]]) for post in own)]


def _of_both_years(facts: Facts) -> frozenset[str]:
    """The titles of the sources over which the two years are compared."""
    titles = {row["source"]: row["title"] for row in facts.rows("coverage")}
    return frozenset(titles.get(code, code) for row in facts.rows("year_on_year") for code in row["sources"])


def _post(
    row: Row, numbers: Mapping[str, str], rests: Mapping[str, tuple[str, ...]], lasting: frozenset[str]
) -> PostLine:
    withheld = row["withheld"]
    return PostLine(
        id=row["post_id"],
        when="本期" if row["current"] else "更早" if row["earlier"] else "上期",
        at=row["published_at"][:16],
        source=row["source"],
        channel=named(row["channel"], CHANNELS),
        tier=named(row["tier"], TIERS),
        owner=named(row["owner"], OWNERS),
        voice=named(row["voice"], GROUPS),
        district=row["district"] or NOWHERE,
        relevant=_yes(row["relevant"]),
        tone=named(row["tone"], TONES),
        copy=_yes(row["copy"]),
        handled=_yes(row["handled"]),
        kind=named(row["kind"], KINDS),
        story=row["story_id"] or "",
        number=numbers.get(row["post_id"], "") if row["current"] else "",
        issues=tuple(map(issue_name, row["issues"])),
        frames=tuple(map(frame_name, row["frames"])),
        phrases=tuple(row["phrases"]),
        evidence=rests.get(row["post_id"], ()),
        title=WITHHELD if withheld else row["title"],
        text="" if withheld else row["text"],
        url="" if withheld else row["url"],
        matter=matter_label(row["matter"], row["part"]),
        both_years=_yes(row["source"] in lasting),
    )


def _yes(value: bool) -> str:
    return "是" if value else "否"
