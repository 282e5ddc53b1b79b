// Which G and M codes there are, and to which modal group each belongs.

/// What a code in tenths means to this machine.
enum WordMeaning {
  case known(ModalGroup)
  /// Exists in other dialects.
  case unsupported
  /// The whole number is a code, the fraction makes it none.
  case fractionUnknown
  case unknown
}

/// The meaning of a G code, given in tenths.
func meaning(ofG tenths: UInt16) -> WordMeaning {
  switch tenths {
  case 0, 10, 20, 30, 382, 383, 384, 385, 800, 810, 820, 830: .known(.motion)
  case 40, 100, 280, 281, 300, 301, 530, 920, 921: .known(.nonModal)
  case 170, 180, 190: .known(.plane)
  case 900, 910: .known(.distance)
  case 911: .known(.arcDistance)
  case 930, 940: .known(.feedMode)
  case 200, 210: .known(.units)
  case 400: .known(.cutterRadius)
  case 430, 431, 490: .known(.toolLength)
  case 980, 990: .known(.retract)
  case 540, 550, 560, 570, 580, 590: .known(.workSystem)
  case 610, 611, 640: .known(.pathMode)
  // Of LinuxCNC and the usual controls: splines, lathe modes, cutter compensation, tapping and boring, spindle modes.
  case 50, 51, 52, 53, 70, 80, 150, 160, 171, 181, 191, 330, 331, 380, 410, 411, 420, 421, 432, 500, 510, 520, 591,
    592, 593, 680, 690, 700, 710, 720, 730, 740, 750, 760, 840, 850, 860, 870, 880, 890, 901, 922, 923, 950, 960, 970:
    .unsupported
  default: tenths % 10 != 0 && isWholeG(tenths / 10) ? .fractionUnknown : .unknown
  }
}

private func isWholeG(_ code: UInt16) -> Bool {
  switch code {
  case 0...4, 10, 17...21, 28, 30, 38, 40, 43, 49, 53...59, 61, 64, 80...83, 90...94, 98, 99: true
  default: false
  }
}

/// The meaning of an M code, given in tenths.
func meaning(ofM tenths: UInt16) -> WordMeaning {
  switch tenths {
  case 0, 10, 20, 300: .known(.stop)
  case 60: .known(.toolChange)
  case 30, 40, 50: .known(.spindle)
  case 70, 80, 90: .known(.coolant)
  case 190, 480, 490, 500, 510, 520, 530, 560, 600, 610, 620...680, 700...730, 980, 990: .unsupported
  default: tenths % 10 != 0 && isWholeM(tenths / 10) ? .fractionUnknown : .unknown
  }
}

private func isWholeM(_ code: UInt16) -> Bool { code <= 9 || code == 30 }
