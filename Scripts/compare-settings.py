#!/usr/bin/env python3
"""Compares settings of a study on the same samples, folds and seeds.

    Scripts/compare-settings.py SCARP STUDY.yaml --seeds 5 --models hybrid --schemes spatial-blocks \\
      --setting paper 'networks: { preset: paper }' \\
      --setting gentle 'networks: { preset: recommended }' 'encoding: raw'

A setting is a name and lines of the study file that take the place of its own. Each is run with the seeds 1, 2, ...,
which decide absences, split, folds and initial weights. Printed are, for every model, the mean AUC of the validation
set and of the folds of each scheme, and the mean difference to the first setting with its standard error over the
seeds. With several settings and --schemes the last rows choose one setting for each fold by the mean of the other
folds of its scheme, and judge it by that fold: no fold takes part in the choice that it reports.

--landslides N takes N of the landslides, drawn anew for each seed, and as many absences; the study's inventory must have
an `id`. Results go to compare-settings/ beside the study file and are used again when the script is run again.
"""
import argparse
import csv
import hashlib
import json
import pathlib
import random
import re
import statistics
import subprocess

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("scarp")
parser.add_argument("study", type=pathlib.Path)
parser.add_argument("--seeds", type=int, default=5)
parser.add_argument("--models", nargs="+", required=True)
parser.add_argument("--schemes", nargs="*", default=[])
parser.add_argument("--folds", type=int, default=5)
parser.add_argument("--landslides", type=int)
parser.add_argument("--threads", type=int)
parser.add_argument("--setting", nargs="+", action="append", required=True, metavar=("NAME", "LINE"))
options = parser.parse_args()

folder = options.study.resolve().parent / "compare-settings"
folder.mkdir(exist_ok=True)
defaults = {
    "models": f"[{', '.join(options.models)}]",
    "cross-validation": f"{{ folds: {options.folds if options.schemes else 0}, schemes: [{', '.join(options.schemes)}] }}"
    if options.schemes else "{ folds: 0 }",
    "jackknife": "{ seeds: 0 }",
    "evaluation": "{ bootstrap: 0 }",
    "explain": "{ permutation: { repeats: 0 }, effects: false }",
    "applicability": "false",
}


def study_text(lines, seed):
    """The study with these lines in the place of its own."""
    keys = defaults | dict(line.split(":", 1) for line in lines)
    kept, skipping = [], False
    for line in options.study.read_text().splitlines():
        if not line.startswith((" ", "-")):
            skipping = line.split(":", 1)[0] in set(keys) | {"tune"}
        if not skipping:
            kept.append(drawn(line, seed) if options.landslides and line.startswith("inventory:") else line)
    return "\n".join(kept + [f"{key}: {value.strip()}" for key, value in keys.items()] + [""])


def drawn(line, seed):
    """The inventory's line with a `where` for the drawn landslides."""
    key = re.search(r"id: (\w+)", line).group(1)
    ids = random.Random(seed).sample(landslide_ids(), options.landslides)
    chosen = f"{key} IN ({', '.join(ids)})"
    if "where:" not in line:
        return line.replace("{", f'{{ where: "{chosen}",', 1)
    return re.sub(r'where: "(.*?)"', lambda match: f'where: "({match.group(1)}) AND {chosen}"', line)


def landslide_ids():
    """The landslides that the study uses, from a run of its quickest model."""
    output = folder / "inventory"
    if not (output / "samples.csv").exists():
        study = folder.parent / "compare-settings-inventory.yaml"
        plain, options.landslides = options.landslides, None
        study.write_text(study_text(["models: [logistic-regression]", "cross-validation: { folds: 0 }"], 1))
        options.landslides = plain
        run("train", study, output, 1)
    with open(output / "samples.csv", newline="") as file:
        return sorted({row["landslide_id"] for row in csv.DictReader(file) if row["label"] == "1"})


def run(step, study, output, seed):
    threads = ["--threads", str(options.threads)] if options.threads else []
    subprocess.run(
        [options.scarp, step, study, "--seed", str(seed), "--output", output, "--quiet", "--overwrite", *threads],
        check=True, stdout=subprocess.DEVNULL)


def areas(name, lines, seed):
    """AUC by (model, judge): a list of one for the validation set, of all folds for a scheme."""
    text = study_text(lines, seed)
    kept = folder / f"{hashlib.sha256(f'{text}{seed}'.encode()).hexdigest()[:16]}.json"
    if not kept.exists():
        study = folder.parent / f"compare-settings-{name}.yaml"
        study.write_text(text)
        output = folder / name
        run("evaluate", study, output, seed)
        found = {
            f"{model} validation": [measures["validation"]["auc"]]
            for model, measures in json.loads((output / "metrics.json").read_text())["models"].items()
        }
        if options.schemes:
            with open(output / "cross_validation.csv", newline="") as file:
                for row in csv.DictReader(file):
                    found.setdefault(f"{row['model']} {row['scheme']}", []).append(float(row["auc"]))
        kept.write_text(json.dumps(found))
    return json.loads(kept.read_text())


def standard_error(values):
    return statistics.stdev(values) / len(values) ** 0.5 if len(values) > 1 else float("nan")


seeds = range(1, options.seeds + 1)
results = {name: [areas(name, lines, seed) for seed in seeds] for name, *lines in options.setting}
print("| setting | model | judged on | AUC | difference | better |")
print("|---|---|---|---|---|---|")
base = options.setting[0][0]
for column in results[base][0]:
    model, judge = column.split(" ")
    means = {name: [statistics.mean(found[column]) for found in of] for name, of in results.items() if column in of[0]}
    for name, values in means.items():
        differences = [value - first for value, first in zip(values, means[base])]
        compared = "| |" if name == base else (
            f"{statistics.mean(differences):+.4f} ± {standard_error(differences):.4f} "
            f"| {sum(d > 0 for d in differences)} of {len(differences)} |")
        print(f"| {name} | {model} | {judge} | {statistics.mean(values):.4f} | {compared}")
    if judge == "validation" or len(means) < 2:
        continue
    nested = []
    for number in range(len(seeds)):
        folds = {name: results[name][number][column] for name in means}
        for fold in range(len(folds[base])):
            chosen = max(folds, key=lambda name: sum(folds[name]) - folds[name][fold])
            nested.append(folds[chosen][fold])
    print(f"| chosen by the other folds | {model} | {judge} | {statistics.mean(nested):.4f} | | |")
