"""Expected bands of ReferenceForestTests: scikit-learn's forests on the samples of two real study areas.

Made with Python 3.11, numpy 2.4.6, scikit-learn 1.9.1, rasterio 1.4.4:
pip install numpy scikit-learn rasterio && python random_forest.py FOLDER/data
With tables as further arguments (CSV, a header, the label 1 or 0 in the column `label`) these are judged instead, with 500
trees.

Sample k (from 0) is in fold k mod 5. An AUC is the mean over the folds; bands are over 20 seeds.
"""
import csv
import os
import sys

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.metrics import roc_auc_score

SEEDS, FOLDS = 20, 5
VARIANTS = {
    "gini": lambda **a: RandomForestClassifier(oob_score=True, **a),
    "entropy": lambda **a: RandomForestClassifier(oob_score=True, criterion="entropy", **a),
    "extra": lambda **a: ExtraTreesClassifier(**a),
}


def table(path):
    with open(path) as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name not in ("x", "y", "label")]
    return (np.array([[float(row[name]) for name in names] for row in rows], "f4"),
            np.array([int(float(row["label"])) for row in rows]))


def kaghan(folder):
    """621 landslides after the earthquake and 621 absences in turn, with the values of six rasters in their cells."""
    import rasterio

    def points(name, condition):
        with open(os.path.join(folder, name)) as file:
            rows = [row for row in csv.DictReader(file) if condition(row)]
        return [(float(row["x"]), float(row["y"])) for row in rows][::5][:621]

    landslides = points("landslides_points.csv", lambda row: row["post2005"] == "1")
    absences = points("nonlandslide_points_sampled.csv", lambda row: True)
    cells = [point for pair in zip(landslides, absences) for point in pair]
    columns = []
    for name in ("elevation", "lithology", "landcover", "reference/slope_gdaldem", "reference/aspect_gdaldem",
                 "reference/flowacc_d8_cells"):
        with rasterio.open(os.path.join(folder, name + ".tif")) as raster:
            values = raster.read(1)
            columns.append([values[raster.index(x, y)] for x, y in cells])
    return np.array(columns, "f4").T, np.tile([1, 0], 621)


def bands(name, samples, labels, trees):
    fold = np.arange(len(labels)) % FOLDS
    for variant, make in VARIANTS.items():
        areas, errors, judged = [], [], []
        for seed in range(SEEDS):
            model = [make(n_estimators=trees, max_features="sqrt", random_state=seed, n_jobs=-1)
                     .fit(samples[fold != k], labels[fold != k]) for k in range(FOLDS)]
            shares = [m.predict_proba(samples[fold == k])[:, 1] for k, m in enumerate(model)]
            areas.append(np.mean([roc_auc_score(labels[fold == k], p) for k, p in enumerate(shares)]))
            errors.append(np.mean([np.mean((p >= 0.5) != labels[fold == k]) for k, p in enumerate(shares)]))
            judged.append(np.mean([1 - m.oob_score_ for m in model]) if variant != "extra" else np.nan)
        print(f"{name} {variant} {trees} trees: auc {np.mean(areas):.5f} sd {np.std(areas, ddof=1):.5f} "
              f"({min(areas):.5f}-{max(areas):.5f}), fold error {np.mean(errors):.4f}, "
              f"out-of-bag error {np.mean(judged):.4f}", flush=True)


if len(sys.argv) > 2:
    for path in sys.argv[2:]:
        bands(os.path.basename(path), *table(path), 500)
else:
    bands("ecuador", *table(os.path.join(sys.argv[1], "ecuador_rbsf/lsl350_with_terrain_values.csv")), 50)
    bands("kaghan", *kaghan(os.path.join(sys.argv[1], "kaghan_pakistan")), 50)
