"""Bytes at random for an image: whole numbers have 32 bits there, and what traps on a microcontroller may pass on Linux."""

import random
import time

from emulator import Emulator, Trouble
from figures import Figures
from sender import Sender

REAL_TIME = [b"?", b"!", b"~", b"\x18", *(bytes([code]) for code in [0x84, 0x85, *range(0x90, 0xA2)])]
SYSTEM = [
    "$$", "$#", "$G", "$I", "$N", "$X", "$X", "$C", "$H", "$SLP", "$J=G91 X1 F1000", "$J=G90 Y-3.5 F1e4", "$RST=#", "$RST=$",
    "$10=3", "$110=5000", "$999=1", "$", "$Q", "$J=",
]
NUMBERS = [
    "0", "-0", "1", "-1", "0.5", "10", "-37.25", "999999", "-999999", "2147483647", "-2147483648", "4294967296", "1e12", "12345678901234",
    ".0000001", "-.5", "00000000000000000001", "3.4028235", "", "-", "1.2.3",
]


def line(dice):
    kind = dice.random()
    if kind < 0.12:
        return dice.choice(SYSTEM)
    if kind < 0.16:
        return "".join(chr(dice.randrange(1, 127)) for _ in range(dice.randrange(0, 120)))
    words = [dice.choice(["G0", "G1", "G1", "G2", "G3", "G4", "G10L2", "G10L20", "G17", "G18", "G20", "G21", "G28", "G30", "G38.2", "G43",
                          "G54", "G59", "G61", "G64", "G73", "G81", "G83", "G90", "G91", "G92", "G93", "G94", "M0", "M2", "M3", "M4", "M5",
                          "M6", "M7", "M8", "M9", "M30", "T1", "N10", ""])]
    for letter in dice.sample("XYZIJKRFSPQLDHTN", dice.randrange(0, 6)):
        number = dice.choice(NUMBERS) if dice.random() < 0.4 else f"{dice.uniform(-40, 40):.{dice.randrange(0, 5)}f}"
        words.append(letter + number)
    return " ".join(words) if dice.random() < 0.5 else "".join(words)


def check(machine, image, folder, shift, seed=1, bytes_count=20000):
    dice = random.Random(seed)
    with Emulator(machine, image.path, folder, shift) as emulator:
        sender = Sender(emulator.line, 600)
        sender.wait_for(r"^Grbl 1\.1")
        sent = 0
        while sent < bytes_count:
            data = b""
            for _ in range(dice.randrange(1, 6)):
                data += line(dice).encode("latin-1") + b"\n"
                if dice.random() < 0.3:
                    data += dice.choice(REAL_TIME)
                if dice.random() < 0.03:
                    data = bytes(dice.randrange(256) for _ in range(dice.randrange(60)))
            # After a while everything is unlocked and goes on, so that there are motions too.
            if dice.random() < 0.1:
                data += b"\x18\n$X\n~\n"
            sender.messages = sender.messages[-20:]
            sender.send(data)
            sent += len(data)
            # It has looked at all that when it tells how it is.
            sender.wait_for("^<|after a fault", 30, ask=b"?")
            fault = next((text for text in sender.messages if "after a fault" in text), None)
            if fault:
                raise Trouble(f"{machine}: seed {seed}: after {sent} bytes: {fault} {sender.messages[-1]}; the last of them: {data!r}")
        sender.send(b"\n\x18")
        sender.wait_for(r"^Grbl 1\.1", 60)
        sender.send(b"\n$X\n")
        sender.wait_for(r"^ok$", 60)
        time.sleep(0.3)
        lost = Figures(emulator, image).lost_bytes
    print(f"{machine}: {sent} bytes at random, seed {seed} ({lost} of them without room): it still answers", flush=True)
