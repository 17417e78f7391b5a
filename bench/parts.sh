#!/bin/sh
# Runs the benchmarks of parts with JMH: parts.sh [PATTERN] [JMH OPTION]..., such as
#   bench/parts.sh LockBench -t 2
#   bench/parts.sh PinBench -prof gc
# Needs a build (any ./pinfold makes one), and a JDK 25 in JAVA_HOME or on the path.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
"$root/pinfold" --version > /dev/null
lib=$(find "$root" -type d -path '*/target/*' -name lib -exec test -f '{}/jmh-core-1.37.jar' ';' -print | head -n 1)
out=$root/bench/target/parts
mkdir -p "$out"
# shellcheck disable=SC2046 # one argument a file
"${bin}javac" -nowarn -d "$out" -cp "$lib/*" \
    -processor org.openjdk.jmh.generators.BenchmarkProcessor \
    $(find "$root/bench/src/main/java/dev/pinfold/bench/parts" -name '*.java')
exec "${bin}java" --enable-native-access=ALL-UNNAMED -cp "$out:$lib/*" org.openjdk.jmh.Main \
    -jvmArgsPrepend --enable-native-access=ALL-UNNAMED "$@"
