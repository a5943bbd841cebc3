// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that nobody who imports Scarp resolves what only benchmarks need.
let package = Package(
  name: "scarp-benchmarks",
  platforms: [.macOS(.v13)],
  dependencies: [
    // Named, because without the name SwiftPM takes the identity from the folder of the checkout.
    .package(name: "scarp", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
  ],
  targets: [
    .systemLibrary(name: "CBLAS", pkgConfig: "openblas"),
    .executableTarget(
      name: "bench",
      dependencies: [
        "CBLAS",
        .product(name: "Baselines", package: "scarp"),
        .product(name: "FactorAnalysis", package: "scarp"),
        .product(name: "HybridCNN", package: "scarp"),
        .product(name: "LearningCore", package: "scarp"),
        .product(name: "Metrics", package: "scarp"),
        .product(name: "NeuralCore", package: "scarp"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
