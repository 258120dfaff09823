"""What stage 4 is told besides the database, as frozen records. May import models.reference, pipeline.city, inspections."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from models.reference import Reference
from pipeline.city import City
from pipeline.inspections import Inspection

# The rows of one measure; values are what JSON can hold.
Row = dict[str, Any]
Rows = list[Row]


@dataclass(frozen=True, slots=True)
class OutreachRecord:
    """One thing the bureau did to reach people, or one campaign; `end` is the last day, None where it goes on.

    `issue` is a code of models.labels.Issue, `district` a district's name; "" means all. `channel` says how
    (集中整治, 公益广告, 社区街道 …), `audience` and `message` are free text.
    """

    id: str
    name: str
    start: date
    end: date | None
    issue: str
    district: str
    channel: str
    audience: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class NamedView:
    """What an analyst called a group of comments on a story: the group is known by the posts that were in it."""

    story: str
    name: str
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnalysisContext:
    """Everything outside the database that the analysis depends on.

    `titles` gives each source's Chinese name by its code; `model` is name@version; `taxonomy` is the file of
    each table by its name; `now` is aware, in city time. `holidays` holds True for a day off and False for a weekend worked
    instead. `card` is the content of the model's model.json, of which the analysis reads `scores` (name → number),
    `confusion` (true class → said class → number of texts it was not trained on; classes irrelevant, negative,
    neutral, positive), `confusion_by_source` (such a table for each source of theirs, empty where the office's own texts were
    counted), `confusion_on` (on which texts that was counted: the fields of models.confusion.Errors but the
    tables) and `promoted_at` (ISO date); each may be missing. `reference` is what the model was trained on,
    None where it does not tell.
    """

    city: City
    titles: Mapping[str, str]
    model: str
    taxonomy: Mapping[str, Path]
    now: datetime
    outreach: tuple[OutreachRecord, ...] = ()
    views: tuple[NamedView, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    holidays: Mapping[date, bool] = field(default_factory=dict)
    card: Mapping[str, Any] = field(default_factory=dict)
    reference: Reference | None = None
