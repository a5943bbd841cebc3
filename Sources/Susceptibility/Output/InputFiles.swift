import Foundation
import Parallelism

/// The files that a study reads, with their digests.
struct InputFiles {
  let files: [Manifest.InputFile]

  /// Reads every file that the study names, and what lies beside it (.shx, .dbf, .prj, .aux.xml, ...).
  ///
  /// - Throws: ``StudyFileError`` naming the key of a file that is missing.
  init(of study: StudyConfiguration, threads: Int?) throws {
    var paths: [String] = []
    for (key, path) in study.namedFiles {
      let url = study.url(path)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
        throw StudyFileError(
          file: study.file, key: key,
          problem: "there is no file \(url.path); expected a path relative to the study file")
      }
      for name in [path] + Self.companions(of: path, in: study) where !paths.contains(name) {
        if !isFolder.boolValue || name != path { paths.append(name) }
      }
    }
    let all = paths
    files = try Parallel.map(all.count, threads: threads) { index in
      let (digest, bytes) = try Self.digest(study.url(all[index]), name: all[index])
      return Manifest.InputFile(path: all[index], bytes: bytes, sha256: digest)
    }
  }

  /// The digests by path, for the digest of a step.
  var digests: [String: String] {
    Dictionary(files.map { ($0.path, $0.sha256) }, uniquingKeysWith: { first, _ in first })
  }

  private static func digest(_ url: URL, name: String) throws -> (String, Int) {
    do {
      return try SHA256.digest(ofFile: url)
    } catch {
      throw StudyFileError(
        file: url.path, key: "", problem: "cannot be read: \(error.localizedDescription)")
    }
  }

  /// Files with the same stem that belong to a raster or a shapefile.
  private static func companions(of path: String, in study: StudyConfiguration) -> [String] {
    let stem = (path as NSString).deletingPathExtension
    let beside =
      switch (path as NSString).pathExtension.lowercased() {
      case "shp": ["shx", "dbf", "prj", "cpg"].map { "\(stem).\($0)" }
      case "asc": ["\(stem).prj"]
      case "tif", "tiff": ["\(path).aux.xml", "\(path).ovr", "\(stem).tfw"]
      default: [String]()
      }
    return beside.filter { FileManager.default.fileExists(atPath: study.url($0).path) }
  }
}

extension StudyConfiguration {
  /// The files that the study names.
  public var inputFiles: [URL] { namedFiles.map { url($0.path) } }

  /// The place of a path that is relative to the study file.
  func url(_ path: String) -> URL {
    path.hasPrefix("/")
      ? URL(fileURLWithPath: path) : folder.appendingPathComponent(path).standardizedFileURL
  }

  /// Every file that the study names, with the key that names it.
  var namedFiles: [(key: String, path: String)] {
    var files = [("grid", grid)]
    if let area { files.append(("area.vector", area.vector)) }
    if let exclude { files.append(("exclude.vector", exclude.vector)) }
    for (index, factor) in factors.enumerated() {
      files += factor.namedFiles.map { ("factors[\(index)].\($0.key)", $0.path) }
    }
    files.append(("inventory.vector", inventory.vector))
    if case .highest(let dem?) = landslideCells { files.append(("inventory.from", dem)) }
    switch absences {
    case .vector(let selection): files.append(("absences.vector", selection.vector))
    case .sampled(let sampling):
      if case .dem(let dem) = sampling.slope?.source { files.append(("absences.slope.from", dem)) }
    }
    return files
  }
}

extension FactorDefinition {
  /// Every file that the factor names, with the key that names it.
  var namedFiles: [(key: String, path: String)] {
    var files: [(key: String, path: String)] =
      switch source {
      case .raster(let file, _): [("raster", file)]
      case .derived(_, let dem): [("from", dem)]
      case .polygons(let selection, _): [("polygons", selection.vector)]
      case .distance(let selection, _): [("distance-to", selection.vector)]
      case .distanceToStreams(let dem, _, _): [("from", dem)]
      case .ndvi(let red, let nearInfrared):
        [("ndvi.red", red), ("ndvi.near-infrared", nearInfrared)]
      case .interpolated(let points, _, let interpolation):
        [("interpolate", points.vector)] + interpolation.namedFiles
      }
    if let legend { files.append(("legend", legend)) }
    return files
  }
}
