"""Tries other people's senders: what scripts/senders runs once everything is there. Its exit code is 1 where one fails."""

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import jobs
import try_bcnc
import try_pypi
from waiting import Failed


def options():
    asked = argparse.ArgumentParser()
    asked.add_argument("--rigctl", type=Path, required=True)
    asked.add_argument("--python", type=Path, help="of the environment that pygrbl-streamer is in")
    asked.add_argument("--only", choices=["bcnc", "pypi"])
    asked.add_argument("--all", action="store_true")
    asked.add_argument("--pictures", type=Path)
    return asked.parse_args()


def attempt(name, tried):
    """Whether it passed; the others are tried all the same."""
    begun = time.monotonic()
    try:
        tried()
    except (Failed, OSError, subprocess.SubprocessError) as failure:
        print(f"FAIL {name}: {failure}", flush=True)
        return False
    print(f"pass {name} ({time.monotonic() - begun:.0f} s)", flush=True)
    return True


def main():
    asked = options()
    # So that what was started is ended as well when this is.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    found = jobs.find()
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="senders-") as name:
        folder = Path(name)
        passed = []
        if asked.only != "bcnc":
            chosen = found if asked.all else found[:1]
            passed.append(attempt(
                "pygrbl-streamer", lambda: try_pypi.try_all(asked.rigctl, asked.python, chosen, folder)))
        if asked.only != "pypi":
            passed.append(attempt(
                "bCNC", lambda: try_bcnc.try_all(asked.rigctl, found[0].path, folder, asked.pictures)))
    print(f"{sum(passed)} passed, {len(passed) - sum(passed)} failed")
    sys.exit(0 if all(passed) else 1)


main()
