"""What an image tells of itself in its memory; see struct figures in Firmware/Runtime/firmware.h."""

import struct

LAYOUT = "<Q4q6I"
COST = "<IIQ"
PAINT = struct.pack("<I", 0x5AFE57AC)


class Cost:
    def __init__(self, data, scale):
        worst, self.count, total = struct.unpack(COST, data)
        self.worst = worst * scale
        self.mean = total * scale / self.count if self.count else 0.0
        self.total = total * scale


class Figures:
    def __init__(self, emulator, image, scale=1.0):
        """`scale`: instructions for each count of the hardware's counter."""
        head = struct.calcsize(LAYOUT)
        size = struct.calcsize(COST)
        data = emulator.memory(image["figures"], head + 7 * size)
        hash_value, *rest = struct.unpack_from(LAYOUT, data)
        self.motion_hash = f"{hash_value:016x}"
        self.steps = tuple(rest[:3])
        self.underruns, self.slowdowns, self.lost_bytes, self.free_bytes, self.segments, self.silences = rest[4:10]
        costs = [Cost(data[head + index * size:head + (index + 1) * size], scale) for index in range(7)]
        self.ticks, self.line, self.slice = costs[:5], costs[5], costs[6]


def stack_depth(emulator, image, name):
    """Bytes of a stack that were ever used."""
    start, end = image[f"{name}_stack_start"], image[f"{name}_stack_end"]
    data = emulator.memory(start, end - start)
    untouched = 0
    while data[untouched:untouched + 4] == PAINT:
        untouched += 4
    return end - start - untouched, end - start
