"""A sender as people use them: counts the characters that the machine has not answered yet, and keeps 128 of them on
their way."""

import re
import select
import time

from emulator import Trouble, goes_first

WINDOW = 128


class Sender:
    def __init__(self, line, seconds=600):
        self.line = line
        self.rest = b""
        self.waiting = []
        self.errors = []
        self.messages = []
        self.end = time.monotonic() + seconds
        goes_first(0)

    def read(self, wait=0.0):
        """Lines that have come."""
        if select.select([self.line], [], [], wait)[0]:
            got = self.line.recv(65536)
            if not got:
                raise Trouble("the serial line is closed")
            self.rest += got
        *lines, self.rest = self.rest.split(b"\n")
        if time.monotonic() > self.end:
            raise Trouble(f"no end in the time that it was given; the last it said: {self.messages[-3:]}")
        return [line.decode("ascii", "replace").strip() for line in lines if line.strip()]

    def wait_for(self, pattern, seconds=30, ask=None):
        """The first line that matches; `ask` is sent every fifth of a second."""
        end = time.monotonic() + seconds
        asked = 0
        while time.monotonic() < end:
            if ask is not None and time.monotonic() - asked > 0.2:
                self.send(ask)
                asked = time.monotonic()
            self.waiting += self.read(0.05)
            while self.waiting:
                line = self.waiting.pop(0)
                self.messages.append(line)
                if re.search(pattern, line):
                    return line
        raise Trouble(f"it never said {pattern}; the last it said: {self.messages[-3:]}")

    def send(self, data):
        while data:
            select.select([], [self.line], [], 10)
            data = data[self.line.send(data):]

    def unlock(self):
        """Waits until it is there, and has it move without being homed."""
        self.wait_for(r"^Grbl 1\.1")
        self.send(b"$X\n")
        self.wait_for("^ok$")

    def run(self, lines, seconds):
        """Streams a job, and waits for its end; no line may be refused."""
        self.unlock()
        self.stream(lines)
        self.wait_for("^<Idle", seconds, ask=b"?")
        if self.errors:
            raise Trouble(f"it refuses lines: {self.errors[:3]}")
        # Its figures are told at rest, a moment later.
        time.sleep(0.5)

    def stream(self, lines):
        """Sends lines; returns once each has its answer. Tool changes and pauses go on at once."""
        on_their_way = []
        for text in lines:
            data = text.encode("ascii", "replace") + b"\n"
            while sum(on_their_way) + len(data) > WINDOW:
                self._hear(on_their_way)
            self.send(data)
            on_their_way.append(len(data))
            self._hear(on_their_way, wait=0)
        while on_their_way:
            self._hear(on_their_way)

    def _hear(self, on_their_way, wait=0.5):
        lines, self.waiting = self.waiting + self.read(wait), []
        for line in lines:
            if line == "ok" or line.startswith("error:"):
                if line != "ok":
                    self.errors.append(line)
                on_their_way.pop(0)
            else:
                self.messages.append(line)
                if "then ~]" in line:
                    self.send(b"~")
