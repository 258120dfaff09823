"""Pre-training of a small encoder on unlabelled texts: masked pieces to be guessed, exchanged ones to be found.

May import models.pieces. Sources: Devlin et al. 2019 (masking); Clark et al. 2020, ELECTRA (finding replaced pieces,
here without a generator: pieces are exchanged within their row, so that order has to be read).
"""

import json
import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from models.pieces import CLOSES, MASK, OPENS, PAD, SPECIAL

log = logging.getLogger(__name__)
Rows = npt.NDArray[np.uint16]

ROW = 128
# Rows begin at a place drawn from the first half, so that places up to twice a row are learned.
PLACES = 256
MASKED, EXCHANGED = 0.15, 0.12
FOUND_WEIGHT = 5.0
NONE = -100


@dataclass(frozen=True, slots=True)
class Plan:
    """Size of the encoder and how it is pre-trained; `steps` of `batch` rows each."""

    layers: int = 4
    width: int = 256
    heads: int = 4
    inner: int = 512
    steps: int = 5000
    batch: int = 32
    rate: float = 1.2e-3
    warm_up: float = 0.06
    seed: int = 0


def rows(texts: Iterable[tuple[str, float]], tokenizer: Tokenizer, seed: int) -> Rows:
    """All texts end to end in drawn order, cut into rows of 128 pieces: shape (rows, 128); a last short row is dropped."""
    found, times = [], []
    opens, closes = SPECIAL.index(OPENS), SPECIAL.index(CLOSES)
    batch: list[str] = []
    for text, often in texts:
        batch.append(text)
        times.append(often)
        if len(batch) == 20_000:
            found += _cut(tokenizer, batch, closes)
            batch = []
    found += _cut(tokenizer, batch, closes)
    draw = np.random.default_rng(seed)
    share = np.array(times)
    often_seen = np.floor(share + draw.random(len(share))).astype(int)
    order = draw.permutation(np.repeat(np.arange(len(found)), often_seen))
    joined = np.concatenate([found[place] for place in order])
    body = ROW - 1
    whole = joined[: len(joined) // body * body].reshape(-1, body)
    return np.concatenate([np.full((len(whole), 1), opens, dtype=np.uint16), whole], axis=1)


def _cut(tokenizer: Tokenizer, batch: Sequence[str], closes: int) -> list[Rows]:
    cut = tokenizer.encode_batch_fast(list(batch), add_special_tokens=False)
    return [np.array([*item.ids, closes], dtype=np.uint16) for item in cut]


class Pretraining(nn.Module):
    """A BERT with two heads: which piece stood here, and does this piece belong here."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.before = nn.Sequential(nn.Linear(config.hidden_size, config.hidden_size), nn.GELU())
        self.norm = nn.LayerNorm(config.hidden_size)
        self.bias = nn.Parameter(torch.zeros(config.vocab_size))
        self.found = nn.Linear(config.hidden_size, 1)

    def forward(self, given: Tensor, places: Tensor, masked: Tensor, true: Tensor) -> tuple[Tensor, Tensor]:
        """Losses of guessing (`masked`: flat places of masks, `true`: what stood there) and of finding."""
        states = self.bert(input_ids=given, position_ids=places).last_hidden_state
        flat = states.reshape(-1, states.shape[-1])
        guess = self.norm(self.before(flat[masked]))
        words = self.bert.embeddings.word_embeddings.weight
        guessing = functional.cross_entropy(functional.linear(guess, words, self.bias).float(), true)
        return guessing, self.found(flat).squeeze(-1)


def corrupted(row: Tensor, mask: int, special: int, draw: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Rows with pieces masked or exchanged: what is given, flat places of masks, and which pieces do not belong (1/0).

    Half of the exchanged pieces change places with another piece of the row, half are drawn from the whole batch.
    """
    chance = torch.rand(row.shape, generator=draw)
    plain = row >= special
    masks = plain & (chance < MASKED)
    swaps = plain & (chance >= MASKED) & (chance < MASKED + EXCHANGED)
    near = torch.rand(row.shape, generator=draw) < 0.5
    given = row.clone()
    inner = swaps & near
    for line in range(len(row)):
        chosen = inner[line].nonzero().squeeze(-1)
        if len(chosen) > 1:
            given[line, chosen] = row[line, chosen[torch.randperm(len(chosen), generator=draw)]]
    outer = swaps & ~near
    pool = row[plain]
    given[outer] = pool[torch.randint(len(pool), (int(outer.sum()),), generator=draw)]
    wrong = (given != row).float()
    given[masks] = mask
    return given, masks.reshape(-1).nonzero().squeeze(-1), wrong


def initial(tokenizer: Tokenizer, plan: Plan, vectors: npt.NDArray[np.float32] | None) -> Pretraining:
    """A fresh encoder; `vectors` (pieces, width or less) of length 1 start its embeddings."""
    torch.manual_seed(plan.seed)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=plan.width,
        num_hidden_layers=plan.layers,
        num_attention_heads=plan.heads,
        intermediate_size=plan.inner,
        max_position_embeddings=PLACES,
        type_vocab_size=2,
        pad_token_id=SPECIAL.index(PAD),
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    # On a processor the fused attention is a third slower than the plain one.
    config._attn_implementation = "eager"  # noqa: SLF001  (what `from_pretrained` sets; a fresh model has no other way)
    made = Pretraining(config)
    if vectors is not None:
        with torch.no_grad():
            weight = made.bert.embeddings.word_embeddings.weight
            scaled = torch.from_numpy(vectors) * (0.03 * vectors.shape[1] ** 0.5)
            weight[:, : vectors.shape[1]] = scaled
    return made


def train(
    rows_of: Rows, tokenizer: Tokenizer, plan: Plan, folder: Path, vectors: npt.NDArray[np.float32] | None = None
) -> None:
    """Pre-train and write a checkpoint (`config.json`, `model.safetensors`, `tokenizer.json`) now and at the end."""
    model = initial(tokenizer, plan, vectors)
    optimizer = torch.optim.AdamW(_groups(model), lr=plan.rate, betas=(0.9, 0.98), eps=1e-6)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, plan))
    draw = torch.Generator().manual_seed(plan.seed)
    mask = SPECIAL.index(MASK)
    begun, order = time.monotonic(), torch.randperm(len(rows_of), generator=draw)
    for step in range(plan.steps):
        chosen = order[torch.arange(step * plan.batch, (step + 1) * plan.batch) % len(order)]
        row = torch.from_numpy(rows_of[chosen.numpy()].astype(np.int64))
        given, masked, wrong = corrupted(row, mask, len(SPECIAL), draw)
        places = torch.arange(ROW) + torch.randint(PLACES - ROW + 1, (len(row), 1), generator=draw)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            guessing, finding = model(given, places, masked, row.reshape(-1)[masked])
        asked = torch.ne(given, mask).reshape(-1).float()
        finding = (
            functional.binary_cross_entropy_with_logits(
                finding.float(), wrong.reshape(-1), weight=asked, reduction="sum"
            )
            / asked.sum()
        )
        loss = guessing + FOUND_WEIGHT * finding
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 20 == 0:
            speed = (step + 1) * row.numel() / (time.monotonic() - begun)
            log.info(
                "step %d of %d: guessing %.3f, finding %.4f, %.0f pieces/s", step, plan.steps, guessing, finding, speed
            )
        if step % 200 == 199:
            write(model, tokenizer, folder)
    write(model, tokenizer, folder)


def write(model: Pretraining, tokenizer: Tokenizer, folder: Path) -> None:
    """A checkpoint as `transformers` reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    model.bert.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    names = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token", "mask_token"), SPECIAL, strict=True))
    marks = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": PLACES, **names}
    (folder / "tokenizer_config.json").write_text(json.dumps(marks) + "\n", encoding="utf-8")


def _groups(model: nn.Module) -> list[dict[str, object]]:
    flat = [weight for weight in model.parameters() if weight.ndim < 2]
    deep = [weight for weight in model.parameters() if weight.ndim >= 2]
    return [{"params": deep, "weight_decay": 0.01}, {"params": flat, "weight_decay": 0.0}]


def _rate(step: int, plan: Plan) -> float:
    warm = plan.warm_up * plan.steps
    return min((step + 1) / warm, max((plan.steps - step) / (plan.steps - warm), 0.0))
