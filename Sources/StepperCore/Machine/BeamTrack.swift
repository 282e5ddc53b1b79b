// A laser's power along the path, brought to the ticks together with the motion it belongs to.

/// When a laser shines.
public enum BeamMode: UInt8, Equatable, Sendable {
  /// Not a laser, or M5: the PWM keeps the duty it was given.
  case none
  /// M3: at full power for S whenever it is not on a rapid.
  case constant
  /// M4: power follows the speed, and is off whenever nothing is cut.
  case dynamic
}

/// From this tick on, this width of the PWM.
@frozen
public struct BeamChange: Sendable {
  var tick: UInt64
  var highNs: UInt32
}

extension MachineSettings {
  /// Places that ``MotionStorage/beam`` needs: a power that follows the speed changes once a slice, and there is room for a
  /// lag of 255 slices. None where there is no laser.
  public var beamChanges: Int { spindle.kind == .laser ? 256 : 0 }
}

/// Changes of the PWM's width, waiting for the tick they belong to.
///
/// The smoothed motion runs behind the path by half a window and the shapers' delay, and so must the beam.
struct BeamTrack {
  private let changes: UnsafeMutableBufferPointer<BeamChange>
  private var first = 0
  private var count = 0
  private var newest: UInt32 = 0

  /// - Parameter changes: at least ``MachineSettings/beamChanges`` places, owned by the caller.
  init(_ settings: MachineSettings, changes: UnsafeMutableBufferPointer<BeamChange>) {
    precondition(
      changes.count >= settings.beamChanges, "MotionStorage.beam is shorter than MachineSettings.beamChanges")
    self.changes = UnsafeMutableBufferPointer(rebasing: changes[..<settings.beamChanges])
  }

  var isEmpty: Bool { count == 0 }
  var nextTick: UInt64 { count == 0 ? .max : changes[first].tick }

  /// From `tick` on, this width. Where more changes wait than there is room for, the last one is replaced.
  mutating func add(tick: UInt64, highNs: UInt32) {
    if highNs == newest { return }
    newest = highNs
    if changes.isEmpty { return }
    if count == changes.count {
      changes[place(count - 1)].highNs = highNs
      return
    }
    changes[place(count)] = BeamChange(tick: tick, highNs: highNs)
    count += 1
  }

  mutating func removeFirst() -> UInt32 {
    let width = changes[first].highNs
    first = place(1)
    count -= 1
    return width
  }

  private func place(_ offset: Int) -> Int { (first + offset) & (changes.count - 1) }

  /// Forgets what waits; `highNs` is what the line has now.
  mutating func reset(to highNs: UInt32) {
    count = 0
    newest = highNs
  }
}
