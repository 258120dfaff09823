"""Measures stage 2 beside other things: datasketch, a PostgreSQL server, a real city's rivers. Imports everything.

CHENGYU_SHARED=../shared python -m bench.store_beside places
CHENGYU_SHARED=../shared python -m bench.store_beside sieve
CHENGYU_SHARED=../shared python -m bench.store_beside datasketch 10000      (needs the package datasketch)
CHENGYU_SHARED=../shared python -m bench.store_beside postgres 10000        (on the server of CHENGYU_TEST_POSTGRES)
"""

import csv
import json
import random
import sys
import tempfile
import time
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bench.report_real import rivers_of
from bench.store import NOW, corpora, edited, real_texts, recombined, timed, write_raw
from chengyu.settings_text import settings_text
from pipeline.cleaning import clean, comparable
from pipeline.duplicates import CopyIndex
from pipeline.gazetteer import city_from_gazetteer
from pipeline.places import NOWHERE, atlas_of, place_of
from pipeline.sieve import Grammar, off_topic, sieve_of
from pipeline.store import Retention, store


def main() -> None:
    """Run the measurement named on the command line."""
    kind, *sizes = sys.argv[1:] or ["places"]
    if kind == "places":
        measure_places()
    if kind == "sieve":
        measure_sieve()
    for size in map(int, sizes):
        (compare_datasketch if kind == "datasketch" else measure_postgres)(size)


def compare_datasketch(size: int) -> None:
    """Speed and pairs of our near-copy search and of datasketch's MinHashLSH (128 permutations, the same 3-grams)."""
    from datasketch import MinHash, MinHashLSH

    rng = random.Random(size)
    texts = [bare for text in recombined(size // 10 * 9, rng) if len(bare := comparable(clean(text))) >= 8]
    letters = "".join(texts[:2000])
    origin = [rng.randrange(len(texts)) for _ in range(size // 10)]
    texts += [edited(texts[n], 0.05, letters, rng) for n in origin]
    size = len(texts)
    planted_from = dict(enumerate(origin, size - len(origin)))
    print(f"## {size} texts, {len(origin)} of them copies with 5 % of characters changed")
    ours = timed("ours", size, lambda: CopyIndex().add(texts, [0] * size))
    first = {copy.place: copy.of for copy in ours}
    ours_right = sum(first.get(n, n) == first.get(of, of) for n, of in planted_from.items() if n in first)

    def sketch() -> dict[int, list[int]]:
        # Below this likeness of character 3-grams lie texts with 5 % of characters changed.
        index, found = MinHashLSH(threshold=0.6, num_perm=128), {}
        for n, text in enumerate(texts):
            grams = {text[i : i + 3].encode() for i in range(max(1, len(text) - 2))}
            mark = MinHash(num_perm=128)
            mark.update_batch(sorted(grams))
            found[n] = [int(other) for other in index.query(mark)]
            index.insert(str(n), mark)
        return found

    theirs = timed("datasketch", size, sketch)
    right = sum(planted_from[n] in theirs[n] for n in planted_from)
    pairs_ours, pairs_theirs = len(ours), sum(map(len, theirs.values()))
    print(f"ours: {ours_right} of {len(origin)} planted copies, {pairs_ours} posts linked to their first appearance")
    print(f"datasketch: {right} of {len(origin)}, {pairs_theirs} candidate pairs, unverified")


def measure_places() -> None:
    """The share of the real city's hotline rows that are placed: by the gazetteer alone, and with its rivers declared."""
    with (corpora() / "fuzhou/hotline.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    city = city_from_gazetteer("福建", "福州")
    rivers = tuple(rivers_of(rows))
    for name, known in (("gazetteer", city), (f"and {len(rivers)} rivers", replace(city, rivers=rivers))):
        atlas = atlas_of(known)
        found = [place_of(atlas, clean(row["标题"]), clean(row["投诉件内容"])) for row in rows]
        district, road = sum(bool(p.district) for p in found), sum(bool(p.road) for p in found)
        nowhere = sum(p == NOWHERE for p in found)
        print(f"{name}: {len(rows)} rows, district {district}, road or river {road}, not placed {nowhere}")
    named = [(row["河流"], p.road) for row, p in zip(rows, found, strict=True) if row["河流"] in rivers and p.road]
    print(
        f"rows with a river in its column and in the text: {len(named)}, the same one: {sum(a == b for a, b in named)}"
    )


def measure_sieve() -> None:
    """What a new office in Fuzhou holds back of the labelled texts and of real ones, to be read, and its cost."""
    files = sorted((corpora().parent / "gold").glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    labelled = {clean(line["text"]): "relevant" if line["relevant"] else "off topic" for line in lines}
    for name, texts in (("labelled", labelled), ("citizens'", {clean(text): "" for text in real_texts()})):
        _print_held_back(name, texts)


def _print_held_back(name: str, labels: Mapping[str, str]) -> None:
    """The texts that are held back, each with its reason and its label."""
    sieve, texts = sieve_of(_grammar_of_a_new_office(), city_from_gazetteer("福建", "福州")), sorted(labels)
    reasons = timed("sieve", len(texts), lambda: [off_topic(sieve, "social", "", text) for text in texts])
    held = [(reason, text) for reason, text in zip(reasons, texts, strict=True) if reason]
    for reason, text in held:
        print(f"{reason}  {labels[text]}  {' '.join(text.split())[:100]}")
    words = sum(reason.startswith("exclude:") for reason, _ in held)
    print(f"{len(held)} of {len(texts)} {name} texts held back, {words} by a word")


def _grammar_of_a_new_office() -> Grammar:
    sieve = tomllib.loads(settings_text("福州市", "福建省", ()))["sieve"]
    return Grammar(exclude=tuple(sieve["exclude"]), other_cities=sieve["other_cities"])


def measure_postgres(size: int) -> None:
    """Posts per second of the whole stage on PostgreSQL, by the clock, since the server's work is not ours."""
    from tests.pipeline.databases import fresh_postgres

    texts = list(recombined(size, random.Random(size)))
    city = city_from_gazetteer("福建", "福州")
    with tempfile.TemporaryDirectory() as folder, fresh_postgres() as db:
        write_raw(Path(folder), texts, size)
        begin, own = time.monotonic(), time.process_time()
        report = store(db, Path(folder), city, b"s" * 32, NOW, Retention(), lambda _name, _lines: None)
        seconds, own = time.monotonic() - begin, time.process_time() - own
    print(f"## {size} posts into PostgreSQL: {seconds:.1f} s, {size / seconds:,.0f} posts/s by the clock")
    print(f"own processor time {own:.1f} s, {size / own:,.0f} posts/s; {dict(report.outcomes)}")


if __name__ == "__main__":
    main()
