"""Fine-tuning of an encoder on labelled texts, all tasks at once, with its calibration; needs torch.

May import models.encoder, encoder_network, encoder_text, heads, tasks, training_set.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from scipy.optimize import minimize_scalar
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from models import encoder
from models import heads as heads_of
from models.encoder_network import Network, as_int8, begin
from models.encoder_text import Marks, Row, batches, padded, rows
from models.tasks import FRAMES, ISSUES, KIND, RELEVANCE, SENTIMENT, TASKS, TONE, WIDTH, Floats, targets
from models.training_set import WRITTEN, Labelled, folds

log = logging.getLogger(__name__)
Answers = npt.NDArray[np.bool_]

# One group in so many is kept to calibrate on.
KEPT = 10
# Pairs that were made up for training are too easy to calibrate on, texts written for it too hard.
MADE_UP = frozenset({"contrast", "grammar", WRITTEN})
# A 768-wide encoder is fine-tuned at 2e-5 to 5e-5 (Devlin et al. 2019); a narrower one bears more (256 wide: 7e-4 read issues better
# than 3e-4 did, and sentiment alike).
RATE, RATE_WIDTH = 5e-5, 768
BLANKED = 0.08
# Of a regression from -1 to 1: share of the squares' mean that is added, and what makes logits of its outputs.
RIDGE, LOGITS = 0.05, 2.5
# A layer's rate beside that of the layer above it.
SLOWER = 0.95
_LAYER = re.compile(r"\.layer\.(\d+)\.")


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and in what steps an encoder is fine-tuned; a step sees about `pieces` pieces."""

    epochs: int = 4
    pieces: int = 2048
    warm_up: float = 0.1
    seed: int = 0


def fit(labelled: Sequence[Labelled], start: str, plan: Plan | None = None) -> encoder.Model:
    """Fine-tune on nine tenths of the texts, calibrate on the rest; raises encoder_network.StartError."""
    kept = (folds([row.group for row in labelled], KEPT, SEED) == 0) & np.array(
        [row.source not in MADE_UP for row in labelled]
    )
    learned = [row for row, out in zip(labelled, kept, strict=True) if not out]
    asked = [row for row, out in zip(labelled, kept, strict=True) if out]
    blank = tuned(learned, start, plan or Plan())
    return calibrated(blank, asked)


SEED = 0


def tuned(labelled: Sequence[Labelled], start: str, plan: Plan) -> encoder.Model:
    """Fine-tune on all texts; scales and cuts are not set yet."""
    network, tokenizer, marks = begin(start, plan.seed)
    found = rows(tokenizer, marks, [row.text for row in labelled])
    answers = targets([row.labels for row in labelled])
    _learn(network, found, answers, marks.pads, masks(tokenizer, marks), plan)
    ones = np.ones(WIDTH, dtype=np.float32)
    return encoder.assembled(as_int8(network), tokenizer, marks, ones, np.full(WIDTH, 0.5, dtype=np.float32))


def masks(tokenizer: Tokenizer, marks: Marks) -> int:
    """The number of the piece that stands for a hidden one, as BERT or RoBERTa write it; else the padding."""
    known = [tokenizer.token_to_id(name) for name in ("[MASK]", "<mask>")]
    return next((number for number in known if number is not None), marks.pads)


def calibrated(model: encoder.Model, labelled: Sequence[Labelled]) -> encoder.Model:
    """The model with one temperature for each task and the cuts that suit texts which it was not trained on."""
    if not labelled:
        return model
    answers = targets([row.labels for row in labelled])
    raw, _ = encoder.logits(model, [row.text for row in labelled])
    scale = temperatures(raw, answers)
    cuts = heads_of.cuts(heads_of.as_probabilities(raw * scale), answers)
    return encoder.assembled(model.graph, model.tokenizer, model.marks, scale, cuts)


def temperatures(raw: Floats, answers: Answers) -> Floats:
    """What the logits (texts, 43) of each task are multiplied with, so that their chances hold (Guo et al. 2017)."""
    scale = np.ones(WIDTH, dtype=np.float32)
    true = torch.from_numpy(answers.astype(np.float32))
    given = torch.from_numpy(raw)
    for task in TASKS:
        found = minimize_scalar(
            lambda power, task=task: float(task_losses(given * float(np.exp(power)), true)[task.start]), (-1.5, 1.5)
        )
        scale[task] = np.exp(np.clip(found.x, -1.5, 1.5))
    return scale


def task_losses(raw: Tensor, true: Tensor) -> dict[int, Tensor]:
    """Mean loss of each task, by its first column: of sentiment over relevant texts alone."""
    relevant = true[:, RELEVANCE.start]
    losses = {}
    for task in (SENTIMENT, TONE, KIND):
        each = -(functional.log_softmax(raw[:, task], dim=1) * true[:, task]).sum(dim=1)
        counted = relevant if task is SENTIMENT else torch.ones_like(relevant)
        losses[task.start] = (each * counted).sum() / counted.sum().clamp(min=1)
    for task in (RELEVANCE, ISSUES, FRAMES):
        each = functional.binary_cross_entropy_with_logits(raw[:, task], true[:, task], reduction="none")
        losses[task.start] = each.sum(dim=1).mean()
    return losses


# What sentiment is read for comes first; sums over many yes/no answers count half.
SHARES = {
    RELEVANCE.start: 1.0,
    SENTIMENT.start: 2.0,
    TONE.start: 0.5,
    KIND.start: 0.5,
    ISSUES.start: 0.5,
    FRAMES.start: 0.5,
}


def _learn(network: Network, found: Sequence[Row], answers: Answers, pads: int, mask: int, plan: Plan) -> None:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    begin_heads(network.to(device), found, answers, pads)
    network.train()
    draw = np.random.default_rng(plan.seed)
    steps = [step for _ in range(plan.epochs) for step in shuffled(found, plan.pieces, draw)]
    rate = RATE * (RATE_WIDTH / network.gate.in_features) ** 2
    optimizer = torch.optim.AdamW(by_depth(network, rate), lr=rate, weight_decay=0.01)
    warm = max(int(plan.warm_up * len(steps)), 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (len(steps) - step) / max(len(steps) - warm, 1))
    )
    for step, places in enumerate(steps):
        ids, present = padded([found[place] for place in places], pads)
        blank = (draw.random(ids.shape) < BLANKED) & (ids > mask)
        ids[blank] = mask
        true = torch.from_numpy(answers[places].astype(np.float32)).to(device)
        with quick(device):
            raw, _ = network(torch.from_numpy(ids).to(device), torch.from_numpy(present).to(device))
        losses = task_losses(raw.float(), true)
        loss = sum((SHARES[task] * value for task, value in losses.items()), torch.zeros((), device=device))
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 50 == 0:
            log.info("step %d of %d: loss %.3f", step, len(steps), float(loss.detach()))


def begin_heads(network: Network, found: Sequence[Row], answers: Answers, pads: int) -> None:
    """Start the outputs from a ridge regression on the states of the checkpoint as it is.

    An encoder made for comparing texts has states that all point one way: from random outputs most of the steps go into undoing that.
    Source: Kumar et al. 2022, "Fine-Tuning can Distort Pretrained Features and Underperform Out-of-Distribution".
    """
    states = pooled(network, found, pads)
    mean, spread = states.mean(axis=0), states.std(axis=0) + 1e-3
    standard = (states - mean) / spread
    aims = answers.astype(np.float64) * 2 - 1
    middle = aims.mean(axis=0)
    square = standard.T @ standard + RIDGE * len(standard) * np.eye(standard.shape[1])
    weights = LOGITS * np.linalg.solve(square, standard.T @ (aims - middle)) / spread[:, None]
    bias = LOGITS * middle - mean @ weights
    width = network.gate.in_features
    with torch.no_grad():
        network.of_sum.weight.copy_(torch.from_numpy(weights[:width].T))
        network.of_first.weight.copy_(torch.from_numpy(weights[width:].T))
        network.of_sum.bias.copy_(torch.from_numpy(bias / 2))
        network.of_first.bias.copy_(torch.from_numpy(bias / 2))


def pooled(network: Network, found: Sequence[Row], pads: int) -> npt.NDArray[np.float64]:
    """What the outputs are read off: the weighed sum and the first state of each row (rows, 2 * width)."""
    states = np.empty((len(found), 2 * network.gate.in_features))
    device = network.gate.weight.device
    network.eval()
    with torch.no_grad():
        for places in batches(found):
            ids, mask = padded([found[place] for place in places], pads)
            with quick(device):
                parts = network.read(torch.from_numpy(ids).to(device), torch.from_numpy(mask).to(device))
            states[places] = torch.cat([parts[0].sum(dim=1), parts[1]], dim=1).float().cpu().numpy()
    return states


def by_depth(network: Network, rate: float) -> list[dict[str, object]]:
    """Parameters with their rates: each layer learns a little slower than the one above it (Howard and Ruder 2018)."""
    depths: dict[int, list[Tensor]] = {}
    for name, parameter in network.named_parameters():
        found = _LAYER.search(name)
        place = int(found[1]) + 1 if found else (0 if "embeddings" in name else -1)
        depths.setdefault(place, []).append(parameter)
    top = max(depths) + 1
    return [
        {"params": parameters, "lr": rate * SLOWER ** (top - place if place >= 0 else 0)}
        for place, parameters in depths.items()
    ]


def shuffled(found: Sequence[Row], pieces: int, draw: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    """Batches of rows of like length, in drawn order; which rows share a batch is drawn anew each time."""
    order = draw.permutation(len(found))
    parts = [order[place : place + 2000] for place in range(0, len(order), 2000)]
    steps = [part[chosen] for part in parts for chosen in batches([found[place] for place in part], pieces)]
    for place in draw.permutation(len(steps)):
        yield steps[place]


def quick(device: torch.device) -> AbstractContextManager[object]:
    """Half the bits where the processor reckons with them."""
    flags = Path("/proc/cpuinfo")
    able = device.type == "cuda" or (flags.exists() and "avx512_bf16" in flags.read_text(encoding="utf-8"))
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=able)
