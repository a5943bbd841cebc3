"""Reference values of SupportVectorReferenceTests, LIBSVMTests and LogisticRegressionTests: prints them.

Made with Python 3.11, scikit-learn 1.9.1, libsvm-official 3.37.0, numpy 2.4.6:
    pip install scikit-learn libsvm-official && python3 support_vectors.py
"""
import os
import tempfile

import numpy as np
from libsvm import svmutil
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

# Samples that the tests make by the same whole numbers; all values are exact in single precision.
i = np.arange(24)
x = np.stack([((i * (7 + 4 * c) + 3 * c) % 17 - 8) / 8 for c in range(3)], axis=1)
y = ((x[:, 0] * x[:, 1] + 0.5 * x[:, 2] > 0) ^ (i % 7 == 0)).astype(int)


def show(name, value):
    print(f"{name}: {np.asarray(value).tolist()!r}")


for name, machine in {
        "linear C=2": SVC(kernel="linear", C=2, tol=1e-10),
        "polynomial degree 3 gamma 0.5 coefficient 1 C=1": SVC(kernel="poly", degree=3, gamma=0.5, coef0=1, C=1, tol=1e-10),
        "polynomial degree 2 gamma scale coefficient 0 C=4 weights 1 and 3": SVC(
            kernel="poly", degree=2, gamma="scale", coef0=0, C=4, tol=1e-10, class_weight={0: 1, 1: 3})}.items():
    machine.fit(x, y)
    dual, support = machine.dual_coef_[0], machine.support_vectors_
    gamma = machine._gamma
    kernel = support @ support.T
    if machine.kernel == "poly":
        kernel = (gamma * kernel + machine.coef0) ** machine.degree
    show(name + ", dual objective", dual @ kernel @ dual / 2 - np.abs(dual).sum())
    show(name + ", decision values", machine.decision_function(x[:8]))

# scikit-learn does not penalise the intercept either; columns are standardised first, lambda = 1 / C.
z = (x - x.mean(0)) / x.std(0)
for penalty in (0.1, 5):
    model = LogisticRegression(C=1 / penalty, tol=1e-12, max_iter=10_000, solver="newton-cholesky").fit(z, y)
    show(f"logistic regression, lambda {penalty}, coefficients of the columns as they are", model.coef_[0] / x.std(0))
    show("intercept", model.intercept_[0] - (model.coef_[0] / x.std(0) * x.mean(0)).sum())

# Models that LIBSVM has written: zeros are left out, probabilities are there. Labels 0 and 1 stay in the order of the samples,
# 1 and -1 do not.
order = np.r_[np.where(y == 0)[0][:8], np.where(y == 1)[0][:8]]
rows = [{c + 1: v for c, v in enumerate(x[k]) if v != 0} for k in order]
for name, options in {"rbf": "-t 2 -g 0.5 -c 3", "polynomial": "-t 1 -g 0.5 -r 1 -d 2 -c 1", "linear": "-t 0 -c 1"}.items():
    labels = y if name == "rbf" else 2 * y - 1
    model = svmutil.svm_train(labels[order].tolist(), rows, f"-s 0 {options} -e 1e-8 -b 1 -q")
    path = os.path.join(tempfile.mkdtemp(), "model")
    svmutil.svm_save_model(path, model)
    print(open(path).read())
    queries = [{c + 1: v for c, v in enumerate(row)} for row in x[16:20]]
    _, _, values = svmutil.svm_predict([], queries, model, "-q")
    _, _, probabilities = svmutil.svm_predict([], queries, model, "-b 1 -q")
    show(name + f" decision values for label {model.get_labels()[0]}", [v[0] for v in values])
    show("probabilities of label 1", [p[model.get_labels().index(1)] for p in probabilities])
