"""Streams one job with pygrbl-streamer, just as PyPI has it: PORT JOB. One JSON object on standard output says what came
of it. Runs in an environment of its own, and so imports nothing of this folder."""

import json
import sys
import time

from pygrbl_streamer import GrblStreamer


class Client(GrblStreamer):
    """Counts, and is the person who changes the tool: the package does not know `[MSG:…, then ~]`. What is overridden
    only looks; the package's own callbacks would leave lines out when there are many."""

    def __init__(self, port):
        super().__init__(port)
        self.sent = self.acknowledged = self.tool_changes = 0
        self.refused = []
        self.longest_silence = 0.0
        self.last_sent = None

    def write_line(self, text):
        now = time.monotonic()
        if self.last_sent is not None:
            self.longest_silence = max(self.longest_silence, now - self.last_sent)
        self.last_sent = now
        self.sent += 1
        super().write_line(text)

    def _process_line(self, line):
        if line == "ok":
            self.acknowledged += 1
        elif line.startswith(("error", "ALARM")):
            self.refused.append(line)
        elif line.startswith("[MSG:") and line.endswith(", then ~]"):
            self.tool_changes += 1
            self.realtime(b"~")
        super()._process_line(line)


def main():
    port, job = sys.argv[1:]
    client = Client(port)
    client.connect()
    client.sent = client.acknowledged = 0
    client.longest_silence, client.last_sent = 0.0, None
    begun = time.monotonic()
    is_complete = client.send_file(job, stop_on_error=True)
    seconds = time.monotonic() - begun
    client.disconnect()
    print(json.dumps({
        "is_complete": is_complete, "sent": client.sent, "acknowledged": client.acknowledged,
        "refused": client.refused, "tool_changes": client.tool_changes, "seconds": seconds,
        "longest_silence": client.longest_silence}))


main()
