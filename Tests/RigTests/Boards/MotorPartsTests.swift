// Optional figures of drivers and motors, guides, and the parts that a market has.

import Rig
import SimBackend
import Testing

@Suite("Motors, drivers and guides of the parts")
struct MotorPartsTests {
  /// The default board with its own copies of its motor and driver.
  private func board(motor: String = "", driver: String = "") throws -> Board {
    let parts = """
      motors:
        mine:
          title: Mine
          steps_per_rev: {value: 200, source: me}
          holding_torque_n_m: {value: 1.26, source: me}
          rated_current_a: {value: 2.8, source: me}
          resistance_ohm: {value: 0.9, source: me}
          inductance_mh: {value: 2.5, source: me}
          rotor_inertia_g_cm2: {value: 300, source: me}
          detent_percent: {value: 5, source: me}
      \(motor)
      drivers:
        ours:
          title: Ours
          step_high_us: {value: 3, source: me}
          step_low_us: {value: 3, source: me}
          dir_setup_us: {value: 5, source: me}
          dir_hold_us: {value: 5, source: me}
          enable_delay_us: {value: 1000, source: me}
          microsteps: {value: [8], source: me}
          max_supply_v: {value: 42, source: me}
          max_current_a: {value: 4, source: me}
          enable_active: {value: low, source: me}
          inputs: {value: logic, source: me}
      \(driver)
      transmissions:
        screw-tr8x8:
          title: Screw
          mm_per_rev: {value: 8, source: me}
      tools:
        flat-3mm:
          title: Flat
          shape: {value: flat, source: me}
          diameter_mm: {value: 3, source: me}
          flutes: {value: 2, source: me}
          flute_length_mm: {value: 20, source: me}
      """
    let library = PartsLibrary(bytes: [UInt8](parts.utf8), file: "parts.yaml")
    #expect(library.problems.isEmpty)
    let text = try BoardFixture.text("default").replacing(
      "driver: tb6600, motor: 23hs22-2804s", with: "driver: ours, motor: mine")
    return try Board.read([UInt8](text.utf8), file: "test.yaml", parts: library).0
  }

  /// Pull-out torque of X at 1,000 rev/min.
  private func torque(_ board: Board, _ model: MotorModel) throws -> Double {
    let machine = board.simulation(model)
    let motor = try #require(machine.motors[0].motor), driver = try #require(machine.motors[0].driver)
    return PullOutCurve(motor: motor, driver: driver, model: model, topFullStepsPerS: 5_000)
      .torqueNm(atFullStepsPerS: 1_000 * 200 / 60)
  }

  @Test("a stated iron loss or decay counts in every model but the ideal one")
  func stated() throws {
    let plain = try board()
    let lossless = try board(motor: "    iron_loss_percent: {value: 0, source: me}")
    let slow = try board(driver: "    decay_share: {value: 0, source: me}")
    #expect(try torque(lossless, .ideal) == torque(plain, .ideal))
    #expect(try torque(slow, .ideal) == torque(plain, .ideal))
    for model in [MotorModel.typical, .conservative] {
      #expect(try torque(lossless, model) > torque(plain, model) * 1.1)
      #expect(try torque(slow, model) < torque(plain, model) * 0.99)
    }
    // Nothing is left of the difference between the two models: it was the iron.
    #expect(try torque(lossless, .typical) == torque(lossless, .conservative))
  }

  @Test("figures outside what they can be are told with their key")
  func ranges() {
    let text = """
      guides:
        odd:
          title: Odd
          friction_coefficient: {value: 3, source: me}
      """
    let keys = PartsLibrary(bytes: [UInt8](text.utf8), file: "parts.yaml").problems.map(\.key).sorted()
    #expect(keys == ["guides.odd.drag_n", "guides.odd.friction_coefficient.value"])
  }

  @Test("a guide stands for the friction that nobody has measured: its drag, and its share of the weight")
  func guide() throws {
    let (board, _) = try BoardFixture.read(
      try BoardFixture.edited("friction_n: 15, stops_mm: [-5, 305]", "guide: drawer-slide, stops_mm: [-5, 305]"))
    let part = try #require(BoardFixture.parts.guides["drawer-slide"])
    let friction = try #require(board.mechanics[0]).frictionN
    // Whoever has weighed the carriage has not measured its friction.
    let text = try BoardFixture.text("default")
    let weighed = text.replacing(/estimated: true, moving_mass_kg: 3.5,[^}]*friction_n: 15,/) { _ in
      "moving_mass_kg: 3.5, guide: drawer-slide,"
    }
    #expect(weighed != text)
    #expect(try BoardFixture.read(weighed).0.mechanics[0]?.isEstimated == true)
    #expect(abs(friction - (part.dragN.value + part.frictionCoefficient.value * 3.5 * 9.81)) < 1e-9)
    for wrong in ["friction_n: 15, guide: drawer-slide, ", ""] {
      let text = try BoardFixture.edited("friction_n: 15, stops_mm: [-5, 305]", wrong + "stops_mm: [-5, 305]")
      #expect(BoardFixture.problems(text).map(\.key) == ["axes.x.mechanics"])
    }
    let misspelt = try BoardFixture.edited(
      "friction_n: 15, stops_mm: [-5, 305]", "guide: drawer-slid, stops_mm: [-5, 305]")
    #expect(BoardFixture.problems(misspelt).first?.suggestion == "drawer-slide")
  }

  @Test(
    "the parts have what a market has: printer motors, TB6560, threaded rod, drawer slides, each figure with its source"
  )
  func market() throws {
    let parts = BoardFixture.parts
    for name in ["42byg228", "em-483", "pm55l-048"] {
      let motor = try #require(parts.motors[name])
      let figures = [
        motor.holdingTorqueNm, motor.ratedCurrentA, motor.resistanceOhm, motor.inductanceMh, motor.rotorInertiaGCm2,
        motor.detentPercent,
      ]
      #expect(figures.allSatisfy { $0.value > 0 && !$0.source.isEmpty })
      // A winding at its rated current takes a few watts, and is not burnt.
      let watts = motor.ratedCurrentA.value * motor.ratedCurrentA.value * motor.resistanceOhm.value
      #expect((1...8).contains(watts), "\(name): \(watts) W a winding")
    }
    #expect(parts.drivers["tb6560"] != nil && parts.guides["drawer-slide"]?.dragN.isEstimated == true)
    #expect(parts.transmissions["rod-m8"]?.mmPerRev.value == 1.25)
  }
}
