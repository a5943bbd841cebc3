#!/usr/bin/env python3
"""How far distances on degree grids are off the geodesic: the greatest relative difference over all directions, in percent.

The rule is that of `RasterGrid.distanceTransform`: the width of a degree at the latitude of the cell, and the meridian."""
import numpy as np
import pyproj

geodesic = pyproj.Geod(ellps="WGS84")
axis, flattening = 6378137.0, 1 / 298.257223563
eccentricity_squared = flattening * (2 - flattening)
azimuths = np.linspace(0, 360, 721)
zero = 0 * azimuths


def meters_per_degree(latitude):
    w = 1 - eccentricity_squared * np.sin(np.radians(latitude)) ** 2
    return np.radians(axis / np.sqrt(w) * np.cos(np.radians(latitude)))


for latitude in (0, 30, 45, 60, 75):
    errors = []
    for distance in (1e3, 1e4, 5e4, 1e5):
        x, y, _ = geodesic.fwd(zero, zero + latitude, azimuths, zero + distance)
        north = geodesic.inv(zero, zero + latitude, zero, y)[2]
        found = np.hypot(x * meters_per_degree(latitude), north)
        errors.append(f"{100 * np.abs(found / distance - 1).max():.4f}")
    print(latitude, *errors)
