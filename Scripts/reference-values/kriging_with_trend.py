"""Universal kriging with a trend in ln R, and leave-one-out errors of any method, in plain NumPy.

Made with Python 3.11, numpy 2.4.6. Without arguments it prints the expected values of KrigingWithTrendTests:
    python kriging_with_trend.py
With the output of `scarp interpolate --where "pga_g > 0" --leave-one-out` it computes the errors of ln(PGA) again, each point
from a system of its own that is set up and solved without it (with the variogram of the output), and prints both root
mean squares and the largest difference:
    python kriging_with_trend.py STATIONS.csv LON LAT leave_one_out.json
"""
import csv
import json
import sys

import numpy as np

EQUATOR, FLATTENING = 6378137.0, 1 / 298.257223563


def rise(model, t):
    if model == "spherical":
        return np.where(t < 1, t * (1.5 - 0.5 * t * t), 1)
    return 1 - np.exp(-3 * (t if model == "exponential" else t * t))


def covariance(distance, v):
    away = v["partial_sill"] * (1 - rise(v["model"], distance / v["range_m"]))
    return np.where(distance > 0, away, v["nugget"] + v["partial_sill"])


def inverse_distance(x, y, z, place, neighbors):
    distance = np.hypot(x - place[0], y - place[1])
    near = np.argsort(distance, kind="stable")[:neighbors]
    return np.average(z[near], weights=distance[near] ** -2.0)


def ordinary_kriging(x, y, z, place, v, neighbors):
    distance = np.hypot(x - place[0], y - place[1])
    near = np.argsort(distance, kind="stable")[:neighbors]
    C = covariance(np.hypot(x[near, None] - x[near], y[near, None] - y[near]), v)
    one = np.ones((len(near), 1))
    A = np.block([[C, one], [one.T, np.zeros((1, 1))]])
    return np.linalg.solve(A, np.append(covariance(distance[near], v), 1))[:-1] @ z[near]


def universal_kriging(x, y, z, f, place, f_place, v, neighbors):
    """Value and standard deviation: the bordered system of the nearest points; f is the covariate of the trend."""
    distance = np.hypot(x - place[0], y - place[1])
    near = np.argsort(distance, kind="stable")[:neighbors]
    c = covariance(distance[near], v)
    C = covariance(np.hypot(x[near, None] - x[near], y[near, None] - y[near]), v)
    span = np.ptp(f[near])
    if not f[near].min() - span <= f_place <= f[near].max() + span:
        slope, intercept = np.polyfit(f, z, 1)
        w = np.linalg.solve(C, c)
        mean = intercept + slope * f_place
        value = mean + w @ (z[near] - intercept - slope * f[near])
        return value, np.sqrt(v["nugget"] + v["partial_sill"] - w @ c)
    F = np.column_stack([np.ones(len(near)), f[near] - f[near].mean()])
    A = np.block([[C, F], [F.T, np.zeros((2, 2))]])
    b = np.concatenate([c, [1, f_place - f[near].mean()]])
    w = np.linalg.solve(A, b)
    return w[: len(near)] @ z[near], np.sqrt(v["nugget"] + v["partial_sill"] - w @ b)


def log_distance(x, y, source, depth):
    return np.log(np.sqrt((x - source[0]) ** 2 + (y - source[1]) ** 2 + depth**2) / 1000)


def expected_values():
    source = (42_500.0, 31_250.0)
    places = [(30_300.0, 40_700.0), (42_500.0, 31_250.0), (90_100.0, 5_200.0), (400_000.0, 300_000.0)]
    v = {"model": "exponential", "nugget": 0.01, "partial_sill": 0.2, "range_m": 30_000.0}
    for count, neighbors in ((40, 12), (40, 40), (90, 90)):
        k = np.arange(count)
        x, y = (k * 37 % 101) * 1000.0, (k * 53 % 89) * 1000.0
        f = log_distance(x, y, source, 4500.0)
        z = 1.5 - 1.1 * f + 0.3 * np.sin(x / 9000) * np.cos(y / 7000)
        for place in places:
            f_place = log_distance(*place, source, 4500.0)
            print(neighbors, place, *universal_kriging(x, y, z, f, place, f_place, v, neighbors))


def meters_per_degree(latitude):
    s = np.sin(np.radians(latitude))
    e2 = FLATTENING * (2 - FLATTENING)
    w = 1 - e2 * s * s
    north = EQUATOR * (1 - e2) / w**1.5
    east = EQUATOR / np.sqrt(w) * np.cos(np.radians(latitude))
    return np.radians(1) * east, np.radians(1) * north


def leave_one_out(file, longitude, latitude, output):
    rows = [row for row in csv.DictReader(open(file)) if float(row["pga_g"]) > 0]
    lon, lat = (np.array([float(row[name]) for row in rows]) for name in ("lon", "lat"))
    is_log = output["log"]
    values = np.array([float(row["pga_g"]) for row in rows])
    values = np.log(values) if is_log else values
    # Lengths at the mean latitude of all rows; repeated positions averaged.
    east, north = meters_per_degree(lat.mean())
    places = {}
    for place, value in zip(zip(lon, lat), values):
        places.setdefault(place, []).append(value)
    x = np.array([(place[0] - longitude) * east for place in places])
    y = np.array([(place[1] - latitude) * north for place in places])
    z = np.array([np.mean(value) for value in places.values()])
    method, neighbors = output["method"], output["neighbors"]
    v = output.get("variogram")
    if method == "kriging-with-trend":
        f = log_distance(x, y, (0, 0), output["trend"]["depth_km"] * 1000)
    errors = []
    for i in range(len(z)):
        o = np.delete(np.arange(len(z)), i)
        place = (x[i], y[i])
        if method == "idw":
            value = inverse_distance(x[o], y[o], z[o], place, neighbors)
        elif method == "kriging":
            value = ordinary_kriging(x[o], y[o], z[o], place, v, neighbors)
        else:
            value, _ = universal_kriging(x[o], y[o], z[o], f[o], place, f[i], v, neighbors)
        errors.append(value - z[i] if is_log else np.log(value / z[i]))
    found = np.array([e["log_error"] for e in output["errors"]])
    print(
        "rmse", np.sqrt(np.mean(np.square(errors))), "scarp", output["rmse_ln"],
        "largest difference", np.abs(found - errors).max())


if __name__ == "__main__":
    if len(sys.argv) == 1:
        expected_values()
    else:
        file, longitude, latitude, output = sys.argv[1:]
        leave_one_out(file, float(longitude), float(latitude), json.load(open(output)))
