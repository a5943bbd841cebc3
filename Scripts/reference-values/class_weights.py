"""Expected values of SmoothingTests: weights of evidence and frequency ratios, with and without smoothing.

Made with Python 3.11: python class_weights.py. Weights of evidence in the form of Bonham-Carter (1994), Chap. 9, from conditional
probabilities, with 40-digit decimals.
"""
from decimal import Decimal, getcontext

getcontext().prec = 40
CELLS = [400, 250, 300, 50]
LANDSLIDES = [2, 8, 15, 0]


def weights(a, b, c, d):
    """W+, W-, their variances, contrast and studentised contrast: a of b landslides in the class, c of d cells."""
    table = [a, c - a, b - a, d - b - c + a]
    return from_table(*table)


def from_table(inside, free_inside, outside, free_outside):
    landslides, free = inside + outside, free_inside + free_outside
    positive = ((inside / landslides) / (free_inside / free)).ln()
    negative = ((outside / landslides) / (free_outside / free)).ln()
    s_positive, s_negative = 1 / inside + 1 / free_inside, 1 / outside + 1 / free_outside
    contrast = positive - negative
    return [float(v) for v in (positive, negative, s_positive, s_negative, contrast,
                               contrast / (s_positive + s_negative).sqrt())]


def main():
    b, d = Decimal(sum(LANDSLIDES)), Decimal(sum(CELLS))
    for a, c in zip(map(Decimal, LANDSLIDES), map(Decimal, CELLS)):
        if a > 0:
            print("plain", weights(a, b, c, d))
        else:
            half = Decimal("0.5")
            print("a half", from_table(*[v + half for v in (a, c - a, b - a, d - b - c + a)]))
        m = Decimal(5)
        more, outside = a + m * c / d, b - a + m * (d - c) / d
        print("smoothed", from_table(more, c - a, outside, d - b - c + a))
        ratio = (more / (b + m)) / (c / d)
        print("ratio", float((a / b) / (c / d)), float(ratio), "information", float(ratio.ln()))


main()
