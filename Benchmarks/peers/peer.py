"""What users would pick instead, timed on the same work: `python peer.py CASE --threads 2 --repeat 5`.

Prints one JSON object per program: case, peer, threads, median_s, min_s, max_s, peak_rss_mb, check. The work is that of
`bench CASE` (same sizes and distributions; the random numbers differ)."""
import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("case")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--repeat", type=int, default=5)
parser.add_argument("--size", type=int)
options = parser.parse_args()
# Before NumPy and PyTorch are imported.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = str(options.threads)

import numpy as np


def report(peer, work, check=None, seconds=None):
    """Times `work` after one run that does not count, unless it returns its own seconds."""
    work()
    times = []
    for _ in range(options.repeat):
        start = time.perf_counter()
        own = work()
        times.append(own if seconds else time.perf_counter() - start)
    print(json.dumps({
        "case": options.case, "peer": peer, "threads": options.threads,
        "median_s": statistics.median(times), "min_s": min(times), "max_s": max(times),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
        "check": check() if check else None}), flush=True)


# MARK: networks

def hybrid():
    import torch
    from torch import nn
    import torch.nn.functional as F

    class Hybrid(nn.Module):
        """The paper's network: 14 factors, window 13, filters 32 and 64, 16 and 32, hidden 64."""

        def __init__(self):
            super().__init__()
            self.a, self.b = nn.Conv2d(14, 32, 3), nn.Conv2d(32, 64, 3)
            self.c, self.d = nn.Conv1d(1, 16, 3), nn.Conv1d(16, 32, 3)
            self.e, self.f = nn.Linear(64 + 320, 64), nn.Linear(64, 2)

        def forward(self, x, v):
            x = F.max_pool2d(F.relu(self.a(x)), 2)
            x = F.max_pool2d(F.relu(self.b(x)), 2).flatten(1)
            v = F.relu(self.d(F.relu(self.c(v)))).flatten(1)
            return self.f(F.relu(self.e(torch.cat([x, v], 1))))

    class Dense(nn.Module):
        """The same weights over a whole strip: pooling with stride 1, second convolution dilated."""

        def __init__(self, network):
            super().__init__()
            self.n = network

        def forward(self, x, v):
            n = self.n
            x = F.max_pool2d(F.relu(n.a(x)), 2, stride=1)
            x = F.relu(F.conv2d(x, n.b.weight, n.b.bias, dilation=2))
            x = F.max_pool2d(x, 2, stride=1, dilation=2)
            rows, columns = x.shape[2] - 3, x.shape[3] - 3
            x = x[0, :, :rows, :columns].permute(1, 2, 0).reshape(rows * columns, 64)
            v = F.relu(n.d(F.relu(n.c(v[:, None, :])))).flatten(1)
            weight = n.e.weight
            hidden = F.relu(F.linear(x, weight[:, :64], n.e.bias) + F.linear(v, weight[:, 64:]))
            return torch.softmax(n.f(hidden), 1)[:, 1]

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    return torch, Hybrid, Dense


def train_epoch():
    torch, Hybrid, _ = hybrid()
    generator = np.random.default_rng(0)
    patches = torch.from_numpy(generator.random((870, 14, 13, 13), dtype="f4"))
    vectors = patches[:, :, 6, 6].contiguous()[:, None, :]
    labels = (vectors[:, 0, 0] + 0.3 * torch.randn(870) > 0.5).long()
    for layout in ("contiguous_format", "channels_last"):
        network = Hybrid().to(memory_format=getattr(torch, layout))
        x = patches.contiguous(memory_format=getattr(torch, layout))
        optimizer = torch.optim.Adagrad(network.parameters(), lr=0.08, fused=True)
        last = [0.0]

        def epoch():
            order = torch.randperm(870)
            for start in range(0, 870, 32):
                batch = order[start:start + 32]
                optimizer.zero_grad(set_to_none=True)
                loss = torch.nn.functional.cross_entropy(
                    network(x[batch], vectors[batch]), labels[batch])
                loss.backward()
                optimizer.step()
                last[0] = loss.item()

        def run():
            times = []
            for _ in range(12):
                start = time.perf_counter()
                epoch()
                times.append(time.perf_counter() - start)
            return statistics.median(times[1:])

        report(f"PyTorch {torch.__version__.split(chr(43))[0]} {layout}, fused Adagrad", run, lambda: last[0], True)


def planes(torch, size):
    generator = np.random.default_rng(0)
    knots = torch.from_numpy(generator.normal(size=(1, 14, size // 16 + 2, size // 16 + 2)).astype("f4"))
    fields = torch.nn.functional.interpolate(
        knots, size=(size, size), mode="bilinear", align_corners=True)[0].numpy()
    fields += 0.1 * generator.normal(size=fields.shape).astype("f4")
    return np.ascontiguousarray((fields - fields.min()) / (fields.max() - fields.min()))


def map_patches():
    torch, Hybrid, _ = hybrid()
    # A part of the map is enough: the time of patches is that of their number.
    size, count = options.size or 1300, 1 << 16
    values = planes(torch, size)
    padded = np.pad(values, ((0, 0), (6, 6), (6, 6)), mode="edge")
    windows = np.moveaxis(np.lib.stride_tricks.sliding_window_view(padded, (13, 13), axis=(1, 2)), 0, 2)
    flat = values.reshape(14, -1)
    network = Hybrid().eval()
    out = np.empty(count, "f4")

    @torch.inference_mode()
    def run():
        for start in range(0, count, 1024):
            cells = np.arange(start, start + 1024)
            x = torch.from_numpy(windows[cells // size, cells % size])
            v = torch.from_numpy(np.ascontiguousarray(flat[:, cells].T))[:, None, :]
            out[start:start + 1024] = torch.softmax(network(x, v), 1)[:, 1].numpy()

    def scaled():
        start = time.perf_counter()
        run()
        return (time.perf_counter() - start) * size * size / count

    report(f"PyTorch {torch.__version__.split(chr(43))[0]} patches (65,536 cells, scaled)", scaled, lambda: float(out.mean()), True)


def map_dense():
    torch, Hybrid, Dense = hybrid()
    size = options.size or 1300
    values = planes(torch, size)
    padded = torch.from_numpy(np.pad(values, ((0, 0), (6, 6), (6, 6)), mode="edge"))[None]
    padded = padded.contiguous(memory_format=torch.channels_last)
    vectors = torch.from_numpy(values)
    dense = Dense(Hybrid().eval()).eval()
    out = np.empty(size * size, "f4")
    # The heights that were fastest of 8, 10, 20, 26, 32, 50, 64 and 65.
    for name, network in (("eager", dense), ("compiled", torch.compile(dense, dynamic=False))):
        for rows in (20, 26):

            @torch.inference_mode()
            def run():
                for start in range(0, size, rows):
                    end = min(size, start + rows)
                    v = vectors[:, start:end].reshape(14, -1).t().contiguous()
                    out[start * size:end * size] = network(padded[:, :, start:end + 12], v).numpy()

            report(f"PyTorch {torch.__version__.split(chr(43))[0]} dilated, channels last, {name}, {rows} rows", run,
                   lambda: float(out.mean()))


# MARK: statistics

def rows():
    return options.size or 1_700_000


def variance_inflation():
    generator = np.random.default_rng(0)
    table = generator.normal(size=(rows(), 14))
    table[:, 1] += 0.8 * table[:, 0]
    table[:, 2] += 0.6 * table[:, 0] + 0.5 * table[:, 1]
    table[:, 9] += 0.7 * table[:, 3]
    factors = [None]

    def inverse():
        factors[0] = np.diag(np.linalg.inv(np.corrcoef(table, rowvar=False)))

    report(f"NumPy {np.__version__} inverse correlation", inverse, lambda: list(factors[0]))
    import statsmodels
    from statsmodels.stats.outliers_influence import variance_inflation_factor
    design = np.column_stack([np.ones(rows()), table])
    start = time.perf_counter()
    variance_inflation_factor(design, 1)
    options.repeat = 1
    one = time.perf_counter() - start
    report(f"statsmodels {statsmodels.__version__} (one column, times 14)", lambda: one * 14, None, True)


def area_under_curve():
    import sklearn
    from sklearn.metrics import roc_auc_score
    generator = np.random.default_rng(0)
    labels = generator.random(rows()) < 0.3
    scores = generator.normal(size=rows()) + 1.2 * labels
    area = [None]

    def run():
        area[0] = roc_auc_score(labels, scores)

    report(f"scikit-learn {sklearn.__version__}", run, lambda: float(area[0]))


def natural_breaks():
    import ckwrap
    generator = np.random.default_rng(0)
    values = np.where(generator.random(rows()) < 0.5, 0.2, 0.8) + 0.1 * generator.normal(size=rows())
    breaks = [None]

    def run():
        breaks[0] = ckwrap.ckmeans(values, 5)

    report("Ckmeans.1d.dp (ckwrap)", run, lambda: list(map(float, breaks[0].centers)))


# MARK: terrain

def fractal():
    """The surface of `FractalSurface.swift`: cubic B-splines through normal knots 1, 2, 4, ... cells apart."""
    from scipy import sparse
    size = options.size or 2000
    generator = np.random.default_rng(0)
    surface = np.zeros((size, size), "f4")
    spacing = 1
    while 2 * spacing < size:
        knots = size // spacing + 4
        first, t = np.divmod(np.arange(size), spacing)
        t = t / spacing
        s = 1 - t
        weights = np.stack([s**3, 3 * t**3 - 6 * t**2 + 4, 3 * s**3 - 6 * s**2 + 4, t**3], 1) / 6
        places = (first[:, None] + np.arange(4)).ravel()
        spline = sparse.csr_matrix(
            (weights.ravel().astype("f4"), places, np.arange(0, 4 * size + 1, 4)), (size, knots))
        heights = generator.standard_normal((knots, knots), dtype="f4")
        surface += np.float32(spacing**0.7) * (spline @ (spline @ heights).T)
        spacing *= 2
    low, high = surface.min(), surface.max()
    surface -= low
    surface *= (3314 - 747) / (high - low)
    surface += 747
    return surface


def slope():
    surface = fractal()
    size = len(surface)
    import xarray
    import xrspatial
    raster = xarray.DataArray(surface, dims=("y", "x"), attrs={"res": (30.0, 30.0)})
    raster["y"], raster["x"] = np.arange(size)[::-1] * 30.0, np.arange(size) * 30.0
    result = [None]

    def run():
        result[0] = xrspatial.slope(raster)

    report(f"xarray-spatial {version('xarray-spatial')} slope", run, lambda: float(result[0].mean()))
    gdaldem(surface)


def gdaldem(surface):
    """The slope by GDAL's program, from file to file: both uncompressed and in memory, where the system has such a folder."""
    import shutil
    if not shutil.which("gdaldem"):
        return
    folder = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    try:
        size = len(surface)
        surface.tofile(f"{folder}/dem.bin")
        with open(f"{folder}/dem.hdr", "w") as header:
            header.write(f"ENVI\nsamples = {size}\nlines = {size}\nbands = 1\ndata type = 4\ninterleave = bsq\n"
                         "byte order = 0\nmap info = {UTM, 1, 1, 200000, 3000000, 30, 30, 48, North, WGS-84}\n")
        name = subprocess.run(["gdalinfo", "--version"], stdout=subprocess.PIPE, text=True).stdout.split(",")[0]

        def run():
            subprocess.run(["gdaldem", "slope", f"{folder}/dem.bin", f"{folder}/slope.tif", "-compute_edges", "-q"],
                           check=True, stderr=subprocess.DEVNULL)

        report(f"gdaldem ({name}), from file to file; memory is this script's", run)
    finally:
        shutil.rmtree(folder)


def relief():
    surface = fractal()
    import scipy
    from scipy import ndimage
    result = [None]

    def run():
        result[0] = (ndimage.maximum_filter(surface, 15, mode="nearest")
                     - ndimage.minimum_filter(surface, 15, mode="nearest"))

    report(f"SciPy {scipy.__version__} maximum_filter - minimum_filter", run, lambda: float(result[0].mean()))


def richdem_fill(surface):
    richdem = os.environ.get("SCARP_RICHDEM_PYTHON")
    if richdem:
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "surface.npy")
            np.save(file, surface)
            script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "richdem_fill.py")
            subprocess.run([richdem, script, file, str(options.threads), str(options.repeat),
                            options.case], check=True)


def fill_flow():
    surface = fractal()
    side = len(surface)
    richdem_fill(surface)
    # Where they take minutes, programs are timed at what they are best at only.
    is_large = side > 4000
    import pyflwdir
    from affine import Affine
    place = Affine(30, 0, 200000, 0, -30, 3000000)
    area = [None]

    def all_of_it():
        flow = pyflwdir.from_dem(surface, nodata=-9999.0, transform=place, latlon=False, outlets="edge")
        area[0] = flow.upstream_area(unit="cell")

    if not is_large:
        report(f"pyflwdir {pyflwdir.__version__} filling, D8, accumulation", all_of_it, lambda: float(area[0].max()))
    if not hasattr(np, "in1d"):
        np.in1d = np.isin  # pysheds 0.5 was written for NumPy 1.
    from pysheds.grid import Grid
    from pysheds.view import Raster, ViewFinder
    view = ViewFinder(affine=place, shape=(side, side), nodata=np.float32(-9999))
    grid = Grid(view)
    raster = Raster(surface.astype("f4"), view)
    state = {}

    def fill():
        state["filled"] = grid.fill_depressions(grid.fill_pits(raster))

    def flats():
        state["inflated"] = grid.resolve_flats(state["filled"])

    def flow():
        state["area"] = grid.accumulation(grid.flowdir(state["inflated"]))

    if is_large:
        fill()
        flats()
    else:
        report(f"pysheds {version('pysheds')} filling alone", fill)
        report(f"pysheds {version('pysheds')} flats alone", flats)
    report(f"pysheds {version('pysheds')} D8 and accumulation alone", flow, lambda: float(state["area"].max()))


def distance():
    surface = fractal()
    sample = np.sort(surface.ravel()[::101])
    background = np.abs(surface - sample[len(sample) * 3 // 10]) >= 1
    generator = np.random.default_rng(0)
    background.ravel()[generator.integers(0, background.size, 50)] = False
    del surface
    total = [None]
    import edt

    def transform():
        total[0] = edt.edt(background, anisotropy=(30.0, 30.0), black_border=False, parallel=options.threads)

    report(f"edt {version('edt')}", transform, lambda: float(total[0].sum(dtype="f8")))
    import scipy
    from scipy import ndimage

    def slow():
        total[0] = ndimage.distance_transform_edt(background, sampling=(30.0, 30.0))

    report(f"SciPy {scipy.__version__} distance_transform_edt", slow, lambda: float(total[0].sum()))


# MARK: forests

def forest_table(count, seed):
    generator = np.random.default_rng(seed)
    x = generator.random((count, 14)).astype("f4")
    score = 3 * x[:, 0] + 2 * np.sin(4 * x[:, 1]) + 2 * x[:, 2] * x[:, 3] - x[:, 4]
    score += 0.8 * generator.normal(size=count)
    return x, (score > np.median(score)).astype("i8")


def forests():
    """The programs with their forests of 500 trees; oneDAL's first, as it needs the less time."""
    import importlib.metadata
    from sklearn.ensemble import RandomForestClassifier
    from sklearnex.ensemble import RandomForestClassifier as OneDALForest
    arguments = dict(n_estimators=500, max_features="sqrt", n_jobs=options.threads, random_state=0)
    return [(f"oneDAL (scikit-learn-intelex {importlib.metadata.version('scikit-learn-intelex')})", OneDALForest(**arguments)),
            (f"scikit-learn {importlib.metadata.version('scikit-learn')}", RandomForestClassifier(**arguments))]


def forest_fit(count):
    from sklearn.metrics import roc_auc_score
    samples, labels = forest_table(options.size or count, 1)
    test, test_labels = forest_table(20_000, 2)
    for name, forest in forests():
        report(name, lambda: forest.fit(samples, labels),
               lambda: float(roc_auc_score(test_labels, forest.predict_proba(test)[:, 1])))


def forest_map(cells):
    samples, labels = forest_table(870, 1)
    for name, forest in forests():
        forest.fit(samples, labels)
        mean = [0.0]

        def run():
            mean[0] = forest.predict_proba(cells)[:, 1].mean()

        report(name, run, lambda: float(mean[0]))


def encoded_cells():
    """Smooth fields with 10 % noise in six quantile classes, each a number of 0-1."""
    size = int(rows() ** 0.5)
    generator = np.random.default_rng(0)
    knots = size // 16 + 2
    # Bilinear between knots: each cell weighs the two before and behind it.
    places = np.arange(size) / (size - 1) * (knots - 1)
    weights = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(knots))).astype("f4")
    values = np.empty((14, size * size), "f4")
    for field in values:
        smooth = weights @ generator.normal(size=(knots, knots)).astype("f4") @ weights.T
        field[:] = smooth.ravel() + 0.1 * generator.normal(size=size * size)
        classes = np.searchsorted(np.quantile(field, np.arange(1, 6) / 6), field)
        field[:] = np.concatenate([[0], generator.random(4), [1]])[classes]
    return np.ascontiguousarray(values.T)


# MARK: support vector machines

def factors(count, seed):
    """14 factors from 0 to 1; the classes depend on five of them, with noise."""
    generator = np.random.default_rng(seed)
    table = generator.random((count, 14)).astype("f4")
    score = 3 * table[:, 0] + 2 * np.sin(4 * table[:, 1]) + 2 * table[:, 2] * table[:, 3] - table[:, 4]
    score += generator.normal(size=count) * 0.8
    return table, (score > np.median(score)).astype("i8")


def support_vector_programs():
    """The same estimator of LIBSVM (in scikit-learn) and of oneDAL."""
    from importlib.metadata import version
    from sklearn.svm import SVC
    from sklearnex.svm import SVC as IntelSVC
    settings = dict(kernel="rbf", C=1, gamma="scale", cache_size=200)
    yield f"LIBSVM in scikit-learn {version('scikit-learn')}", lambda: SVC(**settings)
    yield f"oneDAL, scikit-learn-intelex {version('scikit-learn-intelex')}", lambda: IntelSVC(**settings)


def standardized(table, by):
    """Outside the clock, though Scarp's times contain it."""
    return (table - by.mean(0)) / by.std(0)


def fit_support_vectors(count):
    table, labels = factors(options.size or count, 1)
    table = standardized(table, table)
    for name, machine in support_vector_programs():
        found = [None]

        def run():
            found[0] = machine().fit(table, labels)

        report(name, run, lambda: len(found[0].support_))


def map_support_vectors():
    training, labels = factors(870, 1)
    table = standardized(factors(rows(), 9)[0], training)
    training = standardized(training, training)
    for name, machine in support_vector_programs():
        fitted = machine().fit(training, labels)
        # LIBSVM's time is that of the number of rows: a part is enough.
        part = 20 if name.startswith("LIBSVM") else 1
        values = [None]

        def scaled():
            start = time.perf_counter()
            values[0] = fitted.decision_function(table[:len(table) // part])
            return (time.perf_counter() - start) * part

        report(name + (f" (1 of {part} rows, scaled)" if part > 1 else ""), scaled,
               lambda: float(values[0].mean()), True)


CASES = {
    "forest-fit-870": lambda: forest_fit(870), "forest-fit-20000": lambda: forest_fit(20_000),
    "forest-map": lambda: forest_map(forest_table(rows(), 9)[0]),
    "forest-map-encoded": lambda: forest_map(encoded_cells()),
    "train-epoch": train_epoch, "map-hybrid-patches": map_patches, "map-hybrid-continuous": map_dense,
    "map-hybrid-encoded": map_dense, "vif": variance_inflation, "auc": area_under_curve,
    "natural-breaks": natural_breaks, "slope": slope, "relief": relief,
    "fill-d8": fill_flow, "fill": lambda: richdem_fill(fractal()), "distance": distance,
    "natural-breaks": natural_breaks,
    "svm-fit-870": lambda: fit_support_vectors(870),
    "svm-fit-10000": lambda: fit_support_vectors(10_000), "svm-map": map_support_vectors,
}
if options.case not in CASES:
    sys.exit(f"unknown case {options.case}: expected one of {', '.join(CASES)}")
CASES[options.case]()
