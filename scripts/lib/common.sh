# Shared by the scripts: goes to the root of the project, and says what is being done. Meant to be sourced.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# What is being done, on standard error, so that a script's result stays alone on standard output.
say() { printf '==> %s\n' "$*" >&2; }

# What is wrong and what to do about it; ends the script.
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# The usage comment at the top of the calling script, when it is asked for.
usage_if_asked() {
  case "${1:-}" in
    -h | --help)
      awk 'NR > 1 && !/^#/ { exit } NR > 1 { sub(/^# ?/, ""); print }' "$0"
      exit 0
      ;;
  esac
}

require_swift() {
  command -v swift >/dev/null || fail "the Swift toolchain is missing: install Swift 6.3 or later from https://swift.org/install"
}
