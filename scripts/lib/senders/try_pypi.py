"""Jobs streamed by pygrbl-streamer over the serial line, against the same jobs by `rigctl run`: no line refused, every
line acknowledged, the same steps, the same hash."""

import json
import subprocess
import tempfile
from pathlib import Path

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


def try_once(rigctl, python, job, folder, wanted):
    """Whether the hash is that of `rigctl run`; all else must hold."""
    name = job.path.name
    with machine.Machine(rigctl, folder, ["--board", job.board, "--speed", "max"]) as served:
        told = stream(python, job, served)
        seen = served.motion()
    changes = f", {told['tool_changes']} tool change(s) answered" if told["tool_changes"] else ""
    print(f"{name}: {told['sent']} lines in {told['seconds']:.1f} s, steps {seen.steps}, hash {seen.hash}, "
          f"longest silence {told['longest_silence'] * 1000:.0f} ms{changes}", flush=True)
    must(not told["refused"], f"{name}: answered {told['refused'][:5]}")
    must(told["is_complete"] and told["sent"] > 0, f"{name}: the client says that it is not complete: {told}")
    must(told["acknowledged"] == told["sent"],
         f"{name}: {told['sent']} lines sent, {told['acknowledged']} acknowledged")
    must(seen.steps == wanted.steps, f"{name}: rigctl run comes to steps {wanted.steps}")
    return seen.hash == wanted.hash


def try_job(rigctl, python, job, folder, times=3):
    wanted = machine.run(rigctl, job.path, folder, ["--board", job.board])
    for _ in range(times):
        place = Path(tempfile.mkdtemp(dir=folder))
        if try_once(rigctl, python, job, place, wanted):
            return
        # After a quarter of a second of silence the machine comes to rest at the end of what it has. On a busy computer
        # that happens: the steps are the same, and the hash is not.
        print(f"{job.path.name}: rigctl run has hash {wanted.hash}; once more, the computer may be busy", flush=True)
    raise Failed(f"{job.path.name}: rigctl run has hash {wanted.hash}, and none of {times} tries had it")


def try_all(rigctl, python, jobs, folder):
    for job in jobs:
        place = folder / job.path.stem
        place.mkdir()
        try_job(rigctl, python, job, place)
