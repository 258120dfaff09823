"""A matrix over hashed character n-grams: what it holds, how texts are looked up in it, how it is kept on disk.

May import models.features, models.tasks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file
from scipy import sparse

from models.features import Layout, hashed_columns, joined_codes
from models.tasks import SENTIMENT, WIDTH, Floats

# An n-gram that fewer texts have says more about one text than about its class.
FEWEST_TEXTS = 3
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Model:
    """Known columns of the hash, their inverse document frequency, weights (columns, 43), bias and cuts (43,).

    `place` (2**bits,) gives the row of a hashed column in the others, -1 where it is unknown; `pull` (columns, 3) is
    how far an n-gram pulls towards a sentiment above the mean of the three.
    """

    layout: Layout
    columns: npt.NDArray[np.int64]
    idf: Floats
    weights: Floats
    bias: Floats
    cuts: Floats
    place: npt.NDArray[np.int32]
    pull: Floats


@dataclass(frozen=True, slots=True)
class Found:
    """Known n-grams of some texts joined end to end: `starts` (texts + 1) bound each text's share of the others.

    `places` are rows of the model, `positions` where the n-gram begins, `orders` how long it is; `ends` (texts,) is
    where each text ends in the joined text.
    """

    starts: npt.NDArray[np.int64]
    places: npt.NDArray[np.int32]
    positions: npt.NDArray[np.int32]
    orders: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int64]


def assembled(
    layout: Layout, columns: npt.NDArray[np.int64], idf: Floats, weights: Floats, bias: Floats, cuts: Floats
) -> Model:
    """A Model with its look-up tables."""
    place = np.full(1 << layout.bits, UNKNOWN, dtype=np.int32)
    place[columns] = np.arange(len(columns), dtype=np.int32)
    sentiment = weights[:, SENTIMENT]
    pull = (sentiment - sentiment.mean(axis=1, keepdims=True)) * idf[:, None]
    return Model(layout, columns, idf, weights, bias, cuts, place, pull.astype(np.float32))


def with_weights(model: Model, weights: Floats, bias: Floats, cuts: Floats) -> Model:
    """The same vocabulary with other weights."""
    return assembled(model.layout, model.columns, model.idf, weights, bias, cuts)


def vocabulary(strings: Sequence[str], layout: Layout) -> Model:
    """A Model with nothing but the n-grams that enough of the texts have, and their inverse document frequency."""
    columns = np.arange(1 << layout.bits)
    nothing = np.zeros((len(columns), WIDTH), dtype=np.float32)
    everything = assembled(layout, columns, np.ones(len(columns), dtype=np.float32), nothing, nothing[0], nothing[0])
    found = find(everything, strings)
    texts = np.repeat(np.arange(len(strings)), np.diff(found.starts))
    different = np.unique(texts << layout.bits | found.places)
    frequency = np.bincount(different & (len(columns) - 1), minlength=len(columns))
    kept = np.flatnonzero(frequency >= FEWEST_TEXTS)
    idf = np.asarray(np.log(len(strings) / (1 + frequency[kept])) + 1, dtype=np.float32)
    return assembled(layout, kept, idf, nothing[: len(kept)], nothing[0], nothing[0])


def find(model: Model, strings: Sequence[str]) -> Found:
    """Look up every n-gram of the texts."""
    codes, lengths = joined_codes(strings)
    ends = np.cumsum(lengths)
    grid = hashed_columns(codes, lengths, model.layout)
    places = np.where(grid >= 0, model.place[grid], UNKNOWN)
    known = np.flatnonzero(places.ravel() >= 0)
    starts = np.searchsorted(known, np.concatenate([[0], ends]) * model.layout.orders)
    positions = (known // model.layout.orders).astype(np.int32)
    orders = (known % model.layout.orders + 1).astype(np.int32)
    return Found(starts, places.ravel()[known], positions, orders, ends)


def unit_rows(model: Model, found: Found) -> sparse.csr_matrix:
    """Square-root counts times inverse document frequency, rows of length 1 (0 where no n-gram is known).

    Plain counts would save the sorting of the n-grams, and cost .01 of micro-F1 on issues and frames.
    """
    shape = (len(found.ends), len(model.columns))
    ones = np.ones(len(found.places), dtype=np.float32)
    matrix = sparse.csr_matrix((ones, found.places.copy(), found.starts.copy()), shape=shape)
    matrix.sum_duplicates()
    values = np.sqrt(matrix.data) * model.idf[matrix.indices]
    counts = np.diff(matrix.indptr)
    sums = np.add.reduceat(np.append(values * values, 0), matrix.indptr[:-1])
    sums[counts == 0] = 1
    values *= np.repeat(1 / np.sqrt(sums), counts)
    return sparse.csr_matrix((values, matrix.indices, matrix.indptr), shape=shape)


def logits(model: Model, found: Found) -> Floats:
    """Logits of shape (texts, 43)."""
    return np.asarray(unit_rows(model, found) @ model.weights + model.bias, dtype=np.float32)


def spoken_for(model: Model, found: Found, said: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """One number for each character of the joined texts: how hard the n-grams over it pulled to the sentiment `said`."""
    chosen = np.repeat(said, np.diff(found.starts))
    share = model.pull.ravel()[found.places * 3 + chosen] / found.orders
    size = int(found.ends[-1])
    # Added where an n-gram begins and taken away where it ends: the running sum is what covers each character.
    begun = np.bincount(found.positions, share, minlength=size + 1)
    over = np.bincount(found.positions + found.orders, share, minlength=size + 1)
    return np.asarray(np.cumsum(begun - over)[:size], dtype=np.float64)


def save(model: Model, path: Path) -> None:
    """Write with weights as int8, one scale for each output."""
    save_file(tensors(model), path)


def load(path: Path) -> Model:
    """Read what `save` wrote."""
    return restored(load_file(path))


def tensors(model: Model) -> dict[str, npt.NDArray[np.generic]]:
    """What is kept of a model: its look-up tables follow from it."""
    return {
        "layout": np.array([model.layout.orders, model.layout.bits], dtype=np.int32),
        "columns": model.columns.astype(np.int32),
        "idf": model.idf.astype(np.float16),
        "bias": model.bias.astype(np.float32),
        "cuts": model.cuts.astype(np.float32),
        **quantised("weights", model.weights),
    }


def restored(kept: Mapping[str, npt.NDArray[np.generic]]) -> Model:
    """The model whose `tensors` are given."""
    orders, bits = (int(value) for value in kept["layout"])
    # What is common stands together, so that most of what a text needs lies in the processor's cache.
    common = np.argsort(kept["idf"], kind="stable")
    return assembled(
        Layout(orders, bits),
        kept["columns"].astype(np.int64)[common],
        kept["idf"].astype(np.float32)[common],
        dequantised("weights", kept)[common],
        kept["bias"].astype(np.float32),
        kept["cuts"].astype(np.float32),
    )


def quantised(name: str, weights: Floats) -> dict[str, npt.NDArray[np.generic]]:
    """A matrix as int8 with one scale for each column."""
    scale = np.maximum(np.abs(weights).max(axis=0, initial=0), 1e-9) / 127
    return {name: np.round(weights / scale).astype(np.int8, order="C"), f"{name}_scale": scale.astype(np.float32)}


def dequantised(name: str, kept: Mapping[str, npt.NDArray[np.generic]]) -> Floats:
    """The matrix that `quantised` wrote."""
    return np.asarray(kept[name].astype(np.float32) * kept[f"{name}_scale"].astype(np.float32), dtype=np.float32)
