// The machine in, its GPIO chips out; and one chip, opened by its label.

import CGPIO
import Glibc

extension GPIOChip {
  /// The chips of this machine, in the order of their numbers; none on a machine without GPIO.
  ///
  /// - Throws: ``GPIOError/noPermission(chip:)`` when there are chips and this user can open none of them.
  public static func all() throws(GPIOError) -> [GPIOChip] {
    // Twice: once to learn how many there are. One that appears in between is not missed by anyone.
    var count: UInt32 = 0
    var result = cgpio_chips(nil, 0, &count)
    var infos = [cgpio_chip_info](repeating: cgpio_chip_info(), count: Int(count))
    if result.code == 0, count > 0 { result = cgpio_chips(&infos, count, &count) }
    if result.code == EACCES { throw .noPermission(chip: "/dev/gpiochip*") }
    guard result.code == 0 else { throw .chipFailed(chip: "/dev", code: result.code) }
    return infos.prefix(Int(count)).map { GPIOChip($0) }
  }

  /// Which libgpiod is in use, such as "1.6.3".
  public static var libraryVersion: String { String(cString: cgpio_library_version()) }

  init(_ info: cgpio_chip_info) {
    self.init(path: text(info.path), label: text(info.label), lineCount: Int(info.line_count))
  }
}

/// An open chip; closes itself.
struct OpenChip: ~Copyable {
  let handle: OpaquePointer

  /// What is known of it.
  var chip: GPIOChip { GPIOChip(cgpio_chip_describe(handle).pointee) }

  init(_ wanted: String) throws(GPIOError) {
    var opened: OpaquePointer?
    let result = cgpio_chip_open(wanted, &opened)
    switch (result.code, opened) {
    case (0, let handle?): self.handle = handle
    case (EACCES, _), (EPERM, _): throw .noPermission(chip: wanted)
    case (ENOENT, _), (ENODEV, _), (ENXIO, _), (ENOTTY, _):
      throw .noSuchChip(wanted: wanted, available: try GPIOChip.all())
    default: throw .chipFailed(chip: wanted, code: result.code)
    }
  }

  deinit { cgpio_chip_close(handle) }

  /// The number of a line on this chip.
  func offset(of line: GPIOLineID) throws(GPIOError) -> UInt32 {
    switch line {
    case .name(let name):
      var offset: UInt32 = 0
      let result = cgpio_line_find(handle, name, &offset)
      if result.code == ENOENT { throw .noSuchLine(name: name, chip: chip) }
      guard result.code == 0 else { throw .chipFailed(chip: chip.label, code: result.code) }
      return offset
    case .offset(let offset):
      guard offset >= 0, offset < chip.lineCount else { throw .noSuchOffset(offset: offset, chip: chip) }
      return UInt32(offset)
    }
  }

  /// Who holds a line; empty when nobody does, or nobody who gave a name.
  func consumer(of offset: UInt32) -> String {
    var info = cgpio_line_info()
    return cgpio_line_describe(handle, offset, &info).code == 0 ? text(info.consumer) : ""
  }
}

/// The text in a C array, up to its terminating zero.
private func text<Characters>(_ characters: Characters) -> String {
  withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
