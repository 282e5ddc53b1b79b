// What a switch is made of: where it closes, how it lets go, how it bounces, and how it is wired.

import StepperCore

/// A switch at one end of an axis, or the probe's plate.
public struct SimSwitch: Equatable, Sendable {
  /// The input it drives.
  public var input: InputWord
  /// 0 = X, 1 = Y, 2 = Z.
  public var axis: Int
  /// Machine millimetres where it is pressed.
  public var atMm: Double
  /// True: pressed at and above `atMm`; false: at and below.
  public var closesAbove: Bool
  /// How far the carriage goes back before it lets go: the movement differential of its data sheet.
  public var hysteresisMm: Double
  /// How long the contact chatters after each change; 0: not at all.
  public var bounceMs: Double
  /// The motor whose side of a gantry presses it; nil: the carriage as its axis has it.
  public var motor: Int?

  public init(
    input: InputWord, axis: Int, atMm: Double, closesAbove: Bool, hysteresisMm: Double = 0, bounceMs: Double = 0,
    motor: Int? = nil
  ) {
    self.input = input
    self.axis = axis
    self.atMm = atMm
    self.closesAbove = closesAbove
    self.hysteresisMm = hysteresisMm
    self.bounceMs = bounceMs
    self.motor = motor
  }
}

/// A contact that somebody presses: a push button, a door, an emergency stop.
public struct SimButton: Equatable, Sendable {
  /// The input it drives.
  public var input: InputWord
  /// How long it chatters after each change; 0: not at all.
  public var bounceMs: Double

  public init(input: InputWord, bounceMs: Double) {
    self.input = input
    self.bounceMs = bounceMs
  }
}

/// How a contact is wired to an input of the controller, and what the controller takes for active.
public struct InputCircuit: Equatable, Sendable {
  public var input: InputWord
  /// The contact conducts while nobody presses it.
  public var isNormallyClosed: Bool
  /// The resistor pulls the line up and the contact takes it to ground; otherwise down, and the contact to the supply.
  public var isPulledUp: Bool
  /// The controller reads low voltage as active.
  public var isActiveLow: Bool

  public init(input: InputWord, isNormallyClosed: Bool, isPulledUp: Bool, isActiveLow: Bool) {
    self.input = input
    self.isNormallyClosed = isNormallyClosed
    self.isPulledUp = isPulledUp
    self.isActiveLow = isActiveLow
  }
}
