"""Expected values of FlowMethodTests: cells upstream by Tarboton's (1997) D-infinity, edges included.

Made with Python 3.11, numpy 2.4.6:
    python infinite_directions.py
"""
import math

import numpy as np

ELEVATION = np.array([
    [207, 189, 179, 169, 157, 152, 141], [198, 182, 171, 162, 152, 143, 131],
    [188, 176, 170, 159, 142, 132, 124], [182, 175, 161, 149, 138, 129, 118],
    [173, 167, 156, 147, 135, 119, 108], [170, 159, 149, 139, 123, 118, 99]], float)
# The eight facets: the neighbour that shares an edge, and the diagonal one, as rows south and columns east.
FACETS = [((r, 0), (r, c)) for r in (-1, 1) for c in (-1, 1)] + [((0, c), (r, c)) for r in (-1, 1) for c in (-1, 1)]

rows, columns = ELEVATION.shape
padded = np.pad(ELEVATION, 1, constant_values=np.nan)
cells = np.ones((rows, columns))
for place in np.argsort(-ELEVATION.ravel(), kind="stable"):
    row, column = divmod(place, columns)
    steepest, receivers = 0, []
    for edge, diagonal in FACETS:
        e0 = ELEVATION[row, column]
        e1 = padded[row + 1 + edge[0], column + 1 + edge[1]]
        e2 = padded[row + 1 + diagonal[0], column + 1 + diagonal[1]]
        if np.isnan(e1):
            continue  # No diagonal neighbour is there either.
        if np.isnan(e2):
            slope, angle = e0 - e1, 0
        else:
            s1, s2 = e0 - e1, e1 - e2
            slope, angle = math.hypot(s1, s2), math.atan2(s2, s1)
            if angle < 0:
                slope, angle = s1, 0
            elif angle > math.pi / 4:
                slope, angle = (e0 - e2) / math.sqrt(2), math.pi / 4
        if slope > steepest:
            share = angle / (math.pi / 4)
            steepest, receivers = slope, [(edge, 1 - share), (diagonal, share)]
    for (south, east), share in receivers:
        if share > 0:
            cells[row + south, column + east] += cells[row, column] * share
print(np.round(cells, 6).tolist())
