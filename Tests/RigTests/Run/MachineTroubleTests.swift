// Boards whose parts are not ideal: what a run tells of racking, and what bouncing contacts change.

import Foundation
import Rig
import SimBackend
import StepperCore
import Testing

@Suite("Runs on machines as they are")
struct MachineTroubleTests {
  private func run(_ job: String, _ board: Board, seed: UInt64 = 1) throws -> RunResult {
    var options = RunOptions()
    options.seed = seed
    options.origin = .zero
    var run = try SimulatedRun(JobFile(bytes: Array(job.utf8), path: "job.nc"), board: board, options: options)
    return try run.run()
  }

  private static let job = "G0 Y40\nG0 Y0\nM30\n"

  @Test("two motors that agree do not rack, and an axis with one motor has no such figure")
  func square() throws {
    let result = try run(Self.job, BoardFixture.load("pi4-router-tb6600"))
    #expect(result.summary.result == .completed)
    let y = try #require(result.summary.axes.y.peakRackingMm)
    #expect(y < 0.05)
    #expect(result.summary.axes.x.peakRackingMm == nil && result.summary.axes.z.peakRackingMm == nil)
    #expect(!result.notes.contains { $0.text.english.contains("racked") })
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(result.summary.jsonText.utf8)) as? [String: Any])
    let axes = try #require(json["axes"] as? [String: [String: Any]])
    #expect((axes["y"]?["peak_racking_mm"] as? Double ?? 9) < 0.05)
    #expect(axes["x"]?["peak_racking_mm"] is NSNull)
  }

  @Test("a side whose motor is too weak racks the gantry, and the run says by how much")
  func racked() throws {
    let strong = "y2: {driver: tb6600, motor: 23hs22-2804s, microsteps: 4, current_a: 2.8"
    let weak = strong.replacingOccurrences(of: "2.8", with: "0.1")
    let text = try BoardFixture.edited(strong, weak, in: "pi4-router-tb6600")
    let result = try run(Self.job, try BoardFixture.read(text).0)
    #expect(result.summary.result == .stalled)
    let racking = try #require(result.summary.axes.y.peakRackingMm)
    #expect(racking > 0.2)
    let said = try #require(result.notes.first { $0.text.english.contains("racked") }).text
    #expect(said.english.contains(String(format: "%.2f", racking)))
    #expect(said.french.contains(String(format: "%.2f", racking).replacingOccurrences(of: ".", with: ",")))
    #expect(result.summary.warnings.contains { $0.message == said.english })
  }

  @Test("a probe that bounces is caught at its first touch, where one that does not is")
  func bouncingProbe() throws {
    let plain = try BoardFixture.load("default")
    let text = try BoardFixture.edited("touches_at_z_mm: -32", "touches_at_z_mm: -32, bounce_ms: 3")
    let bouncing = try BoardFixture.read(text).0
    let job = "G38.2 Z-40 F300\nG0 Z0\nM30\n"
    let clean = try run(job, plain)
    #expect(clean.summary.result == .completed)
    for seed in 1...5 as ClosedRange<UInt64> {
      let chattered = try run(job, bouncing, seed: seed)
      #expect(chattered.summary.traceHash == clean.summary.traceHash)
    }
  }
}
