#!/usr/bin/env python3
"""Opens the maps of a study with the programs that people use: `check-maps.py [--require PROGRAM]... RESULTS...`

GDAL, rasterio and QGIS are asked where this Python has them (Debian: python3-gdal, python3-rasterio, python3-qgis); a program that
is not there is skipped, which is said, and is an error with `--require gdal`, `rasterio` or `qgis`."""
import argparse
import importlib
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "maps"))
from folder import Results  # noqa: E402

PROGRAMS = ("gdal", "rasterio", "qgis")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--require", action="append", choices=PROGRAMS, default=[])
    parser.add_argument("results", nargs="+", type=Results)
    arguments = parser.parse_args()
    failed = False
    for program in PROGRAMS:
        try:
            check = importlib.import_module(f"with_{program}")
        except ImportError as error:
            print(f"{program}: skipped, this Python has no {error.name or program}")
            failed = failed or program in arguments.require
            continue
        for results in arguments.results:
            found = list(check.problems(results)) if results.maps else ["there are no maps"]
            failed = failed or bool(found)
            print(f"{check.VERSION}: {results.path}: "
                  + (f"{len(found)} problems" if found else f"{len(results.maps)} maps open as they should"))
            for problem in found:
                print(f"  {problem}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
