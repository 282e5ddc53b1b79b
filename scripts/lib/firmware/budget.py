"""What an image takes: flash, RAM, stacks, and instructions; held against limits, and written into docs/firmware.md."""

import os
from pathlib import Path

from emulator import Emulator, Trouble
from figures import Figures, stack_depth
from image import Image
from sender import Sender

# An instruction takes 2^10 ns of the emulated machine's time, so that its counter counts 25.6 of them: exact figures.
# Ticks are as many times longer, so that there are as many instructions between two of them as on a real processor.
SHIFT = 10
STRETCH = 48
COUNTER_HZ = {"cortex-m4": 25e6, "arm64": 62.5e6}

# Three axes at once, as fast as the board lets them, turning round; helices; and short lines.
LINES = [
    "G21 G90 G91.1", "G0 X20 Y20 Z5", "G0 X0 Y0 Z0", "G1 X6 Y5 Z4 F3000", "G1 X0 Y0 Z0", "G17",
    "G2 X0 Y0 Z3 I4 J0 F1500", "G3 X0 Y0 Z0 I4 J0",
    *(f"G1 X{2 * (i % 2) + i / 10:.1f} Y{i / 8:.3f} Z{i / 30:.3f} F1800" for i in range(60)),
    "M3 S1000", "G4 P0.05", "M5", "G0 X0 Y0 Z0", "M2",
]
JOB = Path("examples/first-cut.nc")

# KiB, bytes, instructions: what the Cortex-M4 has to keep to.
LIMITS = {
    "flash": 192 * 1024, "ram": 64 * 1024,
    "tick with three joints, worst": 400,
}

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def measure(machine, image, folder):
    scale = 1e9 / COUNTER_HZ[machine] / (1 << SHIFT)
    path = image.with_word("firmware_tick_stretch", STRETCH, folder / f"{machine}.elf")
    with Emulator(machine, path, folder, SHIFT) as emulator:
        Sender(emulator.line, 900).run(LINES + JOB.read_text().splitlines(), 900)
        found = Figures(emulator, image, scale)
        return found, stack_depth(emulator, image, "main"), stack_depth(emulator, image, "handler")


def table(images, measured):
    """By row: its figure for each machine."""
    rows = {}
    def row(name, figure):
        rows[name] = {machine: figure(machine) for machine in images}
    row("flash, bytes", lambda m: images[m].flash_bytes())
    row("RAM that is laid out, bytes", ram(images, measured))
    row("of which buffers have left over", lambda m: measured[m][0].free_bytes)
    row("stack of the main loop, deepest, bytes", lambda m: measured[m][1][0])
    row("stack of the handlers, deepest, bytes", lambda m: measured[m][2][0])
    for joints, name in enumerate(["at rest", "one joint", "two joints", "three joints", "four joints"]):
        row(f"instructions of a tick, {name}: mean", lambda m, j=joints: measured[m][0].ticks[j].mean)
        row(f"instructions of a tick, {name}: worst", lambda m, j=joints: measured[m][0].ticks[j].worst)
    row("instructions for reading and planning a segment: mean", lambda m: (
        measured[m][0].line.total / max(measured[m][0].segments, 1)))
    row("instructions for making a slice (1 ms) of the plan: mean", lambda m: measured[m][0].slice.mean)
    row("instructions for making a slice (1 ms) of the plan: worst", lambda m: measured[m][0].slice.worst)
    return rows


def ram(images, measured):
    """All of the microcontroller's, but for what the buffers have left; of the Pi's megabytes only what is used."""
    def figure(machine):
        image = images[machine]
        start = image["main_stack_start"] if machine == "cortex-m4" else image["image_zero_start"]
        return image["firmware_memory_end"] - start - measured[machine][0].free_bytes
    return figure


def check(images, measured_images, folder):
    measured = {machine: measure(machine, image, folder) for machine, image in measured_images.items()}
    rows = table(images, measured)
    lines = ["| | Cortex-M4 (mps2-an386) | Arm64 (raspi3b) |", "|---|---:|---:|"]
    lines += [f"| {name} | {' | '.join(f'{value:,.0f}' for value in values.values())} |" for name, values in rows.items()]
    print("\n".join(lines), flush=True)
    found = {name: values["cortex-m4"] for name, values in rows.items()}
    problems = []
    for what, figure, limit in (
        ("flash", found["flash, bytes"], LIMITS["flash"]),
        ("RAM", found["RAM that is laid out, bytes"], LIMITS["ram"]),
        ("a tick with three joints", found["instructions of a tick, three joints: worst"],
         LIMITS["tick with three joints, worst"]),
    ):
        if figure > limit:
            problems.append(f"{what}: {figure:,.0f}, and the limit is {limit:,}")
    for name, depth in (("main loop", measured["cortex-m4"][1]), ("handlers", measured["cortex-m4"][2])):
        if depth[0] > 0.9 * depth[1]:
            problems.append(f"the stack of the {name} was {depth[0]:,} bytes deep, and has {depth[1]:,}")
    if problems:
        raise Trouble("cortex-m4 is over its budget: " + "; ".join(problems))
    page = Path("docs/firmware.md")
    if os.environ.get("CI") or not page.exists():
        return
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    page.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + after, encoding="utf-8")
