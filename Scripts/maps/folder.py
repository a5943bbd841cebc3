"""What a study's output folder says of its maps, read with the standard library alone."""
import csv
import pathlib
import xml.etree.ElementTree as xml


class Style:
    """A QGIS style as the file has it: `colors` by value, `labels` by value."""

    def __init__(self, path):
        root = xml.parse(path).getroot()
        renderer = root.find("pipe/rasterrenderer")
        self.kind = renderer.get("type")
        entries = renderer.iter("paletteEntry" if self.kind == "paletted" else "item")
        self.colors, self.labels = {}, {}
        for entry in entries:
            value = float(entry.get("value"))
            self.colors[value] = entry.get("color")
            self.labels[value] = entry.get("label")

    def color(self, value):
        """The colour of a value: its own, or between the two next to it."""
        if value in self.colors:
            return parts(self.colors[value])
        stops = sorted(self.colors)
        value = min(max(value, stops[0]), stops[-1])
        low = max(stop for stop in stops if stop <= value)
        high = min(stop for stop in stops if stop >= value)
        share = (value - low) / (high - low) if high > low else 0
        return tuple(a + (b - a) * share for a, b in zip(parts(self.colors[low]), parts(self.colors[high])))


def parts(color):
    """`#rrggbb` as three numbers."""
    return tuple(int(color[place:place + 2], 16) for place in (1, 3, 5))


class Results:
    """The maps in an output folder."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.maps = sorted(self.path.glob("*.tif")) + sorted(self.path.glob("factors/*.tif"))

    def style(self, file):
        """The style beside a map, or none."""
        path = file.with_suffix(".qml")
        return Style(path) if path.exists() else None

    def areas(self, file):
        """The rows of class_areas.csv for a map of classes, by class."""
        model = file.stem.removeprefix("classes_")
        table = self.path / "class_areas.csv"
        if not file.stem.startswith("classes_") or not table.exists():
            return {}
        with open(table, newline="") as lines:
            return {int(row["class"]): row for row in csv.DictReader(lines) if row["model"] == model}
