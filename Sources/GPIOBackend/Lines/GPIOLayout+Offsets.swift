// The lines of a layout in, their numbers on the chip out, without taking any of them.

extension GPIOLayout {
  /// The chip, and the number on it of each output, in their order.
  public func outputOffsets() throws(GPIOError) -> (chip: GPIOChip, offsets: [Int]) {
    let opened = try OpenChip(chip)
    var offsets: [Int] = []
    for output in outputs { offsets.append(Int(try opened.offset(of: output.line))) }
    return (opened.chip, offsets)
  }
}
