import { ExactNumber, type PlainValue } from '../text/plain-value.ts';
import type { YamlNode } from './yaml-tree.ts';

/** A YAML value as plain data, numbers by their text: what the readers of the audience language take. */
export function toPlainData(node: YamlNode): PlainValue {
  switch (node.kind) {
    case 'map':
      // Defined rather than assigned: a key such as __proto__ is a key like any other.
      return Object.fromEntries([...node.entries].map(([key, child]) => [key, toPlainData(child)]));
    case 'list':
      return node.items.map(toPlainData);
    case 'scalar':
      if (node.type === 'null') return null;
      if (node.type === 'boolean') return node.text.toLowerCase() === 'true';
      return node.type === 'number' ? new ExactNumber(node.text) : node.text;
  }
}
