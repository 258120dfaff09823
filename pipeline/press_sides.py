"""Whether articles of the press carry the bureau's side, and how many kinds of sources they cite. May import voices.

A rule of words, no judgement of a reporter: an article that cites nobody may still be right.
"""

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from pipeline.comparison import plain_share
from pipeline.context import Row, Rows
from pipeline.periods import Period
from pipeline.voices import within

OURS = "bureau"
# Who is cited, by the words that name him; the first that fits decides.
_KINDS: Mapping[str, re.Pattern[str]] = {
    OURS: re.compile("城管|城市管理|综合(?:行政)?执法|执法(?:局|队|大队|中队|支队|人员|队员)|协管员|市容"),
    "official": re.compile(
        "街道|社区|居委|公安|警方|交警|住建|环保|生态环境|市场监管|市政|政府|部门|镇|纪委|法院|医院|物业"
    ),
    "expert": re.compile("专家|教授|学者|律师|委员|代表|研究员"),
    "party": re.compile("摊主|摊贩|商户|商家|店主|店家|老板|经营|业主|当事人|家属|工人|施工"),
    "resident": re.compile(
        "居民|市民|群众|网友|网民|读者|住户|村民|路人|目击|顾客|家长|老人|街坊|游客|学生|先生|女士|大爷|大妈|阿姨|师傅"
    ),
}
_SAYS = "表示|介绍|回应|告诉|坦言|透露|认为|指出|解释|反映|通报|答复|承认|致歉|道歉|证实|公布|提醒|强调|称|说"
# Who speaks stands before the verb in its clause; 据说 and 听说 name nobody.
_SPEAKER = re.compile(rf"([^，。；！？：、\s“”]{{1,24}}?)(?<![据听传可再可俗])(?:{_SAYS})")
# 据城管部门介绍, 记者从市城管局获悉: the source stands behind the word.
_FROM = re.compile(r"(?:据|记者从|从)([^，。；！？：\s“”]{2,20}?)(?:获悉|了解到|处得知|消息|统计)")


def press_sides(posts: pd.DataFrame, period: Period) -> Rows:
    """A row for all and one for the negative original articles of the press: how many carry the bureau's side.

    `share` is of those that do, `kinds` the mean number of kinds of sources cited (of five: bureau, other offices,
    experts, parties, residents), `one_sided` counts articles that cite one kind or none. Ids of both are named.
    """
    told = within(posts, period)
    told = told[told["counted"] & (told["voice"] == "press") & ~told["copy"]]
    cited = [cited_kinds(text) for text in told["clean_text"]]
    told = told.assign(side=[OURS in kinds for kinds in cited], kinds=[len(kinds) for kinds in cited])
    return [_row(tone, told[told["negative"]] if tone == "negative" else told) for tone in ("all", "negative")]


def cited_kinds(text: str) -> frozenset[str]:
    """The kinds of sources that a text cites; a speaker of no known kind is left out."""
    return frozenset(kind for words in _speakers(text) if (kind := _kind(words)))


def _speakers(text: str) -> Iterator[str]:
    for pattern in (_SPEAKER, _FROM):
        yield from (found.group(1) for found in pattern.finditer(text))


def _kind(words: str) -> str:
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(words)), "")


def _row(tone: str, told: pd.DataFrame) -> Row:
    alone = told["kinds"] < 2
    return {
        "tone": tone,
        "articles": len(told),
        "with_side": int(told["side"].sum()),
        **plain_share(int(told["side"].sum()), len(told)).fields,
        "kinds": float(told["kinds"].mean()) if len(told) else None,
        "one_sided": int(alone.sum()),
        "side_ids": told.loc[told["side"], "id"].tolist(),
        "one_sided_ids": told.loc[alone, "id"].tolist(),
    }
