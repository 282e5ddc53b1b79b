"""Waits for what must come true, and says what was waited for, and what was seen instead, where it does not."""

import time


class Failed(Exception):
    """Something that must hold does not; the text is for a person."""


def wait_for(what, seconds, look, seen=lambda: "nothing", pause=0.1):
    """Looks again and again until `look()` is true, and returns what it gave; `seen()` tells the last state."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() >= end:
            raise Failed(f"waited {seconds:g} s for {what}; last seen: {seen()}")
        time.sleep(pause)


def must(holds, what):
    if not holds:
        raise Failed(what)
