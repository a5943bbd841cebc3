"""Expected values of AreaOfApplicabilityTests: dissimilarity index and threshold as in trainDI and aoa of the R package CAST.

Made with Python 3.11, numpy 2.4.6: python area_of_applicability.py
"""
import numpy as np

TRAINING = np.array([
    [1.0, 10.0, 0.2], [1.5, 14.0, 0.1], [2.0, 9.0, 0.4], [2.2, 30.0, 0.3], [5.0, 12.0, 0.9],
    [5.5, 11.0, 0.8], [6.0, 25.0, 0.7], [9.0, 40.0, 0.5], [1.1, 10.5, 0.2],
])
FOLDS = np.array([0, 1, 2, 0, 1, 2, 0, 1, 0])
CELLS = np.array([[1.0, 10.0, 0.2], [4.0, 20.0, 0.5], [20.0, 5.0, 0.0], [5.2, 11.6, 0.86]])
WEIGHTS = np.array([2.0, 0.5, 1.0])


def upper_whisker(values):
    """boxplot.stats(values)$stats[5]: fivenum's hinges, then the largest value within 1.5 of their distance."""
    x = np.sort(values)
    n = len(x)
    depth = np.floor((n + 3) / 2) / 2
    at = lambda d: (x[int(np.floor(d)) - 1] + x[int(np.ceil(d)) - 1]) / 2
    lower, upper = at(depth), at(n + 1 - depth)
    return x[x <= upper + 1.5 * (upper - lower)].max()


def area(weights, folds):
    center, scale = TRAINING.mean(axis=0), TRAINING.std(axis=0, ddof=1)
    train = (TRAINING - center) / scale * weights
    cells = (CELLS - center) / scale * weights
    n = len(train)
    distances = np.array([[np.sqrt(((a - b) ** 2).sum()) for b in train] for a in train])
    average = np.mean([distances[i, np.arange(n) != i].mean() for i in range(n)])
    others = [[j for j in range(n) if j != i and (folds is None or folds[j] != folds[i])] for i in range(n)]
    training = np.array([distances[i, others[i]].min() for i in range(n)]) / average
    found = np.array([min(np.sqrt(((c - b) ** 2).sum()) for b in train) for c in cells]) / average
    return average, training, upper_whisker(training), found


def main():
    np.set_printoptions(precision=17)
    for name, weights, folds in (
        ("equal weights, folds", np.ones(3), FOLDS), ("equal weights, no folds", np.ones(3), None),
        ("weighted, folds", WEIGHTS, FOLDS),
    ):
        average, training, threshold, found = area(weights, folds)
        print(name, "mean", float(average), "threshold", float(threshold))
        print("  training", training.tolist())
        print("  cells", found.tolist())
    print("whisker", upper_whisker(np.array([1.0, 2, 3, 4, 100])), upper_whisker(np.array([1.0, 2, 3, 4])))


main()
