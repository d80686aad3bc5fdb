"""The data_visualization block.

https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from typing import Any

from .shapes import Check, Shape, by_type, is_a, many, number, string

LABEL = string(20)
POINT = Shape({"label": LABEL, "value": number})
SERIES = Shape({"name": LABEL, "data": many(POINT, 20)})
AXES = Shape({"categories": many(LABEL, 20)}, {"x_label": string(50), "y_label": string(50)})


def _positive(value: Any, path: str, problems: list[str]) -> None:
    number(value, path, problems)
    if isinstance(value, int | float) and value <= 0:
        problems.append(f"must be greater than 0 [json-pointer:{path}]")


def _series_fit_axes(chart: Any, path: str, problems: list[str]) -> None:
    axes = chart.get("axis_config")
    series = [one for one in chart.get("series") or [] if isinstance(one, dict)]
    names = [str(one.get("name")) for one in series]
    if len(names) != len(set(names)):
        problems.append(f"series must have unique names [json-pointer:{path}/series]")
    categories = axes.get("categories") if isinstance(axes, dict) else None
    for index, one in enumerate(series):
        labels = [point.get("label") for point in one.get("data") or [] if isinstance(point, dict)]
        if labels != categories:
            where = f"{path}/series/{index}/data"
            problems.append(f"data must hold one point for each category, in order [json-pointer:{where}]")


def _drawn(kind: str) -> Check:
    return Shape({"type": is_a(kind), "series": many(SERIES, 6), "axis_config": AXES}, {}, (_series_fit_axes,))


SEGMENT = Shape({"label": LABEL, "value": _positive})
CHART = by_type(
    {
        "line": _drawn("line"),
        "bar": _drawn("bar"),
        "area": _drawn("area"),
        "pie": Shape({"type": is_a("pie"), "segments": many(SEGMENT, 6)}),
    },
    "chart",
)
