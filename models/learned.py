"""Which texts a model has learned from, by the hash of their letters: what it was trained on says nothing of how good it is.

May import models.features, models.judgement. No text can be read back from a hash; what the changed copy of a text is like
is told by the vectors that some models keep (models/stacked.py).
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file

from models.features import as_text, joined_codes
from models.judgement import Text

# Not among the suffixes that make a model's version: it tells of the data, not of the weights.
FILE = "learned.hashes"
Hashes = npt.NDArray[np.uint64]


def hashes(texts: Sequence[Text]) -> Hashes:
    """One number for each text (texts,): the same whatever its marks, blanks, width of letters, and where its title ends."""
    return np.array([_hash(text) for text in texts], dtype=np.uint64)


def _hash(text: Text) -> int:
    codes, _ = joined_codes([text.title, text.text])
    letters = "".join(filter(str.isalnum, as_text(codes)))
    return int.from_bytes(hashlib.sha256(letters.encode("utf-8", "surrogatepass")).digest()[:8])


def save(folder: Path, texts: Sequence[Text]) -> None:
    """Write the hashes beside the weights, sorted, so that the order of the texts is not kept."""
    save_file({"learned": np.unique(hashes(texts))}, folder / FILE)


def load(folder: Path) -> Hashes | None:
    """What `save` wrote, None for a model that was made before it was kept."""
    return load_file(folder / FILE)["learned"] if (folder / FILE).is_file() else None
