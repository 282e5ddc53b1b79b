// Which bridges are on, and which are about to be: enable lines and the supply in, power out.

/// The supply and the enable state of all drivers.
struct PowerState {
  var supplyV: InlineArray<8, Double> = InlineArray(repeating: 0)
  private var isEnabled: UInt8 = 0
  /// Awake, and with a supply above the driver's undervoltage lockout where enabled.
  private(set) var isAwake: UInt8 = 0
  /// Cut off from the supply, which nothing then charges or drains.
  private var isCut: UInt8 = 0
  /// When drivers that were enabled will be awake; `max` where none is waited for.
  private var wakeTicks: InlineArray<8, UInt64> = InlineArray(repeating: .max)
  private(set) var nextWake: UInt64 = .max

  /// Enables a driver from `tick` on; it wakes `delay` ticks later.
  mutating func enable(_ motor: Int, at tick: UInt64, delay: UInt64) {
    isEnabled |= 1 << UInt8(motor)
    wakeTicks[motor] = tick &+ delay
    findNextWake()
  }

  mutating func disable(_ motor: Int) {
    isEnabled &= ~(1 << UInt8(motor))
    isAwake &= ~(1 << UInt8(motor))
    wakeTicks[motor] = .max
    findNextWake()
  }

  /// Opens or closes the way from the supply to a driver.
  mutating func cut(_ motor: Int, _ isCut: Bool) {
    if isCut { self.isCut |= 1 << UInt8(motor) } else { self.isCut &= ~(1 << UInt8(motor)) }
  }

  /// Its supply comes back: a driver that is enabled wakes `delay` ticks later.
  mutating func restart(_ motor: Int, at tick: UInt64, delay: UInt64) {
    guard isEnabled & (1 << UInt8(motor)) != 0 else { return }
    isAwake &= ~(1 << UInt8(motor))
    enable(motor, at: tick, delay: delay)
  }

  /// A driver whose time has come, taken off the list; nil where there is none.
  mutating func wake(at tick: UInt64) -> Int? {
    for motor in 0..<8 where wakeTicks[motor] <= tick {
      isAwake |= 1 << UInt8(motor)
      wakeTicks[motor] = .max
      findNextWake()
      return motor
    }
    return nil
  }

  func isOn(_ motor: Int, _ driver: DriverFigures) -> Bool {
    isAwake & ~isCut & (1 << UInt8(motor)) != 0 && supplyV[motor] >= driver.undervoltageV
  }

  private mutating func findNextWake() {
    nextWake = .max
    for motor in 0..<8 { nextWake = min(nextWake, wakeTicks[motor]) }
  }
}
