#!/usr/bin/env bash
# Checks README.md and docs/*.md against the files of the repository: relative links and their anchors, paths that are mentioned, and every
# `Type.Member` in code font whose type is declared in src/. In the tables of docs/gle.md below "From equation to code" the type must exist.
# Prints file:line for everything that is wrong, and exits with 1 if anything is.
#   eng/check-docs.sh [ROOT]
set -u
export LC_ALL=C

root=${1:-$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)}
cd -- "$root" || exit 1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf -- "$scratch"' EXIT
wrong=0

complain() {
  printf '%s:%s: %s\n' "$1" "$2" "$3"
  wrong=$((wrong + 1))
}

# The anchors that GitHub gives to the headings of a page.
anchors_of() {
  awk '
    /^ *```/ { fenced = !fenced; next }
    !fenced && /^#+ / {
      sub(/^#+ +/, ""); sub(/ +#* *$/, "")
      gsub(/\]\([^)]*\)/, "")
      text = tolower($0)
      gsub(/[!-,.\/:-@[-^`{-~]/, "", text)
      gsub(/ /, "-", text)
      print text (text in seen ? "-" seen[text] : "")
      seen[text]++
    }' "$1"
}

# One line for each thing to check: kind, line number, what.
things_in() {
  awk '
    function emit(kind, what) { printf "%s\t%d\t%s\n", kind, NR, what }
    /^ *```/ { fenced = !fenced; next }
    {
      rest = " " $0
      while (match(rest, /[^A-Za-z0-9_.\/-](\.\/)?(src|tests|samples|eng)\/[A-Za-z0-9_.\/*-]+/)) {
        path = substr(rest, RSTART + 1, RLENGTH - 1)
        rest = substr(rest, RSTART + RLENGTH)
        sub(/^\.\//, "", path); sub(/[.\/]+$/, "", path)
        emit("path", path)
      }
    }
    fenced { next }
    /^## / { equations = /From equation to code/ }
    {
      rest = $0
      plain = ""
      while (match(rest, /`[^`]*`/)) {
        code = substr(rest, RSTART + 1, RLENGTH - 2)
        plain = plain substr(rest, 1, RSTART - 1) "code"
        rest = substr(rest, RSTART + RLENGTH)
        gsub(/<[^>]*>/, "", code); sub(/\(.*$/, "", code)
        if (code ~ /^[A-Z][A-Za-z0-9]*\.[A-Z][A-Za-z0-9]*$/)
          emit(equations && /^\|/ ? "equation" : "member", code)
      }
      rest = plain rest
      while (match(rest, /\]\([^)]*\)/)) {
        target = substr(rest, RSTART + 2, RLENGTH - 3)
        rest = substr(rest, RSTART + RLENGTH)
        sub(/ +".*$/, "", target)
        emit("link", target)
      }
      if (match($0, /^\[[^]]+\]: +/)) { target = substr($0, RLENGTH + 1); sub(/ .*$/, "", target); emit("link", target) }
    }' "$1"
}

check_link() {
  local page=$1 line=$2 target=$3 path anchor file
  case $target in
    http://* | https://* | mailto:*) return ;;
    '') complain "$page" "$line" "a link leads nowhere"; return ;;
  esac
  path=${target%%#*} anchor=
  [[ $target == *'#'* ]] && anchor=${target#*#}
  file=$page
  [[ -n $path ]] && file=$(dirname -- "$page")/$path
  if [[ ! -e $file ]]; then
    complain "$page" "$line" "the link $target leads to $path, which does not exist"
  elif [[ -n $anchor && $file == *.md ]] && ! anchors_of "$file" | grep -qxF -- "$anchor"; then
    complain "$page" "$line" "the link $target leads to a heading that ${file#./} does not have"
  fi
}

check_path() {
  compgen -G "$3" >/dev/null || complain "$1" "$2" "$3 does not exist"
}

# Every type declared in src/ with its file, found once.
grep -rnoE --include='*.cs' '(class|struct|record|interface|enum) +[A-Z][A-Za-z0-9]*' src 2>/dev/null |
  awk -F: '$1 !~ /\/(bin|obj)\// { n = split($3, words, " "); print words[n] "\t" $1 }' | sort -u >"$scratch/types"

check_member() {
  local page=$1 line=$2 type=${3%%.*} member=${3#*.} must_exist=$4 files
  files=$(awk -F'\t' -v type="$type" '$1 == type { print $2 }' "$scratch/types")
  if [[ -z $files ]]; then
    [[ $must_exist == yes ]] && complain "$page" "$line" "there is no type $type in src/ (in $3)"
    return
  fi
  # A line of an enumeration; a declaration with its access; a parameter of a record on a line of its own; a member of an interface.
  local declared="^ *$member( *=[^>].*)?,? *\$|(public|internal|protected|abstract)[^;]* $member *(\$|[({=;<,)])|^ +[A-Za-z<>?]+ $member( =[^>][^,]*)?[,)]"
  declared+="|^ +[A-Za-z<>?]+ $member *(\\{|\\(|<)"
  # shellcheck disable=SC2086 # the files of this repository have no blanks in their names
  grep -hvE '^ *//' $files | grep -qE "$declared" || complain "$page" "$line" "$type has no member $member (looked in ${files//$'\n'/, })"
}

pages=()
for page in README.md docs/*.md; do
  [[ -f $page ]] && pages+=("$page")
done
if ((${#pages[@]} == 0)); then
  echo "There is neither README.md nor docs/*.md in $root." >&2
  exit 1
fi

for page in "${pages[@]}"; do
  while IFS=$'\t' read -r kind line what; do
    case $kind in
      link) check_link "$page" "$line" "$what" ;;
      path) check_path "$page" "$line" "$what" ;;
      equation) check_member "$page" "$line" "$what" yes ;;
      member) check_member "$page" "$line" "$what" no ;;
    esac
  done < <(things_in "$page")
done

if ((wrong > 0)); then
  echo "$wrong things in the documentation do not fit the repository." >&2
  exit 1
fi
