#!/usr/bin/env python3
"""Makes the pictures of the documentation of a study's results: `make-pictures.py RESULTS [FOLDER]`

The report as Chromium shows it, and its map as QGIS prints it. Needs Chromium and QGIS for this Python (Debian: chromium,
python3-qgis); FOLDER is Documentation/Images."""
import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "browser"), str(HERE / "maps")]
from chromium import Chromium  # noqa: E402

MODEL = "hybrid"
# name, scheme, sections that are shown (all when none is named), height in pixels, kind of file
VIEWS = [
    ("report", "light", [], 1000, "jpeg"),
    ("report-dark", "dark", [], 1000, "jpeg"),
    ("report-factors", "light", ["frequency-ratio"], 720, "png"),
    ("report-models", "light", ["roc", "classes"], 1150, "png"),
    ("report-maps", "light", ["maps"], 560, "jpeg"),
]


def picture_report(report, folder):
    with Chromium() as browser:
        for name, scheme, sections, height, kind in VIEWS:
            page = browser.open(report.resolve().as_uri(), 1280, 1000)
            page.prefer(scheme)
            if sections:
                shown = ",".join(f"#{section}" for section in sections)
                page.evaluate(f"document.querySelectorAll('header,nav,section:not({shown})').forEach((part) => part.remove()),"
                              "document.querySelector('.page').style.display = 'block'")
            picture = page.picture(0, 0, 1280, min(height, page.evaluate("document.documentElement.scrollHeight")), kind=kind)
            (folder / f"{name}.{'jpg' if kind == 'jpeg' else kind}").write_bytes(picture)


def main():
    if len(sys.argv) not in (2, 3) or not pathlib.Path(sys.argv[1], "report.html").is_file():
        sys.exit("usage: make-pictures.py RESULTS [FOLDER]")
    results = pathlib.Path(sys.argv[1])
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) == 3 else HERE.parent / "Documentation/Images")
    picture_report(results / "report.html", folder)
    try:
        import qgis_picture
    except ImportError as error:
        sys.exit(f"the pictures of the report are made; that of the map needs {error.name} (python3-qgis)")
    qgis_picture.write(results, MODEL, "Landslide susceptibility, hybrid CNN", folder / "map-in-qgis.jpg")


if __name__ == "__main__":
    main()
