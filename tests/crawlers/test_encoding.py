"""Bytes → text for every mix of true and declared encoding."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.encoding import Decoded, UndecodableError, decode

TEXT = "望澜市城管局昨日通报，文庙街夜市整治进入第二周，执法人员逐户上门说明情况。"
TRADITIONAL = "望瀾市城管部門表示，夜市攤販將分批遷入指定區域，並由街道統一安排清掃。"


@pytest.mark.parametrize(
    ("text", "true", "declared", "named"),
    [
        (TEXT, "utf-8", "utf-8", "utf-8"),
        (TEXT, "utf-8", "gb2312", "utf-8"),
        (TEXT, "utf-8", "", "utf-8"),
        (TEXT, "gb18030", "gb2312", "gb18030"),
        (TEXT, "gb18030", "utf-8", "gb18030"),
        (TEXT, "gb18030", "", "gb18030"),
        (TEXT + "朱镕基、陶喆、𠮷野家", "gb18030", "gbk", "gb18030"),
        (TRADITIONAL, "big5", "big5", "big5hkscs"),
        (TRADITIONAL, "big5", "", "big5hkscs"),
        (TRADITIONAL, "utf-8", "big5", "utf-8"),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        '<meta charset="{}">',
        "<meta http-equiv=x content='text/html; charset={}'>",
        '<?xml version="1.0" encoding="{}"?>',
    ],
)
def test_true_encoding_wins(text: str, true: str, declared: str, named: str, form: str) -> None:
    page = form.format(declared) + text
    assert decode(page.encode(true)) == Decoded(page, named)


@pytest.mark.parametrize("charset", ["gbk", "utf-8", "big5", "x-unknown", "", None])
def test_http_charset_is_only_a_hint(charset: str | None) -> None:
    assert decode(TEXT.encode("gb18030"), charset).text == TEXT
    assert decode(TEXT.encode(), charset).text == TEXT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_decides(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "gbk").text == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_cut_character_is_marked_not_fatal(encoding: str) -> None:
    raw = (TEXT * 20).encode(encoding)
    assert decode(raw[:-1]).text[:-1] == (TEXT * 20)[:-1]
    assert decode(b"<p>" + raw[:-1] + b"</p>" + raw).text.count("\ufffd") == 1


@pytest.mark.parametrize("raw", [bytes(range(256)) * 20, b"\x80\xff" * 500, b"\x00" * 999])
def test_what_is_no_chinese_text_is_refused(raw: bytes) -> None:
    with pytest.raises(UndecodableError, match=r"utf-8"):
        decode(raw)


def test_declared_foreign_text_is_read() -> None:
    assert decode(b"<meta charset=euc-kr>" + "가".encode("cp949"), None).encoding in {"cp949", "gb18030"}
    assert decode(b"plain ascii").encoding == "utf-8"
    assert decode("caf\u00e9".encode()).text == "café"


@given(st.binary(max_size=400))
def test_any_bytes_end_by_name(raw: bytes) -> None:
    with suppress(UndecodableError):
        assert isinstance(decode(raw).text, str)


@given(st.text(alphabet=sorted(set(TEXT)), min_size=8, max_size=60))
def test_chinese_text_survives_gb18030(text: str) -> None:
    assert decode(text.encode("gb18030"), "gbk").text == text


def test_real_files(shared: Path) -> None:
    folder = shared / "pages"
    # marked by a program that fails on these: a Big5 feed marked gb18030, a file in two encodings; EUC-TW has no codec
    known = {"feed/synthetic-7196bbe8.xml", "other/x-babbe59c.html", "other/udeeuctw1-txt-5db52994.txt"}
    wrong = set()
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        facts = json.loads(line)
        try:
            found = decode((folder / facts["file"]).read_bytes()).encoding
        except UndecodableError:
            found = ""
        if {"big5hkscs": "big5"}.get(found, found) != facts["encoding"]:
            wrong.add(facts["file"])
    assert wrong == known
