#!/usr/bin/env bash
# Installs what is missing, builds Scarp and runs a complete study on a simulated area.
# Usage: Scripts/run-study.sh [FOLDER]   (default: simulated-study in this checkout)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=${1:-simulated-study}

Scripts/install-dependencies.sh
export SCARP_GDAL="${SCARP_GDAL:-1}"
scratch=".build"
[ "$SCARP_GDAL" != 0 ] || scratch=".build/without-gdal"

echo "building scarp" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! swift build -c release --product scarp --scratch-path "$scratch" >"$log" 2>&1; then
  cat "$log" >&2
  echo "run-study: the build failed (see above)" >&2
  exit 1
fi
scarp="$(swift build -c release --product scarp --scratch-path "$scratch" --show-bin-path)/scarp"

# The same seed gives the same files, so making them again changes nothing.
"$scarp" simulate "$folder" --size 512 --landslides 621 --overwrite
"$scarp" run "$folder/study.yaml" --overwrite
