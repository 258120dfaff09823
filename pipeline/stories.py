"""Groups posts of one event across sources into stories with lasting ids. Imports pipeline.rarity, pipeline.tally."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from operator import attrgetter

from pipeline.rarity import Rarity, Vector, strongest, vectors_of
from pipeline.tally import Sums, Tally

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
_LOOKED_AT = 600
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
    road: str = ""
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
    ordered = sorted(items, key=lambda item: (item.at, item.id))
    vectors = vectors_of([(item.title, item.text) for item in ordered], rarity)
    for item, vector in zip(ordered, vectors, strict=True):
        story = shelf.story_for(item, vector)
        shelf.put(item, story, vector)
        if not item.story:
            story_of[item.id] = story.id
            story.grown = True
    hosts = _folded(list(shelf.stories.values()))
    for story_id, host in hosts.items():
        host.swallow(shelf.stories.pop(story_id))
    told = [_told(story) for story in shelf.stories.values() if story.grown]
    return Clustering({post: hosts[name].id if name in hosts else name for post, name in story_of.items()}, told)


@dataclass(slots=True, eq=False)
class _Open:
    """A story while it can still grow."""

    id: str
    first_at: datetime
    last_at: datetime
    posts: int = 0
    number: int = 0  # in order of opening
    # How many posts say each bigram, and under which bigrams the story is found; told by its only post while it has
    # but one, as most stories do: a million of these fit in memory only without.
    said: Tally | None = None
    found_by: set[int] = field(default_factory=set)
    districts: set[str] = field(default_factory=set)
    roads: set[str] = field(default_factory=set)  # that complaints name
    titled: list[tuple[Item, Vector]] = field(default_factory=list)
    grown: bool = False
    stored: bool = False
    complaints: int = 0

    def swallow(self, other: "_Open") -> None:
        """Take over the posts of another story."""
        self.posts += other.posts
        self.said = self.tally().merged(other.tally())
        self.first_at, self.last_at = min(self.first_at, other.first_at), max(self.last_at, other.last_at)
        self.titled += other.titled
        self.grown = True

    def take(self, item: Item, vector: Vector) -> None:
        """Add a post."""
        if self.posts:
            self.said = self.tally()
            self.said.add(vector.terms)
        self.posts += 1
        self.complaints += item.is_complaint
        self.stored |= bool(item.story)
        self.first_at, self.last_at = min(self.first_at, item.at), max(self.last_at, item.at)
        if item.district:
            self.districts.add(item.district)
        if item.is_complaint and item.road:
            self.roads.add(item.road)
        if len(self.titled) < _CANDIDATE_TITLES:
            self.titled.append((item, vector))

    def tally(self) -> Tally:
        """How many of the story's posts say each bigram."""
        return self.said or Tally.of(self.titled[0][1])

    def likeness(self, vector: Vector) -> float:
        """The share (0..1) of a post's squared weight that this story's posts say too."""
        return self.tally().share(vector, max(1.0, _SAID_BY * self.posts))


@dataclass(slots=True)
class _Shelf:
    """All stories by id, by post and in order of opening, and the open ones by the weightiest bigrams of their posts."""

    stories: dict[str, _Open] = field(default_factory=dict)
    by_post: dict[str, _Open] = field(default_factory=dict)
    opened: list[_Open] = field(default_factory=list)
    # Their numbers, in arrays of C: what one post looks up is 600 of them, and a list is read object by object.
    by_term: dict[int, "array[int]"] = field(default_factory=dict)
    sums: Sums = field(default_factory=Sums)

    def story_for(self, item: Item, vector: Vector) -> _Open:
        """The story that an item belongs to, a new one where none fits."""
        if item.story:
            return self._open(item.story, item)
        tied = self.by_post.get(item.copy_of) or self.by_post.get(item.parent)
        if tied is not None and item.at - tied.first_at <= SPAN:
            return tied
        alike = ((story.likeness(vector), story) for story in self._met(item, vector))
        likeness, story = max(alike, key=lambda pair: pair[0], default=(0.0, None))
        enough = ALIKE_COMPLAINT if item.is_complaint else ALIKE
        return story if story is not None and likeness >= enough else self._open(item.id, item)

    def put(self, item: Item, story: _Open, vector: Vector) -> None:
        """Add an item to a story, and let later items find the story by it."""
        marks = vector.first_marks()
        if story.posts == 1:
            story.found_by = set(story.titled[0][1].first_marks())
        if story.last_at < item.at - QUIET:  # lookups have dropped it meanwhile
            story.found_by = set()
        for term in [term for term in marks if term not in story.found_by]:
            bucket = self.by_term.get(term)
            if bucket is None:
                self.by_term[term] = array("I", (story.number,))
            else:
                bucket.append(story.number)
        if story.posts:
            story.found_by.update(marks)
        story.take(item, vector)
        self.by_post[item.id] = story

    def _open(self, story_id: str, item: Item) -> _Open:
        story = self.stories.get(story_id)
        if story is None:
            story = self.stories[story_id] = _Open(story_id, item.at, item.at, number=len(self.opened))
            self.opened.append(story)
        return story

    def _met(self, item: Item, vector: Vector) -> list[_Open]:
        """The stories that share most of an item's weightiest bigrams, the rarest of these first looked at."""
        quiet, looked_at, opened = item.at - QUIET, 0, self.opened
        found, terms, lengths = array("I"), [], []
        look_up = self.by_term.get
        buckets = [(len(bucket), term, bucket) for term in vector.first_marks() if (bucket := look_up(term))]
        for length, term, bucket in sorted(buckets):
            looked_at += length
            if looked_at > _LOOKED_AT:
                break
            if opened[bucket[0]].last_at < quiet:  # the oldest stand first
                bucket[:] = array("I", [number for number in bucket if opened[number].last_at >= quiet])
            found += bucket
            terms.append(term)
            lengths.append(len(bucket))
        ranked = self.sums.ranked(found, vector.squares_of(terms).repeat(lengths))
        nearest = (story for alike in ranked for story in sorted((opened[n] for n in alike), key=attrgetter("id")))
        return list(islice((s for s in nearest if s.last_at >= quiet and _fits(item, s)), _COMPARED))


def _folded(stories: Sequence[_Open]) -> dict[str, _Open]:
    """For each story that turns out to tell of a larger one's event, that larger one.

    The first posts of an event come before its words are known. Stories that stood before, and complaints, stay.
    """
    by_term: defaultdict[int, list[_Open]] = defaultdict(list)
    for story in (story for story in stories if story.posts >= _LARGE):
        for term in _hallmarks(story):
            by_term[term].append(story)
    hosts: dict[str, _Open] = {}
    for story in sorted(stories, key=lambda story: (-story.posts, story.id)) if by_term else ():
        if story.stored or story.complaints:
            continue
        shared = Counter(host for term in _hallmarks(story) for host in by_term.get(term, ()))
        ordered = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0].id))
        nearest = islice((host for host, _ in ordered if _may_host(story, hosts, host)), _COMPARED)
        best = max(((_mean_likeness(story, h), h) for h in nearest), key=lambda pair: pair[0], default=None)
        if best is not None and best[0] >= FOLDED:
            hosts[story.id] = best[1]
    return hosts


def _may_host(story: _Open, hosts: Mapping[str, _Open], host: _Open) -> bool:
    return host.posts > story.posts and host.id not in hosts and _overlap(story, host)


def _hallmarks(story: _Open) -> list[int]:
    """The bigrams that weigh most in a story's posts."""
    if len(story.titled) == 1:
        return story.titled[0][1].first_marks()
    return strongest([vector for _, vector in story.titled])


def _mean_likeness(story: _Open, host: _Open) -> float:
    return sum(host.likeness(vector) for _, vector in story.titled) / len(story.titled)


def _overlap(a: _Open, b: _Open) -> bool:
    if a.districts and b.districts and not a.districts & b.districts:
        return False
    within = max(a.last_at, b.last_at) - min(a.first_at, b.first_at) <= SPAN
    return within and a.first_at - QUIET <= b.last_at and b.first_at - QUIET <= a.last_at


def _fits(item: Item, story: _Open) -> bool:
    if item.at - story.first_at > SPAN or (item.is_complaint and _on_another_road(item, story)):
        return False
    return not item.district or not story.districts or item.district in story.districts


def _on_another_road(item: Item, story: _Open) -> bool:
    """Whether an item tells of one road and a story's complaints of others: noise at two sites is worded alike."""
    if not item.road or not story.roads or item.road in story.roads:
        return False
    return not any(road in item.title or road in item.text for road in story.roads)


def _told(story: _Open) -> Story:
    return Story(story.id, _title(story), story.first_at, story.last_at)


def _title(story: _Open) -> str:
    """The title nearest to the whole story, an article's before any other, else the beginning of a text."""
    if len(story.titled) == 1:
        best = story.titled[0][0]
    else:
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
