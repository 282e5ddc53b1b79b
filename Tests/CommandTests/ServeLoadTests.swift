// A served machine with much to do: a sender of a thousand lines a second, fifty who ask all the time, and a day of work.

import Foundation
import Glibc
import Testing

@Suite("rigctl serve, under load", .serialized)
struct ServeLoadTests {
  private static let isLong = ProcessInfo.processInfo.environment["RIG_LONG"] == "1"

  /// Round and round, a line every 0.04 mm: 1.02 ms of motion at this feed.
  private func circle(lines: Int) -> [String] {
    let radius = 30.0, perTurn = Int(2 * Double.pi * radius / 0.04)
    return (0..<lines).map { index in
      let angle = 2 * Double.pi * Double(index) / Double(perTurn)
      return String(format: "X%.3fY%.3f\n", 100 + radius * cos(angle), 80 + radius * sin(angle))
    }
  }

  @Test("a sender of a thousand lines a second keeps it moving, and fifty who ask ten times a second are told at once")
  func crowd() throws {
    let seconds = Self.isLong ? 60.0 : 10.0
    let machine = try ServedProcess(["--speed", "1", "--fast"])
    let crowd = try ServeCrowd(machine, watchers: 50)
    // To where the circle begins.
    let beginning = ["$10=2\n", "G21G90G54G10L2P1X0Y0Z0\n", "G0X130Y80\n", "G1F2350\n"]
    crowd.stream(beginning, perSecond: 1_000, asksEveryS: 0.1)
    #expect(crowd.isIdle(within: 20) && crowd.answered == beginning.count, "\(crowd.others)")
    let lines = circle(lines: Int(1_000 * seconds))
    crowd.stream(lines, perSecond: 1_000, asksEveryS: 0.1)
    #expect(crowd.isIdle(within: 20))
    let half = crowd.delayMs(perMille: 500), most = crowd.delayMs(perMille: 990), all = crowd.delaysNs.count
    let worst = crowd.delayMs(perMille: 1000)
    if Self.isLong { #expect(crowd.ownGaps <= 5) }
    let figures = "%d reports: half of them within %.2f ms, 99 %% within %.2f ms, all within %.1f ms; %.0f lines/s"
    print(String(format: figures, all, half, most, worst, Double(lines.count) / crowd.streamedS))
    #expect(crowd.lost == 0 && crowd.others.isEmpty, "\(crowd.others.prefix(5))")
    #expect(crowd.answered == beginning.count + lines.count)
    // It never stands between the first line and the last, but where the test itself was late with its lines.
    #expect(crowd.standstills.isEmpty, "\(crowd.standstills.prefix(5))")
    #expect(Double(all) > seconds * 50 * 10 * 0.8)
    // Other programs may have the computer while the whole suite runs.
    #expect(most < (Self.isLong ? 50 : 500))
  }

  @Test(
    "a day of streaming takes no more memory than its first hour",
    .enabled(if: isLong, "minutes; RIG_LONG=1 asks for it"))
  func day() throws {
    let machine = try ServedProcess(["--speed", "max", "--fast"])
    let sender = try machine.sender()
    #expect(sender.line("G21G90G1X10Y10F3000") == "ok")
    // There and back at 10 mm/s, with arcs at the ends: 48.6 s a round.
    let round = "G1X250F600\nG3X250Y12I0J1\nG1X10\nG3X10Y10I0J-1\n"
    var memory: [Int] = []
    for _ in 0..<24 {
      let others = sender.stream(String(repeating: round, count: 74))
      try #require(others.isEmpty, "\(others.prefix(3))")
      try #require(sender.isIn("Idle", within: 600))
      memory.append(try residentKb(machine.running.id))
    }
    print("resident after each hour, kB: \(memory)")
    #expect(memory.last! - memory.first! < 1024, "\(memory)")
  }

  private func residentKb(_ id: Int32) throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) })
  }
}
