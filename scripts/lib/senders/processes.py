"""Programs that are started for a try, and ended by their own process number, whatever happens."""

import signal
import subprocess

from waiting import Failed


class Started:
    """A program that runs, with what it says in a file; ends with the `with` block."""

    def __init__(self, name, arguments, log, **options):
        self.name = name
        self.log = log
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                [str(argument) for argument in arguments], stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, **options)

    def said(self):
        return self.log.read_text(errors="replace")

    def check_runs(self):
        """For whoever waits: a program that is gone will never do what is waited for."""
        code = self.process.poll()
        if code is not None:
            raise Failed(f"{self.name} ended by itself, with exit code {code}; it said:\n{self.said()[-500:]}")

    def end(self, seconds=20):
        """Asks it to end; its exit code. One that does not end is killed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise Failed(f"{self.name} did not end within {seconds} s of SIGTERM: it was killed") from None
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        try:
            self.end()
        except Failed:
            # The first thing that went wrong is the one to tell.
            if error is None:
                raise
