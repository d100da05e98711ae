import { join } from 'node:path';
import { ChdbSession, sqlString } from '@silhouette/lake';
import { exportDecisionSchema, exportJobSchema, exportQuestionListSchema, exportTraceSchema } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPerson, Visitor } from '../accounts/visitor.ts';
import { type PersonShop, PHONES, servePersonShop, waitUntilOver } from './person-shop.ts';

const EVERYONE = { all: [] };
const PURPOSE = '재계약 안내 전화';

/** Asks as a program does, by a key. */
function withKey(visitor: Visitor, key: string): Visitor['ask'] {
  const ask = visitor.ask.bind(visitor);
  return (method, path, body, headers = {}) => ask(method, path, body, { ...headers, authorization: `Bearer ${key}` });
}

/** A second person's yes, row ids, and attacks on both: the same on each database. */
export function describeApprovals(env: () => Record<string, string>): void {
  let shop: PersonShop;
  beforeAll(async () => {
    shop = await servePersonShop(env());
  });
  afterAll(() => shop.close());

  function ask(who: Visitor, body: object = {}, headers: Record<string, string> = {}) {
    return who.ask(
      'POST',
      '/api/exports',
      { audience: EVERYONE, attributes: ['phone'], spreadsheetSafe: false, ...body },
      headers,
    );
  }
  async function waitFor(who: Visitor): Promise<string> {
    const { status, body } = await ask(who, { purpose: PURPOSE });
    expect([status, body.state]).toEqual([202, 'awaiting-approval']);
    return body.id;
  }
  const approve = (who: Visitor, id: string, body: object = {}) => who.ask('POST', `/api/exports/${id}/approve`, body);
  const refuse = (who: Visitor, id: string, note = 'Not needed.') => who.ask('POST', `/api/exports/${id}/refuse`, { note });
  async function listEntries(action: string, subject: string) {
    return (await shop.owner.ask('GET', `/api/audit?action=${action}&subject=${subject}`)).body.entries;
  }

  describe('who may not see personal values', () => {
    test('is given them masked, without approval, and the job and the file’s name say so', async () => {
      const { body } = await ask(shop.marketer, { purpose: PURPOSE });
      expect(exportJobSchema.strict().parse(body)).toMatchObject({
        state: 'queued',
        masked: true,
        personal: false,
        approval: null,
        fileName: 'members-2026-06-01-masked.csv',
      });
      expect(body.notes).toMatchObject([{ code: 'masked' }]);
      await waitUntilOver(shop.marketer, body.id);
      const file = await shop.marketer.ask('GET', `/api/exports/${body.id}/file`);
      expect(file.headers.get('content-disposition')).toContain('members-2026-06-01-masked.csv');
      expect(file.body).toBe('id,phone\r\nk0,010-****-5678\r\nk1,010-****-3333\r\nk2,010-****-5432\r\n');
    });

    test('as Parquet, too: whatever the type of an attribute is, what is masked is text', async () => {
      const attributes = ['born', 'debt', 'married', 'nicks', 'city'];
      const { body } = await ask(shop.marketer, { attributes, format: 'parquet' });
      expect(await waitUntilOver(shop.marketer, body.id)).toMatchObject({ state: 'done', masked: true, rows: 3, issues: [] });
      const session = await ChdbSession.open();
      const path = join(shop.dir, 'state', 'exports', `${body.id}.parquet`);
      const rows = await session.query(`SELECT * FROM file(${sqlString(path)}, 'Parquet') ORDER BY id`);
      await session.close();
      expect(rows[0]).toEqual({
        id: 'k0',
        born: '1990-**-**',
        debt: '*',
        married: '*',
        nicks: ['n***', '별***'],
        city: '서울',
      });
    });

    test('nor is who may and does not tell what for', async () => {
      const { body } = await ask(shop.steward);
      expect(body).toMatchObject({ state: 'queued', masked: true, personal: false, purpose: null });
    });

    test('a purpose that is none is told with what else is wrong', async () => {
      const { status, body } = await ask(shop.steward, { purpose: ' ab ', format: 'xls' });
      expect([status, body.issues.map(({ path }: { path: string }) => path).sort()]).toEqual([400, ['format', 'purpose']]);
    });

    test('exports without attributes of persons need nobody', async () => {
      const { body } = await ask(shop.steward, { attributes: ['city'], purpose: PURPOSE });
      expect(body).toMatchObject({ state: 'queued', masked: false, personal: false, approval: null, purpose: PURPOSE });
    });
  });

  describe('personal values as they are', () => {
    test('wait for another person, who is told everything, and are written after a yes', async () => {
      const id = await waitFor(shop.steward);
      const { body: own } = await shop.steward.ask('GET', '/api/exports/approvals');
      expect(own).toEqual({ exports: [], total: 0 });
      const listed = exportQuestionListSchema.parse((await shop.other.ask('GET', '/api/exports/approvals')).body);
      expect(listed.exports.find((one) => one.id === id)).toMatchObject({
        rows: 3,
        attributes: ['phone'],
        purpose: PURPOSE,
        personal: true,
        requestedBy: 'steward@example.com',
        sentence: { en: expect.any(String) },
      });
      const decided = await approve(shop.other, id, { note: ' Yes, for the calls. ' });
      expect(decided.status).toBe(200);
      expect(exportDecisionSchema.strict().parse(decided.body).approval).toMatchObject({
        state: 'approved',
        decidedBy: 'other@example.com',
        note: 'Yes, for the calls.',
      });
      const done = await waitUntilOver(shop.steward, id);
      expect(done).toMatchObject({ state: 'done', rows: 3, personal: true, masked: false, approval: { state: 'approved' } });
      const { body: file } = await shop.steward.ask('GET', `/api/exports/${id}/file`);
      const lines = String(file).trimEnd().split('\r\n');
      expect(lines[0]).toBe('id,phone,_row');
      expect(lines.slice(1).map((line) => line.split(',')[1])).toEqual(PHONES);
      const [asked] = await listEntries('export-requested', id);
      expect(asked.details).toMatchObject({ personal: true, awaitsApproval: true });
      // What people write lies where it can be erased: it may name a customer.
      expect(asked.texts).toEqual([{ name: 'purpose', text: PURPOSE }]);
      const [said] = await listEntries('export-approved', id);
      expect(said).toMatchObject({
        actor: { name: 'other@example.com' },
        details: { requestedBy: 'steward@example.com' },
        texts: [
          { name: 'note', text: 'Yes, for the calls.' },
          { name: 'exportPurpose', text: PURPOSE },
        ],
      });
    });

    test('a purpose in the header does as well, and one in the body is the one that counts', async () => {
      const header = encodeURIComponent('분기 보고서');
      const first = await ask(shop.steward, {}, { 'silhouette-purpose': header });
      expect(first.body).toMatchObject({ state: 'awaiting-approval', purpose: '분기 보고서' });
      const second = await ask(shop.steward, { purpose: PURPOSE }, { 'silhouette-purpose': header });
      expect(second.body).toMatchObject({ purpose: PURPOSE });
      const [entry] = await listEntries('export-requested', second.body.id);
      expect(entry.texts).toEqual([{ name: 'purpose', text: PURPOSE }]);
    });

    test('a no says why, and nothing is written', async () => {
      const id = await waitFor(shop.steward);
      const silent = await shop.other.ask('POST', `/api/exports/${id}/refuse`, {});
      expect([silent.status, silent.body.code]).toEqual([400, 'missing-key']);
      expect((await refuse(shop.other, id, 'Use masked ones.')).status).toBe(200);
      const { body } = await shop.steward.ask('GET', `/api/exports/${id}`);
      expect(body).toMatchObject({ state: 'refused', approval: { state: 'refused', note: 'Use masked ones.' } });
      expect(body.issues).toMatchObject([{ code: 'export-refused', message: expect.stringContaining('Use masked ones.') }]);
      const file = await shop.steward.ask('GET', `/api/exports/${id}/file`);
      expect([file.status, file.body.code]).toEqual([410, 'export-gone']);
      expect(await listEntries('export-declined', id)).toHaveLength(1);
    });

    test('whoever asked can cancel what waits', async () => {
      const id = await waitFor(shop.steward);
      expect((await shop.steward.ask('DELETE', `/api/exports/${id}`)).body).toMatchObject({ state: 'cancelled' });
      const late = await approve(shop.other, id);
      expect([late.status, late.body.code]).toEqual([409, 'export-decided']);
    });

    test('to fetch it before the yes, and to decide once more, is in the log', async () => {
      const id = await waitFor(shop.steward);
      const early = await shop.steward.ask('GET', `/api/exports/${id}/file`);
      expect([early.status, early.body.code]).toEqual([409, 'export-not-ready']);
      await refuse(shop.other, id);
      expect((await approve(shop.owner, id)).body.code).toBe('export-decided');
      const list = async () => {
        const { body } = await shop.owner.ask('GET', '/api/audit?action=refused&limit=20');
        return body.entries.map((one: { actor: { name: string }; details: { code: string }; request: { route: string } }) =>
          [one.actor.name, one.details.code, one.request.route].join(' '),
        );
      };
      await expect.poll(list).toContain('steward@example.com export-not-ready /api/exports/:id/file');
      await expect.poll(list).toContain('owner@example.com export-decided /api/exports/:id/approve');
    });
  });

  describe('attacks', () => {
    test('nobody approves their own: not as an administrator, nor through a key, nor what a key asked for', async () => {
      const scopes = ['members.export', 'exports.approve', 'personal.see', 'small-groups.see'];
      for (const who of [shop.steward, shop.owner]) {
        const made = await who.ask('POST', '/api/keys', { name: 'robot', scopes, days: 1 });
        const byKey = { authorization: `Bearer ${made.body.key}`, cookie: '' };
        const own = await waitFor(who);
        const keys = await ask(who, { purpose: PURPOSE }, byKey);
        expect(keys.body).toMatchObject({ state: 'awaiting-approval', requestedBy: 'robot' });
        for (const id of [own, keys.body.id]) {
          for (const headers of [{}, byKey]) {
            for (const step of ['approve', 'refuse']) {
              const body = { note: 'I say so.' };
              const answer = await who.ask('POST', `/api/exports/${id}/${step}`, body, headers);
              expect([answer.status, answer.body.code]).toEqual([403, 'own-approval']);
            }
            const listed = await who.ask('GET', '/api/exports/approvals', undefined, headers);
            expect(listed.body.exports.map((one: { id: string }) => one.id)).not.toContain(id);
          }
        }
        expect((await who.ask('GET', `/api/exports/${own}`)).body.state).toBe('awaiting-approval');
      }
    });

    test('nothing of a request says who decides, or that it is decided', async () => {
      const id = await waitFor(shop.steward);
      for (const forged of [
        { decidedBy: 'other@example.com' },
        { requestedBy: 'marketer@example.com' },
        { attributes: ['city'] },
      ]) {
        const answer = await approve(shop.other, id, forged);
        expect([answer.status, answer.body.code]).toEqual([400, 'unknown-key']);
      }
      for (const forged of [{ state: 'queued' }, { approval: null }, { approvalUntil: null }, { personal: false }]) {
        const answer = await ask(shop.steward, { purpose: PURPOSE, ...forged });
        expect([answer.status, answer.body.code]).toEqual([400, 'unknown-key']);
      }
      expect((await shop.steward.ask('GET', `/api/exports/${id}`)).body.state).toBe('awaiting-approval');
    });

    test('of one person twenty wait at once, whichever of their keys asks', async () => {
      const scopes = ['members.export', 'small-groups.see', 'personal.see'];
      const askers: Visitor[] = [];
      for (const name of ['one', 'two']) {
        const { body: key } = await shop.other.ask('POST', '/api/keys', { name, scopes, days: 1 });
        const asker = new Visitor(shop.url);
        askers.push(Object.assign(asker, { ask: withKey(asker, key.key) }));
      }
      const asked: string[] = [];
      for (let round = 0; round < 10; round += 1) for (const asker of askers) asked.push(await waitFor(asker));
      for (const who of [...askers, shop.other]) {
        const { status, body } = await ask(who, { purpose: PURPOSE });
        expect([status, body.code]).toEqual([429, 'too-many-exports']);
      }
      // Nobody else waits for it.
      await refuse(shop.other, await waitFor(shop.steward));
      for (const [place, id] of asked.entries()) await askers[place % 2]?.ask('DELETE', `/api/exports/${id}`);
    });

    test('what was approved cannot be changed', async () => {
      const id = await waitFor(shop.steward);
      await approve(shop.other, id);
      for (const method of ['PUT', 'PATCH', 'POST']) {
        const { status } = await shop.steward.ask(method, `/api/exports/${id}`, { attributes: ['phone', 'illness'] });
        expect([404, 405]).toContain(status);
      }
      expect(await waitUntilOver(shop.steward, id)).toMatchObject({ state: 'done', attributes: ['phone'] });
    });

    test('of two who decide at once one does', async () => {
      const id = await waitFor(shop.steward);
      const answers = await Promise.all([
        ...[shop.other, shop.owner, shop.other].map((who) => approve(who, id)),
        refuse(shop.owner, id),
        refuse(shop.other, id),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
      const done = [...(await listEntries('export-approved', id)), ...(await listEntries('export-declined', id))];
      expect(done).toHaveLength(1);
    });

    test('there is no file before a yes, and another’s waiting export is not there', async () => {
      const id = await waitFor(shop.steward);
      const early = await shop.steward.ask('GET', `/api/exports/${id}/file`);
      expect([early.status, early.body.code]).toEqual([409, 'export-not-ready']);
      for (const who of [shop.other, shop.owner, shop.marketer]) {
        for (const path of ['', '/file']) expect((await who.ask('GET', `/api/exports/${id}${path}`)).status).toBe(404);
        expect((await who.ask('DELETE', `/api/exports/${id}`)).status).toBe(404);
      }
      const refused = await approve(shop.marketer, id);
      expect([refused.status, refused.body.code]).toEqual([403, 'not-allowed']);
      expect((await shop.marketer.ask('GET', '/api/exports/approvals')).status).toBe(403);
      expect((await approve(shop.other, '../../people')).status).toBe(404);
      expect((await approve(shop.other, 'AAAAAAAAAAAAAAAAAAAAAA')).status).toBe(404);
    });

    test('who may not know what is in it does not decide, and is not told that there is something', async () => {
      const id = await waitFor(shop.steward);
      const role = {
        id: 'half-judge',
        label: { ko: '반', en: 'Half' },
        permissions: ['exports.approve'],
        classes: ['public', 'internal', 'personal'],
      };
      expect((await shop.owner.ask('POST', '/api/roles', role)).status).toBeLessThan(300);
      const { id: otherId } = await findPerson(shop.owner, 'marketer@example.com');
      await shop.owner.ask('PUT', `/api/people/${otherId}`, { role: 'half-judge' });
      expect((await shop.marketer.ask('GET', '/api/exports/approvals')).body.exports).toEqual([]);
      expect((await approve(shop.marketer, id)).status).toBe(404);
      const scope = { attribute: 'city', eq: '서울' };
      await shop.owner.ask('PUT', `/api/people/${otherId}`, { role: 'steward', rowScope: scope });
      expect((await shop.marketer.ask('GET', '/api/exports/approvals')).body.exports).toEqual([]);
      expect((await approve(shop.marketer, id)).status).toBe(404);
      await shop.owner.ask('PUT', `/api/people/${otherId}`, { role: 'marketer', rowScope: null });
      expect((await shop.steward.ask('GET', `/api/exports/${id}`)).body.state).toBe('awaiting-approval');
    });

    test('who decides reads no values that are masked for them, and no keys that they may not list', async () => {
      const { id: judgeId } = await findPerson(shop.owner, 'marketer@example.com');
      const askAbout = async (audience: object): Promise<string> =>
        (await ask(shop.steward, { audience, purpose: PURPOSE }, { 'silhouette-purpose': encodeURIComponent(PURPOSE) })).body
          .id;
      const byPhone = await askAbout({ attribute: 'phone', eq: PHONES[0] });
      const within = await askAbout({
        all: [{ attribute: 'city', eq: '부산' }, { not: { attribute: 'phone', eq: PHONES[1] } }],
      });
      const havingOne = await askAbout({ attribute: 'phone', exists: true });
      const byKey = await askAbout({ customers: ['k2'] });
      const readAs = async (who: Visitor) => {
        const { body } = await who.ask('GET', '/api/exports/approvals');
        const { exports } = exportQuestionListSchema.parse(body);
        const texts = [byPhone, within, havingOne, byKey].map(
          (id) => exports.find((one) => one.id === id)?.sentence?.en ?? null,
        );
        return { texts, all: JSON.stringify(body) };
      };
      const judgeAs = async (id: string, permissions: readonly string[]) => {
        const classes = ['public', 'internal', 'personal', 'sensitive'];
        const role = { id, label: { ko: id, en: id }, permissions: ['exports.approve', ...permissions], classes };
        expect((await shop.owner.ask('POST', '/api/roles', role)).status).toBeLessThan(300);
        await shop.owner.ask('PUT', `/api/people/${judgeId}`, { role: id });
        return readAs(shop.marketer);
      };
      const blind = await judgeAs('blind-judge', ['small-groups.see']);
      expect(blind.texts).toEqual([null, null, expect.any(String), expect.stringContaining('k2')]);
      for (const phone of PHONES) expect(blind.all).not.toContain(phone);
      const rounded = await judgeAs('rounded-judge', ['personal.see']);
      expect(rounded.texts).toEqual([
        ...[expect.stringContaining(PHONES[0]), expect.stringContaining(PHONES[1])],
        ...[expect.any(String), null],
      ]);
      expect(rounded.all).not.toContain('k2');
      expect((await readAs(shop.other)).texts).toEqual([
        ...[expect.stringContaining(PHONES[0]), expect.stringContaining(PHONES[1])],
        ...[expect.any(String), expect.stringContaining('k2')],
      ]);
      // They decide all the same: who asks, what for and which columns are told.
      await shop.owner.ask('PUT', `/api/people/${judgeId}`, { role: 'blind-judge' });
      expect((await refuse(shop.marketer, byPhone)).status).toBe(200);
      await shop.owner.ask('PUT', `/api/people/${judgeId}`, { role: 'marketer' });
    });
  });

  describe('when who asked changes meanwhile', () => {
    async function setSteward(change: object): Promise<void> {
      const { id } = await findPerson(shop.owner, 'steward@example.com');
      expect((await shop.owner.ask('PUT', `/api/people/${id}`, change)).status).toBe(200);
    }

    test('to a role that may not see personal values: refused with a reason when it runs, and recorded', async () => {
      const id = await waitFor(shop.steward);
      await setSteward({ role: 'marketer' });
      expect((await approve(shop.other, id)).status).toBe(200);
      const over = await waitUntilOver(shop.steward, id);
      expect(over).toMatchObject({
        state: 'refused',
        approval: { state: 'approved' },
        issues: [{ code: 'export-refused', message: expect.stringContaining('personal values') }],
      });
      await expect.poll(async () => (await listEntries('export-declined', id)).length).toBe(1);
      const [entry] = await listEntries('export-declined', id);
      expect(entry).toMatchObject({
        actor: { kind: 'system' },
        details: { reason: expect.stringContaining('personal values') },
      });
      await setSteward({ role: 'steward' });
    });

    test('to nobody: refused', async () => {
      const id = await waitFor(shop.steward);
      await setSteward({ isDisabled: true });
      expect((await approve(shop.other, id)).status).toBe(200);
      await expect.poll(async () => (await listEntries('export-declined', id)).length).toBe(1);
      const [entry] = await listEntries('export-declined', id);
      expect(entry.details.reason).toContain('not let in');
      await setSteward({ isDisabled: false });
    });

    test('after it was written: the file is not given out', async () => {
      const { PASSWORD, signIn } = await import('../accounts/visitor.ts');
      const steward = await signIn(shop.url, 'steward@example.com', PASSWORD);
      const id = await waitFor(steward);
      await approve(shop.other, id);
      await waitUntilOver(steward, id);
      await setSteward({ role: 'marketer' });
      const file = await steward.ask('GET', `/api/exports/${id}/file`);
      expect([file.status, file.body.code]).toEqual([403, 'not-allowed']);
      await setSteward({ role: 'steward', rowScope: { attribute: 'city', eq: '서울' } });
      expect((await steward.ask('GET', `/api/exports/${id}/file`)).status).toBe(403);
      await setSteward({ rowScope: null });
      expect((await steward.ask('GET', `/api/exports/${id}/file`)).status).toBe(200);
    });
  });

  describe('ids of rows', () => {
    test('tell whose export a row comes from, also when it is removed since', async () => {
      const { PASSWORD, signIn } = await import('../accounts/visitor.ts');
      const steward = await signIn(shop.url, 'steward@example.com', PASSWORD);
      const id = await waitFor(steward);
      await approve(shop.other, id);
      await waitUntilOver(steward, id);
      const { body: file } = await steward.ask('GET', `/api/exports/${id}/file`);
      const ids = String(file)
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(',')[2] ?? '');
      expect(new Set(ids).size).toBe(3);
      expect((await steward.ask('DELETE', `/api/exports/${id}`)).status).toBe(204);
      const found = await shop.other.ask('POST', '/api/exports/trace', { row: ` ${ids[1]?.toLowerCase()} ` });
      expect(exportTraceSchema.strict().parse(found.body)).toMatchObject({
        id,
        row: 2,
        requestedBy: 'steward@example.com',
        purpose: PURPOSE,
        approvedBy: 'other@example.com',
      });
      const changed = [ids[1]?.replace('-2-', '-3-'), `AAAAAAAA${ids[1]?.slice(8)}`];
      for (const row of changed) expect((await shop.other.ask('POST', '/api/exports/trace', { row })).status).toBe(404);
      expect((await shop.other.ask('POST', '/api/exports/trace', { row: 'k0' })).status).toBe(400);
      const refused = await shop.marketer.ask('POST', '/api/exports/trace', { row: ids[0] });
      expect([refused.status, refused.body.code]).toEqual([403, 'not-allowed']);
      expect(await listEntries('export-traced', id)).toHaveLength(1);
    });
  });
}
