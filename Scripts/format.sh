#!/usr/bin/env bash
# Formats the tracked Swift files and lints them strictly.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
git ls-files -z '*.swift' | xargs -0 swift format format --in-place --parallel
git ls-files -z '*.swift' | xargs -0 swift format lint --strict --parallel
