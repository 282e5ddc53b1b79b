// The 40 pins of a Raspberry Pi's header: what each is, and which names kernels have for its lines.

/// The header, the same since the Raspberry Pi B+.
public enum PiHeader {
  public enum Pin: Equatable, Sendable {
    case power3V3
    case power5V
    case ground
    case gpio(Int)
  }

  /// Pins 1 to 40 in order: odd ones in the left column, even ones in the right, pin 1 at the top left.
  /// Source: Raspberry Pi documentation, "GPIO and the 40-pin header".
  public static let pins: [Pin] = [
    .power3V3, .power5V, .gpio(2), .power5V, .gpio(3), .ground, .gpio(4), .gpio(14), .ground, .gpio(15),
    .gpio(17), .gpio(18), .gpio(27), .ground, .gpio(22), .gpio(23), .power3V3, .gpio(24), .gpio(10), .ground,
    .gpio(9), .gpio(25), .gpio(11), .gpio(8), .ground, .gpio(7), .gpio(0), .gpio(1), .gpio(5), .ground,
    .gpio(6), .gpio(12), .gpio(13), .ground, .gpio(19), .gpio(16), .gpio(26), .gpio(20), .ground, .gpio(21),
  ]

  /// Labels of the chips behind this header: Pi 3 and Zero 2, Pi 4, Pi 5.
  public static let chipLabels = ["pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1"]

  /// The physical pin of a line, 1 to 40.
  public static func pin(ofGPIO offset: Int) -> Int? {
    pins.firstIndex(of: .gpio(offset)).map { $0 + 1 }
  }

  /// The offset of a line by any of the names that kernels give it; nil when it is not on the header.
  static func offset(ofLine name: String) -> Int? {
    if name.hasPrefix("GPIO"), let number = Int(name.dropFirst(4)), (0...27).contains(number),
      name == "GPIO\(number)"
    {
      return number
    }
    return dutyNames[name]
  }

  /// Names by duty in the device trees of some kernels.
  private static let dutyNames: [String: Int] = [
    "ID_SDA": 0, "ID_SD": 0, "ID_SCL": 1, "ID_SC": 1, "SDA1": 2, "SCL1": 3, "GPIO_GCLK": 4, "SPI_CE1_N": 7,
    "SPI_CE0_N": 8, "SPI_MISO": 9, "SPI_MOSI": 10, "SPI_SCLK": 11, "TXD1": 14, "RXD1": 15, "TXD0": 14, "RXD0": 15,
  ]

  /// Every `GPIOn` of the header.
  static let lineNames = (0...27).map { "GPIO\($0)" }
}
