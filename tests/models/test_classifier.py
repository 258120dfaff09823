"""Every member of the general classifier learns a set that can be learned, and sees no text that it is asked about."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pytest

from models import classifier, words
from models.classifier import Counted, Floats, Known, Member
from models.judgement import Text

ENDS = ("很满意", "太差了", "一般般")
TEXTS = tuple(Text("", "", f"{n}号店的服务{ENDS[n % 3]}，{n}元") for n in range(90))
LABELS = np.arange(90, dtype=np.int64) % 3
ALL = Known(TEXTS, LABELS)
VECTORS = words.learn([[text.text for text in TEXTS]], width=4)
MEMBERS: dict[str, Member] = {
    "ours": partial(classifier.ours, VECTORS),
    "by_frequency": classifier.by_frequency,
    "by_classes": partial(classifier.by_classes, Counted(classifier.presence(TEXTS[:9]), LABELS[:9])),
}


def right(found: np.ndarray) -> float:
    return float(np.trace(found) / found.sum())


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize("classes", [2, 3])
def test_a_member_learns(name: str, classes: int) -> None:
    chosen = ALL.at(np.flatnonzero(classes > LABELS))
    known, new = chosen.at(np.arange(40)), chosen.at(np.arange(40, len(chosen.texts)))
    for answers in classifier.said([MEMBERS[name]], known, new.texts, right).values():
        assert right(classifier.table(new.labels, answers, classes)) == 1


def test_no_text_is_answered_by_a_fit_that_saw_it() -> None:
    def remembers(known: Known, classes: int, new: Sequence[Text]) -> dict[str, Floats]:
        seen = set(known.texts)
        return {"memory": np.array([[float(text in seen)] * classes for text in new], dtype=np.float32)}

    found = classifier.out_of_fold([remembers], Known(TEXTS * 2, np.tile(LABELS, 2)), 3)
    assert not found["memory"].any()


def test_what_stands_in_one_class_alone_speaks_for_it() -> None:
    ratio = classifier.log_ratio(classifier.presence([Text("", "", "好"), Text("", "", "坏")]), np.array([True, False]))
    assert ratio.max() == pytest.approx(np.log(2), abs=0.01)
    assert ratio.min() == pytest.approx(-np.log(2), abs=0.01)
