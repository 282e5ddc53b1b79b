"""A simulated machine that `rigctl serve` makes, seen by a second connection that only watches; and the same job by
`rigctl run`, which says where the machine has to stand in the end."""

import json
import re
import socket
import subprocess

from processes import Started
from waiting import Failed, wait_for

AXES = ("x", "y", "z")


class Motion:
    """What is left of a job: where each axis stands, in steps, and the hash of all motion."""

    def __init__(self, summary):
        self.steps = tuple(summary["axes"][axis]["position_steps"] for axis in AXES)
        self.hash = summary["motion_hash"]


class Machine(Started):
    """`rigctl serve` on loopback: any free port, and a serial line in the folder."""

    def __init__(self, rigctl, folder, options):
        self.line = folder / "line"
        self.summary = folder / "served.json"
        super().__init__(
            "rigctl serve",
            [rigctl, "serve", "--grbl-tcp", "127.0.0.1:0", "--grbl-pty", self.line, "--fast", "--summary", self.summary,
             *options],
            folder / "served.log")
        try:
            self.port = int(wait_for("rigctl serve to be ready", 30, self.ready_at, self.said).group(1))
        except BaseException:
            self.end()
            raise

    def ready_at(self):
        self.check_runs()
        return re.search(r"ready:.*127\.0\.0\.1:(\d+)", self.said())

    def motion(self):
        """Ends the machine: what it has done."""
        code = self.end()
        # 130 is "interrupted", which is how it is meant to end.
        if code not in (0, 130):
            raise Failed(f"rigctl serve ended with exit code {code}:\n{self.said()[-2000:]}")
        return Motion(json.loads(self.summary.read_text()))


class Watcher:
    """Asks a machine how it is, and sends nothing else: so it watches, and whoever is tried drives."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.answers = self.socket.makefile("r", newline="\n")
        # Overrides and the work offset come with some reports only.
        self.fields = {}

    def look(self):
        """The state, such as `Hold:0`."""
        self.socket.sendall(b"?")
        while True:
            line = self.answers.readline()
            if not line:
                raise Failed("rigctl serve has closed the connection that watches")
            if line.startswith("<"):
                break
        state, *fields = line.strip().strip("<>").split("|")
        self.fields.update(field.split(":", 1) for field in fields)
        self.fields["state"] = state
        return state

    def position(self):
        self.look()
        return tuple(float(number) for number in self.fields["MPos"].split(","))

    def feed_override(self):
        self.look()
        return int(self.fields.get("Ov", "100,100,100").split(",")[0])

    def wait_for_state(self, state, seconds):
        """`Hold` is also `Hold:0`."""
        wait_for(f"the machine to be {state}", seconds, lambda: self.look().split(":")[0] == state, self.describe)

    def describe(self):
        return f"the machine: {self.fields}"

    def close(self):
        self.answers.close()
        self.socket.close()


def run(rigctl, job, folder, options):
    """The job by `rigctl run`: what a sender has to come to as well."""
    summary = folder / "run.json"
    ended = subprocess.run(
        [str(rigctl), "run", str(job), "--fast", "--quiet", "--summary", str(summary), *options],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)
    if ended.returncode != 0:
        raise Failed(f"rigctl run {job.name} ended with exit code {ended.returncode}:\n{ended.stderr[-2000:]}")
    return Motion(json.loads(summary.read_text()))
