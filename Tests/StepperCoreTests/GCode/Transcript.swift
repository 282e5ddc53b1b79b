// A program comes in as text; what the reader says to it goes out, line by line.

import StepperCore

/// What became of a program.
struct Transcript {
  var commands: [Command] = []
  var faults: [GCodeError] = []
  var reader: GCodeReader

  /// Reads all of `text`, given to the reader in pieces of `pieceSize` bytes (nil: at once).
  init(_ text: String, reader: GCodeReader = GCodeReader(), pieceSize: Int? = nil) {
    self.init(bytes: Array(text.utf8), reader: reader, pieceSize: pieceSize)
  }

  init(bytes: [UInt8], reader: GCodeReader = GCodeReader(), pieceSize: Int? = nil) {
    self.reader = reader
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + (pieceSize ?? bytes.count))
      bytes[start..<end].withUnsafeBufferPointer { piece in
        var index = 0
        while index < piece.count { take(piece, &index) }
      }
      start = end
    }
    finish()
  }

  private mutating func take(_ piece: UnsafeBufferPointer<UInt8>, _ index: inout Int) {
    do throws(GCodeError) {
      if try reader.read(piece, &index) { fetch() }
    } catch {
      faults.append(error)
    }
  }

  private mutating func finish() {
    do throws(GCodeError) {
      if try reader.finish() { fetch() }
    } catch {
      faults.append(error)
    }
  }

  private mutating func fetch() {
    while let command = reader.nextCommand() { commands.append(command) }
  }
}
