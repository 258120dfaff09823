"""Denial: what the bureau itself says to clear up a claim; a notice that owns a fault up is none. May import pipeline.binning, models.labels.

A claim that is called denied goes to the leader as settled. So a text must say itself that the claim is wrong, and must not say that
somebody was punished or that it is still looked into: of both together only that it was answered.
"""

import re

import pandas as pd

from models.labels import Frame
from pipeline.binning import labelled

_WRONG = re.compile(
    "不实|谣言|辟谣|造谣|不属实|并非事实|与事实不符|(?:没有|并未|未曾)发生|误传|子虚乌有|纯属虚构|查无此事|移花接木"
)
_OWNED = re.compile(
    "停职|停岗|免职|撤职|处分|开除|解聘|辞退|清退|道歉|致歉|(?<!不)属实|追责|问责|立案|移送|"
    "正在(?:调查|核查|核实)|(?:介入|展开|启动|开展)调查|调查组|进一步(?:调查|核查|核实)"
)


def denials(own: "pd.DataFrame") -> "pd.DataFrame":
    """Those of the bureau's own posts that deny a claim: told as one on a rumour, wrong by their words, and owning nothing up."""
    on_claims = labelled(own, "frames", Frame.RUMOUR)
    words = on_claims["title"].astype("str") + "\n" + on_claims["clean_text"].astype("str")
    denied = words.str.contains(_WRONG, regex=True) & ~words.str.contains(_OWNED, regex=True)
    return on_claims[denied]
