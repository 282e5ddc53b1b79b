// A job's bytes in, its commands out, all at once.

import StepperCore

/// A line of a job that cannot be read.
public struct UnreadableProgram: Error {
  public var fault: GCodeError
}

/// All commands of a job.
///
/// - Parameter reader: knows the machine's work offsets and where it stands.
public func commands(in bytes: [UInt8], reader first: GCodeReader) throws(UnreadableProgram) -> [Command] {
  var reader = first
  var commands: [Command] = []
  func take(_ reader: inout GCodeReader) {
    while let command = reader.nextCommand() { commands.append(command) }
  }
  do throws(GCodeError) {
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    defer { buffer.deallocate() }
    _ = buffer.update(from: bytes)
    let text = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[..<bytes.count])
    var index = 0
    while index < text.count {
      if try reader.read(text, &index) { take(&reader) }
    }
    if try reader.finish() { take(&reader) }
  } catch {
    throw UnreadableProgram(fault: error)
  }
  return commands
}
