import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname, platform } from 'node:os';

/** What a machine says about itself. */
export interface MachineSources {
  platform: string;
  hostname: string;
  /** The text of a file; null where it cannot be read. */
  readText(path: string): string | null;
  /** What a program prints; null where it cannot be run. */
  run(program: string, args: string[]): string | null;
}

const here: MachineSources = { platform: platform(), hostname: hostname(), readText, run };

/**
 * A name of this machine that survives restarts: systemd's machine-id, macOS's and Windows' own, else host name and
 * platform. A container without machine-id has the host name it is given, a new one each time unless it is fixed.
 */
export function readMachineId(machine: MachineSources = here): string {
  return ownName(machine) ?? `${machine.hostname} ${machine.platform}`;
}

function ownName(machine: MachineSources): string | undefined {
  if (machine.platform === 'darwin') return macId(machine);
  return machine.platform === 'win32' ? windowsId(machine) : linuxId(machine);
}

/** Empty or `uninitialized` in images that are to get one at first boot. */
function linuxId({ readText }: MachineSources): string | undefined {
  const texts = ['/etc/machine-id', '/var/lib/dbus/machine-id'].map((path) => readText(path)?.trim());
  return texts.find((text) => text && /^[0-9a-f]{32}$/i.test(text));
}

function macId({ run }: MachineSources): string | undefined {
  const said = run('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice']) ?? '';
  return /"IOPlatformUUID" = "([^"]+)"/.exec(said)?.[1];
}

function windowsId({ run }: MachineSources): string | undefined {
  const said = run('reg', ['query', 'HKLM\\SOFTWARE\\Microsoft\\Cryptography', '/v', 'MachineGuid']) ?? '';
  return /MachineGuid\s+REG_SZ\s+(\S+)/.exec(said)?.[1];
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function run(program: string, args: string[]): string | null {
  try {
    return execFileSync(program, args, { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return null;
  }
}
