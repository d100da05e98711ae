import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addErasedKeys, loadWorkspace, openWorkspace } from '@silhouette/lake';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKUP_FILES, describeFile, readBackupDocument, writeBackupDocument } from '../../src/backup/backup-document.ts';
import { listFiles } from '../../src/backup/list-files.ts';
import { makeBackup, restoreBackup, type SilhouetteServer } from '../../src/index.ts';
import { listMigrations } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open-store.ts';
import { addPerson, OWNER, setUpOwner, signIn, Visitor } from '../accounts/visitor.ts';
import { ask, makeShop, serveShop } from '../audiences/shop.ts';

/** Names hold what lines and JSON readers trip over. */
const NAME = 'Lines {"\\u0000"} 서울 😀';
const TEXT = 'a\u2028b\u2029c\nd';
const AGES = { attribute: 'age', gte: 30 };

/** A workspace that is kept while it is in use and restored elsewhere: from one database into another. */
export function describeBackup(fromEnv: () => Record<string, string>, toEnv: () => Record<string, string>): void {
  const signal = new AbortController().signal;
  const scratch = mkdtempSync(join(tmpdir(), 'silhouette-backup-test-'));
  const backup = join(scratch, 'backup');
  let dir = '';
  let remove: () => void = () => {};
  let server: SilhouetteServer;
  let url = '';
  let key = '';
  let owner: Visitor;

  const keep = (target: string, env: Record<string, string> = {}, withSecret = true) =>
    makeBackup({ workspace: openWorkspace(dir), target, env: { ...fromEnv(), ...env }, withSecret, signal, now: Date.now });
  const restore = (source: string, name: string, secretFile: string | null = null, env: Record<string, string> = {}) =>
    restoreBackup({ source, target: join(scratch, name), env, secretFile, signal });
  const copy = (name: string) => {
    const target = join(scratch, name);
    cpSync(backup, target, { recursive: true });
    return target;
  };

  beforeAll(async () => {
    const shop = await makeShop();
    ({ dir, remove } = shop);
    ({ server, url } = await serveShop(dir, fromEnv()));
    await new Visitor(url).ask('GET', '/api/audiences');
    owner = await setUpOwner(url);
    const { body: me } = await owner.ask('GET', '/api/me');
    const made = await owner.ask('POST', '/api/keys', { name: 'backup', scopes: me.permissions, days: 1 });
    expect(made.status).toBe(201);
    key = made.body.key;
    const saved = await owner.ask('POST', '/api/audiences', { id: 'lines', name: NAME, description: TEXT, definition: AGES });
    expect([saved.status, saved.body.detail]).toEqual([201, undefined]);
  });
  afterAll(async () => {
    await server.close();
    remove();
    rmSync(scratch, { recursive: true, force: true });
  });

  test('is kept as of one moment while saves go on and a load commits, and answers the same where it is restored', async () => {
    let isOver = false;
    const saves = (async () => {
      let version = 1;
      for (; !isOver; version += 1)
        await owner.ask(
          'PUT',
          '/api/audiences/lines',
          { name: NAME, description: TEXT, note: `${version}`, definition: AGES },
          { 'if-match': `"${version}"` },
        );
      return version;
    })();
    appendFileSync(join(dir, 'people.csv'), 'k99,서울,50\n');
    const [document, loaded] = await Promise.all([
      keep(backup, { SILHOUETTE_API_KEY: key }),
      loadWorkspace(openWorkspace(dir), { nowMs: Date.UTC(2026, 5, 2) }),
    ]);
    isOver = true;
    const saved = await saves;
    expect([loaded.changed, document.hasSecret, document.rows]).toEqual([true, true, expect.any(Number)]);
    const { audit } = await restore(backup, 'again', null, toEnv());
    expect(audit).toMatchObject({ ok: true, guarded: true, problem: null });
    expect(statSync(join(scratch, 'again', 'state', 'secret')).mode & 0o777).toBe(0o600);

    const again = await serveShop(join(scratch, 'again'), toEnv());
    try {
      // Sign-ins are not carried over; passwords are.
      expect((await ask(again.url, 'GET', '/api/me', undefined, { cookie: owner.cookieHeader })).status).toBe(401);
      const back = await signIn(again.url, OWNER.email);
      const question = { audience: AGES, snapshot: document.snapshot };
      const [before, after] = await Promise.all([
        owner.ask('POST', '/api/explore', question),
        back.ask('POST', '/api/explore', { audience: AGES }),
      ]);
      expect(after.body).toMatchObject({ count: before.body.count, base: before.body.base, snapshot: document.snapshot });
      const { body: restored } = await back.ask('GET', '/api/audiences/lines');
      expect([restored.name, restored.description]).toEqual([NAME, TEXT]);
      expect(restored.version).toBeGreaterThan(0);
      expect(restored.version).toBeLessThanOrEqual(saved);
      const path = `/api/audiences/lines/versions/${restored.version}`;
      expect((await back.ask('GET', path)).body).toEqual((await owner.ask('GET', path)).body);
      // Numbers that the database gives out go on behind those that were kept.
      const inside = { id: 'inside', name: 'Inside', definition: { audience: 'lines' } };
      expect((await back.ask('POST', '/api/audiences', inside)).status).toBe(201);
      expect((await back.ask('GET', '/api/audit/verify')).body).toMatchObject({ ok: true });
    } finally {
      await again.server.close();
    }
  });

  test('one of an earlier version, whose tables were fewer, is restored into those of this one', async () => {
    const source = copy('earlier');
    const rows = join(source, BACKUP_FILES.rows);
    const [head = '', ...lines] = readFileSync(rows, 'utf8').split('\n');
    const { migrations, ...rest } = JSON.parse(head.slice(':head\t'.length));
    expect(migrations.at(-1)).toBe('0012-audience-saves');
    expect(lines.filter((line) => line.startsWith('audience_saves\t'))).toEqual([]);
    const earlier = `:head\t${JSON.stringify({ ...rest, migrations: migrations.slice(0, -1) })}`;
    writeFileSync(rows, [earlier, ...lines].join('\n'));
    const document = readBackupDocument(source);
    const files = document.files.filter(({ path }) => path !== BACKUP_FILES.rows);
    writeBackupDocument(source, { ...document, files: [...files, await describeFile(source, BACKUP_FILES.rows)] });
    // The other database has the rows of the test before.
    const { audit } = await restoreBackup({ source, target: join(scratch, 'later'), env: {}, secretFile: null, signal });
    expect(audit).toMatchObject({ ok: true });
    const { db, close } = await openStore({ stateDir: join(scratch, 'later', 'state'), env: {}, signal, onLock: () => {} });
    try {
      expect(await listMigrations(db)).toEqual(migrations);
      expect(await db.selectFrom('audiences').select('id').execute()).toEqual([{ id: 'lines' }]);
    } finally {
      await close();
    }
  });

  test('a byte that is another, a file that is missing or strange: nothing is restored', async () => {
    for (const path of listFiles(backup)) {
      const source = copy('flipped');
      const bytes = readFileSync(join(source, path));
      const place = Math.floor(bytes.length / 2);
      bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
      writeFileSync(join(source, path), bytes);
      await expect(restore(source, 'none'), path).rejects.toMatchObject({ code: 'backup-damaged' });
      rmSync(join(source, path));
      await expect(restore(source, 'none'), path).rejects.toMatchObject({ code: 'backup-damaged' });
      rmSync(source, { recursive: true });
    }
    const source = copy('strange');
    writeFileSync(join(source, 'lake', 'more'), '');
    await expect(restore(source, 'none')).rejects.toMatchObject({ code: 'backup-damaged' });
    expect(readdirSync(scratch).filter((name) => name.startsWith('none'))).toEqual([]);
  });

  test('who was erased stays out of a load of what is restored', async () => {
    await addErasedKeys(openWorkspace(dir), ['k03'], { waitMs: 0 });
    await loadWorkspace(openWorkspace(dir), { nowMs: Date.UTC(2026, 5, 3) });
    // Whether the list can be applied is seen before the backup is made.
    const secret = join(openWorkspace(dir).stateDir, 'erasure-secret');
    renameSync(secret, `${secret}.aside`);
    await expect(keep(join(scratch, 'unusable'), { SILHOUETTE_API_KEY: key })).rejects.toMatchObject({
      code: 'erasure-broken',
    });
    renameSync(`${secret}.aside`, secret);
    const source = join(scratch, 'erased');
    await makeBackup({
      ...{ workspace: openWorkspace(dir), target: source, env: { ...fromEnv(), SILHOUETTE_API_KEY: key } },
      ...{ withSecret: false, signal, now: Date.now },
    });
    // The rows went into the other database already: only the folder is looked at.
    const document = JSON.parse(readFileSync(join(source, 'backup.json'), 'utf8'));
    expect(document.files.map(({ path }: { path: string }) => path)).toContain('erasure-secret');
    const target = join(scratch, 'erased-again');
    await restoreBackup({ source, target, env: {}, secretFile: join(openWorkspace(dir).stateDir, 'secret'), signal });
    expect(statSync(join(target, 'state', 'erasure-secret')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(target, 'erasure-secret'))).toBe(false);
    // The owner's files come again, with whom they hold.
    cpSync(join(dir, 'people.csv'), join(target, 'people.csv'));
    appendFileSync(join(target, 'people.csv'), 'k98,서울,51\n');
    const { snapshot } = await loadWorkspace(openWorkspace(target), { nowMs: Date.UTC(2026, 5, 4) });
    expect(snapshot.report.sources[0]).toMatchObject({ rows: 26, rowsErased: 1 });
  });

  test('nothing is overwritten', async () => {
    await expect(keep(backup, { SILHOUETTE_API_KEY: key })).rejects.toMatchObject({ code: 'backup-exists' });
    await expect(restore(backup, 'again')).rejects.toMatchObject({ code: 'restore-refused' });
    if (toEnv().DATABASE_URL === undefined) return;
    await expect(restore(backup, 'twice', null, toEnv())).rejects.toMatchObject({ code: 'restore-refused' });
    expect(existsSync(join(scratch, 'twice'))).toBe(false);
  });

  test('without its secret it is restored with the right one only', async () => {
    const without = join(scratch, 'without');
    const document = await keep(without, { SILHOUETTE_API_KEY: key }, false);
    expect([document.hasSecret, existsSync(join(without, 'secret'))]).toEqual([false, false]);
    await expect(restore(without, 'shut')).rejects.toMatchObject({ code: 'secret-missing' });
    const wrong = join(scratch, 'wrong');
    writeFileSync(wrong, 'w'.repeat(40));
    await expect(restore(without, 'shut', wrong)).rejects.toMatchObject({ code: 'secret-missing' });
    expect(existsSync(join(scratch, 'shut'))).toBe(false);
    const { audit } = await restore(without, 'open', join(dir, 'state', 'secret'));
    expect(audit?.ok).toBe(true);
  });

  describe('rows over HTTP', () => {
    test('are for who may do everything, and on the machine itself', async () => {
      const viewer = await addPerson(owner, 'viewer@example.com', 'viewer');
      await owner.ask('POST', '/api/roles', {
        id: 'manager',
        label: { ko: '관리', en: 'Manager' },
        classes: ['public', 'internal', 'personal', 'sensitive'],
        permissions: ['people.manage', 'catalog.read'],
      });
      const manager = await addPerson(owner, 'manager@example.com', 'manager');
      for (const one of [viewer, manager]) expect((await one.ask('POST', '/api/store/rows')).body.code).toBe('not-allowed');
      const passedOn = await owner.ask('POST', '/api/store/rows', undefined, { 'x-forwarded-for': '127.0.0.1' });
      expect([passedOn.status, passedOn.body.code]).toEqual([403, 'not-allowed']);
      expect((await new Visitor(url).ask('POST', '/api/store/rows')).status).toBe(401);
      const { body } = await owner.ask('GET', '/api/audit?action=refused,backed-up');
      const actions = body.entries.map((entry: { action: string }) => entry.action);
      expect(actions.filter((one: string) => one === 'refused').length).toBeGreaterThan(2);
      expect(readdirSync(join(dir, 'state')).filter((name) => name.includes('partial'))).toEqual([]);
    });
  });
}
