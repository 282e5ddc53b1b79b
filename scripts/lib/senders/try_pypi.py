"""Jobs streamed by pygrbl-streamer over the serial line, against the same jobs by `rigctl run`: no line refused, every
line acknowledged, the same steps, the same hash."""

import json
import subprocess

import machine
from waiting import Failed, must


def stream(python, job, served, seconds=600):
    """The client's own account of it."""
    client = [str(python), "-B", "scripts/lib/senders/pypi_client.py", str(served.line), str(job.path)]
    try:
        ended = subprocess.run(client, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise Failed(f"waited {seconds} s for pygrbl-streamer to stream {job.path.name}") from None
    must(ended.returncode == 0, f"pygrbl-streamer ended with exit code {ended.returncode}:\n{ended.stderr[-2000:]}")
    return json.loads(ended.stdout)


def try_job(rigctl, python, job, folder):
    wanted = machine.run(rigctl, job.path, folder, ["--board", job.board])
    with machine.Machine(rigctl, folder, ["--board", job.board, "--speed", "max"]) as served:
        told = stream(python, job, served)
        seen = served.motion()
    changes = f", {told['tool_changes']} tool change(s) answered" if told["tool_changes"] else ""
    print(f"{job.path.name}: {told['sent']} lines in {told['seconds']:.1f} s, steps {seen.steps}, "
          f"hash {seen.hash}{changes}", flush=True)
    must(not told["refused"], f"{job.path.name}: answered {told['refused'][:5]}")
    must(told["is_complete"] and told["sent"] > 0, f"{job.path.name}: the client says that it is not complete: {told}")
    must(told["acknowledged"] == told["sent"],
         f"{job.path.name}: {told['sent']} lines sent, {told['acknowledged']} acknowledged")
    must(seen.steps == wanted.steps, f"{job.path.name}: rigctl run comes to steps {wanted.steps}")
    must(seen.hash == wanted.hash, f"{job.path.name}: rigctl run has hash {wanted.hash}")


def try_all(rigctl, python, jobs, folder):
    for job in jobs:
        place = folder / job.path.stem
        place.mkdir()
        try_job(rigctl, python, job, place)
