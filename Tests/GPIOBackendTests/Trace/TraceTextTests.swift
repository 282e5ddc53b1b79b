// Lines as the kernel prints them, and what is read out of them.

import GPIOBackend
import Testing

@Suite("Text of the kernel's trace")
struct TraceTextTests {
  private func read(_ line: String) -> TraceLine { TraceLine(Array(line.utf8)) }

  @Test("a level is read with either clock")
  func levels() {
    #expect(
      read("             try-130     [000] .....  66958202926: gpio_value: 514 set 0")
        == .level(stamp: TraceStamp(value: 66_958_202_926, isCount: true), line: 514, isHigh: false))
    #expect(
      read("          rigctl-2130    [003] d..1.    66.958202: gpio_value: 17 set 1")
        == .level(stamp: TraceStamp(value: 66_958_202_000, isCount: false), line: 17, isHigh: true))
  }

  @Test("marks are read, and the count of lost events")
  func others() {
    #expect(
      read("          rigctl-130     [000] .....  5: tracing_mark_write: rigctl 3")
        == .mark(stamp: TraceStamp(value: 5, isCount: true), number: 3))
    #expect(
      read("          rigctl-130     [000] .....  5: 0xffffffff811d2a3c: rigctl 3")
        == .mark(stamp: TraceStamp(value: 5, isCount: true), number: 3))
    #expect(read("CPU:1 [LOST 123 EVENTS]") == .lost(count: 123))
  }

  @Test(
    "what is nothing of ours is nothing",
    arguments: [
      "", " ", "# tracer: nop", "  x-1 [000] ..... 5: gpio_value: 514 get 1", "5: gpio_direction: 514 out (0)",
      "set 1", "gpio_value: 514 set 1", "x: gpio_value: 514 set 1", "5: gpio_value: x set 1",
      "5: gpio_value: 514 set -1",
      "5.5: gpio_value: 514 set 1", "99999999999999999999999: gpio_value: 1 set 1", "5: tracing_mark_write: other 3",
      "99999999999999.000000: gpio_value: 1 set 1", "[LOST EVENTS]",
    ])
  func nothing(line: String) {
    #expect(read(line) == .other)
  }

  @Test("a program whose name looks like an event does not deceive")
  func strangeNames() {
    #expect(
      read(" gpio_value: 9 set 1-77 [000] ..... 12: gpio_value: 4 set 0")
        == .level(stamp: TraceStamp(value: 12, isCount: true), line: 4, isHigh: false))
  }

  @Test("a counter's rate is found from two marks")
  func clock() throws {
    let clock = try #require(TraceClock(counts: (5_000_000, 59_000_000), atNs: (1_000_000, 2_000_000)))
    #expect(clock.ns(5_000_000) == 1_000_000 && clock.ns(59_000_000) == 2_000_000)
    #expect(clock.ns(32_000_000) == 1_500_000)
    #expect(abs(clock.resolutionNs - 1.0 / 54) < 1e-12)
    #expect(TraceClock(counts: (5, 5), atNs: (1, 2)) == nil)
    #expect(TraceClock().ns(66_958_202_000) == 66_958_202_000 && TraceClock().resolutionNs == 1_000)
  }

  @Test("the number of a chip's first line is found among those of other chips")
  func lineNumbers() {
    let list = """
      gpiochip0: GPIOs 512-569, parent: platform/fe200000.gpio, pinctrl-bcm2711:
       gpio-512 (ID_SDA              )
       gpio-529 (GPIO17              |rigctl              ) out lo

      gpiochip1: GPIOs 570-577, parent: platform/soc:firmware:gpio, raspberrypi-exp-gpio, can sleep:
      gpiochip10: GPIOs 600-631, parent: platform/x, other:
      """
    #expect(KernelLineNumbers.first(ofChip: "gpiochip0", in: list) == 512)
    #expect(KernelLineNumbers.first(ofChip: "gpiochip1", in: list) == 570)
    #expect(KernelLineNumbers.first(ofChip: "gpiochip10", in: list) == 600)
    #expect(KernelLineNumbers.first(ofChip: "gpiochip2", in: list) == nil)
  }
}
