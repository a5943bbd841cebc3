"""A map of classes over the relief as QGIS prints it, with its legend as the style gives it."""
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.PyQt.QtGui import QFont, QPainter  # noqa: E402
from qgis.core import (  # noqa: E402
    QgsApplication, QgsBilinearRasterResampler, QgsHillshadeRenderer, QgsLayout, QgsLayoutExporter,
    QgsLayoutItemLabel, QgsLayoutItemLegend, QgsLayoutItemMap, QgsLayoutItemScaleBar, QgsLayoutPoint, QgsLayoutSize,
    QgsLegendStyle, QgsMapLayerLegendUtils, QgsProject, QgsRasterLayer, QgsUnitTypes)


WIDTH, HEIGHT, MAP, DPI = 165, 165, 120, 150  # mm, and dots per inch


def write(results, model, title, file):
    """Prints `classes_MODEL.tif` of a study over `factors/elevation.tif` to a picture."""
    application = QgsApplication([], False)
    application.initQgis()
    layout = compose(results, model, title)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = DPI
    status = QgsLayoutExporter(layout).exportToImage(str(file), settings)
    del layout
    QgsProject.instance().clear()
    application.exitQgis()
    if status != QgsLayoutExporter.Success:
        raise RuntimeError(f"QGIS could not print {file}: {status}")


def compose(results, model, title):
    project = QgsProject.instance()
    classes = QgsRasterLayer(str(results / f"classes_{model}.tif"), "Susceptibility")
    relief = QgsRasterLayer(str(results / "factors/elevation.tif"), "Relief")
    relief.setRenderer(QgsHillshadeRenderer(relief.dataProvider(), 1, 315, 45))
    relief.resampleFilter().setZoomedOutResampler(QgsBilinearRasterResampler())
    # The relief darkens the classes below it where there is shade.
    relief.setBlendMode(QPainter.CompositionMode_Multiply)
    relief.setOpacity(0.5)
    for layer in (classes, relief):
        if not layer.isValid():
            raise RuntimeError(f"QGIS cannot open {layer.source()}")
        project.addMapLayer(layer)
    project.setCrs(classes.crs())

    layout = QgsLayout(project)
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(WIDTH, HEIGHT))
    drawn = QgsLayoutItemMap(layout)
    place(layout, drawn, 6, 14, MAP, HEIGHT - 20)
    drawn.setCrs(classes.crs())
    drawn.setLayers([relief, classes])
    drawn.setExtent(classes.extent())
    drawn.setFrameEnabled(True)

    heading = QgsLayoutItemLabel(layout)
    heading.setText(title)
    heading.setFont(QFont("DejaVu Sans", 12))
    place(layout, heading, 6, 5, WIDTH - 12, 8)

    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(drawn)
    legend.setAutoUpdateModel(False)
    legend.model().rootGroup().removeLayer(relief)
    entries = legend.model().rootGroup().findLayer(classes)
    # The first entry is the name of the band.
    QgsMapLayerLegendUtils.setLegendNodeOrder(entries, list(range(1, len(classes.renderer().classes()) + 1)))
    legend.model().refreshLayerLegend(entries)
    for part, size in [(QgsLegendStyle.Subgroup, 10), (QgsLegendStyle.SymbolLabel, 9)]:
        legend.setStyleFont(part, QFont("DejaVu Sans", size))
    place(layout, legend, MAP + 9, 14, 40, 50)

    bar = QgsLayoutItemScaleBar(layout)
    bar.setStyle("Single Box")
    bar.setLinkedMap(drawn)
    bar.setUnits(QgsUnitTypes.DistanceKilometers)
    bar.setUnitLabel("km")
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    bar.setUnitsPerSegment(2.5)
    bar.setFont(QFont("DejaVu Sans", 8))
    place(layout, bar, MAP + 9, HEIGHT - 22, 40, 14)
    return layout


def place(layout, item, x, y, width, height):
    item.attemptMove(QgsLayoutPoint(x, y))
    item.attemptResize(QgsLayoutSize(width, height))
    layout.addLayoutItem(item)
