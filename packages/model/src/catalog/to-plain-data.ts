import { compareDecimals, parseDecimal } from '../value/decimal.ts';
import type { YamlNode } from './yaml-tree.ts';

/**
 * A YAML value as plain data (objects, arrays, strings, numbers, booleans, null). A number that a double cannot hold
 * exactly becomes its text: in the audience language a decimal string is the same value.
 */
export function toPlainData(node: YamlNode): unknown {
  switch (node.kind) {
    case 'map':
      // Without a prototype, a key such as __proto__ is a key like any other.
      return [...node.entries].reduce<Record<string, unknown>>((data, [key, child]) => {
        data[key] = toPlainData(child);
        return data;
      }, Object.create(null));
    case 'list':
      return node.items.map(toPlainData);
    case 'scalar':
      if (node.type === 'null') return null;
      if (node.type === 'boolean') return node.text.toLowerCase() === 'true';
      return node.type === 'number' ? toNumber(node.text) : node.text;
  }
}

function toNumber(text: string): number | string {
  const exact = parseDecimal(text);
  const double = parseDecimal(String(Number(text)));
  return exact !== null && double !== null && compareDecimals(exact, double) === 0 ? Number(text) : text;
}
