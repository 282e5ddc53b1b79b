// What part of the machine a picture shows: the path, its material, and the travel when that is not much larger.

import StepperCore

/// The part of the machine that both views of a path show, in machine coordinates.
struct ToolpathFrame {
  var least: Point
  var greatest: Point
  var showsTravel = false

  init(_ input: ReportInput, points: [MotionRecord.Sample]) {
    let all = input.record.bounds ?? (least: .zero, greatest: .zero)
    (least, greatest) = (all.least, all.greatest)
    // A long way to the part would make the part itself small: then the frame is the part, and the way leaves it.
    if let cut = ToolpathFrame.cuttingBounds(points), ToolpathFrame.isMuchLarger(all, than: cut) {
      (least.x, least.y) = (cut.least.x, cut.least.y)
      (greatest.x, greatest.y) = (cut.greatest.x, cut.greatest.y)
    }
    if let stock = input.stock, !ToolpathFrame.isMuchLarger((stock.least, stock.greatest), than: (least, greatest)) {
      include(stock)
    }
    if let travel = input.travel {
      showsTravel = !ToolpathFrame.isMuchLarger((travel.least, travel.greatest), than: (least, greatest))
      if showsTravel {
        let (lowZ, highZ) = (least.z, greatest.z)
        include(travel)
        // The whole height of a machine would flatten the view from the front.
        (least.z, greatest.z) = (lowZ, highZ)
      }
    }
    pad()
  }

  private mutating func include(_ box: Box) {
    for axis in 0..<3 {
      least[axis] = min(least[axis], box.least[axis])
      greatest[axis] = max(greatest[axis], box.greatest[axis])
    }
  }

  /// Some air around, and never a side so short that nothing could be seen.
  private mutating func pad() {
    let width = max(greatest.x - least.x, greatest.y - least.y, 1)
    for axis in 0..<2 {
      let length = greatest[axis] - least[axis]
      let air = max(width * 0.04, (width * 0.3 - length) / 2)
      least[axis] -= air
      greatest[axis] += air
    }
    let air = max((greatest.z - least.z) * 0.08, 0.1)
    least.z -= air
    greatest.z += air
  }

  /// More than one and a half times as large on a side of the page.
  private static func isMuchLarger(
    _ a: (least: Point, greatest: Point), than b: (least: Point, greatest: Point)
  ) -> Bool {
    let sideA = max(a.greatest.x - a.least.x, a.greatest.y - a.least.y)
    let sideB = max(b.greatest.x - b.least.x, b.greatest.y - b.least.y)
    return sideA > sideB * 1.6
  }

  private static func cuttingBounds(_ points: [MotionRecord.Sample]) -> (least: Point, greatest: Point)? {
    var bounds: (least: Point, greatest: Point)?
    for (before, point) in zip(points, points.dropFirst()) where point.cutting {
      for position in [before.position, point.position] {
        var (least, greatest) = bounds ?? (position, position)
        for axis in 0..<3 {
          least[axis] = min(least[axis], position[axis])
          greatest[axis] = max(greatest[axis], position[axis])
        }
        bounds = (least, greatest)
      }
    }
    return bounds
  }
}
