#!/bin/sh
# Installs a release of perfreport: finds the build for this machine, checks its SHA-256, unpacks it.
set -eu

# The release workflow writes here where its releases are.
RELEASES=''

usage() {
  cat <<'END'
Usage: install.sh [--version VERSION] [--to DIR] [--slim] [--from URL]

  --version VERSION  a release, such as 1.2.3 [default: the latest]
  --to DIR           where the program goes [default: ~/.local/bin]
  --slim             the build without the history (--save, history, review) and without fetch
  --from URL         where the releases are: https://github.com/OWNER/perfreport/releases
END
}

fail() {
  printf 'error: %s\n' "$1" >&2
  exit 1
}

# A function, so that a download of this script that was cut short does nothing.
main() {
  version=latest to="${HOME:-}/.local/bin" name=perfreport
  while [ $# -gt 0 ]; do
    case "$1" in
      --version | --to | --from)
        [ $# -ge 2 ] || fail "$1 needs a value"
        case "$1" in
          --version) version=${2#v} ;;
          --to) to=$2 ;;
          --from) RELEASES=${2%/} ;;
        esac
        shift 2
        ;;
      --slim)
        name=perfreport-slim
        shift
        ;;
      -h | --help)
        usage
        exit
        ;;
      *)
        usage >&2
        fail "unknown option: $1"
        ;;
    esac
  done
  [ -n "$RELEASES" ] || fail 'this copy of install.sh does not know where the releases are: give --from URL'

  case "$(uname -s)" in
    Linux) system=unknown-linux-musl ;;
    Darwin) system=apple-darwin ;;
    *) fail "there is no build for $(uname -s): on Windows take the .tar.gz from the release, elsewhere use cargo install" ;;
  esac
  case "$(uname -m)" in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=aarch64 ;;
    *) fail "there is no build for $(uname -m): use cargo install" ;;
  esac
  archive=$name-$machine-$system.tar.gz

  if [ "$version" = latest ]; then
    url=$RELEASES/latest/download
  else
    url=$RELEASES/download/v$version
  fi

  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  for file in SHA256SUMS "$archive"; do
    if command -v curl >/dev/null; then
      curl --fail --silent --show-error --location --output "$folder/$file" "$url/$file" || fail "cannot download $url/$file"
    elif command -v wget >/dev/null; then
      wget -q -O "$folder/$file" "$url/$file" || fail "cannot download $url/$file"
    else
      fail 'neither curl nor wget is installed'
    fi
  done

  expected=$(awk -v file="$archive" '$2 == file || $2 == "*" file { print $1 }' "$folder/SHA256SUMS")
  [ -n "$expected" ] || fail "SHA256SUMS does not name $archive"
  if command -v sha256sum >/dev/null; then
    actual=$(sha256sum "$folder/$archive")
  elif command -v shasum >/dev/null; then
    actual=$(shasum -a 256 "$folder/$archive")
  else
    fail 'neither sha256sum nor shasum is installed: the download cannot be checked'
  fi
  [ "${actual%% *}" = "$expected" ] ||
    fail "the SHA-256 of $archive is ${actual%% *}, and SHA256SUMS says $expected: nothing was installed"

  tar -xzf "$folder/$archive" -C "$folder" perfreport || fail "$archive holds no perfreport"
  mkdir -p "$to"
  # Moved into place under its name only when it is whole: a program that is running may be replaced.
  cp "$folder/perfreport" "$to/.perfreport.new"
  chmod 755 "$to/.perfreport.new"
  mv -f "$to/.perfreport.new" "$to/perfreport"

  printf 'installed %s/perfreport (%s)\n' "$to" "$("$to/perfreport" --version)"
  case ":$PATH:" in
    *":$to:"*) ;;
    *) printf 'note: %s is not on the PATH\n' "$to" >&2 ;;
  esac
}

main "$@"
