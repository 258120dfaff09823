"""Column layouts of spreadsheets and exports, declared in layouts.toml. May import crawlers.declared and crawlers.post."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict

from crawlers.declared import DeclarationError, read_record, read_tables
from crawlers.post import Channel, Handling, Owner, Tier

LAYOUTS_FILE = Path(__file__).parent / "layouts.toml"


class LayoutError(DeclarationError):
    """A layout that cannot be used; the message names file, layout and key."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of the file fills which field of a Post; "" where the file has none.

    Several columns can fill `region` and `text`: region parts are joined by a blank, text parts by a line break.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    published_at: str
    text: tuple[str, ...]
    native_id: str = ""
    title: str = ""
    author: str = ""
    outlet: str = ""
    url: str = ""
    parent: str = ""
    region: tuple[str, ...] = ()
    reposts: str = ""
    comments: str = ""
    likes: str = ""
    rank: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Every column named."""
        single = {v for f in fields(self) if isinstance(v := getattr(self, f.name), str) and v}
        return frozenset(single | set(self.text) | set(self.region))


@dataclass(frozen=True, slots=True)
class Layout:
    """One declared form of file.

    `dates` are strptime forms, tried in order; day first and month first cannot both stand in one layout.
    `handling` maps fields of Handling to columns; words in `yes` and `no` are read as true and false, others as unknown.
    `url_pattern` makes an address from the id ("https://…/{id}") where the file has no address column.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    name: str
    label: str
    channel: Channel
    tier: Tier
    owner: Owner
    dates: tuple[str, ...]
    columns: Columns
    handling: Mapping[str, str] = field(default_factory=dict)
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    outlet: str = ""
    region: str = ""
    url_pattern: str = ""

    @property
    def needed(self) -> frozenset[str]:
        """Every column that the file must have."""
        return self.columns.names | frozenset(self.handling.values())


def load_layouts(*paths: Path) -> Mapping[str, Layout]:
    """Every layout of the files by name, a later file's before an earlier one's; raises LayoutError."""
    return {name: layout for path in paths or (LAYOUTS_FILE,) for name, layout in _of_file(path)}


def _of_file(path: Path) -> Iterator[tuple[str, Layout]]:
    for name, table in read_tables(path, LayoutError).items():
        yield name, _checked(path, read_record(path, table, Layout, LayoutError, name))


def _checked(path: Path, layout: Layout) -> Layout:
    known = {f.name for f in fields(Handling)}
    if unknown := sorted(set(layout.handling) - known):
        raise LayoutError(path, layout.name, f"handling.{unknown[0]}", "no such field")
    days_first = {form.index("%d") < form.index("%m") for form in layout.dates if _day_and_month_lead(form)}
    if len(days_first) > 1:
        raise LayoutError(path, layout.name, "dates", "day first and month first both declared")
    return layout


def _day_and_month_lead(form: str) -> bool:
    return "%d" in form and "%m" in form and not form.startswith("%Y")
