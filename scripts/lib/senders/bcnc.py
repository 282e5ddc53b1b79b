"""bCNC, as Debian has it, on a display that nobody sees. It is driven through the web server that it has for pendants:
`/send?cmd=` is what a person types into its command line, `/send?gcode=` a line for the machine, `/state` what it shows."""

import json
import os
import socket
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from processes import Started
from waiting import wait_for

SETTINGS = """[bCNC]
width = {width}
height = {height}
checkinterval = 0
[Connection]
port = {port}
baud = 115200
controller = GRBL1
openserial = 1
pendant = 1
pendantport = {pendant}
errorreport = 0
"""


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class BCNC(Started):
    def __init__(self, folder, display, size, port):
        """`port` is what a person would put in as the serial port."""
        self.pendant = free_port()
        home = folder / "home"
        home.mkdir()
        settings = folder / "bcnc.ini"
        settings.write_text(SETTINGS.format(width=size[0], height=size[1], port=port, pendant=self.pendant))
        # Its own home: a person's settings stay as they are. Debian's Python: bCNC is not for any other.
        environment = {
            "PATH": "/usr/bin:/bin", "HOME": str(home), "DISPLAY": display, "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(Path(__file__).parent / "loopback"),
        }
        if "TMPDIR" in os.environ:
            environment["TMPDIR"] = os.environ["TMPDIR"]
        super().__init__(
            "bCNC", ["/usr/bin/bCNC", "-i", settings], folder / "bcnc.log", env=environment, cwd="/usr/share/bcnc")

    def ask(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.pendant}{path}", timeout=10) as answer:
            return answer.read().decode()

    def command(self, text):
        """Only commands that bCNC knows: for any other it opens a window, and waits for a person."""
        self.ask("/send?" + urllib.parse.urlencode({"cmd": text}))

    def gcode(self, line):
        self.ask("/send?" + urllib.parse.urlencode({"gcode": line}))

    def state(self):
        """What it shows; nothing while it is not there yet."""
        self.check_runs()
        try:
            return json.loads(self.ask("/state"))
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return {}

    def describe(self):
        shown = self.state()
        return "bCNC: " + ", ".join(f"{key} {shown.get(key)}" for key in ("state", "msg", "mx", "my", "mz", "OvFeed"))

    def wait_for_state(self, state, seconds):
        """`Hold` is also `Hold:0`, `Alarm` also `ALARM:1`."""
        wait_for(
            f"bCNC to show {state}", seconds,
            lambda: self.state().get("state", "").split(":")[0].lower() == state.lower(), self.describe)
