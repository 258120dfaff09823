"""The public labelled sets that the encoder learns before ours: stance, sentiment, emotion, offence.

May import models.background, judgement, transfer, bench.pretrain_corpus.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from bench.pretrain_corpus import START, held_back
from models.background import key
from models.judgement import Text
from models.transfer import Lesson

# File, column of the text, of what it is asked about (or ""), of the label; and at most so many rows.
SETS = (
    ("cstance.csv.gz", "text", "target", "stance", 9_000),
    ("smp2020_ewect/usual_train.csv", "text", "", "label", 5_000),
    ("smp2020_ewect/virus_train.csv", "text", "", "label", 2_000),
    ("weibo2018_train.csv", "text", "", "label", 3_500),
    ("weibo_covid_3000.csv", "text", "", "label", 3_000),
    ("cold/train.csv.gz", "TEXT", "", "label", 3_000),
    ("reviews/waimai_10k.csv", "review", "", "label", 1_500),
)


def lessons(corpora: Path, labelled: Sequence[Path]) -> list[Lesson]:
    """Every set without copies of public test texts and of our labelled texts; raises FileNotFoundError, KeyError."""
    refused = held_back(corpora, labelled)
    return [_lesson(corpora, refused, *entry) for entry in SETS]


def _lesson(corpora: Path, refused: set[str], file: str, text: str, target: str, label: str, most: int) -> Lesson:
    table = (
        pd.read_csv(corpora / file, dtype=str)
        .dropna(subset=[text, label])
        .drop_duplicates([text, target] if target else [text])
    )
    kept = table[[key(value)[:START] not in refused for value in table[text]]].sample(frac=1, random_state=0).head(most)
    numbers = {value: place for place, value in enumerate(sorted(set(kept[label])))}
    asked = kept[target] if target else [""] * len(kept)
    texts = tuple(Text("", str(title), str(value)) for title, value in zip(asked, kept[text], strict=True))
    return Lesson(file, texts, tuple(numbers[value] for value in kept[label]))
