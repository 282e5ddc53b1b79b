// The picture of a finished piece: a real PNG, of bounded size, that shows what was cut where it was cut.

import Foundation
import FoundationXML
import Rig
import Seeded
import SimBackend
import StepperCore
import Testing

@Suite("Picture of the finished piece")
struct ReliefPictureTests {
  private struct Pixels {
    var width = 0
    var height = 0
    var rgb: [UInt8] = []

    func brightness(_ x: Int, _ y: Int) -> Int {
      (0..<3).reduce(0) { $0 + Int(rgb[(y * width + x) * 3 + $1]) }
    }
  }

  /// Reads a PNG as its standard says, every checksum included.
  private func decoded(_ png: [UInt8]) throws -> Pixels {
    func number(_ place: Int) -> Int { png[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) } }
    #expect(Array(png[..<8]) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    var pixels = Pixels()
    var data: [UInt8] = []
    var place = 8
    var names: [String] = []
    while place < png.count {
      let count = number(place)
      let named = Array(png[(place + 4)..<(place + 8 + count)])
      var crc: UInt32 = 0xFFFF_FFFF
      for byte in named {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 != 0 ? 0xEDB8_8320 ^ crc >> 1 : crc >> 1 }
      }
      #expect(number(place + 8 + count) == Int(~crc))
      names.append(String(decoding: named[..<4], as: UTF8.self))
      if names.last == "IHDR" { (pixels.width, pixels.height) = (number(place + 8), number(place + 12)) }
      if names.last == "IDAT" { data += named[4...] }
      place += count + 12
    }
    #expect(names == ["IHDR", "IDAT", "IEND"])
    let raw = try Inflate.zlib(data)
    let stride = pixels.width * 3
    #expect(raw.count == (stride + 1) * pixels.height)
    pixels.rgb = [UInt8](repeating: 0, count: stride * pixels.height)
    for row in 0..<pixels.height {
      let filter = raw[row * (stride + 1)]
      for column in 0..<stride {
        let left = column >= 3 ? Int(pixels.rgb[row * stride + column - 3]) : 0
        let up = row > 0 ? Int(pixels.rgb[(row - 1) * stride + column]) : 0
        let corner = column >= 3 && row > 0 ? Int(pixels.rgb[(row - 1) * stride + column - 3]) : 0
        let paeth = left + up - corner
        let (a, b, c) = (abs(paeth - left), abs(paeth - up), abs(paeth - corner))
        let guess =
          switch filter {
          case 0: 0
          case 1: left
          case 2: up
          case 3: (left + up) / 2
          default: a <= b && a <= c ? left : b <= c ? up : corner
          }
        pixels.rgb[row * stride + column] = raw[row * (stride + 1) + 1 + column] &+ UInt8(truncatingIfNeeded: guess)
      }
    }
    return pixels
  }

  private func piece(_ size: Point = Point(100, 60, 10), cellMm: Double = 0.25) -> Cutting {
    Cutting(
      Stock(corner: Point(10, 20, -5), size: size, cellMm: cellMm),
      tool: CuttingTool(shape: .flat, diameterMm: 6, flutes: 2, fluteLengthMm: 20),
      material: CuttingMaterial(specificForceNPerMm2: 30, exponent: 0, normalShare: 0.5), start: Point(0, 0, 5),
      rapidLagS: 0.02)
  }

  private func cut(_ cutting: inout Cutting, from start: Point, to end: Point) {
    for step in 0...1000 {
      cutting.advance(
        CuttingSlice(
          tip: start + (end - start) * (Double(step) / 1000), seconds: 0.001, turning: SpindleTurning(rpm: 12_000),
          isRapid: false, line: 1))
    }
  }

  @Test func aSlotIsDarkWhereItWasCutAndTheSurfaceIsLightElsewhere() throws {
    var cutting = piece()
    // Near the front left corner, all the way to the right: the lower edge of the picture.
    cut(&cutting, from: Point(5, 30, -10), to: Point(115, 30, -10))
    cut(&cutting, from: Point(5, 70, -6), to: Point(115, 70, -6))
    let picture = ReliefPicture(cutting.stock)
    let pixels = try decoded(picture.png)
    #expect(pixels.width == picture.width && pixels.height == picture.height)
    #expect(picture.deepestMm == 5)
    func at(_ x: Double, _ y: Double) -> Int {
      let (low, high) = (picture.region.least, picture.region.greatest)
      return pixels.brightness(
        Int((x - low.x) / (high.x - low.x) * Double(pixels.width)),
        Int((high.y - y) / (high.y - low.y) * Double(pixels.height)))
    }
    #expect(at(60, 30) < at(60, 70) - 100)
    #expect(at(60, 70) < at(60, 50) - 10)
  }

  @Test func noPictureHasMorePixelsThanAllowedAndNoStockIsTooOdd() throws {
    for (size, cell) in [
      (Point(2000, 1500, 20), 0.1), (Point(300, 0.5, 1), 0.1), (Point(0.1, 0.1, 0.1), 1), (Point(50, 50, 5), 0.1),
    ] {
      let stock = Stock(corner: .zero, size: size, cellMm: cell)
      let picture = ReliefPicture(stock, maxPixels: 5000)
      #expect(picture.width * picture.height <= 5000)
      #expect(try decoded(picture.png).width == picture.width)
    }
    #expect(ReliefPicture.png(of: Stock(corner: .zero, size: Point(9, 9, 9), cellMm: 0.1), maxPixels: 100).count < 2000)
  }

  @Test func aRoughPieceStaysBelowAMegabyteAndIsTheSameTwice() throws {
    var cutting = piece(Point(200, 200, 20), cellMm: 0.1)
    var random = SplitMix64(seed: 5)
    var last = Point(20, 30, -8)
    for _ in 0..<80 {
      let next = Point(
        .random(in: 10...210, using: &random), .random(in: 20...220, using: &random),
        .random(in: -20 ... -6, using: &random))
      cut(&cutting, from: last, to: next)
      last = next
    }
    let png = ReliefPicture(cutting.stock).png
    #expect(png.count < 1_000_000)
    #expect(png == ReliefPicture(cutting.stock).png)
  }

  @Test func theReportHoldsThePictureAndFetchesNothing() throws {
    let job = "G21 M3 S12000\nG0 X5 Y5 Z2\nG1 Z-2 F300\nX40 F900\nG0 Z5\nM30\n"
    var options = RunOptions()
    options.keepsRecord = true
    let board = try Board.load("default").0
    var run = try SimulatedRun(JobFile(bytes: Array(job.utf8), path: "job.nc"), board: board, options: options)
    let result = try run.run()
    let record = try #require(result.record)
    for (language, words) in [(Language.en, "The finished piece"), (.fr, "La pièce finie")] {
      var input = ReportInput(result, record, board: board, origin: nil, startedAt: nil)
      input.language = language
      let page = reportHTML(input)
      #expect(XMLParser(data: Data(page.utf8)).parse())
      #expect(page.contains(words))
      #expect(page.contains("href=\"data:image/png;base64,iVBOR"))
      #expect(page.components(separatedBy: "href=").count == 2)
      #expect(!page.contains("src="))
      #expect(page.contains("img-src data:"))
    }
  }
}
