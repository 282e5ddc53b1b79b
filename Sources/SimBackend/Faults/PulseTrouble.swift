// The pulses that a driver would count come in; those that its motor gets, after what faults take and add, go out.

/// What faults do to the pulses of one motor.
struct PulseTrouble {
  /// So many pulses still go nowhere.
  var toLose: UInt32 = 0
  /// So many pulses still count twice.
  var toDouble: UInt32 = 0
  /// Every step goes the wrong way.
  var isReversed = false
  /// Every pulse goes nowhere.
  var isDeaf = false
  /// Pulses that did not do what they were sent for, and what they are short of, net: sent less taken.
  private(set) var altered: UInt64 = 0
  private(set) var short: Int64 = 0

  var isThere: Bool { toLose != 0 || toDouble != 0 || isReversed || isDeaf }

  /// What the motor gets of a pulse, −1 or 1, that the driver has counted: nothing, one or two, or its opposite.
  mutating func take(_ sent: Int64) -> Int64 {
    var taken = sent
    if isDeaf {
      taken = 0
    } else if toLose > 0 {
      toLose -= 1
      taken = 0
    } else if toDouble > 0 {
      toDouble -= 1
      taken = 2 &* sent
    }
    if isReversed { taken = 0 &- taken }
    if taken != sent { altered &+= 1 }
    short &+= sent &- taken
    return taken
  }
}
