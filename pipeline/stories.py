"""Groups posts of one event across sources into stories with lasting ids; pure functions. Imports nothing of ours."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

# A story takes no post later than this after its last one, nor after its first one.
QUIET = timedelta(days=4)
SPAN = timedelta(days=14)
# Cosine of a post and a story, both as idf-weighted character bigrams; found on the demo city's truth.
ALIKE = 0.2
# A title and the first paragraphs tell the event; what follows is background that many events share.
_HEAD = 400
_TITLE_WEIGHT = 2
# As if so many more posts had been seen, each with bigrams of its own: few posts then still weigh rare bigrams more.
_PRIOR = 200
_STRONG = 12


@dataclass(frozen=True, slots=True)
class Item:
    """One post; `copy_of` and `parent` are ids or "", `story` the id it already has or ""."""

    id: str
    title: str
    text: str
    at: datetime
    is_press: bool
    district: str = ""
    copy_of: str = ""
    parent: str = ""
    story: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One event: the id is that of the post that opened it, and stays."""

    id: str
    title: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Clustering:
    """The story of each post that had none, and all stories that gained a post."""

    story_of: Mapping[str, str]
    stories: Sequence[Story]


Vector = Mapping[str, float]


@dataclass(slots=True)
class _Open:
    """A story while it can still grow."""

    id: str
    first_at: datetime
    last_at: datetime
    profile: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    norm: float = 0.0
    districts: Counter[str] = field(default_factory=Counter)
    members: list[tuple[Item, Vector]] = field(default_factory=list)
    grown: bool = False

    def take(self, item: Item, vector: Vector) -> None:
        """Add a post."""
        for term, weight in vector.items():
            self.profile[term] += weight
        self.norm = math.sqrt(sum(w * w for w in self.profile.values()))
        self.first_at, self.last_at = min(self.first_at, item.at), max(self.last_at, item.at)
        self.members.append((item, vector))
        if item.district:
            self.districts[item.district] += 1

    def likeness(self, vector: Vector) -> float:
        """Cosine of the profile and a unit vector."""
        return (
            sum(weight * self.profile.get(term, 0.0) for term, weight in vector.items()) / self.norm
            if self.norm
            else 0.0
        )


def cluster(items: Sequence[Item]) -> Clustering:
    """Give each item without a story one: that of the post it copies or answers, the most alike, or its own.

    Items that have a story shape it and are never moved. Time and memory grow with the number of posts
    within QUIET of each other.
    """
    ordered = sorted(items, key=lambda item: (item.at, item.id))
    weights = _weights(ordered)
    shelf = _Shelf()
    story_of: dict[str, str] = {}
    for item in ordered:
        vector = _vector(item, weights)
        story = shelf.story_for(item, vector)
        story.take(item, vector)
        shelf.remember(item, story, vector)
        if not item.story:
            story_of[item.id] = story.id
            story.grown = True
    return Clustering(story_of, [_told(story) for story in shelf.stories.values() if story.grown])


@dataclass(slots=True)
class _Shelf:
    """All stories by id, by post, and the open ones by their strongest bigrams."""

    stories: dict[str, _Open] = field(default_factory=dict)
    by_post: dict[str, _Open] = field(default_factory=dict)
    by_term: defaultdict[str, dict[str, _Open]] = field(default_factory=lambda: defaultdict(dict))

    def story_for(self, item: Item, vector: Vector) -> _Open:
        """The story that an item belongs to, a new one where none fits."""
        if item.story:
            return self.stories.setdefault(item.story, _Open(item.story, item.at, item.at))
        tied = self.by_post.get(item.copy_of) or self.by_post.get(item.parent)
        if tied is not None and item.at - tied.first_at <= SPAN:
            return tied
        best = max(self._near(item, vector), key=lambda pair: pair[0], default=(0.0, None))
        if best[1] is not None and best[0] >= ALIKE:
            return best[1]
        return self.stories.setdefault(item.id, _Open(item.id, item.at, item.at))

    def remember(self, item: Item, story: _Open, vector: Vector) -> None:
        """Let later items find the story by this one."""
        self.by_post[item.id] = story
        for term in _strongest(vector):
            self.by_term[term][story.id] = story

    def _near(self, item: Item, vector: Vector) -> Iterable[tuple[float, _Open]]:
        met: dict[str, _Open] = {}
        for term in _strongest(vector):
            bucket = self.by_term.get(term, {})
            for story in [s for s in bucket.values() if item.at - s.last_at > QUIET]:
                del bucket[story.id]
            met |= bucket
        return ((story.likeness(vector), story) for story in met.values() if _fits(item, story))


def _fits(item: Item, story: _Open) -> bool:
    if item.at - story.first_at > SPAN:
        return False
    return not item.district or not story.districts or item.district in story.districts


def _strongest(vector: Vector) -> list[str]:
    return sorted(vector, key=lambda term: (-vector[term], term))[:_STRONG]


def _terms(item: Item) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, times in ((item.title, _TITLE_WEIGHT), (item.text[:_HEAD], 1)):
        for a, b in pairwise(text):
            if "一" <= a <= "鿿" and "一" <= b <= "鿿":
                counts[a + b] += times
    return counts


def _weights(items: Sequence[Item]) -> dict[str, float]:
    seen: Counter[str] = Counter()
    for item in items:
        seen.update(_terms(item).keys())
    total = len(items) + _PRIOR
    return {term: math.log(total / count) for term, count in seen.items()}


def _vector(item: Item, weights: Mapping[str, float]) -> Vector:
    raw = {term: (1 + math.log(count)) * weights[term] for term, count in _terms(item).items()}
    norm = math.sqrt(sum(w * w for w in raw.values()))
    return {term: weight / norm for term, weight in raw.items()} if norm else {}


def _told(story: _Open) -> Story:
    return Story(story.id, _title(story), story.first_at, story.last_at)


def _title(story: _Open) -> str:
    """The title nearest to the whole story, of an article before that of any post, or the beginning of a text."""
    ranked = sorted(
        story.members,
        key=lambda pair: (
            not (pair[0].is_press and pair[0].title),
            not pair[0].title,
            -story.likeness(pair[1]),
            pair[0].id,
        ),
    )
    best = ranked[0][0]
    return best.title or _beginning(best.text)


def _beginning(text: str) -> str:
    sentence = text.split("\n", 1)[0]
    return sentence if len(sentence) <= 40 else f"{sentence[:39]}…"
