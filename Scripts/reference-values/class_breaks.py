"""Expected values of SpreadBreaksTests: geometric and standard deviation breaks.

Made with Python 3.11, numpy 2.4.6, mapclassify 2.10.0: pip install numpy mapclassify && python class_breaks.py
"""
import mapclassify
import numpy as np

DISTANCES = np.array([2, 3, 5, 5, 8, 13, 21, 34, 55, 89, 144, 486], float)


def main():
    print("geometric 5", np.geomspace(DISTANCES.min(), DISTANCES.max(), 6)[1:].tolist())
    for classes in (4, 5):
        multiples = [i - classes / 2 for i in range(1, classes)]
        breaks = mapclassify.StdMean(DISTANCES, multiples=multiples)
        print("standard deviation", classes, breaks.bins.tolist(), breaks.counts.tolist())
    symmetric = np.arange(1.0, 22.0)
    breaks = mapclassify.StdMean(symmetric, multiples=[-1.5, -0.5, 0.5, 1.5])
    print("symmetric", breaks.bins.tolist(), breaks.counts.tolist())


main()
