// Which tool cuts: what a person, the board file and the job's own comments say comes in, one tool for each T number goes out.

import SimBackend

/// Tools that a person has named for this run.
public struct ToolChoice: Sendable, Equatable {
  /// For every T number that has none of its own.
  public var always: ToolPart?
  public var byNumber: [Int: ToolPart] = [:]

  public init() {}

  /// A tool, or a material, that no parts file knows.
  public struct Unknown: Error {
    public var name: String
    var nearest: String?
    var isMaterial = false

    public var phrase: Phrase {
      isMaterial ? .materialUnknown(name, nearest: nearest) : .toolUnknown(name, nearest: nearest)
    }
  }

  /// Reads `NAME` and `T=NAME`, such as `ball-3mm` or `1=ball-3mm`.
  public init(_ words: [String], _ board: BoardCutting) throws(Unknown) {
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let name = parts.last ?? word
      let number = parts.count == 2 ? Int(parts[0].drop { $0 == "T" || $0 == "t" }) : nil
      guard let part = board.knownTools[name], parts.count == 1 || number != nil else {
        throw Unknown(name: word, nearest: Spelling.nearest(to: name, in: board.knownTools.keys.sorted()))
      }
      if let number { byNumber[number] = part } else { always = part }
    }
  }
}

extension BoardCutting {
  /// The material of a name, or the nearest name there is.
  public func material(named name: String) throws(ToolChoice.Unknown) -> MaterialPart {
    if let part = knownMaterials[name] { return part }
    throw ToolChoice.Unknown(
      name: name, nearest: Spelling.nearest(to: name, in: knownMaterials.keys.sorted()), isMaterial: true)
  }
}

/// A tool in use: its shape, and what to call it.
struct NamedTool: Sendable, Equatable {
  var cutting: CuttingTool
  var title: Phrase

  init(_ part: ToolPart) {
    cutting = part.cutting
    title = Phrase(en: part.title, fr: part.title)
  }

  init(_ cutting: CuttingTool) {
    self.cutting = cutting
    title = .toolShape(cutting)
  }

  /// Where nobody has said anything.
  static let usual = NamedTool(CuttingTool(shape: .flat, diameterMm: 3, flutes: 2, fluteLengthMm: 22))
}

/// The tools of a job. A person decides before the board, the board before the job's comments, these before the usual.
struct JobTools: Sendable {
  private let choice: ToolChoice
  private let board: BoardCutting
  var comments: ToolComments

  init(_ board: BoardCutting, _ choice: ToolChoice, comments: ToolComments) {
    self.board = board
    self.choice = choice
    self.comments = comments
  }

  /// The tool of a T number; nil: what is in the spindle when the job begins.
  func tool(_ number: Int?) -> NamedTool {
    if let number, let part = choice.byNumber[number] { return NamedTool(part) }
    if let part = choice.always { return NamedTool(part) }
    if let number, let part = board.tools[number] { return NamedTool(part) }
    if let number, let said = comments.tools[number] { return NamedTool(said) }
    if let part = board.tool { return NamedTool(part) }
    return .usual
  }
}
