// One axis of a picture: a range in, round numbers for its grid out.

/// A range of values along one side of a picture, with grid lines at round numbers.
struct PlotAxis {
  var least: Double
  var greatest: Double
  /// 1, 2 or 5 times a power of ten.
  var step: Double
  var ticks: [Double]

  var length: Double { greatest - least }

  /// Grid lines at most `divisions` apart from one another.
  init(least: Double, greatest: Double, divisions: Int) {
    self.init(
      least: least, greatest: greatest, step: PlotAxis.roundStep(greatest - least, divisions: divisions))
  }

  init(least: Double, greatest: Double, step: Double) {
    self.least = least
    self.greatest = greatest
    self.step = step
    var ticks: [Double] = []
    var number = (least / step).rounded(.up)
    while number * step <= greatest + step * 1e-9 && ticks.count < 100 {
      ticks.append(number == 0 ? 0 : number * step)
      number += 1
    }
    self.ticks = ticks
  }

  /// Where a value lies: 0 at the low end, 1 at the high end.
  func share(_ value: Double) -> Double { length > 0 ? (value - least) / length : 0 }

  /// The smallest round step that cuts the range into no more than so many pieces.
  static func roundStep(_ length: Double, divisions: Int) -> Double {
    let wanted = length / Double(max(divisions, 1))
    guard wanted.isFinite, wanted > 1e-9 else { return 1e-3 }
    var power = 1e-9
    while power * 10 <= wanted { power *= 10 }
    // Powers of ten above one are exact; those below are made so by division.
    if power < 1 { power = 1 / (1 / power).rounded() }
    for factor in [1.0, 2, 5] where power * factor >= wanted * (1 - 1e-9) { return power * factor }
    return power * 10
  }
}
