#!/usr/bin/env bash
# What a careful person would write: unpack, start, wait until it answers well three times in a row, switch HAProxy over, end the old one.
# deploy.sh ARCHIVE FOLDER PORT ENVIRONMENT RUNTIME-PORT MAP JAVA [OLD-PID OLD-FOLDER]
set -euo pipefail
archive=$1 folder=$2 port=$3 environment=$4 runtime=$5 map=$6 java=$7 old=${8:-} old_folder=${9:-}

mkdir -p "$folder"
tar -xzf "$archive" -C "$folder"
cd "$folder"
PORT=$port setsid "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx32m -cp . \
    dev.viridian.benchmarks.TinyApplication >output.log 2>&1 </dev/null &
echo $! >pid

well=0
for ((look = 0; look < 2000 && well < 3; look++)); do
    if curl -sf -o /dev/null "http://127.0.0.1:$port/health"; then well=$((well + 1)); else well=0; fi
    ((well == 3)) || sleep 0.001
done
((well == 3)) || { echo "it does not answer on port $port" >&2; exit 1; }

tell() {
    exec 3<>"/dev/tcp/127.0.0.1/$runtime"
    echo "$1" >&3
    cat <&3
    exec 3>&-
}
tell "set server $environment/machine addr 127.0.0.1 port $port" >/dev/null
tell "set map $map live $environment" >/dev/null

if [ -n "$old" ]; then
    kill "$old"
    # A zombie has ended, however late whoever adopted it takes notice.
    while [ -d "/proc/$old" ] && ! grep -qs 'State:.Z' "/proc/$old/status"; do sleep 0.001; done
    rm -rf "$old_folder"
fi
