"""The texts that the encoder is pre-trained on: public ones, the nearer to city management the more often.

May import models.background, models.training_set.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.background import LONGEST, TESTS, column, key
from models.training_set import read_labelled

# How often each text is seen in one round; under 1, the share of texts that is seen at all.
SOURCES = (
    ("background/weibo_hot_search.csv.gz", "title", 1.0),
    ("background/zhihu_hot_questions.csv.gz", "title", 1.0),
    ("background/xinwenlianbo.csv.gz", "text", 0.25),
    ("background/peoples_daily_1000.csv.gz", "content", 1.0),
    ("background/thucnews_titles_dev.csv", "title", 1.0),
    ("background/thucnews_titles_test.csv", "title", 1.0),
    ("message_board/messages_a.csv", "留言主题", 2.0),
    ("message_board/messages_a.csv", "留言详情", 3.0),
    ("message_board/messages_b_replies.csv", "留言详情", 3.0),
    ("message_board/messages_b_replies.csv", "答复意见", 1.0),
    ("message_board/messages_labelled.csv", "留言详情", 3.0),
    ("fuzhou/hotline.csv", "投诉件内容", 3.0),
    ("fuzhou/hotline.csv", "回复", 2.0),
    ("fuzhou/weibo_search_export.csv", "微博正文", 3.0),
    ("fuzhou/news.csv", "article", 2.0),
    ("fuzhou/message_board.csv", "content", 3.0),
    ("bdci2019_news_unlabelled.csv", "title", 2.0),
    ("cstance.csv.gz", "text", 1.0),
    ("weibo2018_train.csv", "text", 1.0),
    ("weibo_covid_3000.csv", "text", 1.0),
    ("smp2020_ewect/usual_train.csv", "text", 1.0),
    ("smp2020_ewect/virus_train.csv", "text", 1.0),
    ("cold/train.csv.gz", "TEXT", 1.0),
)
# A text with one of these words speaks of the matter itself and is seen at least so often.
NEAR, NEAR_TIMES = (
    re.compile(
        "城管|综合执法|执法|摆摊|摊贩|小贩|摊主|地摊|夜市|占道|违建|违章|拆迁|强拆|环卫|垃圾|市容|广告牌|乱停|停车|电动车|共享单车|渣土|"
        "工地|扬尘|噪音|噪声|扰民|油烟|烧烤|广场舞|养犬|流浪狗|绿化|路灯|井盖|积水|污水|黑臭|下水道|棚改|烟花|鞭炮|禁摩|市政|物业"
    ),
    3.0,
)
# Longer starts are compared up to here: labelled texts are cut.
START = 30


def held_back(corpora: Path, labelled: Sequence[Path]) -> set[str]:
    """Keys of every public test text and of every labelled text, none of which may be pre-trained on."""
    tests = {key(text)[:START] for file, name in TESTS for text in column(corpora, file, name)}
    rows = [row.text for path in labelled for row in read_labelled(path)]
    own = {key(part)[:START] for text in rows for part in (text.title, text.text, text.title + text.text)}
    return (tests | own) - {""}


def texts(corpora: Path, labelled: Sequence[Path]) -> Iterator[tuple[str, float]]:
    """Each text with how often it is to be seen; raises FileNotFoundError where a file of the table is missing."""
    refused = held_back(corpora, labelled)
    for file, name, times in SOURCES:
        for text in column(corpora, file, name):
            if key(text)[:START] in refused:
                continue
            for piece in pieces_of(text):
                if key(piece)[:START] not in refused:
                    yield piece, max(times, NEAR_TIMES if NEAR.search(piece) else 0.0)


def pieces_of(text: str) -> list[str]:
    """The text, or where it is long its paragraphs, each cut."""
    paragraphs = text.split("\n") if len(text) > LONGEST else [text]
    return [paragraph[:LONGEST].strip() for paragraph in paragraphs if paragraph.strip()]
