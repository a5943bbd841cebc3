import Foundation
import LearningCore
import TemporaryFiles

/// The scores of many fits, kept as they come in, so that an interrupted step goes on where it stopped.
///
/// A text file: a line with the key of the step, then a line of JSON for each score. A line has been handed to the system
/// before the next fit begins on its thread, and is on disk a second later at most; a last line that was cut off is not
/// read.
final class ScoreJournal: @unchecked Sendable {
  /// A line.
  struct Score: Codable, Equatable, Sendable {
    /// Which fit.
    var fit: String
    /// Its AUC; `nil` when it failed, or the fold holds one class.
    var area: Double?
    /// The probabilities of its validation samples, when they are to be put together with those of other folds.
    var probabilities: [JSONNumber]?
    /// Why it came to nothing.
    var failure: String?
    /// What the user should know about it.
    var warnings: [String] = []
  }

  private let lock = NSLock()
  private let path: String
  private let handle: FileHandle
  private var scores: [String: Score]
  private var synchronized = ContinuousClock.now

  /// Opens the journal in `file`, or begins it when there is none or it is of another step or other inputs.
  init(file: URL, key: String) throws {
    path = file.path
    let lines =
      (try? String(contentsOf: file, encoding: .utf8))?.components(separatedBy: "\n") ?? []
    // What is after the last line feed is empty, or was cut off.
    let whole = lines.first == key ? lines.dropFirst().dropLast() : []
    let known = whole.compactMap { try? JSONDecoder().decode(Score.self, from: Data($0.utf8)) }
    scores = Dictionary(known.map { ($0.fit, $0) }, uniquingKeysWith: { $1 })
    do {
      let text = try [key] + known.map { try Self.line($0) }
      try TemporaryFile.write(Data((text.joined(separator: "\n") + "\n").utf8), to: file)
      handle = try FileHandle(forWritingTo: file)
      try handle.seekToEnd()
    } catch {
      throw StudyError.unwritable(folder: file.path, reason: error.localizedDescription)
    }
  }

  deinit { try? handle.close() }

  /// The score of a fit, when it has been made.
  subscript(fit: String) -> Score? { lock.withLock { scores[fit] } }

  /// Writes a score.
  func append(_ score: Score) throws {
    try lock.withLock {
      do {
        try handle.write(contentsOf: Data((Self.line(score) + "\n").utf8))
        // Waiting for the disk takes longer than many fits.
        if ContinuousClock.now - synchronized >= .seconds(1) {
          try handle.synchronize()
          synchronized = .now
        }
      } catch {
        throw StudyError.unwritable(folder: path, reason: error.localizedDescription)
      }
      scores[score.fit] = score
    }
  }

  private static func line(_ score: Score) throws -> String {
    String(decoding: try JSONFile.compactData(score), as: UTF8.self)
  }
}
