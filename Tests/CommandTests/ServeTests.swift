// A served machine as senders find it: greeting, streaming, who drives, who has gone, and what strangers send.

import Foundation
import Glibc
import Seeded
import Testing

@Suite("rigctl serve", .serialized)
struct ServeTests {
  private static let greeting = "Grbl 1.1f ['$' for help]"

  @Test("greets, answers each line once, and has grbl's lists")
  func talks() throws {
    let machine = try ServedProcess()
    let sender = try machine.sender()
    #expect(sender.next() == Self.greeting)
    #expect(sender.line("$$") == "ok")
    #expect(sender.answers.contains { $0.hasPrefix("$110=") } && sender.answers.contains { $0.hasPrefix("$132=") })
    #expect(sender.line("$I") == "ok" && sender.answers.contains { $0.hasPrefix("[VER:1.1f") })
    #expect(sender.line("G21 G90") == "ok" && sender.line("G77") == "error:20")
    #expect(sender.line("$X") == "ok")
    // Might have been on its way when the line before it was refused.
    #expect(sender.line("G53 G1 X10 Y5 F600") == "error:20")
    usleep(400_000)
    #expect(sender.line("G53 G1 X10 Y5 F600") == "ok")
    #expect(sender.isIn("Idle") && sender.status()?.contains("MPos:10.000,5.000,0.000") == true)
    let ending = try machine.end()
    #expect(ending.code == 130 && ending.errors.contains("drives the machine"), "\(ending.errors)")
  }

  @Test(
    "a job that is streamed by character counting is the same motion as the same job from a file, step by step",
    arguments: ["name-sign", "bracelet-blank"])
  func streams(_ name: String) throws {
    let path = Checkout.path + "/examples/\(name).nc"
    let scratch = try Scratch()
    let machine = try ServedProcess(["--speed", "max", "--fast", "--summary", scratch.file("summary.json")])
    let sender = try machine.sender()
    let others = sender.stream(try String(contentsOfFile: path, encoding: .utf8))
    #expect(others.allSatisfy { $0 == Self.greeting || $0.hasPrefix("[MSG:") }, "\(others)")
    #expect(sender.isIn("Idle"))
    _ = try machine.end()
    let served = try JSONObject(scratch.read("summary.json"))
    let run = try Command()("run", path, "--fast", "--json").json()
    for axis in ["x", "y", "z"] {
      let key = "axes.\(axis).position_steps"
      #expect(try served.integer(key) == run.integer(key), "\(axis)")
    }
    #expect(try served.string("motion_hash") == run.string("motion_hash"))
  }

  @Test("how long a machine stands between two motions changes its trace, and not the motion")
  func waits() throws {
    let scratch = try Scratch()
    let job = try scratch.write("job.nc", "G21 G90\nG53 G1 X5 F600\nM0\nG53 G1 X2 Y3\nM30\n")
    let run = try Command()("run", job, "--fast", "--json").json()
    let machine = try ServedProcess(["--speed", "1", "--fast", "--summary", scratch.file("summary.json")])
    let sender = try machine.sender()
    sender.send("G21 G90\nG53 G1 X5 F600\nM0\n")
    #expect(sender.hear { $0.hasPrefix("[MSG:Pause") } != nil)
    usleep(500_000)
    #expect(sender.line("G53 G1 X2 Y3") == "ok" && sender.isIn("Idle"))
    _ = try machine.end()
    let served = try JSONObject(scratch.read("summary.json"))
    #expect(try served.string("motion_hash") == run.string("motion_hash"))
    #expect(try served.string("trace_hash") != run.string("trace_hash"))
    let other = try scratch.write("other.nc", "G21 G90\nG53 G1 X5 F601\nM0\nG53 G1 X2 Y3\nM30\n")
    #expect(try Command()("run", other, "--fast", "--json").json().string("motion_hash") != run.string("motion_hash"))
  }

  @Test("over its serial line it is the same machine; the line has its name while it is there")
  func terminal() throws {
    let scratch = try Scratch()
    let path = scratch.file("grbl")
    // What a server that was killed has left.
    symlink("/dev/pts/9999", path)
    let machine = try ServedProcess(line: path)
    for _ in 0..<3 {
      do {
        let sender = try Sender(path: path)
        #expect(sender.hear { $0 == Self.greeting } != nil)
        #expect(sender.line("$G") == "ok" && sender.answers.contains { $0.hasPrefix("[GC:") })
        #expect(sender.status()?.hasPrefix("<Idle|") == true)
      }
      // A line that is opened again at once was never closed, as seen from its other end.
      usleep(200_000)
    }
    let taken = try Command()("serve", "--grbl-pty", path)
    #expect(taken.code == 4 && taken.errors.contains(path), "\(taken.errors)")
    // The greeting comes when the server has seen that the line was opened: behind the first line.
    let console = try Command()("console", path, input: "$I\n")
    #expect(console.code == 0 && console.output.contains("[VER:1.1f"), "\(console.output)")
    #expect(try machine.end().code == 130)
    #expect(scratch.names.isEmpty)
  }

  @Test("one drives, the others watch; the next one drives when that one has gone")
  func watchers() throws {
    let machine = try ServedProcess()
    let driver = try machine.sender()
    let watcher = try machine.sender()
    // A question is no driving.
    #expect(watcher.status()?.hasPrefix("<Idle|") == true)
    #expect(driver.line("G53 G1 X3 F600") == "ok")
    #expect(watcher.line("G53 G1 X50 F600") == "error:9")
    #expect(watcher.answers.contains("[MSG:Another sender drives this machine]"))
    watcher.send([0x18])
    #expect(driver.isIn("Idle") && driver.status()?.contains("MPos:3.000,") == true)
    #expect(watcher.status()?.contains("MPos:3.000,") == true)
    #expect(!watcher.answers.dropFirst().contains(Self.greeting))
    let third = try machine.sender()
    withExtendedLifetime(driver) {}
    #expect(third.line("$X") == "error:9")
  }

  @Test("a sender that goes away in the middle of a motion leaves it held; the next one goes on, or forgets it")
  func lost() throws {
    let machine = try ServedProcess(["--fast"])
    do {
      let driver = try machine.sender()
      driver.send("G53 G1 X100 F1500\nG53 G1 Y40\n")
      #expect(driver.isIn("Run"))
      usleep(300_000)
    }
    let next = try machine.sender()
    #expect(next.isIn("Hold", within: 5))
    let held = try #require(next.status())
    #expect(held.hasPrefix("<Hold:0|") || next.isIn("Hold", within: 1))
    #expect(machine.running.errors.contains("has gone in the middle of a motion"))
    next.send("~")
    #expect(next.isIn("Idle", within: 30))
    #expect(next.status()?.contains("MPos:100.000,40.000,") == true)
    #expect(next.line("G53 G0 X99") == "ok")
  }

  @Test("a simulated machine keeps to the wall clock, and to as many times of it as one likes", arguments: ["1", "4"])
  func pace(_ speed: String) throws {
    let machine = try ServedProcess(["--fast", "--speed", speed])
    let sender = try machine.sender()
    let begun = Date()
    // Two seconds of motion.
    sender.line("G53 G1 X40 F1200")
    #expect(sender.isIn("Idle"))
    let took = Date().timeIntervalSince(begun) * Double(speed)!
    #expect(took > 1.9, "\(took) s")
  }

  @Test("what strangers send ends nothing: bytes of all kinds, thousands of connections, and one that never reads")
  func strangers() throws {
    let machine = try ServedProcess()
    var random = SplitMix64(seed: 7)
    for _ in 0..<20 {
      let stranger = try machine.sender()
      stranger.send((0..<2000).map { _ in UInt8(truncatingIfNeeded: random.next() >> 40) })
    }
    for _ in 0..<1000 { _ = try machine.sender() }
    let deaf = try machine.sender()
    deaf.send("\u{18}")
    var room = true
    // Each list is half a kilobyte: megabytes that nobody takes.
    for _ in 0..<200 where room { room = deaf.offer(String(repeating: "$$\n", count: 100)) }
    let sender = try machine.sender()
    #expect(sender.status()?.hasPrefix("<") == true)
    withExtendedLifetime(deaf) {}
    #expect(try machine.end().code == 130)
  }

  @Test("an address that is none is wrong use; one that is taken, or of nobody here, is exit code 4, with its name")
  func addresses() throws {
    for wrong in ["x", "127.0.0.1:", "127.0.0.1:70000", ":", "1:2:3:x", "-1"] {
      let ending = try Command()("serve", "--grbl-tcp=\(wrong)")
      #expect(ending.code == 2 && ending.errors.contains(wrong), "\(ending.errors)")
    }
    let machine = try ServedProcess()
    let taken = try Command()("serve", "--grbl-tcp", String(machine.port))
    #expect(taken.code == 4 && taken.errors.contains("127.0.0.1:\(machine.port)"), "\(taken.errors)")
    let console = try Command()("console", "127.0.0.1:1")
    #expect(console.code == 4 && console.errors.contains("127.0.0.1:1"), "\(console.errors)")
    #expect(try Command()("serve", "--speed", "fast").code == 2)
    let scratch = try Scratch()
    let file = try scratch.write("file", "mine")
    let refused = try Command()("serve", "--grbl-pty", file)
    #expect(refused.code == 4 && refused.errors.contains(file) && scratch.read("file") == "mine")
  }

  @Test("the console sends a file by itself, shows the answers, and its exit code says whether all went well")
  func console() throws {
    let machine = try ServedProcess()
    let place = "127.0.0.1:\(machine.port)"
    let job = try String(contentsOfFile: Checkout.path + "/examples/bracelet-blank.nc", encoding: .utf8)
    let good = try Command()("console", "--go-on", place, input: job + "?\n")
    #expect(good.code == 0 && good.output.contains("<"), "\(good.output.suffix(200)) \(good.errors)")
    let bad = try Command()("console", place, input: "G21\nG77\n$G\n")
    #expect(bad.code == 1 && bad.output.contains("error:20") && bad.output.contains("[GC:"), "\(bad.output)")
    // Nothing that comes over the line reaches the terminal as it is.
    #expect(!good.output.contains("\u{1B}"))
  }
}
