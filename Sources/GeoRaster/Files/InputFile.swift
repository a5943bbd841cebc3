import Foundation

/// What every reader asks of a file before it opens it.
enum InputFile {
  /// The size in bytes of a file that exists and is not empty; `nil` for a folder.
  ///
  /// - Throws: ``GeoRasterError/unreadable(file:reason:)``.
  static func size(of file: URL) throws -> Int? {
    // Links count as what they point to.
    let path = file.resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
      throw GeoRasterError.unreadable(file: file.path, reason: "there is no such file")
    }
    if attributes[.type] as? FileAttributeType == .typeDirectory { return nil }
    let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
    guard size > 0 || attributes[.type] as? FileAttributeType != .typeRegular else {
      throw GeoRasterError.unreadable(file: file.path, reason: "the file is empty")
    }
    return size
  }

  /// The bytes of a file, mapped into memory where that is safe.
  ///
  /// - Throws: ``GeoRasterError/unreadable(file:reason:)``.
  static func bytes(of file: URL) throws -> Data {
    guard try size(of: file) != nil else {
      throw GeoRasterError.unreadable(file: file.path, reason: "it is a folder, expected a file")
    }
    do {
      return try Data(contentsOf: file, options: .mappedIfSafe)
    } catch {
      throw GeoRasterError.unreadable(file: file.path, reason: error.localizedDescription)
    }
  }

  /// Refuses a grid that does not fit into memory, or that a file of this size cannot hold.
  ///
  /// - Parameters:
  ///   - bytesPerCell: memory needed for a cell.
  ///   - fileSize: bytes in the file, for formats whose cells are all in it; else `nil`.
  ///   - cellsPerByte: the most cells that one byte of such a file can stand for.
  /// - Throws: ``GeoRasterError/tooLarge(file:rows:columns:reason:)``.
  static func checkCells(
    rows: Int, columns: Int, of file: URL, bytesPerCell: Int = 4, fileSize: Int? = nil,
    cellsPerByte: Double = 1
  ) throws {
    func tooLarge(_ reason: String) -> GeoRasterError {
      .tooLarge(file: file.path, rows: rows, columns: columns, reason: reason)
    }
    let (cells, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, Int32(exactly: rows) != nil, Int32(exactly: columns) != nil else {
      throw tooLarge("more cells than any raster has")
    }
    let needed = Double(cells) * Double(bytesPerCell)
    let memory = Double(ProcessInfo.processInfo.physicalMemory)
    guard needed <= memory / 2 else {
      throw tooLarge(
        "needs \(megabytes(needed)) of memory, this machine has \(megabytes(memory)); "
          + "cut the area or take larger cells")
    }
    let most = max(1_048_576, Double(fileSize ?? .max) * cellsPerByte)
    if let fileSize, Double(cells) > most {
      throw tooLarge("the file of \(fileSize) bytes cannot hold so many cells")
    }
  }

  private static func megabytes(_ bytes: Double) -> String {
    "\(Int64(min(bytes / 1_048_576, 1e15).rounded())) MiB"
  }
}
