"""The settings of the paper: names at its head and end, marks, look. May import reports.parts."""

import re
from colorsys import rgb_to_hls
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from reports.parts import Marking

# Text of less contrast to white is hard to read, above all in print (WCAG 2, 1.4.3).
_LEAST_CONTRAST = 4.5
# Hues, as parts of the circle, that print as the red of an official head, and how much colour it takes.
_RED, _COLOURED = 20 / 360, 0.35


class ReportSettings(BaseModel):
    """What stands at the head and the end of a report, and how it looks; a list is said with 、 between its parts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = "城市管理舆情周报"
    office: str = ""
    signer: str = ""
    checker: str = ""
    editor: str = ""
    report_to: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    issue_to: tuple[str, ...] = ()
    # 0 prints no number of copies.
    copies: int = Field(default=0, ge=0)
    marking: Marking = "内部资料"
    template: Literal["briefing", "modern"] = "briefing"
    remarks: bool = True
    logo: str = ""
    colour: str = "#1f4e79"
    accent: str = "#a4243b"
    title_font: str = ""
    heading_font: str = ""
    body_font: str = ""
    # Many offices close their week on Thursday or Friday.
    week_start: Literal["周一", "周二", "周三", "周四", "周五", "周六", "周日"] = "周一"

    @field_validator("marking", mode="before")
    @classmethod
    def _low(cls, marking: object) -> object:
        if marking not in get_args(Marking):
            raise PydanticCustomError(
                "no_marking", "标志只能写“内部资料”或“工作秘密”；涉及国家秘密的文件不得在本程序上制作"
            )
        return marking

    @field_validator("colour", "accent")
    @classmethod
    def _readable(cls, colour: str) -> str:
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
            raise PydanticCustomError("no_colour", "颜色应写作 #1f4e79 这样的六位十六进制数")
        if _contrast_to_white(colour) < _LEAST_CONTRAST:
            raise PydanticCustomError("pale_colour", "颜色太浅，印在白纸上看不清")
        return colour.lower()

    @field_validator("colour")
    @classmethod
    def _no_red_head(cls, colour: str) -> str:
        hue, _, saturation = rgb_to_hls(*_parts(colour))
        if saturation >= _COLOURED and not _RED < hue < 1 - _RED:
            raise PydanticCustomError("red_head", "主色不能用红色：内部简报不做红头")
        return colour


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


def _contrast_to_white(colour: str) -> float:
    """The contrast of WCAG 2, from 1 to 21."""
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
