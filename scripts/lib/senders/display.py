"""A screen that nobody sees: Xvfb, and pictures of it."""

import os
import subprocess

from processes import Started
from waiting import Failed, wait_for

WIDTH, HEIGHT = 900, 650


class Display(Started):
    """Takes a number that is free: Xvfb chooses it, and tells it over a pipe."""

    def __init__(self, folder):
        number, told = os.pipe()
        try:
            super().__init__(
                "Xvfb",
                ["/usr/bin/Xvfb", "-displayfd", told, "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp",
                 "-noreset"],
                folder / "xvfb.log", pass_fds=[told])
        finally:
            os.close(told)
        os.set_blocking(number, False)
        text = bytearray()

        def has_told():
            self.check_runs()
            try:
                text.extend(os.read(number, 16))
            except BlockingIOError:
                pass
            return text.endswith(b"\n")

        try:
            wait_for("Xvfb to choose a display", 30, has_told, self.said)
            self.name_of_display = f":{text.decode().strip()}"
        except BaseException:
            self.end()
            raise
        finally:
            os.close(number)

    def picture(self, path):
        taken = subprocess.run(
            ["/usr/bin/import", "-display", self.name_of_display, "-window", "root", "+dither", "-colors", "64",
             f"png8:{path}"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
        if taken.returncode != 0:
            raise Failed(f"import made no picture: {taken.stderr.strip()}")
