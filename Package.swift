// swift-tools-version: 6.1
import Foundation
import PackageDescription

// GDAL is optional: without it rasters are Esri ASCII grids and vectors GeoJSON or CSV.
// `SCARP_GDAL=1|0` decides; when it is not set, the headers do. SwiftPM caches the answer, so give
// a build with the other answer a `--scratch-path` of its own.
let usesGDAL: Bool = {
  if let answer = Context.environment["SCARP_GDAL"] { return answer != "0" }
  let headers = [
    "/usr/include/gdal/gdal.h", "/usr/include/gdal.h", "/usr/local/include/gdal.h",
    "/opt/homebrew/include/gdal.h",
  ]
  return headers.contains { FileManager.default.fileExists(atPath: $0) }
}()

let package = Package(
  name: "scarp",
  platforms: [.macOS(.v13)],
  products: [
    .library(name: "Susceptibility", targets: ["Susceptibility"]),
    .library(name: "HybridCNN", targets: ["HybridCNN"]),
    .library(name: "Baselines", targets: ["Baselines"]),
    .library(name: "FactorAnalysis", targets: ["FactorAnalysis"]),
    .library(name: "GeoRaster", targets: ["GeoRaster"]),
    .library(name: "NeuralCore", targets: ["NeuralCore"]),
    .library(name: "Metrics", targets: ["Metrics"]),
    .library(name: "LearningCore", targets: ["LearningCore"]),
    .executable(name: "scarp", targets: ["scarp"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
  ],
  targets: systemLibraries + libraries + examples + tests,
  swiftLanguageModes: [.v6]
)

// MARK: - System libraries

var systemLibraries: [Target] {
  var targets: [Target] = [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CLAPACKE", pkgConfig: "lapacke",
      providers: [.apt(["liblapacke-dev"]), .brew(["lapack"])]),
  ]
  if usesGDAL {
    targets.append(
      .systemLibrary(
        name: "CGDAL", pkgConfig: "gdal",
        providers: [.apt(["libgdal-dev"]), .brew(["gdal"])]))
  }
  return targets
}

// MARK: - Libraries

var libraries: [Target] {
  [
    // Shared by the libraries, not products: threads, files that appear when whole, and BLAS held to one thread.
    .target(name: "Parallelism"),
    .target(name: "TemporaryFiles"),
    .target(name: "DenseAlgebra", dependencies: ["COpenBLAS"]),
    // Loops between matrix products, in C because only there one function can serve several instruction sets.
    .target(name: "CVectorLoops"),

    .target(name: "LearningCore"),
    .target(name: "Metrics"),
    .target(name: "FactorAnalysis", dependencies: ["LearningCore", "CLAPACKE", "Parallelism"]),
    .target(name: "NeuralCore", dependencies: ["CVectorLoops", "DenseAlgebra", "Parallelism"]),
    .target(
      name: "HybridCNN",
      dependencies: [
        "NeuralCore", "Baselines", "LearningCore", "CVectorLoops", "DenseAlgebra", "Parallelism",
        "TemporaryFiles",
      ]),
    .target(
      name: "Baselines",
      dependencies: ["LearningCore", "CVectorLoops", "DenseAlgebra", "CLAPACKE", "Parallelism"]),
    .target(
      name: "GeoRaster",
      dependencies: ["CLAPACKE", "Parallelism", "TemporaryFiles"] + (usesGDAL ? ["CGDAL"] : []),
      swiftSettings: usesGDAL ? [.define("SCARP_GDAL")] : []),
    .target(
      name: "Susceptibility",
      dependencies: [
        "HybridCNN", "NeuralCore", "Baselines", "FactorAnalysis", "GeoRaster", "Metrics",
        "LearningCore", "Parallelism", "TemporaryFiles",
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Yams", package: "Yams"),
      ],
      resources: [.embedInCode("Report/Picture/Letters.glyphs")]),
  ]
}

// MARK: - Examples

var examples: [Target] {
  [
    .executableTarget(
      name: "scarp",
      dependencies: [
        "Parallelism", "Susceptibility",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Examples/scarp", exclude: ["README.md", "studies"]),
    .executableTarget(
      name: "QuickStart", dependencies: ["Susceptibility"],
      path: "Examples/QuickStart", exclude: ["README.md"]),
    .executableTarget(
      name: "VarianceInflation", dependencies: ["FactorAnalysis"],
      path: "Examples/VarianceInflation", exclude: ["README.md", "factors.csv"]),
  ]
}

// MARK: - Tests

func moduleTests(_ module: String, with others: [String] = []) -> Target {
  .testTarget(
    name: "\(module)Tests",
    dependencies: ([module, "TestSupport"] + others).map { Target.Dependency(stringLiteral: $0) })
}

var tests: [Target] {
  [
    .target(
      name: "TestSupport", dependencies: ["LearningCore", "GeoRaster", "NeuralCore"],
      path: "Tests/TestSupport"),
    moduleTests("Parallelism"),
    moduleTests("TemporaryFiles"),
    moduleTests("DenseAlgebra"),
    moduleTests("LearningCore"),
    moduleTests("Metrics", with: ["LearningCore"]),
    moduleTests("FactorAnalysis", with: ["LearningCore"]),
    moduleTests("NeuralCore", with: ["DenseAlgebra"]),
    moduleTests("HybridCNN", with: ["NeuralCore", "LearningCore"]),
    moduleTests("Baselines", with: ["LearningCore", "Metrics", "GeoRaster"]),
    moduleTests("GeoRaster", with: ["Parallelism"]),
    moduleTests("Susceptibility", with: ["Baselines", "GeoRaster", "Metrics"]),
    .testTarget(
      name: "ExampleTests",
      dependencies: ["GeoRaster", "scarp", "QuickStart", "VarianceInflation"]),
  ]
}
