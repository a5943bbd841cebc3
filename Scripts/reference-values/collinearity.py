"""Expected values of CollinearityReferenceTests: VIF, condition indices, correlations, Cramer's V.

Made with Python 3.11, numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, dython 0.7.12:
    pip install numpy scipy statsmodels dython && python collinearity.py
"""
import numpy as np
from dython.nominal import cramers_v
from scipy import stats
from scipy.stats.contingency import association
from statsmodels.stats.outliers_influence import variance_inflation_factor

ELEVATION = [310, 325, 340, 352, 366, 371, 390, 404, 418, 433, 447, 470]
SLOPE = [5, 9, 9, 14, 12, 20, 22, 19, 28, 31, 30, 36]
RELIEF = [22, 41, 44, 60, 55, 88, 95, 80, 120, 130, 131, 150]
NDVI = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]

ROCK = [0, 0, 1, 1, 2, 2, 0, 1, 2, 0, 1, 2, 0, 0, 1, 2, 2, 1, 0, 2]
USE = [0, 0, 1, 1, 1, 3, 0, 1, 3, 0, 2, 2, 0, 1, 1, 3, 3, 2, 0, 3]


def belsley(x):
    """Condition indices and variance proportions of [1, x], columns scaled to length 1 (BKW 1980, Sect. 3.2)."""
    x = np.column_stack([np.ones(len(x)), x])
    _, d, vt = np.linalg.svd(x / np.linalg.norm(x, axis=0))
    phi = vt.T**2 / d**2
    return d[0] / d, (phi / phi.sum(1, keepdims=True)).T


def main():
    x = np.column_stack([ELEVATION, SLOPE, RELIEF, NDVI]).astype(float)
    with_intercept = np.column_stack([np.ones(len(x)), x])
    print("vif", [float(variance_inflation_factor(with_intercept, j)) for j in range(1, 5)])
    indices, proportions = belsley(x)
    print("condition indices", indices.tolist())
    print("proportions", proportions.tolist())
    print("pearson", np.corrcoef(x, rowvar=False).tolist())
    print("spearman", stats.spearmanr(x).statistic.tolist())
    print("means", x.mean(0).tolist(), "deviations", x.std(0, ddof=1).tolist())
    table = np.zeros((3, 4), int)
    np.add.at(table, (ROCK, USE), 1)
    print("table", table.tolist(), "chi2", float(stats.chi2_contingency(table, correction=False).statistic))
    print("V", float(association(table, method="cramer")))
    print("V corrected", float(cramers_v(ROCK, USE, bias_correction=True)))


main()
