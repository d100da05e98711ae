import type { ColumnCodes, ShardWriter } from '@silhouette/bitslice';
import type { ChdbSession, Snapshot } from '@silhouette/lake';
import type { Attribute } from '@silhouette/model';
import { attributeColumn, dictionaryName, OWN_COLUMNS } from '../index-names.ts';
import { integerColumn } from '../native/integer-column.ts';
import type { IntegersRequest, NativeColumn } from '../native/native-request.ts';
import { type ColumnCollector, IntegerCollector, TextCollector } from './column-collector.ts';
import type { Dictionaries } from './dictionaries.ts';
import { GlobalDictionary } from './global-dictionary.ts';
import { type ColumnTask, readColumns } from './read-columns.ts';

/** One shard's customers. */
export interface CustomerShard {
  readonly session: ChdbSession;
  readonly snapshot: Snapshot;
  readonly file: string;
  readonly customers: number;
  readonly writer: ShardWriter;
  readonly dictionaries: Dictionaries;
  readonly signal?: AbortSignal | undefined;
}

/** Instants of the years that the product knows. */
const INSTANT = { base: -2_400_000_000_000n, most: 13_000_000_000_000n } as const;

/** Writes keys, base and attributes of one shard. */
export async function buildCustomers(shard: CustomerShard): Promise<void> {
  const { session, snapshot, file, customers, writer, signal } = shard;
  const tasks = [...ownTasks(shard), ...snapshot.catalog.attributes.map((attribute) => attributeTask(shard, attribute))];
  // The column of keys is read by itself: its texts are all different.
  const keys = new KeyCollector(customers);
  const keyTask: ColumnTask = {
    request: { kind: 'texts', column: '_key' },
    collector: () => keys,
    write: () => writer.writeLabels(keys.keys),
  };
  await readColumns(session, file, customers, [keyTask], signal);
  await readColumns(session, file, customers, tasks, signal);
}

function ownTasks({ snapshot, customers, writer }: CustomerShard): ColumnTask[] {
  const first = [...snapshot.catalog.events].flatMap(({ firstAtMs }) => firstAtMs ?? []);
  const last = [...snapshot.catalog.events].flatMap(({ lastAtMs }) => lastAtMs ?? []);
  const least = first.length === 0 ? 0 : Math.min(...first);
  const most = last.length === 0 ? 0 : Math.max(...last);
  const requests: (readonly [string, IntegersRequest])[] = [
    [OWN_COLUMNS.inTable, { kind: 'integers', column: '_in_table', wire: 'UInt8', nullable: false, base: 0n, most: 1n }],
    [OWN_COLUMNS.sinceMs, { kind: 'integers', column: '_since_ms', wire: 'Int64', nullable: true, ...INSTANT }],
    [
      OWN_COLUMNS.firstEventMs,
      {
        kind: 'integers',
        column: '_first_event_ms',
        wire: 'Int64',
        nullable: true,
        base: BigInt(least),
        most: BigInt(most - least),
      },
    ],
  ];
  return requests.map(([name, request]) => ({
    request,
    collector: () => new IntegerCollector(request, customers, null),
    write: (codes) => writer.writeColumn(name, codes),
  }));
}

function attributeTask({ customers, writer, dictionaries }: CustomerShard, attribute: Attribute): ColumnTask {
  const column = attributeColumn(attribute.id);
  switch (attribute.type) {
    case 'category': {
      const dictionary = dictionaries.open(dictionaryName(null, attribute.id));
      return {
        request: { kind: 'texts', column: attribute.id },
        collector: () => new TextCollector((text) => dictionary.number(text), customers, null),
        write: (codes) => writer.writeColumn(column, codes, true),
      };
    }
    case 'text':
    case 'tags': {
      const own = new GlobalDictionary();
      return {
        request: { kind: attribute.type === 'text' ? 'texts' : 'lists', column: attribute.id },
        collector: () => new TextCollector((text) => own.number(text), customers, null),
        write: (codes) => writer.writeTextColumn(column, codes, own.texts()),
      };
    }
    default: {
      const request = integerColumn(attribute, attribute.id);
      return {
        request,
        collector: () => new IntegerCollector(request, customers, null),
        write: (codes) => writer.writeColumn(column, codes),
      };
    }
  }
}

/** The keys of a shard, in order. */
class KeyCollector implements ColumnCollector {
  readonly keys: string[];

  constructor(customers: number) {
    this.keys = new Array<string>(customers).fill('');
  }

  take(column: NativeColumn, firstRow: number, rows: number): void {
    if (column.kind !== 'texts') throw new TypeError('Keys came as something else than texts.');
    for (let row = 0; row < rows; row += 1) this.keys[firstRow + row] = column.values[(column.codes[row] ?? 0) - 1] ?? '';
  }

  finish(): ColumnCodes {
    return {
      codes: new Uint8Array(0),
      width: 1,
      facts: { base: 0n, scale: 1n, mostCode: 0n, hasMissing: false },
    };
  }
}
