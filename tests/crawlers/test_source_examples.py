"""The examples of docs/sources.md are declarations that can be used, one at least of each kind."""

import re
from pathlib import Path

from crawlers.layouts import load_layouts
from crawlers.outcomes import OUTCOME_ZH, Outcome
from crawlers.sources import Kind, load_sources

TEXT = (Path(__file__).parent.parent.parent / "docs" / "sources.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)


def test_every_kind_has_an_example_that_loads(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text("\n".join(block for block in BLOCKS if "dates =" not in block), encoding="utf-8")
    assert {source.kind for source in load_sources(path)} == set(Kind)


def test_every_kind_shows_how_to_begin() -> None:
    assert [kind for kind in Kind if f"KIND={kind} URL=" not in TEXT] == []


def test_the_layout_loads(tmp_path: Path) -> None:
    path = tmp_path / "layouts.toml"
    path.write_text("\n".join(block for block in BLOCKS if "dates =" in block), encoding="utf-8")
    assert load_layouts(path)


def test_every_outcome_is_explained() -> None:
    assert set(OUTCOME_ZH) == set(Outcome)
    assert [OUTCOME_ZH[outcome] for outcome in Outcome if OUTCOME_ZH[outcome] not in TEXT] == []
