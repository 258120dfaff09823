"""How often a decided answer comes without a phrase, and how far its probability falls when its phrases are cut out of the text.

Run from the repository's root: python -m bench.why [LABELLED.jsonl …] [--model NAME]. A phrase that spoke for an answer must be missed by
it (DeYoung et al. 2020, "ERASER", comprehensiveness). May import models.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models.judgement import Judgement, Text
from models.labels import Sentiment
from models.registry import LoadedModel, load_model
from models.training_set import read_labelled

ROOT = Path(__file__).parents[1]
ARTIFACTS = ROOT / "models" / "artifacts"
FILES = [ROOT / "data" / name for name in ("frozen.jsonl", "demo_trained.jsonl", "contrast/test.jsonl")]


def main() -> None:
    """Print one JSON line a file."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", type=Path, nargs="*", default=FILES)
    arguments.add_argument("--model", default="stacked")
    chosen = arguments.parse_args()
    model = load_model(chosen.model, ARTIFACTS)
    for path in chosen.files:
        print(json.dumps({"file": path.name, **missed(model, [row.text for row in read_labelled(path)])}))


def missed(model: LoadedModel, texts: Sequence[Text]) -> dict[str, float]:
    """Of answers that are not neutral: how many, how many without a phrase, mean fall of the probability, share cut out."""
    answers = zip(texts, model.score(texts), strict=True)
    decided = [(text, a) for text, a in answers if isinstance(a, Judgement) and a.sentiment != Sentiment.NEUTRAL]
    rests = [without(text, answer.why) for text, answer in decided]
    falls = [
        answer.probabilities[answer.sentiment] - again.probabilities[answer.sentiment]
        for (_, answer), again in zip(decided, model.score(rests), strict=True)
        if isinstance(again, Judgement)
    ]
    cut = [1 - _size(rest) / _size(text) for (text, _), rest in zip(decided, rests, strict=True)]
    return {
        "decided": len(decided),
        "without_phrase": sum(not answer.why for _, answer in decided),
        "mean_fall": round(float(np.mean(falls)), 3),
        "share_cut": round(float(np.mean(cut)), 3),
    }


def without(text: Text, phrases: Sequence[str]) -> Text:
    """The text with its phrases cut out wherever they stand."""
    title, body = text.title, text.text
    for phrase in phrases:
        title, body = title.replace(phrase, ""), body.replace(phrase, "")
    return Text(text.id, title, body)


def _size(text: Text) -> int:
    return len(text.title) + len(text.text)


if __name__ == "__main__":
    main()
