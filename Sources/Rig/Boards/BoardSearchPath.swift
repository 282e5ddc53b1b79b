// The environment, the working directory and the place of the executable come in; folders that may hold boards go out.

import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// Where boards are looked for, in this order.
public struct BoardSearchPath: Equatable, Sendable {
  /// Absolute folders that exist, each once.
  public var folders: [String]

  /// - Parameters:
  ///   - environment: `RIGCTL_BOARDS` holds folders separated by colons, which come first.
  ///   - workingDirectory: its `boards`, and those of the folders above it.
  ///   - executable: the real path of the program: `boards` of the folders above it (a checkout's `.build/release`), and
  ///     `PREFIX/share/stepper-rig/boards` for a program in `PREFIX/bin`.
  public init(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    workingDirectory: String = FileManager.default.currentDirectoryPath,
    executable: String? = BoardSearchPath.executablePath()
  ) {
    var candidates = (environment["RIGCTL_BOARDS"] ?? "").split(separator: ":").map(String.init)
    candidates += Self.ancestors(of: workingDirectory).map { $0 + "/boards" }
    if let executable {
      let folders = Self.ancestors(of: executable).dropFirst()
      candidates += folders.map { $0 + "/boards" }
      candidates += folders.prefix(2).map { $0 + "/share/stepper-rig/boards" }
    }
    candidates += ["/usr/local/share/stepper-rig/boards", "/usr/share/stepper-rig/boards"]
    var seen: Set<String> = []
    folders = candidates.compactMap { candidate in
      let path = URL(
        fileURLWithPath: candidate, isDirectory: true, relativeTo: URL(fileURLWithPath: workingDirectory)
      ).standardizedFileURL.path
      return BoardFile.isFolder(path) && seen.insert(path).inserted ? path : nil
    }
  }

  /// The running program, with links resolved; nil where the system does not tell.
  public static func executablePath() -> String? {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments.first.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
  }

  /// `/a/b/c`, `/a/b`, `/a` and the root.
  private static func ancestors(of path: String) -> [String] {
    var parts = path.split(separator: "/").map(String.init)
    var result: [String] = []
    while !parts.isEmpty {
      result.append("/" + parts.joined(separator: "/"))
      parts.removeLast()
    }
    return result + [""]
  }
}

/// Files and folders, as far as boards need them.
enum BoardFile {
  static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }

  /// The bytes of a regular file, at most a little more than a document may have.
  static func bytes(_ path: String) -> Result<[UInt8], FileFault> {
    var status = stat()
    guard stat(path, &status) == 0 else { return .failure(.notReadable(reason: String(cString: strerror(errno)))) }
    // A pipe without a writer would be waited for forever.
    guard status.st_mode & S_IFMT == S_IFREG else { return .failure(.notReadable(reason: "not a regular file")) }
    guard Int(status.st_size) <= YAMLDocument.byteLimit else {
      return .failure(.tooLarge(bytes: Int(status.st_size), limit: YAMLDocument.byteLimit))
    }
    do {
      return .success([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
    } catch {
      return .failure(.notReadable(reason: "no permission"))
    }
  }

  /// The path as a person in this working directory would write it.
  static func shown(_ path: String) -> String {
    let here = FileManager.default.currentDirectoryPath
    return path.hasPrefix(here + "/") ? String(path.dropFirst(here.count + 1)) : path
  }
}
