#!/usr/bin/env python3
"""Draws landslides from scores that are known, on the ground of a simulated area.

    scarp simulate county && scarp factors county/study.yaml
    Scripts/known-truth.py county --landslides 1200
    Scripts/compare-settings.py scarp county/own.yaml --schemes random spatial-blocks --models hybrid random-forest \\
      --setting raw 'encoding: raw'

For each truth it writes landslides_TRUTH.geojson and TRUTH.yaml into the folder:

    own            what a logistic regression can say of the cell itself: slope, shaking, vegetation, faults
    interactions   the cell itself, but nothing linear: slope times shaking, middle heights, facing by rock
    surroundings   13 x 13 cells alone: share of bare ground, a stream in it, how much slopes differ
    mixed          own + surroundings

A score is scaled to mean 0 and standard deviation 1. Cells are taken without replacement, each at a rate of
exp(strength * score). Printed is the AUC of the score itself, landslides against all other cells. The study files leave out
the factors that tell of the surroundings outright: distance to rivers, and relief.

Needs numpy, scipy and rasterio.
"""
import argparse
import json
import pathlib
import re

import numpy
import rasterio
from scipy.ndimage import maximum_filter, uniform_filter
from scipy.stats import rankdata

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("--landslides", type=int, default=1200)
parser.add_argument("--strength", type=float, default=1.8)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
WINDOW = 13


def factor(name):
    """The factor as `scarp factors` has written it."""
    with rasterio.open(options.folder / "results" / "factors" / f"{name}.tif") as file:
        return numpy.where(file.read_masks(1) > 0, file.read(1).astype(float), numpy.nan)


def scaled(values):
    """Mean 0 and standard deviation 1, extremes cut at 3; cells without a value have 0."""
    values = (values - numpy.nanmean(values)) / numpy.nanstd(values)
    return numpy.nan_to_num(numpy.clip(values, -3, 3))


def mean(values):
    return uniform_filter(values, WINDOW, mode="nearest")


slope, height, shaking, ndvi = (scaled(factor(name)) for name in ["slope", "elevation", "pga", "ndvi"])
faults = scaled(numpy.sqrt(factor("faults")))
stream = numpy.log(numpy.maximum(numpy.nan_to_num(factor("spi")), 1e-3))
facing = numpy.nan_to_num(numpy.cos(numpy.radians(factor("aspect") - 160)))
rocks = factor("lithology")
half_of_rocks = numpy.isin(rocks, numpy.unique(rocks[~numpy.isnan(rocks)])[::2])
bare = ndvi < numpy.quantile(ndvi, 0.3)
own = slope + 0.7 * shaking - 0.7 * ndvi - 0.7 * faults
interactions = slope * shaking - 0.8 * height**2 + 1.2 * numpy.where(half_of_rocks, 1, -1) * facing
surroundings = (
    scaled(mean(bare.astype(float)))
    + scaled(maximum_filter(stream, WINDOW, mode="nearest"))
    + scaled(numpy.sqrt(numpy.maximum(mean(slope**2) - mean(slope) ** 2, 0))))
scores = {"own": scaled(own), "interactions": scaled(interactions), "surroundings": scaled(surroundings)}
scores["mixed"] = scaled(scores["own"] + scores["surroundings"])

with rasterio.open(options.folder / "elevation.tif") as file:
    transform, crs = file.transform, file.crs
study = (options.folder / "study.yaml").read_text()
for number, (name, score) in enumerate(scores.items()):
    generator = numpy.random.default_rng([options.seed, number])
    order = numpy.argsort(options.strength * score.ravel() + generator.gumbel(size=score.size))
    cells = order[-options.landslides:]
    features = [
        {"type": "Feature", "properties": {"ls_id": i + 1},
         "geometry": {"type": "Point", "coordinates": transform * (c % score.shape[1] + 0.5, c // score.shape[1] + 0.5)}}
        for i, c in enumerate(cells.tolist())]
    (options.folder / f"landslides_{name}.geojson").write_text(json.dumps(
        {"type": "FeatureCollection", "features": features,
         "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs.to_epsg()}"}}}))
    text = study.replace("landslides.geojson", f"landslides_{name}.geojson")
    text = "\n".join(line for line in text.splitlines() if not re.search(r"name: (rivers|relief),|^#", line))
    (options.folder / f"{name}.yaml").write_text(text + "\n")
    ranks, n = rankdata(score.ravel()), options.landslides
    area = (ranks[cells].sum() - n * (n + 1) / 2) / (n * (score.size - n))
    print(f"{name}: AUC of the score itself {area:.3f}")
