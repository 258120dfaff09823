"""The result tables as a report reads them: rows that name what is missing. Imports nothing of ours."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class BriefError(ValueError):
    """Result tables or a Brief that cannot be read; the message is measure.field."""


class Row(dict[str, Any]):
    """One row of a measure; a field that is not there raises BriefError."""

    def __init__(self, measure: str, fields: Mapping[str, Any]) -> None:
        super().__init__({name: _plain(value) for name, value in fields.items()})
        self.measure = measure

    def __missing__(self, field: str) -> Any:
        raise BriefError(f"{self.measure}.{field}")


@dataclass(frozen=True, slots=True)
class Words:
    """How a period is spoken of: this, the one before, the next, the unit that is counted, and the unit as a whole."""

    this: str
    last: str
    following: str
    unit: str
    whole: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All result tables of one analysis."""

    tables: Mapping[str, Sequence[Mapping[str, Any]]]

    def rows(self, measure: str) -> list[Row]:
        """The rows of a measure, none where it was not computed."""
        return [Row(measure, fields) for fields in self.tables.get(measure, ())]

    def row(self, measure: str, field: str, value: str) -> Row | None:
        """The first row of a measure whose field has that value."""
        return next((row for row in self.rows(measure) if row[field] == value), None)

    @property
    def summary(self) -> Row:
        """The one row of the summary; raises BriefError where there is none."""
        rows = self.rows("summary")
        if len(rows) != 1:
            raise BriefError("summary")
        return rows[0]

    @property
    def is_long(self) -> bool:
        """Whether the period is so long that the clocks of its alerts ran out within it."""
        return self.summary["kind"] in {"month", "quarter"}

    @property
    def words(self) -> Words:
        """How to speak of the period; raises BriefError on an unknown kind of period."""
        kind = self.summary["kind"]
        if kind not in _WORDS:
            raise BriefError(f"summary.kind={kind}")
        return _WORDS[kind]


_WORDS = {
    # A paper on a day is read on the next, or later.
    "day": Words("当日", "前一日", "次日", "日", "天"),
    "week": Words("本周", "上周", "下周", "周", "周"),
    "month": Words("本月", "上月", "下月", "个月", "月"),
    "quarter": Words("本季度", "上季度", "下季度", "个季度", "季度"),
}


# Controls and lone surrogates are no text in any form of file; marks of direction could turn a line around.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def _plain(value: Any) -> Any:
    """A JSON value without what cannot be written: NaN becomes None, controls go."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
