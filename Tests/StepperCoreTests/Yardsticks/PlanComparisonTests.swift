// The planner against both yardsticks on seeded programs of every nasty kind.

import StepperCore
import Testing
import Yardsticks

@Suite("Planner against its yardsticks")
struct PlanComparisonTests {
  static let seeds: ClosedRange<UInt64> = 1...150

  /// Of all programs together: seconds over grbl's, arcs kept; and over the best on the same path at the planner's
  /// own speed limits. What is lost is the price of corners that are driven, and of arcs with one speed.
  static let bounds: [(overJunctionRule: Double, overOptimum: Double)] = [(1.05, 1.09), (1.32, 1.01), (1.07, 1.095)]

  @Test("no program is driven faster than its path allows, and all together not much slower", arguments: 0..<3)
  func timeOptimal(machine index: Int) throws {
    let (name, settings) = MotionLimitsTests.machines[index]
    var sums = (driven: 0.0, optimum: 0.0, machine: 0.0, junctionRule: 0.0)
    for seed in Self.seeds {
      let program = RandomProgram(seed: seed, moves: 12)
      let start = program.chords[0]
      let plan = try PlanComparison(program.commands, on: settings, from: start, window: 128)
      let best = plan.optimalS(.axes).reduce(0, +)
      #expect(plan.driven.profileS >= best * 0.999, "seed \(seed), \(name)")
      sums.driven += plan.driven.profileS
      sums.optimum += plan.optimalS(.segmentSpeed).reduce(0, +)
      sums.machine +=
        try DrivenProgram.machineSeconds(program.commands, on: settings, from: start, window: 128) - plan.driven.waitsS
      sums.junctionRule +=
        JunctionDeviationPlan(
          program.commands, on: settings, from: start, restsBefore: plan.driven.commandsAfterWait, arcs: .kept
        ).seconds
    }
    #expect(sums.driven <= Self.bounds[index].overOptimum * sums.optimum, "\(name)")
    #expect(sums.machine <= Self.bounds[index].overJunctionRule * sums.junctionRule, "\(name)")
  }

  @Test("each further restriction makes the best time longer")
  func restrictions() throws {
    let settings = MotionLimitsTests.machines[0].settings
    for seed in Self.seeds {
      let program = RandomProgram(seed: seed, moves: 12)
      let plan = try PlanComparison(program.commands, on: settings, from: program.chords[0], window: 128)
      var last = 0.0
      for restriction in Restriction.allCases {
        let seconds = plan.optimalS(restriction).reduce(0, +)
        #expect(seconds >= last * 0.9995, "seed \(seed), \(restriction)")
        last = seconds
      }
    }
  }

  @Test("segments and slices tell the same time, but for the smoothing's at each rest", arguments: 0..<3)
  func tap(machine index: Int) throws {
    let (name, settings) = MotionLimitsTests.machines[index]
    let sliceS = Double(settings.sliceTicks) / Double(settings.tickHz)
    let windowS = sliceS * Double(settings.smoothingSlices)
    for seed in Self.seeds {
      let program = RandomProgram(seed: seed, moves: 12)
      let driven = try DrivenProgram(program.commands, on: settings, from: program.chords[0], window: 128)
      let whole = try DrivenProgram.machineSeconds(
        program.commands, on: settings, from: program.chords[0], window: 128)
      let smoothing = whole - driven.profileS - driven.waitsS
      // A rest ends on a slice's end, and one tick may settle what rounding left.
      let rests = Double(driven.rests)
      // A straight line from rest to rest has a shorter window.
      #expect(smoothing >= -1e-6, "seed \(seed), \(name)")
      #expect(smoothing <= rests * (windowS + 3 * sliceS) + 1e-6, "seed \(seed), \(name)")
    }
  }
}
