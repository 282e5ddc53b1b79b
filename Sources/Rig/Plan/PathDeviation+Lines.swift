// A place of the executed motion and the line that its segment bears in, the line of the program that it lies on out.

import StepperCore

extension PathDeviation {
  /// The line of the job that is being driven at a place.
  ///
  /// Lines that continue each other are merged into one segment, which bears the number of the first; and a corner that is
  /// rounded belongs to two. The place decides: the nearest motion from `line` on, as long as each next one is nearer.
  ///
  /// - Parameter line: of the segment that was sampled when this place was.
  func line(at place: Point, from line: UInt32) -> UInt32 {
    var low = head, high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].line < line { low = middle + 1 } else { high = middle }
    }
    guard low < pieces.count else { return line }
    var nearest = low
    var least = pieces[low].squaredDistanceMm2(to: place)
    for index in (low + 1)..<max(low + 1, min(pieces.count, low + Self.mergedMotions)) {
      let distance = pieces[index].squaredDistanceMm2(to: place)
      guard distance < least else { break }
      (least, nearest) = (distance, index)
    }
    return pieces[nearest].line
  }
}
