// A chip's label in, who holds its lines out: guards of killed runs are asked to let go of them.

import CGPIO

/// What the guards over a chip answered.
public struct GuardCall: Equatable, Sendable {
  /// How many guards had lost their run, and have given its lines back.
  public var released: Int
  /// The process of a run that goes on and keeps its lines; nil where none answered.
  public var holder: Int32?

  public init(released: Int = 0, holder: Int32? = nil) {
    self.released = released
    self.holder = holder
  }

  /// Asks every guard over chips of this label. Waits up to a second for one that does not answer; such a one counts as
  /// none, because what it holds is busy in any case.
  public static func ask(chip label: String) -> GuardCall {
    var released: UInt32 = 0
    var holder: Int32 = 0
    _ = cgpio_guard_ask(label, &released, &holder)
    return GuardCall(released: Int(released), holder: holder == 0 ? nil : holder)
  }
}
