"""Groups posts of one event across sources into stories with lasting ids; pure functions. Imports pipeline.rarity."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pipeline.rarity import Rarity, Vector, strongest, vector_of

# A story takes no post later than this after its last one, nor after its first one.
QUIET = timedelta(days=4)
SPAN = timedelta(days=14)
# The share of a post's weight that a story must hold. Complaints of one kind are alike whatever they are about, so
# they need more. Both found on the demo city's truth (bench/store.py shows what lower and higher values give).
ALIKE = 0.1
ALIKE_COMPLAINT = 0.2
# A story is folded into one of at least so many posts when its posts are on average so much alike to it.
FOLDED = 0.08
_LARGE = 5
# A bigram counts fully towards a story once this share of its posts has it.
_SAID_BY = 0.04
# Bounds on the work for one post where many posts are alike: stories looked up, and stories compared in full.
_LOOKED_AT = 2_000
_COMPARED = 4
_CANDIDATE_TITLES = 60


@dataclass(frozen=True, slots=True)
class Item:
    """One post; `copy_of` and `parent` are ids or "", `story` the id it already has or ""."""

    id: str
    title: str
    text: str
    at: datetime
    is_press: bool = False
    is_complaint: bool = False
    district: str = ""
    copy_of: str = ""
    parent: str = ""
    story: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One event: the id is that of one of its first posts, and stays."""

    id: str
    title: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Clustering:
    """The story of each post that had none, and all stories that gained a post."""

    story_of: Mapping[str, str]
    stories: Sequence[Story]


def cluster(items: Sequence[Item], rarity: Rarity) -> Clustering:
    """Give each item without a story one: that of the post it copies or answers, the most alike, or its own.

    Single pass in order of time, as Allan, Papka & Lavrenko, "On-line new event detection and tracking" (1998).
    Items that have a story shape it and are never moved.
    """
    shelf = _Shelf()
    story_of: dict[str, str] = {}
    for item in sorted(items, key=lambda item: (item.at, item.id)):
        vector = vector_of(item.title, item.text, rarity)
        marks = strongest(vector)
        story = shelf.story_for(item, vector, marks)
        shelf.put(item, story, vector, marks)
        if not item.story:
            story_of[item.id] = story.id
            story.grown = True
    hosts = _folded(list(shelf.stories.values()))
    for story_id, host in hosts.items():
        host.swallow(shelf.stories.pop(story_id))
    told = [_told(story) for story in shelf.stories.values() if story.grown]
    return Clustering({post: hosts[name].id if name in hosts else name for post, name in story_of.items()}, told)


@dataclass(slots=True)
class _Open:
    """A story while it can still grow."""

    id: str
    first_at: datetime
    last_at: datetime
    posts: int = 0
    said: Counter[str] = field(default_factory=Counter)
    districts: set[str] = field(default_factory=set)
    titled: list[tuple[Item, Vector]] = field(default_factory=list)
    grown: bool = False
    stored: bool = False
    complaints: int = 0

    def swallow(self, other: "_Open") -> None:
        """Take over the posts of another story."""
        self.posts += other.posts
        self.said += other.said
        self.first_at, self.last_at = min(self.first_at, other.first_at), max(self.last_at, other.last_at)
        self.titled += other.titled
        self.grown = True

    def take(self, item: Item, vector: Vector) -> None:
        """Add a post."""
        self.posts += 1
        self.complaints += item.is_complaint
        self.stored |= bool(item.story)
        self.said.update(vector.keys())
        self.first_at, self.last_at = min(self.first_at, item.at), max(self.last_at, item.at)
        if item.district:
            self.districts.add(item.district)
        if len(self.titled) < _CANDIDATE_TITLES:
            self.titled.append((item, vector))

    def likeness(self, vector: Vector) -> float:
        """The share (0..1) of a post's squared weight that this story's posts say too."""
        enough = max(1.0, _SAID_BY * self.posts)
        said = self.said
        # Sorted, since sets of strings come in another order in each process and sums of floats depend on it.
        shared = sorted(vector.keys() & said.keys())
        return sum([vector[term] ** 2 * (1.0 if said[term] >= enough else said[term] / enough) for term in shared])


@dataclass(slots=True)
class _Shelf:
    """All stories by id, by post, and the open ones by the weightiest bigrams of their posts."""

    stories: dict[str, _Open] = field(default_factory=dict)
    by_post: dict[str, _Open] = field(default_factory=dict)
    by_term: defaultdict[str, dict[str, _Open]] = field(default_factory=lambda: defaultdict(dict))

    def story_for(self, item: Item, vector: Vector, marks: Sequence[str]) -> _Open:
        """The story that an item belongs to, a new one where none fits."""
        if item.story:
            return self._opened(item.story, item)
        tied = self.by_post.get(item.copy_of) or self.by_post.get(item.parent)
        if tied is not None and item.at - tied.first_at <= SPAN:
            return tied
        alike = ((story.likeness(vector), story) for story in self._met(item, vector, marks))
        likeness, story = max(alike, key=lambda pair: pair[0], default=(0.0, None))
        enough = ALIKE_COMPLAINT if item.is_complaint else ALIKE
        return story if story is not None and likeness >= enough else self._opened(item.id, item)

    def put(self, item: Item, story: _Open, vector: Vector, marks: Sequence[str]) -> None:
        """Add an item to a story, and let later items find the story by it."""
        story.take(item, vector)
        self.by_post[item.id] = story
        for term in marks:
            self.by_term[term][story.id] = story

    def _opened(self, story_id: str, item: Item) -> _Open:
        return self.stories.setdefault(story_id, _Open(story_id, item.at, item.at))

    def _met(self, item: Item, vector: Vector, marks: Sequence[str]) -> list[_Open]:
        """The stories that share most of an item's weightiest bigrams, the rarest of these first looked at."""
        shared: defaultdict[str, float] = defaultdict(float)
        terms = [term for term in marks if term in self.by_term]
        looked_at = 0
        for term in sorted(terms, key=lambda term: (len(self.by_term[term]), term)):
            if looked_at > _LOOKED_AT:
                break
            looked_at += len(self.by_term[term])
            for story_id in self._alive(term, item.at):
                shared[story_id] += vector[term] ** 2
        fitting = [story_id for story_id in shared if _fits(item, self.stories[story_id])]
        most = heapq.nsmallest(_COMPARED, fitting, key=lambda story_id: (-shared[story_id], story_id))
        return [self.stories[story_id] for story_id in most]

    def _alive(self, term: str, at: datetime) -> Iterable[str]:
        bucket = self.by_term[term]
        for story_id in [name for name, story in bucket.items() if at - story.last_at > QUIET]:
            del bucket[story_id]
        return bucket


def _folded(stories: Sequence[_Open]) -> dict[str, _Open]:
    """For each story that turns out to tell of a larger one's event, that larger one.

    The first posts of an event come before its words are known. Stories that stood before, and complaints, stay.
    """
    large = [story for story in stories if story.posts >= _LARGE]
    by_term: defaultdict[str, list[_Open]] = defaultdict(list)
    for story in large:
        for term in _hallmarks(story):
            by_term[term].append(story)
    hosts: dict[str, _Open] = {}
    for story in sorted(stories, key=lambda story: (-story.posts, story.id)):
        if story.stored or story.complaints:
            continue
        shared = Counter(host.id for term in _hallmarks(story) for host in by_term.get(term, ()))
        fitting = [
            h for h in large if h.id in shared and h.posts > story.posts and h.id not in hosts and _overlap(story, h)
        ]
        nearest = heapq.nsmallest(_COMPARED, fitting, key=lambda host: (-shared[host.id], host.id))
        best = max(((_mean_likeness(story, h), h) for h in nearest), key=lambda pair: pair[0], default=None)
        if best is not None and best[0] >= FOLDED:
            hosts[story.id] = best[1]
    return hosts


def _hallmarks(story: _Open) -> list[str]:
    """The bigrams that weigh most in a story's posts."""
    weights: defaultdict[str, float] = defaultdict(float)
    for _, vector in story.titled:
        for term, weight in vector.items():
            weights[term] += weight * weight
    return strongest(weights)


def _mean_likeness(story: _Open, host: _Open) -> float:
    return sum(host.likeness(vector) for _, vector in story.titled) / len(story.titled)


def _overlap(a: _Open, b: _Open) -> bool:
    if a.districts and b.districts and not a.districts & b.districts:
        return False
    within = max(a.last_at, b.last_at) - min(a.first_at, b.first_at) <= SPAN
    return within and a.first_at - QUIET <= b.last_at and b.first_at - QUIET <= a.last_at


def _fits(item: Item, story: _Open) -> bool:
    if item.at - story.first_at > SPAN:
        return False
    return not item.district or not story.districts or item.district in story.districts


def _told(story: _Open) -> Story:
    return Story(story.id, _title(story), story.first_at, story.last_at)


def _title(story: _Open) -> str:
    """The title nearest to the whole story, an article's before any other, else the beginning of a text."""
    best, _ = min(
        story.titled,
        key=lambda pair: (
            not (pair[0].is_press and pair[0].title),
            not pair[0].title,
            -story.likeness(pair[1]),
            pair[0].id,
        ),
    )
    return best.title or _beginning(best.text)


def _beginning(text: str) -> str:
    sentence = text.split("\n", 1)[0]
    return sentence if len(sentence) <= 40 else f"{sentence[:39]}…"
