#!/bin/sh
# The whole test suite: formatting, build, unit and end-to-end tests, the tests of what is in Python, the template.
# Called by `./rampart test`, which has found a JDK 25 (JAVA_HOME) and a Python 3 (RAMPART_PYTHON).
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
cd "$root"
python=${RAMPART_PYTHON:-python3}
formatter_version=1.37.0
formatter=.rampart/tools/google-java-format-$formatter_version-all-deps.jar

step() { printf '\n== %s\n' "$*"; }

# A virtual environment named by the hash of what is in it: a changed pin makes a new one.
environment() {
  name=.rampart/venv/$("$python" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest()[:16])' "$1")
  if [ ! -x "$name/bin/python" ]; then
    rm -rf "$name.making"
    "$python" -m venv "$name.making"
    "$name.making/bin/python" -m pip install --quiet --disable-pip-version-check -r "$1" >&2
    mv "$name.making" "$name"
  fi
  printf '%s\n' "$root/$name/bin/python"
}

java_files() {
  find shared functions local -name '*.java' -not -path '*/target/*' | sort
}

formatter() {
  if [ ! -f "$formatter" ]; then
    ./mvnw -B -q -ntp -N org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
      -Dartifact=com.google.googlejavaformat:google-java-format:$formatter_version:jar:all-deps \
      -DoutputDirectory=.rampart/tools
  fi
  java_files | xargs "$JAVA_HOME/bin/java" -jar "$formatter" "$@"
}

if [ "${1:-}" = format ]; then
  formatter --replace
  exit
fi

step "formatting (mend it with ./rampart format)"
formatter --dry-run --set-exit-if-changed

step "the template: cfn-lint and sam validate"
tools=$(environment local/tools/requirements.txt)
"$tools" -c 'import sys; from cfnlint.runner import main; sys.exit(main())' template.yaml
SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 "$tools" -m samcli validate --lint

step "build, unit tests, end-to-end tests through the packaged functions"
# The functions do not need each other: two are built and tested at a time.
./mvnw -B -ntp -T 2 verify

step "the emulated account's own tests"
emulator=$(environment local/emulator/requirements.txt)
(cd local/emulator && "$emulator" -m unittest discover -q -s tests -t .)

step "what writes the list of AWS's actions"
"$python" -m unittest discover -q -s local/tools

step "all tests passed"
