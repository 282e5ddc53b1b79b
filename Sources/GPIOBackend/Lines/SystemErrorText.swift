// An errno value in, the words of the C library out.

import Glibc

/// The system's own words for an errno value, with its number.
func describeSystemError(_ code: Int32) -> String {
  guard let words = strerror(code) else { return "error \(code)" }
  return "\(String(cString: words)) (error \(code))"
}
