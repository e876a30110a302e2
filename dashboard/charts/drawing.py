"""A plotly figure while it is being made, in plain dictionaries.

Plotly's own objects check each property as it is set, which takes twenty milliseconds a chart: more than all its
questions. Here nothing is checked on the way; a test has plotly check each finished chart.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from plotly.utils import PlotlyJSONEncoder


class Part(dict[str, Any]):
    """A part of a figure, its properties read and set as attributes, too; one that is not set is None."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.get(name)

    def __setattr__(self, name: str, value: object) -> None:
        self[name] = _part(value)

    def change(self, changes: Mapping[str, object]) -> None:
        """Set properties; what is itself a part keeps those of its own that are not named."""
        for name, value in changes.items():
            own = self.get(name)
            if isinstance(value, Mapping) and isinstance(own, Part):
                own.change(value)
            else:
                self[name] = _part(value)


def _part(value: object) -> object:
    if isinstance(value, Mapping):
        return Part({name: _part(inner) for name, inner in value.items()})
    if isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
        return [_part(inner) for inner in value]
    return value


def trace(kind: str, **properties: object) -> Part:
    """One trace: ``kind`` is plotly's name of its type (bar, scatter, heatmap)."""
    made = Part(type=kind)
    made.change(properties)
    return made


class Finished(NamedTuple):
    """A figure that is not changed any more: its traces and layout as JSON, and its height in pixels."""

    written: str
    height: int


class Drawing:
    """Traces and a layout; the methods have the names and effects of plotly's."""

    def __init__(self, *traces: Part, layout: Mapping[str, object] | None = None) -> None:
        self.data: list[Part] = list(traces)
        self.layout = Part(xaxis=Part(), yaxis=Part(), shapes=[], annotations=[])
        self.update_layout(**(layout or {}))

    def add_trace(self, *traces: Part) -> "Drawing":
        """Add traces behind those that there are."""
        self.data.extend(traces)
        return self

    def update_layout(self, **changes: object) -> "Drawing":
        """Change properties of the layout."""
        self.layout.change(changes)
        return self

    def update_xaxes(self, **changes: object) -> "Drawing":
        """Change every x axis."""
        return self._update_axes("xaxis", changes)

    def update_yaxes(self, **changes: object) -> "Drawing":
        """Change every y axis."""
        return self._update_axes("yaxis", changes)

    def _update_axes(self, kind: str, changes: Mapping[str, object]) -> "Drawing":
        for name, axis in self.layout.items():
            if name.startswith(kind):
                axis.change(changes)
        return self

    def add_shapes(self, shapes: Sequence[Mapping[str, object]]) -> "Drawing":
        """Add shapes behind those that there are."""
        self.layout.shapes.extend(_part(shape) for shape in shapes)
        return self

    def add_annotations(self, notes: Sequence[Mapping[str, object]]) -> "Drawing":
        """Add annotations behind those that there are."""
        self.layout.annotations.extend(_part(note) for note in notes)
        return self

    def add_annotation(self, **note: object) -> "Drawing":
        """Add one annotation."""
        return self.add_annotations([note])

    def finished(self) -> Finished:
        """The figure as plotly's script reads it, not checked."""
        written = json.dumps({"data": self.data, "layout": self.layout}, cls=PlotlyJSONEncoder)
        return Finished(written, self.layout.height)
