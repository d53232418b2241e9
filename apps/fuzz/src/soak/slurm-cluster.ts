import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch'] as const;

/** Unlike Slurm's own, so that a real cluster's daemons on this machine are not disturbed. */
const firstPort = 17_817;

/** Seconds before Slurm starts a requeued job again: as long as a credential lives, 120 unless said otherwise. */
const requeueDelay = 10;

/**
 * A Slurm cluster of several nodes on this machine, in a folder of its own: its own munge key, socket, state and ports. Needs root and
 * Debian's `slurm-wlm`.
 */
export class SlurmCluster {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'atelier-slurm-'));
  readonly #daemons: ChildProcess[] = [];

  /** Why there can be no cluster here; `undefined` if there can. */
  static missing(): string | undefined {
    if (process.getuid?.() !== 0) return 'it needs root, whose jobs the nodes run';
    const absent = programs.find((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
    return absent && `there is no ${absent}; Debian has it in slurm-wlm`;
  }

  /** Starts the daemons, and waits until all nodes are idle. */
  async start(nodes: number): Promise<void> {
    const { folder } = this;
    for (const name of ['state', 'spool']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'munge.key'), randomBytes(1024), { mode: 0o400 });
    writeFileSync(join(folder, 'slurm.conf'), configuration(folder, nodes));
    this.#daemon('munged', [
      '--foreground',
      '--force',
      ...['key', 'pid', 'log', 'seed'].map((file) => `--${file}-file=${join(folder, `munge.${file}`)}`),
      `--socket=${join(folder, 'munge.socket')}`,
    ]);
    await this.#until('munged listens', () => existsSync(join(folder, 'munge.socket')));
    this.#daemon('slurmctld', ['-D', '-f', join(folder, 'slurm.conf')]);
    for (let node = 1; node <= nodes; node++) {
      this.#daemon('slurmd', ['-D', '-N', `n${node}`, '-f', join(folder, 'slurm.conf')]);
    }
    await this.#until('all nodes are idle', () => {
      const { stdout } = spawnSync('sinfo', ['-h', '-N', '-o', '%t'], {
        env: this.environment,
        encoding: 'utf8',
      });
      return stdout.split('\n').filter((state) => state === 'idle').length === nodes;
    });
  }

  /** For programs that talk to this cluster, and no other. */
  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, SLURM_CONF: join(this.folder, 'slurm.conf') };
  }

  /** The output of one of Slurm's programs. */
  call(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
    const environment = { ...this.environment, ...env };
    return execFileSync(program, args, { env: environment, encoding: 'utf8' }).trim();
  }

  /** The state of a job that may have ended: `COMPLETED`. */
  stateOf(job: string): string {
    const text = this.call('scontrol', ['show', 'job', job]);
    return /JobState=(\w+)/.exec(text)?.[1] ?? 'UNKNOWN';
  }

  /** Ends all jobs and daemons, and removes the folder. */
  async stop(): Promise<void> {
    spawnSync('scancel', ['--user=root', '--signal=KILL', '--full'], { env: this.environment });
    for (const daemon of this.#daemons.toReversed()) {
      if (daemon.exitCode !== null || daemon.signalCode !== null) continue;
      const ended = new Promise((done) => daemon.once('exit', done));
      daemon.kill('SIGTERM');
      await Promise.race([ended, setTimeout(5000).then(() => daemon.kill('SIGKILL'))]);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  #daemon(program: string, args: readonly string[]): void {
    this.#daemons.push(spawn(program, args, { stdio: 'ignore', env: this.environment }));
  }

  async #until(what: string, holds: () => boolean): Promise<void> {
    for (let tries = 0; !holds(); tries++) {
      if (tries === 300) {
        const log = join(this.folder, 'slurmctld.log');
        const last = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').at(-1) : undefined;
        throw new Error(`Not within a minute: ${what}${last === undefined ? '' : ` (${last})`}`);
      }
      await setTimeout(200);
    }
  }
}

function configuration(folder: string, nodes: number): string {
  const host = hostname();
  return `ClusterName=atelier
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${firstPort}
AuthType=auth/munge
AuthInfo=socket=${join(folder, 'munge.socket')},cred_expire=${requeueDelay}
SlurmUser=root
SlurmdUser=root
StateSaveLocation=${join(folder, 'state')}
SlurmdSpoolDir=${join(folder, 'spool', '%n')}
SlurmctldPidFile=${join(folder, 'slurmctld.pid')}
SlurmdPidFile=${join(folder, 'slurmd-%n.pid')}
SlurmctldLogFile=${join(folder, 'slurmctld.log')}
SlurmdLogFile=${join(folder, 'slurmd-%n.log')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SlurmdParameters=config_overrides
KillWait=2
ReturnToService=2
NodeName=n[1-${nodes}] NodeHostname=${host} NodeAddr=127.0.0.1 Port=[${firstPort + 1}-${firstPort + nodes}] CPUs=2 RealMemory=2048
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
}
