#!/usr/bin/env bash
# Builds and runs a package, in a temporary folder, that depends on this one and imports two of its products.
set -euo pipefail
scarp=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export SCARP_GDAL="${SCARP_GDAL:-1}"
consumer=$(mktemp -d)
trap 'rm -rf "$consumer"' EXIT
mkdir -p "$consumer/Sources/consumer"
cat >"$consumer/Package.swift" <<EOF
// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "consumer",
  platforms: [.macOS(.v13)],
  dependencies: [.package(name: "scarp", path: "$scarp")],
  targets: [
    .executableTarget(
      name: "consumer",
      dependencies: [
        .product(name: "FactorAnalysis", package: "scarp"),
        .product(name: "Metrics", package: "scarp"),
        .product(name: "LearningCore", package: "scarp"),
      ])
  ]
)
EOF
cat >"$consumer/Sources/consumer/main.swift" <<'EOF'
import FactorAnalysis
import LearningCore
import Metrics

let factors = Matrix([[1, 2], [2, 1], [3, 5], [4, 3], [5, 6]])
let collinearity = try Multicollinearity(factors, names: ["slope", "relief"])
for factor in collinearity.factors {
  print(factor.name, factor.varianceInflationFactor)
}
let area = areaUnderCurve(labels: [false, true, false, true], scores: [0.1, 0.4, 0.35, 0.8])
print("AUC", area)
precondition(area == 1, "the two landslides rank above the two absences")
EOF
swift run --package-path "$consumer" consumer
