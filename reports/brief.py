"""Brief: every number, sentence, table and chart of a report as data. May import reports and models.labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from reports.formats import period_text
from reports.parts import Chart, Front, Head, Section, Table
from reports.reading import BriefError, Facts
from reports.sections import appendix, effects, front, media, method, proposals, public, special, views

__all__ = ["Brief", "BriefError", "Head", "build_annex", "build_brief", "build_day", "build_special"]

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Brief:
    """One paper as data; the same Brief gives the same file in every form, byte for byte.

    `days` is the period in words, `model` the name@version that judged; `front` is None in an annex.
    """

    schema: int
    head: Head
    days: str
    model: str
    front: Front | None
    sections: tuple[Section, ...]

    def to_json(self) -> str:
        """The Brief as indented JSON, fields in their order."""
        return _ADAPTER.dump_json(self, indent=1).decode()

    @classmethod
    def from_json(cls, text: str) -> "Brief":
        """Read what to_json wrote; raises BriefError naming the field."""
        try:
            brief = _ADAPTER.validate_json(text)
        except ValidationError as error:
            first = error.errors()[0]
            raise BriefError(".".join(str(part) for part in first["loc"]) or "json") from error
        if brief.schema != SCHEMA:
            raise BriefError(f"schema={brief.schema}")
        return brief

    def tables(self) -> tuple[Table, ...]:
        """Every table of the paper, in its order."""
        first = (self.front.kinds,) if self.front else ()
        return first + tuple(b for s in self.sections for b in s.blocks if isinstance(b, Table))

    def charts(self) -> tuple[Chart, ...]:
        """Every chart of the paper, in its order."""
        first = (self.front.chart,) if self.front and self.front.chart else ()
        return first + tuple(b for s in self.sections for b in s.blocks if isinstance(b, Chart))


def build_brief(tables: Mapping[str, Sequence[Mapping[str, Any]]], head: Head) -> Brief:
    """The periodical paper from the result tables of stage 4; raises BriefError naming measure and field."""
    facts = Facts(tables)
    parts = (media, public, views, effects, proposals)
    sections = (*(part.build(facts) for part in parts), method.build(facts, head), appendix.build(facts))
    return Brief(SCHEMA, head, _days(facts), facts.summary["model"] or "", front.build(facts, head), sections)


def build_day(tables: Mapping[str, Sequence[Mapping[str, Any]]], head: Head) -> Brief:
    """The daily paper, one page for the leader and nothing else; raises BriefError."""
    facts = Facts(tables)
    first = front.build_alone(facts, head)
    return Brief(SCHEMA, head, _days(facts), facts.summary["model"] or "", first, ())


def build_special(
    tables: Mapping[str, Sequence[Mapping[str, Any]]], head: Head, story_id: str, earlier: Sequence[str] = ()
) -> Brief:
    """The report on one story, from the same tables; its title says which of the three stages it is. BriefError.

    `earlier` holds when each published report on the story was made (ISO 8601), oldest first.
    """
    facts = Facts(tables)
    stage = special.stage(special.find(facts, story_id), head.made_at, earlier)
    own = replace(head, title=f"{head.title}（{stage}）")
    parts = special.build(facts, story_id, head.made_at, earlier)
    return Brief(SCHEMA, own, _days(facts), facts.summary["model"] or "", None, parts)


def build_annex(tables: Mapping[str, Sequence[Mapping[str, Any]]], head: Head) -> Brief:
    """The separate annex on conduct, for the inspectorate alone; raises BriefError."""
    facts = Facts(tables)
    own = replace(
        head, title=f"{head.title}·督察专件", kind="annex", report_to="督察部门", send_to="", issue_to="", copies=None
    )
    return Brief(SCHEMA, own, _days(facts), facts.summary["model"] or "", None, (appendix.build_conduct(facts),))


def _days(facts: Facts) -> str:
    return period_text(facts.summary["start"], facts.summary["end"])


_ADAPTER = TypeAdapter(Brief)
