"""Writes G-code: tool positions in, the text of a job out, with modal words left out and arcs whose radii fit."""

from math import cos, hypot, radians, sin
from pathlib import Path

SAFE = 5.0  # Above clamps and chips, for moves within the job.
HOME = 15.0  # Where a person can reach under the tool.


class Job:
    """G-code text with modal words left out. Positions are rounded first, and arc centres measured from the rounded
    start, so that radii fit to a ten-thousandth."""

    def __init__(self, name, comments):
        self.name, self.lines = name, [f"({line})" for line in comments]
        self.position, self.motion, self.feed = (None, None, None), None, None
        self.lines += ["G21 G90 G17 G94", "G54"]

    def put(self, line):
        self.lines.append(line)

    def note(self, text):
        self.put(f"({text})")

    def tool(self, number, what, rpm):
        self.put("M5")
        self.rapid(z=HOME)
        self.put(f"T{number} M6 ({what})")
        self.put(f"S{rpm} M3")
        self.put("G4 P2")
        self.motion = self.feed = None

    def words(self, motion, x, y, z, extra="", feed=None):
        old, new, text = self.position, [], []
        for letter, value, last in zip("XYZ", (x, y, z), old):
            value = last if value is None else round(value, 4) + 0.0
            if value != last:
                text.append(f"{letter}{value:.4f}".rstrip("0").rstrip("."))
            new.append(value)
        self.position = tuple(new)
        if not text and not extra:
            return
        if motion != self.motion:
            text.insert(0, motion)
            self.motion = motion
        if extra:
            text.append(extra)
        if feed is not None and feed != self.feed:
            text.append(f"F{feed}")
            self.feed = feed
        self.put(" ".join(text))

    def rapid(self, x=None, y=None, z=None):
        self.words("G0", x, y, z)

    def line(self, x=None, y=None, z=None, feed=None):
        self.words("G1", x, y, z, feed=feed)

    def arc(self, clockwise, x, y, cx, cy, z=None, feed=None):
        i, j = cx - self.position[0], cy - self.position[1]
        self.words("G2" if clockwise else "G3", x, y, z, f"I{i:.4f} J{j:.4f}", feed)

    def plunge(self, x, y, z, feed):
        self.rapid(z=SAFE)
        self.rapid(x, y)
        self.rapid(z=0.5)
        self.line(z=z, feed=feed)

    def end(self):
        self.rapid(z=HOME)
        self.put("M5")
        self.rapid(0, 0)
        self.put("M30")
        path = Path(__file__).with_name(self.name)
        path.write_text("\n".join(self.lines) + "\n")
        print(f"{self.name}: {len(self.lines)} lines, {path.stat().st_size} bytes")

    # Shapes

    def on_circle(self, cx, cy, radius, degrees):
        return cx + radius * cos(radians(degrees)), cy + radius * sin(radians(degrees))

    def circle(self, cx, cy, radius, depth, feed, start=0, clockwise=False):
        x, y = self.on_circle(cx, cy, radius, start)
        self.plunge(x, y, depth, feed // 3)
        self.arc(clockwise, x, y, cx, cy, feed=feed)

    def stroke(self, points, depth_at, feed):
        """A groove through points; depth_at takes how far along it is, in mm, and the whole length."""
        along = [0.0]
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            along.append(along[-1] + hypot(x1 - x0, y1 - y0))
        self.plunge(*points[0], depth_at(0.0, along[-1]), feed // 3)
        for (x, y), s in zip(points[1:], along[1:]):
            self.line(x, y, depth_at(s, along[-1]), feed)

    def rounded_frame(self, x0, y0, x1, y1, r, depth, feed):
        self.plunge(x0 + r, y0, depth, feed // 3)
        self.line(x1 - r, y0, feed=feed)
        self.arc(False, x1, y0 + r, x1 - r, y0 + r)
        self.line(x1, y1 - r)
        self.arc(False, x1 - r, y1, x1 - r, y1 - r)
        self.line(x0 + r, y1)
        self.arc(False, x0, y1 - r, x0 + r, y1 - r)
        self.line(x0, y0 + r)
        self.arc(False, x0 + r, y0, x0 + r, y0 + r)
