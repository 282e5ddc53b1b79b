// Motion samples in, a table of comma-separated values out, a line a slice, however long the job is.

import StepperCore

/// Writes time, and place, velocity and acceleration of every axis, at the start of every slice and at the end.
///
/// Seconds, mm (machine coordinates, before rounding to steps), mm/s, mm/s²; a decimal point in every language. What is
/// shorter than a slice — the pieces into which a laser cuts one, the tick that goes the rounding's rest — belongs to the
/// line before it: lines are never closer than a slice, and differences of them are what they seem.
struct MotionProfile: ~Copyable {
  private var file: BufferedFileWriter
  private let sliceTicks: UInt64
  private let tickHz: Double
  private var nextTick: UInt64 = 0

  /// Opens the file and writes the heading.
  init(path: String, _ settings: MachineSettings) throws(OutputError) {
    file = try BufferedFileWriter(path: path)
    sliceTicks = UInt64(settings.sliceTicks)
    tickHz = Double(settings.tickHz)
    file.append("time_s,x_mm,x_mm_s,x_mm_s2,y_mm,y_mm_s,y_mm_s2,z_mm,z_mm_s,z_mm_s2\n")
  }

  /// Whether writing has failed: nothing more will be written, and ``close(tick:position:)`` says why.
  var hasFailed: Bool { file.failure != nil }

  mutating func add(_ sample: MotionSample) {
    if sample.startTick < nextTick { return }
    // A tick that goes what rounding has left, or a wait of less than a slice.
    if UInt64(sample.ticks) < sliceTicks && sample.acceleration == .zero && sample.velocity.length < 1e-3 { return }
    nextTick = sample.startTick + sliceTicks
    write(sample.startTick, sample.position, sample.velocity, sample.acceleration)
  }

  /// Writes the line of the end, at rest, and puts the file in its place.
  mutating func close(tick: UInt64, position: Point) throws(OutputError) {
    write(tick, position, .zero, .zero)
    try file.close()
  }

  private mutating func write(_ tick: UInt64, _ position: Point, _ velocity: Point, _ acceleration: Point) {
    append(Double(tick) / tickHz)
    for axis in 0..<3 {
      file.append(UInt8(ascii: ","))
      append(position[axis])
      file.append(UInt8(ascii: ","))
      append(velocity[axis])
      file.append(UInt8(ascii: ","))
      append(acceleration[axis])
    }
    file.append(UInt8(ascii: "\n"))
  }

  /// Six decimals, rounded to nearest.
  private mutating func append(_ value: Double) {
    let millionths = Int64((value * 1e6).rounded())
    if millionths < 0 { file.append(UInt8(ascii: "-")) }
    var rest = millionths.magnitude
    // Nineteen digits and the point.
    var text: InlineArray<20, UInt8> = InlineArray(repeating: UInt8(ascii: "."))
    var count = 0
    while rest > 0 || count < 8 {
      if count != 6 {
        let tenth = rest / 10
        text[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest - tenth * 10)
        rest = tenth
      }
      count += 1
    }
    while count > 0 {
      count -= 1
      file.append(text[count])
    }
  }
}
