// Short lines in, the processor time that each of them costs out: reading, planning and executing apart.

import StepperCore

/// What a line of a dense polyline costs on the way to a slice, in processor nanoseconds.
public struct PlannerBench: Sendable {
  /// G-code to commands.
  public var readingNs: Double
  /// Merging, corners, limits, look-ahead and profile, without a sample taken.
  public var planningNs: Double
  /// Samples, smoothing and slices: what is left of ``Motion`` as it runs.
  public var executingNs: Double
  /// What reading, planning and executing a line cost in ten times as many lines, over what they cost here.
  public var tenfoldOverOnce: Double

  /// Medians of five rounds on 20,000 and on 200,000 lines in turn, so that a machine that slows down slows both.
  public static func measure(on settings: MachineSettings, window: Int) -> PlannerBench {
    let once = Workload(lines: 20_000, settings, window: window)
    let tenfold = Workload(lines: 200_000, settings, window: window)
    let rounds = (0..<5).map { _ in (once: once.round(), tenfold: tenfold.round()) }
    return PlannerBench(
      readingNs: median(rounds.map(\.once.reading)), planningNs: median(rounds.map(\.once.planning)),
      executingNs: max(0, median(rounds.map { $0.once.whole - $0.once.planning })),
      tenfoldOverOnce: median(
        rounds.map { ($0.tenfold.reading + $0.tenfold.whole) / ($0.once.reading + $0.once.whole) }))
  }

  /// One polyline, as text and as commands.
  public struct Workload {
    private let bytes: [UInt8]
    private let commands: [Command]
    private let settings: MachineSettings
    private let memory: MotionMemory

    /// - Parameter window: the look-ahead queue's places.
    public init(lines: Int, _ settings: MachineSettings, window: Int) {
      bytes = Array(DensePolyline.text(lines: lines).utf8)
      commands = DensePolyline.commands(lines: lines)
      // What a line costs does not depend on where the machine may go.
      var free = settings
      free.softLimits = false
      self.settings = free
      memory = MotionMemory(segments: window, free)
    }

    fileprivate func round() -> (reading: Double, planning: Double, whole: Double) {
      func ns(_ work: () -> UInt64) -> Double {
        let begun = ProcessFigures.cpuSeconds
        let result = work()
        let seconds = ProcessFigures.cpuSeconds - begun
        precondition(result != 0)
        return seconds * 1e9 / Double(commands.count)
      }
      return (ns(read), ns(plan), ns(execute))
    }

    /// Reads all lines. Returns how many commands they are.
    public func read() -> UInt64 {
      var reader = GCodeReader()
      var count: UInt64 = 0
      bytes.withUnsafeBufferPointer { text in
        var index = 0
        while index < text.count {
          guard (try? reader.read(text, &index)) == true else { continue }
          while reader.nextCommand() != nil { count += 1 }
        }
      }
      return count
    }

    /// Plans all lines, a segment at a time. Returns how many segments they become.
    public func plan() -> UInt64 {
      var motion = pump()
      var given = 0
      var count: UInt64 = 0
      while true {
        switch motion.nextSegment() {
        case .segment: count += 1
        case .other(.needsInput): give(&motion, &given)
        case .other(.idle): return count
        case .other: continue
        }
      }
    }

    /// Plans and executes all lines, a slice at a time. Returns how many ticks they take.
    public func execute() -> UInt64 {
      var motion = pump()
      var given = 0
      var ticks: UInt64 = 0
      while true {
        switch motion.next() {
        case .slice(let slice): ticks += UInt64(slice.ticks)
        case .needsInput: give(&motion, &given)
        case .idle: return ticks
        default: continue
        }
      }
    }

    private func pump() -> Motion { Motion(settings, storage: memory.storage, at: .zero) }

    private func give(_ motion: inout Motion, _ given: inout Int) {
      while motion.hasRoom && given < commands.count {
        // Without soft limits the pump refuses nothing of it.
        try? motion.add(commands[given], line: UInt32(truncatingIfNeeded: given))
        given += 1
      }
      if given == commands.count { motion.flush() }
    }
  }
}
