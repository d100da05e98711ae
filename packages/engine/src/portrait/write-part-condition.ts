import { type Attribute, assertNever, formatDay, formatDecimal } from '@silhouette/model';
import type { PortraitPart } from './portrait-part.ts';

/** A part as a condition of the audience language: exactly the customers that the portrait counts. Numbers are decimal text. */
export function writePartCondition({ id, type }: Pick<Attribute, 'id' | 'type'>, part: PortraitPart): Record<string, unknown> {
  switch (part.kind) {
    case 'value':
      if (type === 'tags') return { attribute: id, contains: part.value };
      return { attribute: id, eq: type === 'boolean' ? part.value === 'true' : part.value };
    case 'numbers':
      return {
        attribute: id,
        ...(part.from === null ? {} : { gte: formatDecimal(part.from) }),
        ...(part.to === null ? {} : { lt: formatDecimal(part.to) }),
      };
    case 'days':
      return {
        attribute: id,
        ...(part.fromDay === null ? {} : { gte: formatDay(part.fromDay) }),
        ...(part.toDay === null ? {} : { lt: formatDay(part.toDay) }),
      };
    case 'missing':
      return { attribute: id, exists: false };
    case 'present':
      return { attribute: id, exists: true };
    default:
      return assertNever(part);
  }
}
