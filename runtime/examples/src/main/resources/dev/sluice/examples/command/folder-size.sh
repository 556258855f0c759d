# Measures a folder. The task comes on standard input, the result goes to standard output, and what people read to standard error.
set -eu
path=$(sed -n 's/.*"path":"\([^"\\]*\)".*/\1/p')
if [ -z "$path" ]; then
  echo "path must be a folder without quotes and backslashes" >&2
  exit 65 # this task will never work: no further attempt
fi
[ -d "$path" ] || { echo "$path is not here: attempt $SLUICE_ATTEMPT" >&2; exit 1; }

files=$(find "$path" -type f | wc -l | tr -d ' ')
kilobytes=$(du -sk "$path" | cut -f 1)
echo "{\"files\":$files,\"kilobytes\":$kilobytes}"
