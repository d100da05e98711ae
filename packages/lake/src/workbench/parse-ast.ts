/** A node of ClickHouse's own parse (`EXPLAIN AST`). */
export interface AstNode {
  /** `SelectQuery`, `Function`, `Identifier` … */
  readonly kind: string;
  /** What follows the kind: a name, a literal's text; empty for most. */
  readonly text: string;
  readonly children: AstNode[];
}

/**
 * Reads the lines of `EXPLAIN AST`, one node each, indented by one space a level; null when a line does not fit, as
 * happens when a name holds a line break: such a statement is refused.
 */
export function parseAst(lines: readonly string[]): AstNode | null {
  const path: AstNode[] = [];
  let root: AstNode | null = null;
  for (const line of lines) {
    const match = /^( *)([A-Za-z][A-Za-z:]*)(?: (.*?))??(?: \(children (\d+)\))?$/.exec(line);
    if (match === null) return null;
    const depth = (match[1] ?? '').length;
    const node: AstNode = { kind: match[2] ?? '', text: withoutAlias(match[3] ?? ''), children: [] };
    if (depth === 0) {
      if (root !== null) return null;
      root = node;
    } else {
      const parent = path[depth - 1];
      if (parent === undefined) return null;
      parent.children.push(node);
    }
    path.length = depth;
    path[depth] = node;
  }
  return root;
}

function withoutAlias(text: string): string {
  return text.replace(/ ?\(alias .*\)$/, '');
}
