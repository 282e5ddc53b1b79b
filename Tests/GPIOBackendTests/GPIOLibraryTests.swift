// Which libgpiod was linked: the two generations have one contract here, and this says which of them was tried.

import GPIOBackend
import Testing

@Suite("The GPIO library")
struct GPIOLibraryTests {
  @Test("its version is one of the generations that are supported")
  func version() {
    let version = GPIOChip.libraryVersion
    #expect(version.hasPrefix("1.") || version.hasPrefix("2."), "libgpiod \(version)")
  }
}
