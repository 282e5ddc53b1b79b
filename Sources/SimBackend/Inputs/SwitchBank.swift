// The machine's switches and buttons: carriage positions and hands in, pressed contacts out.

import StepperCore

/// All switches that carriages press, with a count of steps during which none can change, and all buttons.
struct SwitchBank {
  private var switches: [SimSwitch]
  private var contacts: [SwitchContact]
  /// For each of them: the motor that the axis's own place is taken from.
  private let leaders: [Int]
  /// What people press, the contacts of `buttonContacts`.
  private var buttons: [InputWord]
  private var buttonContacts: [SwitchContact]
  /// Pressed by hand, of inputs without a contact that bounces.
  private var heldByHand: UInt32 = 0
  /// How many millimetres one step of any motor can move any axis, at most.
  private let reachMm: Double
  private var quietSteps: Int64 = 0
  private let seed: UInt64
  /// From the nearest place where a switch changes, at the last reading.
  private(set) var nearestMm = 0.0
  /// Contacts that show pressed.
  private(set) var pressed: UInt32 = 0
  /// The next tick on which a bouncing contact changes; `max` where none bounces.
  private(set) var nextBounce: UInt64 = .max

  init(_ settings: SimSettings) {
    switches = settings.switches
    leaders = settings.switches.map { one in settings.motors.firstIndex { $0.joint == one.axis } ?? 0 }
    let slowest = min(settings.map.stepsPerMm.x, settings.map.stepsPerMm.y, settings.map.stepsPerMm.z)
    seed = settings.seed
    // Several motors may step in one write.
    reachMm = Double(max(settings.motors.count, 1)) / slowest
    contacts = settings.switches.enumerated().map { index, one in
      SwitchContact(
        isPressed: Self.beyondMm(one, settings.start) >= 0, bounceTicks: Self.ticks(one.bounceMs, settings),
        seed: settings.seed &* 0x9E37_79B9 &+ UInt64(index))
    }
    // A limit switch that somebody presses by hand has the same contact.
    let pressable = settings.buttons + settings.switches.map { SimButton(input: $0.input, bounceMs: $0.bounceMs) }
    let bouncing = pressable.filter { $0.bounceMs > 0 }
    buttons = bouncing.map(\.input)
    buttonContacts = bouncing.enumerated().map { index, one in
      SwitchContact(
        isPressed: false, bounceTicks: Self.ticks(one.bounceMs, settings),
        seed: settings.seed &* 0x9E37_79B9 &+ UInt64(settings.switches.count + index))
    }
    read(at: settings.start, travelsMm: .zero, tick: 0)
  }

  private static func ticks(_ ms: Double, _ settings: SimSettings) -> UInt64 {
    UInt64(max((ms * Double(settings.tickHz) / 1000).rounded(.up), 0))
  }

  private static func beyondMm(_ one: SimSwitch, _ position: Point) -> Double {
    one.closesAbove ? position[one.axis] - one.atMm : one.atMm - position[one.axis]
  }

  /// Counts one write with steps in it; true when a switch could have changed since the last reading.
  @inline(__always)
  mutating func mayChange() -> Bool {
    quietSteps &-= 1
    return quietSteps <= 0
  }

  /// Finds what the carriage presses from here.
  ///
  /// - Parameter travelsMm: of each motor's side since the start: a racked gantry's stand apart.
  mutating func read(at position: Point, travelsMm: SIMD8<Double>, tick: UInt64) {
    var nearest = Double.infinity
    for index in switches.indices {
      var beyond = Self.beyondMm(switches[index], position)
      if let motor = switches[index].motor {
        let apart = travelsMm[motor] - travelsMm[leaders[index]]
        beyond += switches[index].closesAbove ? apart : -apart
      }
      let wasPressed = contacts[index].isPressed
      let isPressed = beyond >= (wasPressed ? -switches[index].hysteresisMm : 0)
      if isPressed != wasPressed { contacts[index].change(to: isPressed, at: tick) }
      nearest = min(nearest, isPressed ? abs(beyond + switches[index].hysteresisMm) : abs(beyond))
    }
    nearestMm = nearest
    // Half of what the distance would allow: two writes may lie between counting and reading.
    quietSteps = nearest == .infinity ? .max : Int64(min(nearest / reachMm * 0.5, 1e15))
    collect()
  }

  /// A contact that the carriage of Z presses at and below a height is there from now on; whoever calls reads it then.
  mutating func place(_ input: InputWord, belowZMm z: Double) {
    if let index = switches.firstIndex(where: { $0.input == input }) {
      switches[index].atMm = z
    } else {
      switches.append(SimSwitch(input: input, axis: 2, atMm: z, closesAbove: false))
      contacts.append(
        SwitchContact(isPressed: false, bounceTicks: 0, seed: seed &* 0x9E37_79B9 &+ UInt64(switches.count - 1)))
    }
  }

  /// Somebody presses contacts, or lets them go.
  mutating func press(_ input: InputWord, _ isPressed: Bool, at tick: UInt64) {
    var plain = input.rawValue
    for index in buttons.indices where input.contains(buttons[index]) {
      plain &= ~buttons[index].rawValue
      if buttonContacts[index].isPressed != isPressed { buttonContacts[index].change(to: isPressed, at: tick) }
    }
    if isPressed { heldByHand |= plain } else { heldByHand &= ~plain }
    collect()
  }

  /// A contact that wears out, or a new one: each change of it is a burst so many ticks long.
  /// - Parameter ticks: nil: as long as it was when it was sold.
  mutating func setBounce(of input: InputWord, ticks: UInt64?) {
    for index in switches.indices where switches[index].input == input {
      contacts[index].bounceTicks = ticks ?? contacts[index].ownBounceTicks
    }
    if ticks != nil && !buttons.contains(input) { giveContact(input) }
    for index in buttons.indices where buttons[index] == input {
      buttonContacts[index].bounceTicks = ticks ?? buttonContacts[index].ownBounceTicks
    }
  }

  /// An input that was pressed without a contact gets one, which is pressed as the input is.
  private mutating func giveContact(_ input: InputWord) {
    buttons.append(input)
    let isHeld = heldByHand & input.rawValue != 0
    heldByHand &= ~input.rawValue
    buttonContacts.append(
      SwitchContact(
        isPressed: isHeld, bounceTicks: 0, seed: seed &* 0x9E37_79B9 &+ UInt64(switches.count + buttons.count - 1)))
    collect()
  }

  /// The next edge of whatever bounces; called at `nextBounce`.
  mutating func bounce() {
    let tick = nextBounce
    for index in contacts.indices where contacts[index].nextTick == tick { contacts[index].bounce() }
    for index in buttonContacts.indices where buttonContacts[index].nextTick == tick { buttonContacts[index].bounce() }
    collect()
  }

  private mutating func collect() {
    pressed = heldByHand
    nextBounce = .max
    for index in contacts.indices {
      if contacts[index].shows { pressed |= switches[index].input.rawValue }
      nextBounce = min(nextBounce, contacts[index].nextTick)
    }
    for index in buttonContacts.indices {
      if buttonContacts[index].shows { pressed |= buttons[index].rawValue }
      nextBounce = min(nextBounce, buttonContacts[index].nextTick)
    }
  }
}
