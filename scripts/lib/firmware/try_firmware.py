"""Tries the firmware's images in QEMU, and measures them. Called by scripts/firmware."""

import argparse
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from emulator import Emulator, Trouble
from figures import Figures
from image import Image
from sender import Sender

import budget
import faults
import fuzz

ATTEMPTS = 3


class Job:
    def __init__(self, path, lines=None):
        self.path = path
        self.lines = path.read_text(encoding="latin-1").splitlines()[:lines]
        self.name = path.name if lines is None else f"{path.name}, first {len(self.lines)} lines"
        # A file that is cut off in the middle of a path would end there by a silence, and not by its end.
        if lines is not None:
            self.lines.append("M2")

    def by_rigctl(self, rigctl, board, folder):
        """Motion hash and steps of the same lines on Linux."""
        job = folder / "job.nc"
        job.write_text("\n".join(self.lines) + "\n", encoding="latin-1")
        summary = folder / "summary.json"
        done = subprocess.run(
            [rigctl, "run", job, "--board", board, "--summary", summary], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Trouble(f"rigctl run {self.name} ends with exit code {done.returncode}: {done.stderr.strip()[-500:]}")
        found = json.loads(summary.read_text())
        return found["motion_hash"], tuple(found["axes"][axis]["position_steps"] for axis in ("x", "y", "z"))


def jobs(is_all):
    """The shortest of the examples, and the beginning of somebody else's; or all of them, and 500 lines of three others."""
    examples = Path("examples")
    chosen = [Job(path) for path in sorted(examples.glob("*.nc"))] if is_all else [Job(examples / "first-cut.nc")]
    folder = Path(os.environ.get("RIG_SHARED_JOBS") or "../shared/jobs").resolve()
    others = [folder / name for name in (("bear.nc", "enclosure.nc", "locket_outside.ngc") if is_all else ("enclosure.nc",))]
    found = [path for path in others if path.is_file()]
    if len(found) < len(others):
        print(f"jobs of others are not in {folder} (RIG_SHARED_JOBS names another folder): without them", file=sys.stderr)
    return chosen + [Job(path, 500 if is_all else 200) for path in found]


# 8 ns an instruction: a processor of 125 million a second, as microcontrollers of this kind have.
SHIFT = 3


def run(machine, image, job, folder, seconds=5400):
    """Streams a job; returns what the machine says of itself then."""
    with Emulator(machine, image.path, folder, SHIFT) as emulator:
        try:
            Sender(emulator.line, seconds).run(job.lines, seconds)
        except Trouble as trouble:
            raise Trouble(f"{machine}: {job.name}: {trouble}") from None
        return Figures(emulator, image)


def compare(machine, image, job, expected, folder):
    begun = time.monotonic()
    for attempt in range(ATTEMPTS):
        figures = run(machine, image, job, folder)
        found = (figures.motion_hash, figures.steps)
        # A sender that another program keeps from the processor lets the window of 16 segments sink, the machine go on
        # without lines that it has not got, or run dry: each is another motion. What the image itself does wrong it does
        # every time.
        if found == expected or attempt == ATTEMPTS - 1:
            break
        print(f"{machine}: {job.name}: another motion, which a late sender gives (seen late {figures.underruns} and "
              f"{figures.silences} times); again", flush=True)
    if found != expected:
        raise Trouble(f"{machine}: {job.name} moves {found}, and rigctl run {expected}")
    if figures.lost_bytes:
        raise Trouble(f"{machine}: {job.name}: {figures.lost_bytes} bytes were lost")
    print(f"{machine}: {job.name}: {len(job.lines)} lines, motion hash {figures.motion_hash}, "
          f"{time.monotonic() - begun:.1f} s", flush=True)


def compare_all(machine, image, expected, folder):
    own = folder / machine
    own.mkdir()
    for job, motion in expected:
        compare(machine, image, job, motion, own)


def on_processor(processor, *arguments):
    """Emulator and sender on one processor: they hand over to each other at every tick."""
    os.sched_setaffinity(0, {processor})
    try:
        compare_all(*arguments)
    except Trouble as trouble:
        sys.exit(f"error: {trouble}")


def compare_side_by_side(images, expected, folder):
    """An hour for each image: a processor for each. Whoever ends this process ends those, too."""
    context = multiprocessing.get_context("fork")
    children = [
        context.Process(target=on_processor, args=(processor, machine, image, expected, folder), daemon=True)
        for processor, (machine, image) in zip(sorted(os.sched_getaffinity(0)), images.items())]
    for child in children:
        child.start()
    for child in children:
        child.join()
    if any(child.exitcode != 0 for child in children):
        raise Trouble("not every job moved as rigctl run moves it: see above")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rigctl", required=True, type=Path)
    options.add_argument("--board", required=True)
    options.add_argument("--tools", required=True, type=Path)
    options.add_argument("--images", required=True, type=Path)
    options.add_argument("--try", dest="tries", action="store_true")
    options.add_argument("--all", action="store_true")
    options.add_argument("--budget", action="store_true")
    given = options.parse_args()
    images = {name: Image(given.images / f"{name}.elf", given.tools) for name in ("cortex-m4", "arm64")}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if given.tries:
            expected = [(job, job.by_rigctl(given.rigctl, given.board, folder)) for job in jobs(given.all)]
            if given.all and len(os.sched_getaffinity(0)) >= len(images):
                compare_side_by_side(images, expected, folder)
            else:
                for machine, image in images.items():
                    compare_all(machine, image, expected, folder)
            faults.check_cortex_m4(images["cortex-m4"], folder, SHIFT)
            faults.check_arm64(images["arm64"], folder, SHIFT)
            for seed in range(1, 41 if given.all else 4):
                fuzz.check("cortex-m4", images["cortex-m4"], folder, SHIFT, seed)
        if given.budget:
            measured = {name: Image(given.images / f"{name}-budget.elf", given.tools) for name in images}
            budget.check(images, measured, folder)


if __name__ == "__main__":
    # Whoever ends this ends its emulator, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        main()
    except Trouble as trouble:
        sys.exit(f"error: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)
