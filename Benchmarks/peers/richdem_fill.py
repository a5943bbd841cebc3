#!/usr/bin/env python3
"""Times RichDEM's filling, in a Python of its own with numpy < 2: `richdem_fill.py SURFACE.npy THREADS REPEAT CASE`.

Its D8 takes the lowest neighbour without dividing by the distance, unlike the other programs: a measure of its memory only."""
import json
import os
import resource
import statistics
import sys
import time
from importlib.metadata import version

import numpy as np
import richdem

file, threads, repeat, case = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
surface = np.load(file)
# RichDEM reports its progress whether asked or not.
results = os.fdopen(os.dup(1), "w")
for stream in (1, 2):
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
times = []
for _ in range(repeat + 1):
    raster = richdem.rdarray(surface.copy(), no_data=-9999.0)
    raster.geotransform = (0, 30, 0, 0, 0, -30)
    start = time.perf_counter()
    richdem.FillDepressions(raster, epsilon=False, in_place=True)
    times.append(time.perf_counter() - start)
times = times[1:]


def report(work, times, check):
    print(json.dumps({
        "case": case, "peer": f"RichDEM {version('richdem')} {work}", "threads": threads,
        "median_s": statistics.median(times), "min_s": min(times), "max_s": max(times),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6, "check": check}),
        file=results, flush=True)


report("filling alone", times, float(np.asarray(raster).sum(dtype="f8")))
if case == "fill":
    sys.exit()
# For the memory of the whole work: water ends where it is level, so this is less work than that of the others.
start = time.perf_counter()
cells = richdem.FlowAccumulation(raster, method="D8")
report("D8 and accumulation alone, level ground left out", [time.perf_counter() - start], float(cells.max()))
