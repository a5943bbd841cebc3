"""What rasterio says of the maps: it opens them, with CRS, NoData, statistics and colours."""
import math
import warnings

import rasterio

VERSION = f"rasterio {rasterio.__version__}"


def problems(results):
    warnings.simplefilter("error")
    for file in results.maps:
        with rasterio.open(file) as data:
            if data.crs is None or data.nodata is None or data.profile.get("tiled") is not True:
                yield f"{file.name}: CRS {data.crs}, NoData {data.nodata}, tiled {data.profile.get('tiled')}"
            if max(data.shape) > 512 and not data.overviews(1):
                yield f"{file.name} has no overviews"
            cells = data.read(1, masked=True)
            stored = float(data.tags(1)["STATISTICS_MEAN"])
            if not math.isclose(stored, cells.astype(float).mean(), rel_tol=1e-6, abs_tol=1e-6 * abs(float(cells.max()))):
                yield f"{file.name} says mean {stored}, its cells {cells.mean()}"
            style = results.style(file)
            if style and style.kind == "paletted":
                colors = data.colormap(1)
                for value in style.colors:
                    if colors[int(value)][:3] != style.color(value):
                        yield f"{file.name}: class {value} is {colors[int(value)]}, expected {style.color(value)}"
