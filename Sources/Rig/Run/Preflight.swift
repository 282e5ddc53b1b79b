// The whole job is read before anything moves: what would stop it later stops it now.

import StepperCore

/// What is wrong with a job, found without moving.
struct Preflight {
  /// So many wrong lines are told; the rest is counted.
  static let limit = 20

  var faults: [GCodeError] = []
  var furtherFaults = 0
  /// The first motion that cannot be made, and its line.
  var refusal: (error: MotionError, line: UInt32)?
  /// The motions behind it that cannot be made either, a line each.
  var furtherRefusals: [(error: MotionError, line: UInt32)] = []
  var furtherRefusalCount = 0
  var lines: UInt32 = 0
  var isInterrupted = false
  var low = Point.zero
  var high = Point.zero
  var scout: JobScout

  /// Reads the stream to its end, and rewinds it.
  init(_ stream: inout CommandStream, _ settings: MachineSettings, at position: Point) {
    var check = ProgramCheck(settings, at: position)
    scout = JobScout(at: position)
    reading: while true {
      switch stream.next() {
      case .command(let command, let line):
        if refusal == nil { scout.add(command) }
        do throws(MotionError) {
          try check.check(command)
        } catch {
          refuse(error, line)
          check.pass(command)
        }
      case .fault(let fault):
        if faults.count < Self.limit { faults.append(fault) } else { furtherFaults += 1 }
      case .interrupted:
        isInterrupted = true
        break reading
      case .end: break reading
      }
    }
    lines = stream.line
    low = check.low
    high = check.high
    stream.rewind()
  }

  private mutating func refuse(_ error: MotionError, _ line: UInt32) {
    guard let first = refusal else {
      refusal = (error, line)
      return
    }
    if line == furtherRefusals.last?.line ?? first.line { return }
    furtherRefusalCount += 1
    if furtherRefusals.count < Self.limit { furtherRefusals.append((error, line)) }
  }
}
