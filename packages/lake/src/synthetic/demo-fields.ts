import type { NamedValue } from './named-value.ts';

/** What the catalog says of an attribute or a field. */
export interface DemoField {
  readonly id: string;
  readonly type: 'boolean' | 'category' | 'date' | 'datetime' | 'number' | 'tags' | 'text';
  readonly ko: string;
  readonly en: string;
  readonly group?: string;
  readonly unit?: string;
  readonly labelColumn?: string;
  readonly values?: readonly Pick<NamedValue, 'code' | 'ko' | 'en'>[];
  /** Show values in the order of `values`. */
  readonly ordered?: boolean;
  readonly synonyms?: readonly string[];
  readonly describe?: { readonly ko: string; readonly en: string };
  readonly pii?: boolean;
}

/** A field as one line of YAML (flow style, JSON strings: both are YAML). */
export function formatField(field: DemoField): string {
  const parts = [`type: ${field.type}`, `label: ${formatLabel(field)}`];
  if (field.group !== undefined) parts.push(`group: ${field.group}`);
  if (field.unit !== undefined) parts.push(`unit: ${field.unit}`);
  if (field.labelColumn !== undefined) parts.push(`labelColumn: ${field.labelColumn}`);
  if (field.describe !== undefined) parts.push(`description: ${formatLabel(field.describe)}`);
  if (field.synonyms !== undefined) parts.push(`synonyms: ${formatList(field.synonyms)}`);
  if (field.pii === true) parts.push('pii: true');
  if (field.ordered === true) parts.push(`order: ${formatList((field.values ?? []).map((value) => value.code))}`);
  const head = `${field.id}: { ${parts.join(', ')}`;
  if (field.values === undefined) return `${head} }`;
  const values = field.values.map((value) => `    ${quoteYaml(value.code)}: ${formatLabel(value)}`);
  return `${head},\n  values: {\n${values.join(',\n')} } }`;
}

/** `{ ko: …, en: … }`. */
export function formatLabel({ ko, en }: { readonly ko: string; readonly en: string }): string {
  return `{ ko: ${quoteYaml(ko)}, en: ${quoteYaml(en)} }`;
}

function formatList(values: readonly string[]): string {
  return `[${values.map(quoteYaml).join(', ')}]`;
}

/** Text as YAML: always quoted, so that no `yes`, `13` or `:` is read as something else. */
function quoteYaml(text: string): string {
  return JSON.stringify(text);
}
