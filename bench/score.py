"""Texts scored per second by each model and by what most would write, in one run on the same texts.

Run from the repository's root: python -m bench.score LABELLED.jsonl [--texts 2000] [--encoder FOLDER]. One core; processor seconds, so
that other work on the machine does not count. May import models.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from models import encoder, linear, snownlp, stacked
from models.judgement import Text
from models.training_set import read_labelled

ARTIFACTS = Path(__file__).parent.parent / "models" / "artifacts"
LENGTH = 70


def main() -> None:
    """Print one line a contestant: texts a second and how many times SnowNLP's."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("labelled", type=Path, nargs="+")
    arguments.add_argument("--texts", type=int, default=20_000)
    arguments.add_argument("--encoder", type=Path, help="folder of a trained encoder")
    chosen = arguments.parse_args()
    rows = [row for path in chosen.labelled for row in read_labelled(path)]
    texts = [Text(row.text.id, "", f"{row.text.title}。{row.text.text}"[:LENGTH]) for row in rows]
    texts = (texts * (chosen.texts // len(texts) + 1))[: chosen.texts]
    usual = as_most_would([text.text for text in texts[:5000]], [row.labels.sentiment for row in rows][:5000])
    speeds = {
        "snownlp": speed(lambda: snownlp.score(snownlp.load(ARTIFACTS / "snownlp"), texts[:400]), 400),
        "jieba + TF-IDF + scikit-learn": speed(lambda: usual([text.text for text in texts[:2000]]), 2000),
        "linear": speed(scorer(linear, ARTIFACTS / "linear", texts), len(texts)),
        "stacked": speed(scorer(stacked, ARTIFACTS / "stacked", texts[:4096]), 4096),
    }
    if chosen.encoder:
        speeds["encoder"] = speed(scorer(encoder, chosen.encoder, texts[:2000]), 2000)
    for name, reached in speeds.items():
        print(
            json.dumps(
                {"model": name, "texts_per_s": round(reached), "times_snownlp": round(reached / speeds["snownlp"], 1)}
            )
        )


def scorer(module: object, folder: Path, texts: Sequence[Text]) -> Callable[[], object]:
    """A call that scores all texts with a model that is already loaded and warm."""
    model = module.load(folder)  # type: ignore[attr-defined]  # every model file has load and score
    module.score(model, texts[:50])  # type: ignore[attr-defined]
    return lambda: module.score(model, texts)  # type: ignore[attr-defined]


def speed(call: Callable[[], object], texts: int) -> float:
    """Texts for each processor second."""
    begun = time.process_time()
    call()
    return texts / (time.process_time() - begun)


def as_most_would(texts: list[str], labels: Sequence[str]) -> Callable[[list[str]], object]:
    """jieba words, TF-IDF and a linear support vector machine for sentiment alone, one text at a time through jieba."""
    import jieba
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    jieba.setLogLevel(60)
    pipeline = make_pipeline(TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None), LinearSVC())
    usual = labels[: len(texts)]
    pipeline.fit(texts[: len(usual)], usual)
    predict: Callable[[list[str]], object] = pipeline.predict
    return predict


if __name__ == "__main__":
    main()
