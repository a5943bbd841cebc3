#!/usr/bin/env python3
"""Draws the letters of map pictures: `glyphs.py FONT.ttf OUT.glyphs` (needs Pillow; made with DejaVu Sans 2.37, size 16).

The file: line height, then for each character from the space to the tilde, and for the degree sign, the superscript two and the
en dash: its code (2 bytes, big-endian), its width, and its coverage (0-255) row by row, width x line height."""
import sys

from PIL import Image, ImageDraw, ImageFont

SIZE, HEIGHT, BASELINE = 16, 20, 15
font = ImageFont.truetype(sys.argv[1], SIZE)
content = bytearray([HEIGHT])
for code in list(range(32, 127)) + [0xB0, 0xB2, 0x2013]:
    width = round(font.getlength(chr(code)))
    image = Image.new("L", (width, HEIGHT))
    ImageDraw.Draw(image).text((0, BASELINE), chr(code), font=font, fill=255, anchor="ls")
    content += bytes([code >> 8, code & 255, width]) + image.tobytes()
open(sys.argv[2], "wb").write(content)
