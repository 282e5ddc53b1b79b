// A tool on its way through the stock: its place after each slice comes in, the force on it goes out.

import StepperCore

/// One slice of the motion, as the cut sees it.
public struct CuttingSlice: Equatable, Sendable {
  /// Where the tip is at the end of the slice, machine mm.
  public var tip: Point
  public var seconds: Double
  public var turning: SpindleTurning
  public var isRapid: Bool
  public var line: UInt32

  public init(tip: Point, seconds: Double, turning: SpindleTurning, isRapid: Bool, line: UInt32) {
    self.tip = tip
    self.seconds = seconds
    self.turning = turning
    self.isRapid = isRapid
    self.line = line
  }
}

/// What a tool did to the stock.
public struct CuttingResult: Sendable {
  public var stock: Stock
  public var removedMm3: Double
  /// Greatest force along each axis, without its sign, N.
  public var peakForceN: Point
  /// The job's lines on which those were, and that of the greatest power.
  public var peakLines: SIMD4<UInt32>
  public var peakPowerW: Double
  public var incidents: [CuttingIncident]
}

/// The cut of a whole run.
///
/// The tool is stamped into the height map once for every cell of way, and for every 10 µm that it goes down. Between
/// two stamps the force stays what it was on the last piece of way: it is a mean over a cell, because rows of cells
/// disappear at once and a shorter mean would rattle. Nothing is allocated but the map, at the first cut.
public struct Cutting: Sendable {
  /// Going down by this much is worth a stamp, mm.
  private static let downMm = 0.01

  public private(set) var stock: Stock
  public private(set) var load = CuttingLoad.none
  public private(set) var removedMm3 = 0.0
  private var force: CuttingForce
  private let material: CuttingMaterial
  private var incidents = IncidentLog()
  private var peakForceN = Point.zero
  private var peakLines = SIMD4<UInt32>.zero
  private var peakPowerW = 0.0
  private var timeS = 0.0

  /// Last slice's end.
  private var last: Point
  /// Where the way begins that has not been cut yet, and how long it has taken.
  private var anchor: Point
  private var waitingS = 0.0
  /// What this tool could cut at the anchor is gone.
  private var isStamped = false
  private var goesDown = false
  /// It rises faster than it goes sideways.
  private var rises = false
  private var rapidS = 0.0
  /// `rapidS` at the anchor: what lies behind it is no rapid's cut.
  private var anchorRapidS = 0.0
  /// The spindle was switched on at the anchor: what was cut since is its work.
  private var anchorIsOn = false
  /// How long a rapid may cut: the smoothed motion ends a cut when the program is already on its way back.
  private let rapidLagS: Double

  /// - Parameter start: where the tip is, machine mm; `rapidLagS`: the smoothing's window.
  public init(_ stock: Stock, tool: CuttingTool, material: CuttingMaterial, start: Point, rapidLagS: Double) {
    self.stock = stock
    self.material = material
    self.rapidLagS = rapidLagS
    force = CuttingForce(tool, material, cellMm: stock.cellMm)
    last = start
    anchor = start
    isStamped = isInAir(start)
  }

  public var tool: CuttingTool { force.tool }

  public var result: CuttingResult {
    CuttingResult(
      stock: stock, removedMm3: removedMm3, peakForceN: peakForceN, peakLines: peakLines, peakPowerW: peakPowerW,
      incidents: incidents.seen)
  }

  /// Another tool; at rest.
  public mutating func change(to tool: CuttingTool) {
    force = CuttingForce(tool, material, cellMm: stock.cellMm)
    isStamped = isInAir(anchor)
  }

  /// The end of a slice. Where the tool is in the air this is a few comparisons.
  @inline(__always)
  public mutating func advance(_ slice: CuttingSlice) {
    timeS += slice.seconds
    rapidS = slice.isRapid ? rapidS + slice.seconds : 0
    let tip = slice.tip
    if tip == last {
      rest(slice)
      return
    }
    if isInAir(tip) {
      // What is left of the way below the top.
      if waitingS > 0 && last != anchor { cut(to: last, pieces: 1, share: 1, slice) }
      leave(tip)
      anchorIsOn = slice.turning.commandedRpm > 0
      return
    }
    waitingS += slice.seconds
    work(slice)
  }

  @inline(__always)
  private func isInAir(_ tip: Point) -> Bool {
    let reach = force.envelope.radius
    let right = stock.corner.x + stock.size.x + reach, back = stock.corner.y + stock.size.y + reach
    return tip.z >= stock.topMm || tip.x <= stock.corner.x - reach || tip.x >= right
      || tip.y <= stock.corner.y - reach || tip.y >= back
  }

  private mutating func leave(_ tip: Point) {
    last = tip
    anchor = tip
    anchorRapidS = rapidS
    waitingS = 0
    isStamped = true
    goesDown = false
    rises = false
    load = .none
    incidents.leave()
  }

  /// Nothing moves: what is left of the way is cut, and the force ends.
  private mutating func rest(_ slice: CuttingSlice) {
    if waitingS > 0 {
      cut(to: slice.tip, pieces: 1, share: 1, slice)
      waitingS = 0
    }
    anchorIsOn = slice.turning.commandedRpm > 0
    load = .none
  }

  private mutating func work(_ slice: CuttingSlice) {
    let tip = slice.tip
    let step = tip - last
    let goesUp = step.z > 0 && step.z * step.z > step.x * step.x + step.y * step.y
    // The lowest point of a dip is cut, however short the dip is, and a cut's end before the tool is lifted.
    if last != anchor && (goesDown && step.z > 0 || goesUp && !rises) { cut(to: last, pieces: 1, share: 1, slice) }
    if step.z != 0 { goesDown = step.z < 0 }
    rises = goesUp
    last = tip
    let way = tip - anchor
    let cell = stock.cellMm
    // Going straight down is no way: only the last place counts.
    let length2 = way.x * way.x + way.y * way.y + (way.z > 0 ? way.z * way.z : 0)
    if length2 >= cell * cell {
      // Whole cells, so that along a row each stamp takes the same; the rest of the way waits.
      let cells = length2.squareRoot() / cell
      // A way of ten thousand cells in a slice is no motion of a machine: it is not cut more finely.
      let pieces = Int(min(cells, 10_000))
      let share = cells < 10_000 ? Double(pieces) / cells : 1
      cut(to: share < 1 ? anchor + way * share : tip, pieces: pieces, share: share, slice)
    } else if anchor.z - tip.z >= Self.downMm {
      cut(to: tip, pieces: 1, share: 1, slice)
    }
  }

  /// Cuts from the anchor to a place in so many pieces, and finds the force on that way.
  ///
  /// - Parameter share: which part of the time since the anchor it took.
  private mutating func cut(to end: Point, pieces: Int, share: Double, _ slice: CuttingSlice) {
    let way = end - anchor
    var removal = Removal()
    var before = isStamped ? place(anchor) : nil
    for piece in 1...pieces {
      let tip = place(piece == pieces ? end : anchor + way * (Double(piece) / Double(pieces)))
      stock.cut(force.envelope, at: tip, before: before, into: &removal)
      before = tip
    }
    let wasStamped = isStamped
    anchor = end
    isStamped = true
    let seconds = max(waitingS * share, 1e-9)
    waitingS *= 1 - share
    removedMm3 += removal.volumeMm3
    // A tool that was put into the stock by hand has no way.
    load = wasStamped ? force.load(removal, way: way, seconds: seconds, turning: slice.turning) : .none
    remember(slice)
    note(removal, way, end, slice)
    anchorRapidS = rapidS
    anchorIsOn = slice.turning.commandedRpm > 0
  }

  private func place(_ tip: Point) -> TipPlace {
    TipPlace(x: tip.x - stock.corner.x, y: tip.y - stock.corner.y, z: tip.z - stock.corner.z)
  }

  private mutating func remember(_ slice: CuttingSlice) {
    for axis in 0..<3 where abs(load.forceN[axis]) > peakForceN[axis] {
      peakForceN[axis] = abs(load.forceN[axis])
      peakLines[axis] = slice.line
    }
    if load.powerW > peakPowerW {
      peakPowerW = load.powerW
      peakLines[3] = slice.line
    }
  }

  /// How high the stock stands above the tip, just beside the tool.
  private func wallMm(around tip: Point) -> Double {
    let straight = force.envelope.radius + stock.cellMm, slanted = straight * 0.7071
    var highest = tip.z - stock.corner.z
    for index in 0..<8 {
      let isSlanted = index & 1 != 0
      let arm = isSlanted ? slanted : straight
      // Eight directions: E, NE, N, NW, W, SW, S, SE.
      let dx: Double = index == 2 || index == 6 ? 0 : index >= 3 && index <= 5 ? -arm : arm
      let dy: Double = index == 0 || index == 4 ? 0 : index >= 5 ? -arm : arm
      highest = max(highest, stock.height(atX: tip.x + dx, y: tip.y + dy) ?? -.infinity)
    }
    return highest - (tip.z - stock.corner.z)
  }

  private mutating func note(_ removal: Removal, _ way: Point, _ tip: Point, _ slice: CuttingSlice) {
    // A scratch below a thousandth of a cubic millimetre is rounding.
    let cuts = removal.volumeMm3 > 0.001
    let deep = cuts ? wallMm(around: tip) : 0
    let turning = slice.turning
    let isStalled = turning.rpm <= 0 && turning.isOverloaded
    let isOff = turning.commandedRpm <= 0 || turning.rpm <= 0 && !isStalled
    incidents.note(.spindleOff, cuts && isOff, mm: deep, line: slice.line, position: tip, timeS: timeS)
    // A tool that is lifted may settle by a step sideways: that is no way.
    let isWay = way.x * way.x + way.y * way.y > 0.25 * stock.cellMm * stock.cellMm || way.z <= -Self.downMm
    // What it stands in while it starts is no cut.
    if cuts && isWay && !isOff && turning.isSlow && anchorIsOn {
      let kind: CuttingIncident.Kind = turning.isOverloaded ? .spindleOverloaded : .spindleSlow
      incidents.note(kind, true, mm: deep, line: slice.line, position: tip, timeS: timeS)
      incidents.note(kind, speedShare: turning.speedShare)
    }
    incidents.note(
      .rapid, cuts && isWay && anchorRapidS > rapidLagS, mm: deep, line: slice.line, position: tip, timeS: timeS)
    incidents.note(
      .deeperThanFlutes, cuts && deep > force.tool.fluteLengthMm + 0.01, mm: deep, line: slice.line, position: tip,
      timeS: timeS)
    let below = stock.bottomMm - tip.z
    let isOver =
      tip.x > stock.corner.x && tip.x < stock.corner.x + stock.size.x && tip.y > stock.corner.y
      && tip.y < stock.corner.y + stock.size.y
    incidents.note(.intoTable, isOver && below > 0.01, mm: below, line: slice.line, position: tip, timeS: timeS)
  }
}
