#!/usr/bin/env python3
"""usage: docs/pictures/motion-pictures.py RIGCTL

Draws the pictures of docs/motion.md into docs/pictures: the geometry from its formulas, the window from a numerical mean,
the plan from RIGCTL itself.
"""

import math
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
INK, SOFT, RULE = "#1d252b", "#5b6770", "#dde2e6"
PATH, BLEND, LIMIT, SECOND = "#9aa3ab", "#4903a0", "#b42318", "#1f5fae"
FONT = "font-family=\"system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif\""


class Picture:
    """An SVG picture; y grows upwards in the drawing, downwards in the file."""

    def __init__(self, width, height):
        self.width, self.height, self.body = width, height, []

    def line(self, points, color=INK, width=1.5, dash=None, close=False):
        path = "M" + "L".join(f"{x:.1f} {self.height - y:.1f}" for x, y in points) + ("Z" if close else "")
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.body.append(
            f'<path d="{path}" fill="none" stroke="{color}" stroke-width="{width}" stroke-linejoin="round"{dashes}/>')

    def dot(self, x, y, color=INK, radius=3):
        self.body.append(f'<circle cx="{x:.1f}" cy="{self.height - y:.1f}" r="{radius}" fill="{color}"/>')

    def text(self, x, y, text, color=INK, anchor="start", size=13, weight=400):
        self.body.append(
            f'<text x="{x:.1f}" y="{self.height - y:.1f}" fill="{color}" text-anchor="{anchor}" font-size="{size}"'
            f' font-weight="{weight}">{text}</text>')

    def save(self, name, title):
        with open(os.path.join(HERE, name), "w", encoding="utf-8") as file:
            file.write(
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}"'
                f' width="{self.width}" height="{self.height}" role="img" {FONT}>\n<title>{title}</title>\n'
                '<rect width="100%" height="100%" fill="#ffffff"/>\n' + "\n".join(self.body) + "\n</svg>\n")


def arc(center, radius, start, end, pieces=60):
    return [
        (center[0] + radius * math.cos(start + (end - start) * i / pieces),
         center[1] + radius * math.sin(start + (end - start) * i / pieces)) for i in range(pieces + 1)]


def corner():
    """A corner of two lines, its arc, and what δ, d, r and β are."""
    p = Picture(640, 330)
    turned = math.radians(70)
    at = (380, 60)
    u, v = (1, 0), (math.cos(turned), math.sin(turned))
    delta = 46
    half = math.cos(turned / 2)
    radius = delta * half / (1 - half)
    d = radius * math.tan(turned / 2)
    start = (at[0] - u[0] * d, at[1])
    end = (at[0] + v[0] * d, at[1] + v[1] * d)
    center = (start[0], start[1] + radius)
    p.line([(40, at[1]), at, (at[0] + 260 * v[0], at[1] + 260 * v[1])], PATH, 2)
    p.line([at, (560, at[1])], PATH, 1, "4 4")
    p.line(arc(at, 60, 0, turned), SOFT, 1)
    p.text(446, 84, "β", SOFT)
    p.line([(40, at[1]), start], BLEND, 3)
    p.line([end, (at[0] + 260 * v[0], at[1] + 260 * v[1])], BLEND, 3)
    p.line(arc(center, radius, -math.pi / 2, -math.pi / 2 + turned), BLEND, 3)
    inwards = ((center[0] - at[0]) / math.dist(center, at), (center[1] - at[1]) / math.dist(center, at))
    p.line([at, (at[0] + inwards[0] * delta, at[1] + inwards[1] * delta)], LIMIT, 2)
    p.text(at[0] - 6, at[1] + 26, "δ", LIMIT, "start", 15, 600)
    shown = 150
    for end_of in (start, end):
        way = (center[0] - end_of[0], center[1] - end_of[1])
        p.line([end_of, (end_of[0] + way[0] / radius * shown, end_of[1] + way[1] / radius * shown)], SOFT, 1, "3 3")
    p.text(start[0] + 8, start[1] + 110, "r, to the centre", SOFT)
    p.line([(start[0], at[1] - 18), (at[0], at[1] - 18)], SOFT, 1)
    for x in (start[0], at[0]):
        p.line([(x, at[1] - 12), (x, at[1] - 24)], SOFT, 1)
    p.text((start[0] + at[0]) / 2, at[1] - 36, "d = r·tan(β/2)", SOFT, "middle")
    for place in (start, end):
        p.dot(*place, BLEND, 4)
    p.dot(*at, INK, 3)
    p.text(at[0] + 10, at[1] - 20, "corner of the program", INK)
    p.text(40, 290, "r = δ·cos(β/2) / (1 − cos(β/2))", BLEND, size=15, weight=600)
    p.save("motion-corner.svg", "A corner and the arc that replaces it")


def biarc():
    """A line that meets an arc: two arcs with a common tangent."""
    p = Picture(640, 330)
    at = (330, 60)
    big = 300.0
    center = (at[0] - big * math.sin(math.radians(35)), at[1] + big * math.cos(math.radians(35)))
    first = math.radians(-55)
    p.line([(40, at[1]), at], PATH, 2)
    p.line(arc(center, big, first, first + 0.85), PATH, 2)
    trim = 150.0
    start = (at[0] - trim, at[1])
    turn = first + trim / big
    end = (center[0] + big * math.cos(turn), center[1] + big * math.sin(turn))
    u, v = (1.0, 0.0), (-math.sin(turn), math.cos(turn))
    way = (end[0] - start[0], end[1] - start[1])
    lean = way[0] * (u[0] + v[0]) + way[1] * (u[1] + v[1])
    bend = 1 - (u[0] * v[0] + u[1] * v[1])
    square = way[0] ** 2 + way[1] ** 2
    d = (math.sqrt(lean * lean + 2 * bend * square) - lean) / (2 * bend)
    a = (start[0] + u[0] * d, start[1] + u[1] * d)
    b = (end[0] - v[0] * d, end[1] - v[1] * d)
    joint = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)

    def tangent_arc(p0, direction, p1):
        chord = (p1[0] - p0[0], p1[1] - p0[1])
        ahead = chord[0] * direction[0] + chord[1] * direction[1]
        side = (chord[0] - direction[0] * ahead, chord[1] - direction[1] * ahead)
        height = math.hypot(*side)
        radius = (chord[0] ** 2 + chord[1] ** 2) / (2 * height)
        c = (p0[0] + side[0] / height * radius, p0[1] + side[1] / height * radius)
        begin = math.atan2(p0[1] - c[1], p0[0] - c[0])
        sweep = 2 * math.atan2(height, ahead)
        left = direction[0] * side[1] - direction[1] * side[0] > 0
        return arc(c, radius, begin, begin + (sweep if left else -sweep))

    middle = ((b[0] - a[0]) / math.dist(a, b), (b[1] - a[1]) / math.dist(a, b))
    p.line([start, a, b, end], SOFT, 1, "4 3")
    p.line([(40, at[1]), start], BLEND, 3)
    p.line(tangent_arc(start, u, joint), BLEND, 3)
    p.line(tangent_arc(joint, middle, end), SECOND, 3)
    p.line(arc(center, big, turn, first + 0.85), BLEND, 3)
    for place, name, dx, dy in ((start, "p", -4, 14), (end, "q", 12, -2), (joint, "joint", -8, 14)):
        p.dot(*place, INK, 4)
        p.text(place[0] + dx, place[1] + dy, name, INK, "end" if dx < 0 else "start", 14, 600)
    p.dot(*at, PATH, 3)
    p.text((start[0] + a[0]) / 2, a[1] - 20, "d", SOFT, size=14)
    p.text((a[0] + b[0]) / 2 + 10, (a[1] + b[1]) / 2 - 12, "2d", SOFT, size=14)
    p.text((b[0] + end[0]) / 2 + 12, (b[1] + end[1]) / 2 - 8, "d", SOFT, size=14)
    p.text(40, 300, "one circle would not touch both sides: two arcs,", INK)
    p.text(40, 282, "each tangent to its side and to the other", INK)
    p.save("motion-biarc.svg", "A line and an arc, joined by two arcs")


def window():
    """Acceleration and jerk of one reversal, with a window of a/j and of 2a/j."""
    p = Picture(860, 420)
    a, j, h = 500.0, 50_000.0, 0.0005
    speeding = 0.06
    count = int(0.2 / h)
    profile = [a if 0.02 <= i * h < 0.02 + speeding else -a if 0.02 + speeding <= i * h < 0.02 + 2 * speeding else 0
               for i in range(count)]
    for column, (seconds, name) in enumerate(((a / j, "T = a/j"), (2 * a / j, "T = 2a/j"))):
        n = round(seconds / h)
        smooth, total = [], 0.0
        for i in range(count):
            total += profile[i] - (profile[i - n] if i >= n else 0)
            smooth.append(total / n)
        jerk = [(smooth[i] - smooth[i - 1]) / h if i else 0 for i in range(count)]
        left, wide = 60 + column * 420, 350
        x = lambda i: left + wide * i / count
        p.text(left, 395, name, INK, size=16, weight=600)
        for base, scale, values, label, limit in (
                (290, 80 / a, smooth, "acceleration", a), (110, 40 / j, jerk, "jerk", j)):
            p.line([(left, base), (left + wide, base)], RULE, 1)
            for sign in (1, -1):
                y = base + sign * limit * scale
                p.line([(left, y), (left + wide, y)], LIMIT, 1, "6 4")
            if label == "acceleration":
                p.line([(x(i), base + profile[i] * scale) for i in range(count)], PATH, 1.2)
            p.line([(x(i), base + values[i] * scale) for i in range(count)], BLEND, 2)
            p.text(left + wide, base + limit * scale + 6, f"limit of {label}", LIMIT, "end", 12)
            p.text(left, base + limit * scale + 6, label, SOFT, size=12)
        p.text(left + wide / 2, 4, f"greatest jerk {max(abs(k) for k in jerk) / j:.0f}·j", INK, "middle", 13, 600)
    p.save("motion-window.svg", "A reversal of acceleration under two windows")


def impulses(kind, frequency, z):
    """Weights and times of a shaper, as Sources/StepperCore/Smoothing/ImpulseTrain.swift has them."""
    root = math.sqrt(1 - z * z)
    k, period = math.exp(-z * math.pi / root), 1 / (frequency * root)
    if kind == "ZV":
        weights, times = [1, k], [0, 0.5]
    elif kind == "MZV":
        side = 1 - math.sqrt(0.5)
        weights, times = [side, (math.sqrt(2) - 1) * k**0.75, side * k**1.5], [0, 0.375, 0.75]
    else:
        v = 0.05
        first = 0.24968 + 0.24961 * v + (0.80008 + 1.23328 * v + (0.49599 + 3.17316 * v) * z) * z
        third = 0.25149 + 0.21474 * v + (-0.83249 + 1.41498 * v + (0.85181 - 4.90094 * v) * z) * z
        middle = 0.4999 + ((0.46159 + 8.57843 * v) * v + (
            (4.26169 - 108.644 * v) * v + (1.75601 + 336.989 * v) * v * z) * z) * z
        weights, times = [first, 1 - first - third, third], [0, middle, 1]
    return [w / sum(weights) for w in weights], [t * period for t in times]


def shapers():
    """The ringing that is left when a machine does not ring at the frequency that the shaper is tuned to."""
    p = Picture(860, 330)
    left, base, wide, high, damping = 70, 50, 760, 240, 0.1
    x = lambda share: left + wide * (share - 0.5)
    y = lambda rest: base + high * rest / 0.6
    for percent in (0, 20, 40, 60):
        p.line([(left, y(percent / 100)), (left + wide, y(percent / 100))], RULE, 1)
        p.text(left - 8, y(percent / 100) - 4, f"{percent} %", SOFT, "end", 12)
    for percent in (60, 80, 100, 120, 140):
        p.line([(x(percent / 100), base), (x(percent / 100), base - 5)], SOFT, 1)
        p.text(x(percent / 100), base - 20, f"{percent} %", SOFT, "middle", 12)
    p.line([(left, y(0.05)), (left + wide, y(0.05))], LIMIT, 1, "6 4")
    p.text(left + wide, y(0.05) + 6, "5 %", LIMIT, "end", 12)
    for kind, color, share in (("ZV", PATH, 0.8), ("MZV", SECOND, 1.2), ("EI", BLEND, 0.6)):
        weights, times = impulses(kind, 1, damping)

        def rest(frequency):
            omega = 2 * math.pi * frequency
            ringing = omega * math.sqrt(1 - damping * damping)
            parts = [w * math.exp(damping * omega * t) for w, t in zip(weights, times)]
            c = sum(a * math.cos(ringing * t) for a, t in zip(parts, times))
            s = sum(a * math.sin(ringing * t) for a, t in zip(parts, times))
            return math.exp(-damping * omega * times[-1]) * math.hypot(c, s)

        p.line([(x(0.5 + i / 300), y(min(rest(0.5 + i / 300), 0.64))) for i in range(301)], color, 2.5)
        p.text(x(share) + 6, y(rest(share)) + 8, kind, color, "start", 14, 600)
    p.text(left, 308, "ringing that is left, of that without a shaper", INK, size=13, weight=600)
    p.text(left + wide, 8, "real frequency, of the one in the board file", SOFT, "end", 12)
    p.save("motion-shapers.svg", "Residual vibration of ZV, MZV and EI over the frequency of the machine")


JOB = """(a square with rounded corners, and a circle)
G21 G90 G64
G1 X10 F3000
G1 Y10
G1 X0
G1 Y0
G2 X0 Y0 I4 J0 F1500
G0 X20 Z5
M30
"""


def plan(rigctl):
    with tempfile.TemporaryDirectory() as folder:
        job = os.path.join(folder, "square-and-circle.nc")
        with open(job, "w", encoding="utf-8") as file:
            file.write(JOB)
        subprocess.run(
            [rigctl, "plan", job, "--board", "reference-3axis", "--quiet", "--plot",
             os.path.join(HERE, "motion-plan.svg")],
            check=True, env={**os.environ, "LANG": "C", "LC_ALL": "C"}, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    corner()
    biarc()
    window()
    shapers()
    plan(sys.argv[1])
