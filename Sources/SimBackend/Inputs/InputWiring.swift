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
struct InputWiring {
  private var isNormallyClosed: UInt32 = 0
  private var isPulledDown: UInt32 = 0
  private var isActiveHigh: UInt32 = 0
  private var isBroken: UInt32 = 0
  private var sticksPressed: UInt32 = 0
  private var sticksFree: UInt32 = 0
  /// Turned over by what its wire picks up.
  private var isDisturbed: UInt32 = 0

  init(_ circuits: [InputCircuit]) {
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
    return InputWord(rawValue: isLow ^ isActiveHigh ^ isDisturbed)
  }

  mutating func setBroken(_ input: InputWord, _ isBroken: Bool) {
    if isBroken { self.isBroken |= input.rawValue } else { self.isBroken &= ~input.rawValue }
  }

  mutating func setDisturbed(_ input: InputWord, _ isDisturbed: Bool) {
    if isDisturbed { self.isDisturbed |= input.rawValue } else { self.isDisturbed &= ~input.rawValue }
  }

  /// - Parameter pressed: how the contact stays from now on, whatever presses it; nil: it moves again.
  mutating func stick(_ input: InputWord, pressed: Bool?) {
    sticksPressed &= ~input.rawValue
    sticksFree &= ~input.rawValue
    if pressed == true { sticksPressed |= input.rawValue }
    if pressed == false { sticksFree |= input.rawValue }
  }
}
