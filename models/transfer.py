"""A second round before fine-tuning: an encoder learns many other labelled sets at once, each with an output of its own.

Needs torch. May import models.encoder_fit, encoder_network, encoder_text, judgement.
Source: Phang et al. 2018, "Sentence encoders on STILTs": a neighbouring task first helps where labels are few.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from models.encoder_fit import RATE, RATE_WIDTH, quick, shuffled
from models.encoder_network import Network, begin
from models.encoder_text import padded, rows
from models.judgement import Text

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A labelled set: `labels` are numbers from 0 on; what a text is asked about (a stance's target) is its title."""

    name: str
    texts: tuple[Text, ...]
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and in what steps."""

    epochs: int = 1
    pieces: int = 2048
    longest: int = 96
    seed: int = 0


def learn(lessons: Sequence[Lesson], start: str, folder: Path, plan: Plan | None = None) -> None:
    """Train the checkpoint `start` on all lessons, mixed, and write the encoder to `folder`; raises StartError."""
    chosen = plan or Plan()
    network, tokenizer, marks = begin(start, chosen.seed)
    width = network.gate.in_features
    outputs = nn.ModuleList(nn.Linear(2 * width, max(lesson.labels) + 1) for lesson in lessons)
    draw = np.random.default_rng(chosen.seed)
    steps = []
    for number, lesson in enumerate(lessons):
        found = rows(tokenizer, type(marks)(marks.opens, marks.closes, marks.pads, chosen.longest), lesson.texts)
        labels = np.array(lesson.labels)
        for _ in range(chosen.epochs):
            steps += [
                (number, *padded([found[place] for place in places], marks.pads), labels[places])
                for places in shuffled(found, chosen.pieces, draw)
            ]
    order = draw.permutation(len(steps))
    weights = [*network.parameters(), *outputs.parameters()]
    optimizer = torch.optim.AdamW(weights, lr=RATE * (RATE_WIDTH / width) ** 2, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / 100, (len(steps) - step) / len(steps))
    )
    network.train()
    for step, place in enumerate(order.tolist()):
        number, ids, mask, labels = steps[place]
        with quick(torch.device("cpu")):
            raw = outputs[number](_read(network, torch.from_numpy(ids), torch.from_numpy(mask)))
        loss = functional.cross_entropy(raw.float(), torch.from_numpy(labels))
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        if step % 50 == 0:
            log.info("step %d of %d: %s, loss %.3f", step, len(steps), lessons[number].name, float(loss.detach()))
    write(network, start, folder)


def write(network: Network, start: str, folder: Path) -> None:
    """The encoder without its heads, with the tokenizer of `start`, as `transformers` reads it."""
    from transformers import AutoTokenizer, PreTrainedModel

    assert isinstance(network.body, PreTrainedModel)  # noqa: S101  (it came from `begin`)
    network.body.save_pretrained(folder)
    AutoTokenizer.from_pretrained(start).save_pretrained(folder)


def _read(network: Network, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    states = network.body(input_ids=ids, attention_mask=mask).last_hidden_state
    present = mask.unsqueeze(-1)
    return torch.cat([(states * present).sum(dim=1) / present.sum(dim=1), states[:, 0]], dim=1)
