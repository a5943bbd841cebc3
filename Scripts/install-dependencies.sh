#!/usr/bin/env bash
# Installs the system libraries that Scarp needs, where they are missing. Does nothing when all is there.
# SCARP_GDAL=0 leaves GDAL out (rasters are then Esri ASCII grids, vectors GeoJSON or CSV).
# Usage: Scripts/install-dependencies.sh [PACKAGE...]   further packages of Debian or Ubuntu, for checks
set -euo pipefail

fail() { echo "install-dependencies: $*" >&2; exit 1; }

command -v swift >/dev/null 2>&1 ||
  fail "no swift found: install a Swift 6.1 or later toolchain (https://www.swift.org/install) and put it on PATH"

# name of the pkg-config module, package on Debian and Ubuntu, formula on Homebrew
needed=("openblas libopenblas-dev openblas" "lapacke liblapacke-dev lapack")
[ "${SCARP_GDAL:-1}" = 0 ] || needed+=("gdal libgdal-dev gdal")

packages=()
if ! command -v pkg-config >/dev/null 2>&1; then packages+=("pkg-config"); fi
for entry in "${needed[@]}"; do
  read -r module debian homebrew <<<"$entry"
  if ! command -v pkg-config >/dev/null 2>&1 || ! pkg-config --exists "$module" 2>/dev/null; then
    if [ "$(uname)" = Darwin ]; then packages+=("$homebrew"); else packages+=("$debian"); fi
  fi
done
if [ "$(uname)" != Darwin ]; then
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || packages+=("$package")
  done
fi
[ ${#packages[@]} -gt 0 ] || exit 0

if [ "$(uname)" = Darwin ]; then
  command -v brew >/dev/null 2>&1 || fail "no Homebrew found: install it, or by hand: ${packages[*]}"
  brew install "${packages[@]}" || fail "brew could not install ${packages[*]}"
  exit 0
fi

command -v apt-get >/dev/null 2>&1 ||
  fail "no apt-get found: install OpenBLAS, LAPACKE, GDAL and pkg-config with your package manager"
run=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || fail "not root and no sudo: ask for ${packages[*]} to be installed"
  run=(sudo)
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "installing ${packages[*]}" >&2
# "${run[@]+...}" because an empty array counts as unset for set -u in older shells.
if ! { "${run[@]+"${run[@]}"}" apt-get update -qq &&
  "${run[@]+"${run[@]}"}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
  fail "apt-get could not install ${packages[*]}: $(grep -E '^E:' "$log" | head -1 || true)"
fi
