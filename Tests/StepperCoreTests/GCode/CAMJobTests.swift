// Whole jobs as CAM programs write them: every line is read.

import Glibc
import Seeded
import StepperCore
import Testing

@Suite("Jobs of CAM programs")
struct CAMJobTests {
  struct Job: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var testDescription: String { name }
  }

  /// Real jobs where there are some (`RIG_SHARED_JOBS`, or `shared/jobs` beside the checkout), and generated ones.
  static let jobs: [Job] = real + [relief, plate, insidePocket]

  private static var real: [Job] {
    let checkout = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
    let folder = getenv("RIG_SHARED_JOBS").map { String(cString: $0) } ?? checkout + "/../shared/jobs"
    return ["bear.nc", "locket_outside.ngc", "enclosure.nc", "ordbot_handle.nc", "cds.ngc"].compactMap { name in
      bytes(ofFile: folder + "/" + name).map { Job(name: name, bytes: $0) }
    }
  }

  private static func bytes(ofFile path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&piece, 1, piece.count, file)
      if count == 0 { return all }
      all += piece[..<count]
    }
  }

  /// A relief in short moves: modal words left out, no spaces, three decimals.
  private static var relief: Job {
    var noise = SplitMix64(seed: 11)
    var text = "T1M6\nG21\nG17\nG0Z20.000\nG0X0.000Y0.000S15000M3\nG1Z-1.000F6000.0\n"
    for row in 0..<40 {
      text += "Y\(row).126\n"
      for column in 0..<100 { text += "X\(column).160Z-\(Int.random(in: 1...17, using: &noise)).368\n" }
    }
    return Job(name: "generated relief", bytes: Array((text + "G0Z20.000\nM30\n").utf8))
  }

  /// Arcs with I and J, CR LF, comments, tool 0.
  private static var plate: Job {
    var text = "( Made by a test )\r\n( T0 : 3.175 )\r\nG21 G90 G64 G40\r\nG0 Z3.0\r\nT0 M6\r\nG17\r\nM3 S1000\r\n"
    for hole in 0..<200 {
      text += "G0 X\(hole).0125 Y20.0\r\nG1 F15.0 Z0.0\r\nG2 F450.0 X\(hole - 1).0 Y20.0 Z-0.1 I-0.5063 J0.0\r\n"
      text += "G3 X\(hole).0125 Z-0.2 I0.50625 J0.0\r\nS1000\r\n"
    }
    return Job(name: "generated plate", bytes: Array((text + "M5\r\nM30\r\n").utf8))
  }

  /// Inches, line numbers, lower case, arcs in R form, a tool without a length, a last `%`.
  private static var insidePocket: Job {
    var text = "(Stock 4\"x4\"x2\")\nn0080 G90 M9\nn0090 G43 H1 g20\nn0140 F16.0 S3500 M3\n"
    for pass in 1..<200 {
      text += "n\(1000 + pass) g1 x+0.0 z+1.\(pass)\nn\(2000 + pass) G3 X+1.0704 R+1.635\nn\(3000 + pass) g2 X+.5 r-2\n"
    }
    return Job(name: "generated pocket", bytes: Array((text + "n9000 M5\nn9001 M2\n\n%").utf8))
  }

  @Test("every line is read without a fault, at once and in pieces of 4,096 bytes", arguments: jobs)
  func reads(_ job: Job) {
    let whole = Transcript(bytes: job.bytes)
    #expect(whole.faults == [])
    #expect(whole.commands.count > 250)
    let pieces = Transcript(bytes: job.bytes, pieceSize: 4096)
    #expect(pieces.commands == whole.commands)
  }

  @Test("a tool without a length is zero long, and that is said once")
  func missingLength() {
    let transcript = Transcript(bytes: Self.insidePocket.bytes)
    let notices = transcript.commands.filter { $0 == .notice(.toolLengthMissing(tool: 1)) }
    #expect(notices.count == 1)
    #expect(transcript.reader.modal.toolLengthMm == 0)
  }
}
