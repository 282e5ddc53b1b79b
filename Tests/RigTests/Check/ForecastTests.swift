// Whether `check` is right: machines and jobs around the edge of stalling, each followed carriage by carriage as well.

import Foundation
import Rig
import SimBackend
import Testing

@Suite("A forecast of stalls")
struct ForecastTests {
  private static let count: UInt64 = ProcessInfo.processInfo.environment["RIG_LONG"] == "1" ? 1_000 : 40

  @Test("the line on which a carriage first leaves its command is the line that check names, on every seeded machine")
  func lines() throws {
    var stalls = 0
    for seed in 1...Self.count {
      let one = try ForecastCase(seed: seed)
      let result = one.check()
      let conservative = one.watch(.conservative), ideal = one.watch(.ideal)
      for axis in 0..<2 {
        let joint = result.joints[axis]
        for (found, watched, kinds) in [
          (joint.conservative.first?.line, conservative[axis], ["stall", "risk"]),
          (joint.ideal.first?.line, ideal[axis], ["stall", "resonance"]),
        ] {
          #expect((found == nil) == (watched == nil), "seed \(seed), axis \(axis)")
          guard let found, let watched else { continue }
          #expect(watched.contains(found), "seed \(seed), axis \(axis): \(found) is not among \(watched)")
          let isTold = result.findings.contains {
            $0.line == Int(found) && $0.axis == joint.name.lowercased() && kinds.contains($0.kind.rawValue)
          }
          #expect(isTold, "seed \(seed): nothing is said about line \(found)")
        }
      }
      let fails = (conservative + ideal).contains { $0 != nil }
      if fails { #expect(result.exit == .notDone, "seed \(seed)") }
      if conservative.contains(where: { $0 != nil }) { stalls += 1 }
    }
    // Around the edge: of both kinds enough.
    #expect(stalls > Int(Self.count) / 5 && stalls < Int(Self.count) * 4 / 5, "\(stalls) stalls")
  }

  @Test("half the time step changes the verdict on fewer than one machine in a hundred, and only where torque is short")
  func halfStep() throws {
    var changed: [(seed: UInt64, margin: Double)] = []
    for seed in 1...Self.count {
      let one = try ForecastCase(seed: seed)
      let whole = one.watch(.conservative), half = one.watch(.conservative, refinement: 2 * JobCheck.stepRefinement)
      for axis in 0..<2 where (whole[axis] == nil) != (half[axis] == nil) {
        changed.append((seed, one.check().joints[axis].worst?.demand.margin ?? 1))
      }
    }
    for case let (seed, margin) in changed { #expect(margin < 0.03, "seed \(seed): margin \(margin)") }
    #expect(100 * changed.count < Int(Self.count), "\(changed)")
  }
}
