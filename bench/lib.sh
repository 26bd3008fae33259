# shellcheck shell=bash
# Timing and medians for bench/run.

declare -A samples=()

# sample NAME VALUE
sample() { samples[$1]="${samples[$1]-} $2"; }

# median NAME
median() {
  tr ' ' '\n' <<<"${samples[$1]}" | grep . | sort -g | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# spread NAME: least and greatest.
spread() { tr " " "\n" <<<"${samples[$1]}" | grep . | sort -g | awk 'NR == 1 { low = $1 } { high = $1 } END { printf "%.2f to %.2f", low, high }'; }

# ratio NAME BASE: the median of NAME in units of that of BASE.
ratio() { awk -v a="$(median "$1")" -v b="$(median "$2")" 'BEGIN { printf "%.3f", a / b }'; }

# time_of NAME COMMAND...: wall seconds of a command as a sample.
time_of() {
  local name=$1 begin end
  shift
  begin=$(date +%s%N)
  "$@" >/dev/null
  end=$(date +%s%N)
  sample "$name" "$(awk -v n=$((end - begin)) 'BEGIN { printf "%.4f", n / 1e9 }')"
}

# row LABEL NAME BASE [GOAL]
row() { printf '| %s | %s | %s |%s\n' "$1" "$(median "$2")" "$(ratio "$2" "$3")" "${4+ $4 |}"; }
