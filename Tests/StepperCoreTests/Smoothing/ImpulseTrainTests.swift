// Impulses of shapers against figures that others have published.

import StepperCore
import Testing

@Suite("Impulses of input shapers")
struct ImpulseTrainTests {
  private static func train(_ kind: ShaperSettings.Kind, _ hz: Double, _ damping: Double) throws -> ImpulseTrain {
    ImpulseTrain(try #require(ShaperSettings(kind, frequencyHz: hz, dampingRatio: damping)))
  }

  /// Weights to the printed digits, times in milliseconds.
  private static func expect(
    _ train: ImpulseTrain, _ weights: [Double], _ milliseconds: [Double], within slack: Double = 0.0006,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(train.count == weights.count, sourceLocation: sourceLocation)
    for index in 0..<min(train.count, weights.count) {
      #expect(abs(train[index].weight - weights[index]) < slack, sourceLocation: sourceLocation)
      #expect(abs(train[index].seconds * 1000 - milliseconds[index]) < 0.006, sourceLocation: sourceLocation)
    }
  }

  @Test("ZV is half of what RepRapFirmware prints for ZVD")
  func zv() throws {
    Self.expect(try Self.train(.zv, 50, 0), [0.5, 0.5], [0, 10], within: 1e-12)
    // "'zvd' at 31.0Hz damping factor 0.15, impulses 0.381 0.853 with durations (ms) 16.31 16.31": running sums. ZVD is
    // ZV twice, so its first and last weights are the squares of ZV's.
    Self.expect(try Self.train(.zv, 31, 0.15), [Double(0.381).squareRoot(), (1 - 0.853).squareRoot()], [0, 16.31])
  }

  @Test("MZV is what Klipper and RepRapFirmware have")
  func mzv() throws {
    // docs of Klipper: 1 − 1/√2, √2 − 1, 1 − 1/√2 without damping.
    Self.expect(try Self.train(.mzv, 50, 0), [0.292893, 0.414214, 0.292893], [0, 7.5, 15], within: 1e-6)
    // "'mzv' at 25.0Hz damping factor 0.05, impulses 0.259 0.413 0.328 with delays (ms) 0.00 15.02 30.04": the last first.
    Self.expect(try Self.train(.mzv, 25, 0.05), [0.328, 0.413, 0.259], [0, 15.02, 30.04])
  }

  @Test("EI without damping is that of Singhose, Seering and Singer")
  func ei() throws {
    // (1 + V)/4, (1 − V)/2, (1 + V)/4 with V = 0.05; the fit in ζ and V is good to a thousandth.
    Self.expect(try Self.train(.ei, 40, 0), [0.2625, 0.475, 0.2625], [0, 12.5, 25], within: 0.001)
  }

  @Test(
    "weights are positive, sum to one, and fall or rise as damping asks",
    arguments: [ShaperSettings.Kind.zv, .mzv, .ei])
  func sum(_ kind: ShaperSettings.Kind) throws {
    for damping in [0, 0.01, 0.1, 0.2, 0.3] {
      let train = try Self.train(kind, 42, damping)
      var sum = 0.0
      for index in 0..<train.count {
        #expect(train[index].weight > 0.05)
        sum += train[index].weight
      }
      #expect(abs(sum - 1) < 1e-15)
      #expect(train[0].weight >= train[train.count - 1].weight - 1e-3)
      #expect(train[0].seconds == 0)
    }
  }

  @Test("a frequency or a damping that no shaper is made for is refused")
  func refused() {
    for hz in [0, -1, 4.9, 201, .infinity, .nan] { #expect(ShaperSettings(.zv, frequencyHz: hz) == nil) }
    for damping in [-0.1, 0.31, .nan] { #expect(ShaperSettings(.ei, frequencyHz: 40, dampingRatio: damping) == nil) }
    #expect(ShaperSettings(.zv, frequencyHz: 40)?.dampingRatio == 0.1)
  }
}
