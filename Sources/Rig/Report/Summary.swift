// The figures of one run as the run loop fills them in; `Summary+JSON.swift` turns them into schema 1 of summary.json.

/// What one run did. A figure that the run does not know is nil, and null in the file: never 0.
public struct Summary: Sendable, Equatable {
  /// How the run ended.
  public enum Outcome: String, Sendable, CaseIterable {
    case completed, alarm, stalled, aborted, error
  }

  /// The job as it was given.
  public struct Job: Sendable, Equatable {
    /// As typed by the person; "-" is standard input.
    public var path: String
    /// What to call it in a report; the file's own name unless said otherwise.
    public var name: String
    public var lines: Int
    public var bytes: Int

    public init(path: String, name: String? = nil, lines: Int, bytes: Int) {
      self.path = path
      self.name = name ?? path.split(separator: "/").last.map(String.init) ?? path
      self.lines = lines
      self.bytes = bytes
    }
  }

  /// Why the machine refused or stopped.
  public struct Alarm: Sendable, Equatable {
    /// Stable and lower-case, such as `soft_limit`, `hard_limit`, `probe`, `stall`, `gcode`.
    public var code: String
    /// Line of the job, counted from 1.
    public var line: Int?
    /// `x`, `y` or `z`.
    public var axis: String?
    /// The position that was asked for (soft limit) or reached (all others), in machine coordinates.
    public var positionMm: Double?
    /// In English, whatever the language of the terminal: scripts read it.
    public var message: String

    public init(
      code: String, line: Int? = nil, axis: String? = nil, positionMm: Double? = nil, message: String
    ) {
      self.code = code
      self.line = line
      self.axis = axis
      self.positionMm = positionMm
      self.message = message
    }
  }

  /// The path as a whole.
  public struct Path: Sendable, Equatable {
    public var lengthMm: Double?
    /// Before rounding to steps.
    public var maxDeviationMm: Double?
    public var toleranceMm: Double?

    public init(lengthMm: Double? = nil, maxDeviationMm: Double? = nil, toleranceMm: Double? = nil) {
      self.lengthMm = lengthMm
      self.maxDeviationMm = maxDeviationMm
      self.toleranceMm = toleranceMm
    }
  }

  /// One axis. Peaks are of the executed motion: what the ticks did, not what was asked for.
  public struct Axis: Sendable, Equatable {
    /// Pulses, both ways added.
    public var steps: Int?
    /// Pulses, net: where the axis is, in steps.
    public var positionSteps: Int?
    public var minMm: Double?
    public var maxMm: Double?
    public var peakVelocityMmPerS: Double?
    public var peakAccelerationMmPerS2: Double?
    public var peakJerkMmPerS3: Double?
    public var limitVelocityMmPerS: Double?
    public var limitAccelerationMmPerS2: Double?
    public var limitJerkMmPerS3: Double?
    /// Pulses that a driver did not see (timing).
    public var missedPulses: Int?
    /// Full steps that the rotor slipped.
    public var lostSteps: Int?
    public var peakLoadAngleDeg: Double?
    public var minTorqueMargin: Double?
    /// How far its two motors were apart at most; nil where it has one.
    public var peakRackingMm: Double?

    public init() {}
  }

  /// The three axes.
  public struct Axes: Sendable, Equatable {
    public var x = Axis()
    public var y = Axis()
    public var z = Axis()

    public init() {}

    /// The axis with that number: 0 = X, 1 = Y, 2 = Z.
    public subscript(axis: Int) -> Axis {
      get { axis == 0 ? x : axis == 1 ? y : z }
      set {
        switch axis {
        case 0: x = newValue
        case 1: y = newValue
        default: z = newValue
        }
      }
    }
  }

  /// One motor of a machine whose motors are not its axes.
  public struct Motor: Sendable, Equatable {
    public var name: String
    public var steps: Int?
    public var positionSteps: Int?
    public var missedPulses: Int?
    public var lostSteps: Int?

    public init(name: String) { self.name = name }
  }

  /// Something a person should hear of, although the run went on.
  public struct Warning: Sendable, Equatable {
    /// Line of the job, counted from 1; nil where it concerns no line.
    public var line: Int?
    public var message: String

    public init(line: Int? = nil, message: String) {
      self.line = line
      self.message = message
    }
  }

  /// The version of the layout.
  public static let schema = 1

  /// Version of the command that wrote it.
  public var rigctl: String
  public var job: Job
  public var board: String
  /// `sim` or `gpio`.
  public var backend: String
  public var seed: UInt64
  public var result: Outcome
  public var alarm: Alarm?
  public var tickHz: Int
  public var ticks: Int?
  public var machineSeconds: Double?
  public var cpuSeconds: Double?
  public var peakMemoryMb: Double?
  public var traceHash: UInt64?
  /// The same for a job that is sent to a served machine, where the ticks at rest are not: see ``MotionHash``.
  public var motionHash: UInt64?
  public var path = Path()
  public var axes = Axes()
  /// Empty on cartesian machines; CoreXY boards name theirs.
  public var motors: [Motor] = []
  /// Nil where nothing was cut, or nobody looked.
  public var cut: Cut?
  public var timingViolations: Int?
  public var lateTicks: Int?
  public var maxLatenessUs: Double?
  public var warnings: [Warning] = []

  public init(
    rigctl: String, job: Job, board: String, backend: String, seed: UInt64, result: Outcome, tickHz: Int
  ) {
    self.rigctl = rigctl
    self.job = job
    self.board = board
    self.backend = backend
    self.seed = seed
    self.result = result
    self.tickHz = tickHz
  }

  /// Machine seconds over the processor seconds of the whole process; nil where either is unknown or none passed.
  public var realTimeFactor: Double? {
    guard let machineSeconds, let cpuSeconds, cpuSeconds > 0 else { return nil }
    return machineSeconds / cpuSeconds
  }
}
