#!/usr/bin/env python3
"""What fitting the encoder on the whole inventory adds to the AUC of each model.

    Scripts/encoder-leak.py SCARP STUDY.yaml --seeds 10 --models random-forest svm logistic-regression
    Scripts/encoder-leak.py SCARP STUDY.yaml --models random-forest --schemes random spatial-blocks

Runs the study with `encoder-fit: training` and with `encoder-fit: inventory`, with the same seeds (so the same split,
absences, folds and initial weights), and prints the mean AUC of both, the mean difference with its standard error, and in
how many seeds the leaking one is larger: on the validation set and, with --schemes, as the mean over five folds of each
scheme. Results go to encoder-leak/ beside the study file.
"""
import argparse
import csv
import json
import pathlib
import re
import statistics
import subprocess

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("scarp")
parser.add_argument("study", type=pathlib.Path)
parser.add_argument("--seeds", type=int, default=5)
parser.add_argument("--models", nargs="+", required=True)
parser.add_argument("--schemes", nargs="*", default=[])
options = parser.parse_args()

replaced = ("models", "cross-validation", "jackknife", "tune", "encoder-fit", "evaluation")
lines = [
    line for line in options.study.read_text().splitlines()
    if not re.match(rf"({'|'.join(replaced)}):", line)
]
folder = options.study.resolve().parent
judges = ["validation"] + options.schemes
folds = f"{{ folds: 5, schemes: [{', '.join(options.schemes)}] }}" if options.schemes else "{ folds: 0 }"
areas = {}
for fit in ("training", "inventory"):
    study = folder / f"encoder-leak-{fit}.yaml"
    study.write_text("\n".join(lines + [
        f"models: [{', '.join(options.models)}]",
        f"cross-validation: {folds}",
        "jackknife: { seeds: 0 }",
        "evaluation: { bootstrap: 0 }",
        f"encoder-fit: {fit}",
        "",
    ]))
    for seed in range(1, options.seeds + 1):
        output = folder / "encoder-leak" / f"{fit}-{seed}"
        subprocess.run(
            [options.scarp, "evaluate", study, "--seed", str(seed), "--output", output, "--quiet",
             "--overwrite"],
            check=True, stdout=subprocess.DEVNULL)
        metrics = json.loads((output / "metrics.json").read_text())["models"]
        rows = []
        if options.schemes:
            with open(output / "cross_validation.csv", newline="") as file:
                rows = list(csv.DictReader(file))
        for model in options.models:
            areas.setdefault((model, "validation", fit), []).append(metrics[model]["validation"]["auc"])
            for scheme in options.schemes:
                folded = [float(row["auc"]) for row in rows if (row["model"], row["scheme"]) == (model, scheme)]
                areas.setdefault((model, scheme, fit), []).append(statistics.mean(folded))

print("| model | AUC, training | AUC, inventory | difference | larger |")
print("|---|---|---|---|---|")
for model in options.models:
    for judge in judges:
        honest, leaking = areas[model, judge, "training"], areas[model, judge, "inventory"]
        differences = [b - a for a, b in zip(honest, leaking)]
        error = statistics.stdev(differences) / len(differences) ** 0.5 if len(differences) > 1 else float("nan")
        print(
            f"| {model}{'' if judge == 'validation' else f', {judge}'} "
            f"| {statistics.mean(honest):.3f} | {statistics.mean(leaking):.3f} "
            f"| {statistics.mean(differences):+.4f} ± {error:.4f} "
            f"| {sum(d > 0 for d in differences)} of {len(differences)} |")
