"""A paper without what certain posts said, its figures as they were. May import reports.brief, backing, formats and parts."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from reports.backing import Backing
from reports.brief import Brief
from reports.formats import time_text
from reports.parts import (
    Alert,
    Block,
    Cell,
    Chart,
    Front,
    Paragraph,
    Proposal,
    Quote,
    Story,
    Subheading,
    Table,
)

REMOVED = "（已按要求删除）"
# A table of single posts: a row of it is one post, so that the whole row goes; its number stays, as others point to it.
_SINGLE = {"items", "high", "measures"}
# Fewer characters are a turn of speech that a row or a bar may bear as its name, not what one person said.
_LEAST = 8
_QUOTED = re.compile("“([^”]+)”")


@dataclass(slots=True)
class Withdrawal:
    """Takes out what posts said: `ids` are theirs, `quotes` tells whether a text says their words; `removed` counts.

    `stands` holds time and source, as a paper prints them, of posts that a paper lists without their words.
    """

    ids: Collection[str]
    quotes: Callable[[str], bool]
    stands: Collection[tuple[str, str]] = frozenset()
    removed: int = 0

    def brief(self, brief: Brief) -> Brief:
        """The paper without them; every figure stays."""
        sections = tuple(replace(s, blocks=tuple(map(self._block, s.blocks))) for s in brief.sections)
        return replace(brief, front=self._front(brief.front) if brief.front else None, sections=sections)

    def backing(self, backing: Backing) -> Backing:
        """The posts behind the paper without those, and without them in what rests on them."""
        left = tuple(post for post in backing.posts if post.id not in self.ids)
        self.removed += len(backing.posts) - len(left)
        told = (replace(post, evidence=tuple(map(self.text, post.evidence))) for post in left)
        return replace(backing, posts=tuple(told))

    def text(self, text: str) -> str:
        """The text with a remark in place of their words, whether it quotes them or is nothing else."""
        left = _QUOTED.sub(self._quoted, text)
        return self._whole(left) if len(left) >= _LEAST else left

    def _quoted(self, found: re.Match[str]) -> str:
        return f"“{self._whole(found.group(1))}”"

    def _whole(self, text: str) -> str:
        if REMOVED in text or not self.quotes(_bare(text)):
            return text
        self.removed += 1
        return REMOVED

    def _texts(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(self.text, texts))

    def _front(self, front: Front) -> Front:
        return replace(
            front,
            sentences=self._texts(front.sentences),
            alerts=tuple(map(self._alert, front.alerts)),
            kinds=self._table(front.kinds),
            chart=self._chart(front.chart) if front.chart else None,
        )

    def _alert(self, alert: Alert) -> Alert:
        return replace(alert, message=self.text(alert.message))

    def _block(self, block: Block) -> Block:
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Chart):
            return self._chart(block)
        if isinstance(block, Paragraph | Subheading):
            return replace(block, text=self.text(block.text))
        if isinstance(block, Story):
            return self._story(block)
        return self._proposal(block)

    def _chart(self, chart: Chart) -> Chart:
        return replace(chart, title=self.text(chart.title), alt=self.text(chart.alt), labels=self._texts(chart.labels))

    def _story(self, story: Story) -> Story:
        quotes = tuple(quote for quote in story.quotes if not self._is_theirs(quote))
        self.removed += len(story.quotes) - len(quotes)
        facts = tuple((name, self.text(text)) for name, text in story.facts)
        return replace(story, title=self._whole(story.title), facts=facts, quotes=quotes)

    def _proposal(self, proposal: Proposal) -> Proposal:
        facts = tuple((name, self.text(text)) for name, text in proposal.facts)
        return replace(proposal, matter=self.text(proposal.matter), facts=facts)

    def _is_theirs(self, quote: Quote) -> bool:
        return quote.post_id in self.ids or self.quotes(quote.text)

    def _table(self, table: Table) -> Table:
        row = self._single if table.key in _SINGLE else self._cells
        return replace(table, title=self.text(table.title), rows=tuple(row(cells) for cells in table.rows))

    def _cells(self, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(self.text(cell) if isinstance(cell, str) else cell for cell in cells)

    def _single(self, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        texts = [cell for cell in cells if isinstance(cell, str)]
        said = any(self.quotes(_bare(text)) for text in texts)
        if not said and not any((at, source) in self.stands for at in texts for source in texts):
            return cells
        self.removed += 1
        number = str(cells[0]).isdecimal()
        return tuple((cells[0] if number else REMOVED) if n == 0 else _emptied(n, cells) for n in range(len(cells)))


def withdrawal(ids: Collection[str], quotes: Callable[[str], bool], backing: Backing) -> Withdrawal:
    """What takes posts out of the papers that `backing` stands behind."""
    theirs = (post for post in backing.posts if post.id in ids)
    return Withdrawal(frozenset(ids), quotes, frozenset((time_text(post.at), post.source) for post in theirs))


def _emptied(place: int, cells: tuple[Cell, ...]) -> Cell:
    """A remark in the longest text of a row, nothing in its other cells."""
    longest = max(range(1, len(cells)), key=lambda n: len(str(cells[n])))
    return REMOVED if place == longest else ""


def _bare(text: str) -> str:
    """What a paper writes round the words of a post taken away: 【district】, （转载）, quotation marks."""
    return text.partition("】")[2].removesuffix("（转载）") if text.startswith("【") else text.removesuffix("（转载）")
