"""The texts written for training: whole, not repeated, and apart from every text that a model is measured on."""

from collections import Counter
from functools import cache
from itertools import pairwise

from models.labels import Frame, Sentiment
from models.training_set import WRITTEN as SOURCE
from models.training_set import Labelled, read_labelled
from tests.conftest import ROOT

WRITTEN = ROOT / "data" / "written"
MEASURED_ON = (ROOT / "data" / "frozen.jsonl", ROOT / "data" / "contrast" / "test.jsonl")
REPROACHES = tuple(Frame)[-5:]
# Fixed terms and set phrases are shorter.
RUN = 14


@cache
def rows() -> tuple[Labelled, ...]:
    return tuple(row for path in sorted(WRITTEN.glob("*.jsonl")) for row in read_labelled(path))


def runs(text: str) -> set[str]:
    return {text[start : start + RUN] for start in range(len(text) - RUN + 1)}


def test_there_are_some_two_thousand_and_none_twice() -> None:
    assert len(rows()) > 2000
    assert len({row.text.id for row in rows()}) == len({row.text.text for row in rows()}) == len(rows())
    assert {row.source for row in rows()} == {SOURCE}


def test_no_text_shares_a_run_with_what_is_measured_on() -> None:
    held = {run for path in MEASURED_ON for row in read_labelled(path) for run in runs(row.text.text)}
    assert [row.text.id for row in rows() if runs(row.text.text) & held] == []


def test_labels_keep_the_guidelines() -> None:
    wrong = [
        row.text.id
        for row in rows()
        if (not row.labels.relevant and (row.labels.issues or row.labels.sentiment != Sentiment.NEUTRAL))
        or (row.labels.sentiment != Sentiment.NEGATIVE and set(row.labels.frames) & set(REPROACHES))
        or len(row.labels.issues) > 2
    ]
    assert wrong == []


def test_every_sentiment_frame_and_kind_is_there_often() -> None:
    labels = [row.labels for row in rows()]
    for counts in (
        Counter(one.sentiment for one in labels if one.relevant),
        Counter(frame for one in labels for frame in one.frames),
    ):
        assert min(counts.values()) >= 20


def test_words_that_a_lazy_reader_leans_on_stand_in_every_sentiment() -> None:
    for word in ("打", "垃圾", "整治", "罚", "又"):
        said = {row.labels.sentiment for row in rows() if word in row.text.text}
        assert said == set(Sentiment), word


def test_no_two_neighbours_are_one_template() -> None:
    shared = [
        (one.text.id, two.text.id)
        for one, two in pairwise(rows())
        # The two texts of a pair are alike by design.
        if one.group != two.group and runs(one.text.text) & runs(two.text.text)
    ]
    assert shared == []
