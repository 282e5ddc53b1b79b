// Which contacts are pressed comes in; what the controller reads, through wires that can break, goes out.

import StepperCore

/// All input circuits at once, a bit an input.
///
/// ```
///   pressed ─► contact ─► wire ─► line, with its resistor ─► controller
///              NC or NO   whole   pulled up:  low  where it conducts   active = the level
///              may stick  or not  pulled down: high where it conducts  that the board says
/// ```
/// An input without a circuit is an open contact to ground on a pulled-up line: active where it is pressed.
///
/// Contacts that share a line are wired alike, and all read as pressed where one of them is:
/// ```
///   closed ones, in a row:   line ──o NC o──o NC o──o NC o── ground
///   open ones, side by side: line ──┬─o  NO o─┬─ ground
///                                   └─o  NO o─┘
/// ```
struct InputWiring {
  private var isNormallyClosed: UInt32 = 0
  private var isPulledDown: UInt32 = 0
  private var isActiveHigh: UInt32 = 0
  private var isBroken: UInt32 = 0
  private var sticksPressed: UInt32 = 0
  private var sticksFree: UInt32 = 0
  /// Turned over by what its wire picks up.
  private var isDisturbed: UInt32 = 0
  /// Inputs that are one line.
  private let shared: [UInt32]

  /// - Parameter shared: of each line with several contacts: its inputs.
  init(_ circuits: [InputCircuit], shared: [InputWord] = []) {
    self.shared = shared.map(\.rawValue)
    for one in circuits {
      if one.isNormallyClosed { isNormallyClosed |= one.input.rawValue }
      if !one.isPulledUp { isPulledDown |= one.input.rawValue }
      if !one.isActiveLow { isActiveHigh |= one.input.rawValue }
    }
  }

  /// What the controller reads where these contacts are pressed.
  @inline(__always)
  func read(pressed: UInt32) -> InputWord {
    let isMoved = (pressed | sticksPressed) & ~sticksFree
    let conducts = (isMoved ^ isNormallyClosed) & ~isBroken
    let isLow = conducts ^ isPulledDown
    var isActive = isLow ^ isActiveHigh
    for line in shared where isActive & line != 0 { isActive |= line }
    return InputWord(rawValue: isActive ^ isDisturbed)
  }

  mutating func setBroken(_ input: InputWord, _ isBroken: Bool) {
    if isBroken { self.isBroken |= input.rawValue } else { self.isBroken &= ~input.rawValue }
  }

  mutating func setDisturbed(_ input: InputWord, _ isDisturbed: Bool) {
    // What a line picks up, all of its contacts show.
    let inputs = shared.reduce(input.rawValue) { $1 & input.rawValue != 0 ? $0 | $1 : $0 }
    if isDisturbed { self.isDisturbed |= inputs } else { self.isDisturbed &= ~inputs }
  }

  /// - Parameter pressed: how the contact stays from now on, whatever presses it; nil: it moves again.
  mutating func stick(_ input: InputWord, pressed: Bool?) {
    sticksPressed &= ~input.rawValue
    sticksFree &= ~input.rawValue
    if pressed == true { sticksPressed |= input.rawValue }
    if pressed == false { sticksFree |= input.rawValue }
  }
}
