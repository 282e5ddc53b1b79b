// The name or file of a board comes in; the board goes out, or everything that is wrong with it.

import Foundation

extension Board {
  /// Loads a board by name (`pi4-router-tb6600`, looked up in ``searchPath()``) or by file (with a slash, or ending in
  /// `.yaml`); nil is the board called `default`.
  ///
  /// - Parameter checksAllParts: parts that the board does not name must be right too.
  /// - Throws: every problem at once, also those of the parts files; of a board without any, only those of the parts
  ///   that it names, unless all are checked.
  public static func load(
    _ nameOrFile: String? = nil, searching path: BoardSearchPath = BoardSearchPath(), checksAllParts: Bool = false
  ) throws(BoardError) -> (Board, [BoardWarning]) {
    let file = try find(nameOrFile ?? "default", in: path)
    let shown = BoardFile.shown(file)
    switch BoardFile.bytes(file) {
    case .failure(let fault): throw BoardError(problems: [FileProblem(file: shown, fault: fault)])
    case .success(let bytes):
      let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
      let shelf = shelf(besides: folder, path)
      if !checksAllParts {
        let few = shelf.parts(among: PartsText.words(in: bytes))
        let (board, problems, warnings) = attempt(bytes, file: shown, parts: few, shelf)
        if let board, problems.isEmpty, !warnings.contains(where: \.isAboutMissingPart) { return (board, warnings) }
      }
      // What is wrong is told with everything that there is: the nearest spelling, every problem.
      return try read(bytes, file: shown, shelf)
    }
  }

  /// Reads the text of a board file.
  ///
  /// - Parameter file: its name in messages; the board is called after it.
  public static func read(
    _ bytes: [UInt8], file: String, parts: PartsLibrary
  ) throws(BoardError) -> (Board, [BoardWarning]) {
    try read(bytes, file: file, PartsShelf(parts))
  }

  private static func read(
    _ bytes: [UInt8], file: String, _ shelf: PartsShelf
  ) throws(BoardError) -> (Board, [BoardWarning]) {
    let (board, problems, warnings) = attempt(bytes, file: file, parts: shelf.all, shelf)
    guard problems.isEmpty, let board else { throw BoardError(problems: problems) }
    return (board, warnings)
  }

  private static func attempt(
    _ bytes: [UInt8], file: String, parts: PartsLibrary, _ shelf: PartsShelf
  ) -> (Board?, [FileProblem], [BoardWarning]) {
    let problems = ProblemList()
    var reader = BoardReader(file: file, parts: parts, shelf: shelf, problems: problems)
    let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    let board = reader.board(name: name, bytes: bytes)
    return (board, parts.problems + problems.inFileOrder, problems.warnings)
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
  private static func shelf(besides folder: String, _ path: BoardSearchPath) -> PartsShelf {
    let own = URL(fileURLWithPath: folder + "/parts").standardizedFileURL.path
    let shared = path.folders.map { $0 + "/parts" }.first(where: BoardFile.isFolder)
    return PartsShelf(folders: shared.map { $0 == own ? [own] : [own, $0] } ?? [own])
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
    let fault = FileFault.notFound(name: name, lookedIn: path.folders, known: known)
    throw BoardError(problems: [
      FileProblem(file: name, fault: fault, suggestion: Spelling.nearest(to: name, in: known))
    ])
  }
}

extension PartsLibrary {
  /// The parts of a folder of parts files; an empty library when there is none.
  public init(folder: String) { self = PartsReader.read(folder: folder) }

  /// The parts of one file's text.
  public init(bytes: [UInt8], file: String) { self = PartsReader.read(bytes: bytes, file: file) }
}
