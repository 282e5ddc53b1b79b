"""QEMU with an image in it: a serial line, and a look into its memory."""

import json
import os
import re
import socket
import struct
import subprocess
import time
from pathlib import Path

MACHINES = {
    "cortex-m4": ["qemu-system-arm", "-M", "mps2-an386"],
    "arm64": ["qemu-system-aarch64", "-M", "raspi3b"],
}


class Trouble(Exception):
    pass


def goes_first(process):
    """Gives a process's first thread (0: this one's) a turn whenever it has something to do, where this user may.

    The machine's time goes on as fast as this computer can: a line of the job that waits for a turn of its sender, or of
    the emulator's doors, comes milliseconds of the machine's time late. Processors of emulators are other threads.
    """
    try:
        os.sched_setscheduler(process, os.SCHED_FIFO | os.SCHED_RESET_ON_FORK, os.sched_param(1))
    except PermissionError:
        pass


class Emulator:
    def __init__(self, machine, image, folder, shift=0, log=None, debugger=False, stops_at_reset=False):
        """`shift`: an instruction takes 2^shift ns of the machine's time, which stands still while nothing is to be done.

        `log`: a file for what the lines of the machine are told. `debugger`: begins stopped, with a debugger's door.
        `stops_at_reset`: stands still where the machine would reset itself, so that one can see what it has left.
        """
        self.machine = machine
        self.folder = Path(folder)
        self.serial_path = self.folder / "serial"
        self.control_path = self.folder / "control"
        self.debugger_path = self.folder / "debugger"
        for path in (self.serial_path, self.control_path, self.debugger_path):
            path.unlink(missing_ok=True)
        command = [
            *MACHINES[machine], "-display", "none", "-monitor", "none", "-kernel", str(image),
            "-icount", f"shift={shift},sleep=off",
            "-chardev", f"socket,id=line,path={self.serial_path},server=on,wait=on", "-serial", "chardev:line",
            "-qmp", f"unix:{self.control_path},server=on,wait=off",
        ]
        if log is not None:
            command += ["-d", "unimp", "-D", str(log)]
        if debugger:
            command += ["-chardev", f"socket,id=door,path={self.debugger_path},server=on,wait=off", "-gdb", "chardev:door"]
        if stops_at_reset:
            command += ["-no-reboot", "-no-shutdown"]
        self.said = open(self.folder / "qemu.log", "w+", encoding="utf-8")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.said, stderr=self.said)
        self.line = self._connect(self.serial_path)
        self.line.setblocking(False)
        self._control = None
        goes_first(self.process.pid)

    def _connect(self, path):
        end = time.monotonic() + 20
        while True:
            door = socket.socket(socket.AF_UNIX)
            try:
                door.connect(str(path))
                return door
            except OSError:
                door.close()
                if self.process.poll() is not None or time.monotonic() > end:
                    self.said.seek(0)
                    raise Trouble(f"QEMU does not come up: {self.said.read().strip()}") from None
                time.sleep(0.02)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        self.process.kill()
        self.process.wait()
        self.said.close()

    def _ask(self, command, **arguments):
        if self._control is None:
            self._control = self._connect(self.control_path).makefile("rw", encoding="utf-8", newline="\n")
            self._control.readline()
            self._ask("qmp_capabilities")
        self._control.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self._control.flush()
        while True:
            answer = json.loads(self._control.readline())
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise Trouble(f"QEMU: {command}: {answer['error']['desc']}")

    def is_running(self):
        return self._ask("query-status")["running"]

    def memory(self, address, count):
        """Bytes of the machine's memory."""
        path = self.folder / "memory"
        self._ask("pmemsave", val=address, size=count, filename=str(path))
        return path.read_bytes()


class Debugger:
    """As much of a debugger as is needed to push a machine off its way."""

    def __init__(self, emulator):
        """Stops the machine."""
        self.machine = emulator.machine
        self.line = emulator._connect(emulator.debugger_path)
        self.line.settimeout(10)
        self.rest = b""
        self._hear()

    def _hear(self):
        """The next packet."""
        while True:
            found = re.search(rb"\$([^#]*)#..", self.rest, re.DOTALL)
            if found:
                self.rest = self.rest[found.end():]
                self.line.sendall(b"+")
                return found[1].decode()
            self.rest += self.line.recv(4096)

    def ask(self, text):
        self.line.sendall(f"${text}#{sum(text.encode()) & 0xFF:02x}".encode())
        return self._hear()

    def interrupt(self):
        self.line.sendall(b"\x03")
        self._hear()

    def set_register(self, number, value):
        """13 is the stack pointer and 15 the program counter of a Cortex-M; 32 is that of a 64-bit Arm."""
        every = self.ask("g")
        width, form = (8, "<I") if self.machine == "cortex-m4" else (16, "<Q")
        place = number * width
        if self.ask("G" + every[:place] + struct.pack(form, value).hex() + every[place + width:]) != "OK":
            raise Trouble(f"the register {number} of the emulated processor could not be set")

    def go_on(self):
        self.line.sendall(b"$c#63")
