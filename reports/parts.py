"""The parts a report is made of, as frozen records. Imports nothing of ours."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Format(StrEnum):
    """How the numbers of a column or a chart are shown."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    POINTS = "points"
    RATE = "rate"
    SMALL_RATE = "small_rate"
    LINK = "link"


class Form(StrEnum):
    """How a chart is drawn."""

    TREND = "trend"
    COLUMNS = "columns"
    BARS = "bars"
    RANGES = "ranges"
    PAIRS = "pairs"
    GRID = "grid"
    SPANS = "spans"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval; None where it could not be computed."""

    value: float | None
    low: float | None
    high: float | None


Cell = str | int | float | Estimate | None


# A paper that needs a higher mark has no place on this machine, so that no other can be written or read.
Marking = Literal["内部资料", "工作秘密"]
# What a paper is: one of a period, one on a story, or the separate annex on conduct.
PaperKind = Literal["period", "special", "annex"]


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font of the office's own: `name` as the office wrote it, `family` as the typesetter calls it, and its file."""

    name: str
    family: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a paper is set; the whole of it travels with the Brief. `logo` is a PNG or JPEG in base64, or ""."""

    template: Literal["briefing", "modern"] = "briefing"
    colour: str = "#1f4e79"
    accent: str = "#a4243b"
    title_font: Typeface | None = None
    heading_font: Typeface | None = None
    body_font: Typeface | None = None
    logo: str = ""
    remarks: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head and at the end of a paper.

    `number` is the issue in words (2026年第47期), `period` the period's label (2026-W47); `made_at` is ISO 8601 with
    offset and is the only date of making. `run_id` and `data_digest` name the analysis that the paper was made from.
    """

    title: str
    number: str
    office: str
    city: str
    period: str
    made_at: str
    fictional: bool
    marking: Marking = "内部资料"
    signer: str = ""
    checker: str = ""
    editor: str = ""
    report_to: str = ""
    send_to: str = ""
    issue_to: str = ""
    copies: int | None = None
    run_id: str = ""
    data_digest: str = ""
    kind: PaperKind = "period"
    look: Look = Look()


@dataclass(frozen=True, slots=True)
class Figure:
    """One large number of the front page; `tone` is worse, better or plain, `source` names measure, row and field."""

    key: str
    label: str
    value: str
    arrow: str
    change: str
    interval: str
    tone: str
    source: str


@dataclass(frozen=True, slots=True)
class Alert:
    """One open alert of the front page."""

    level: str
    message: str
    clock: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `width` is its part of the line, 0 for as wide as its content."""

    title: str
    format: Format = Format.TEXT
    width: float = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of raw values, shown by their column's format; `source` names the measure.

    `empty` is said where there are none; a paper prints the first `shown` rows (0: all), a workbook every row.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: str
    note: str = ""
    empty: str = "本期没有。"
    shown: int = 0
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Series:
    """One line, set of bars or row of a chart; None is a gap, drawn as a gap."""

    name: str
    values: tuple[float | None, ...]
    lows: tuple[float | None, ...] = ()
    highs: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture as data: `title` is its message, `alt` tells it in words; width and height in millimetres.

    `gaps` holds, for each label, why there is no number ("" where there is one), or is empty;
    `inspected` holds, for each label, what inspections ran then ("" for none), or is empty;
    `ticks` are places and labels on an axis of time, counted in days from the first midnight of the period.
    """

    key: str
    form: Form
    title: str
    alt: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    format: Format
    source: str
    note: str = ""
    gaps: tuple[str, ...] = ()
    inspected: tuple[str, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    width: float = 170
    height: float = 55
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True, slots=True)
class Counted:
    """A number inside a paragraph that opens to posts: its name, what it counts, and the words of the text that hold it."""

    name: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `style` is body, lead (stays with what follows), note, item, or notice (of a correction).

    `counted` are the numbers in it that open to posts, in their order.
    """

    text: str
    style: str = "body"
    counted: tuple[Counted, ...] = ()
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading inside a section."""

    text: str
    kind: Literal["subheading"] = "subheading"


@dataclass(frozen=True, slots=True)
class Quote:
    """A masked quotation and where it stands; no author is named."""

    text: str
    source: str
    post_id: str


@dataclass(frozen=True, slots=True)
class Story:
    """One story: facts are short lines of label and value."""

    title: str
    grade: str
    facts: tuple[tuple[str, str], ...]
    quotes: tuple[Quote, ...]
    story_id: str
    kind: Literal["story"] = "story"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed order (拟办意见); facts are short lines of label and value."""

    action: str
    matter: str
    priority: str
    facts: tuple[tuple[str, str], ...]
    kind: Literal["proposal"] = "proposal"


Block = Table | Chart | Paragraph | Subheading | Story | Proposal


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered part of a paper; an appendix begins on a page of its own."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Front:
    """The page for the leader; `notices` tell of failed stages and dead sources."""

    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    notices: tuple[str, ...]
    alerts: tuple[Alert, ...]
    alerts_more: int
    kinds: Table
    chart: Chart | None
    chart_missing: str = ""
