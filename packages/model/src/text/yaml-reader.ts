import { isAlias, isMap, isPair, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import type { Issue } from '../error.ts';
import { MAX_ALIASED_VALUES, MAX_ISSUES } from './limits.ts';
import { ExactNumber, type PlainList, type PlainValue } from './plain-value.ts';
import { quoteShort } from './quote.ts';
import { joinIndex, joinKey } from './value-path.ts';

/** A value and how many values it holds, itself included, with aliases written out. */
interface Sized {
  readonly value: PlainValue;
  readonly size: number;
}

/** Turns the nodes of one YAML document into plain data, collecting what it cannot take. The nodes must not nest too deep. */
export class YamlReader {
  readonly issues: Issue[] = [];
  private readonly anchors = new Map<string, Sized>();
  private aliased = 0;
  private readonly describe: (offset: number) => string;

  /** @param describe line and column of an offset, as messages show them */
  constructor(describe: (offset: number) => string) {
    this.describe = describe;
  }

  /** The document as plain data; null where there is none or where an issue was found. */
  read(node: Node | null): PlainValue {
    return this.readNode(node, '').value;
  }

  private readNode(node: Node | null, path: string): Sized {
    if (node === null) return { value: null, size: 1 };
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (target === undefined) {
        // Also a branch that refers to itself: its anchor is known only once it has been read.
        return this.refuse(node, path, `The alias *${node.source} has no anchor before it: write the value out.`);
      }
      this.aliased += target.size;
      if (this.aliased > MAX_ALIASED_VALUES) {
        return this.refuse(node, path, `Aliases stand for more than ${MAX_ALIASED_VALUES} values: write the values out.`);
      }
      return target;
    }
    const sized = this.readContent(node, path);
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined) this.anchors.set(node.anchor, sized);
    return sized;
  }

  private readContent(node: Node, path: string): Sized {
    if (isScalar(node)) return { value: this.readScalar(node, path), size: 1 };
    if (isMap(node)) return this.readMap(node, path);
    if (isSeq(node)) {
      let size = 1;
      const values: PlainValue[] = [];
      for (const [index, item] of node.items.entries()) {
        if (isPair(item)) {
          this.refuse(node, joinIndex(path, index), 'A key stands in a list: put it into braces or on a line of its own.');
          continue;
        }
        // Items of a parsed list are nodes (or null where nothing is written).
        const read = this.readNode(item as Node | null, joinIndex(path, index));
        values.push(read.value);
        size += read.size;
      }
      return { value: values satisfies PlainList, size };
    }
    return this.refuse(node, path, 'This kind of YAML node is not read: use maps, lists and plain values.');
  }

  private readMap(map: YAMLMap, path: string): Sized {
    const values: Record<string, PlainValue> = {};
    let size = 1;
    for (const { key: keyNode, value: valueNode } of map.items) {
      // Keys and values of a parsed map are nodes (or null where nothing is written).
      const [keyPart, valuePart] = [keyNode as Node | null, valueNode as Node | null];
      const key = this.readKey(keyPart ?? map, path);
      if (key === null) continue;
      const at = joinKey(path, key);
      if (Object.hasOwn(values, key)) {
        const place = this.describe(keyPart?.range?.[0] ?? 0);
        this.report(at, 'duplicate-key', `The key ${quoteShort(key)} stands a second time at ${place}: keep one of them.`);
        continue;
      }
      const read = this.readNode(valuePart, at);
      size += read.size;
      // Not an assignment: a key "__proto__" would change the object instead of standing in it.
      Object.defineProperty(values, key, { value: read.value, enumerable: true, writable: true, configurable: true });
    }
    return { value: values, size };
  }

  private readKey(node: Node, path: string): string | null {
    if (isScalar(node)) {
      if (typeof node.value === 'string') return node.value;
      if (node.source !== undefined && node.source !== '') return node.source;
    }
    this.refuse(node, path, 'A key must be a text: write it in quotes.');
    return null;
  }

  private readScalar(node: Scalar, path: string): PlainValue {
    const { value } = node;
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'bigint') {
      const source = (node.source ?? String(value)).trim();
      if (/^[-+]?\.(inf|nan)$/i.test(source)) {
        return this.refuse(node, path, `${source} is not a number that can be compared: write a decimal number.`).value;
      }
      return new ExactNumber(/^0[xo]/.test(source) ? String(BigInt(source)) : source);
    }
    return this.refuse(node, path, 'This kind of value is not read: write a text, a number, true or false.').value;
  }

  private refuse(node: Node, path: string, message: string): Sized {
    const place = this.describe(node.range?.[0] ?? 0);
    this.report(path, 'invalid-yaml', `${message} (${place})`);
    return { value: null, size: 1 };
  }

  private report(path: string, code: 'invalid-yaml' | 'duplicate-key', message: string): void {
    if (this.issues.length < MAX_ISSUES) this.issues.push({ path, code, message });
  }
}
