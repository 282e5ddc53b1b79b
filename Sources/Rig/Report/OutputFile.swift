// Whole files out: all of it or, if anything fails, the file that was there before.

import Glibc

/// Writes whole files so that nobody ever sees half of one.
///
/// The text goes to a temporary file in the same folder, is flushed to the disk and then takes the place of the old file.
/// Where the path is a pipe or a device, it is written as it is.
public enum OutputFile {
  /// Writes a text as UTF-8.
  public static func write(_ text: String, to path: String) throws(OutputError) {
    var writer = try BufferedFileWriter(path: path)
    writer.append(text)
    try writer.close()
  }

  /// Writes bytes.
  public static func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
    var writer = try BufferedFileWriter(path: path)
    writer.append(bytes)
    try writer.close()
  }

  /// Makes a folder and those above it; one that is there already is left alone.
  public static func makeFolder(_ path: String) throws(OutputError) {
    var prefix = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      prefix += prefix.isEmpty || prefix == "/" ? String(part) : "/" + part
      guard mkdir(prefix, 0o777) != 0 else { continue }
      let code = errno
      var status = stat()
      if stat(prefix, &status) == 0 {
        if status.st_mode & S_IFMT != S_IFDIR { throw OutputError(path: prefix, code: ENOTDIR) }
      } else {
        throw OutputError(path: prefix, code: code)
      }
    }
  }
}
