// Faults of machines with motors: what becomes of carriages that are held, starved or wired wrong.

import SimBackend
import StepperCore
import Testing

@Suite("Faults of motors and axes")
struct FaultPhysicsTests {
  /// What a motion along X to 50 mm, and back to 25, came to.
  private struct Ride {
    var x = 0.0
    var greatestX = 0.0
    var y = 0.0
    var slips = 0
    var lag = 0.0
  }

  private static func ride(
    _ faults: [SimFault], _ kinematics: Kinematics = .cartesian, _ drive: PhysicsMachines.Drive = .rigid,
    to ends: [Double] = [50]
  ) -> Ride {
    var ride = Ride()
    let commands = ends.map { Command.line(to: Point($0, 0, 0), feed: .perSecond(40)) }
    PhysicsMachines.run(
      Machines.core(kinematics), PhysicsMachines.settings(drive, kinematics), commands,
      before: { sim in
        do throws(SimFaultError) { try sim.schedule(faults) } catch { Issue.record("refused: \(error)") }
      }, each: { sim, _ in ride.greatestX = max(ride.greatestX, sim.port.carriage.x) }
    ) { sim, _ in
      ride.x = sim.port.position.x
      ride.y = sim.port.position.y
      ride.slips = (0..<4).reduce(0) { $0 + (sim.port.report(ofMotor: $1)?.slips ?? 0) }
      ride.lag = sim.port.lagFullSteps(ofMotor: 0) ?? .nan
    }
    return ride
  }

  private static let begin = FaultMoment.tick(0)

  @Test("without faults the carriage goes where it is sent, and nothing slips")
  func clean() {
    let ride = Self.ride([])
    #expect(abs(ride.x - 50) < 0.05 && ride.slips == 0)
  }

  @Test("a motor whose coils are mixed up hums and does not follow, and follows again once it is wired right")
  func mixed() {
    let mixed = Self.ride([SimFault(.mixedPhases(motor: 0), Self.begin)])
    // A field that swings on a line can shake a rotor some way to either side.
    #expect(abs(mixed.x) < 20 && mixed.slips > 50, "\(mixed)")
    let mended = Self.ride([SimFault(.mixedPhases(motor: 0), Self.begin, durationS: 0.5)])
    #expect(mended.x > 10 && mended.x < 49 && mended.slips > 0, "\(mended)")
  }

  @Test("with one coil turned round the carriage goes the other way, in step")
  func reversed() {
    let ride = Self.ride([SimFault(.reversedMotor(motor: 0), Self.begin)])
    #expect(abs(ride.x + 50) < 0.05 && ride.slips == 0, "\(ride)")
  }

  @Test("pulses that are lost leave the carriage behind, and its motor in step")
  func lost() {
    let ride = Self.ride([SimFault(.lostSteps(motor: 0, pulses: 80), .position(axis: 0, mm: 25, travel: .up))])
    #expect(abs(ride.x - 49) < 0.05 && abs(ride.lag) < 1, "\(ride)")
    let more = Self.ride([SimFault(.extraSteps(motor: 0, pulses: 80), .position(axis: 0, mm: 25, travel: .up))])
    #expect(abs(more.x - 51) < 0.05, "\(more)")
  }

  @Test("a supply that fails for a moment costs steps; one that fails a little, none")
  func supply() {
    let moment = FaultMoment.position(axis: 0, mm: 20, travel: .up)
    let failed = Self.ride([SimFault(.weakSupply(volts: 5), moment, durationS: 0.2)])
    #expect(failed.slips > 0 && failed.x > 25 && failed.x < 47, "\(failed)")
    let sagging = Self.ride([SimFault(.weakSupply(volts: 30), moment, durationS: 0.2)])
    #expect(sagging.slips == 0 && abs(sagging.x - 50) < 0.05, "\(sagging)")
    let gone = Self.ride([SimFault(.weakSupply(volts: 5), moment)])
    #expect(gone.x < 25, "\(gone)")
  }

  @Test(
    "a jam stalls its axis where it begins, and lets go when it is mended",
    arguments: [Kinematics.cartesian, .coreXY], [PhysicsMachines.Drive.rigid, .spring])
  func jam(_ kinematics: Kinematics, _ drive: PhysicsMachines.Drive) {
    let moment = FaultMoment.position(axis: 0, mm: 20, travel: .up)
    let held = Self.ride([SimFault(.jam(axis: 0, newtons: 2_000), moment)], kinematics, drive)
    #expect(held.slips > 0 && held.x > 18 && held.x < 23, "\(held)")
    let freed = Self.ride([SimFault(.jam(axis: 0, newtons: 2_000), moment, durationS: 0.3)], kinematics, drive)
    #expect(freed.slips > 0 && freed.x > 25 && freed.x < 47, "\(freed)")
    let light = Self.ride([SimFault(.jam(axis: 0, newtons: 30), moment)], kinematics, drive)
    #expect(light.slips == 0 && abs(light.x - 50) < 0.3, "\(light)")
  }

  @Test(
    "a wall is as far as the carriage comes, from the side on which it is met",
    arguments: [Kinematics.cartesian, .coreXY], [PhysicsMachines.Drive.rigid, .play])
  func wall(_ kinematics: Kinematics, _ drive: PhysicsMachines.Drive) {
    let wall = Self.ride([SimFault(.wall(axis: 0, atMm: 30), Self.begin)], kinematics, drive)
    #expect(wall.greatestX < 30.2 && wall.greatestX > 29.5 && wall.slips > 0, "\(wall)")
    // It is put there behind the carriage, and met on the way back.
    let behind = SimFault(.wall(axis: 0, atMm: 30), .position(axis: 0, mm: 49, travel: .up))
    let back = Self.ride([behind], kinematics, drive, to: [50, 10])
    #expect(back.greatestX > 49 && back.x > 29.8 && back.slips > 0, "\(back)")
    let away = Self.ride([SimFault(.wall(axis: 0, atMm: 30), Self.begin, durationS: 0.2)], kinematics, drive)
    #expect(abs(away.x - 50) < 0.3 && away.slips == 0, "\(away)")
  }
}
