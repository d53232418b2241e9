import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../../cli/bin/atelier.js', import.meta.url));

/** Functions and commands that the scripts below use (arrays, so that `$!` is the program itself). `$W` is a folder of their own. */
const prelude = `
set -u
wait_for() { for i in $(seq 600); do [ -e "$1" ] && return; sleep .1; done; echo "$1 did not appear"; exit 1; }
problem() { echo "problem: $1"; }
same() { [ "$(sha256sum < "$1")" = "$(sha256sum < "$2")" ] || problem "$1 and $2 differ"; }
atelier=("$NODE" "$BIN")
train=("\${atelier[@]}" train softmax --limit 600 --epochs 1000 --quiet)
experiment=("\${atelier[@]}" experiment learning-rate --limit 600 --epochs 1 --workers 1 --quiet)
`;

/** Runs killed under one host name, resumed under another, ending as runs that were not disturbed. */
const hosts = `
hostname pod-a
"\${train[@]}" --out "$W/whole"
"\${train[@]}" --out "$W/run" & p=$!
wait_for "$W/run/checkpoints"; sleep .3; kill -9 $p; wait $p 2>/dev/null
hostname pod-b
"\${atelier[@]}" train --resume "$W/run" --quiet || problem "the run does not go on under another host name"
same "$W/whole/model/weights.bin" "$W/run/model/weights.bin"
"\${experiment[@]}" --out "$W/results" & p=$!
wait_for "$W/results/results.jsonl"; kill -9 $p; wait $p 2>/dev/null
hostname pod-c
"\${experiment[@]}" --out "$W/results" || problem "the experiment does not go on under another host name"
hostname pod-d
"\${experiment[@]}" --out "$W/results-whole"
same "$W/results/results.jsonl" "$W/results-whole/results.jsonl"
`;

/** A disk of 400 kB that fills after the first trial, and has room again later. */
const shortWrites = `
mkdir "$W/disk"; mount -t tmpfs -o size=400k tmpfs "$W/disk"
"\${experiment[@]}" --out "$W/whole"
for used in 0 1 7 100; do
  "\${experiment[@]}" --out "$W/disk/x" 2>"$W/said" & p=$!
  wait_for "$W/disk/x/results.jsonl"
  dd if=/dev/zero of="$W/disk/fill" bs=1000 2>/dev/null
  truncate -s "-$used" "$W/disk/fill"
  wait $p && problem "an experiment on a full disk ends with success"
  [ "$(wc -l < "$W/said")" = 1 ] || problem "more than a line: $(head -c 300 "$W/said")"
  grep -q 'cannot be written: the disk is full' "$W/said" || problem "$(head -c 300 "$W/said")"
  [ -z "$(tail -c 1 "$W/disk/x/results.jsonl")" ] || problem "a line is torn"
  ls "$W/disk/x" | grep -q tmp && problem "a .tmp is left"
  rm "$W/disk/fill"
  # Kept elsewhere: figures and report need more room than there is.
  cp -r "$W/disk/x" "$W/x"
  "\${experiment[@]}" --out "$W/x" || problem "the experiment does not go on with room"
  same "$W/x/results.jsonl" "$W/whole/results.jsonl"
  rm -r "$W/disk/x" "$W/x"
done
`;

/** Another user's process, hidden by /proc: its folder is not free. */
const hiddenProcesses = `
mount -t proc -o hidepid=2 proc /proc
mkdir -m 777 "$W/run"
chmod 755 "$W"
umask 0
"\${train[@]}" --epochs 100000 --out "$W/run" & p=$!
wait_for "$W/run/checkpoints"
said=$(setpriv --reuid 65534 --clear-groups --inh-caps=-all --bounding-set=-all "$NODE" "$BIN" train --resume "$W/run" --quiet 2>&1) && problem "the folder of a hidden process was taken"
case "$said" in *"belongs to process"*) ;; *) problem "$said" ;; esac
kill -0 $p || problem "the first process ended"
kill -9 $p; wait $p 2>/dev/null
`;

const scripts = { hosts, 'short-writes': shortWrites, hidepid: hiddenProcesses } as const;

/** Options of `unshare`, for what each script changes of the system. */
const separations = {
  hosts: ['--uts'],
  'short-writes': ['--mount'],
  hidepid: ['--mount', '--pid', '--fork'],
} as const;

/** Runs the built program where the system is hostile. Needs the superuser, who alone may make such systems. */
export function hostileSystem(name: keyof typeof scripts): string[] {
  if (process.getuid?.() !== 0) return ['needs the superuser, for unshare and mount'];
  const folder = mkdtempSync(join(tmpdir(), `atelier-${name}-`));
  try {
    const { status, stdout } = spawnSync(
      'unshare',
      [...separations[name], 'bash', '-c', `${prelude}${scripts[name]}\ntrue`],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, W: folder, NODE: process.execPath, BIN: bin },
      },
    );
    const problems = stdout.split('\n').filter((line) => line !== '');
    return status === 0 ? problems : [...problems, `the script ended with ${status}`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
