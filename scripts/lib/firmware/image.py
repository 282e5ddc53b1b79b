"""An image for a machine without an operating system: its symbols and sizes, and copies of it with one word changed."""

import re
import struct
import subprocess
from pathlib import Path


class Image:
    def __init__(self, path, tools):
        """`tools` is the folder of the toolchain's programs."""
        self.path = Path(path)
        self.symbols = {}
        listing = subprocess.run([tools / "llvm-nm", self.path], check=True, capture_output=True, text=True).stdout
        for line in listing.splitlines():
            found = re.fullmatch(r"([0-9a-f]+) \S (\S+)", line.strip())
            if found:
                self.symbols[found[2]] = int(found[1], 16)

    def __getitem__(self, symbol):
        return self.symbols[symbol]

    def segments(self):
        """(address in memory, place in the file, bytes in the file) of what is loaded."""
        data = self.path.read_bytes()
        is_64 = data[4] == 2
        if is_64:
            offset, size, count = *struct.unpack_from("<Q", data, 0x20), *struct.unpack_from("<HH", data, 0x36)
        else:
            offset, size, count = *struct.unpack_from("<I", data, 0x1C), *struct.unpack_from("<HH", data, 0x2A)
        for index in range(count):
            at = offset + index * size
            if is_64:
                kind, _, place, address, _, length = struct.unpack_from("<IIQQQQ", data, at)
            else:
                kind, place, address, _, length = struct.unpack_from("<IIIII", data, at)
            if kind == 1 and length > 0:
                yield address, place, length

    def with_word(self, symbol, value, path):
        """A copy in which a word of 32 bits is another one."""
        data = bytearray(self.path.read_bytes())
        address = self[symbol]
        for start, place, length in self.segments():
            if start <= address < start + length:
                struct.pack_into("<I", data, place + address - start, value)
                Path(path).write_bytes(data)
                return Path(path)
        raise KeyError(symbol)

    def flash_bytes(self):
        return sum(length for _, _, length in self.segments())
