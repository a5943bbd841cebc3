import Foundation

extension Study {
  /// Writes report.html from what is in the folder.
  func runReport() throws {
    guard manifest.steps["factors"] != nil else {
      throw StudyError.nothingToDo(
        step: "report", reason: "\(folder.url.path) has no results yet; run the study first")
    }
    // Always made anew: it is quick, and shows whatever steps have been run.
    options.observer(.began(.report, detail: ""))
    let start = ContinuousClock.now
    try StudyReport(folder: folder.url).write()
    let seconds = (ContinuousClock.now - start).inSeconds
    options.observer(.ended(.report, detail: "", seconds: seconds, reused: false))
  }
}
