// Ticks that are held up and a planner that delivers nothing come in; the figures that a loop on real lines would have go out.

/// How the ticks of a simulated machine were kept.
///
/// A simulation counts ticks and knows no late ones. What would make a tick late on real lines, and what that does to the
/// loop there, is worked out here: figures, and time that passes beside the ticks. Pulses stay as they are.
public struct TickKeeping: Equatable, Sendable {
  /// Slices between planner and ticks on real lines, …
  public static let ringSlices = 8
  /// … and with fewer waiting than this, ticks get longer.
  public static let reserveSlices = 4
  /// What pace is counted in: so much is full pace, less of it makes ticks longer.
  private static let fullPace = 256.0

  /// A tick that is later than this is too late: the motion had better end.
  public var holdNs: UInt64 = .max
  /// Whether ticks get longer before the slices run out.
  public var slowsDown = true
  /// Ticks that came later than could be made up for.
  public private(set) var lateTicks = 0
  /// Those that came later than ``holdNs``.
  public private(set) var tooLateTicks = 0
  public private(set) var greatestLatenessNs: UInt64 = 0
  /// By how much late ticks have put everything back.
  public private(set) var stretchedNs: UInt64 = 0
  /// How often ticks were made longer because the planner was behind, and how often they had nothing left to do.
  public private(set) var slowdowns = 0
  public private(set) var standstills = 0
  /// By how much the planner has put everything back.
  public private(set) var waitedNs: UInt64 = 0
  private let tickNs: UInt64
  private let sliceNs: Double

  init(tickHz: UInt32, sliceTicks: UInt32) {
    tickNs = 1_000_000_000 / UInt64(max(tickHz, 1))
    sliceNs = Double(sliceTicks) * 1e9 / Double(max(tickHz, 1))
  }

  /// What passed beside the ticks, s.
  public var beyondTicksS: Double { Double(stretchedNs &+ waitedNs) * 1e-9 }

  /// A tick begins so late. A quarter of a tick is made up for by the next one.
  mutating func holdUp(us: Double) {
    let lateNs = UInt64(max(us, 0) * 1000)
    greatestLatenessNs = max(greatestLatenessNs, lateNs)
    if lateNs > holdNs { tooLateTicks += 1 }
    guard lateNs > tickNs / 4 else { return }
    lateTicks += 1
    stretchedNs &+= lateNs - tickNs / 4
  }

  /// The planner delivers nothing for so long, in the middle of a motion and with the ring full; then it catches up at
  /// once. The fewer slices wait, the longer ticks become; they get shorter again gently.
  mutating func starve(ms: Double) {
    let delayNs = max(ms, 0) * 1e6
    var passedNs = 0.0, beyondNs = 0.0
    var waiting = Self.ringSlices
    var pace = Self.fullPace
    while passedNs < delayNs {
      if waiting == 0 {
        standstills += 1
        beyondNs += delayNs - passedNs
        break
      }
      waiting -= 1
      if slowsDown && waiting < Self.reserveSlices {
        if pace == Self.fullPace { slowdowns += 1 }
        pace -= 32
      }
      let lastsNs = sliceNs * Self.fullPace / pace
      passedNs += lastsNs
      beyondNs += lastsNs - sliceNs
    }
    while pace < Self.fullPace {
      pace += 8
      beyondNs += sliceNs * Self.fullPace / pace - sliceNs
    }
    waitedNs &+= UInt64(beyondNs.rounded())
  }
}
