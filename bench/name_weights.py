"""Learns the weights of the signs of names (data/masking/weights.txt) from lines written for masking and from real texts.

python -m bench.name_weights

A logistic regression over all candidates. Of lines the names are told; each line with names is repeated with other names
in their places, so that what is learned is the place more than the name. Real texts (CHENGYU_SHARED) name hardly any
private person, so that their candidates count as none, but for those that look like one once lines have been learned:
theirs may be names.
"""

import csv
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.store import corpora
from pipeline.cleaning import half_width
from pipeline.name_candidates import candidates
from pipeline.name_signs import DOUBLE, FORM, ROLE, TABLES, Signs

_TESTS = Path(__file__).parent.parent / "tests" / "pipeline"
LINES = (_TESTS / "privacy_cases.jsonl", _TESTS / "privacy_missed.jsonl")
_SPAN = re.compile(r"\{([^|{}]+)\|([^{}]+)\}")
_COMMON = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程"
    "曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚文"
)
_COPIES, _COPY_WEIGHT = 3, 0.3
# Of real texts: files, columns, how many rows, and whether they are citizens' own: what is not asked for in the press and
# in titles is somebody known for what he does in public, who stays.
_REAL = (
    ("message_board/messages_a.csv", "留言详情", 2500, True),
    ("message_board/messages_b_replies.csv", "留言详情", 1200, True),
    ("message_board/messages_b_replies.csv", "答复意见", 600, True),
    ("fuzhou/hotline.csv", "投诉件内容", 1400, True),
    ("fuzhou/weibo_search_export.csv", "微博正文", 1500, True),
    ("fuzhou/news.csv", "article", 280, False),
    ("bdci2019_news.csv", "title", 1200, False),
    ("weibo_covid_3000.csv", "text", 1000, False),
    ("smp2020_ewect/usual_train.csv", "text", 3000, True),
    ("reviews/waimai_10k.csv", "review", 1000, True),
    ("reviews/online_shopping_10_cats.csv.gz", "review", 2000, True),
    ("lcqmc_dev.csv.gz", "0", 2000, True),
    ("background/zhihu_hot_questions.csv.gz", "title", 1500, False),
    ("background/weibo_hot_search.csv.gz", "title", 1500, False),
    ("background/peoples_daily_1000.csv.gz", "content", 1000, False),
    ("background/xinwenlianbo.csv.gz", "text", 1000, False),
)
_OWN_WEIGHT, _PUBLIC_WEIGHT = 0.15, 0.012
_LONGEST = 300
_FEWEST, _STRENGTH = 3, 1.0
_ROUNDS, _MAY_BE_NAME, _MAY_BE_NAME_ASKED, _HOPELESS = 3, 0.5, -0.5, -7.0

Line = tuple[str, list[tuple[int, int]]]
Row = tuple[Signs, bool, float]


def main() -> None:
    """Write the table of weights."""
    rng = random.Random(1)
    lines = [line for path in LINES for line in lines_of(path)]
    rows = [row for line in lines for row in rows_of(line, 1.0)]
    rows += [row for line in copies(lines, rng) for row in rows_of(line, _COPY_WEIGHT)]
    weights = learned(rows, list(real_rows(rng)))
    head = "# What each sign weighs, as log odds: learned by bench.name_weights. Weight, sign (none: where no sign is)."
    body = [f"{weight:.2f}\t{sign}" for sign, weight in sorted(weights.items())]
    (TABLES / "weights.txt").write_text("\n".join([head, *body, ""]), encoding="utf-8")
    print(f"{len(lines)} lines, {len(body)} weights")


def lines_of(path: Path) -> Iterator[Line]:
    """Texts with marks for all but names, and where the names stand."""
    for row in path.read_text(encoding="utf-8").splitlines():
        text, end, names = "", 0, []
        line = json.loads(row)["line"]
        for span in _SPAN.finditer(line):
            text += line[end : span.start()]
            if span[1] == "姓名":
                names.append((len(text), len(text) + len(span[2])))
            text += span[2] if span[1] in ("姓名", "用户") else f"[{span[1]}]"
            end = span.end()
        yield half_width(text + line[end:]), names


def copies(lines: Sequence[Line], rng: random.Random) -> Iterator[Line]:
    """Each line with names, three times with others in their places."""
    pool = [text[a:b] for text, names in lines for a, b in names if b - a in (2, 3) and text[a : a + 2] not in DOUBLE]
    for text, names in lines:
        for _ in range(_COPIES if names else 0):
            made, end, spans = "", 0, []
            for start, stop in names:
                surname = rng.choice(_COMMON) if rng.random() < 0.8 else rng.choice(pool)[0]
                name = surname + rng.choice(pool)[1:] if stop - start < 4 else text[start:stop]
                made += text[end:start]
                spans.append((len(made), len(made) + len(name)))
                made, end = made + name, stop
            yield made + text[end:], spans


def rows_of(line: Line, weight: float) -> Iterator[Row]:
    """The candidates of a line, and which of them are names."""
    text, names = line
    for found in candidates(text):
        yield found.signs, (found.start, found.stop) in names, weight


def real_rows(rng: random.Random) -> Iterator[Row]:
    """The candidates of real texts that nothing asks for, as no names."""
    csv.field_size_limit(10**9)
    for name, column, many, own in _REAL:
        path = corpora() / name
        with (gzip.open if name.endswith(".gz") else open)(path, "rt", encoding="utf-8-sig", newline="") as file:
            texts = [text for row in csv.DictReader(file) if len(text := (row[column] or "").strip()) > 5]
        for text in rng.sample(texts, min(many, len(texts))):
            start = rng.randrange(max(1, len(text) - _LONGEST))
            for found in candidates(half_width(text[start : start + _LONGEST])):
                yield found.signs, False, _OWN_WEIGHT if own else _PUBLIC_WEIGHT


def learned(rows: list[Row], real: list[Row]) -> dict[str, float]:
    """The weight of each sign that stands in enough candidates of lines; "" is where none is."""
    met = Counter(sign for signs, _, _ in rows for sign in set(signs))
    known = {sign: place for place, sign in enumerate(sorted(sign for sign, n in met.items() if n >= _FEWEST))}
    weights = _fitted([*rows, *real[::6]], known)
    for _ in range(_ROUNDS):
        kept = [row for row in real if _HOPELESS < _odds(weights, row[0]) < _most(row)]
        weights = _fitted([*rows, *kept], known)
    return weights


def _most(row: Row) -> float:
    """The odds from which on a candidate of a real text may be a name that must go."""
    asked = FORM in row[0] or ROLE in row[0]
    if "w" in row[0] or (not asked and (row[2] == _PUBLIC_WEIGHT or "place" in row[0] or "land" in row[0])):
        return 99.0
    return _MAY_BE_NAME_ASKED if asked else _MAY_BE_NAME


def _odds(weights: dict[str, float], signs: Signs) -> float:
    return sum([weights.get(sign, 0.0) for sign in signs], weights[""])


def _fitted(rows: list[Row], known: dict[str, int]) -> dict[str, float]:
    columns = [[known[sign] for sign in dict.fromkeys(signs) if sign in known] for signs, _, _ in rows]
    ends = np.cumsum([0, *map(len, columns)], dtype=np.int32)
    places = np.fromiter((place for row in columns for place in row), dtype=np.int32)
    table = csr_matrix((np.ones(len(places)), places, ends), shape=(len(rows), len(known)))
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=300, random_state=0)
    model.fit(table, [name for _, name, _ in rows], sample_weight=[weight for _, _, weight in rows])
    return {"": float(model.intercept_[0])} | {sign: float(model.coef_[0][place]) for sign, place in known.items()}


if __name__ == "__main__":
    main()
