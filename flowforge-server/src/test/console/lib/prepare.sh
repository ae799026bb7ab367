# shellcheck shell=bash
# Read by ../run and ../screenshots.

# Checks for Node.js, and installs the packages in the versions of package-lock.json, unless they are installed already.
prepare() { # the folder with package.json
  local cure="install Node.js 20.10 or newer, which brings npm: https://nodejs.org"
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "node or npm is missing; $cure" >&2
    exit 1
  fi
  if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 10) ? 0 : 1)'; then
    echo "node is $(node --version), which is too old; $cure" >&2
    exit 1
  fi
  # npm writes this file last.
  if [[ ! $1/node_modules/.package-lock.json -nt $1/package-lock.json ]]; then
    echo "Installing the test tools of the console ..."
    (cd "$1" && npm ci --ignore-scripts --loglevel=error)
  fi
}
