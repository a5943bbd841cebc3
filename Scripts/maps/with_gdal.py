"""What GDAL says of the maps: CRS, grid, layout, statistics, palette, names and attribute table."""
import math

import numpy
from osgeo import gdal, gdalconst
from osgeo_utils.samples import validate_cloud_optimized_geotiff

VERSION = f"GDAL {gdal.__version__}"


def problems(results):
    gdal.UseExceptions()
    warnings = []
    gdal.PushErrorHandler(lambda kind, number, text: warnings.append(text))
    grids = set()
    for file in results.maps:
        data = gdal.Open(str(file))
        spatial = data.GetSpatialRef()
        if spatial is None:
            yield f"{file.name} has no CRS"
        grids.add((data.RasterXSize, data.RasterYSize, data.GetGeoTransform(),
                   spatial.ExportToWkt() if spatial else ""))
        yield from (f"{file.name}: {problem}" for problem in of_map(data, file, results))
    if len(grids) > 1:
        yield f"the maps lie on {len(grids)} grids"
    gdal.PopErrorHandler()
    yield from (f"GDAL: {warning}" for warning in dict.fromkeys(warnings))


def of_map(data, file, results):
    warned, errors, _ = validate_cloud_optimized_geotiff.validate(str(file), full_check=True)
    yield from (f"not cloud-optimised: {text}" for text in [*warned, *errors])
    if data.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") != "DEFLATE":
        yield "not compressed with Deflate"
    band = data.GetRasterBand(1)
    if band.GetNoDataValue() is None:
        yield "has no NoData value"
    cells = band.ReadAsArray()
    valid = cells[cells != band.GetNoDataValue()].astype(float)
    stored = {name: band.GetMetadataItem(f"STATISTICS_{name}") for name in ("MINIMUM", "MAXIMUM", "MEAN", "STDDEV")}
    for name, value in zip(stored, (valid.min(), valid.max(), valid.mean(), valid.std())):
        if stored[name] is None:
            yield f"has no statistic {name}"
        elif not math.isclose(float(stored[name]), value, rel_tol=1e-6, abs_tol=1e-6 * max(abs(valid.max()), 1e-9)):
            yield f"says {name} {stored[name]}, its cells {value}"
    if file.stem.startswith("susceptibility_"):
        if band.DataType != gdalconst.GDT_Float32 or valid.min() < 0 or valid.max() > 1:
            yield "expected Float32 probabilities of 0 to 1"
    style = results.style(file)
    if file.parent == results.path and style is None:
        yield "has no .qml"
    if band.DataType == gdalconst.GDT_Byte and style:
        yield from of_classes(band, cells, style, data.GetGeoTransform(), data.GetSpatialRef(), results.areas(file))


def of_classes(band, cells, style, transform, spatial, areas):
    """Palette, names and attribute table are those of the style, and count the cells."""
    palette, names, table = band.GetColorTable(), band.GetCategoryNames(), band.GetDefaultRAT()
    if palette is None or names is None or table is None:
        yield "has no palette, no names or no attribute table"
        return
    columns = {table.GetNameOfCol(column).lower(): column for column in range(table.GetColumnCount())}
    # On a degree grid the area of a cell depends on its row.
    cell_area = abs(transform[1] * transform[5]) * spatial.GetLinearUnits() ** 2 / 1e6 if spatial.IsProjected() else None
    values = [table.GetValueAsInt(row, columns["value"]) for row in range(table.GetRowCount())]
    if sorted(values) != sorted(int(value) for value in style.colors):
        yield f"its table has the values {values}, its style {sorted(style.colors)}"
    for row, value in enumerate(values):
        def number(name):
            return table.GetValueAsDouble(row, columns[name])
        color = tuple(int(number(name)) for name in ("red", "green", "blue"))
        label = table.GetValueAsString(row, columns["label"])
        count = int(numpy.count_nonzero(cells == value))
        for what, found, expected in [
                ("colour in the table", color, style.color(value)),
                ("colour in the palette", palette.GetColorEntry(value)[:3], style.color(value)),
                ("opacity", palette.GetColorEntry(value)[3], 255),
                ("label in the table", label, style.labels[value]),
                ("name", names[value], style.labels[value]),
                ("count", int(number("count")), count)]:
            if found != expected:
                yield f"class {value}: {what} {found}, expected {expected}"
        if cell_area and not math.isclose(number("area_km2"), count * cell_area, rel_tol=1e-6, abs_tol=1e-9):
            yield f"class {value}: {number('area_km2')} km2, expected {count * cell_area}"
        if areas:
            for name, place in [("landslides", "landslides"), ("share", "share"), ("count", "cells")]:
                if not math.isclose(number(name), float(areas[value][place]), rel_tol=1e-6, abs_tol=1e-9):
                    yield f"class {value}: {name} {number(name)}, in class_areas.csv {areas[value][place]}"
