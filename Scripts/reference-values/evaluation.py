"""Reference values for the tests of Metrics and LearningCore: prints them with the names that the tests use.

Made with Python 3.11, scikit-learn 1.9.1, scipy 1.17.1, statsmodels 0.15.0, numpy 2.4.6:
    pip install scikit-learn scipy statsmodels && python3 evaluation.py
"""
import numpy as np
from scipy import optimize, special, stats
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial import cKDTree
from sklearn.calibration import calibration_curve
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import auc, log_loss, roc_auc_score, roc_curve
from statsmodels.stats.contingency_tables import mcnemar

np.set_printoptions(precision=17, floatmode="unique", linewidth=100)


def show(name, value):
    print(f"{name}: {np.asarray(value).tolist()!r}")


# Samples that the tests make by the same whole numbers: labels, and the scores of two models with ties.
i = np.arange(60)
y = (i * 7) % 11 < 5
a = np.minimum(100, (i * 37) % 61 + np.where(y, 35, 0)) / 100
b = np.minimum(100, (i * 53) % 71 + np.where(y, 20, 0)) / 100

# --- ROC ---
fpr, tpr, thresholds = roc_curve(y, a, drop_intermediate=False)


def partial(low, high):
    inside = (fpr > low) & (fpr < high)
    x = np.r_[low, fpr[inside], high]
    return auc(x, np.r_[np.interp(low, fpr, tpr), tpr[inside], np.interp(high, fpr, tpr)])


show("auc", [roc_auc_score(y, a), roc_auc_score(y, b)])
show("standardized partial area, to 0.1, 0.2, 0.5", [roc_auc_score(y, a, max_fpr=m) for m in (0.1, 0.2, 0.5)])
show("partial area 0...0.2", partial(0, 0.2))
show("partial area 0.13...0.41", partial(0.13, 0.41))
youden = tpr - fpr
show("youden", [thresholds[youden.argmax()], youden.max()])
for ratio, prevalence in ((5, y.mean()), (5, 0.02), (0.2, y.mean())):
    cost = ratio * prevalence * (1 - tpr) + (1 - prevalence) * fpr
    show(f"cost {ratio} {prevalence}", [thresholds[cost.argmin()], cost.min()])

# --- DeLong, by the definition: all pairs ---


def placements(score):
    wins = (score[y][:, None] > score[~y][None]) + 0.5 * (score[y][:, None] == score[~y][None])
    return wins.mean(1), wins.mean(0)


(a10, a01), (b10, b01) = placements(a), placements(b)
single = np.sqrt(a10.var(ddof=1) / y.sum() + a01.var(ddof=1) / (~y).sum())
s = np.cov(a10, b10) / y.sum() + np.cov(a01, b01) / (~y).sum()
error = np.sqrt(s[0, 0] + s[1, 1] - 2 * s[0, 1])
z = (a10.mean() - b10.mean()) / error
show("delong standard error", single)
show("delong interval", a10.mean() + np.array([-1, 1]) * stats.norm.ppf(0.975) * single)
show("paired delong: difference, error, z, p", [a10.mean() - b10.mean(), error, z, 2 * stats.norm.sf(abs(z))])

# --- McNemar ---
for only_first, only_second in ((86, 150), (3, 12), (7, 7), (900, 1100), (0, 5)):
    exact = mcnemar([[0, only_first], [only_second, 0]], exact=True)
    square = mcnemar([[0, only_first], [only_second, 0]], exact=False, correction=True)
    show(f"mcnemar {only_first} {only_second}: exact, chi2, p", [exact.pvalue, square.statistic, square.pvalue])

# --- Probabilities ---
show("log loss clipped to 0.05", log_loss(y, np.clip(a, 0.05, 0.95)))
for strategy in ("uniform", "quantile"):
    shares, means = calibration_curve(y, a, n_bins=5, strategy=strategy)
    show(f"calibration {strategy} shares", shares)
    show(f"calibration {strategy} means", means)
edges = np.linspace(0, 1, 6)
bins = np.searchsorted(edges[1:-1], a)
gaps = [(np.sum(bins == k), abs(y[bins == k].mean() - a[bins == k].mean())) for k in range(5) if (bins == k).any()]
show("ece, mce of 5 uniform bins", [sum(n * g for n, g in gaps) / len(y), max(g for _, g in gaps)])

# --- Calibration ---
p = np.clip(a, 0.01, 0.99)
logits = special.logit(p)
n1, n0 = y.sum(), (~y).sum()
target = np.where(y, (n1 + 1) / (n1 + 2), 1 / (n0 + 2))


def platt_loss(c):
    f = c[0] * logits + c[1]
    return np.sum(np.logaddexp(0, f) - (1 - target) * f)


platt = optimize.minimize(platt_loss, [-1, 0], method="BFGS", options={"gtol": 1e-10}).x
show("platt A, B", platt)
temperature = optimize.minimize_scalar(
    lambda t: np.sum(np.logaddexp(0, np.where(y, -logits, logits) / t)), bounds=(0.05, 20), method="bounded",
    options={"xatol": 1e-12}).x
show("temperature", temperature)
isotonic = IsotonicRegression(out_of_bounds="clip").fit(p, y)
at = [0, 0.1, 0.25, 0.333, 0.5, 0.62, 0.75, 0.9, 1]
show("isotonic at", isotonic.predict(at))
show("prevalence 0.5 -> 0.01 of 0.2, 0.5, 0.9", [q * 0.02 / (q * 0.02 + (1 - q) * 1.98) for q in (0.2, 0.5, 0.9)])

# --- Distances ---
n = np.arange(60)
corner = np.array([[0, 0], [2500, 300], [900, 2100], [3100, 1800], [1700, 900]])[n % 5]
points = corner + np.c_[(n * n * 13 + 5 * n) % 211, (n * n * 29 + 11 * n) % 197]
grid = np.array([[x + 50, v + 50] for x in range(0, 3400, 100) for v in range(0, 2400, 100)])
to_map = cKDTree(points).query(grid)[0]
among = cKDTree(points).query(points, 2)[0][:, 1]
show("map distances: quantiles 0, .25, .5, .9, 1 and mean", [*np.quantile(to_map, [0, 0.25, 0.5, 0.9, 1]), to_map.mean()])
show("W", stats.wasserstein_distance(among, to_map))
lead = stats.ks_2samp(among, to_map, alternative="greater").statistic
show("smirnov p", np.exp(-2 * lead**2 * len(among) * len(to_map) / (len(among) + len(to_map))))

# --- kNNDM, from the paper's description, with Ward's clusters ---
tree = linkage(points, "ward")
show("last heights of the tree", tree[-6:, 2])
k, most = 4, 0.5
centred = points - points.mean(0)
axis = np.linalg.svd(centred, full_matrices=False)[2][0]
axis = axis if axis[0] >= 0 else -axis
best = (np.inf,)
for count in dict.fromkeys(np.round(np.exp(np.linspace(np.log(k), np.log(len(points) - 2), 100))).astype(int)):
    cluster = fcluster(tree, count, "maxclust")
    names = sorted(set(cluster), key=lambda c: (points[cluster == c].mean(0)) @ axis)
    sizes = {c: np.sum(cluster == c) for c in names}
    large = [c for c in names if sizes[c] >= len(points) / k]
    small = [c for c in names if sizes[c] < len(points) / k]
    if len(small) < k - len(large):
        continue
    fold_of = {c: f for f, c in enumerate(large)} | {
        c: len(large) + t % (k - len(large)) for t, c in enumerate(small)}
    fold = np.array([fold_of[c] for c in cluster])
    if max(np.bincount(fold)) > most * len(points):
        continue
    between = np.concatenate([cKDTree(points[fold != f]).query(points[fold == f])[0] for f in range(k)])
    w = stats.wasserstein_distance(between, to_map)
    if w < best[0]:
        best = (w, count, fold)
show("knndm W", best[0])
show("knndm clusters", best[1])
show("knndm folds", best[2])
