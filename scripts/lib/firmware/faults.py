"""A fault in the middle of a motion: outputs off at once, a restart, and the machine says what it was."""

import re
import struct
import time

from emulator import Debugger, Emulator, Trouble
from sender import Sender

LINES = ["G21 G90 G91.1", "M3 S1000", "G1 X40 Y20 F1200", "G1 X0 Y0"]

# What the log of the emulator calls the lines, and how its last words have to look: every output inactive. Of the board
# microcontroller-3axis only the enable line (GPIO22) is low where it is active.
SAFE = 1 << 22


def last_levels(log):
    """Levels of the outputs of the MPS2 as they were driven last: both blocks, in the order in which they are written."""
    found = re.findall(r"gpio: unimplemented device write \(size 4, offset 0x004, value (0x[0-9a-f]+)\)", log)
    return [int(value, 16) for value in found]


def stop_in_motion(emulator):
    """The sender and the debugger of a machine that is stopped in the middle of a motion."""
    sender = Sender(emulator.line, 120)
    debugger = Debugger(emulator)
    debugger.go_on()
    sender.unlock()
    sender.stream(LINES)
    sender.wait_for(r"^<Run\|MPos:(?!0\.000,)", ask=b"?")
    debugger.interrupt()
    return sender, debugger


def hear_of_fault(sender):
    """What it says after the restart, when it is in an alarm."""
    told = sender.wait_for(r"Restarted after a fault")
    place = sender.wait_for(r"The fault was at")
    sender.wait_for(r"^<Alarm", ask=b"?")
    return told, place


def check_cortex_m4(image, folder, shift):
    """The program counter is sent to where there is no memory, and the stack pointer below the stack."""
    for name, register, value, cause in (
        ("an instruction that is not there", 15, 0x30000000, 0xFFFF),
        ("a stack that has run out", 13, image["main_stack_start"] + 64, 0xFF),
    ):
        log = folder / "lines.log"
        log.unlink(missing_ok=True)
        with Emulator("cortex-m4", image.path, folder, shift, log=log, debugger=True) as emulator:
            sender, debugger = stop_in_motion(emulator)
            moving = last_levels(log.read_text())
            # Spindle (GPIO12) and enable (GPIO22 low) were on, or the test says nothing.
            if not any(value & 1 << 12 for value in moving):
                raise Trouble("cortex-m4: nothing was switched on before the fault")
            debugger.set_register(register, value)
            debugger.go_on()
            told, place = hear_of_fault(sender)
            found = int(told.split("0x")[1][:8], 16)
            if found & cause == 0:
                raise Trouble(f"cortex-m4: {name}: a fault of another kind: {told}")
            levels = last_levels(log.read_text())[len(moving):]
            # The handler writes both blocks; the start-up after it writes the same again.
            if levels[:2] != [SAFE & 0xFFFF, SAFE >> 16] or any(level not in (0, SAFE >> 16) for level in levels):
                raise Trouble(f"cortex-m4: {name}: the lines were driven to {[hex(level) for level in levels]}")
        print(f"cortex-m4: {name}: outputs off, restarted, {told} {place}", flush=True)


# The first levels of the Raspberry Pi's lines, and those of them that are outputs of the board.
PI_LEVELS = 0x3F200034
PI_OUTPUTS = sum(1 << line for line in (17, 27, 22, 23, 24, 25, 8, 12, 16, 20, 9))


def check_arm64(image, folder, shift):
    """The program counter is sent to memory that holds no instruction."""
    for stops in (True, False):
        with Emulator("arm64", image.path, folder, shift, debugger=True, stops_at_reset=stops) as emulator:
            sender, debugger = stop_in_motion(emulator)
            moving, = struct.unpack("<I", emulator.memory(PI_LEVELS, 4))
            if moving & SAFE or not moving & 1 << 12:
                raise Trouble(f"arm64: nothing was switched on before the fault: {moving:#x}")
            debugger.set_register(32, 0x30000000)
            debugger.go_on()
            if not stops:
                told, place = hear_of_fault(sender)
                print(f"arm64: an instruction that is not there: outputs off, restarted, {told} {place}", flush=True)
                return
            end = time.monotonic() + 20
            while emulator.is_running():
                if time.monotonic() > end:
                    raise Trouble("arm64: a fault does not reset it")
                time.sleep(0.05)
            left, = struct.unpack("<I", emulator.memory(PI_LEVELS, 4))
            if left & PI_OUTPUTS != SAFE:
                raise Trouble(f"arm64: a fault leaves the outputs at {left & PI_OUTPUTS:#x}, and {SAFE:#x} is safe")
