// The YAML of one scenario file comes in; a Scenario goes out, or every problem that the file has.

import Foundation
import StepperCore

/// Reads one scenario file from top to bottom. What is wrong is reported and left out, so that one run finds every error;
/// a scenario with problems is never handed out.
struct ScenarioReader {
  let file: String
  /// What paths in it are relative to.
  let folder: String
  let boards: LoadedBoards
  /// A board to take in place of the file's own: its name, or its file.
  let otherBoard: String?
  let problems: ProblemList

  init(file: String, boards: LoadedBoards, otherBoard: String? = nil, problems: ProblemList) {
    self.file = file
    folder = URL(fileURLWithPath: file).deletingLastPathComponent().standardizedFileURL.path
    self.boards = boards
    self.otherBoard = otherBoard
    self.problems = problems
  }

  func scenario(_ bytes: [UInt8]) -> Scenario? {
    var document = YAMLDocument(file: file, problems: problems)
    guard let value = document.root(of: bytes),
      let root = value.mapping(keys: ScenarioKeys.scenario, example: "name: Limit hit at full speed")
    else { return nil }
    let name = root.required("name", example: "Limit hit at full speed")?.text(example: "Limit hit at full speed")
    let about = root["about"]?.text(example: "What one learns from it.", limit: 4000)
    let board = board(root["board"], root.value.place)
    let steps = steps(root["steps"], board, hasPhysics: root["physics"]?.flag() ?? true)
    let startsUnhomed = root["unhomed"]?.flag() ?? false
    let job = doing(root)
    let seed = root["seed"]?.wholeNumber(0...999_999_999_999_999, example: "1")
    let hasPhysics = root["physics"]?.flag() ?? true
    let origin = root["origin"]?.point(-100_000...100_000, example: "[45, 10, -30]")
    let seconds = root["max_time_s"]?.number(0.001...1e9, example: "60")
    let pauses: KeyValuePairs<String, Bool> = ["pass": true, "person": false]
    let passesPauses = root["pauses"].map { $0.choice(pauses) } ?? false
    if root["steps"] != nil { root["pauses"]?.report(.contradiction(.uselessWith(choice: "steps"))) }
    let faults = faults(root["faults"], board, hasPhysics: hasPhysics, hasSteps: root["steps"] != nil)
    let expectations = expectations(root, board)
    guard let name, let board, problems.problems.isEmpty else { return nil }
    return Scenario(
      file: file, name: name.split(whereSeparator: \.isWhitespace).joined(separator: " "), about: about ?? "",
      board: board, job: job, steps: steps, startsUnhomed: startsUnhomed, seed: seed.map(UInt64.init) ?? 1,
      hasPhysics: hasPhysics, origin: origin,
      maxMachineSeconds: seconds, passesPauses: passesPauses ?? false, faults: faults, expectations: expectations)
  }

  /// A board that cannot be found is told at this place, a board that is wrong at its own.
  private func board(_ value: YAMLValue?, _ root: Place) -> Board? {
    var name = "default"
    if let value {
      guard let given = value.text(example: "default") else { return nil }
      name = given.contains("/") || given.hasSuffix(".yaml") || given.hasSuffix(".yml") ? path(given) : given
    }
    switch boards.board(otherBoard ?? name) {
    case .success(let board): return board
    case .failure(let error):
      for problem in error.problems {
        if case .notFound = problem.fault, otherBoard == nil {
          problems.report(
            problem.fault, in: file, at: value?.place ?? root, key: "board", suggestion: problem.suggestion)
        } else {
          problems.add(problem)
        }
      }
      return nil
    }
  }

  /// A scenario has a job or a script, and only one of them.
  private func doing(_ root: YAMLMapping) -> ScenarioJob? {
    guard let steps = root["steps"] else {
      root["unhomed"]?.report(.contradiction(.uselessWith(choice: "job")))
      return root.required("job", example: "plate.nc").flatMap(job)
    }
    root["job"]?.report(.contradiction(.uselessWith(choice: "steps")))
    if steps.list(example: "[{send: $H}]")?.isEmpty == true { steps.report(.cannotFail(example: "[{send: $H}]")) }
    return nil
  }

  /// Several lines are the job itself, one is the name of its file.
  private func job(_ value: YAMLValue) -> ScenarioJob? {
    guard let text = value.text(example: "plate.nc", limit: YAMLDocument.byteLimit) else { return nil }
    if text.contains("\n") { return ScenarioJob(path: "\(file) (job)", bytes: Array(text.utf8)) }
    let path = path(text)
    if FileManager.default.fileExists(atPath: path) { return ScenarioJob(path: BoardFile.shown(path)) }
    let beside = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: beside)) ?? []
    let last = URL(fileURLWithPath: path).lastPathComponent
    let nearest = Spelling.nearest(to: last, in: names.filter { !$0.hasSuffix(".yaml") }.sorted())
    value.report(
      .noSuchFile(name: last, folder: BoardFile.shown(beside)),
      suggestion: nearest.map { String(text.dropLast(last.count)) + $0 })
    return nil
  }

  private func path(_ text: String) -> String {
    let whole = text.hasPrefix("/") ? text : folder + "/" + text
    return URL(fileURLWithPath: whole).standardizedFileURL.path
  }
}

extension ProblemList {
  /// A problem that was found elsewhere.
  func add(_ problem: FileProblem) {
    report(
      problem.fault, in: problem.file, at: Place(line: problem.line, column: problem.column), key: problem.key,
      suggestion: problem.suggestion)
  }
}
