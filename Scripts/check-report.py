#!/usr/bin/env python3
"""Opens reports in a headless Chromium and says what is wrong with them: `check-report.py REPORT.html...`

Errors in the console, requests to anywhere, figures without a size, texts that collide, are cut off or too small, a page wider than its
window (1400 and 390 px, light, dark and print), contrast below 4.5, colours that look alike to those who do not see red or
green, and what a keyboard or a screen reader needs. Needs Python 3 and Chromium (its name in CHROMIUM when it is another)."""
import pathlib
import sys
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "browser"))
from chromium import Chromium  # noqa: E402
import vision  # noqa: E402

WIDTHS = (1400, 390)
PRINTED = 718  # px: A4 without margins of half an inch
LEAST_LETTERS = {"screen": 8.5, "print": 6}  # px; a printer's are finer
# Differences of about 2.3 are just noticed side by side; on a map colours stand apart and need more.
LEAST_DISTANCE = 10
# Classes of a legend beyond these cannot all be told apart by colour; their names and the table tell them.
MOST_COLORS = 9


def said(page):
    """Errors that the page told the browser, and what it asked for."""
    for event in page.events():
        facts = event["params"]
        if event["method"] == "Runtime.exceptionThrown":
            yield f"exception: {facts['exceptionDetails'].get('text')}"
        elif event["method"] == "Runtime.consoleAPICalled" and facts["type"] in ("error", "warning", "assert"):
            yield f"console: {[argument.get('value') for argument in facts['args']]}"
        elif event["method"] == "Log.entryAdded" and facts["entry"]["level"] in ("error", "warning"):
            yield f"log: {facts['entry']['text']}"
        elif event["method"] == "Network.requestWillBeSent":
            url = facts["request"]["url"]
            if not url.startswith("data:") and url != facts["documentURL"]:
                yield f"asks for {url[:120]}"


def looks(page):
    """Widths, schemes and print."""
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
    for width, scheme, media in [(width, scheme, "screen") for width in WIDTHS for scheme in ("light", "dark")] + [
            (PRINTED, "light", "print"), (PRINTED, "dark", "print")]:
        page.resize(width, 1000)
        page.prefer(scheme, media)
        where = f"{width} px, {scheme}, {media}"
        for problem in page.evaluate(f"[...audit.layout({LEAST_LETTERS[media]}), ...audit.contrast()]"):
            yield f"{where}: {problem}"
        for palette in page.evaluate("audit.palettes()"):
            colors = palette["colors"]
            for kind in vision.VISION:
                distance, first, second = vision.nearest(colors, kind)
                if distance < LEAST_DISTANCE and len(colors) <= MOST_COLORS:
                    yield f"{where}: {palette['name']}: {first} and {second} are {distance:.1f} apart with {kind}"


def keyboard(page):
    """Every stop of the tabulator is seen, and wide tables move by arrows."""
    page.resize(390, 800)
    page.prefer("light", "screen")
    page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    expected = page.evaluate("document.querySelectorAll('a[href],summary,[tabindex=\"0\"]').length")
    for stop in range(expected):
        page.press("Tab", 9)
        focus = page.evaluate("audit.focused()")
        if not focus:
            yield f"the tabulator reaches {stop} of {expected} places"
            return
        if not focus["isOutlined"]:
            yield f"one does not see that {focus['place']} has the focus"
        if not focus["isVisible"]:
            yield f"{focus['place']} has the focus out of view"
    wide = "[...document.querySelectorAll('[tabindex=\"0\"]')].find((region) => region.scrollWidth > region.clientWidth + 8)"
    if page.evaluate(f"Boolean(window.wide = {wide})"):
        page.evaluate("wide.focus()")
        page.press("ArrowRight", 39)
        end = time.monotonic() + 3
        while not page.evaluate("wide.scrollLeft > 0"):
            if time.monotonic() > end:
                yield "a wide table does not move with the arrow keys"
                return
            time.sleep(0.05)


def problems(browser, report):
    """Everything that is wrong with a report."""
    page = browser.open(report.resolve().as_uri())
    if not page.evaluate("document.querySelectorAll('svg').length"):
        yield "the page has no figure"
    page.evaluate((HERE / "browser/audit.js").read_text() + "; window.audit = audit; 0")
    yield from page.evaluate("audit.structure()")
    yield from looks(page)
    yield from keyboard(page)
    printed = page.pdf()
    if not printed.startswith(b"%PDF-") or printed.count(b"/Type /Page\n") + printed.count(b"/Type/Page\n") < 1:
        yield "it does not print to PDF"
    yield from said(page)


def main():
    reports = [pathlib.Path(argument) for argument in sys.argv[1:]]
    if not reports or not all(report.is_file() for report in reports):
        sys.exit("usage: check-report.py REPORT.html...")
    failed = False
    with Chromium() as browser:
        for report in reports:
            found = list(dict.fromkeys(problems(browser, report)))
            failed = failed or bool(found)
            print(f"{report}: " + (f"{len(found)} problems" if found else "opens, reads, prints"))
            for problem in found:
                print(f"  {problem}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
