"""What users would pick instead, timed on the same work: `python peer.py CASE --threads 2 --repeat 5`.

Prints one JSON object per program: case, peer, threads, median_s, min_s, max_s, peak_rss_mb, check. The work is that of
`bench CASE` (same sizes and distributions; the random numbers differ)."""
import argparse
import json
import os
import resource
import statistics
import sys
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("case")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--repeat", type=int, default=5)
parser.add_argument("--size", type=int)
options = parser.parse_args()
# Before NumPy and PyTorch are imported.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
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
    "train-epoch": train_epoch, "map-hybrid-patches": map_patches, "map-hybrid-continuous": map_dense,
    "map-hybrid-encoded": map_dense, "vif": variance_inflation, "auc": area_under_curve,
    "natural-breaks": natural_breaks,
    "svm-fit-870": lambda: fit_support_vectors(870),
    "svm-fit-10000": lambda: fit_support_vectors(10_000), "svm-map": map_support_vectors,
}
if options.case not in CASES:
    sys.exit(f"unknown case {options.case}: expected one of {', '.join(CASES)}")
CASES[options.case]()
