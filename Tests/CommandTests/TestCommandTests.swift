// rigctl test: what scripts and CI see of it: exit codes, files, the commands that it tells people to type.

import Foundation
import Testing

@Suite("rigctl test")
struct TestCommandTests {
  private static let job = "G90 G21\nM3 S10000\nG0 X5 Y5 Z-5\nG1 X45 F2400\nG1 Y35\nG1 X5 Y5\nM5\nM30\n"
  private static let place = ["--origin", "0,0,0", "--fast"]

  private func job(_ scratch: Scratch) throws -> String { try scratch.write("job.nc", Self.job) }

  /// A file without what the clock decides.
  private func timeless(_ xml: String) -> String {
    xml.replacing(/\stime="[0-9.]+"/, with: "").replacing(/\stimestamp="[^"]+"/, with: "")
  }

  @Test("a campaign passes, counts its faults, and writes a file that xmllint can read")
  func campaign() throws {
    let scratch = try Scratch()
    let file = scratch.file("r.xml")
    let ending = try Command()(
      ["test", "--campaign", "40", "--junit", file, "--board", "default", try job(scratch)] + Self.place)
    #expect(ending.code == 0)
    #expect(ending.output.contains("40 passed") && ending.output.contains(" a second; threads: "))
    #expect(ending.output.contains("lost-steps") && ending.output.contains("completed"))
    #expect(try Command().shell("xmllint --noout \(file)").code == 0)
    let xml = scratch.read("r.xml")
    #expect(xml.contains("tests=\"40\" failures=\"0\" errors=\"0\""))
    for property in ["\"seed\" value=\"1\"", "\"campaign\" value=\"40\"", "\"physics\" value=\"false\""] {
      #expect(xml.contains(property), "\(property)")
    }
    #expect(scratch.names == ["job.nc", "r.xml"])
  }

  @Test("JSON is all that is printed: counts, cases, endings; one seed alone gives the hash that it had among others")
  func json() throws {
    let scratch = try Scratch()
    let path = try job(scratch)
    let many = try Command()(["test", "--campaign", "12", "--seed", "5", "--json", path] + Self.place).json()
    #expect(try many.integer("passed") == 12 && many.integer("campaign.runs") == 12)
    let cases = try #require(many.members["cases"] as? [[String: Any]])
    let eighth = try #require(cases[7]["command"] as? String)
    #expect(eighth == "rigctl test --campaign 1 --seed 12 --fast --origin 0.0,0.0,0.0 \(path)")
    let words = eighth.split(separator: " ").dropFirst().map(String.init)
    let alone = try Command()(words + ["--json"]).json()
    let one = try #require((alone.members["cases"] as? [[String: Any]])?.first)
    #expect(one["trace_hash"] as? String == cases[7]["trace_hash"] as? String)
    #expect(one["machine_seconds"] as? Double == cases[7]["machine_seconds"] as? Double)
  }

  @Test("a scenario is tried on another machine than its own; a machine that does not exist is told")
  func otherBoard() throws {
    let file = "examples/scenarios/out-of-travel.scenario.yaml"
    #expect(try Command()("test", file, "--board", "pi3-plasma-dm542").code == 1, "that one reaches farther")
    let own = try Command()("test", file, "--board", "default", "--json").json()
    let plain = try Command()("test", file, "--json").json()
    func hash(_ result: JSONObject) -> String? {
      (result.members["cases"] as? [[String: Any]])?.first?["trace_hash"] as? String
    }
    #expect(hash(own) != nil && hash(own) == hash(plain))
    let missing = try Command()("test", file, "--board", "defualt")
    #expect(missing.code != 0 && (missing.output + missing.errors).contains("default"), "\(missing)")
  }

  @Test("shards, merged, are the file of the run without shards but for the times")
  func shards() throws {
    let scratch = try Scratch()
    let arguments = ["test", "--campaign", "10", try job(scratch)] + Self.place
    #expect(try Command()(arguments + ["--junit", scratch.file("whole.xml")]).code == 0)
    let files = (1...3).map { scratch.file("\($0).xml") }
    for (index, file) in files.enumerated() {
      let ending = try Command()(arguments + ["--shard", "\(index + 1)/3", "--junit", file])
      #expect(ending.code == 0 && ending.output.contains("shard \(index + 1)/3"))
    }
    let merge = try Command()(["test", "merge", scratch.file("m.xml")] + files.reversed())
    #expect(merge.code == 0 && merge.output.contains("10 passed"))
    #expect(timeless(scratch.read("m.xml")) == timeless(scratch.read("whole.xml")))
    let missing = try Command()("test", "merge", scratch.file("n.xml"), files[0], files[2])
    #expect(missing.code == 2 && missing.errors.contains("2/3") && missing.errors.contains("--allow-missing"))
    #expect(!scratch.names.contains("n.xml"))
    let few = try Command()("test", "merge", scratch.file("n.xml"), files[0], files[2], "--allow-missing", "--json")
    #expect(try few.code == 0 && few.json().string("missing_shards") == "2")
    #expect(try Command()("test", "merge", scratch.file("n.xml"), files[0], files[0]).code == 2)
    #expect(try Command()("test", "merge", scratch.file("n.xml"), try job(scratch)).errors.contains("not a report"))
    #expect(try Command()("test", "merge", scratch.file("n.xml"), scratch.file("nowhere.xml")).code == 2)
    // More shards than cases.
    let empty = try Command()(arguments + ["--shard", "11/12", "--junit", scratch.file("e.xml")])
    #expect(empty.code == 0 && empty.output.contains("nothing to do"))
    #expect(scratch.read("e.xml").contains("tests=\"0\""))
  }

  @Test("nothing to run is told, with exit code 2")
  func nothing() throws {
    let scratch = try Scratch()
    let path = try job(scratch)
    for (arguments, words) in [
      (["nowhere"], "no such file"), ([scratch.path], ".scenario.yaml"), ([], "scenario file"),
      (["--campaign", "3", "nowhere.nc"], "no such file"), (["--campaign", "0", path], "--campaign"),
      (["--campaign", "3", path, "--filter", "nowhere"], "none of the 3 cases"),
      (["--campaign", "3", path, "--shard", "4/3"], "--shard 4/3"), (["--campaign", "3", path, "--shard", "x"], "2/4"),
      (["--campaign", "3", path, path], "twice"), (["--campaign", "3", path, "--board", "nowhere"], "nowhere"),
      (["--campaign", "3", path, "--backend", "gpio"], "simulated"), ([scratch.path, "--fast"], "--campaign"),
      (["--campaign", "3", path, "--jobs", "0"], "--jobs"),
      (["--campaign", "3", try scratch.write("far.nc", "G0 X9999\n")], "soft limit"),
    ] {
      let ending = try Command()(["test"] + arguments)
      #expect(ending.code == 2, "\(arguments)")
      #expect(ending.errors.contains(words), "\(arguments): \(ending.errors)")
      #expect(ending.output.isEmpty)
    }
    #expect(try Command()(["test", "--campaign", "3", try scratch.write("wrong.nc", "G77\n")]).code == 3)
  }

  @Test("a scenario that cannot be read is broken: exit code 2, for the rig is not, told in the file too")
  func unreadable() throws {
    let scratch = try Scratch()
    try scratch.write("odd.scenario.yaml", "{{{ no yaml")
    let ending = try Command()("test", scratch.path, "--junit", scratch.file("r.xml"))
    #expect(ending.code == 2 && ending.output.contains("BROKEN"))
    #expect(scratch.read("r.xml").contains("<error type=\"rig\""))
  }

  @Test("a place where nothing can be written is exit code 4, before anything is run")
  func unwritable() throws {
    let scratch = try Scratch()
    for option in ["--junit", "--artifacts"] {
      let ending = try Command()(
        ["test", "--campaign", "20000", try job(scratch), option, "/dev/null/out"] + Self.place)
      #expect(ending.code == 4 && ending.errors.contains("not written"))
    }
  }

  @Test("an interrupted run ends with 130; its file has every case, those that were not run as skipped")
  func interrupted() throws {
    let scratch = try Scratch()
    let running = try Command().start(
      ["test", "--campaign", "20000", try job(scratch), "--junit", scratch.file("r.xml")] + Self.place)
    // It listens before it begins its file.
    for _ in 0..<200 where !scratch.names.contains(where: { $0.hasSuffix(".part") }) {
      Thread.sleep(forTimeInterval: 0.1)
    }
    Thread.sleep(forTimeInterval: 0.3)
    running.send(SIGINT)
    let ending = try running.ending(seconds: 30)
    #expect(ending.code == 130)
    let xml = scratch.read("r.xml")
    #expect(xml.contains("tests=\"20000\" failures=\"0\" errors=\"0\"") && xml.contains("not run"))
    #expect(scratch.names == ["job.nc", "r.xml"])
  }

  @Test("a task of a Slurm array runs its shard; outside of one, and in an array with gaps, it says what to do")
  func slurm() throws {
    let scratch = try Scratch()
    let line = "RIGCTL=$rigctl scripts/slurm-campaign \(scratch.file("out")) --campaign 6 --fast --origin 0,0,0 "
    let path = try job(scratch)
    let task = ["SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "1"]
    let second = try Command().shell(line + path, env: task.merging(["SLURM_ARRAY_TASK_MAX": "3"]) { $1 })
    #expect(second.code == 0 && second.output.contains("2 passed"), "\(second.errors)")
    #expect(scratch.read("out/shard-2.xml").contains("name=\"shard\" value=\"2/3\""))
    #expect(scratch.read("out/shard-2.txt") == second.output)
    let gap = try Command().shell(line + path, env: task.merging(["SLURM_ARRAY_TASK_MAX": "5"]) { $1 })
    #expect(gap.code == 2 && gap.errors.contains("without gaps"))
    let outside = try Command().shell(line + path)
    #expect(outside.code == 2 && outside.errors.contains("sbatch --array=1-4"))
  }

  @Test("counts are told in French where the language is French")
  func french() throws {
    let scratch = try Scratch()
    let ending = try Command()(
      ["test", "--campaign", "3", try job(scratch)] + Self.place, env: ["LANG": "fr_FR.UTF-8"])
    #expect(ending.output.contains("3 réussi") && ending.output.contains("par seconde"))
  }
}
