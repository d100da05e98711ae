import type { ListedValue, ValueSubject } from '../../answer/value-lists.ts';
import { compareCodePoints } from '../../panel/compare-code-points.ts';
import { attributeColumn, dictionaryName } from '../index-names.ts';
import type { SnapshotIndex } from '../open-index.ts';

/** All values of a category, boolean or tags column, by customers, then by code point: counted when the index was built. */
export function listIndexed(index: SnapshotIndex, subject: ValueSubject): readonly ListedValue[] {
  const name = nameOf(subject);
  const { values, customers, tags } = index.dictionaries;
  const listed =
    values[name] === undefined
      ? (tags[name] ?? []).map(([value, count]) => ({ value, count }))
      : values[name].map((value, number) => ({ value, count: customers[name]?.[number] ?? 0 }));
  return listed.sort((a, b) => b.count - a.count || compareCodePoints(a.value, b.value));
}

/** Which of some texts a column has; null for types that the index keeps no texts of. */
export async function findIndexed(
  index: SnapshotIndex,
  subject: ValueSubject,
  texts: readonly string[],
): Promise<ReadonlySet<string> | null> {
  const described = subject.kind === 'attribute' ? subject.attribute : subject.field;
  switch (described.type) {
    case 'category': {
      const numbers =
        subject.kind === 'attribute'
          ? index.numbersOf(null, subject.attribute.id)
          : index.numbersOf(subject.event.id, subject.field.id);
      return new Set(texts.filter((text) => numbers.has(text)));
    }
    case 'text':
      return subject.kind === 'attribute'
        ? index.bits.findTexts(attributeColumn(subject.attribute.id), null, texts)
        : index.bits.findTexts(subject.field.id, subject.event.id, texts);
    default:
      return null;
  }
}

function nameOf(subject: ValueSubject): string {
  return subject.kind === 'attribute'
    ? dictionaryName(null, subject.attribute.id)
    : dictionaryName(subject.event.id, subject.field.id);
}
