#!/usr/bin/env bash
# Runs a small study with most of what a study can show, and opens its report in Chromium and its maps with GDAL, and with QGIS
# where that is installed (SCARP_QGIS=1 installs it). Installs what is missing on Debian and Ubuntu.
# Usage: Scripts/check-outputs.sh [FOLDER]   (default: a temporary folder)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
packages=(chromium python3-gdal)
required=(--require gdal)
if [ "${SCARP_QGIS:-0}" = 1 ]; then
  packages+=(python3-qgis)
  required+=(--require qgis)
fi
export SCARP_GDAL=1
Scripts/install-dependencies.sh "${packages[@]}"

if [ $# -gt 0 ]; then
  folder=$1
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi
swift build --product scarp
scarp="$(swift build --show-bin-path)/scarp"

"$scarp" simulate "$folder" --size 96 --landslides 90 --overwrite
sed -i -E '/^(networks|cross-validation|jackknife|map|models|absences):/d' "$folder/study.yaml"
cat >>"$folder/study.yaml" <<'YAML'
models: [hybrid, random-forest, logistic-regression]
networks: { epochs: 3, filters-2d: [4, 4], filters-1d: [4, 4], hidden: 8, seeds: 2 }
random-forest: { trees: 40 }
absences: { sample: 1.0, minimum-distance: 90, replicates: 2 }
cross-validation: { folds: 2 }
tune: { models: [random-forest], folds: 2, grid: { trees: [20, 40] } }
jackknife: { model: random-forest, seeds: 2, groups: { water: [twi, spi, rivers] } }
calibration: { method: platt }
uncertainty: { sources: [folds] }
map: { classes: 5, method: natural, agreement: true }
YAML
"$scarp" run "$folder/study.yaml" --overwrite
# Debian's Python, which Debian's GDAL and QGIS belong to.
/usr/bin/python3 Scripts/check-report.py "$folder/results/report.html"
/usr/bin/python3 Scripts/check-maps.py "${required[@]}" "$folder/results"
