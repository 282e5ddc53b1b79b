// Files and folders come in as a person typed them; the scenario files that they hold go out, in the order of their paths.

import Foundation
import Glibc

/// Why no list of files can be made.
public enum TestFilesError: Error, Equatable, Sendable {
  case notFound(String)
  case notReadable(String)
  /// None of these has a scenario in it.
  case nothingFound(in: [String])

  public var phrase: Phrase {
    switch self {
    case .notFound(let path): .fileNotFound(path)
    case .notReadable(let path): .testFolderNotReadable(path)
    case .nothingFound(let paths): .testNothingFound(in: paths)
    }
  }
}

/// Looks for scenario files.
public enum TestFiles {
  /// How their names end.
  public static let ending = ".scenario.yaml"

  /// Every file that is named, whatever it is called, and every scenario in and below the folders that are named; each
  /// once, in the order of the paths' bytes. Hidden folders are passed over. Links to folders are followed when all else has
  /// been looked through, so that a file has its own path wherever it has one.
  public static func find(_ paths: [String]) throws(TestFilesError) -> [String] {
    var search = Search()
    for path in paths { try search.take(path) }
    try search.followLinks()
    var seen: Set<String> = []
    let files = search.files.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
      .filter { seen.insert(canonical($0)).inserted }
    if files.isEmpty { throw .nothingFound(in: paths) }
    return files
  }

  private struct Search {
    var files: [String] = []
    private var folders: Set<String> = []
    private var links: [String] = []

    mutating func take(_ path: String) throws(TestFilesError) {
      var status = stat()
      guard stat(path, &status) == 0 else { throw errno == EACCES ? .notReadable(path) : .notFound(path) }
      guard status.st_mode & S_IFMT == S_IFDIR else {
        files.append(path)
        return
      }
      var folder = path
      while folder.count > 1 && folder.hasSuffix("/") { folder.removeLast() }
      try enter(folder)
    }

    mutating func followLinks() throws(TestFilesError) {
      while !links.isEmpty {
        let now = links.sorted()
        links = []
        for link in now { try enter(link) }
      }
    }

    private mutating func enter(_ folder: String) throws(TestFilesError) {
      guard folders.insert(canonical(folder)).inserted else { return }
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { throw .notReadable(folder) }
      for name in names.sorted() where !name.hasPrefix(".") {
        let path = folder == "/" ? "/" + name : folder + "/" + name
        var status = stat()
        // A link that leads nowhere is nobody's scenario.
        guard stat(path, &status) == 0 else { continue }
        switch status.st_mode & S_IFMT {
        case S_IFDIR where TestFiles.isLink(path): links.append(path)
        case S_IFDIR: try enter(path)
        case S_IFREG where name.hasSuffix(ending): files.append(path)
        default: continue
        }
      }
    }
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Without links and dots.
  private static func canonical(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
