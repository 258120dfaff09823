"""A package's 4-bit file becomes a checkpoint that training starts from; the file here is written in the test."""

import struct
from pathlib import Path

import numpy as np
import pytest

from models import bundled, encoder_network
from models.bundled import LAYER, SPECIAL

WIDTH, INNER, LAYERS, PIECES = 32, 64, 2, 40
WORDS = ("▁", "城管", "城", "管", "打", "人", "摊贩", "no")


def in_blocks(values: np.ndarray) -> bytes:
    """What the package writes: a scale of half precision and 32 steps of four bits for each 32 numbers."""
    rows = values.reshape(-1, 32)
    scale = np.abs(rows).max(axis=1) / 7
    steps = np.clip(np.round(rows / scale[:, None]), -8, 7).astype(np.int64) + 8
    packed = (steps[:, :16] | (steps[:, 16:] << 4)).astype(np.uint8)
    return b"".join(one.astype("<f2").tobytes() + row.tobytes() for one, row in zip(scale, packed, strict=True))


def tensors(draw: np.random.Generator) -> dict[str, np.ndarray]:
    sizes = {"q": (WIDTH, WIDTH), "k": (WIDTH, WIDTH), "v": (WIDTH, WIDTH), "ao": (WIDTH, WIDTH)}
    sizes |= {"fi": (INNER, WIDTH), "fo": (WIDTH, INNER)}
    found = {"emb.word": (PIECES, WIDTH)}
    for layer in range(LAYERS):
        found |= {f"l{layer}.{name}.w": size for name, size in sizes.items()}
    return {name: draw.normal(size=size) for name, size in found.items()}


def flat(draw: np.random.Generator) -> dict[str, np.ndarray]:
    sizes = {"emb.pos": 8 * WIDTH, "emb.type": WIDTH, "emb.ln.w": WIDTH, "emb.ln.b": WIDTH}
    for layer in range(LAYERS):
        for name in LAYER:
            sizes[f"l{layer}.{name}.b"] = INNER if name == "fi" else WIDTH
        sizes |= {f"l{layer}.{name}.w": WIDTH for name in ("aln", "oln")}
    return {name: draw.normal(size=size).astype(np.float32) for name, size in sizes.items()}


def write(path: Path) -> dict[str, np.ndarray]:
    """A file of the package's layout with made-up numbers; gives those that were packed."""
    draw = np.random.default_rng(0)
    packed, whole = tensors(draw), flat(draw)
    names = ["<s>", "<pad>", "</s>", "<unk>", *WORDS]
    names += [f"x{number}" for number in range(PIECES - 1 - len(names))] + ["<mask>"]
    blob = "".join(names).encode()
    ends = np.cumsum([0, *(len(name.encode()) for name in names)]).astype("<u4")
    scores = np.array([-float(place) for place in range(len(names))], dtype="<f4")
    head = struct.pack("<4sI7ifi", b"E5S1", 1, WIDTH, LAYERS, 4, INNER, PIECES, 8, 1, 1e-12, 32)
    head += struct.pack("<5iQ", len(names), 0, 2, 1, 3, len(blob)) + ends.tobytes() + scores.tobytes() + blob
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0xFF0C, 1, ord(","))
    parts = {name: in_blocks(value) for name, value in packed.items()}
    parts |= {name: value.tobytes() for name, value in whole.items()}
    numbers = {**packed, **whole}
    place = len(head) + 4 + sum(2 + len(name) + 21 for name in parts)
    directory = struct.pack("<i", len(parts))
    for name, raw in parts.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", name in packed, numbers[name].size, place, len(raw))
        place += len(raw)
    path.write_bytes(head + directory + b"".join(parts.values()))
    return numbers


def test_numbers_come_back_as_near_as_four_bits_can_be(tmp_path: Path) -> None:
    written = write(tmp_path / "small.bin")
    bundle = bundled.read(tmp_path / "small.bin")
    assert bundle.sizes == {
        "width": WIDTH,
        "layers": 2,
        "heads": 4,
        "inner": INNER,
        "positions": 8,
        "vocabulary": PIECES,
    }
    assert [piece for piece, _ in bundle.pieces[4:12]] == list(WORDS)
    for name, value in written.items():
        steps = np.abs(value.reshape(-1, 32)).max(axis=1, keepdims=True) / 7 if value.ndim == 2 else 1e-9
        away = np.abs(bundle.tensors[name].reshape(-1, 32) - value.reshape(-1, 32))
        assert (away <= steps * 0.51).all(), name


def test_a_checkpoint_keeps_the_pieces_that_texts_use_and_the_layers_that_are_named(tmp_path: Path) -> None:
    write(tmp_path / "small.bin")
    bundle = bundled.read(tmp_path / "small.bin")
    kept = bundled.used(bundle.pieces, [("城管打人，", 1.0), ("摊贩", 3.0)], most=5)
    assert [bundle.pieces[number][0] for number in kept] == ["▁", "城管", "打", "人", "摊贩"]
    bundled.write(bundle, kept, [1], tmp_path / "start")
    network, tokenizer, marks = encoder_network.begin(str(tmp_path / "start"), seed=0)
    assert tokenizer.encode("城管 打人", add_special_tokens=False).tokens == ["▁", "城管", "▁", "打", "人"]
    assert (marks.opens, marks.pads, marks.closes, tokenizer.token_to_id("<mask>")) == (
        0,
        1,
        2,
        SPECIAL.index("<mask>"),
    )
    states = network.body.state_dict()
    assert len(states["embeddings.word_embeddings.weight"]) == len(SPECIAL) + 5
    found = states["encoder.layer.0.output.dense.weight"].numpy()
    assert np.array_equal(found, bundle.tensors["l1.fo.w"].reshape(WIDTH, INNER))
    assert "encoder.layer.1.output.dense.weight" not in states


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(ValueError, match=r"other\.bin"):
        bundled.read(tmp_path / "other.bin")
