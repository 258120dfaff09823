"""网民观点: a random sample of what citizens say on a story, in 4 to 6 groups that an analyst names. May import voices."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crawlers.post import Channel
from pipeline.comparison import plain_share
from pipeline.context import NamedView, Row, Rows
from pipeline.periods import Period
from pipeline.phrases import is_telling, words_of
from pipeline.taxonomy import TaxonomyError, add_tables, load_table, quoted, refuse_unknown, require
from pipeline.voices import within

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

# Below this many voices a share of a fifth is anything between a tenth and a third.
FEWEST = 40
SAMPLE = 200
GROUPS = (4, 5, 6)
_STORIES, _WORDS, _EXAMPLES = 5, 6, 3
_SEED = 20_260
_KEYS = frozenset(NamedView.__slots__)


def view_rows(posts: "pd.DataFrame", period: Period, named: Sequence[NamedView], names: Mapping[str, str]) -> Rows:
    """A row for each group of the (at most 5) stories of the period with 40 or more voices, largest first.

    Voices are posts of social platforms and forums in the story or under its articles; copies and what one author says
    again are left out, then at most 200 are drawn at random. Shares are of the sample, with Wilson's interval.
    `name` is "" until an analyst has named the group; `words` help to do so.
    """
    heard = _voices(posts, period)
    sizes = heard["story"].value_counts()
    stories = sorted((-int(size), str(story)) for story, size in sizes.items() if size >= FEWEST)[:_STORIES]
    return [row for _, story in stories for row in _story_rows(story, heard[heard["story"] == story], named, names)]


def read_views(path: Path) -> tuple[NamedView, ...]:
    """Read [[view]] tables; a missing file holds none. Raises TaxonomyError with path and place."""
    table = load_table(path) if path.exists() else {}
    refuse_unknown(table, frozenset({"view"}), path)
    return tuple(_named_view(item, path) for item in table.get("view", []))


def add_view(path: Path, view: NamedView) -> None:
    """Write a name below what the file holds; a later name of the same group stands before an earlier one."""
    lines = (f"story = {quoted(view.story)}", f"name = {quoted(view.name)}", f"posts = {quoted(list(view.posts))}")
    add_tables(path, "\n".join(["", "[[view]]", *lines, ""]), read_views)


def grouped(texts: Sequence[str]) -> "NDArray[np.int64]":
    """The group of each text, 4 to 6 groups by Ward's method over words, as many as stand apart best (silhouette).

    Fewer where there are fewer different texts. The same texts in the same order give the same groups.
    Sources: Ward 1963, doi:10.1080/01621459.1963.10500845; Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7.
    """
    import numpy as np
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import silhouette_score

    vectors = TfidfVectorizer(analyzer=lambda text: sorted(words_of(text)), sublinear_tf=True).fit_transform(texts)
    dense = vectors.toarray()
    different = len(np.unique(dense, axis=0))
    if different <= GROUPS[0]:
        return np.asarray(np.unique(dense, axis=0, return_inverse=True)[1], dtype=np.int64)
    numbers = [number for number in GROUPS if number < different]
    tried = [AgglomerativeClustering(number).fit_predict(dense) for number in numbers]
    apart = [float(silhouette_score(dense, labels)) for labels in tried]
    return np.asarray(tried[int(np.argmax(apart))], dtype=np.int64)


def _voices(posts: "pd.DataFrame", period: Period) -> "pd.DataFrame":
    """What citizens say in the period on any story, one post a voice, with the column `story`."""
    said = within(posts, period)
    said = said[(said["voice"] == "social") & said["channel"].isin((Channel.SOCIAL, Channel.FORUM)) & ~said["copy"]]
    parents = posts.loc[posts["id"].isin(said["parent_id"]), ["id", "story_id"]].set_index("id")["story_id"]
    # As objects: where nobody has a parent the map is all missing and of no type that could fill the other.
    said = said.assign(story=said["story_id"].astype(object).fillna(said["parent_id"].map(parents).astype(object)))
    said = said[said["story"].notna() & said["clean_text"].map(lambda text: bool(words_of(text))).astype(bool)]
    return said.sort_values("id").drop_duplicates(["story", "speaker"])


def _story_rows(
    story: str, heard: "pd.DataFrame", named: Sequence[NamedView], names: Mapping[str, str]
) -> Iterable[Row]:
    sample = heard.sample(min(SAMPLE, len(heard)), random_state=_SEED).sort_values("id")
    groups = grouped(sample["clean_text"].tolist())
    sizes = sorted((-int((groups == group).sum()), int(group)) for group in set(groups.tolist()))
    note = (
        f"从{len(heard)}名网民的发言（去掉转载和重复）中随机抽取{len(sample)}条归类；"
        "样本只代表在网上说话的人，不代表全体市民"
    )
    for number, (_, group) in enumerate(sizes, start=1):
        inside = sample[groups == group]
        yield {
            "story_id": story,
            "title": names.get(story, ""),
            "view": number,
            "name": _name(story, set(inside["id"]), named),
            "words": _words(inside["clean_text"], sample["clean_text"]),
            "items": len(inside),
            "sample": len(sample),
            "voices": len(heard),
            **plain_share(len(inside), len(sample)).fields,
            "examples": inside["id"].head(_EXAMPLES).tolist(),
            "post_ids": inside["id"].tolist(),
            "note": note,
        }


def _name(story: str, posts: set[str], named: Sequence[NamedView]) -> str:
    """The last name given to a group that shares half of its posts, the smaller of both taken, with this one."""
    fitting = [
        view.name
        for view in named
        if view.story == story and 2 * len(posts & set(view.posts)) > min(len(posts), len(view.posts))
    ]
    return fitting[-1] if fitting else ""


def _words(inside: "pd.Series[str]", sample: "pd.Series[str]") -> list[str]:
    """Telling words of most of the group and of few others: the share inside less the share in the whole sample."""
    here, there = (Counter(word for text in texts for word in words_of(text)) for texts in (inside, sample))
    gain = {
        word: number / len(inside) - there[word] / len(sample)
        for word, number in here.items()
        if number > 1 and is_telling(word)
    }
    return sorted(gain, key=lambda word: (-gain[word], word))[:_WORDS]


def _named_view(table: Mapping[str, object], path: Path) -> NamedView:
    refuse_unknown(table, _KEYS, path)
    posts = require(table, "posts", list, path)
    if not posts or not all(isinstance(post, str) for post in posts):
        raise TaxonomyError(path, "posts")
    return NamedView(require(table, "story", str, path), require(table, "name", str, path), tuple(posts))
