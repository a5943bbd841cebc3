#!/usr/bin/env python3
"""Times RichDEM's filling, in a Python of its own with numpy < 2: `richdem_fill.py SURFACE.npy THREADS REPEAT`.

Its D8 takes the lowest neighbour without dividing by the distance, unlike the other programs, so it is no peer for that."""
import json
import os
import resource
import statistics
import sys
import time

import numpy as np
import richdem

file, threads, repeat = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
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
print(json.dumps({
    "case": "fill-d8", "peer": f"RichDEM {richdem.__version__ if hasattr(richdem, '__version__') else '0.3.4'} filling alone",
    "threads": threads, "median_s": statistics.median(times), "min_s": min(times), "max_s": max(times),
    "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
    "check": float(np.asarray(raster).sum(dtype="f8"))}), file=results, flush=True)
