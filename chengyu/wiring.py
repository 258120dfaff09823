"""What several commands put together in the same way: the office, its database, its model, its period. May import all."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from chengyu.config import ROOT, Settings, load_settings, office_folder, project_version
from chengyu.errors import MissingSettingsError, WrongUseError
from crawlers.layouts import load_layouts
from crawlers.sources import Source, load_sources
from pipeline.periods import Period, PeriodError, PeriodKind, newest_full, parse_period

if TYPE_CHECKING:  # a command that needs no database and no model is not to wait for their libraries
    from models.reference import Reference
    from models.registry import LoadedModel
    from pipeline.context import AnalysisContext
    from pipeline.database import Database

# What {base} in a source's address stands for where no demo site was started: nothing listens there.
NO_SITE = "http://127.0.0.1:9"
ARTIFACTS = ROOT / "models" / "artifacts"
TAXONOMY = ROOT / "data" / "taxonomy"
OUTREACH_FILE = "outreach.toml"
VIEWS_FILE = "views.toml"


@contextmanager
def database(settings: Settings) -> "Iterator[Database]":
    """The office's database, open and up to date, closed with the context."""
    from pipeline.database import open_database

    opened = open_database(settings.database_url)
    try:
        yield opened
    finally:
        opened.close()


def chosen_model(settings: Settings, name: str) -> "LoadedModel":
    """The model named on the command line, else in the settings, else the best that passes the gate."""
    from models.registry import load_model

    return load_model(name or settings.file.model or None, ARTIFACTS, settings.home / "models")


def office_settings() -> Settings | None:
    """The office's settings, None where there is no office."""
    try:
        return load_settings()
    except MissingSettingsError:
        return None


def wanted_model(name: str) -> str | None:
    """The model named on the command line, else in the settings, None where neither names one or there is no office."""
    settings = office_settings()
    return name or (settings.file.model if settings else None) or None


def named_model(name: str) -> "LoadedModel":
    """What `chosen_model` finds, for work on files that can be done without an office too."""
    from models.registry import load_model

    return load_model(wanted_model(name), ARTIFACTS, office_folder() / "models")


def chosen_period(settings: Settings, day: str, week: str, month: str, quarter: str) -> Period:
    """The one period that was named, or the newest full week; raises WrongUseError, of one that has not begun too."""
    named = [
        (kind, text)
        for kind, text in (
            (PeriodKind.DAY, day),
            (PeriodKind.WEEK, week),
            (PeriodKind.MONTH, month),
            (PeriodKind.QUARTER, quarter),
        )
        if text
    ]
    if not named:
        return newest_full(PeriodKind.WEEK, settings.now.date(), settings.week_start)
    if len(named) > 1:
        raise WrongUseError("--day、--week、--month、--quarter 只能用一个")
    kind, text = named[0]
    try:
        period = parse_period(kind, text, settings.week_start)
    except PeriodError as error:
        raise WrongUseError(f"“{text}”不是{_FORMS[kind]}") from error
    if period.start > settings.now.date():
        raise WrongUseError(f"“{text}”从 {period.start} 开始，今天是 {settings.now.date()}，还没有到")
    return period


def declared_sources(settings: Settings, base: str = "") -> tuple[Source, ...]:
    """Every enabled source; `base` is the address that {base} stands for."""
    sources = load_sources(settings.sources_file, base or NO_SITE)
    return tuple(source for source in sources if source.enabled)


def user_agent(settings: Settings) -> str:
    """What sites see; with the office's contact where it is set, which the real web requires."""
    contact = settings.file.collect.contact
    return f"chengyu/{project_version()} (+{contact})" if contact else f"chengyu/{project_version()}"


def analysis_context(settings: Settings, model: "LoadedModel") -> "AnalysisContext":
    """What the analysis depends on besides the database."""
    from pipeline.context import AnalysisContext
    from pipeline.holidays import read_holidays
    from pipeline.outreach import read_outreach
    from pipeline.score import model_label
    from pipeline.taxonomy import tables
    from pipeline.views import read_views

    taxonomy = tables(TAXONOMY, settings.home / TAXONOMY.name)
    return AnalysisContext(
        city=settings.city,
        titles=source_titles(settings),
        model=model_label(model),
        taxonomy=taxonomy,
        now=settings.now,
        outreach=read_outreach(settings.home / OUTREACH_FILE),
        views=read_views(settings.home / VIEWS_FILE),
        inspections=settings.inspections,
        holidays=read_holidays(taxonomy["holidays.toml"]),
        card=model_card(settings, model),
        reference=model_reference(settings, model),
    )


def source_titles(settings: Settings) -> dict[str, str]:
    """The Chinese name of every declared source and of every layout, by its code."""
    layouts = {name: layout.label for name, layout in load_layouts(*settings.layouts_files).items()}
    return layouts | {source.name: source.label for source in load_sources(settings.sources_file, NO_SITE)}


def model_card(settings: Settings, model: "LoadedModel") -> Mapping[str, Any]:
    """The content of the model's model.json, with `promoted_at` where the office has promoted it."""
    from models.registry import available, entry_of

    entry = entry_of(settings.home / "models")
    promoted = {"promoted_at": entry["promoted_at"]} if entry and entry["name"] == model.name else {}
    for artifact in available(ARTIFACTS, settings.home / "models"):
        if artifact.name == model.name:
            card: Mapping[str, Any] = json.loads((artifact.folder / "model.json").read_text(encoding="utf-8"))
            return {**card, **promoted}
    return {}


def model_reference(settings: Settings, model: "LoadedModel") -> "Reference | None":
    """What the model was trained on, as far as it tells."""
    from models.reference import load
    from models.registry import available

    folders = [item.folder for item in available(ARTIFACTS, settings.home / "models") if item.name == model.name]
    return load(folders[0]) if folders else None


_FORMS = {
    PeriodKind.DAY: "日期，应写作 2026-11-17",
    PeriodKind.WEEK: "周，应写作 2026-W47（ISO 周），或写其中一天 2026-11-17",
    PeriodKind.MONTH: "月份，应写作 2026-11",
    PeriodKind.QUARTER: "季度，应写作 2026-Q4",
}
