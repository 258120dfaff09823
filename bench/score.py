"""Texts scored per second by each model and by what most would write, in one run on the same texts of 70 characters.

Run from the repository's root: python -m bench.score LABELLED.jsonl [--encoder NAME]. Each contestant is a whole process
from JSON Lines to JSON Lines with all its outputs, on one core; processor seconds, so that other work on the machine
does not count. With --million the fast model on as many cores as there are: clock and memory too. May import models.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle, islice
from pathlib import Path

from models.training_set import Labelled, read_labelled

LENGTH = 70
TRAINED = 5_000
# As many texts as take a contestant some ten seconds, so that its start counts for little.
TEXTS = {"snownlp": 1_500, "linear": 150_000, "stacked": 10_000, "encoder": 5_000}
MILLION = 1_000_000


def main() -> None:
    """Print one JSON line a contestant: texts a second and how many times SnowNLP's."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("labelled", type=Path, nargs="+")
    arguments.add_argument("--encoder", default="", help="name of a trained encoder that the office has")
    arguments.add_argument("--million", action="store_true", help="one million texts by linear, and nothing else")
    chosen = arguments.parse_args()
    rows = [row for path in chosen.labelled for row in read_labelled(path)]
    with tempfile.TemporaryDirectory() as folder:
        if chosen.million:
            print(json.dumps(million(pieces(rows), Path(folder))))
        else:
            compare(rows, chosen.encoder, Path(folder))


def pieces(rows: Sequence[Labelled]) -> list[str]:
    """Every whole piece of 70 characters of the texts, each once."""
    whole = (f"{row.text.title}。{row.text.text}" for row in rows)
    cut = (text[at : at + LENGTH] for text in whole for at in range(0, len(text) - LENGTH + 1, LENGTH))
    return list(dict.fromkeys(cut))


def compare(rows: Sequence[Labelled], encoder: str, folder: Path) -> None:
    """Each contestant on one core."""
    os.environ["OMP_NUM_THREADS"] = "1"
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts, speeds = pieces(rows), dict[str, float]()
    for name in ("snownlp", "linear", "stacked", *([encoder] if encoder else [])):
        number = TEXTS.get(name, TEXTS["encoder"])
        file = write(folder / "texts.jsonl", islice(cycle(texts), number))
        speeds[name] = number / whole_process(name, file)[0]
    labels = [row.labels.sentiment for row in rows[:TRAINED]]
    usual = as_most_would([f"{row.text.title} {row.text.text}" for row in rows[:TRAINED]], labels)
    file = write(folder / "texts.jsonl", islice(cycle(texts), TRAINED))
    begun = time.process_time()
    usual(file, folder / "usual.jsonl")
    speeds["jieba + TF-IDF + scikit-learn"] = TRAINED / (time.process_time() - begun)
    for name, reached in speeds.items():
        times = round(reached / speeds["snownlp"], 1)
        print(json.dumps({"model": name, "texts_per_s": round(reached), "times_snownlp": times}, ensure_ascii=False))


def million(texts: Sequence[str], folder: Path) -> dict[str, float]:
    """Processor seconds, clock and the memory of all processes together at its highest."""
    processor, clock, memory = whole_process("linear", write(folder / "texts.jsonl", islice(cycle(texts), MILLION)))
    lines = sum(1 for _ in (folder / "out.jsonl").open(encoding="utf-8"))
    return {
        "texts": lines,
        "processor_s": round(processor, 1),
        "clock_s": round(clock, 1),
        "peak_mib": round(memory / 1024),
    }


def write(path: Path, texts: Iterable[str]) -> Path:
    """Texts as JSON Lines."""
    lines = (json.dumps({"id": str(n), "text": text}, ensure_ascii=False) for n, text in enumerate(texts))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def whole_process(model: str, texts: Path) -> tuple[float, float, int]:
    """`chengyu score` on a file: processor seconds with its children's, clock, and most KiB resident at one time."""
    out = texts.with_name("out.jsonl")
    command = [sys.executable, "-m", "chengyu", "score", "--input", str(texts), "--output", str(out), "--model", model]
    begun, before, most = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None:
            most = max(most, sum(map(resident, family(running.pid))))
            time.sleep(0.2)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if running.returncode:
        raise SystemExit(running.returncode)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return processor, time.monotonic() - begun, most


def family(pid: int) -> list[int]:
    """A process and all that it started, as far as they still run."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []
    return [pid, *(each for child in children for each in family(int(child)))]


def resident(pid: int) -> int:
    """KiB in memory; 0 for a process that has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def as_most_would(texts: list[str], labels: Sequence[str]) -> Callable[[Path, Path], None]:
    """jieba words, TF-IDF and a linear support vector machine for sentiment alone, from JSON Lines to JSON Lines."""
    import jieba
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    jieba.setLogLevel(60)
    pipeline = make_pipeline(TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None), LinearSVC())
    pipeline.fit(texts, labels)

    def score(source: Path, target: Path) -> None:
        rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
        said = pipeline.predict([row["text"] for row in rows])
        answers = [{"id": row["id"], "sentiment": str(label)} for row, label in zip(rows, said, strict=True)]
        target.write_text("".join(f"{json.dumps(row)}\n" for row in answers), encoding="utf-8")

    return score


if __name__ == "__main__":
    main()
