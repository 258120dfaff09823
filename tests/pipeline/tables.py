"""The tables that ship, read once for the tests of stage 4."""

from pathlib import Path

from pipeline.alert_levels import read_levels
from pipeline.guidance_rules import read_guidance
from pipeline.holidays import read_holidays
from pipeline.look_ahead import read_calendar

TAXONOMY = Path(__file__).parent.parent.parent / "data" / "taxonomy"
LEVELS = read_levels(TAXONOMY / "alert_levels.toml")
HOLIDAYS = read_holidays(TAXONOMY / "holidays.toml")
CALENDAR = read_calendar(TAXONOMY / "calendar.toml")
GUIDANCE = read_guidance(TAXONOMY / "guidance.toml")
