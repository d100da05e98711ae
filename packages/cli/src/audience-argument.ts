import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { type PlainValue, parseJsonText, parseYamlText, SilhouetteError } from '@silhouette/model';

/**
 * The plain definition of an AUDIENCE argument: `-` reads standard input, text that begins with `{` is the definition,
 * a name with `/` or ending in .json, .yaml, .yml is a file, anything else the id of a saved audience.
 * @throws SilhouetteError with the place in the definition, or `not-found` for a file that is not there.
 */
export async function readAudienceArgument(argument: string, cwd: string): Promise<PlainValue> {
  if (argument === '-') return parseText(await text(process.stdin), null);
  if (argument.trimStart().startsWith('{')) return parseJsonText(argument);
  if (argument.includes('/') || /\.(json|ya?ml)$/.test(argument)) {
    return parseText(await readDefinitionFile(resolve(cwd, argument), argument), argument);
  }
  // A saved audience is asked for by the same reference that a definition would use.
  return { audience: argument };
}

function parseText(content: string, name: string | null): PlainValue {
  const yaml = name === null ? !content.trimStart().startsWith('{') : /\.ya?ml$/.test(name);
  return yaml ? parseYamlText(content) : parseJsonText(content);
}

async function readDefinitionFile(path: string, name: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof TypeError)
      throw SilhouetteError.of('source-encoding', `${name} is not UTF-8; save it as UTF-8.`, '', error);
    throw SilhouetteError.of(
      'not-found',
      `The definition ${name} cannot be read: ${error instanceof Error ? error.message : error}`,
      '',
      error,
    );
  }
}
