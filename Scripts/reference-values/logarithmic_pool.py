"""Expected values of LogarithmicPoolTests: weights with the least log loss, by SciPy's SLSQP on the simplex.

Made with Python 3.11, numpy 2.4.6, scipy 1.17.1: python logarithmic_pool.py
"""

import numpy as np
from scipy.optimize import minimize

rng = np.random.default_rng(8)
labels = rng.random(40) < 0.4
sign = np.where(labels, 1.0, -1.0)
models = [
    np.round(1 / (1 + np.exp(-(strength * sign + rng.normal(size=40)))), 3)
    for strength in (1.0, 0.8, 0.1)
]


def logit(p):
    p = np.clip(p, 0.001, 0.999)
    return np.log(p / (1 - p))


def fitted(chosen):
    z = np.array([logit(models[k]) for k in chosen])
    n = len(chosen)
    return minimize(
        lambda w: np.mean(np.logaddexp(0, -sign * (w @ z))), np.full(n, 1 / n), method="SLSQP",
        bounds=[(0, 1)] * n, constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        options={"ftol": 1e-15, "maxiter": 1000})


print("labels", "".join("1" if label else "0" for label in labels))
for model in models:
    print(model.tolist())
for chosen in [(0, 1), (0, 2), (0, 1, 2)]:
    result = fitted(chosen)
    print(chosen, result.x.round(6), result.fun)
z = np.array([logit(model) for model in models])
pool = 1 / (1 + np.exp(-np.array([0.5, 0.3, 0.2]) @ z))
print("pooled with 0.5, 0.3, 0.2:", pool[:3])
