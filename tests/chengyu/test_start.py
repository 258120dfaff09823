"""The program starts without what its command does not need, and its table of errors names real ones."""

import builtins
import subprocess
import sys
from importlib import import_module

import pytest

from chengyu.explaining import LINES

HEAVY = {
    "alembic", "docx", "jieba", "lxml_html_clean", "matplotlib", "numpy", "onnxruntime", "openpyxl", "pandas", "psycopg", "redis", "rjieba",
    "ruptures", "scipy", "scrapy", "sklearn", "sqlalchemy", "statsmodels", "tokenizers", "torch", "twisted", "typst", "xlsxwriter",
}  # fmt: skip


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["collect", "--help"], ["sources", "check", "--help"]]
)
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    called = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "chengyu", *arguments], capture_output=True, text=True, check=True
    )
    loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in called.stderr.splitlines()}
    assert "typer" in loaded
    assert loaded & HEAVY == set()
    assert called.stdout


@pytest.mark.parametrize("place", sorted(LINES))
def test_every_explained_error_exists_where_it_is_said_to_be(place: str) -> None:
    module, _, name = place.rpartition(".")
    error = getattr(builtins if module == "builtins" else import_module(module), name)
    assert issubclass(error, Exception)
    assert error.__module__ == module
