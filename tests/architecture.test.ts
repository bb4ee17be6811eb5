import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * The map of the house. A room is a folder that keeps one subject; the table says whose rooms it may call.
 * When a rule hurts, change it here together with the code and say why in CHANGELOG.md under Decisions.
 */
const everyone = ['core', 'db'];
const mayCall: Record<string, string[]> = {
  core: [],
  db: ['core'],
  api: [...everyone, 'auth', 'process'],
  jobs: [...everyone, 'process', 'schedule', 'mail/incoming', 'mail/outgoing'],
  // Which installation a database belongs to; claiming it wakes or cancels the mail that waits.
  instance: [...everyone, 'auth', 'audit', 'alerts', 'mail/outgoing'],
  process: [
    ...everyone,
    'instance',
    'jobs',
    'auth',
    'schedule',
    'parameters',
    'mail/sandbox',
    'mail/outgoing',
    'mail/incoming',
  ],
  schedule: [
    ...everyone,
    'auth',
    'audit',
    'alerts',
    'api',
    'blobs',
    'parameters',
    'chatter',
    'mail/incoming',
    'mail/outgoing',
    'mail/servers',
  ],
  audit: [...everyone, 'auth'],
  // Administrators get errors by mail too.
  alerts: [...everyone, 'auth', 'audit', 'parameters', 'mail/message', 'mail/outgoing'],
  parameters: [...everyone, 'auth', 'audit', 'mail/message', 'mail/aliases'],
  blobs: [...everyone],
  companies: [...everyone, 'auth', 'audit', 'parameters', 'mail/aliases', 'mail/message'],
  users: [...everyone, 'auth', 'audit', 'parameters', 'companies', 'mail/message', 'mail/outgoing', 'documents'],
  // Invitations and forgotten passwords are links sent by mail.
  auth: [
    ...everyone,
    'audit',
    'parameters',
    'process',
    'users',
    'companies',
    'schedule',
    'mail/message',
    'mail/aliases',
    'mail/outgoing',
  ],
  attachments: [...everyone, 'auth', 'audit', 'blobs', 'documents', 'parameters'],
  documents: [...everyone, 'auth', 'audit', 'parameters', 'mail/message', 'mail/aliases', 'companies'],
  chatter: [
    ...everyone,
    'auth',
    'audit',
    'parameters',
    'attachments',
    'blobs',
    'documents',
    'mail/message',
    'mail/aliases',
    'mail/outgoing',
  ],
  'mail/message': ['core'],
  // A team owns an alias and an alias names a document: the verbs know each other, files never cycle.
  'mail/aliases': [...everyone, 'auth', 'audit', 'parameters', 'documents', 'mail/message'],
  'mail/servers': [
    ...everyone,
    'auth',
    'audit',
    'alerts',
    'instance',
    'parameters',
    'mail/message',
    'mail/outgoing',
    'mail/incoming',
  ],
  // What DNS says about domains, ours and others'.
  'mail/domains': [...everyone, 'mail/message'],
  'mail/dkim': [...everyone, 'auth', 'audit', 'alerts', 'parameters', 'mail/message'],
  'mail/suppression': [...everyone, 'auth', 'audit', 'mail/message'],
  'mail/sandbox': [...everyone, 'auth', 'blobs', 'process', 'mail/message', 'mail/incoming'],
  'mail/outgoing': [
    ...everyone,
    'auth',
    'audit',
    'alerts',
    'instance',
    'blobs',
    'parameters',
    'mail/message',
    'mail/servers',
    'mail/aliases',
    'mail/domains',
    'mail/sandbox',
    'mail/dkim',
    // Files too large for a mail become links.
    'attachments',
  ],
  'mail/incoming': [
    ...everyone,
    'auth',
    'audit',
    'alerts',
    'instance',
    'blobs',
    'parameters',
    'attachments',
    'documents',
    'chatter',
    'mail/message',
    'mail/servers',
    'mail/aliases',
    'mail/outgoing',
    'mail/domains',
    'mail/suppression',
  ],
};

const root = path.resolve(import.meta.dirname, '..');
const files = ['lib', 'app', 'components', 'drizzle'].flatMap(sourceFiles);
const imports = files.flatMap((file) => importsOf(file).map((target) => ({ file, target })));
/** Without `import type`: what is really loaded. */
const loads = files.flatMap((file) => importsOf(file, true).map((target) => ({ file, target })));
const store = /(^|\/)(store|load-[\w-]+|claim-[\w-]+|release-[\w-]+)\.ts$/;

describe('the house', () => {
  it('knows every room of lib', () => {
    const rooms = [...new Set(files.filter((file) => file.startsWith('lib/')).map(roomOf))];
    expect(rooms.filter((room) => !(room in mayCall))).toEqual([]);
  });

  it('lets rooms call only the rooms the table allows', () => {
    const wrong = imports.filter(
      ({ file, target }) => file.startsWith('lib/') && target.startsWith('lib/') && !isAllowed(file, target),
    );
    expect(
      wrong.map(
        ({ file, target }) =>
          `${file} imports ${target}: add the arrow ${roomOf(file)} -> ${roomOf(target)} knowingly, or move the code`,
      ),
    ).toEqual([]);
  });

  it('keeps the database in stores and loaders', () => {
    const wrong = loads.filter(
      ({ file, target }) =>
        /^(drizzle-orm|drizzle\/schema|pg$)/.test(target) &&
        !store.test(file) &&
        !/^(lib\/(db|jobs)|drizzle)\//.test(file),
    );
    expect(
      wrong.map(
        ({ file, target }) => `${file} imports ${target}: statements belong in store.ts, load-*, claim-* or release-*`,
      ),
    ).toEqual([]);
  });

  it('keeps Next.js in app and lib/auth', () => {
    const wrong = imports.filter(
      ({ file, target }) =>
        /^next(-auth)?(\/|$)/.test(target) &&
        file.startsWith('lib/') &&
        !/^lib\/auth\/|^lib\/process\/web\.ts$/.test(file),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it('lets nothing import app, and components only components, schemas and types', () => {
    const intoApp = imports.filter(({ file, target }) => target.startsWith('app/') && !file.startsWith('app/'));
    const fromComponents = imports.filter(
      ({ file, target }) =>
        file.startsWith('components/') && target.startsWith('lib/') && !/-schema\.ts$|^lib\/core\//.test(target),
    );
    expect([...intoApp, ...fromComponents].map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('has no rules or statements in app', () => {
    const wrong = imports.filter(
      ({ file, target }) =>
        file.startsWith('app/') && /^drizzle|\/store\.ts$|\/(load|claim|release)-[\w-]+\.ts$/.test(target),
    );
    expect(wrong.map(({ file, target }) => `${file} imports ${target}: call a verb`)).toEqual([]);
  });

  it('lets nobody use the statements of another room', () => {
    const wrong = loads.filter(
      ({ file, target }) => /\/store\.ts$/.test(target) && file.startsWith('lib/') && roomOf(file) !== roomOf(target),
    );
    expect(wrong.map(({ file, target }) => `${file} imports ${target}: call a verb of ${roomOf(target)}`)).toEqual([]);
  });

  it('has no cycles between files', () => {
    expect(findCycles()).toEqual([]);
  });

  it('keeps pure rooms pure', () => {
    const pure = /^lib\/mail\/(message|outgoing\/select|incoming\/(parse|qualify))\//;
    const wrong = imports.filter(
      ({ file, target }) =>
        pure.test(file) &&
        !store.test(file) &&
        /^(node:(fs|net|dns|http|child_process|timers)|lib\/db\/|pg$|drizzle)/.test(target),
    );
    expect(wrong.map(({ file, target }) => `${file} imports ${target}: load facts first, decide here`)).toEqual([]);
  });

  it('names folders and files for what they keep', () => {
    const wrong = files.filter(
      (file) =>
        /\/(utils?|helpers?|misc|common)(\/|\.)/.test(file) ||
        /\/index\.tsx?$/.test(file) ||
        /[A-Z]/.test(path.basename(file)),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps files short enough to read', () => {
    const long = files
      .map((file) => ({ file, lines: read(file).split('\n').length }))
      .filter(({ lines }) => lines > 250);
    expect(long).toEqual([]);
  });
});

function sourceFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'));
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** Packages by name, our own files by their path from the root. */
function importsOf(file: string, withoutTypes = false): string[] {
  const source = withoutTypes ? read(file).replace(/import type [^;]+;/g, '') : read(file);
  const specifiers = [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return specifiers.map((specifier) => {
    if (specifier.startsWith('#')) return specifier.slice(1);
    return specifier.startsWith('.')
      ? path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))
      : specifier;
  });
}

function roomOf(file: string): string {
  const [, room = '', inner = ''] = file.split('/');
  return room === 'mail' ? `mail/${inner}` : room;
}

function isAllowed(file: string, target: string): boolean {
  const room = roomOf(file);
  return room === roomOf(target) || (mayCall[room] ?? []).includes(roomOf(target));
}

function findCycles(): string[] {
  const graph = new Map<string, string[]>();
  for (const file of files.filter((name) => name.startsWith('lib/'))) {
    const source = read(file).replace(/import type [^;]+;/g, '');
    const targets = [...source.matchAll(/(?:from|import)\s*\(?\s*'(#lib\/|\.\.?\/)([^']+)'/g)].map((match) =>
      match[1] === '#lib/'
        ? `lib/${match[2]}`
        : path.posix.normalize(path.posix.join(path.posix.dirname(file), `${match[1]}${match[2]}`)),
    );
    graph.set(file, targets);
  }
  const state = new Map<string, 'open' | 'closed'>();
  const cycles: string[] = [];
  const visit = (file: string, trail: string[]) => {
    if (state.get(file) === 'closed') return;
    if (state.get(file) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      return;
    }
    state.set(file, 'open');
    for (const target of graph.get(file) ?? []) if (graph.has(target)) visit(target, [...trail, file]);
    state.set(file, 'closed');
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}
