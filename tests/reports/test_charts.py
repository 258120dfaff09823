"""Charts repeat byte for byte and keep gaps as gaps."""

from dataclasses import replace

import pytest

from reports.brief import build_brief
from reports.charts import png, svg
from reports.pages import chart_note
from reports.parts import Chart, Form, Format, Series
from reports.plots import GROUND
from tests.reports.sample import HEAD, tables

CHARTS = {chart.key: chart for chart in build_brief(tables(), HEAD).charts()}


def test_every_form_is_drawn_in_the_sample() -> None:
    assert {chart.form for chart in CHARTS.values()} == set(Form)


@pytest.mark.parametrize(
    "key", ["front_trend", "counts", "spread", "places", "frames", "rebound_pairs", "outreach_ranges"]
)
def test_the_same_chart_gives_the_same_bytes(key: str) -> None:
    first = svg(CHARTS[key])
    assert first == svg(CHARTS[key])
    assert "<dc:date>" not in first


def test_values_are_labelled_and_gaps_are_said() -> None:
    drawn = svg(CHARTS["counts"])
    assert ">88<" in drawn
    assert drawn.count(">缺<") == 2


@pytest.mark.parametrize("key", ["press_trend", "counts", "complaints", "front_trend"])
def test_periods_under_inspection_stand_on_a_ground_that_the_legend_and_the_note_tell(key: str) -> None:
    plain = CHARTS[key]
    periods = len(plain.labels)
    chart = replace(plain, inspected=("",) * (periods - 3) + ("创文", "创文", ""))
    assert svg(chart).count(GROUND) == 3  # two periods and the legend
    assert ">检查期<" in svg(chart)
    assert f"{plain.labels[-3]}、{plain.labels[-2]}起的各期处于检查期（创文）" in chart_note(chart)
    assert ">检查期<" not in svg(plain)
    assert "检查期" not in chart_note(plain)


def test_a_working_copy_gets_pixels() -> None:
    assert png(CHARTS["frames"]).startswith(b"\x89PNG")


@pytest.mark.parametrize("form", [f for f in Form if f is not Form.SPANS])
@pytest.mark.parametrize("value", [0.0, 1.0, 100_000.0])
def test_a_chart_of_one_value_is_drawn(form: Form, value: float) -> None:
    series = Series("甲👍", (value,), (value,), (value,))
    chart = Chart("one", form, "标题", "说明", ("$x$ 👍",), (series,), Format.COUNT, "test")
    assert "〔表情〕" in svg(chart)


def test_a_chart_without_values_is_still_a_chart() -> None:
    empty = replace(
        CHARTS["press_trend"], series=(Series("甲", (None,) * 13, (None,) * 13, (None,) * 13),), gaps=("缺",) * 13
    )
    assert svg(empty).count("缺数") == 13
