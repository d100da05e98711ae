import { isPlainList, isPlainObject, type PlainObject, type PlainValue } from '@silhouette/model';

/**
 * A definition without some customers; the very same object where it lists none of them. A list that becomes empty finds
 * nobody, as it did of the others. Values of attributes that read like a key are left: they may mean anything.
 */
export function eraseDefinition(definition: PlainObject, keys: ReadonlySet<string>): PlainObject {
  const erased = erase(definition, keys);
  return isPlainObject(erased) ? erased : definition;
}

function erase(value: PlainValue, keys: ReadonlySet<string>): PlainValue {
  if (isPlainList(value)) {
    const items = value.map((item) => erase(item, keys));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isPlainObject(value)) return value;
  const { customers } = value;
  if (isPlainList(customers) && customers.some((item) => typeof item === 'string' && keys.has(item))) {
    const kept = customers.filter((item) => !(typeof item === 'string' && keys.has(item)));
    return kept.length === 0 ? { any: [] } : { ...value, customers: kept };
  }
  const entries = Object.entries(value).map(([name, item]) => [name, erase(item, keys)] as const);
  return entries.every(([name, item]) => item === value[name]) ? value : Object.fromEntries(entries);
}
