import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWorkspace } from '@silhouette/lake';
import { createServer, type SilhouetteServer } from '../../src/index.ts';
import { addPerson, setUpOwner, Visitor } from '../accounts/visitor.ts';
import { loadIndexed } from '../load-indexed.ts';

const CATALOG = `
silhouette: 1
name: Shop
timeZone: Asia/Seoul
sources:
  people: { files: [people.csv] }
customers:
  from: people
  key: id
  attributes:
    city: { column: city, type: category }
    phone: { column: phone, type: text, pii: true }
    illness: { column: illness, type: category, privacy: sensitive }
    born: { column: born, type: date, privacy: personal }
    debt: { column: debt, type: number, privacy: personal }
    married: { column: married, type: boolean, privacy: personal }
    nicks: { column: nicks, type: tags, separator: ';', privacy: personal }
`;

/** Phones of the three customers, as they were loaded. */
export const PHONES = ['010-1234-5678', '010-2222-3333', '010-9876-5432'] as const;

/** A served shop of customers with phones, and its people: an administrator, two stewards and a marketer. */
export interface PersonShop {
  readonly dir: string;
  readonly url: string;
  readonly server: SilhouetteServer;
  readonly owner: Visitor;
  readonly steward: Visitor;
  readonly other: Visitor;
  readonly marketer: Visitor;
  close(): Promise<void>;
}

/** Serves the shop with a database of an environment. */
export async function servePersonShop(env: Record<string, string>): Promise<PersonShop> {
  const dir = mkdtempSync(join(tmpdir(), 'silhouette-approval-test-'));
  writeFileSync(join(dir, 'silhouette.yaml'), CATALOG);
  const rows = PHONES.map(
    (phone, n) =>
      `k${n},${n === 0 ? '서울' : '부산'},${phone},${n === 0 ? 'fever' : 'none'},1990-05-0${n + 1},${n}.5,${n === 0},nick${n};별명${n}`,
  );
  writeFileSync(join(dir, 'people.csv'), `id,city,phone,illness,born,debt,married,nicks\n${rows.join('\n')}\n`);
  await loadIndexed(dir, Date.UTC(2026, 5, 1));
  const server = await createServer({
    workspace: openWorkspace(dir),
    host: '127.0.0.1',
    pageDir: null,
    env,
    logLevel: 'silent',
  });
  const url = await server.listen(0);
  await new Visitor(url).ask('GET', '/api/audiences');
  const owner = await setUpOwner(url);
  const [steward, other, marketer] = [
    await addPerson(owner, 'steward@example.com', 'steward'),
    await addPerson(owner, 'other@example.com', 'steward'),
    await addPerson(owner, 'marketer@example.com', 'marketer'),
  ];
  return {
    ...{ dir, url, server, owner, steward, other, marketer },
    close: async () => {
      await server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Waits until an export is over, as who asked for it sees it. */
export async function waitUntilOver(who: Visitor, id: string) {
  for (;;) {
    const { body } = await who.ask('GET', `/api/exports/${id}`);
    if (!['queued', 'running'].includes(body.state)) return body;
    await sleep(20);
  }
}
