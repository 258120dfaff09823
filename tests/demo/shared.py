"""What the demo tests share: the files as they ship, and a likeness of texts of their own. Imports nothing of ours."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "data" / "demo"


def load_items() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / "items.jsonl").read_text(encoding="utf-8").splitlines()]


def load_truth() -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
    return truth


def grams(text: str) -> set[str]:
    return {text[i : i + 5] for i in range(max(len(text) - 4, 1))}


def alike(items: Sequence[Mapping[str, Any]], above: float) -> Iterator[tuple[str, str, float]]:
    """Pairs of ids whose texts' 5-gram Jaccard index is over `above`."""
    sets = [grams(i["title"] + "\n" + i["text"] if i["text"] else i["title"]) for i in items]
    holders: dict[str, list[int]] = defaultdict(list)
    for index, mine in enumerate(sets):
        shared = Counter(other for gram in mine for other in holders[gram])
        for other, count in shared.items():
            likeness = count / (len(mine) + len(sets[other]) - count)
            if likeness > above:
                yield items[other]["id"], items[index]["id"], likeness
        for gram in mine:
            holders[gram].append(index)
