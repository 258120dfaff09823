"""The encoder: a small transformer that reads word order, run by ONNX Runtime in int8 without torch.

May import models.encoder_text, features, heads, judgement, judging, phrases, tasks, training_set; models.encoder_fit only
when it trains.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from models import heads as heads_of
from models.encoder_text import Marks, Row, batches, padded, rows
from models.features import layout_text
from models.judgement import Judgement, ScoreFailure, Text
from models.judging import in_batches, judgements
from models.phrases import reasons
from models.tasks import SENTIMENT, WIDTH, Floats
from models.training_set import Labelled

NAME = "encoder"
GRAPH, TOKENIZER, LAYOUT = "model.onnx", "tokenizer.json", "layout.json"


class TrainingExtraError(Exception):
    """What only training needs (torch, transformers, onnx) is not installed; the message is the missing module."""


@dataclass(frozen=True, slots=True)
class Model:
    """`graph` is an ONNX file's content; its outputs times `scale` (43) are logits, `cuts` (43) as in heads.Heads."""

    graph: bytes
    tokenizer: Tokenizer
    marks: Marks
    scale: Floats
    cuts: Floats
    session: Any


def assembled(graph: bytes, tokenizer: Tokenizer, marks: Marks, scale: Floats, cuts: Floats) -> Model:
    """A model ready to score."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return Model(graph, tokenizer, marks, scale, cuts, session)


def score(model: Model, texts: Sequence[Text]) -> list[Judgement | ScoreFailure]:
    """Judge every text, in order; what cannot be judged gets its named failure."""
    return in_batches(texts, lambda batch: _judged(model, batch))


def _judged(model: Model, texts: Sequence[Text]) -> list[Judgement]:
    raw, pulls = logits(model, texts)
    answers = heads_of.as_probabilities(raw)
    said = heads_of.said_sentiments(answers, model.cuts[SENTIMENT])
    return judgements(answers, model.cuts, why(texts, pulls, said))


def logits(model: Model, texts: Sequence[Text]) -> tuple[Floats, list[Floats]]:
    """Logits (texts, 43), and for each text how far each character of `layout_text` pulled to each sentiment (characters, 3)."""
    found = rows(model.tokenizer, model.marks, texts)
    raw = np.empty((len(found), WIDTH), dtype=np.float32)
    pulls: list[Floats] = [np.zeros((0, 3), dtype=np.float32)] * len(found)
    for places in batches(found):
        chosen = [found[place] for place in places]
        ids, mask = padded(chosen, model.marks.pads)
        raw[places], pull = model.session.run(None, {"ids": ids, "mask": mask})
        for place, row, by_piece in zip(places.tolist(), chosen, pull, strict=True):
            pulls[place] = _by_character(row, by_piece, len(layout_text(texts[place])))
    return raw * model.scale, pulls


def _by_character(row: Row, by_piece: Floats, size: int) -> Floats:
    spread = np.zeros((size, 3), dtype=np.float32)
    for (first, last), pull in zip(row.spans, by_piece[: len(row.spans)], strict=True):
        if last > first:
            spread[first:last] += pull / (last - first)
    return spread


def why(texts: Sequence[Text], pulls: Sequence[Floats], said: npt.NDArray[np.int64]) -> list[tuple[str, ...]]:
    """Phrases of each text whose characters pulled to the sentiment `said` more than the rest of the text did."""
    towards = [pull[:, one] - pull.mean(axis=1) for pull, one in zip(pulls, said.tolist(), strict=True)]
    weights = [weight - weight.mean() for weight in towards]
    return reasons([layout_text(text) for text in texts], np.concatenate(weights).astype(np.float64))


def train(labelled: Sequence[Labelled], start: str) -> Model:
    """Fine-tune the checkpoint `start` (a folder, or a name on the Hugging Face hub) on labelled texts; needs torch.

    The same texts in the same order give the same weights on one machine. Raises encoder_network.StartError, TrainingExtraError.
    """
    model: Model = _fitting().fit(labelled, start)
    return model


def tuned(labelled: Sequence[Labelled], start: str) -> Model:
    """As `train`, on all texts and without calibration: for whoever weighs its logits."""
    fitting = _fitting()
    model: Model = fitting.tuned(labelled, start, fitting.Plan())
    return model


def _fitting() -> ModuleType:
    try:
        from models import encoder_fit
    except ModuleNotFoundError as missing:
        raise TrainingExtraError(str(missing.name)) from missing
    return encoder_fit


def save(model: Model, folder: Path) -> None:
    """Write graph, tokenizer and layout."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / GRAPH).write_bytes(model.graph)
    model.tokenizer.save(str(folder / TOKENIZER), pretty=False)
    told = {
        "marks": asdict(model.marks),
        "scale": [round(float(value), 6) for value in model.scale],
        "cuts": [round(float(value), 6) for value in model.cuts],
    }
    (folder / LAYOUT).write_text(json.dumps(told) + "\n", encoding="utf-8")


def load(folder: Path) -> Model:
    """Read what `save` wrote."""
    told = json.loads((folder / LAYOUT).read_text(encoding="utf-8"))
    return assembled(
        (folder / GRAPH).read_bytes(),
        Tokenizer.from_file(str(folder / TOKENIZER)),
        Marks(**told["marks"]),
        np.array(told["scale"], dtype=np.float32),
        np.array(told["cuts"], dtype=np.float32),
    )
