#!/usr/bin/env bash
# Times Scarp and its peers in turn on this machine and writes Documentation/LandslideSusceptibility.docc/Benchmarks.md.
# Needs Python 3.11 or later and about 6 GB for the peers, which are installed into Benchmarks/.venv.
# With names of cases as arguments only these, and the table goes to .build/Benchmarks.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
Scripts/install-dependencies.sh
export SCARP_GDAL="${SCARP_GDAL:-1}"
swift build -c release --package-path Benchmarks --product bench
bench=$(swift build -c release --package-path Benchmarks --show-bin-path)/bench
python=${SCARP_PEERS_PYTHON:-Benchmarks/.venv/bin/python}
if [ ! -x "$python" ]; then
  python3 -m venv Benchmarks/.venv
  Benchmarks/.venv/bin/pip install --quiet --requirement Benchmarks/peers/requirements.txt
fi
output=Documentation/LandslideSusceptibility.docc/Benchmarks.md
chosen=()
if [ $# -gt 0 ]; then
  output=.build/Benchmarks.md
  mkdir -p .build
  chosen=(--cases "$@")
fi
python3 Benchmarks/compare.py "$bench" "$python" "$output" "${chosen[@]+"${chosen[@]}"}"
cat "$output"
