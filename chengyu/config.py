"""Settings of an office: settings.toml in its folder plus the environment, as one frozen object. May import everything."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from chengyu.declaration_lines import in_words
from chengyu.errors import ClockError, MissingSettingsError, SettingsError
from chengyu.report_settings import ReportSettings
from crawlers.layouts import LAYOUTS_FILE
from crawlers.post import CITY_TIME, Channel
from pipeline.city import City, District
from pipeline.inspections import Inspection
from pipeline.sieve import Grammar

SETTINGS_FILE = "settings.toml"
ROOT = Path(__file__).parent.parent


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DistrictSettings(_Section):
    """One district of the city; the names in it help to place a text."""

    name: str
    residents: int = Field(default=0, ge=0)
    aliases: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    roads: tuple[str, ...] = ()
    landmarks: tuple[str, ...] = ()
    rivers: tuple[str, ...] = ()


class CitySettings(_Section):
    """The city that the office looks after."""

    name: str
    province: str = ""
    bureau: str = ""
    aliases: tuple[str, ...] = ()
    anonymised: bool = False
    fictional: bool = False
    roads: tuple[str, ...] = ()
    rivers: tuple[str, ...] = ()
    road_classes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    districts: tuple[DistrictSettings, ...] = ()


# Every text holds the empty word: excluding it would hold back all.
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class SieveSettings(_Section):
    """The words that decide what is not about the office, before any model is asked."""

    required: tuple[Word, ...] = ()
    any: tuple[Word, ...] = ()
    exclude: tuple[Word, ...] = ()
    patterns: tuple[str, ...] = ()
    aliases: dict[Word, tuple[Word, ...]] = Field(default_factory=dict)
    other_cities: bool = False
    channels: tuple[Channel, ...] = (Channel.PRESS, Channel.SOCIAL, Channel.FORUM, Channel.HOT_LIST)

    @field_validator("patterns")
    @classmethod
    def _readable(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                finds_nothing = re.compile(pattern).match("") is not None
            except re.error as error:
                raise PydanticCustomError("no_pattern", "不是正则表达式") from error
            if finds_nothing:
                raise PydanticCustomError("empty_pattern", "合任何文字")
        return patterns


class CollectSettings(_Section):
    """How to visit sources."""

    # A site must be able to reach whoever crawls it, so the real web is not crawled without an address.
    contact: str = ""


class RetentionSettings(_Section):
    """How many days personal data may lie, counted from when it was stored."""

    raw_days: int = Field(default=30, ge=1)
    archive_days: int = Field(default=1095, ge=1)
    # Pages of the press are evidence; what citizens wrote is not, and goes sooner.
    citizen_archive_days: int = Field(default=90, ge=1)
    # 0 keeps the masked words of citizens' posts; the office decides, since no figure can be opened down to them after.
    citizen_post_days: int = Field(default=0, ge=0)
    # Logs must be kept for six months at least (Cybersecurity Law, article 21).
    access_days: int = Field(default=183, ge=183)


class DeliverSettings(_Section):
    """How papers go out by e-mail; name and password of the server come from the environment alone."""

    enabled: bool = False
    host: str = ""
    port: int = Field(default=465, ge=1, le=65535)
    security: Literal["tls", "starttls", "none"] = "tls"
    sender: str = ""
    recipients: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    attempts: int = Field(default=3, ge=1, le=10)
    wait_seconds: float = Field(default=30, ge=0)


class AlertSettings(_Section):
    """What may be told outside; the robot's address and its secret come from the environment alone."""

    enabled: bool = False
    robot: Literal["", "wecom", "dingtalk", "feishu"] = ""
    domains: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    least_level: str = "一般"
    address: str = ""

    @field_validator("address")
    @classmethod
    def _local(cls, address: str) -> str:
        if address and not is_inside(urlsplit(address).hostname or ""):
            raise PydanticCustomError("not_local", "不是内网地址")
        return address


class InspectionSettings(_Section):
    """Days on which the city was inspected; such weeks are compared only with the like."""

    kind: str = Field(min_length=1)
    first: date
    last: date

    @model_validator(mode="after")
    def _ordered(self) -> "InspectionSettings":
        if self.last < self.first:
            raise PydanticCustomError("ends_early", "last 早于 first")
        return self


class _File(_Section):
    city: CitySettings
    sieve: SieveSettings = SieveSettings()
    collect: CollectSettings = CollectSettings()
    retention: RetentionSettings = RetentionSettings()
    report: ReportSettings = ReportSettings()
    deliver: DeliverSettings = DeliverSettings()
    alerts: AlertSettings = AlertSettings()
    model: str = ""
    # 0 for never: an office that reads its files by one model is to get the same answers on every day.
    linear_above: int = Field(default=0, ge=0)
    inspections: tuple[InspectionSettings, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a command may know about the office, read once."""

    home: Path
    file: _File
    database_url: str
    now: datetime
    queue_url: str = ""
    feed_address: str = ""

    @property
    def city(self) -> City:
        """The city as the stages take it."""
        fields = self.file.city.model_dump(exclude={"districts", "road_classes"})
        districts = tuple(District(**d.model_dump()) for d in self.file.city.districts)
        return City(**fields, districts=districts, road_classes=tuple(self.file.city.road_classes.items()))

    @property
    def inspections(self) -> tuple[Inspection, ...]:
        """The inspections as stage 4 takes them."""
        return tuple(Inspection(**one.model_dump()) for one in self.file.inspections)

    @property
    def week_start(self) -> int:
        """The first day of the office's week, 0 for Monday."""
        return "一二三四五六日".index(self.file.report.week_start[1])

    @property
    def grammar(self) -> Grammar:
        """The sieve of relevance as stage 2 takes it."""
        sieve = self.file.sieve
        return Grammar(**sieve.model_dump(exclude={"channels"}), channels=tuple(c.value for c in sieve.channels))

    @property
    def sources_file(self) -> Path:
        """The office's own declarations, or the ones that ship."""
        own = self.home / "sources.toml"
        return own if own.exists() else ROOT / "crawlers" / "sources.toml"

    @property
    def layouts_files(self) -> tuple[Path, ...]:
        """The layouts that ship, then the office's own, which come first where both have a name."""
        own = self.home / LAYOUTS_FILE.name
        return (LAYOUTS_FILE, own) if own.exists() else (LAYOUTS_FILE,)


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the folder named by CHENGYU_HOME (./office where unset); raises a SettingsError with path and key."""
    home = office_folder(environment)
    path = home / SETTINGS_FILE
    if not path.exists():
        raise MissingSettingsError(str(path))
    database = environment.get("CHENGYU_DATABASE_URL") or f"sqlite:///{home / 'chengyu.db'}"
    queue, feed = environment.get("CHENGYU_REDIS", ""), environment.get("CHENGYU_FEED", "")
    return Settings(home, _read(path), database, clock(environment), queue, feed)


def office_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder that holds one office's settings, data and reports."""
    return Path(environment.get("CHENGYU_HOME") or "office").expanduser().resolve()


def clock(environment: Mapping[str, str] = os.environ) -> datetime:
    """The one clock: CHENGYU_NOW where set, else now, in city time; raises ClockError."""
    text = environment.get("CHENGYU_NOW")
    if not text:
        return datetime.now(CITY_TIME)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ClockError(text) from error
    return moment.astimezone(CITY_TIME) if moment.tzinfo else moment.replace(tzinfo=CITY_TIME)


def project_version() -> str:
    """The version in pyproject.toml, the one place that holds it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def is_inside(host: str) -> bool:
    """Whether a host lies in the house: a private address, a bare name, or one of the local domains."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return bool(host) and ("." not in host or host.endswith((".local", ".lan", ".internal")))


def _read(path: Path) -> _File:
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return _File.model_validate(raw)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), in_words(str(error))) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(str(path), f"{key}：{_REASONS.get(first['type'], in_words(first['msg']))}") from error


_REASONS = {
    "extra_forbidden": "没有这一项设置",
    "missing": "缺少这一项设置",
    "no_pattern": "不是正则表达式",
    "empty_pattern": "有一条正则表达式连空文字也合，等于没有写（多了一个 | 或 *？）",
    "date_type": "不是日期，应写作 2026-09-01（不加引号）",
    "date_from_datetime_parsing": "不是日期，应写作 2026-09-01",
    "string_too_short": "不能为空",
}
