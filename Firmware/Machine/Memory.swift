// All memory that the firmware works in, cut out of one piece when it starts.

import StepperCore

/// The sizes of the buffers of one image, in units of what they hold.
///
/// - `segments`: the look-ahead window
/// - `smoothing`: slices of the smoothing window
/// - `shaping`: slices of the input shapers
/// - `beam`: changes of a laser's power
/// - `slices`: between planner and ticks
/// - `received`, `answers`, `inbox`: bytes of the serial line
struct Memory<
  let segments: Int, let smoothing: Int, let shaping: Int, let beam: Int, let slices: Int, let received: Int,
  let answers: Int, let inbox: Int
> {
  let motion: MotionStorage
  let session: SessionStorage
  let ring: UnsafeMutableBufferPointer<Slice>
  let bytes: UnsafeMutableBufferPointer<UInt8>
  /// What is left.
  let rest: UnsafeMutableRawBufferPointer

  init(in memory: UnsafeMutableRawBufferPointer) {
    var arena = Arena(memory)
    motion = MotionStorage(
      queue: arena.take(PlannedSegment.self, segments), history: arena.take(SIMD4<Int64>.self, smoothing),
      shaping: arena.take(Point.self, shaping), beam: arena.take(BeamChange.self, beam))
    session = SessionStorage(received: arena.take(UInt8.self, received), answers: arena.take(UInt8.self, answers))
    ring = arena.take(Slice.self, slices)
    bytes = arena.take(UInt8.self, inbox)
    rest = arena.rest
  }
}

/// Memory that is given away from its beginning, and never comes back.
struct Arena {
  private(set) var rest: UnsafeMutableRawBufferPointer

  init(_ memory: UnsafeMutableRawBufferPointer) { rest = memory }

  /// Traps, at the start of the image, where the board's buffers do not fit.
  mutating func take<Element: ~Copyable>(_: Element.Type, _ count: Int) -> UnsafeMutableBufferPointer<Element> {
    let alignment = UInt(MemoryLayout<Element>.alignment)
    let skipped = Int((0 &- UInt(bitPattern: rest.baseAddress)) & (alignment - 1))
    let size = MemoryLayout<Element>.stride * count
    precondition(rest.count >= skipped + size)
    let start = rest.baseAddress! + skipped
    rest = UnsafeMutableRawBufferPointer(start: start + size, count: rest.count - skipped - size)
    return UnsafeMutableBufferPointer(start: start.bindMemory(to: Element.self, capacity: count), count: count)
  }
}
