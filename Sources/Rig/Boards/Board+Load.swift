// The name or file of a board comes in; the board goes out, or everything that is wrong with it.

import Foundation

extension Board {
  /// Loads a board by name (`pi4-router-tb6600`, looked up in ``searchPath()``) or by file (with a slash, or ending in
  /// `.yaml`); nil is the board called `default`.
  ///
  /// - Throws: every problem at once, also those of the parts files that it uses.
  public static func load(
    _ nameOrFile: String? = nil, searching path: BoardSearchPath = BoardSearchPath()
  ) throws(BoardError) -> (Board, [BoardWarning]) {
    let file = try find(nameOrFile ?? "default", in: path)
    let shown = BoardFile.shown(file)
    switch BoardFile.bytes(file) {
    case .failure(let fault): throw BoardError(problems: [BoardProblem(file: shown, fault: fault)])
    case .success(let bytes):
      let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
      return try read(bytes, file: shown, parts: parts(besides: folder, path))
    }
  }

  /// Reads the text of a board file.
  ///
  /// - Parameter file: its name in messages; the board is called after it.
  public static func read(
    _ bytes: [UInt8], file: String, parts: PartsLibrary
  ) throws(BoardError) -> (Board, [BoardWarning]) {
    let problems = ProblemList()
    var reader = BoardReader(file: file, parts: parts, problems: problems)
    let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    let board = reader.board(name: name, bytes: bytes)
    let all = parts.problems + problems.inFileOrder
    guard all.isEmpty, let board else { throw BoardError(problems: all) }
    return (board, problems.warnings)
  }

  /// All boards of all folders; where two have the same name, the first, which is the one that ``load(_:searching:)`` takes.
  public static func list(searching path: BoardSearchPath = BoardSearchPath()) -> [BoardListing] {
    var listings: [BoardListing] = []
    var seen: Set<String> = []
    for (name, file) in path.folders.flatMap(boardFiles) where seen.insert(name).inserted {
      do throws(BoardError) {
        let (board, _) = try load(file, searching: path)
        listings.append(BoardListing(name: name, title: board.title, file: board.file, problemCount: 0))
      } catch {
        listings.append(
          BoardListing(name: name, title: "", file: BoardFile.shown(file), problemCount: error.problems.count))
      }
    }
    return listings.sorted { $0.name < $1.name }
  }

  /// The folders in which boards are looked for, first one first.
  public static func searchPath() -> [String] { BoardSearchPath().folders }

  /// The parts beside the board, and those of the first folder of the search path that has any.
  private static func parts(besides folder: String, _ path: BoardSearchPath) -> PartsLibrary {
    let own = URL(fileURLWithPath: folder + "/parts").standardizedFileURL.path
    var library = PartsReader.read(folder: own)
    let shared = path.folders.map { $0 + "/parts" }.first(where: BoardFile.isFolder)
    if let shared, shared != own { library.fill(from: PartsReader.read(folder: shared)) }
    return library
  }

  private static func boardFiles(_ folder: String) -> [(name: String, file: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".scenario.yaml") }.sorted().map {
      (String($0.dropLast(5)), folder + "/" + $0)
    }
  }

  private static func find(_ name: String, in path: BoardSearchPath) throws(BoardError) -> String {
    let known = Set(path.folders.flatMap(boardFiles).map(\.name)).sorted()
    if name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      let file = URL(fileURLWithPath: name).standardizedFileURL.path
      if FileManager.default.fileExists(atPath: file) { return file }
    } else {
      for folder in path.folders {
        let file = "\(folder)/\(name).yaml"
        if FileManager.default.fileExists(atPath: file) { return file }
      }
    }
    let fault = BoardFault.notFound(name: name, lookedIn: path.folders, known: known)
    throw BoardError(problems: [
      BoardProblem(file: name, fault: fault, suggestion: Spelling.nearest(to: name, in: known))
    ])
  }
}

extension PartsLibrary {
  /// The parts of a folder of parts files; an empty library when there is none.
  public init(folder: String) { self = PartsReader.read(folder: folder) }

  /// The parts of one file's text.
  public init(bytes: [UInt8], file: String) { self = PartsReader.read(bytes: bytes, file: file) }
}
