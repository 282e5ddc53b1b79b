// Pages as the kernel fills them, and what is read out of them.

import GPIOBackend
import Seeded
import Testing

@Suite("Pages of the kernel's trace")
struct TracePageTests {
  /// As Linux 6.12 on 64 bits says it.
  private static let headerPage = """
    	field: u64 timestamp;	offset:0;	size:8;	signed:0;
    	field: local_t commit;	offset:8;	size:8;	signed:1;
    	field: int overwrite;	offset:8;	size:1;	signed:1;
    	field: char data;	offset:16;	size:4080;	signed:0;

    """
  private static let event = """
    name: gpio_value
    ID: 532
    format:
    	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
    	field:unsigned char common_flags;	offset:2;	size:1;	signed:0;
    	field:unsigned char common_preempt_count;	offset:3;	size:1;	signed:0;
    	field:int common_pid;	offset:4;	size:4;	signed:1;

    	field:unsigned gpio;	offset:8;	size:4;	signed:0;
    	field:int get;	offset:12;	size:4;	signed:1;
    	field:int value;	offset:16;	size:4;	signed:1;

    print fmt: "%u %3s %d", REC->gpio, REC->get ? "get" : "set", REC->value

    """

  private static func format() throws -> TraceFormat {
    try #require(TraceFormat(headerPage: headerPage, event: event))
  }

  /// A page that is filled as the kernel fills it.
  private struct Page {
    var ns: UInt64
    var data: [UInt8] = []
    var flags: UInt64 = 0

    static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
      withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    mutating func head(_ kind: UInt32, _ delta: UInt32) { data += Self.bytes(kind | delta << 5) }

    /// An event in five words; `isLong` tells its length in a word of its own, as the kernel does for long ones.
    mutating func level(
      _ line: UInt32, _ isHigh: Bool, after delta: UInt32, type: UInt16 = 532, get: Int32 = 0, isLong: Bool = false
    ) {
      head(isLong ? 0 : 5, delta)
      if isLong { data += Self.bytes(UInt32(24)) }
      data += Self.bytes(type) + [0, 0] + Self.bytes(Int32(130)) + Self.bytes(line) + Self.bytes(get)
      data += Self.bytes(Int32(isHigh ? 1 : 0))
    }

    mutating func wait(_ ns: UInt64) {
      head(30, UInt32(ns & 0x7FF_FFFF))
      data += Self.bytes(UInt32(ns >> 27))
    }

    var bytes: [UInt8] {
      let head = Self.bytes(ns) + Self.bytes(UInt64(data.count) | flags)
      return head + data + [UInt8](repeating: 0, count: max(0, 4080 - data.count))
    }
  }

  private func read(_ bytes: [UInt8]) throws -> (levels: [TracedLevel], lost: Int)? {
    let format = try Self.format()
    return bytes.withUnsafeBytes { raw in
      guard var page = TracePage(raw, format) else { return nil }
      var levels: [TracedLevel] = []
      while let level = page.next() { levels.append(level) }
      return (levels, page.lostCount)
    }
  }

  @Test("levels come with their times, whatever lies between them")
  func levels() throws {
    var page = Page(ns: 66_958_202_926)
    page.level(514, false, after: 0)
    page.level(529, true, after: 700)
    page.level(7, true, after: 5, type: 5)  // another trace point
    page.level(529, true, after: 5, get: 1)  // read, not set
    page.wait(1 << 40)
    page.level(529, false, after: 20, isLong: true)
    page.head(29, 3)  // taken back
    page.data += Page.bytes(UInt32(8)) + [1, 2, 3, 4]
    page.level(512, true, after: 1)
    let start: UInt64 = 66_958_202_926
    #expect(
      try read(page.bytes)?.levels == [
        TracedLevel(ns: start, line: 514, isHigh: false), TracedLevel(ns: start + 700, line: 529, isHigh: true),
        TracedLevel(ns: start + 730 + 1 << 40, line: 529, isHigh: false),
        TracedLevel(ns: start + 734 + 1 << 40, line: 512, isHigh: true),
      ])
  }

  @Test("a time stamp of its own replaces the time so far")
  func stamp() throws {
    var page = Page(ns: 5)
    page.head(31, 77)
    page.data += Page.bytes(UInt32(3))
    page.level(1, true, after: 4)
    #expect(try read(page.bytes)?.levels == [TracedLevel(ns: 3 << 27 + 81, line: 1, isHigh: true)])
  }

  @Test("events for which there was no room are counted, where the kernel tells how many, and noticed where not")
  func lost() throws {
    var page = Page(ns: 1, flags: 1 << 31 | 1 << 30)
    page.level(1, true, after: 0)
    var bytes = page.bytes
    bytes.replaceSubrange(16 + page.data.count..<24 + page.data.count, with: Page.bytes(UInt64(123)))
    #expect(try read(bytes)?.lost == 123)
    page.flags = 1 << 31
    #expect(try read(page.bytes)?.lost == 1)
    page.flags = 0
    #expect(try read(page.bytes)?.lost == 0)
  }

  @Test("damaged pages are read as far as they go, and never beyond")
  func damaged() throws {
    var noise = SplitMix64(11)
    var page = Page(ns: 9)
    for index in 0..<40 { page.level(UInt32(index), index % 3 == 0, after: 50, isLong: index % 7 == 0) }
    let whole = page.bytes
    var count = 0
    for _ in 0..<5_000 {
      var bytes = whole
      for _ in 0..<(1 + noise.next() % 4) { bytes[Int(noise.next() % 900)] = UInt8(truncatingIfNeeded: noise.next()) }
      bytes.removeLast(Int(noise.next() % 4_090))
      count += try read(bytes)?.levels.count ?? 0
    }
    #expect(count > 0)
    #expect(try read([]) == nil)
  }

  @Test(
    "a kernel whose words are not understood is refused",
    arguments: ["timestamp", "commit", "data", "gpio", "ID: 532", "get", "value"])
  func unknown(_ word: String) {
    let page = Self.headerPage.replacing(word, with: "x"), event = Self.event.replacing(word, with: "x")
    #expect(TraceFormat(headerPage: page, event: event) == nil)
  }

  @Test("what several processors tell comes in one order, and all of it")
  func merged() {
    var noise = SplitMix64(3)
    // 4 processors; each pass reads what each had told by then, a little more from those that are read later.
    let all = (0..<20_000).map { TracedLevel(ns: UInt64($0 / 3), line: Int(noise.next() % 4), isHigh: $0 % 2 == 0) }
    var merge = TraceMerge()
    var taken: [TracedLevel] = []
    var read = [0, 0, 0, 0]
    var now = 0
    while now < all.count {
      for processor in 0..<4 {
        now = min(now + Int(noise.next() % 50), all.count)
        for index in read[processor]..<now where all[index].line == processor { merge.add(all[index]) }
        read[processor] = now
      }
      merge.endPass(isLast: false) { taken.append($0) }
    }
    for processor in 0..<4 {
      for index in read[processor]..<all.count where all[index].line == processor { merge.add(all[index]) }
    }
    merge.endPass(isLast: true) { taken.append($0) }
    #expect(taken.count == all.count)
    #expect(zip(taken, taken.dropFirst()).allSatisfy { $0.ns <= $1.ns })
    for processor in 0..<4 {
      #expect(taken.filter { $0.line == processor } == all.filter { $0.line == processor })
    }
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
