// The report: everything about one run in, one page out that needs nothing else to be seen.

import Foundation

/// One self-contained page (valid both as HTML and as XML) for screen, phone and paper. No script, no network, no clock:
/// the same input gives the same bytes. Everything that a stranger may have named is escaped.
public func reportHTML(_ input: ReportInput) -> String {
  let language = input.language
  let title = "\(input.jobName) · \(verdict(input).text(in: language))"
  return """
    <!DOCTYPE html>
    <html lang="\(language.rawValue)" xmlns="http://www.w3.org/1999/xhtml">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>
    <title>\(title.htmlEscaped)</title>
    <style>
    \(reportStyle)
    </style>
    </head>
    <body>
    <main>
    \(header(input))
    \(reliefSection(input))
    \(reportPictures(input))
    \(torqueSection(input))\(curesSection(input))
    \(reportTables(input))
    </main>
    </body>
    </html>

    """
}

private func header(_ input: ReportInput) -> String {
  let (summary, language) = (input.summary, input.language)
  // A job at risk because of the ideal model, or of a margin below zero, has come to its end in the run that is shown.
  let isInDoubt = input.verdict == .atRisk || input.verdict == .stalls
  let result = isInDoubt && summary.result == .completed ? .stalled : summary.result
  var html = "<header class=\"\(result.rawValue)\"><h1>\(input.jobName.htmlEscaped)</h1>"
  let made = Phrase.madeOn(
    board: input.boardTitle, backend: summary.backend,
    date: input.startedAt.map { dateText($0, in: input.timeZone, language) })
  html += "<p class=\"soft\">\(made.html(language))</p>"
  html += "<p class=\"verdict\">\(icon(result))<span>\(verdict(input).html(language))</span></p>"
  if let seconds = summary.machineSeconds {
    html += "<p>\(Phrase.summarySentence(seconds: seconds, lengthMm: summary.path.lengthMm).html(language))</p>"
  }
  if let alarm = summary.alarm {
    let reason = input.alarm ?? Phrase(en: alarm.message, fr: alarm.message)
    html += "<p class=\"reason\">\(reason.atLine(alarm.line).html(language))</p>"
  }
  return html + "</header>"
}

/// How the run ended, or what a check says of it.
private func verdict(_ input: ReportInput) -> Phrase {
  input.verdict.map { Phrase.verdict($0) } ?? .outcome(input.summary.result)
}

/// A tick, a bar or a cross, so that the verdict does not rest on colour.
private func icon(_ result: Summary.Outcome) -> String {
  let sign =
    switch result {
    case .completed: "M9 17l5 5 10-12"
    case .aborted: "M9 16h14"
    case .alarm, .stalled: "M16 8v10m0 5v1"
    case .error: "M11 11l10 10m0-10l-10 10"
    }
  return "<svg viewBox=\"0 0 32 32\" aria-hidden=\"true\"><circle cx=\"16\" cy=\"16\" r=\"16\" fill=\"currentColor\"/>"
    + "<path d=\"\(sign)\" fill=\"none\" stroke=\"#fff\" stroke-width=\"3.4\" stroke-linecap=\"round\""
    + " stroke-linejoin=\"round\"/></svg>"
}

/// 2 March 2026, 14:05; 2 mars 2026, 14 h 05.
private func dateText(_ date: Date, in timeZone: TimeZone, _ language: Language) -> String {
  var calendar = Calendar(identifier: .gregorian)
  calendar.timeZone = timeZone
  let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
  guard let year = parts.year, let month = parts.month, let day = parts.day, let hour = parts.hour,
    let minute = parts.minute
  else { return "" }
  let english = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  let french = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
  ]
  let minutes = minute < 10 ? "0\(minute)" : "\(minute)"
  if language == .en { return "\(day) \(english[month - 1]) \(year), \(hour):\(minutes)" }
  return "\(day == 1 ? "1er" : "\(day)") \(french[month - 1]) \(year), \(hour)\u{A0}h\u{A0}\(minutes)"
}
