"""What QGIS makes of the maps: each opens with its style and is drawn in the colours that the style promises."""
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402
from qgis.core import Qgis, QgsApplication, QgsMapRendererSequentialJob, QgsMapSettings, QgsRasterLayer  # noqa: E402

VERSION = f"QGIS {Qgis.QGIS_VERSION}"
PROBES = 4000


def problems(results):
    application = QgsApplication([], False)
    application.initQgis()
    found = [f"{file.name}: {problem}" for file in results.maps for problem in of_map(file, results.style(file))]
    # Every layer has to be gone by now.
    application.exitQgis()
    return found


def of_map(file, style):
    layer = QgsRasterLayer(str(file), file.stem)
    if not layer.isValid() or not layer.crs().isValid():
        yield "does not open, or without a CRS"
    elif style:
        yield from of_style(layer, style, str(file.with_suffix(".qml")))


def of_style(layer, style, path):
    message, is_loaded = layer.loadNamedStyle(path)
    if not is_loaded:
        yield f"the style does not load: {message}"
        return
    renderer = layer.renderer()
    if renderer.type() != style.kind:
        yield f"is drawn as {renderer.type()}, expected {style.kind}"
        return
    if style.kind == "paletted":
        labels = {float(entry.value): entry.label for entry in renderer.classes()}
        if labels != style.labels:
            yield f"its legend says {labels}, expected {style.labels}"
    yield from drawn(layer, style)


def drawn(layer, style):
    """Compares pixels with the cells below them, one pixel for each cell."""
    columns, rows = layer.width(), layer.height()
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(columns, rows))
    settings.setBackgroundColor(QColor(0, 0, 0, 0))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    block = layer.dataProvider().block(1, layer.extent(), columns, rows)
    wrong = checked = 0
    example = None
    step = max(rows * columns // PROBES, 1)
    for cell in range(0, rows * columns, step):
        row, column = divmod(cell, columns)
        color = image.pixelColor(column, row)
        if block.isNoData(row, column):
            found, expected, isRight = color.alpha(), 0, color.alpha() == 0
        else:
            expected = style.color(block.value(row, column))
            found = (color.red(), color.green(), color.blue())
            isRight = color.alpha() == 255 and all(abs(a - b) <= 2 for a, b in zip(found, expected))
        checked += 1
        if not isRight:
            wrong += 1
            example = example or f"row {row}, column {column} is {found}, expected {expected}"
    if wrong:
        yield f"{wrong} of {checked} pixels have another colour: {example}"
