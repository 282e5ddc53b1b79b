#!/usr/bin/env python3
"""Writes the four example jobs beside itself: geometry in, G-code out. The jobs are committed; this says how they came
to be. Millimetres and degrees; X to the right, Y away, Z up, zero at the stock's front left corner, on its top."""

from math import atan2, ceil, cos, hypot, pi, radians, sin, tau

from job_writer import HOME, SAFE, Job

def layers(depth, step):
    count = ceil(depth / step - 1e-9)
    return [-depth * (k + 1) / count for k in range(count)]


def stool_seat():
    job = Job("stool-seat.nc", [
        "Seat of a child's stool: 170 mm round, handle slot, three through sockets for wedged legs",
        "Stock: 180 x 180 x 18 mm beech plywood on a spoil board, screwed down in the four corners",
        "Tool: 6 mm upcut end mill, 2 flutes, 18000 rpm; wood feed 1200 mm/min, plunge 300 mm/min",
        "Zero: front left corner of the stock, on its top; four tabs hold the seat: saw and sand them",
        "Made by examples/make-examples.py"])
    job.put("T1 M6 (6 mm end mill)")
    job.rapid(z=HOME)
    job.put("S18000 M3")
    job.put("G4 P2")
    cx = cy = 90.0
    through, tool_radius, feed = 18.3, 3.0, 1200

    job.note("Border drawn with the compass: twelve scallops and their rays, all shallow at their ends")
    for k in range(12):
        a = 15 + 30 * k
        x0, y0 = job.on_circle(cx, cy, 80, a)
        x1, y1 = job.on_circle(cx, cy, 80, a + 30)
        # Its centre mirrors the seat's centre on the chord, so that the scallop leans inwards.
        mx, my = x0 + x1 - cx, y0 + y1 - cy
        job.plunge(x0, y0, -0.3, 300)
        job.arc(True, *job.on_circle(mx, my, 80, a + 195), mx, my, z=-2, feed=900)
        job.arc(True, x1, y1, mx, my, z=-0.3)
        ray = [job.on_circle(cx, cy, r, a) for r in (78, 72, 64)]
        job.stroke(ray, lambda s, whole: -0.2 - 1.8 * (1 - s / whole), 900)

    job.note("Leg sockets: 24 mm, through; bored along a helix, then widened in half circles")
    for a in (90, 210, 330):
        sx, sy = job.on_circle(cx, cy, 52, a)
        job.rapid(z=SAFE)
        job.rapid(sx + 2.5, sy)
        job.rapid(z=0.5)
        job.line(z=0, feed=300)
        previous = 0.0
        for z in layers(through, 3.1):
            job.line(sx + 2.5, sy, feed=600)
            job.arc(False, sx + 2.5, sy, sx, sy, z=(previous + z) / 2, feed=600)
            job.arc(False, sx + 2.5, sy, sx, sy, z=z)
            job.arc(False, sx + 2.5, sy, sx, sy)
            radius, side = 2.5, 1
            while radius < 9:
                # A half circle whose far end is as far out as the next one begins.
                grown = min(radius + 2, 9)
                job.arc(False, sx - side * grown, sy, sx + side * (radius - grown) / 2, sy, feed=feed)
                radius, side = grown, -side
            # Four half circles lead back to the right: once around to make it round.
            job.arc(False, sx + 9, sy, sx, sy)
            previous = z

    job.note("Handle slot: 84 x 28 mm, through; a ramp into each layer, then rings from the inside out")
    half = 28.0
    for index, z in enumerate(layers(through, 3.1)):
        above = 0.0 if index == 0 else layers(through, 3.1)[index - 1]
        if index == 0:
            job.plunge(cx - half, cy, 0, 300)
        else:
            job.line(cx - half, cy, feed=feed)
        job.line(cx + half, cy, (above + z) / 2, 600)
        job.line(cx - half, cy, z)
        job.line(cx + half, cy, feed=feed)
        for radius in (3.0, 6.5, 9.5, 11.0):
            job.line(cx + half, cy - radius)
            job.arc(False, cx + half, cy + radius, cx + half, cy)
            job.line(cx - half, cy + radius)
            job.arc(False, cx - half, cy - radius, cx - half, cy)
            job.line(cx + half, cy - radius)

    job.note("Outline: a helix of 2 mm a turn, clockwise; below 14 mm four tabs of 8 mm stay")
    radius = 85 + tool_radius
    x, y = job.on_circle(cx, cy, radius, 45)
    job.plunge(x, y, 0, 300)
    z = 0.0
    while z > -14:
        z -= 2
        job.arc(True, x, y, cx, cy, z=z, feed=feed)
    job.arc(True, x, y, cx, cy)
    half_tab = (8 + 2 * tool_radius) / 2 / radius * 180 / pi
    for z in (-16.2, -18.3):
        for tab in (0, -90, -180, -270):
            job.arc(True, *job.on_circle(cx, cy, radius, tab + half_tab), cx, cy, feed=feed)
            job.line(z=-14)
            job.arc(True, *job.on_circle(cx, cy, radius, tab - half_tab), cx, cy)
            job.line(z=z, feed=300)
            job.arc(True, *job.on_circle(cx, cy, radius, tab - 45), cx, cy, feed=feed)
    job.end()


# Letters of one line, in a box 0.7 wide and 1 high: strokes of points; ("arc", cx, cy, radius, from, to) turns.
LETTERS = {
    "A": [[(0, 0), (0.35, 1), (0.7, 0)], [(0.13, 0.36), (0.57, 0.36)]],
    "D": [[(0, 0), (0, 1), (0.2, 1), ("arc", 0.2, 0.5, 0.5, 90, -90), (0, 0)]],
    "E": [[(0.62, 1), (0, 1), (0, 0), (0.62, 0)], [(0, 0.52), (0.5, 0.52)]],
    "G": [[("arc", 0.4, 0.6, 0.4, 40, 180), (0, 0.4), ("arc", 0.4, 0.4, 0.4, 180, 360), (0.8, 0.46), (0.45, 0.46)]],
    "K": [[(0, 1), (0, 0)], [(0.62, 1), (0, 0.42)], [(0.2, 0.61), (0.66, 0)]],
    "N": [[(0, 0), (0, 1), (0.7, 0), (0.7, 1)]],
    "R": [[(0, 0), (0, 1), (0.35, 1), ("arc", 0.35, 0.73, 0.27, 90, -90), (0, 0.46)], [(0.3, 0.46), (0.66, 0)]],
    "T": [[(0, 1), (0.7, 1)], [(0.35, 1), (0.35, 0)]],
}
WIDTHS = {"D": 0.7, "E": 0.62, "G": 0.8, "K": 0.66, "R": 0.66}


def letter_stroke(job, stroke, x, y, size, depth, feed):
    """Deepest inside, thin at the ends, as a chisel would leave it."""
    taper = 0.12 * size
    spot = lambda p: (x + size * p[0], y + size * p[1])
    moves, at = [], None
    for part in stroke:
        if part[0] == "arc":
            _, ax, ay, r, a, b = part
            start = job.on_circle(*spot((ax, ay)), r * size, a)
            if at is not None and hypot(start[0] - at[0], start[1] - at[1]) > 1e-6:
                moves.append(("line", start, hypot(start[0] - at[0], start[1] - at[1])))
            first = start if at is None else None
            if first:
                moves.append(("start", first, 0))
            middle, radius = spot((ax, ay)), r * size
            # Tapering needs its own piece of arc at a free end.
            at = job.on_circle(*middle, radius, b)
            moves.append(("arc", at, abs(radians(b - a)) * radius, middle, b < a, radius, a, b))
        else:
            end = spot(part)
            if at is None:
                moves.append(("start", end, 0))
            else:
                moves.append(("line", end, hypot(end[0] - at[0], end[1] - at[1])))
            at = end
    job.plunge(*moves[0][1], -0.15, 200)
    here, last = moves[0][1], len(moves) - 1
    for k, move in enumerate(moves[1:], 1):
        ends, cuts = (k == 1, k == last), [0.0, 1.0]
        share = min(taper / move[2], 0.4)
        if ends[0]:
            cuts.insert(1, share)
        if ends[1]:
            cuts.insert(-1, 1 - share)
        for c in cuts[1:]:
            z = -0.15 if c == 1.0 and ends[1] else -depth
            if move[0] == "line":
                to = (here[0] + c * (move[1][0] - here[0]), here[1] + c * (move[1][1] - here[1]))
                job.line(*to, z, feed)
            else:
                _, _, _, middle, clockwise, radius, a, b = move
                job.arc(clockwise, *job.on_circle(*middle, radius, a + c * (b - a)), *middle, z=z, feed=feed)
        here = move[1]


def text(job, letters, middle_x, y, size, gap, depth, feed):
    widths = [WIDTHS.get(c, 0.7) * size for c in letters]
    x = middle_x - (sum(widths) + gap * (len(letters) - 1)) / 2
    for letter, width in zip(letters, widths):
        job.note(letter)
        for stroke in LETTERS[letter]:
            letter_stroke(job, stroke, x, y, size, depth, feed)
        x += width + gap


def diamond(job, x, y, rx, ry, depth, feed):
    job.plunge(x - rx, y, -0.1, 200)
    job.line(x, y + ry, -depth, feed)
    job.line(x + rx, y, -0.1)
    job.line(x, y - ry, -depth)
    job.line(x - rx, y, -0.1)


def name_sign():
    job = Job("name-sign.nc", [
        "Name sign for a house: TERANGA, DAKAR, in a double border; single-line letters that thin out at their ends",
        "Stock: 180 x 75 x 15 mm linden or samba, planed, clamped at its short sides",
        "Tool: 60 degree V-bit, 6 mm, 16000 rpm; wood feed 1000 mm/min, plunge 200 mm/min",
        "Zero: front left corner of the stock, on its top", "Made by examples/make-examples.py"])
    job.put("T1 M6 (60 degree V-bit)")
    job.rapid(z=HOME)
    job.put("S16000 M3")
    job.put("G4 P2")
    text(job, "TERANGA", 90, 30, 26, 4.6, 2.2, 1000)
    text(job, "DAKAR", 90, 13.5, 9, 3.0, 1.0, 800)
    job.note("Ornament beside the second line")
    for side in (-1, 1):
        for k in range(4):
            diamond(job, 90 + side * (38 + 8.5 * k), 18, 3.6 - 0.6 * k, 3.6 - 0.6 * k, 1.4 - 0.25 * k, 800)
    job.note("Double border")
    for depth in (1.0, 1.8):
        job.rounded_frame(5, 5, 175, 70, 9, -depth, 1000)
    job.rounded_frame(8, 8, 172, 67, 6.5, -0.8, 1000)
    job.end()


def offset_curve(curve, distance):
    """The curve moved sideways by distance; the direction is taken from a short piece of it."""
    def moved(u):
        (x0, y0), (x1, y1) = curve(u - 1e-5), curve(u + 1e-5)
        x, y = curve(u)
        length = hypot(x1 - x0, y1 - y0)
        return x - distance * (y1 - y0) / length, y + distance * (x1 - x0) / length
    return moved


def door_panel():
    job = Job("door-panel.nc", [
        "Ornament for a door panel: interlaced knot around an eight-pointed star, a fluted flower, fans in the corners",
        "Stock: 180 x 180 x 22 mm teak or iroko, clamped outside of the ornament",
        "Tool: 3 mm ball nose, 2 flutes, 18000 rpm; wood feed 1400 mm/min, plunge 350 mm/min",
        "Zero: front left corner of the stock, on its top; the strands of the knot pass over and under each other",
        "Made by examples/make-examples.py"])
    job.put("T1 M6 (3 mm ball nose)")
    job.rapid(z=HOME)
    job.put("S18000 M3")
    job.put("G4 P2")
    c = 90.0

    job.note("Flower in the middle: a spiral over twelve flutes")
    turns, radius, pitch = 27, 17.0, 0.63
    points = 3200
    job.plunge(c, c, -1.0, 350)
    for k in range(1, points + 1):
        # Equal lengths of path: the radius grows with the root.
        r = radius * (k / points) ** 0.5
        a = tau * turns * r / radius
        swell = min(r / 6, 1) * min((radius - r) / 2 + 0.25, 1)
        depth = 1.2 + 2.0 * (r / radius) ** 2 - 1.1 * swell * cos(12 * (a + 0.035 * r))
        job.line(c + r * cos(a), c + r * sin(a), -depth, 1400)
    job.note("Ring around it")
    job.circle(c, c, 18.5, -3.2, 1400)

    job.note("Eight-pointed star, its lines deep in the middle")
    tips = [job.on_circle(c, c, 43, 45 * k + 22.5) for k in range(8)]
    for size, most in ((43, 2.4), (39.5, 1.3)):
        # The hollows of the star polygon {8/3}.
        corners = [job.on_circle(c, c, size * (1 if k % 2 else 0.5412), 22.5 * k) for k in range(17)]
        for (ax, ay), (bx, by) in zip(corners, corners[1:]):
            side = [(ax + (bx - ax) * k / 8, ay + (by - ay) * k / 8) for k in range(9)]
            job.stroke(side, lambda s, whole: -0.4 - most * 4 * s / whole * (1 - s / whole), 1200)
    job.note("Compass arcs between the tips")
    for k in range(8):
        x0, y0 = tips[k]
        x1, y1 = tips[(k + 1) % 8]
        mx, my = job.on_circle(c, c, 43 / cos(radians(22.5)), 45 * k + 45)
        r = hypot(x0 - mx, y0 - my)
        bottom = job.on_circle(mx, my, r, 45 * k + 45 + 180)
        job.plunge(x0, y0, -0.4, 350)
        job.arc(True, *bottom, mx, my, z=-1.8, feed=1200)
        job.arc(True, x1, y1, mx, my, z=-0.4)
        eye = job.on_circle(c, c, 37.5, 45 * k + 45)
        job.circle(*eye, 4.2, -1.4, 1200)
        job.circle(*eye, 1.2, -2.4, 900)
    job.circle(c, c, 45, -1.8, 1400)

    job.note("The knot: one closed strand, three times round, twenty bights; both edges of the strand are cut")
    bights, leads, middle, swing = 20, 3, 60.0, 10.5

    def strand(u):
        a = tau * leads * u
        r = middle + swing * cos(bights / leads * a)
        return c + r * cos(a), c + r * sin(a)

    def level(u):
        """Over and under in turn: one wave for every two crossings on the way."""
        return cos(tau * bights * (leads - 1) * u + pi / 2)

    steps = 2100
    for edge in (-1.7, 1.7):
        curve = offset_curve(strand, edge)
        job.plunge(*curve(0.0), -1.7, 350)
        for k in range(1, steps + 1):
            u = k / steps
            job.line(*curve(u), -1.7 - 1.1 * level(u), 1400)
    job.circle(c, c, 74.5, -2.0, 1400)
    job.circle(c, c, 76.5, -1.0, 1400)

    job.note("Fans in the corners")
    for qx, qy in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        ox, oy = c + qx * 77, c + qy * 77
        inward = round(atan2(-qy, -qx) * 180 / pi)
        for r, depth in ((9, 1.2), (16, 1.6), (23, 2.0)):
            x, y = job.on_circle(ox, oy, r, inward - 45)
            job.plunge(x, y, -0.3, 350)
            job.arc(False, *job.on_circle(ox, oy, r, inward), ox, oy, z=-depth, feed=1200)
            job.arc(False, *job.on_circle(ox, oy, r, inward + 45), ox, oy, z=-0.3)
        for k in range(7):
            a = inward - 36 + 12 * k
            ray = [job.on_circle(ox, oy, 10.5 + s, a) for s in (0, 3, 6, 9, 11)]
            job.stroke(ray, lambda s, whole: -0.3 - 1.4 * s / whole, 1200)
    job.note("Frame")
    for z in (-1.5, -3.0):
        job.rounded_frame(8, 8, 172, 172, 6, z, 1400)
    job.rounded_frame(11, 11, 169, 169, 4, -1.0, 1400)
    job.end()


def bracelet_blank():
    job = Job("bracelet-blank.nc", [
        "Blank for a bracelet, 160 x 20 mm: engraved waves, drilled rivets, outline with tabs; bend it afterwards",
        "Stock: 172 x 32 x 1.2 mm brass CuZn37 sheet, glued with tape on a flat board",
        "Tools: T1 engraving bit 30 degrees 0.2 mm, T2 drill 1.5 mm, T3 end mill 2 mm, all carbide",
        "Brass feeds: 240 mm/min engraving, 60 drilling, 180 milling; cool with a drop of oil",
        "Zero: front left corner of the stock, on its top; set Z anew after each tool change",
        "Made by examples/make-examples.py"])
    x0, y0, length, width, cy = 6.0, 6.0, 160.0, 20.0, 16.0
    job.tool(1, "engraving bit 30 degrees", 20000)
    job.put("M8")

    def envelope(x):
        """Narrow at both ends of the engraving, full in the middle."""
        u = (x - 22) / 128
        return min(1.0, 5 * u, 5 * (1 - u)) if 0 < u < 1 else 0.0

    job.note("Three waves braided along the band; fine segments, deeper where a wave is highest")
    for phase in range(3):
        points = [(22 + 128 * k / 640, phase * tau / 3) for k in range(641)]
        wave = [(x, cy + 5.0 * envelope(x) * sin(tau * (x - 22) / 16 + p)) for x, p in points]
        job.plunge(*wave[0], -0.05, 60)
        for (x, y), (_, p) in zip(wave[1:], points[1:]):
            job.line(x, y, -0.10 - 0.08 * cos(2 * (tau * (x - 22) / 16 + p)), 240)
    job.note("Ripples that follow the edge")
    for side in (-1, 1):
        ripple = [(22 + 128 * k / 800, cy + side * (7.4 + 0.45 * sin(tau * 128 * k / 800 / 4))) for k in range(801)]
        job.stroke(ripple, lambda s, whole: -0.12, 240)
        job.stroke([(22, cy + side * 8.6), (150, cy + side * 8.6)], lambda s, whole: -0.10, 240)
    job.note("Sun at each end")
    for sx in (15.0, 157.0):
        for r in (1.8, 3.6):
            job.circle(sx, cy, r, -0.12, 240)
        for k in range(16):
            a = 22.5 * k
            ray = [job.on_circle(sx, cy, 4.1, a), job.on_circle(sx, cy, 5.2 if k % 2 else 6.2, a)]
            job.stroke(ray, lambda s, whole: -0.14 + 0.10 * s / whole, 240)

    job.tool(2, "drill 1.5 mm", 8000)
    job.rapid(x=15, y=cy)
    job.note("Rivets at both ends: through, with pecks; R and the retreat are absolute")
    job.put("G99 G83 X15 Y16 Z-1.6 R1 Q0.4 F60")
    job.put("X157")
    job.put("G80")
    job.note("Dimples along the middle: not through")
    job.put("G98 G81 X26.6667 Y16 Z-0.3 R1 F60")
    for k in range(1, 15):
        job.put(f"X{26.6667 + 8 * k:.4f}")
    job.put("G80")
    job.position, job.motion, job.feed = (None, None, None), None, None

    job.tool(3, "end mill 2 mm", 14000)
    job.note("Outline, clockwise, 0.15 mm a turn; tabs on both long sides below 0.9 mm")
    r, t = 8.0, 1.0
    left, right, low, high = x0 - t, x0 + length + t, y0 - t, y0 + width + t
    start = (left + r + t, high)
    job.plunge(*start, 0, 60)
    depths, tabs = [-0.15 * k for k in range(1, 10)], (46.0, 86.0, 126.0)

    def side(xs, y, z):
        for a, b in xs:
            if z < -0.9:
                job.line(a, y, feed=180)
                job.line(z=-0.9)
                job.line(b, y)
                job.line(z=z, feed=60)

    corner = r + t
    for z in depths:
        job.line(start[0] + 8, high, z, 60)
        side([(m - 2, m + 2) for m in tabs], high, z)
        job.line(right - corner, high, feed=180)
        job.arc(True, right, high - corner, right - corner, high - corner)
        job.line(right, low + corner)
        job.arc(True, right - corner, low, right - corner, low + corner)
        side([(m + 2, m - 2) for m in reversed(tabs)], low, z)
        job.line(left + corner, low, feed=180)
        job.arc(True, left, low + corner, left + corner, low + corner)
        job.line(left, high - corner)
        job.arc(True, *start, left + corner, high - corner)
    job.line(start[0] + 8, high)
    job.put("M9")
    job.end()


if __name__ == "__main__":
    stool_seat()
    name_sign()
    door_panel()
    bracelet_blank()
