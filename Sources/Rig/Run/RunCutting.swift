// The cut of a run: slices and carriage positions come in, forces, and at the end the finished piece, go out.

import SimBackend
import StepperCore

/// What the tool did to the piece in a run.
public struct RunCut: Sendable {
  public var result: CuttingResult
  /// What the piece is made of, for people; nil where the parts do not know it.
  public var material: String?
  /// The tools, in the order of their use.
  public var tools: [Phrase]
  /// Nobody said how large the piece is: it was made to fit the job.
  public var isStockFromJob: Bool
  /// What turned the tool; nil where the board does not name it.
  public var spindle: SpindlePart?
  /// Nobody said what the piece is made of, or the parts do not know it: it was cut without force.
  public var isWithoutForce: Bool { material == nil }

  /// The piece before it was cut.
  public var box: Box {
    let stock = result.stock
    return Box(
      least: stock.corner - Point(0, 0, stock.size.z), greatest: stock.corner + Point(stock.size.x, stock.size.y, 0))
  }

  /// Its incidents as remarks, and what its forces leave out.
  var notes: [ReportInput.Note] {
    // A tool that touches the top with its tip has not gone in.
    var incidents = result.incidents.filter { $0.worstMm >= 0.05 }.map {
      ReportInput.Note(line: Int($0.line), text: .cuttingIncident($0))
    }
    if let spindle, result.peakPowerW > spindle.powerW.value {
      incidents.append(
        ReportInput.Note(
          line: Int(result.peakLines[3]), text: .spindleTooWeak(askedW: result.peakPowerW, hasW: spindle.powerW.value)))
    }
    return isWithoutForce ? incidents + [ReportInput.Note(line: nil, text: .cutWithoutForce)] : incidents
  }

  var summary: Summary.Cut {
    Summary.Cut(
      removedMm3: result.removedMm3, material: material, peakForceN: isWithoutForce ? nil : result.peakForceN,
      peakPowerW: isWithoutForce ? nil : result.peakPowerW, stockFromJob: isStockFromJob)
  }
}

/// A run's cutting: the tool in the spindle, how fast that turns, and the stock.
struct RunCutting: Sendable {
  private(set) var cutting: Cutting
  private var tools: JobTools
  private let spindle: SpindleSettings
  private let spindlePart: SpindlePart?
  private let material: MaterialPart?
  private let isStockFromJob: Bool
  private var used: [Phrase] = []
  private var isTurning = false
  private var nextWord = 0

  /// Nil where nothing is cut: no spindle that turns a tool, no piece, no feed move below its top.
  init?(_ board: Board, _ options: RunOptions, scout: JobScout?, comments: ToolComments) {
    spindle = board.settings.spindle
    spindlePart = board.spindlePart
    guard spindle.kind == .relay || spindle.kind == .pwm, !board.cutting.isWithoutTool else { return nil }
    tools = JobTools(board.cutting, options.tools, comments: comments)
    let first = tools.tool(nil)
    let all = [first] + (scout?.tools ?? []).map(tools.tool)
    let largest = all.reduce(0) { max($0, $1.cutting.diameterMm) }
    guard let (box, isFromJob) = Self.stock(board, options, scout, toolDiameterMm: largest) else { return nil }
    isStockFromJob = isFromJob
    material = options.material ?? board.cutting.material
    // The first tool is only one of the job's when the job does not change it before it cuts.
    let cutters = scout?.tools.isEmpty == false ? Array(all.dropFirst()) : all
    cutting = Cutting(
      Stock(
        corner: Point(box.least.x, box.least.y, box.greatest.z), size: box.greatest - box.least,
        cellMm: Stock.cellMm(for: cutters.map(\.cutting))),
      tool: first.cutting,
      // A guess must fail no job: what nobody has named, or nobody has measured, is cut without force.
      material: material?.cutting ?? CuttingMaterial(specificForceNPerMm2: 0, exponent: 0, normalShare: 0),
      start: board.startPosition,
      rapidLagS: Double(board.settings.smoothingSlices + 2) * Double(board.settings.sliceTicks)
        / Double(board.settings.tickHz))
    if scout?.tools.isEmpty != false { used = [first.title] }
  }

  /// The board's piece where the job cuts from it, otherwise one around the job.
  private static func stock(
    _ board: Board, _ options: RunOptions, _ scout: JobScout?, toolDiameterMm: Double
  ) -> (Box, isFromJob: Bool)? {
    let zero = options.origin ?? board.workOffset
    if let stock = board.stock {
      let corner = stock.isAtWorkZero ? zero : stock.frontLeftTopMm
      let box = Box(
        least: corner - Point(0, 0, stock.sizeMm.z), greatest: corner + Point(stock.sizeMm.x, stock.sizeMm.y, 0))
      if scout?.isCut(from: box) ?? true { return (box, false) }
    }
    return scout?.stock(zeroZ: zero.z, toolDiameterMm: toolDiameterMm).map { ($0, true) }
  }

  /// A tool change; at rest. Of a job that is read as it comes, its comments are known by now.
  mutating func change(to number: Int, comments: ToolComments) {
    tools.comments = comments
    let tool = tools.tool(number)
    cutting.change(to: tool.cutting)
    if !used.contains(tool.title) { used.append(tool.title) }
  }

  /// Force on the tool, machine axes, N: the mean over the last slices. It belongs on the axes during the next slice. A
  /// tool that stands pushes against a piece that is known to be there, not against one that was made up for the job.
  var forceN: Point { isTurning || !isStockFromJob ? cutting.load.forceN : .zero }

  /// The end of a slice, which was at `tick`. `words` are the job's spindle words read so far; `drive` is the simulated
  /// spindle, whose dial is set as they say.
  @inline(__always)
  mutating func advance(
    _ slice: Slice, tip: Point, tick: UInt64, seconds: Double, drive: inout SpindleDrive, words: inout [SpindleWord]
  ) {
    while nextWord < words.count && words[nextWord].line <= slice.line {
      // A relay's spindle has a dial, which a person sets to what the job says; a PWM's has limits.
      let rpm = words[nextWord].rpm
      let dial = spindle.kind == .relay ? rpm : min(max(rpm, spindle.minRpm), spindle.maxRpm)
      drive.setDial(rpm: max(dial, 1), at: tick &- UInt64(slice.ticks))
      nextWord += 1
    }
    if nextWord > 0 && nextWord == words.count {
      words.removeAll(keepingCapacity: true)
      nextWord = 0
    }
    let turning = drive.turning(at: tick)
    isTurning = turning.rpm > 0
    cutting.advance(
      CuttingSlice(
        tip: tip, seconds: seconds, turning: turning, isRapid: !slice.isCutting, line: slice.line))
    drive.setLoad(torqueNm: cutting.load.torqueNm, at: tick)
  }

  /// What came of it; nil where nothing was cut.
  var result: RunCut? {
    let result = cutting.result
    guard result.removedMm3 > 0 else { return nil }
    return RunCut(
      result: result, material: material?.title, tools: used, isStockFromJob: isStockFromJob, spindle: spindlePart)
  }
}
