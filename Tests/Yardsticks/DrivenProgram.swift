// Commands in, the planner's own segments with the seconds that it gives them out: what a yardstick is held against.

import StepperCore

/// A program as the planner drives it, before smoothing.
public struct DrivenProgram {
  public var segments: [DrivenSegment] = []
  /// Commands (by index) that follow a wait: nothing may be carried over it.
  public var commandsAfterWait: Set<Int> = []
  /// Seconds of dwells, outputs and enabling.
  public var waitsS = 0.0
  /// Seconds of all segments, without the smoothing's time at each rest.
  public var profileS: Double { segments.reduce(0) { $0 + $1.durationS } }
  public var rests: Int { segments.reduce(0) { $0 + ($1.startsFromRest ? 1 : 0) } }

  /// Plans all of it. A segment's `line` is the index of its command.
  ///
  /// - Parameter window: the look-ahead queue's places.
  public init(
    _ commands: [Command], on settings: MachineSettings, from start: Point, window: Int = 2048
  ) throws(MotionError) {
    let memory = PumpMemory(segments: window, settings)
    var motion = Motion(settings, storage: memory.storage, at: start)
    var given = 0
    var isAfterWait = true
    while true {
      switch motion.nextSegment() {
      case .segment(let segment):
        if isAfterWait { commandsAfterWait.insert(Int(segment.entry.line)) }
        isAfterWait = false
        segments.append(segment)
      case .other(.slice(let slice)):
        isAfterWait = true
        waitsS += Double(slice.ticks) / Double(settings.tickHz)
      case .other(.needsInput): try Self.give(commands, &given, to: &motion)
      case .other(.idle): return
      case .other: isAfterWait = true
      }
    }
  }

  /// Seconds that the machine takes for all of it, slice by slice.
  public static func machineSeconds(
    _ commands: [Command], on settings: MachineSettings, from start: Point, window: Int = 2048
  ) throws(MotionError) -> Double {
    let memory = PumpMemory(segments: window, settings)
    var motion = Motion(settings, storage: memory.storage, at: start)
    var given = 0
    var ticks = 0
    while true {
      switch motion.next() {
      case .slice(let slice): ticks += Int(slice.ticks)
      case .needsInput: try give(commands, &given, to: &motion)
      case .idle: return Double(ticks) / Double(settings.tickHz)
      default: continue
      }
    }
  }

  private static func give(_ commands: [Command], _ given: inout Int, to motion: inout Motion) throws(MotionError) {
    while motion.hasRoom && given < commands.count {
      try motion.add(commands[given], line: UInt32(given))
      given += 1
    }
    if given == commands.count { motion.flush() }
  }
}

/// Owns what a pump borrows.
final class PumpMemory {
  let storage: MotionStorage

  init(segments: Int, _ settings: MachineSettings) {
    storage = MotionStorage(
      queue: .allocate(capacity: max(segments, 32)), history: .allocate(capacity: settings.smoothingSlices),
      shaping: .allocate(capacity: settings.shapingSlices), beam: .allocate(capacity: settings.beamChanges))
  }

  deinit {
    storage.queue.deallocate()
    storage.history.deallocate()
    storage.shaping.deallocate()
    storage.beam.deallocate()
  }
}
