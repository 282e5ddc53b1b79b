// What tuning promises, held against the simulated machine, against figures worked out by hand, and against common sense.

import Rig
import StepperCore
import Testing

@Suite("Tuning a board")
struct TuneTests {
  private static func tuning(
    _ name: String = "default", margin: Double = 0.5, model: TuneModel = .conservative, toolForceN: Double = 0,
    change: (inout Board) -> Void = { _ in }
  ) throws -> Tuning {
    var board = try BoardFixture.load(name)
    change(&board)
    var options = TuneOptions()
    options.margin = margin
    options.model = model
    options.toolForceN = toolForceN
    return try tune(board, options)
  }

  /// How long a move of 10 mm takes with the balanced pair of an axis.
  private static func seconds(_ tuning: Tuning, _ index: Int) throws -> Double {
    try #require(tuning.axes[index].balanced).pair.seconds(overMm: 10)
  }

  /// Without a limit of jerk the full acceleration acts from the first slice to the last; and taking up play would keep
  /// a fifth of it for itself.
  private static func withoutJerk(_ board: Board) -> Board {
    func plain(_ axis: AxisSettings) -> AxisSettings {
      var axis = axis
      axis.maxJerkMmPerS3 = 0
      axis.backlashMm = 0
      return axis
    }
    var board = board
    board.settings.x = plain(board.settings.x)
    board.settings.y = plain(board.settings.y)
    board.settings.z = plain(board.settings.z)
    return board
  }

  @Test(
    "every pair of every board holds on the simulated machine, and leaves the margin that was asked for",
    arguments: BoardFixture.names)
  func recommendationsHold(name: String) throws {
    let tuning = try Self.tuning(name)
    #expect(tuning.axes.flatMap(\.axes) == [0, 1, 2])
    for axis in tuning.axes {
      #expect(axis.choices.count == 3)
      for choice in axis.choices {
        let trial = try #require(choice.trial)
        #expect(trial.hasHeld && trial.leastMargin >= 0.5 && choice.margin >= 0.5, "\(axis.name) \(choice.aim)")
        // Rounded down, but not thrown away: a figure's half is a tenth of it at most.
        #expect(choice.margin < 0.6 || axis.velocityBound != .torque(supplyV: tuning.board.supplyV))
      }
    }
  }

  @Test("driven without a jerk limit, the simulator sees the margin that was promised")
  func marginIsTheSimulators() throws {
    for name in ["default", "corexy-laser", "pi4-router-tb6600"] {
      let tuning = try Self.tuning(name)
      for axis in tuning.axes {
        let choice = try #require(axis.balanced)
        let course = TuneCourse(board: Self.withoutJerk(tuning.board), axes: axis.axes, model: .conservative)
        let trial = try #require(course.trial(choice.pair))
        #expect(trial.hasHeld)
        // Never less; a little more, because only the slice before full speed has the full acceleration.
        let more = trial.leastMargin - choice.margin
        #expect(more > -0.005 && more < 0.05, "\(name) \(axis.name): \(trial.leastMargin), \(choice.margin)")
      }
    }
  }

  @Test("asked for 1.3 times the torque that there is, a motor falls out of step or has no margin left")
  func tooMuchFails() throws {
    var slips = 0, tried = 0
    for name in ["corexy-laser", "default", "pi4-engraver-a4988", "pi4-router-tb6600"] {
      let tuning = try Self.tuning(name, margin: 0)
      for axis in tuning.axes {
        var pair = try #require(axis.choices.first { $0.aim == .strongestAcceleration }).pair
        let friction = axis.shares.frictionNm + axis.shares.weightNm
        let torque = axis.shares.totalNm
        // 1.3 times the torque in all, of which friction and weight take what they did.
        pair.accelerationMmPerS2 *= (1.3 * torque - friction) / (torque - friction)
        let course = TuneCourse(board: Self.withoutJerk(tuning.board), axes: axis.axes, model: .conservative)
        let trial = try #require(course.trial(pair))
        #expect(!trial.hasHeld || trial.leastMargin < 0, "\(name) \(axis.name): \(trial)")
        tried += 1
        if trial.slipMmPerS != nil { slips += 1 }
      }
    }
    #expect(slips * 2 > tried, "\(slips) of \(tried) slipped")
  }

  @Test("where a rotor would swing out of step with torque left, the pair is slowed until it holds")
  func resonance() throws {
    // Nothing but eddy currents damps a rotor, and the ideal model has none.
    let tuning = try Self.tuning(margin: 0.2, model: .ideal)
    let choices = tuning.axes.flatMap { axis in axis.choices.map { (axis: axis, choice: $0) } }
    #expect(choices.allSatisfy { $0.choice.trial?.hasHeld == true })
    let slowed = try #require(choices.first { $0.choice.isSlowed })
    #expect(tuning.remarks.contains { $0.english.contains("the rotor swings") })
    let course = TuneCourse(board: tuning.board, axes: slowed.axis.axes, model: .ideal)
    let slips = [1.15, 1.3, 1.5].contains { factor in
      var faster = slowed.choice.pair
      faster.velocityMmPerS *= factor
      return course.trial(faster)?.slipMmPerS != nil
    }
    #expect(slips)
    // With the losses that motors have, the same board has no such trouble.
    #expect(try !Self.tuning(margin: 0.2).axes.contains { $0.choices.contains(where: \.isSlowed) })
  }

  @Test("the torque of rotor, screw, mass and friction is that of the textbook")
  func textbook() throws {
    let tuning = try Self.tuning(toolForceN: 20)
    let axis = tuning.axes[0]
    let pair = try #require(axis.balanced).pair
    // Driven against those 20 N.
    let board = Self.withoutJerk(tuning.board)
    let course = TuneCourse(board: board, axes: [0], model: .conservative, toolForceN: 20)
    let trial = try #require(course.trial(pair))
    #expect(trial.hasHeld && trial.leastMargin > 0.495 && trial.leastMargin < 0.55)
    // 8 mm a turn: 0.7854 rad/mm, 1.2732 mm/rad.
    let radiansPerS2 = pair.accelerationMmPerS2 * 0.785398
    #expect(abs(axis.shares.rotorNm - 300e-7 * radiansPerS2) < 1e-5)
    #expect(abs(axis.shares.driveNm - 20e-7 * radiansPerS2) < 1e-5)
    #expect(abs(axis.shares.carriageNm - 3.5 * pair.accelerationMmPerS2 / 1000 * 1.27324e-3) < 1e-5)
    #expect(abs(axis.shares.frictionNm - 15 * 1.27324e-3) < 1e-5)
    #expect(abs(axis.shares.toolNm - 20 * 1.27324e-3) < 1e-5)
    // Z lifts its weight: 2.5 kg.
    let z = try Self.tuning().axes[2]
    #expect(abs(z.shares.weightNm - 2.5 * 9.81 * 1.27324e-3) < 1e-5)
  }

  @Test("crossed belts are tuned as one, for the diagonal that asks most of a motor")
  func belts() throws {
    let tuning = try Self.tuning("corexy-laser")
    #expect(tuning.axes.map(\.name) == ["X+Y", "Z"])
    let belts = tuning.axes[0]
    let pair = try #require(belts.balanced).pair
    // 40 mm a turn: 6.3662 mm/rad. On the diagonal a belt runs twice as fast as X and Y, and pulls half of both masses.
    let radiansPerS2 = 2 * pair.accelerationMmPerS2 / 6.36620
    #expect(abs(belts.shares.rotorNm - 82e-7 * radiansPerS2) < 1e-5)
    #expect(abs(belts.shares.carriageNm - (0.4 + 0.9) / 2 * pair.accelerationMmPerS2 / 1000 * 6.36620e-3) < 1e-5)
    #expect(abs(belts.shares.frictionNm - (3 + 4) / 2 * 6.36620e-3) < 1e-5)
    // 40,000 steps a second, 80 steps/mm, both axes at once: 250 mm/s each.
    #expect(pair.velocityMmPerS <= 250 && belts.velocityBound == .tickRate(hz: 40_000))
    let lines = try #require(tuning.boardLines)
    #expect(
      lines.split(separator: "\n").count { $0.contains("max_velocity_mm_min: \(Int(pair.velocityMmPerS * 60))") } == 2)
  }

  @Test("more supply makes it faster; more mass, friction, tool force or margin, and a worse model, slower")
  func commonSense() throws {
    let now = try Self.seconds(Self.tuning(), 0)
    #expect(try Self.seconds(Self.tuning { $0.supplyV = 42 }, 0) < now)
    #expect(try Self.seconds(Self.tuning { $0.mechanics[0]?.movingMassKg = 14 }, 0) > now)
    #expect(try Self.seconds(Self.tuning { $0.mechanics[0]?.frictionN = 60 }, 0) > now)
    #expect(try Self.seconds(Self.tuning(toolForceN: 60), 0) > now)
    #expect(try Self.seconds(Self.tuning(margin: 0.7), 0) > now)
    #expect(try Self.seconds(Self.tuning(model: .typical), 0) < now)
    #expect(try Self.seconds(Self.tuning(model: .ideal), 0) < Self.seconds(Self.tuning(model: .typical), 0))
    // Two motors on Y move what one would have to move alone.
    let gantry = try Self.seconds(Self.tuning("pi4-router-tb6600"), 1)
    let alone = try Self.tuning("pi4-router-tb6600") { board in
      board.motors.removeAll { $0.name == "y2" }
      for index in board.motors.indices { board.motors[index].index = index }
      board.settings.joint1.motors = 2
      board.settings.joint1.inverted = 0
      board.settings.joint2.motors = 4
    }
    #expect(try Self.seconds(alone, 1) > gantry)
  }

  @Test("what holds the velocity is named: ticks, the driver, or the torque")
  func bounds() throws {
    #expect(try Self.tuning().axes[0].velocityBound == .torque(supplyV: 36))
    let slowTicks = try Self.tuning { $0.settings.tickHz = 10_000 }
    // 200 steps/mm: 50 mm/s.
    #expect(slowTicks.axes[0].velocityBound == .tickRate(hz: 10_000))
    #expect(try #require(slowTicks.axes[0].balanced).pair.velocityMmPerS == 50)
    #expect(slowTicks.axes[0].cures.contains { $0.change == .tickRate(fromHz: 10_000, toHz: 20_000) })
    #expect(slowTicks.axes[0].cures.contains { $0.change == .microsteps(from: 8, to: 4) })
    let slowDriver = try Self.tuning { board in
      let part = BoardFixture.parts.drivers["tb6560"]
      for index in board.motors.indices { board.motors[index].driver = part ?? board.motors[index].driver }
      board.supplyV = 30
    }
    guard case .driver(_, let stepsPerS) = slowDriver.axes[0].velocityBound else {
      Issue.record("\(slowDriver.axes[0].velocityBound)")
      return
    }
    // 30 µs high and 30 µs low are three ticks of 25 µs: 13,333 steps a second, below the 15,000 of its data sheet.
    #expect(Int(stepsPerS) == 13_333)
    // 3,000 mm/min is 10,000 steps a second; the driver has no setting between 8 and 2.
    #expect(slowDriver.axes[0].nowStepExcess == nil)
    #expect(slowDriver.axes[0].cures.contains { $0.change == .microsteps(from: 8, to: 2) })
  }

  @Test("a board that asks for too much is told so, with the margin that it has")
  func nowIsJudged() throws {
    let tuning = try Self.tuning { board in
      board.settings.x.maxVelocityMmPerS = 150
      board.settings.x.maxAccelerationMmPerS2 = 20_000
    }
    let x = tuning.axes[0]
    #expect(x.nowMargin < 0)
    let remark = try #require(tuning.remarks.first { $0.english.hasPrefix("X: ") })
    #expect(remark.english.contains("would stall"))
    // The same limits, driven: it does.
    let course = TuneCourse(board: Self.withoutJerk(tuning.board), axes: [0], model: .conservative)
    #expect(course.trial(x.now)?.slipMmPerS != nil)
    // 200 steps/mm at 300 mm/s: 60,000 steps a second, 40,000 ticks.
    let fast = try Self.tuning(model: .ideal) { $0.settings.x.maxVelocityMmPerS = 300 }.axes[0]
    #expect(abs(try #require(fast.nowStepExcess) - 1.5) < 1e-9)
    // It is not driven faster than it can be stepped, and the ideal motor has torque left there.
    #expect(fast.nowMargin > 0.5)
  }

  @Test("an axis that cannot move with that margin says so, and what would help")
  func nothingMoves() throws {
    let tuning = try Self.tuning { $0.mechanics[0]?.frictionN = 500 }
    #expect(tuning.axes[0].choices.isEmpty && tuning.axes[0].balanced == nil)
    #expect(tuning.axes[0].cures.contains { $0.change.key == "friction_n" })
    #expect(tuning.remarks.contains { $0.english.hasPrefix("X: friction") })
    #expect(try #require(tuning.boardLines).contains("x:") == false)
    #expect(tuning.axes[1].balanced != nil)
  }

  @Test("a board that does not say what its motors move is refused, with the axes that lack it")
  func mechanicsMissing() throws {
    #expect(throws: TuneError.mechanicsMissing(axes: [1, 2])) {
      try Self.tuning { $0.mechanics = [$0.mechanics[0], nil, nil] }
    }
  }
}
