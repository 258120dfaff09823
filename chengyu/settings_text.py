"""The text of a new office's settings.toml. May import pipeline.city."""

from collections.abc import Iterable
from pathlib import Path

from pipeline.city import District

TEMPLATE = Path(__file__).parent / "settings_template.toml"


def settings_text(name: str, province: str, districts: tuple[District, ...]) -> str:
    """The template filled in for one city."""
    blocks = "\n".join(_district_block(d) for d in districts)
    text = TEMPLATE.read_text(encoding="utf-8")
    return text.replace("{name}", name).replace("{province}", province).replace("{districts}", blocks)


def _district_block(district: District) -> str:
    return (
        f'[[city.districts]]\nname = "{district.name}"\nresidents = {district.residents}\n'
        f"aliases = [{_quoted(district.aliases)}]\nstreets = [{_quoted(district.streets)}]\n"
        "roads = []\nrivers = []\nlandmarks = []\n"
    )


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
