#!/bin/sh
# Makes a new machine ready by a class, and says so to its Auto Scaling group.
# It can be run again. What it says goes to the console of the machine and to $log.
umask 077
export PATH="${PATH:-}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" LC_ALL=C.UTF-8
bucket={bucket}
key={key}
jar_region={region}
digest={digest}
java={java}
home={home}
hook={hook}
log=${VIRIDIAN_FIRST_BOOT_LOG:-/var/log/viridian-first-boot.log}
imds=${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254}
pause=${VIRIDIAN_FIRST_BOOT_PAUSE:-3}
jar=$home/.viridian/first-boot.jar
group=

say() { echo "Viridian: $*"; }

# Up to six times, with growing pauses.
again() {
  n=1
  until "$@"; do
    [ "$n" -lt 6 ] || return 1
    say "not yet ($n): $*"
    sleep $((n * pause))
    n=$((n + 1))
  done
}

ask_imds() { curl -sf --noproxy '*' --max-time 3 "$@"; }

new_token() {
  token=$(ask_imds -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 3600' "$imds/latest/api/token")
}

metadatum() { ask_imds -H "X-aws-ec2-metadata-token: $token" "$imds/latest/meta-data/$1"; }

# Tags come a moment after the machine.
tags_are_there() { metadatum tags/instance/viridian:artifact >/dev/null; }

where_am_i() {
  new_token &&
    region=$(metadatum placement/region) &&
    domain=$(metadatum services/domain) &&
    instance=$(metadatum instance-id)
}

field() { printf '%s' "$keys" | tr -d '\n' | sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p'; }

# What curl signs with, never on a command line: others may look at those.
credentials() {
  role=$(metadatum iam/security-credentials/ | head -n 1) || return 1
  keys=$(metadatum "iam/security-credentials/$role") || return 1
  printf 'user = "%s:%s"\nheader = "x-amz-security-token: %s"\n' \
    "$(field AccessKeyId)" "$(field SecretAccessKey)" "$(field Token)"
}

signed() {
  service=$1 at=$2
  shift 2
  credentials | curl -sSf --config - --aws-sigv4 "aws:amz:$at:$service" --connect-timeout 10 "$@"
}

lifecycle() {
  [ -n "$group" ] || return 0
  action=$1
  shift
  signed autoscaling "$region" --max-time 20 -o /dev/null --data-urlencode "Action=$action" --data Version=2011-01-01 \
    --data-urlencode "AutoScalingGroupName=$group" --data-urlencode "LifecycleHookName=$hook" \
    --data-urlencode "InstanceId=$instance" "$@" "${AWS_ENDPOINT_URL:-https://autoscaling.$region.$domain}/"
}

heartbeat() { lifecycle RecordLifecycleActionHeartbeat || say "a heartbeat was not taken; it goes on"; }

fail() {
  say "failed: $*"
  again lifecycle CompleteLifecycleAction --data LifecycleActionResult=ABANDON ||
    say "the group was not told; its hook gives up by itself. The machine's role must allow autoscaling:CompleteLifecycleAction."
  exit 1
}

apt() { DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=120 "$@"; }

installed() {
  if command -v dnf >/dev/null; then
    dnf -q -y install "$1"
  elif command -v apt-get >/dev/null; then
    shift
    apt update >/dev/null && apt install --no-install-recommends "$@" >/dev/null
  else
    say "neither dnf nor apt-get is here: use an image that has $1"
    return 1
  fi
}

has_java() {
  found=$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${found:-0}" -ge "$java" ]
}

has_jar() { [ -f "$jar" ] && [ "$(sha256sum <"$jar" | cut -d ' ' -f 1)" = "$digest" ]; }

fetched_jar() {
  if [ -n "${AWS_ENDPOINT_URL:-}" ]; then
    from=$AWS_ENDPOINT_URL/$bucket
  else
    case $bucket in
      *.*) from=https://s3.$at.$domain/$bucket ;;
      *) from=https://$bucket.s3.$at.$domain ;;
    esac
  fi
  answered=$(signed s3 "$at" -H "x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" \
    --max-time 600 -o "$jar.part" -w '%{http_code}' "$from/$key") || return 1
  # Of a bucket in another region S3 sends on to that, and what it says meanwhile would be taken for the jar.
  [ "$answered" = 200 ] || { say "S3 answers $answered, expected 200: is the bucket in $at? jarIn(region) names another"; return 1; }
  mv -f "$jar.part" "$jar"
}

boot() {
  command -v curl >/dev/null || again installed curl curl ca-certificates || fail "there is no curl"
  again where_am_i || fail "the metadata service at $imds does not say where this is"
  again tags_are_there ||
    fail "this machine has no tag viridian:artifact. Expected one that Viridian launched, from a launch template with InstanceMetadataTags=enabled"
  group=$(metadatum tags/instance/aws:autoscaling:groupName) || group=
  at=${jar_region:-$region}
  say "begins on $instance in $region${group:+, of group $group}"
  heartbeat
  has_java || { again installed "java-$java-amazon-corretto-headless" "openjdk-$java-jre-headless" && has_java; } ||
    fail "Java $java could not be installed"
  heartbeat
  mkdir -p "$home/.viridian" && chmod 755 "$home" || fail "$home cannot be made"
  has_jar || again fetched_jar ||
    fail "s3://$bucket/$key could not be fetched. The machine's role must allow s3:GetObject on it, and s3:ListBucket tells whether it is there"
  has_jar || fail "s3://$bucket/$key has not the SHA-256 digest $digest. Upload it again, or render the user data anew"
  java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$jar" dev.viridian.aws.FirstBootMain {class} --home "$home" {options}
  case $? in
    0) say "the machine is ready" ;;
    20) say "failed: the machine is not ready, see above"; exit 1 ;;
    21) exit 1 ;;
    *) fail "the provisioning did not begin, see above" ;;
  esac
}

{ (boot) 2>&1; echo $? >"$log.exit"; } | tee -a "$log"
exit "$(cat "$log.exit")"
