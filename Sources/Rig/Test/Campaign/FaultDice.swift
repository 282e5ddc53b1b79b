// A seed and a job come in; what goes wrong in that run goes out: the same on every machine.

import SimBackend
import StepperCore

/// Draws a run's faults.
///
/// The seed and the job without faults decide alone, in integers and in doubles that are exact or rounded once.
struct FaultDice {
  private var state: UInt64
  private let board: Board
  private let course: CampaignCourse
  private let kinds: [FaultName]

  init(seed: UInt64, board: Board, course: CampaignCourse) {
    state = seed
    self.board = board
    self.course = course
    kinds = FaultName.allCases.filter { $0.isPossible(on: board, hasPhysics: course.hasPhysics) }
  }

  /// None to three.
  mutating func faults() -> [SimFault] {
    (0..<below(4)).map { _ in fault() }
  }

  /// SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// 0 ..< bound. The bias is below 2⁻³² for every bound that is used here.
  private mutating func below(_ bound: UInt64) -> UInt64 { next().multipliedFullWidth(by: max(bound, 1)).high }

  private mutating func index(_ count: Int) -> Int { Int(below(UInt64(count))) }

  /// 0 to 1, in steps of 2⁻¹⁶: figures that people can read.
  private mutating func share() -> Double { Double(below(65_537)) / 65_536 }

  /// From `least` up, doubled at most so many times: as many small ones as large ones.
  private mutating func doubled(_ least: Double, _ times: UInt64) -> Double {
    least * Double(UInt64(1) << below(times)) * (1 + share())
  }

  private mutating func fault() -> SimFault {
    let kind = kind(kinds[index(kinds.count)])
    let moment = moment()
    // 0.1 ms to about 13 s; every other one for good.
    let durationS: Double? = kind.canBeMended && below(2) == 0 ? doubled(1e-4, 17) : nil
    return SimFault(kind, moment, durationS: durationS)
  }

  private mutating func kind(_ kind: FaultName) -> FaultKind {
    switch kind {
    case .lostSteps: return .lostSteps(motor: motor(), pulses: UInt32(1 + below(64)))
    case .extraSteps: return .extraSteps(motor: motor(), pulses: UInt32(1 + below(64)))
    case .reversedMotor: return .reversedMotor(motor: motor())
    case .mixedPhases: return .mixedPhases(motor: motor())
    case .stuckSwitch: return .stuckSwitch(input(), isPressed: below(2) == 0)
    case .bouncingSwitch: return .bouncingSwitch(input(), ms: doubled(0.1, 8))
    case .brokenWire: return .brokenWire(input())
    case .noise: return .noise(input(), spikesPerS: doubled(1, 12), spikeUs: doubled(5, 9))
    case .weakSupply: return .weakSupply(volts: share() * board.supplyV)
    case .jam: return .jam(axis: index(3), newtons: doubled(1, 13))
    case .wall:
      let axis = index(3)
      return .wall(axis: axis, atMm: place(axis, beyondMm: 5))
    case .powerCut: return .powerCut
    case .emergencyStop: return .emergencyStop
    case .door: return .door
    case .deadProbe: return .deadProbe
    case .lateTick: return .lateTick(us: doubled(100, 7))
    case .slowPlanner: return .slowPlanner(ms: doubled(1, 7))
    case .portError: return .portError
    case .bytesDropped: return .bytesDropped(count: UInt32(1 + below(8)))
    case .bytesDoubled: return .bytesDoubled(count: UInt32(1 + below(8)))
    }
  }

  private mutating func motor() -> Int { board.motors[index(board.motors.count)].index }

  private mutating func input() -> InputWord { board.inputs[index(board.inputs.count)].bit }

  /// Where the job takes the axis, or somewhat beyond.
  private mutating func place(_ axis: Int, beyondMm: Double) -> Double {
    let low = course.low[axis] - beyondMm, high = course.high[axis] + beyondMm
    return low + share() * (high - low)
  }

  private mutating func moment() -> FaultMoment {
    switch below(4) {
    // One in twenty comes too late: nothing may come of it.
    case 0: return .tick(below(course.ticks + course.ticks / 20 + 1))
    case 1: return .seconds(share() * Double(course.ticks) / Double(board.settings.tickHz))
    case 2: return .line(UInt32(1 + below(UInt64(course.lines))))
    default:
      let axis = index(3)
      let travels: [FaultTravel] = [.up, .down, .either]
      return .position(axis: axis, mm: place(axis, beyondMm: 0), travel: travels[index(3)])
    }
  }
}
