"""How far apart colours look, also to those who do not see red or green."""
import re

# Machado, Oliveira and Fernandes (2009), A physiologically-based model for simulation of color vision deficiency,
# severity 1: matrices on linear RGB.
VISION = {
    "full colour vision": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}
# sRGB to CIE XYZ, D65 (IEC 61966-2-1).
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)


def linear(color):
    """`#rrggbb` or `rgb(r, g, b)` as linear RGB, 0 to 1."""
    if color.startswith("#"):
        digits = color[1:] if len(color) == 7 else "".join(digit * 2 for digit in color[1:])
        parts = [int(digits[place:place + 2], 16) for place in (0, 2, 4)]
    else:
        parts = [float(part) for part in re.findall(r"[\d.]+", color)[:3]]
    return [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
            for share in (part / 255 for part in parts)]


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector)) for row in matrix]


def lab(color, vision):
    """CIE L*a*b* of a colour as it looks with a kind of vision."""
    seen = [min(max(part, 0), 1) for part in times(VISION[vision], linear(color))]
    x, y, z = (share ** (1 / 3) if share > (6 / 29) ** 3 else share / (3 * (6 / 29) ** 2) + 4 / 29
               for share in (part / white for part, white in zip(times(XYZ, seen), WHITE)))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def nearest(colors, vision):
    """The two colours that look most alike, and their distance in L*a*b* (CIE 1976)."""
    seen = [lab(color, vision) for color in colors]
    pairs = [(sum((a - b) ** 2 for a, b in zip(seen[i], seen[j])) ** 0.5, colors[i], colors[j])
             for i in range(len(colors)) for j in range(i)]
    return min(pairs)
