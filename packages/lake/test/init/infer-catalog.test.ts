import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type CatalogFile, parseCatalogFile } from '@silhouette/model';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChdbSession } from '../../src/chdb/chdb-session.ts';
import { inferCatalog } from '../../src/init/infer-catalog.ts';

let root: string;
let folders = 0;
/** Keeps the process's ClickHouse open between tests. */
let session: ChdbSession;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'silhouette-infer-'));
  session = await ChdbSession.open();
});
afterAll(async () => {
  await session.close();
  await rm(root, { recursive: true, force: true });
});

/** Writes files into a new folder and infers a catalog of them, in the order given. */
async function infer(files: Readonly<Record<string, string | Buffer>>, machineTimeZone = 'Europe/Berlin') {
  folders += 1;
  const dir = join(root, String(folders));
  const paths: string[] = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(dir, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    paths.push(path);
  }
  const { yaml, findings } = await inferCatalog(paths, { dir, machineTimeZone });
  return { dir, paths, yaml, findings, file: parse(yaml) };
}

function parse(yaml: string): CatalogFile {
  const result = parseCatalogFile(yaml);
  if (!result.ok) throw new Error(`${JSON.stringify(result.issues, null, 1)}\n${yaml}`);
  return result.catalogFile;
}

const csv = (...lines: readonly string[]) => `${lines.join('\n')}\n`;

const ORDERS = csv(
  'order_id,customer_id,ordered_at,product_code,quantity,unit_price,channel',
  'O1,17,2024-03-01 10:00:00,P1,2,10.50,web',
  'O1,17,2024-03-01 10:00:00,P2,1,3.00,web',
  'O2,18,2024-03-02 11:30:00,P1,1,10.50,store',
  'O3,17,2024-04-02 09:15:00,P3,4,7.25,web',
  'O3,17,2024-04-02 09:15:00,P1,1,10.50,web',
  'O4,19,2024-05-05 20:00:00,P2,3,3.00,store',
);
const PRODUCTS = csv(
  'product_code,product_name,department,channel',
  'P1,Soap,Bath,own',
  'P2,Brush,Hair,own',
  'P3,Cream,Face,other',
  'P4,Towel,Bath,other',
);
const CUSTOMERS = csv(
  'customer_id,email,segment,joined_on,newsletter_optin,age_band',
  '17,a@example.org,gold,2020-01-05,Y,25-34',
  '18,b@example.org,silver,2021-06-07,N,35-44',
  '19,c@example.org,gold,2022-02-03,N,19-24',
  '20,d@example.org,silver,2023-02-03,Y,65+',
);

describe('inferCatalog', () => {
  it('finds customers, orders and the products joined to them', async () => {
    const { file, yaml } = await infer({ 'customers.csv': CUSTOMERS, 'orders.csv': ORDERS, 'products.csv': PRODUCTS });
    expect(file.customers).toMatchObject({ from: 'customers', key: 'customer_id', since: 'joined_on', latestBy: null });
    expect([...(file.customers?.attributes.keys() ?? [])]).toEqual([
      'email',
      'segment',
      'joined_on',
      'newsletter_optin',
      'age_band',
    ]);
    expect(file.customers?.attributes.get('email')).toMatchObject({ pii: true });
    expect(file.customers?.attributes.get('newsletter_optin')).toMatchObject({
      type: 'boolean',
      trueValues: ['Y'],
      falseValues: ['N'],
    });
    expect(file.customers?.attributes.get('age_band')?.order).toEqual(['19-24', '25-34', '35-44', '65+']);
    expect([...file.events.keys()]).toEqual(['purchase']);
    const purchase = file.events.get('purchase');
    expect(purchase).toMatchObject({
      from: 'orders_joined',
      customer: 'customer_id',
      time: 'ordered_at',
      occasion: ['order_id'],
      where: null,
    });
    expect(purchase?.fields.get('amount')).toMatchObject({ type: 'number', sql: '`quantity` * `unit_price`' });
    expect(purchase?.fields.get('product_code')).toMatchObject({ type: 'category', labelColumn: 'product_name' });
    expect(purchase?.fields.get('products_channel')).toMatchObject({ type: 'category' });
    expect([...(purchase?.fields.keys() ?? [])]).toEqual([
      'amount',
      'product_code',
      'quantity',
      'unit_price',
      'channel',
      'department',
      'products_channel',
    ]);
    expect(file.views.get('orders_joined')).toContain('LEFT JOIN `products` AS d1 ON t.`product_code` = d1.`product_code`');
    expect(file.computed.standard).toBe(true);
    expect(file.timeZone.id).toBe('Europe/Berlin');
    expect(file.currency).toBeNull();
    expect(yaml).toContain('# Rows of one order_id have one customer and one time');
  });

  it('reads Korean files of Windows', async () => {
    const members = csv(
      '회원번호,이름,성별,생년월일,가입일자,회원등급,마케팅동의여부',
      '0001,홍길동,M,19900102,2020-01-02,골드,Y',
      '0002,성춘향,F,19851231,2021-03-04,실버,N',
      '0003,이몽룡,M,19770707,2022-05-06,골드,Y',
    );
    const orders = csv(
      '주문번호,회원번호,주문일시,상품코드,상품명,수량,판매금액,매장',
      '20240101-1,0001,2024/01/05 13:04,A01,똠방크림,1,"12,000",강남점',
      '20240101-1,0001,2024/01/05 13:04,A02,햏살세럼,2,"30,500",강남점',
      '20240102-1,0002,2024/01/06 09:10,A01,똠방크림,1,"12,000",명동점',
      '20240103-7,0001,2024/02/06 19:10,A03,선크림,1,900,강남점',
    );
    const { file, yaml } = await infer({
      '회원.csv': iconv.encode(members, 'cp949'),
      '주문.csv': iconv.encode(orders, 'cp949'),
    });
    expect(file.timeZone.id).toBe('Asia/Seoul');
    expect(file.currency).toBe('KRW');
    expect([...file.sources.keys()]).toEqual(['회원', '주문']);
    expect(file.customers).toMatchObject({ from: '회원', key: '회원번호', since: '가입일자' });
    expect(file.customers?.attributes.get('이름')).toMatchObject({ pii: true });
    expect(file.customers?.attributes.get('생년월일')).toMatchObject({ type: 'date', format: 'yyyyMMdd' });
    expect(file.customers?.attributes.get('마케팅동의여부')).toMatchObject({ type: 'boolean' });
    const purchase = file.events.get('purchase');
    expect(purchase).toMatchObject({
      from: '주문_timed',
      customer: '회원번호',
      time: '주문일시_iso',
      occasion: ['주문번호'],
      label: { ko: '구매' },
    });
    expect(file.views.get('주문_timed')).toContain("parseDateTime64OrNull(toString(t.`주문일시`), '%Y/%m/%d %H:%i')");
    expect(purchase?.fields.get('상품코드')).toMatchObject({ labelColumn: '상품명' });
    expect(purchase?.fields.get('판매금액')).toMatchObject({ type: 'number', unit: 'KRW' });
    expect(purchase?.fields.get('판매금액')?.sql).toContain('toDecimal128OrNull');
    expect(yaml).toContain('# 주문일시 is written as yyyy/MM/dd HH:mm');
  });

  it('puts files of one header together, packed or not', async () => {
    const later = csv(
      'order_id,customer_id,ordered_at,product_code,quantity,unit_price,channel',
      'O9,21,2025-03-01 10:00:00,P1,2,10.50,web',
    );
    const { file } = await infer({ 'data/orders-2024.csv': ORDERS, 'data/orders-2025.csv.gz': gzipSync(later) });
    expect([...file.sources]).toEqual([
      ['orders', expect.objectContaining({ files: ['data/orders-2024.csv', 'data/orders-2025.csv.gz'] })],
    ]);
    expect(file.customers).toBeNull();
  });

  it('proposes the words that spoil a column, and only there', async () => {
    const { file, yaml } = await infer({
      'visits.csv': csv(
        'member_no,visited_at,minutes,note',
        'A,2024-01-01,5,-',
        'A,2024-01-03,NA,x',
        'B,2024-02-01,7,y',
        'C,NULL,9,-',
      ),
    });
    expect(file.sources.get('visits')?.missing).toEqual(['NA', 'NULL']);
    expect(file.events.get('visits')).toMatchObject({ customer: 'member_no', time: 'visited_at', occasion: [] });
    expect(file.events.get('visits')?.fields.get('minutes')).toMatchObject({ type: 'number' });
    expect(file.events.get('visits')?.fields.get('note')).toMatchObject({ type: 'category' });
    expect(yaml).toContain('spoil: visited_at, minutes');
  });

  it('says when day and month could be the other way round, and when not', async () => {
    const rows = (...days: readonly string[]) =>
      csv('customer,date,shop', ...days.map((day, index) => `${index % 2},${day},s`));
    const unsure = await infer({ 'a.csv': rows('01/02/2024', '03/04/2024', '05/06/2024') });
    expect(unsure.yaml).toContain('Day and month could be the other way round (MM/dd/yyyy)');
    expect(unsure.file.events.get('a')?.time).toBe('date_iso');
    const american = await infer({ 'a.csv': rows('01/02/2024', '03/31/2024', '05/06/2024') });
    expect(american.yaml).toContain("'%m/%d/%Y'");
    expect(american.yaml).not.toContain('other way round');
  });

  it('guesses a key that no name tells, and says so', async () => {
    const { file, findings } = await infer({
      'log.csv': csv('pid,ts,what', '1,2024-01-01 00:00:00,a', '1,2024-01-02 00:00:00,b', '2,2024-01-02 00:00:00,a'),
    });
    expect(file.events.get('log')).toMatchObject({ customer: 'pid', time: 'ts' });
    expect(findings.join(' ')).toContain('guess');
  });

  it('refuses files without anybody in them', async () => {
    await expect(infer({ 'a.csv': csv('x,y', '1.5,2.5', '2.5,3.5') })).rejects.toMatchObject({ code: 'invalid-catalog' });
    await expect(inferCatalog([join(root, 'nothing.csv')], { dir: root })).rejects.toMatchObject({
      code: 'source-file-missing',
    });
  });

  it('writes the same text for the same files, and an example without files', async () => {
    const files = { 'orders.csv': ORDERS, 'products.csv': PRODUCTS };
    expect((await infer(files)).yaml).toBe((await infer(files)).yaml);
    const example = await inferCatalog([], { dir: root, machineTimeZone: 'Asia/Seoul' });
    expect(example.yaml).toContain('timeZone: Asia/Seoul');
    expect(example.yaml.replace(/^# (?! )/gm, '').replace(/^#( +)/gm, '$1')).toContain('purchase:');
  });

  it('copes with names that mean something to YAML or SQL', async () => {
    const { file } = await infer({
      'it\'s # a: "list".csv': csv('customer id,time: at,`tick`,"say ""hi""",no', '1,2024-01-01,a,b,5', '1,2024-01-02,c,d,6'),
    });
    const [event] = file.events.values();
    expect(event).toMatchObject({ customer: 'customer id', time: 'time: at' });
    expect([...(event?.fields.keys() ?? [])]).toEqual(['`tick`', 'say "hi"', 'no']);
    // What a load refuses is refused here, with the file as the place.
    const broken = infer({ 'orders.csv': 'customer,"the\ncode",at\n1,a,2024-01-01\n' });
    await expect(broken).rejects.toMatchObject({ issues: [{ path: expect.stringMatching(/orders\.csv$/) }] });
  });
});
