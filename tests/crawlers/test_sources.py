"""Declared sources are strict: what is wrong is named with file, source and key."""

from dataclasses import fields
from pathlib import Path

import pytest

from crawlers.extraction import Selectors
from crawlers.post import Channel
from crawlers.sources import SOURCES_FILE, Kind, Source, SourceError, load_sources

GOOD = """
[paper]
label = "某报"
kind = "listing"
channel = "press"
tier = "city"
owner = "independent"
start = ["{base}/list.html"]
[paper.listing]
more = "a.next"
"""


def load(folder: Path, text: str) -> tuple[Source, ...]:
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return load_sources(path, base="https://news.example.cn")


def test_a_good_source(tmp_path: Path) -> None:
    (source,) = load(tmp_path, GOOD)
    assert (source.name, source.kind, source.start) == ("paper", Kind.LISTING, ("https://news.example.cn/list.html",))
    assert (source.archived, source.enabled, source.local) == (True, True, False)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("label =", "lable ="), "sources.toml: paper: label"),
        (('tier = "city"', ""), "paper: tier"),
        (('"city"', '"village"'), "paper: tier"),
        (("more =", "mores ="), "paper: listing.mores"),
        (("[paper.listing]", "[paper.forum]"), "paper: forum"),
        (('kind = "listing"', 'kind = "feed"'), "paper: listing: not for kind feed"),
        (('[paper.listing]\nmore = "a.next"', ""), "paper: listing: needed"),
        (("{base}", "ftp://x"), "paper: start: not an http address"),
        (('start = ["{base}/list.html"]', ""), "paper: start: needed"),
        (('["{base}/list.html"]', '"{base}/list.html"'), "paper: start"),
        (('"a.next"', '"a..next"'), "paper: listing.more: not a selector"),
        (("[paper.listing]", "[paper.selectors]\nbody = '//div['\n[paper.listing]"), "paper: selectors.body: not a"),
        (("[paper.listing]", "[paper.selectors]\nbode = 'p'\n[paper.listing]"), "paper: selectors.bode: not one of"),
        (("[paper]", "[Paper/x]"), "-"),
        (("[paper]", "[[paper]]"), "paper"),
        (("label", "= label"), "sources.toml"),
        (('more = "a.next"', 'pattern = "(x"'), "not a regular expression"),
    ],
)
def test_bad_sources_are_named(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    with pytest.raises(SourceError, match=words):
        load(tmp_path, GOOD.replace(*change))


def test_a_base_that_was_not_given_is_told(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(SourceError, match="start"):
        load_sources(tmp_path / "s.toml")


def test_the_demo_city_has_ten_sources() -> None:
    sources = load_sources(SOURCES_FILE, base="http://127.0.0.1:8000")
    assert len(sources) == 10
    assert all(source.local for source in sources)
    assert {source.kind for source in sources} == set(Kind)
    assert {source.name for source in sources if source.archived} == {
        source.name for source in sources if source.channel is Channel.PRESS
    }


def test_selectors_are_those_of_the_extraction(tmp_path: Path) -> None:
    given = "\n".join(f'{f.name} = "p"' for f in fields(Selectors))
    (source,) = load(tmp_path, GOOD + f"[paper.selectors]\n{given}\n")
    assert Selectors(**source.selectors) == Selectors(*["p"] * len(fields(Selectors)))


@pytest.mark.parametrize(
    ("local", "url", "key"),
    [
        (False, "HTTPS://News.Example.cn:443/a?utm_source=x&id=1#top", "https://news.example.cn/a?id=1"),
        (True, "http://127.0.0.1:8123/a?id=1", "/a?id=1"),
        (True, "http://127.0.0.1:9/a", "/a"),
    ],
)
def test_keys(tmp_path: Path, local: bool, url: str, key: str) -> None:
    (source,) = load(tmp_path, GOOD.replace("kind", f"local = {str(local).lower()}\nkind", 1))
    assert source.key(url) == key
