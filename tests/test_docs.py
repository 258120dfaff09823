"""The documents tell the truth: every command, option and setting is in them, and what they name exists."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from chengyu.cli import program
from chengyu.config import (
    AlertSettings,
    CitySettings,
    CollectSettings,
    DeliverSettings,
    DistrictSettings,
    InspectionSettings,
    ReportSettings,
    RetentionSettings,
    SieveSettings,
)
from chengyu.settings_text import TEMPLATE
from models.labels import FRAME_ZH, ISSUE_ZH, KIND_ZH, SENTIMENT_ZH, TONE_ZH
from tests.conftest import ROOT

COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]


def commands(group: Any, before: str = "chengyu") -> Iterator[tuple[str, Any]]:
    """Every command below a group, by its whole name."""
    for name, listed in group.commands.items():
        command = listed.load() if hasattr(listed, "load") else listed
        if hasattr(command, "commands"):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


ALL = dict(commands(program()))


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_command_and_option_is_documented(name: str) -> None:
    assert f"`{name}" in COMMANDS
    for parameter in ALL[name].params:
        long = [option for option in parameter.opts if option.startswith("--")]
        assert all(option in COMMANDS for option in long)


@pytest.mark.parametrize(
    ("section", "prefix"),
    [
        (CitySettings, "city."),
        (CollectSettings, "collect."),
        (SieveSettings, "sieve."),
        (RetentionSettings, "retention."),
        (ReportSettings, "report."),
        (DeliverSettings, "deliver."),
        (AlertSettings, "alerts."),
    ],
)
def test_every_setting_is_documented_and_in_the_template(section: Any, prefix: str) -> None:
    template = TEMPLATE.read_text(encoding="utf-8")
    for name in section.model_fields:
        assert f"`{prefix}{name}`" in SETTINGS
        assert re.search(rf"^({name} = |\{{{name}\}})", template, re.MULTILINE)


@pytest.mark.parametrize("section", [DistrictSettings, InspectionSettings])
def test_every_setting_of_a_list_is_documented(section: Any) -> None:
    assert all(f"`{name}`" in SETTINGS for name in section.model_fields)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_readme_names_real_commands_targets_and_files(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    used = {found.group(1) for found in re.finditer(r"chengyu ([a-z]+)", text)}
    assert used <= {name.split()[1] for name in ALL}
    targets = {word for found in re.finditer(r"`?make ((?:[a-z-]+ ?)+)", text) for word in found.group(1).split()}
    real = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert {"report", "test"} <= targets & real
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert link.startswith("http") or (ROOT / link).exists(), link


@pytest.mark.parametrize("words", [SENTIMENT_ZH, TONE_ZH, KIND_ZH, ISSUE_ZH, FRAME_ZH])
def test_every_label_of_the_sheets_is_in_the_rules_of_labelling(words: Mapping[str, str]) -> None:
    rules = (ROOT / "docs" / "labelling.md").read_text(encoding="utf-8")
    assert [name for code, name in words.items() if f"{name}（{code}）" not in rules] == []
