"""The encoder's tokenizer: whole words of up to four characters where they are frequent, single characters otherwise.

May import models.words.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from tokenizers import Regex, Tokenizer, decoders, normalizers, processors
from tokenizers.models import Unigram

from models.words import cut

PAD, UNKNOWN, OPENS, CLOSES, MASK = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"
SPECIAL = (PAD, UNKNOWN, OPENS, CLOSES, MASK)
# Sequences of words are 1.6 times shorter than of characters, and who did what to whom stands in three pieces.
SIZE, LONGEST_PIECE = 12_000, 4
# A character that is rarer than this is unknown: no vector can be learned for it.
RAREST = 30


def normalizer() -> normalizers.Normalizer:
    """Half width, lower case, every number one 0, every blank one space."""
    return normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"\d+"), "0"),
            normalizers.Replace(Regex(r"\s+"), " "),
        ]
    )


def seen(texts: Iterable[Sequence[str]], weight: int = 1) -> tuple[Counter[str], Counter[str]]:
    """How often each word and each character stands in batches of texts, times `weight`."""
    words: Counter[str] = Counter()
    normal = normalizer()
    for batch in texts:
        for row in cut([normal.normalize_str(text) for text in batch]):
            words.update(row)
    characters: Counter[str] = Counter()
    for word, number in words.items():
        for character in word:
            characters[character] += number * weight
    return Counter({word: number * weight for word, number in words.items()}), characters


def tokenizer(words: Counter[str], characters: Counter[str], size: int = SIZE) -> Tokenizer:
    """A tokenizer that cuts a text into its likeliest pieces (Kudo 2018, unigram model), given counts.

    Pieces are all characters that are not rare and, up to `size`, the most frequent words.
    """
    single = sorted(character for character, number in characters.items() if number >= RAREST)
    longer = sorted(
        (word for word in words if 1 < len(word) <= LONGEST_PIECE and all(characters[one] >= RAREST for one in word)),
        key=lambda word: (-words[word], word),
    )
    pieces = [*single, *longer[: max(size - len(SPECIAL) - len(single), 0)]]
    total = log(sum(words.values()) + 1)
    chances = [(piece, log(words[piece] + 1) - total) for piece in pieces]
    made = Tokenizer(Unigram([*((mark, 0.0) for mark in SPECIAL), *chances], unk_id=SPECIAL.index(UNKNOWN)))
    made.normalizer = normalizer()
    made.decoder = decoders.Fuse()
    made.add_special_tokens(list(SPECIAL))
    made.post_processor = processors.TemplateProcessing(
        single=f"{OPENS} $A {CLOSES}",
        pair=f"{OPENS} $A {CLOSES} $B {CLOSES}",
        special_tokens=[(mark, SPECIAL.index(mark)) for mark in (OPENS, CLOSES)],
    )
    return made
