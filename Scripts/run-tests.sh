#!/usr/bin/env bash
# Installs what is missing and runs all tests.
# SCARP_REFERENCE_DATA=FOLDER adds the tests against reference values and real study areas.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
Scripts/install-dependencies.sh
export SCARP_GDAL="${SCARP_GDAL:-1}"
# SwiftPM caches the manifest's answer to SCARP_GDAL, so each answer has a folder of its own.
scratch=".build"
[ "$SCARP_GDAL" != 0 ] || scratch=".build/without-gdal"
exec swift test --scratch-path "$scratch" "$@"
