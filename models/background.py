"""Unlabelled public texts from a folder of corpora, without copies of any public test text. Imports nothing of ours.

Which file and column is read is the table below; README.md of that folder says where each comes from.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

# Longer texts are cut: the first thousand characters say what they are about.
LONGEST = 1000
BATCH = 20_000

SOURCES = (
    ("background/weibo_hot_search.csv.gz", "title"),
    ("background/zhihu_hot_questions.csv.gz", "title"),
    ("background/xinwenlianbo.csv.gz", "text"),
    ("background/peoples_daily_1000.csv.gz", "content"),
    ("message_board/messages_a.csv", "留言详情"),
    ("message_board/messages_b_replies.csv", "留言详情"),
    ("message_board/messages_b_replies.csv", "答复意见"),
    ("fuzhou/hotline.csv", "投诉件内容"),
    ("fuzhou/hotline.csv", "回复"),
    ("fuzhou/weibo_search_export.csv", "微博正文"),
    ("fuzhou/news.csv", "article"),
    ("bdci2019_news_unlabelled.csv", "title"),
    ("cstance.csv.gz", "text"),
    ("weibo2018_train.csv", "text"),
    ("weibo_covid_3000.csv", "text"),
    ("smp2020_ewect/usual_train.csv", "text"),
    ("smp2020_ewect/virus_train.csv", "text"),
    ("cold/train.csv.gz", "TEXT"),
    ("reviews/waimai_10k.csv", "review"),
)
TESTS = (
    ("bdci2019_news.csv", "title"),
    ("chnsenticorp/test.csv", "text"),
    ("weibo2018_test.csv", "text"),
    ("smp2020_ewect/usual_test.csv", "text"),
    ("smp2020_ewect/virus_test.csv", "text"),
    ("cold/test.csv.gz", "TEXT"),
    ("nlpcc2016_stance.csv", "text"),
)
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def key(text: str) -> str:
    """Letters and characters alone, lower case: two texts with one key are copies."""
    return _NOT_LETTERS.sub("", text).lower()


def column(corpora: Path, file: str, name: str) -> list[str]:
    """The distinct texts of one column, in order of first appearance."""
    values = pd.read_csv(corpora / file, usecols=[name], dtype=str)[name].dropna()
    return [str(value) for value in values.drop_duplicates()]


def texts(corpora: Path) -> Iterator[list[str]]:
    """Batches of texts, each piece of at most a thousand characters; copies of test texts are left out.

    Raises FileNotFoundError where a file of the table is missing.
    """
    tests = {key(text) for file, name in TESTS for text in column(corpora, file, name)}
    for file, name in SOURCES:
        kept = [text for text in column(corpora, file, name) if key(text) not in tests]
        pieces = [piece for text in kept for piece in _pieces(text)]
        for start in range(0, len(pieces), BATCH):
            yield pieces[start : start + BATCH]


def _pieces(text: str) -> list[str]:
    paragraphs = text.split("\n") if len(text) > LONGEST else [text]
    return [paragraph[:LONGEST] for paragraph in paragraphs if paragraph.strip()]
