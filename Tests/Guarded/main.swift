// A stand-in for a run on real lines: a process under a guard whose duty is to write into a file instead of to lines.
//
//   guarded LABEL FILE [--failing COUNT] [--child]
//
// Each time the guard makes the machine safe, the file grows by one byte: 's', or 'x' for an attempt that failed, of which
// the first COUNT after the rehearsal do. Prints the guard's process id, then answers each byte on standard input:
// 'e' ends normally, 'c' calls the guard out, '?' prints whether the guard is alive, '!' crashes. --child starts a
// program that goes on when this one has gone.

import CGPIO
import Glibc

/// What the guard needs; lives as long as the process.
struct Duty {
  var file: Int32
  var failures: Int32
  var attempts: Int32 = 0
}

func complain(_ what: String, _ code: Int32) -> Never {
  tell("guarded: \(what): \(code)")
  exit(1)
}

func tell(_ text: String) {
  print(text)
  fflush(nil)
}

let arguments = CommandLine.arguments
guard arguments.count >= 3 else { complain("a label and a file are needed", 2) }
let file = open(arguments[2], O_WRONLY | O_CREAT | O_APPEND, 0o600)
guard file >= 0 else { complain(arguments[2], errno) }
let failing = arguments.firstIndex(of: "--failing").flatMap { Int32(arguments[$0 + 1]) } ?? 0

let duty = UnsafeMutablePointer<Duty>.allocate(capacity: 1)
duty.initialize(to: Duty(file: file, failures: failing))
var watch: OpaquePointer?
let result = withUnsafePointer(to: file) { kept in
  var order = cgpio_guard_duty()
  order.context = UnsafeMutableRawPointer(duty)
  order.kept = kept
  order.kept_count = 1
  order.make_safe = { context in
    let duty = context!.assumingMemoryBound(to: Duty.self)
    let fails = duty.pointee.attempts > 0 && duty.pointee.attempts <= duty.pointee.failures
    duty.pointee.attempts += 1
    var mark = UInt8(ascii: fails ? "x" : "s")
    return write(duty.pointee.file, &mark, 1) == 1 && !fails ? 0 : EIO
  }
  return cgpio_guard_start_duty(&order, arguments[1], "every output is safe\n", &watch)
}
guard result.code == 0 else { complain("no guard", result.code) }

if arguments.contains("--child") {
  var child: pid_t = 0
  let words: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("600"), nil]
  let code = posix_spawnp(&child, "sleep", nil, nil, words, environ)
  guard code == 0 else { complain("sleep", code) }
  tell("\(cgpio_guard_pid(watch)) \(child)")
} else {
  tell("\(cgpio_guard_pid(watch))")
}

while true {
  var byte: UInt8 = 0
  guard read(STDIN_FILENO, &byte, 1) == 1 else {
    pause()
    continue
  }
  switch byte {
  case UInt8(ascii: "e"):
    cgpio_guard_dismiss(watch)
    // A child that was not waited for would still be there.
    tell(waitpid(-1, nil, WNOHANG) == -1 && errno == ECHILD ? "no child is left" : "a child is left")
    exit(0)
  case UInt8(ascii: "c"):
    cgpio_guard_call_out(watch)
    tell("called")
  case UInt8(ascii: "?"):
    tell(cgpio_guard_is_alive(watch) ? "alive" : "gone")
  case UInt8(ascii: "!"):
    tell("crashing")
    UnsafeMutablePointer<Int>(bitPattern: 8)!.pointee = 1
  default: continue
  }
}
