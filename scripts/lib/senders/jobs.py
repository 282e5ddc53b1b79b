"""The jobs that are streamed: other people's where they are there, and otherwise the examples."""

import os
import sys
from pathlib import Path

# What comes first is streamed by default, and by bCNC: some thousand lines, but not an hour of work.
OTHERS = ["enclosure.nc", "cds.ngc", "ordbot_handle.nc", "bear.nc", "locket_outside.ngc"]
EXAMPLES = ["door-panel.nc", "name-sign.nc", "bracelet-blank.nc", "stool-seat.nc"]


class Job:
    def __init__(self, path, board):
        self.path = path
        self.board = board


def find():
    """Jobs and the board that each fits on. RIG_SHARED_JOBS names another folder than ../shared/jobs."""
    folder = Path(os.environ.get("RIG_SHARED_JOBS") or "../shared/jobs").resolve()
    found = [folder / name for name in OTHERS if (folder / name).is_file()]
    if found:
        # They go beyond the small router: below zero, and 331 mm away.
        return [Job(path, "reference-3axis") for path in found]
    print(f"none of {', '.join(OTHERS)} is in {folder} (RIG_SHARED_JOBS names another folder): the examples are used",
          file=sys.stderr)
    return [Job(Path("examples", name).resolve(), "default") for name in EXAMPLES]
