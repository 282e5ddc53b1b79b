// The boards that come with the project: they load, and they say what they are meant to say.

import Foundation
import Rig
import StepperCore
import Testing

@Suite("The project's boards")
struct BoardFilesTests {
  @Test("every board loads without an error or a warning", arguments: BoardFixture.names)
  func everyBoardLoads(name: String) throws {
    let (board, warnings) = try Board.load("\(BoardFixture.folder)/\(name).yaml")
    #expect(board.name == name)
    #expect(!board.title.isEmpty)
    #expect(warnings.isEmpty, "\(warnings)")
    #expect(board.motors.count >= 3)
    #expect(board.outputs.count >= 2 * board.motors.count)
  }

  @Test("no board of the folder is left out of these tests")
  func everyBoardIsTested() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: BoardFixture.folder)
    let names = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    #expect(names.sorted() == BoardFixture.names)
  }

  @Test("the reference board has exactly its published figures")
  func referenceFigures() throws {
    let board = try BoardFixture.load("reference-3axis")
    let settings = board.settings
    func axis(_ velocity: Double, _ acceleration: Double, _ jerk: Double, _ min: Double, _ max: Double) -> AxisSettings
    {
      AxisSettings(
        maxVelocityMmPerS: velocity / 60, maxAccelerationMmPerS2: acceleration, maxJerkMmPerS3: jerk, minMm: min,
        maxMm: max)
    }
    #expect(settings.x == axis(5000, 500, 50_000, -300, 1000))
    #expect(settings.y == axis(5000, 500, 50_000, -300, 600))
    #expect(settings.z == axis(1500, 200, 20_000, -100, 120))
    #expect([settings.joint0, settings.joint1, settings.joint2].map(\.stepsPerMm) == [80, 80, 400])
    #expect([settings.joint0, settings.joint1, settings.joint2].map(\.motors) == [1, 2, 4])
    #expect(settings.tickHz == 40_000 && settings.sliceTicks == 40)
    #expect(settings.toleranceMm == 0.01)
    #expect(settings.spindle.kind == .relay && settings.spindle.spinUpSeconds == 0)
    #expect(board.startPosition == .zero && board.workOffset == .zero)
    #expect(board.lookAheadSegments == 2048)
    let timing = DriverTiming(
      stepHighNs: 1000, stepLowNs: 1000, directionSetupNs: 200, directionHoldNs: 200, enableDelayNs: 1_000_000)
    #expect(settings.joint0.timing == timing)
  }

  @Test("steps per millimetre follow from motor, microsteps and transmission")
  func stepsPerMm() throws {
    let router = try BoardFixture.load("pi4-router-tb6600").settings
    #expect([router.joint0, router.joint1, router.joint2].map(\.stepsPerMm) == [160, 160, 200])
    let plasma = try BoardFixture.load("pi3-plasma-dm542").settings
    #expect(abs(plasma.joint0.stepsPerMm - 2000.0 / 60) < 1e-12)
    let board = try BoardFixture.load("corexy-laser")
    #expect(board.settings.joint0.stepsPerMm == 80 && board.motors[0].mmPerRev == 40)
  }

  @Test("two motors of one axis follow one joint, and the mirrored one is inverted")
  func twoMotors() throws {
    let board = try BoardFixture.load("pi4-router-tb6600")
    #expect(board.motors.map(\.name) == ["x", "y", "y2", "z"])
    #expect(board.settings.joint1.motors == 0b0110)
    #expect(board.settings.joint1.inverted == 0b0100)
    let enable = try #require(board.outputs.first { $0.name == "enable" })
    #expect(enable.bits == .enable(0) | .enable(1) | .enable(2) | .enable(3))
    #expect(enable.isActiveLow)
  }

  @Test("a CoreXY board has its motors a and b at the joints of X and Y")
  func coreXY() throws {
    let board = try BoardFixture.load("corexy-laser")
    #expect(board.settings.kinematics == .coreXY)
    #expect(board.motors.map(\.name) == ["a", "b", "z"])
    #expect(board.outputs.map(\.name).contains("step_a"))
    #expect(board.settings.spindle.kind == .laser && board.settings.spindle.maxRpm == 1000)
  }

  @Test("a closed switch pulled up is active high, an open one active low")
  func polarity() throws {
    let board = try BoardFixture.load("default")
    let limit = try #require(board.inputs.first { $0.name == "limit_x_min" })
    #expect(limit.isNormallyClosed && !limit.isActiveLow && limit.bias == .pullUp)
    #expect(limit.bit == .limitMin(0) && limit.line == GPIOLine(name: "GPIO5", offset: 5))
    let probe = try #require(board.inputs.first { $0.name == "probe" })
    #expect(!probe.isNormallyClosed && probe.isActiveLow)
    let switches = board.switches.map { "\($0.axis) \($0.end) \($0.positionMm)" }
    #expect(switches == ["0 min -2.0", "0 max 302.0", "1 min -2.0", "1 max 202.0", "2 max 1.0"])
  }

  @Test("a piece of 180 by 180 mm, cut 25 mm deep with the tool lifted by 15, fits the default board")
  func defaultBoardHoldsAJob() throws {
    let board = try BoardFixture.load("default")
    for corner in [Point(-5, -5, -25), Point(185, 185, 15)] {
      let machine = corner + board.workOffset
      for axis in 0..<3 {
        let limits = board.settings[axis: axis]
        #expect((limits.minMm...limits.maxMm).contains(machine[axis]))
      }
    }
    #expect(board.stock?.frontLeftTopMm == board.workOffset)
  }

  @Test("every part has a title and a source beside each figure")
  func partsHaveSources() {
    #expect(BoardFixture.parts.problems.isEmpty)
    #expect(Set(BoardFixture.parts.drivers.keys).isSuperset(of: ["a4988", "drv8825", "tb6600", "dm542", "l297-l298"]))
    for driver in BoardFixture.parts.drivers.values {
      #expect(!driver.title.isEmpty && !driver.stepHighUs.source.isEmpty && !driver.directionHoldUs.source.isEmpty)
    }
    #expect(BoardFixture.parts.drivers["tb6600"]?.directionSetupUs.isEstimated == true)
    #expect(BoardFixture.parts.drivers["a4988"]?.directionSetupUs.isEstimated == false)
  }
}
