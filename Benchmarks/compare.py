#!/usr/bin/env python3
"""Runs `bench` and the peers in turn and writes a table: `compare.py BENCH PYTHON OUTPUT.md [--rounds 3] [--cases CASE ...]`.

Each round runs Scarp, then the peer, so that both see the machine in the same state; ratios are taken round by round."""
import argparse
import json
import os
import platform
import statistics
import subprocess
import sys

CASES = ["train-epoch", "map-hybrid-patches", "map-hybrid-continuous", "map-hybrid-encoded", "forest-fit-870",
         "forest-fit-20000", "forest-map", "forest-map-encoded", "svm-fit-870", "svm-fit-10000",
         "svm-map", "vif", "auc", "natural-breaks", "slope", "relief", "fill-d8",
         "fill", "distance"]
# Cases whose peers are those of another: every way to map is compared with every other.
ALSO_WITH = {"map-hybrid-continuous": ["map-hybrid-patches"], "map-hybrid-encoded": ["map-hybrid-patches"]}
# One thread is a question of its own only where users wait most.
ONE_THREAD = ["train-epoch"]

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("bench")
parser.add_argument("python")
parser.add_argument("output")
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--cases", nargs="+", default=CASES)
parser.add_argument("--size", type=int, help="rows of tables or cells per side instead of each case's own")
options = parser.parse_args()

environment = dict(os.environ)
# Some systems choose OpenBLAS's kernels by these: the processor's own are measured.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    environment.pop(name, None)
# PyTorch gives its large buffers back to the system after each use and waits for fresh pages; an expert turns that off,
# which makes it up to three times faster here.
peer_environment = dict(
    environment, MALLOC_MMAP_THRESHOLD_="1073741824", MALLOC_TRIM_THRESHOLD_="4294967296",
    MALLOC_TOP_PAD_="268435456", MALLOC_ARENA_MAX="1")
peer_script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers", "peer.py")


def results(command, environment):
    output = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def seconds(value):
    return f"{value:.3f}" if value >= 0.1 else f"{value:.4f}"


def table(case, threads):
    """Rows of one case: Scarp, then each peer with its ratio."""
    own, peers = [], {}
    size = ["--size", str(options.size)] if options.size else []
    name = f"{case}, {options.size}" if options.size else case
    for _ in range(options.rounds):
        mine = results([options.bench, case, "--threads", str(threads)] + size, environment)[0]
        own.append(mine)
        print(json.dumps(mine), file=sys.stderr, flush=True)
        for peer_case in [case] + ALSO_WITH.get(case, []):
            arguments = [options.python, peer_script, peer_case, "--threads", str(threads), "--repeat", "3"] + size
            for result in results(arguments, peer_environment):
                ratio = result["median_s"] / mine["median_s"]
                peers.setdefault(result["peer"], []).append((result["median_s"], result["peak_rss_mb"], ratio))
                print(json.dumps(result), file=sys.stderr, flush=True)
    extra = []
    if "share_of_sgemm" in own[0]:
        share = statistics.median(mine["share_of_sgemm"] for mine in own)
        speed = statistics.median(mine["cells_per_s"] for mine in own) / 1e6
        extra.append(f"{speed:.2f} M cells/s, {share:.0%} of sgemm, dense - patch at most {own[0]['check']:.0e}")
    rows = [(name, threads, "**Scarp** " + "; ".join(extra),
             seconds(statistics.median(mine["median_s"] for mine in own)),
             f"{statistics.median(mine['peak_rss_mb'] for mine in own):.0f}", "")]
    for peer, found in peers.items():
        ratios = [ratio for _, _, ratio in found]
        rows.append((name, threads, peer, seconds(statistics.median(s for s, _, _ in found)),
                     f"{statistics.median(m for _, m, _ in found):.0f}",
                     f"{statistics.median(ratios):.1f} ({min(ratios):.1f}-{max(ratios):.1f})"))
    return rows


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except OSError:
        return platform.processor()


rows = []
for case in options.cases:
    for threads in ([1, 2] if case in ONE_THREAD else [2]):
        rows += table(case, threads)
lines = [
    "# Benchmarks", "",
    "Scarp against what users would pick instead, written by `Scripts/benchmark.sh`.", "",
    f"Machine: {processor()}, {os.cpu_count()} cores, {platform.platform()}.",
    f"Medians of {options.rounds} rounds; in each round Scarp runs five times after one run that does not count, then the "
    "peer three times likewise. Ratios are taken round by round: median (least - greatest). Memory is the peak of the "
    "whole process. Peers run with an allocator that keeps its memory, which makes PyTorch up to three times faster.", "",
    "| case | threads | program | seconds | peak MB | peer / Scarp |", "|---|---|---|---|---|---|"]
lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
lines += [
    "", "## What the cases do", "",
    "- `train-epoch`: one epoch of the paper's hybrid network (filters 32 and 64, 16 and 32, hidden 64), 870 samples of 14 "
    "factors in windows of 13 x 13, batch 32, Adagrad.",
    "- `map-hybrid-*`: that network over 1300 x 1300 cells: patch by patch, dense on continuous fields, dense on six classes "
    "per field. *sgemm* is OpenBLAS's product of two 2048 x 2048 matrices in the same process; the share counts the "
    "operations of the dense evaluation without look-ups, so looking up classes can pass 100 %.",
    "- `forest-fit-*`: 500 trees on 870 or 20,000 samples of 14 uniform factors. `forest-map`: their probabilities, grown on "
    "870 samples, for 1.7 M rows, none of them twice; `forest-map-encoded`: for the cells of smooth fields in six classes.",
    "- `vif`: variance inflation factors of 14 columns of 1.7 M rows. `auc`: area under the ROC curve of 1.7 M distinct "
    "scores. `natural-breaks`: five exact classes of 1.7 M distinct values.",
    "- `svm-fit-*`: a support vector machine with RBF kernel and C = 1 on 870 or 10,000 rows of 14 factors, standardised, without "
    "probabilities; the peers' check is the number of support vectors. `svm-map`: its decision values of 1.7 M rows.",
    "- `slope`: Horn's slope in degrees of 2000 x 2000 cells of fractal terrain, from memory to memory (gdaldem: its whole "
    "process, from file to file). `relief`: the greatest minus the least elevation in 15 x 15 cells around each of them.",
    "- `fill-d8`: depressions of 2000 x 2000 cells of fractal terrain filled, D8 directions, also over what is level then, and "
    "counts of cells upstream; programs that are best at a part do that part alone. RichDEM runs when "
    "`SCARP_RICHDEM_PYTHON` names a Python that has it (0.3.4 needs NumPy < 2). `fill`: depressions filled and no more. `distance`: the exact distance to a contour "
    "of such terrain and 50 points.", ""]
with open(options.output, "w") as file:
    file.write("\n".join(lines))
