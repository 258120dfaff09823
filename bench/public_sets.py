"""Our kinds of model on public sets with their published splits, beside a plain character SVM in the same run.

Run from the repository's root: OMP_NUM_THREADS=1 CHENGYU_SHARED=../shared python -m bench.public_sets [NAME …] [--quick]. Copies of
every test text (letters alone, lower case) are taken out of all that trains. May import models.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from models import classifier, stacked
from models.background import key
from models.classifier import Figure, Integers, Known, Member
from models.judgement import Text
from models.training_set import read_labelled

ROOT = Path(__file__).parent.parent
DRAWS = 2_000
# Tables are counted for as many; a set with two leaves the last line and column empty.
CLASSES = 3
PLAIN = "plain character SVM"
# Of neighbouring sets, so that a run stays a matter of minutes.
MOST = 16_000
EMOTIONS: Final = {"angry": 0, "sad": 0, "fear": 0, "happy": 1}
SHADES: Final = {"negative": 0, "neutral": 1, "positive": 2}
STANCES: Final = {"AGAINST": 0, "FAVOR": 1, "NONE": 2, "反对": 0, "支持": 1, "中立": 2}
# Of the shop reviews those that speak of what the hotel, book and notebook reviews speak of.
SHOPS: Final = ("酒店", "书籍", "计算机")


@dataclass(frozen=True, slots=True)
class Task:
    """Published parts to train on and to be tested on (several where the split is in folds), and neighbouring sets."""

    figure_name: str
    figure: Figure
    parts: tuple[tuple[Known, Known], ...]
    more: Known


def main() -> None:
    """Print one JSON line for each set and member."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("names", nargs="*", default=list(TASKS), choices=list(TASKS))
    arguments.add_argument("--quick", action="store_true", help="without the members whose time grows with the square")
    arguments.add_argument("--shared", type=Path, default=Path(os.environ.get("CHENGYU_SHARED", "")))
    chosen = arguments.parse_args()
    words = stacked.load(ROOT / "models" / "artifacts" / "stacked").words
    for name in chosen.names:
        begun = time.process_time()
        for line in measured(TASKS[name](chosen.shared), None if chosen.quick else words):
            print(json.dumps({"set": name} | line, ensure_ascii=False), flush=True)
        print(json.dumps({"set": name, "processor_s": round(time.process_time() - begun)}), flush=True)


def members(words: stacked.Words | None, more: Known) -> list[Member]:
    """Who answers; a checkpoint that is trained elsewhere joins here, as a function of the same three arguments."""
    counted = classifier.Counted(classifier.presence(more.texts), more.labels)
    kernels = [partial(classifier.ours, words)] if words else []
    return [*kernels, classifier.by_frequency, partial(classifier.by_classes, counted)]


def measured(task: Task, words: stacked.Words | None) -> Iterator[dict[str, object]]:
    """Each member's figure over all parts, with a bootstrap interval."""
    true, answers = [], dict[str, list[Integers]]()
    sizes = [0, 0]
    for known, new in task.parts:
        clean = without(known, new)
        # Nor may a neighbouring set hold what is answered out of fold: the map would trust its member too much.
        more = without(without(task.more, new), clean)
        found = classifier.said(members(words, more), clean, new.texts, task.figure)
        for name, said in ({PLAIN: plain(clean, new.texts)} | found).items():
            answers.setdefault(name, []).append(said)
        true.append(new.labels)
        sizes = [sizes[0] + len(clean.texts), sizes[1] + len(more.texts)]
    aims = np.concatenate(true)
    counts = {"tested": len(aims), "trained": sizes[0] // len(task.parts), "more": sizes[1] // len(task.parts)}
    for name, parts in answers.items():
        low, high = interval(aims, np.concatenate(parts), task.figure)
        value = round(task.figure(classifier.table(aims, np.concatenate(parts), CLASSES)), 4)
        yield {"member": name, task.figure_name: value, "low": low, "high": high} | counts


def without(known: Known, new: Known) -> Known:
    """The known texts that are no copy of a new one."""
    copies = {key(text.title + text.text) for text in new.texts}
    return known.at(
        np.array([place for place, text in enumerate(known.texts) if key(text.title + text.text) not in copies])
    )


def plain(known: Known, new: Sequence[Text]) -> Integers:
    """The yardstick: what is said by TF-IDF of characters and a support vector machine, and nothing after it."""
    (raw,) = classifier.by_frequency(known, int(known.labels.max()) + 1, new).values()
    return np.asarray(raw.argmax(axis=1), dtype=np.int64)


def interval(true: Integers, said: Integers, figure: Figure) -> tuple[float, float]:
    """The middle 95 % of the figure over draws of the texts with replacement."""
    found = classifier.table(true, said, CLASSES)
    draws = np.random.default_rng(0).multinomial(len(true), found.ravel() / len(true), DRAWS)
    low, high = np.percentile([figure(drawn.reshape(found.shape)) for drawn in draws], [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)


def right(found: Integers) -> float:
    """Share of right answers."""
    return float(np.trace(found) / found.sum())


def macro(found: Integers) -> float:
    """Mean F1 of the classes."""
    return float((2 * np.diagonal(found) / np.maximum(found.sum(axis=0) + found.sum(axis=1), 1)).mean())


def for_and_against(found: Integers) -> float:
    """Mean F1 of AGAINST and FAVOR, the first two classes."""
    return float((2 * np.diagonal(found) / np.maximum(found.sum(axis=0) + found.sum(axis=1), 1))[:2].mean())


def known(table: pd.DataFrame, text: str, label: str, numbers: Mapping[str, int], title: str = "") -> Known:
    """The rows whose label has a number."""
    rows = table[table[label].isin(numbers) & table[text].notna()]
    heads = rows[title].fillna("") if title else [""] * len(rows)
    texts = tuple(Text("", str(head), str(body)) for head, body in zip(heads, rows[text], strict=True))
    return Known(texts, np.array([numbers[value] for value in rows[label]], dtype=np.int64))


def joined(parts: Sequence[Known]) -> Known:
    """Several as one, each text once, at most MOST of them."""
    texts = [text for part in parts for text in part.texts]
    labels = np.concatenate([part.labels for part in parts])
    first = {key(text.text): place for place, text in reversed(list(enumerate(texts)))}
    drawn = np.random.default_rng(0).permutation(sorted(first.values()))
    return Known(tuple(texts), labels).at(drawn[:MOST])


def read(shared: Path, name: str) -> pd.DataFrame:
    """A table of the corpora, all columns as text."""
    return pd.read_csv(shared / "corpora" / name, dtype=str)


def bdci(shared: Path) -> Task:
    """News, title and thirty characters, five published folds."""
    table = read(shared, "bdci2019_news.csv")
    folds = [table["fold"] == fold for fold in sorted(table["fold"].unique())]
    parts = tuple(
        (
            known(table[~held], "content", "label", SHADES, "title"),
            known(table[held], "content", "label", SHADES, "title"),
        )
        for held in folds
    )
    gold = [
        row for name in ("labelled_once", "labelled_twice") for row in read_labelled(shared / "gold" / f"{name}.jsonl")
    ]
    tones = np.array([SHADES[row.labels.tone.value] for row in gold], dtype=np.int64)
    covid = known(read(shared, "weibo_covid_3000.csv"), "text", "label", SHADES)
    own = Known(tuple(Text("", "", f"{row.text.title} {row.text.text}".strip()) for row in gold), tones)
    return Task("macro_f1", macro, parts, joined([own, covid]))


def weibo(shared: Path) -> Task:
    """Posts, positive or negative."""
    parts = tuple(
        known(read(shared, f"weibo2018_{part}.csv"), "text", "label", {"0": 0, "1": 1}) for part in ("train", "test")
    )
    sets = [
        known(read(shared, f"smp2020_ewect/{part}_train.csv"), "text", "label", EMOTIONS) for part in ("usual", "virus")
    ]
    covid = known(read(shared, "weibo_covid_3000.csv"), "text", "label", {"negative": 0, "positive": 1})
    return Task("accuracy", right, ((parts[0], parts[1]),), joined([*sets, covid]))


def motorcycles(shared: Path) -> Task:
    """Stance towards 深圳禁摩限电."""
    table = read(shared, "nlpcc2016_stance.csv")
    ours, tests = table["target"] == "深圳禁摩限电", table["split"] == "test"
    train, test = (known(table[ours & (tests == side)], "text", "stance", STANCES) for side in (False, True))
    other = known(table[~ours], "text", "stance", STANCES)
    general = known(read(shared, "cstance.csv.gz").drop_duplicates("text"), "text", "stance", STANCES)
    return Task("mean_f1", for_and_against, ((train, test),), joined([other, general]))


def reviews(shared: Path) -> Task:
    """Reviews of hotels, books and notebooks."""
    two = {"0": 0, "1": 1}
    train, dev, test = (
        known(read(shared, f"chnsenticorp/{part}.csv"), "text", "label", two) for part in ("train", "dev", "test")
    )
    shops = read(shared, "reviews/online_shopping_10_cats.csv.gz")
    more = known(shops[shops["cat"].isin(SHOPS)], "review", "label", two)
    return Task("accuracy", right, ((train, test),), joined([dev, more]))


TASKS = {"bdci2019_news": bdci, "weibo2018": weibo, "nlpcc2016_motorcycles": motorcycles, "chnsenticorp": reviews}


if __name__ == "__main__":
    main()
