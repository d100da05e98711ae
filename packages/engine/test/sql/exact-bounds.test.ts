import { ChdbSession } from '@silhouette/lake';
import { compareDecimals, DAY_MS, normaliseDecimal, parseDay, parseDecimal, TimeZone } from '@silhouette/model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bindings } from '../../src/sql/bindings.ts';
import { compileAverage } from '../../src/sql/compile-average.ts';
import { compileBound } from '../../src/sql/compile-bound.ts';
import { writeInstantOf } from '../../src/sql/deadline-sql.ts';

const decimalText = fc
  .tuple(fc.bigInt(-(10n ** 45n), 10n ** 45n), fc.integer({ min: -10, max: 50 }))
  .map(([units, exponent]) => `${units}e${-exponent}`);
const operators = ['gt', 'gte', 'lt', 'lte'] as const;

function read(text: string) {
  const value = parseDecimal(text);
  if (value === null) throw new TypeError(text);
  return value;
}

function holds(sign: number, op: string): boolean {
  return (
    {
      gt: sign > 0,
      gte: sign >= 0,
      lt: sign < 0,
      lte: sign <= 0,
      '>': sign > 0,
      '>=': sign >= 0,
      '<': sign < 0,
      '<=': sign <= 0,
    }[op] ?? false
  );
}

describe('comparisons never round their constant', () => {
  it('compileBound says of every value what the constant itself says', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-99_999n, 99_999n),
        decimalText,
        fc.constantFrom(...operators),
        fc.integer({ min: 0, max: 6 }),
        (units, text, op, scale) => {
          const value = { units, scale };
          const constant = read(text);
          // Half of the constants are near the value.
          for (const tried of [constant, normaliseDecimal(units * 10n ** 12n + (constant.units % 3n), scale + 12)]) {
            const bound = compileBound(op, tried, { kind: 'number', sql: 'x', decimals: scale, digits: 38 });
            const expected = holds(compareDecimals(value, tried), op);
            const found =
              bound.kind === 'bound'
                ? holds(compareDecimals(value, read(bound.text)), bound.operator)
                : bound.kind === 'present';
            expect(found, `${units}e-${scale} ${op} ${text}`).toBe(expected);
          }
        },
      ),
    );
  });

  it('integers beyond 64 bits decide by themselves', () => {
    const count = { kind: 'integer', sql: 'n' } as const;
    expect(compileBound('gte', read('1e30'), count)).toEqual({ kind: 'never' });
    expect(compileBound('lt', read('1e30'), count)).toEqual({ kind: 'present' });
    expect(compileBound('gt', read('-1e9999'), count)).toEqual({ kind: 'present' });
  });
});

describe('in ClickHouse', () => {
  let session: ChdbSession;
  beforeAll(async () => {
    session = await ChdbSession.open();
  });
  afterAll(() => session.close());

  it('averages compare by 256-bit products, whatever the decimals of the constant', async () => {
    const cases = fc.sample(
      fc.tuple(
        fc.bigInt(-(10n ** 9n), 10n ** 9n),
        fc.integer({ min: 1, max: 1000 }),
        fc.constantFrom(...operators, 'eq' as const),
        fc.oneof(decimalText, fc.constantFrom('near', 'nearer', 'exact')),
      ),
      { numRuns: 150, seed: 7 },
    );
    // A quotient cut after 11 digits, after 60 digits (beyond any power of ten that could be multiplied out), or the quotient itself where it is finite.
    const quotient = (sum: bigint, count: number, digits: number): string =>
      `${(sum * 10n ** BigInt(digits)) / BigInt(count)}e-${digits + 2}`;
    for (const [sum, count, op, text] of cases) {
      const constant = read(
        text === 'near'
          ? quotient(sum, count, 9)
          : text === 'nearer'
            ? quotient(sum, count, 60)
            : text === 'exact'
              ? `${sum}e-2`
              : text,
      );
      const parts = {
        sum: `toDecimal256('${sum}', 0) * toDecimal256('0.01', 2)`,
        count: text === 'exact' ? '1' : String(count),
        present: '1',
      };
      const bindings = new Bindings();
      const literal = { type: 'number', value: constant } as const;
      const comparison = op === 'eq' ? ({ op: 'in', values: [literal] } as const) : ({ op, value: literal } as const);
      const sql = compileAverage(parts, 2, [comparison], bindings);
      const sign = compareDecimals(
        { units: sum, scale: 2 },
        { units: constant.units * BigInt(parts.count), scale: constant.scale },
      );
      const [row] = await session.query<{ x: number }>(`SELECT toUInt8(${sql}) AS x`, bindings.parameters);
      expect(row?.x, `${sum}/${parts.count} ${op} ${text}`).toBe(Number(op === 'eq' ? sign === 0 : holds(sign, op)));
    }
  });

  it('local times become the instants that the zone itself gives', async () => {
    for (const id of [
      'Asia/Seoul',
      'Europe/London',
      'America/St_Johns',
      'America/Havana',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Africa/Casablanca',
      'UTC',
    ]) {
      const zone = TimeZone.of(id);
      const from = (parseDay('1935-01-01') ?? 0) * DAY_MS;
      const to = (parseDay('2032-01-01') ?? 0) * DAY_MS;
      const locals: number[] = [];
      for (const { atMs } of zone.changes) {
        if (atMs < from || atMs > to) continue;
        for (const offset of [-7_200_000, -3_600_000, -1, 0, 1, 1_800_000, 3_600_000, 7_200_000, DAY_MS])
          locals.push(zone.localOf(atMs) + offset, zone.localOf(atMs - 1) + 1 + offset);
      }
      locals.push(from, to);
      const sql = `SELECT toInt64(${writeInstantOf('x', zone, { fromMs: from, toMs: to })}) AS at FROM (SELECT arrayJoin(JSONExtract({locals:String}, 'Array(Int64)')) AS x)`;
      const rows = await session.query<{ at: string }>(sql, { locals: JSON.stringify(locals) });
      expect(
        rows.map(({ at }) => Number(at)),
        id,
      ).toEqual(locals.map((local) => zone.instantOf(local)));
    }
  });
});
