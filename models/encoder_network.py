"""The encoder's network while it is trained, where it starts from, and its export to int8 ONNX; needs torch.

May import models.encoder_text, models.tasks.
"""

import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from models.encoder_text import Marks
from models.tasks import SENTIMENT, WIDTH

# Eight texts in ten are shorter, and a longer one keeps its beginning and its end.
LONGEST = 128
OPSET = 17


class StartError(Exception):
    """A checkpoint that training cannot start from: its name or folder, and the reason."""

    def __init__(self, start: str, reason: str) -> None:
        super().__init__(f"{start}: {reason}")
        self.start, self.reason = start, reason


class Network(nn.Module):
    """An encoder whose states are weighed by a gate and added up; 43 outputs are read off the sum and the first state.

    So each piece's part in an output is known without asking twice.
    """

    def __init__(self, body: nn.Module, width: int) -> None:
        super().__init__()
        self.body = body
        self.gate = nn.Linear(width, 1)
        self.of_sum = nn.Linear(width, WIDTH)
        self.of_first = nn.Linear(width, WIDTH)
        self.drop = nn.Dropout(0.1)
        nn.init.zeros_(self.gate.weight)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (texts, 43) and each piece's pull to the three sentiments (texts, pieces, 3)."""
        weighed, first = self.read(ids, mask)
        raw = self.of_sum(self.drop(weighed.sum(dim=1))) + self.of_first(self.drop(first))
        return raw, weighed @ self.of_sum.weight[SENTIMENT].T

    def read(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Each piece's state, weighed (texts, pieces, width), and the first state (texts, width)."""
        states = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        gates = self.gate(states).squeeze(-1).masked_fill(mask == 0, -1e4)
        return torch.softmax(gates, dim=1).unsqueeze(-1) * states, states[:, 0]


def begin(start: str, seed: int) -> tuple[Network, Tokenizer, Marks]:
    """A network on the checkpoint `start`, a folder or a name on the hub, with its tokenizer; raises StartError."""
    from transformers import AutoModel, AutoTokenizer
    from transformers import logging as reports

    torch.manual_seed(seed)
    # Its report tells of a head that is not used here; what matters comes as an error.
    reports.set_verbosity_error()  # type: ignore[no-untyped-call]
    reports.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        cut = AutoTokenizer.from_pretrained(start)
        body = AutoModel.from_pretrained(start, attn_implementation="eager", dtype=torch.float32)
    except (OSError, ValueError) as error:
        raise StartError(start, str(error).splitlines()[0]) from error
    numbers = (cut.cls_token_id, cut.sep_token_id, cut.pad_token_id)
    tokenizer = getattr(cut, "backend_tokenizer", None)
    if tokenizer is None or None in numbers:
        raise StartError(start, "no fast tokenizer with [CLS], [SEP] and [PAD]")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    marks = Marks(*numbers, longest=min(LONGEST, body.config.max_position_embeddings))
    return Network(body, body.config.hidden_size), tokenizer, marks


def as_int8(network: Network) -> bytes:
    """The network as an ONNX file's content, its weights in 7 of 8 bits: on processors without VNNI 8 would overflow."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network = network.eval().float().cpu()
    example = torch.ones((2, 8), dtype=torch.long)
    axes = {0: "texts", 1: "pieces"}
    with TemporaryDirectory() as name, warnings.catch_warnings():
        # The older exporter: it needs no further package, and it says on each use that it is the older one.
        warnings.simplefilter("ignore")
        whole, small = Path(name) / "whole.onnx", Path(name) / "small.onnx"
        torch.onnx.export(
            network,
            (example, example),
            str(whole),
            input_names=["ids", "mask"],
            output_names=["raw", "pull"],
            dynamic_axes={"ids": axes, "mask": axes, "raw": {0: "texts"}, "pull": axes},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        return small.read_bytes()
