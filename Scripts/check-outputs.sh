#!/usr/bin/env bash
# Runs a small study with most of what a study can show, and opens its report in Chromium and its maps with GDAL, and with QGIS
# where that is installed (SCARP_QGIS=1 installs it; without it, that it is skipped is said). Installs what is missing on Debian
# and Ubuntu. With SCARP_REFERENCE_DATA=FOLDER it does the same with the Kaghan study on its real data, trained for a few epochs.
# Usage: Scripts/check-outputs.sh [FOLDER]   (default: a temporary folder)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
packages=(chromium python3-gdal python3-rasterio)
required=(--require gdal --require rasterio)
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

# Debian's Python, which Debian's GDAL and QGIS belong to.
check() {
  /usr/bin/python3 Scripts/check-report.py "$1/report.html"
  /usr/bin/python3 Scripts/check-maps.py "${required[@]}" "$1"
}

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
check "$folder/results"

data="${SCARP_REFERENCE_DATA:-}/data/kaghan_pakistan"
if [ ! -d "$data" ]; then
  echo "check-outputs: no run of the Kaghan study, as SCARP_REFERENCE_DATA has no data/kaghan_pakistan" >&2
  exit 0
fi
# 815,000 cells and a jackknife are too much for a debug build.
swift build -c release --product scarp
scarp="$(swift build -c release --show-bin-path)/scarp"
kaghan="$folder/kaghan"
mkdir -p "$kaghan"
# The study's paths are relative to it, so it stands beside links to the data. All of its factors and models, and the jackknife;
# fewer epochs and folds, which change no figure but the numbers in it.
ln -sfn "$(cd "$data" && pwd)"/* "$kaghan"
cp Examples/scarp/studies/kaghan.yaml "$kaghan/study.yaml"
cat >>"$kaghan/study.yaml" <<'YAML'
networks: { epochs: 8 }
cross-validation: { folds: 2 }
YAML
"$scarp" run "$kaghan/study.yaml" --overwrite
check "$kaghan/results"
