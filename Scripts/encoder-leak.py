#!/usr/bin/env python3
"""What fitting the encoder on the whole inventory adds to the validation AUC of each model.

    Scripts/encoder-leak.py SCARP STUDY.yaml --seeds 10 --models random-forest svm logistic-regression

Runs the study with `encoder-fit: training` and with `encoder-fit: inventory`, with the same seeds (so the same split,
absences and initial weights), and prints the mean AUC of both, the mean difference with its standard error, and in how
many seeds the leaking one is larger. Results go to encoder-leak/ beside the study file.
"""
import argparse
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
options = parser.parse_args()

replaced = ("models", "cross-validation", "jackknife", "tune", "encoder-fit", "evaluation")
lines = [
    line for line in options.study.read_text().splitlines()
    if not re.match(rf"({'|'.join(replaced)}):", line)
]
folder = options.study.resolve().parent
areas = {}
for fit in ("training", "inventory"):
    study = folder / f"encoder-leak-{fit}.yaml"
    study.write_text("\n".join(lines + [
        f"models: [{', '.join(options.models)}]",
        "cross-validation: { folds: 0 }",
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
        for model in options.models:
            areas.setdefault((model, fit), []).append(metrics[model]["validation"]["auc"])

print("| model | AUC, training | AUC, inventory | difference | larger |")
print("|---|---|---|---|---|")
for model in options.models:
    honest, leaking = areas[model, "training"], areas[model, "inventory"]
    differences = [b - a for a, b in zip(honest, leaking)]
    error = statistics.stdev(differences) / len(differences) ** 0.5 if len(differences) > 1 else float("nan")
    print(
        f"| {model} | {statistics.mean(honest):.3f} | {statistics.mean(leaking):.3f} "
        f"| {statistics.mean(differences):+.3f} ± {error:.3f} "
        f"| {sum(d > 0 for d in differences)} of {len(differences)} |")
