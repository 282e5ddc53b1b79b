// A job as a stream of commands: bytes in pieces go in, one command after the other comes out.

import StepperCore

/// What the next line of a job holds.
enum StreamItem {
  case command(Command, line: UInt32)
  /// A line with a fault; the ones behind it can still be read.
  case fault(GCodeError)
  /// A person wants no more of it.
  case interrupted
  case end
}

/// A job file and the reader that understands it.
struct CommandStream: ~Copyable {
  var file: JobFile
  var reader: GCodeReader
  private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  private var index = 0
  private var isAtEnd = false
  /// Why reading ended early, if it did.
  private(set) var failure: JobFileError?
  /// Tools that the job's comments describe; taken while it is read for the first time.
  private(set) var comments = ToolComments()
  private var isRewound = false
  private let firstReader: GCodeReader
  /// Asked once a piece: a line, or the wait for one, can be endless.
  private let isInterrupted: () -> Bool

  init(_ file: consuming JobFile, reader: GCodeReader, isInterrupted: @escaping () -> Bool = { false }) {
    self.file = file
    self.reader = reader
    self.isInterrupted = isInterrupted
    firstReader = reader
  }

  var line: UInt32 { reader.line }

  /// The next command or fault; the end also where reading failed (see ``failure``).
  mutating func next() -> StreamItem {
    while true {
      if let command = reader.nextCommand() { return .command(command, line: reader.line) }
      do throws(GCodeError) {
        if index < bytes.count {
          _ = try reader.read(bytes, &index)
          continue
        }
        if isAtEnd { return .end }
        guard readPiece() else { return .interrupted }
        if bytes.isEmpty {
          isAtEnd = true
          _ = try reader.finish()
        }
      } catch {
        return .fault(error)
      }
    }
  }

  /// Takes the next bytes; none at the end, and after a failure. False when a person wants no more.
  private mutating func readPiece() -> Bool {
    index = 0
    bytes = UnsafeBufferPointer(start: nil, count: 0)
    while !isInterrupted() {
      do throws(JobFileError) {
        bytes = try file.next()
        if !isRewound { bytes.isEmpty ? comments.end() : comments.read(bytes) }
        return true
      } catch {
        if error == .interrupted { continue }
        failure = error
        return true
      }
    }
    return false
  }

  /// To the beginning, as if nothing had been read.
  mutating func rewind() {
    file.rewind()
    reader = firstReader
    bytes = UnsafeBufferPointer(start: nil, count: 0)
    index = 0
    isAtEnd = false
    isRewound = true
  }
}
